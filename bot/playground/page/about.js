// The app's About tab: what it is, and what it can be asked for, as its manifest says.
import { avatar } from "./avatar.js";
import { el, replace } from "./dom.js";
import { icon } from "./icons.js";
import { app, userById } from "./store.js";
import { t } from "./words.js";

let drawn = "";

export function drawAbout(page) {
  const signature = JSON.stringify([app(), document.documentElement.lang]);
  if (signature === drawn && page.firstChild) return;
  drawn = signature;
  const { name, description, long_description: story, commands, shortcuts } = app();
  const bot = userById(app().bot_user_id) || { id: "app", real_name: name, is_bot: true };
  replace(
    page,
    el(
      "div",
      { class: "about-body" },
      el(
        "div",
        { class: "about-head" },
        avatar(bot, "large"),
        el("div", {}, el("h2", {}, name), description && el("p", { class: "about-line" }, description)),
      ),
      story && el("p", { class: "about-story" }, story),
      part(t("commands"), "slash", commands, (one) => [el("b", {}, one.command), usage(one.usage_hint)]),
      part(t("shortcuts"), "bolt", shortcuts, (one) => el("b", {}, one.name)),
    ),
  );
}

const usage = (hint) => hint && el("span", { class: "usage" }, ` ${hint}`);

const part = (title, sign, entries, head) =>
  entries.length > 0 && [
    el("h3", {}, title),
    el(
      "ul",
      { class: "about-list" },
      entries.map((one) =>
        el(
          "li",
          {},
          el("span", { class: "complete-icon" }, icon(sign, 18)),
          el(
            "span",
            { class: "menu-text" },
            el("span", { class: "menu-label" }, head(one)),
            one.description && el("span", { class: "menu-description" }, one.description),
          ),
        ),
      ),
    ),
  ];
