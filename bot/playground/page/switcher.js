// Ctrl/Cmd+K: go to a channel, a conversation or the app, or become somebody else.
import { avatar } from "./avatar.js";
import { el, freshId, replace } from "./dom.js";
import { icon } from "./icons.js";
import { dialog } from "./layers.js";
import { matching } from "./matching.js";
import { app, appTabs, directMessages, hashOf, humans, nameOf, rooms, state, titleOf, userById } from "./store.js";
import { t } from "./words.js";

let box = null;

export function openSwitcher(become) {
  if (box || document.querySelector("dialog[open]")) return;
  const bot = userById(app().bot_user_id);
  const go = (place) => () => (location.hash = hashOf(place));
  const everything = [
    ...rooms().map((channel) => ({
      label: channel.name,
      lead: () => icon("hash", 18),
      note: channel.topic,
      run: go({ kind: "channel", id: channel.id }),
    })),
    ...directMessages().map((channel) => ({
      label: titleOf(channel),
      lead: () => avatar(userById(channel.user), "small"),
      note: t("directMessages"),
      run: go({ kind: "channel", id: channel.id }),
    })),
    ...appTabs()
      .filter((place) => place.kind !== "about")
      .map((place) => ({
        label: `${app().name}: ${place.kind === "home" ? t("home") : t("messages")}`,
        lead: () => avatar(bot, "small"),
        note: t("appWord"),
        run: go(place),
      })),
    ...humans()
      .filter((user) => !user.deleted && user.id !== state.userId)
      .map((user) => ({
        label: nameOf(user),
        lead: () => avatar(user, "small"),
        note: t("switchTo"),
        run: () => become(user.id),
      })),
  ];
  const listId = freshId("switcher");
  let found = everything;
  let active = 0;
  const field = el("input", {
    type: "text",
    class: "switcher-field",
    placeholder: t("jumpHint"),
    "aria-label": t("jumpHint"),
    "aria-controls": listId,
    autocomplete: "off",
    spellcheck: "false",
    data: { testid: "switcher" },
  });
  const list = el("div", { id: listId, class: "switcher-list", role: "listbox", "aria-label": t("jumpTo") });
  box = dialog({ className: "switcher", label: t("jumpTo"), onEscape: close });
  box.append(el("div", { class: "switcher-head" }, icon("search"), field), list);
  box.addEventListener("click", (event) => event.target === box && close());

  function close() {
    box.close();
    box.remove();
    box = null;
  }

  function choose(item) {
    close();
    item.run();
  }

  function draw() {
    const rows = found.map((item, i) =>
      el(
        "div",
        {
          role: "option",
          id: `${listId}-${i}`,
          class: i === active ? "complete-item active" : "complete-item",
          "aria-selected": String(i === active),
          on: { click: () => choose(item) },
        },
        item.lead(),
        el("span", { class: "switcher-label" }, item.label),
        item.note && el("span", { class: "usage" }, item.note),
      ),
    );
    replace(list, rows.length ? rows : el("div", { class: "picker-nothing" }, t("nothingFound")));
    rows[active]?.scrollIntoView({ block: "nearest" });
    if (rows[active]) field.setAttribute("aria-activedescendant", rows[active].id);
  }

  field.addEventListener("input", () => {
    const wanted = field.value.trim().replace(/^[#@]/, "");
    found = matching(everything, wanted, (item) => [item.label, item.note]);
    active = 0;
    draw();
  });
  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) active = (active + step + found.length) % found.length;
    else if (event.key === "Enter" && found[active]) return void choose(found[active]);
    if (!step) return;
    event.preventDefault();
    draw();
  });
  document.body.append(box);
  box.showModal();
  draw();
  field.focus();
}
