// Two people side by side: each half is a page of its own. Where there is no room for two, they are tabs.
import { el, replace } from "./dom.js";
import { readAs } from "./format.js";
import { icon } from "./icons.js";
import { redrawInspector, restoreInspector, toggleInspector, trafficIs } from "./inspector.js";
import { speak, t } from "./words.js";

const SIDES = ["left", "right"];
const panes = new Map(); // side → {frame, tab, user, hash, name, title}
let active = "left";
let bar = null;
let stage = null;
let asked = false; // whether the list of traffic was brought back, once it is known who reads it

/** "U1#C2" as the address of a page. */
function addressOf(place) {
  const [user, hash = ""] = String(place).split(/#(.*)/s);
  return `/?user=${encodeURIComponent(user)}${hash ? `#${hash}` : ""}`;
}

/** Draw both. The address holds who and where, so that it can be kept and sent. */
export function openSplit(params) {
  speak(navigator.language);
  document.getElementById("app").remove();
  bar = el("header", { class: "split-bar" });
  stage = el("div", { class: "split-stage" });
  for (const side of SIDES) {
    const frame = el("iframe", { class: "pane", src: addressOf(params.get(side)), data: { testid: `pane-${side}` } });
    const tab = el("button", {
      type: "button",
      class: "pane-tab",
      data: { testid: `tab-${side}` },
      on: { click: () => turnTo(side) },
    });
    frame.addEventListener("focus", () => turnTo(side, false));
    panes.set(side, { frame, tab, name: "", title: "", user: "", hash: "" });
    stage.append(frame);
  }
  document.body.prepend(el("div", { class: "split", data: { testid: "split" } }, bar, stage));
  window.addEventListener("message", heard);
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "i") {
      event.preventDefault();
      toggleInspector();
    }
  });
  drawBar();
  turnTo("left", false);
}

function heard(event) {
  if (event.origin !== location.origin) return;
  const side = SIDES.find((one) => panes.get(one).frame.contentWindow === event.source);
  const said = event.data;
  if (!side || !said) return;
  if (said.kind === "place") moved(side, said);
  else if (said.kind === "traffic") trafficIs(said.count);
  else if (said.kind === "traffic-please") toggleInspector();
  else if (said.kind === "here") turnTo(side, false);
  else if (said.kind === "other-pane") turnTo(SIDES.find((one) => one !== side));
}

function moved(side, { user, hash, name, title, locale, tz }) {
  const pane = panes.get(side);
  Object.assign(pane, { user, hash, name, title });
  pane.frame.title = `${name}: ${title}`;
  if (side === "left") {
    speak(locale);
    readAs({ locale, tz });
    if (!asked) restoreInspector();
    asked = true;
  }
  const [left, right] = SIDES.map((one) => panes.get(one));
  if (left.user && right.user) {
    const places = new URLSearchParams({ left: left.user + left.hash, right: right.user + right.hash });
    history.replaceState(null, "", `/?${places}`);
    document.title = `${left.name} · ${right.name}`;
  }
  drawBar();
  redrawInspector();
}

function turnTo(side, focus = true) {
  active = side;
  stage.dataset.active = side;
  for (const [one, { tab, frame }] of panes) {
    tab.setAttribute("aria-pressed", String(one === side));
    frame.classList.toggle("pane-active", one === side);
  }
  if (focus) panes.get(side).frame.focus();
}

function drawBar() {
  for (const { tab, name, title } of panes.values())
    replace(tab, el("b", {}, name || "…"), el("span", { class: "pane-place" }, title));
  const tool = (name, label, press, testid) =>
    el(
      "button",
      { type: "button", class: "icon-button", "aria-label": label, title: label, data: { testid }, on: { click: press } },
      icon(name),
    );
  const focused = bar.contains(document.activeElement) && document.activeElement.dataset.testid;
  replace(
    bar,
    SIDES.map((side) => panes.get(side).tab),
    tool("traffic", t("traffic"), toggleInspector, "traffic-button"),
    tool("close", t("oneAlone"), alone, "split-close"),
  );
  if (focused) bar.querySelector(`[data-testid="${focused}"]`)?.focus();
}

function alone() {
  const { user, hash, frame } = panes.get(active);
  location.assign(user ? `/?user=${encodeURIComponent(user)}${hash}` : frame.src);
}
