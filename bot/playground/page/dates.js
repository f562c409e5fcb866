// Date and time fields: text that can be typed, with a calendar or a list of times beside it.
import { el, replace } from "./dom.js";
import { dateText, firstWeekday, monthText, todayIso, weekdayNames } from "./format.js";
import { icon } from "./icons.js";
import { closePopover, popover, popoverIsOpen } from "./layers.js";
import { t } from "./words.js";

const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;
const pad = (n) => String(n).padStart(2, "0");
const iso = (date) => `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
const day = (text) => new Date(`${text}T12:00:00Z`);
const shifted = (text, days) => iso(new Date(day(text).getTime() + days * 86400000));

export function isDate(text) {
  return ISO.test(text) && !Number.isNaN(day(text).getTime()) && iso(day(text)) === text;
}

export function isTime(text) {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

function field({ kind, value, show, parse, placeholder, name, actionId, changed, open }) {
  let current = value || null;
  const input = el("input", {
    type: "text",
    class: "field field-date",
    autocomplete: "off",
    spellcheck: "false",
    placeholder,
    "aria-label": name,
    "aria-haspopup": "dialog",
    data: { actionId },
    value: current ? (parse(current) ? show(current) : current) : "",
  });
  const root = el("div", { class: "date-field" }, icon(kind === "date" ? "calendar" : "clock", 18), input);

  function set(next) {
    if (next === current) return;
    current = next;
    changed(current);
  }
  const openPanel = () => popoverIsOpen(input) || open(input, () => (current && parse(current) ? current : null), pick);
  function pick(next) {
    set(next);
    input.value = show(next);
    closePopover(true);
    input.value = show(next); // focus came back and put the typed form there
    input.classList.remove("invalid");
  }
  input.addEventListener("focus", () => {
    if (current) input.value = current; // what is typed over is the plain form
  });
  input.addEventListener("click", openPanel);
  // What cannot be read is kept as it is, so that the form can complain of it instead of sending an older value.
  const read = () => {
    const text = input.value.trim();
    return text ? parse(text) || (current && parse(current) && text === show(current) ? current : text) : null;
  };
  input.addEventListener("input", () => {
    input.classList.remove("invalid");
    set(read());
  });
  input.addEventListener("blur", () => {
    set(read());
    const good = !current || parse(current);
    input.classList.toggle("invalid", !good);
    if (current && good) input.value = show(current);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") {
      event.preventDefault();
      openPanel();
      document.querySelector(".popover [tabindex='0'], .popover .active")?.focus();
    } else if (event.key === "Tab") closePopover();
  });
  return root;
}

export function dateField(options) {
  return field({
    ...options,
    kind: "date",
    placeholder: options.placeholder || t("chooseDate"),
    show: dateText,
    parse: (text) => (isDate(text) ? text : null),
    open: calendar,
  });
}

export function timeField(options) {
  const parse = (text) => {
    const found = /^(\d{1,2})[:.](\d{2})$/.exec(text);
    const full = found ? `${pad(found[1])}:${found[2]}` : text;
    return isTime(full) ? full : null;
  };
  return field({
    ...options,
    kind: "time",
    placeholder: options.placeholder || t("chooseTime"),
    show: (value) => value,
    parse,
    open: timeList,
  });
}

function calendar(anchor, get, pick) {
  const today = todayIso();
  let cursor = get() || today;
  const panel = el("div", { class: "calendar", role: "dialog", "aria-label": t("chooseDate") });
  const settle = popover(panel, anchor);

  function draw(focus = false) {
    const [year, month] = cursor.split("-").map(Number);
    const first = `${year}-${pad(month)}-01`;
    const lead = (day(first).getUTCDay() - firstWeekday() + 7) % 7;
    const cells = Array.from({ length: 42 }, (_, i) => shifted(first, i - lead));
    const weeks = [0, 1, 2, 3, 4, 5]
      .map((w) => cells.slice(w * 7, w * 7 + 7))
      .filter((week) => week.some((cell) => cell.slice(0, 7) === first.slice(0, 7)));
    const turn = (months) => {
      const target = new Date(Date.UTC(year, month - 1 + months, 1));
      const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
      cursor = `${target.getUTCFullYear()}-${pad(target.getUTCMonth() + 1)}-${pad(Math.min(Number(cursor.slice(8)), last))}`;
      draw();
    };
    replace(
      panel,
      el(
        "div",
        { class: "calendar-head" },
        el(
          "button",
          { type: "button", class: "icon-button", "aria-label": t("previousMonth"), on: { click: () => turn(-1) } },
          icon("left"),
        ),
        el("strong", { "aria-live": "polite" }, monthText(year, month - 1)),
        el(
          "button",
          { type: "button", class: "icon-button", "aria-label": t("nextMonth"), on: { click: () => turn(1) } },
          icon("right"),
        ),
      ),
      el(
        "table",
        { class: "calendar-grid", role: "grid" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            weekdayNames().map((name) => el("th", { scope: "col" }, name)),
          ),
        ),
        el(
          "tbody",
          {},
          weeks.map((week) =>
            el(
              "tr",
              {},
              week.map((cell) => el("td", {}, dayButton(cell, first))),
            ),
          ),
        ),
      ),
    );
    settle();
    if (focus) panel.querySelector("[tabindex='0']")?.focus();
  }

  function dayButton(cell, first) {
    const classes = [
      "day",
      cell.slice(0, 7) === first.slice(0, 7) ? "" : "day-other",
      cell === today ? "day-today" : "",
      cell === get() ? "day-chosen" : "",
    ];
    return el(
      "button",
      {
        type: "button",
        class: classes.filter(Boolean).join(" "),
        tabindex: cell === cursor ? "0" : "-1",
        "aria-label": dateText(cell),
        "aria-pressed": String(cell === get()),
        data: { date: cell },
        on: { click: () => pick(cell) },
      },
      String(Number(cell.slice(8))),
    );
  }

  panel.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }[event.key];
    if (!step || !event.target.dataset.date) return;
    event.preventDefault();
    cursor = shifted(cursor, step);
    draw(true);
  });
  draw();
}

function timeList(anchor, get, pick) {
  const times = Array.from({ length: 48 }, (_, i) => `${pad(Math.floor(i / 2))}:${i % 2 ? "30" : "00"}`);
  const near = times.findLast((time) => time <= (get() || "09:00")) || times[0];
  const rows = times.map((time) =>
    el(
      "div",
      {
        role: "option",
        class: "picker-option",
        tabindex: time === near ? "0" : "-1",
        "aria-selected": String(time === get()),
        on: { click: () => pick(time) },
      },
      time,
    ),
  );
  const panel = el("div", { class: "picker-list time-list", role: "listbox", "aria-label": t("chooseTime") }, rows);
  panel.addEventListener("keydown", (event) => {
    const at = rows.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      rows[(at + step + rows.length) % rows.length].focus();
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      pick(times[at]);
    }
  });
  popover(panel, anchor);
  rows[times.indexOf(near)].scrollIntoView({ block: "start" });
}
