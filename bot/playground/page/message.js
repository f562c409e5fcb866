// One message: who wrote it and when, what it says, and what can be done with it.
import { act } from "./api.js";
import { avatar } from "./avatar.js";
import { drawText, syncBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { drawFile } from "./files.js";
import { clock, fullTime } from "./format.js";
import { icon } from "./icons.js";
import { menu, toast } from "./layers.js";
import { inline, mrkdwn } from "./mrkdwn.js";
import { slackbotSays } from "./slackbot.js";
import { app, nameOf, state, userById } from "./store.js";
import { Surface } from "./surface.js";
import { t } from "./words.js";

/** The line of a typed command, as against a message. */
export const isEcho = (message) =>
  Boolean(message.command) && !message.bot && !(message.blocks && message.blocks.length);

function writer(message) {
  const user = userById(message.user);
  if (user) return user;
  if (message.user === "USLACKBOT") return { id: "USLACKBOT", real_name: "Slackbot", is_bot: true };
  return {
    id: message.user || "?",
    real_name: message.username || (message.bot ? app().name : message.user || "?"),
    is_bot: message.bot,
  };
}

/** The line that a typed command leaves behind for the one who typed it. */
const drawEcho = (message) =>
  el(
    "div",
    { class: "echo-line", data: { testid: "echo", ts: message.ts }, title: fullTime(message.ts) },
    icon("slash", 14),
    el("span", {}, `${t("ranCommand")} `, el("code", {}, message.command)),
    el("time", { class: "time" }, clock(message.ts)),
  );

export function drawMessage(channelId, message, follows, parent, old) {
  if (isEcho(message)) return drawEcho(message);
  const who = writer(message);
  const name = message.username || nameOf(who);
  const time = el(
    "time",
    { class: "time", datetime: new Date(message.ts * 1000).toISOString(), title: fullTime(message.ts) },
    clock(message.ts),
  );
  const classes = ["message", follows && "message-follows", message.ephemeral && "message-ephemeral"]
    .filter(Boolean)
    .join(" ");
  const note = message.ephemeral && el("div", { class: "only-you" }, icon("eye", 14), t("onlyYou"));
  const echo = message.command && el("div", { class: "echo" }, el("code", {}, message.command));
  const head =
    !follows &&
    el(
      "div",
      { class: "message-head" },
      el("span", { class: "writer" }, name),
      (message.bot || who.is_bot) && who.id !== "USLACKBOT" && el("span", { class: "badge" }, t("app")),
      time,
    );
  const surface = new Surface("message", () => ({ channel: channelId, messageTs: message.ts }), drawText);
  if (old && old.surface) surface.values = old.surface.values; // an updated message keeps what was chosen in it
  const content = body(message, surface);
  const node = el(
    "article",
    {
      class: classes,
      data: {
        testid: "message",
        ts: message.ts,
        user: message.user || "",
        ephemeral: String(Boolean(message.ephemeral)),
      },
      "aria-label": `${name} ${clock(message.ts)}`,
    },
    el("div", { class: "gutter" }, follows ? time : avatar(who)),
    el(
      "div",
      { class: "message-main" },
      note,
      head,
      parent !== undefined && el("div", { class: "reply-to" }, t("reply", { text: String(parent).slice(0, 80) })),
      echo,
      content,
    ),
    toolbar(channelId, message),
  );
  node.surface = surface;
  return node;
}

function body(message, surface) {
  const edited = message.edited && el("span", { class: "edited" }, ` ${t("edited")}`);
  const parts = [];
  if (message.blocks && message.blocks.length) {
    const blocks = el("div", { class: "blocks" });
    if (message.state && message.state.values) surface.values = { ...message.state.values, ...surface.values };
    syncBlocks(blocks, message.blocks, surface, new Map());
    parts.push(blocks, edited);
  } else {
    const text = message.user === "USLACKBOT" ? slackbotSays(message.text) : message.text;
    parts.push(el("div", { class: "text" }, mrkdwn(text), edited));
  }
  for (const one of message.attachments || []) parts.push(attachment(one, surface));
  if (message.files && message.files.length) parts.push(el("div", { class: "files" }, message.files.map(drawFile)));
  if (message.reactions && message.reactions.length) parts.push(reactions(message, surface));
  return el("div", { class: "message-body" }, parts);
}

function attachment(one, surface) {
  const colour =
    { good: "#2e9e6b", warning: "#daa038", danger: "#c0392b" }[one.color] ||
    (/^#?[0-9a-f]{6}$/i.test(one.color || "") ? `#${one.color.replace("#", "")}` : null);
  const inner = el("div", { class: "attachment", style: colour ? { "--bar": colour } : {} });
  if (one.pretext) inner.append(el("div", { class: "text" }, mrkdwn(one.pretext)));
  if (one.author_name) inner.append(el("div", { class: "card-subtitle" }, one.author_name));
  if (one.title)
    inner.append(
      el(
        "div",
        { class: "card-title" },
        one.title_link ? inline(`<${one.title_link}|${one.title}>`) : inline(one.title),
      ),
    );
  if (one.text) inner.append(el("div", { class: "text" }, mrkdwn(one.text)));
  if (one.fields)
    inner.append(
      el(
        "div",
        { class: "fields" },
        one.fields.map((field) =>
          el(
            "div",
            { class: "text" },
            el("strong", {}, inline(field.title || "")),
            el("br"),
            mrkdwn(field.value || ""),
          ),
        ),
      ),
    );
  if (one.blocks) {
    const blocks = el("div", { class: "blocks" });
    syncBlocks(blocks, one.blocks, surface, new Map());
    inner.append(blocks);
  }
  if (one.footer) inner.append(el("div", { class: "card-subtitle" }, one.footer));
  if (!inner.childNodes.length && one.fallback) inner.append(one.fallback);
  return inner;
}

const reactions = (message, surface) =>
  el(
    "div",
    { class: "reactions" },
    message.reactions.map((one) =>
      el(
        "button",
        {
          type: "button",
          class: "reaction",
          "aria-pressed": String(one.users.includes(state.userId)),
          "aria-label": `${one.name} ${one.count}`,
          title: one.users.map((id) => nameOf(userById(id))).join(", "),
          on: { click: () => act("reaction", { ...surface.where(), user: state.userId, name: one.name }) },
        },
        emoji(one.name) || `:${one.name}:`,
        el("b", {}, String(one.count)),
      ),
    ),
  );

function toolbar(channelId, message) {
  const shortcuts = app().shortcuts.filter((shortcut) => shortcut.type === "message");
  if (!shortcuts.length || message.ephemeral) return null;
  const button = el(
    "button",
    {
      type: "button",
      class: "icon-button",
      "aria-label": t("moreActions"),
      "aria-haspopup": "menu",
      data: { testid: "message-menu" },
    },
    icon("more"),
  );
  button.addEventListener("click", () =>
    menu(
      button,
      shortcuts.map((shortcut) => ({
        label: shortcut.name,
        description: app().name,
        data: { callbackId: shortcut.callback_id },
        run: async () => {
          const answer = await act("shortcut", {
            user: state.userId,
            callback_id: shortcut.callback_id,
            channel: channelId,
            messageTs: message.ts,
          });
          if (answer.error === "unreachable") toast(t("notSent"));
        },
      })),
    ),
  );
  return el("div", { class: "toolbar" }, button);
}
