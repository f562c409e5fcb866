// The field at the bottom: messages and commands, completion, history, shortcuts.
import { act } from "./api.js";
import { Attachments } from "./attachments.js";
import { Completion } from "./complete.js";
import { el } from "./dom.js";
import { dropArea, readFile } from "./files.js";
import { icon } from "./icons.js";
import { menu, toast } from "./layers.js";
import { app, recall, remember, sendTarget, state } from "./store.js";
import { t } from "./words.js";

const HISTORY_KEPT = 50;
const drafts = new Map(); // "user place" → text not sent yet

/** A command as the app calls it; without a list of them any is taken. Null when the app has no such command. */
function commandNamed(typed) {
  const { commands } = app();
  if (!commands.length) return typed;
  const same = commands.find((one) => one.command.toLowerCase() === typed.toLowerCase());
  return same ? same.command : null;
}

export class Composer {
  /** `sent()` is called after something went out, `title()` names the place for the label. */
  constructor(root, sent) {
    this.root = root;
    this.sent = sent;
    this.pending = 0;
    this.field = el("textarea", {
      class: "composer-field",
      rows: "1",
      data: { testid: "composer" },
      autocomplete: "off",
      spellcheck: "true",
      on: {
        input: () => this.changed(),
        keydown: (event) => this.key(event),
        click: () => this.completion.update(),
        blur: () => setTimeout(() => this.completion.update(), 0),
        paste: (event) => this.paste(event),
      },
    });
    this.button = el(
      "button",
      { type: "button", class: "send-button", data: { testid: "send" }, on: { click: () => this.send() } },
      icon("send"),
    );
    this.tools = el("div", { class: "composer-tools" });
    this.attachments = new Attachments(() => this.changed());
    this.box = el(
      "div",
      { class: "composer-box" },
      this.field,
      this.attachments.row,
      this.attachments.chooser,
      this.tools,
    );
    this.host = el("div", { class: "composer-host" });
    this.completion = new Completion(this.host, this.field, (item, word) => this.take(item, word));
    this.foot = el("div", { class: "composer-foot" });
    this.root.append(this.host, this.box, this.foot);
    this.at = null;
    this.walk = -1;
    const whole = this.root.parentElement;
    dropArea(
      whole,
      () => !this.root.hidden && !document.querySelector("dialog[open]"),
      (files) => this.attach(files),
    );
  }

  attach(files) {
    this.attachments.add(files);
    this.field.focus();
  }

  /** A picture from the clipboard is a file; text stays text. */
  paste(event) {
    const files = [...(event.clipboardData?.files || [])];
    if (!files.length) return;
    event.preventDefault();
    this.attach(files);
  }

  /** Another place or person: its own draft, its own label. */
  moveTo(key, label) {
    if (this.at !== null) drafts.set(this.at, this.field.value);
    const moved = this.at !== key;
    const from = this.at;
    this.at = key;
    this.field.setAttribute("aria-label", label);
    this.field.placeholder = label;
    this.drawTools();
    if (!moved) return;
    this.attachments.moveTo(from, key);
    this.put(drafts.get(key) || "");
    this.walk = -1;
  }

  drawTools() {
    const signature = `${document.documentElement.lang}${JSON.stringify(app().shortcuts)}`;
    if (signature === this.toolsDrawn) return;
    this.toolsDrawn = signature;
    const tool = (name, label, press, data = {}) =>
      el(
        "button",
        { type: "button", class: "icon-button tool", "aria-label": label, title: label, data, on: { click: press } },
        icon(name),
      );
    const global = app().shortcuts.filter((shortcut) => shortcut.type !== "message");
    const bolt = global.length
      ? tool("bolt", t("shortcuts"), () => this.shortcuts(bolt, global), { testid: "shortcuts" })
      : null;
    if (bolt) bolt.setAttribute("aria-haspopup", "menu");
    this.root.parentElement.dataset.drop = t("dropHere");
    this.button.setAttribute("aria-label", t("send"));
    this.button.title = t("send");
    this.tools.replaceChildren();
    this.tools.append(
      ...[
        tool("clip", t("attach"), () => this.attachments.choose(), { testid: "attach" }),
        bolt,
        tool("slash", t("insertCommand"), () => this.begin("/")),
        tool("at", t("insertMention"), () => this.begin("@")),
        el("span", { class: "spring" }),
        this.button,
      ].filter(Boolean),
    );
    this.paintFoot();
  }

  paintFoot() {
    this.foot.textContent = this.pending > 0 ? "…" : t("hintEnter");
    this.foot.classList.toggle("busy", this.pending > 0);
  }

  shortcuts(anchor, list) {
    menu(
      anchor,
      list.map((shortcut) => ({
        label: shortcut.name,
        description: shortcut.description || app().name,
        data: { callbackId: shortcut.callback_id },
        run: async () => {
          const answer = await act("shortcut", { user: state.userId, callback_id: shortcut.callback_id });
          if (answer.error === "unreachable") toast(t("notSent"));
          this.sent();
        },
      })),
      { prefer: "above" },
    );
  }

  /** The "/" and "@" buttons: begin such a word, keeping what is written. */
  begin(sign) {
    const { value, selectionStart } = this.field;
    this.field.focus();
    if (sign === "/") {
      if (!value.startsWith("/")) this.put("/");
    } else {
      const gap = selectionStart && !/\s$/.test(value.slice(0, selectionStart)) ? " " : "";
      this.put(
        `${value.slice(0, selectionStart)}${gap}@${value.slice(selectionStart)}`,
        selectionStart + gap.length + 1,
      );
    }
  }

  put(text, caret = text.length) {
    this.field.value = text;
    this.field.setSelectionRange(caret, caret);
    this.changed();
  }

  take(item, word) {
    const { value, selectionStart } = this.field;
    const rest = value.slice(selectionStart).replace(/^ /, "");
    this.field.focus();
    this.put(value.slice(0, word.from) + item.insert + rest, word.from + item.insert.length);
  }

  changed() {
    this.field.style.height = "auto";
    this.field.style.height = `${Math.min(this.field.scrollHeight, 220)}px`;
    this.button.classList.toggle("ready", Boolean(this.field.value.trim()) || this.attachments.any);
    this.completion.update();
  }

  key(event) {
    if (event.isComposing || this.completion.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") this.remembered(event);
    else this.walk = -1;
  }

  historyKey() {
    return `typed:${state.userId}`;
  }

  history() {
    try {
      return JSON.parse(recall(this.historyKey()) || "[]");
    } catch {
      return [];
    }
  }

  /** Arrow-up in an empty field walks back through what was typed before. */
  remembered(event) {
    const past = this.history();
    const walking = this.walk >= 0 && this.field.value === past[this.walk];
    if (!walking && (this.field.value !== "" || event.key === "ArrowDown")) return;
    const next = event.key === "ArrowUp" ? (walking ? this.walk + 1 : 0) : this.walk - 1;
    if (next >= past.length) return;
    event.preventDefault();
    this.walk = next;
    this.put(next < 0 ? "" : past[next]);
    this.completion.close();
  }

  async send() {
    const text = this.field.value.trim();
    const { files } = this.attachments;
    if (!text && !files.length) return;
    // A space before the "/" makes it a message, as in Slack.
    const typed = !files.length && /^(\/\S+)\s*([\s\S]*)$/.exec(this.field.value.trimEnd());
    const command = typed && { name: commandNamed(typed[1]), text: typed[2] };
    if (command && !command.name) return void this.completion.warn(t("commandUnknown", { command: typed[1] }));
    const where = { channel: sendTarget(), user: state.userId };
    const key = this.at;
    if (text) {
      const past = this.history().filter((one) => one !== text);
      remember(this.historyKey(), JSON.stringify([text, ...past].slice(0, HISTORY_KEPT)));
    }
    this.walk = -1;
    this.attachments.put([]);
    this.put("");
    this.working(1);
    const answer = await this.deliver(where, text, files, command);
    this.working(-1);
    if (!answer.ok && (answer.error === "unreachable" || !command)) {
      // Nothing was recorded anywhere: give the text back instead of losing it.
      if (this.at === key && !this.field.value) {
        this.attachments.put([...files, ...this.attachments.files]);
        this.put(text);
      } else {
        drafts.set(key, text);
        this.attachments.keep(key, files);
      }
      toast(t("notSent"));
    }
    this.sent();
  }

  async deliver(where, text, files, command) {
    if (files.length) {
      const read = await Promise.all(files.map(readFile)).catch(() => null); // a folder, or a file that is gone
      return read ? act("upload", { ...where, text, files: read }) : { ok: false, error: "unreadable" };
    }
    if (command) return act("command", { ...where, command: command.name, text: command.text });
    return act("message", { ...where, text: text.startsWith("/") ? ` ${text}` : text });
  }

  working(by) {
    this.pending += by;
    this.paintFoot();
  }
}
