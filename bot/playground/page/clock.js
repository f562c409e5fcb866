// The workspace's clock in the sidebar: what time it is, and the ways to move it forward.
import { act } from "./api.js";
import { dateField, isDate, isTime, timeField } from "./dates.js";
import { el, replace } from "./dom.js";
import { clockFace, epochAt, isoAt, now, span } from "./format.js";
import { icon } from "./icons.js";
import { dialog, menu, toast } from "./layers.js";
import { people, state } from "./store.js";
import { t } from "./words.js";

const TICK_MS = 5000;
const MOVED_SECONDS = 1;

const ahead = () => (people().clock ? people().clock.offset_seconds : 0);

async function move(how) {
  const answer = await act("clock", { user: state.userId, ...how });
  if (!answer.ok) toast(answer.error === "unreachable" ? t("notSent") : t("clockRefused"));
  return answer.ok;
}

/** The button; it keeps its time itself. */
export function clockButton() {
  const face = el("span", { class: "clock-face" });
  const offset = el("span", { class: "clock-ahead", data: { testid: "clock-ahead" } });
  const button = el(
    "button",
    {
      type: "button",
      class: "clock",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      title: t("clockHint"),
      data: { testid: "clock" },
      on: { click: () => choices(button) },
    },
    icon("clock", 16),
    el("span", { class: "clock-text" }, face, offset),
  );
  button.paint = () => {
    const moved = ahead() >= MOVED_SECONDS;
    replace(face, clockFace(now()));
    replace(offset, moved ? t("clockAhead", { time: span(ahead()) }) : "");
    button.classList.toggle("clock-moved", moved);
    button.setAttribute("aria-label", [t("clock"), face.textContent, offset.textContent].filter(Boolean).join(": "));
  };
  button.paint();
  const timer = setInterval(() => (button.isConnected ? button.paint() : clearInterval(timer)), TICK_MS);
  return button;
}

function choices(anchor) {
  const item = (label, run, name, lead = "plus") => ({ label, run, data: { testid: name }, lead: icon(lead, 16) });
  menu(
    anchor,
    [
      item(t("clockDay"), () => move({ days: 1 }), "clock-day"),
      item(t("clockWeek"), () => move({ weeks: 1 }), "clock-week"),
      item(t("clockMonday"), () => move({ next: "monday 08:00" }), "clock-monday", "right"),
      item(t("clockChoose"), choose, "clock-choose", "calendar"),
      ...(ahead() >= MOVED_SECONDS ? [item(t("clockReset"), () => move({ reset: true }), "clock-reset", "left")] : []),
    ],
    { prefer: "above" },
  );
}

function choose() {
  let [date, time] = isoAt(now() + 86400);
  const before = document.activeElement;
  const name = t("clockMoment");
  const day = dateField({ value: date, name, actionId: "clock-day", changed: (value) => (date = value) });
  const hour = timeField({ value: time, name, actionId: "clock-time", changed: (value) => (time = value) });
  const trouble = el("p", { class: "field-error", role: "alert", hidden: true });
  const node = dialog({ className: "ask", label: t("clockMove"), onEscape: close });
  function close() {
    node.close();
    node.remove();
    if (before && before.isConnected) before.focus();
  }
  async function submit(event) {
    event.preventDefault();
    const later = isDate(date || "") && isTime(time || "") && epochAt(date, time) > now();
    const answer = later ? await act("clock", { user: state.userId, to: `${date}T${time}` }) : { ok: false };
    if (answer.ok) return close();
    trouble.hidden = false;
    return replace(trouble, icon("warning", 16), answer.error === "unreachable" ? t("notSent") : t("clockRefused"));
  }
  const cancel = el("button", { type: "button", class: "btn", on: { click: close } }, t("cancel"));
  const go = el("button", { type: "submit", class: "btn btn-primary", data: { testid: "clock-go" } }, t("clockMove"));
  node.append(
    el(
      "form",
      { novalidate: true, on: { submit } },
      el("header", { class: "dialog-head" }, el("h2", {}, t("clockMove"))),
      el(
        "div",
        { class: "dialog-body" },
        el("span", { class: "input-label" }, name),
        el("div", { class: "date-time" }, day, hour),
        trouble,
        el("p", { class: "input-hint" }, t("clockHint")),
      ),
      el("footer", { class: "dialog-foot" }, cancel, go),
    ),
  );
  document.body.append(node);
  node.showModal();
  day.querySelector("input").focus();
}
