// What the composer offers while one types: the app's commands after "/", people after "@".
import { avatar } from "./avatar.js";
import { el, freshId, replace } from "./dom.js";
import { icon } from "./icons.js";
import { matching } from "./matching.js";
import { app, humans, nameOf, userById } from "./store.js";
import { t } from "./words.js";

const MOST = 8;

/** What is being completed at the caret: {kind, from, query}, or null. */
function wordAt(text, caret) {
  const before = text.slice(0, caret);
  const command = /^\/(\S*)$/.exec(before);
  if (command) return { kind: "command", from: 0, query: before };
  const person = /(^|[\s(])@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u.exec(before);
  if (person) return { kind: "person", from: before.length - person[2].length - 1, query: person[2] };
  return null;
}

function commandItems(query) {
  const whole = (command) => command.command === query;
  return matching(app().commands, query.slice(1), (command) => [command.command.slice(1)])
    .sort((one, other) => whole(other) - whole(one)) // what is written already is not completed to something longer
    .map((command) => ({
      key: command.command,
      insert: `${command.command} `,
      exact: whole(command),
      draw: () => [
        el("span", { class: "complete-icon" }, icon("slash", 18)),
        el(
          "span",
          { class: "menu-text" },
          el(
            "span",
            { class: "menu-label" },
            el("b", {}, command.command),
            command.usage_hint && el("span", { class: "usage" }, ` ${command.usage_hint}`),
          ),
          command.description && el("span", { class: "menu-description" }, command.description),
        ),
      ],
    }));
}

function personItems(query) {
  const bot = userById(app().bot_user_id);
  const known = [...humans().filter((user) => !user.deleted), ...(bot ? [bot] : [])];
  return matching(known, query, (user) => [nameOf(user), user.name])
    .slice(0, MOST)
    .map((user) => ({
      key: user.id,
      insert: `@${nameOf(user)} `,
      exact: false,
      draw: () => [
        avatar(user, "small"),
        el(
          "span",
          { class: "menu-text" },
          el(
            "span",
            { class: "menu-label" },
            el("b", {}, nameOf(user)),
            user.title && el("span", { class: "usage" }, ` ${user.title}`),
          ),
        ),
      ],
    }));
}

/** The list above the composer. `take(item, word)` puts the chosen one into the text. */
export class Completion {
  constructor(host, field, take) {
    Object.assign(this, { field, take, items: [], active: 0, word: null, dismissed: null, warned: null });
    this.id = freshId("complete");
    this.panel = el("div", { class: "complete", hidden: true, data: { testid: "completion" } });
    this.hint = el("div", { class: "usage-line", role: "status", hidden: true, data: { testid: "usage-hint" } });
    host.append(this.panel, this.hint);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", this.id);
  }

  get open() {
    return !this.panel.hidden;
  }

  update() {
    const { value, selectionStart } = this.field;
    this.word = document.activeElement === this.field ? wordAt(value, selectionStart) : null;
    const mark = this.word && `${this.word.kind}${this.word.from}`;
    if (!mark || mark !== this.dismissed) this.dismissed = null;
    this.items =
      !this.word || this.dismissed
        ? []
        : this.word.kind === "command"
          ? commandItems(this.word.query)
          : personItems(this.word.query);
    this.active = 0;
    this.draw();
    this.showUsage(value);
  }

  /** While a command is written, what may follow it. */
  showUsage(value) {
    if (value === this.warned) return;
    this.warned = null;
    const name = /^(\/\S+)\s/.exec(value);
    const command = name && !this.items.length && app().commands.find((one) => one.command === name[1]);
    this.hint.hidden = !command;
    this.hint.classList.remove("usage-warning");
    if (command)
      replace(
        this.hint,
        el("b", {}, command.command),
        ` ${command.usage_hint || ""}`,
        command.description && el("span", {}, command.description),
      );
  }

  /** Why what is written was not sent; it stays until the text changes. */
  warn(text) {
    this.close();
    this.warned = this.field.value;
    this.hint.hidden = false;
    this.hint.classList.add("usage-warning");
    replace(this.hint, icon("warning", 16), el("p", {}, text));
  }

  draw() {
    this.panel.hidden = !this.items.length;
    if (!this.items.length) {
      this.panel.replaceChildren();
      this.field.removeAttribute("aria-activedescendant");
      return;
    }
    const rows = this.items.map((item, i) =>
      el(
        "div",
        {
          role: "option",
          id: `${this.id}-${i}`,
          class: i === this.active ? "complete-item active" : "complete-item",
          "aria-selected": String(i === this.active),
          data: { key: item.key },
          on: { pointerdown: (event) => event.preventDefault(), click: () => this.choose(i) },
        },
        item.draw(),
      ),
    );
    replace(
      this.panel,
      el("div", { class: "complete-head" }, this.word.kind === "command" ? t("commands") : t("people")),
      el(
        "div",
        { id: this.id, role: "listbox", "aria-label": this.word.kind === "command" ? t("commands") : t("people") },
        rows,
      ),
    );
    this.field.setAttribute("aria-activedescendant", `${this.id}-${this.active}`);
    rows[this.active].scrollIntoView({ block: "nearest" });
  }

  choose(i) {
    this.take(this.items[i], this.word);
  }

  close() {
    this.dismissed = this.word && `${this.word.kind}${this.word.from}`;
    this.items = [];
    this.draw();
  }

  /** Answers whether the key was used up here. */
  key(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.active = (this.active + step + this.items.length) % this.items.length;
      this.draw();
    } else if (event.key === "Escape") this.close();
    else if (event.key === "Tab" || (event.key === "Enter" && !event.shiftKey && !this.items[this.active].exact))
      this.choose(this.active);
    else return false;
    event.preventDefault();
    return true;
  }
}
