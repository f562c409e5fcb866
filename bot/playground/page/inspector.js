// The traffic between Slack and the app, as it happens: a drawer at the side. Newest first.
import { fetchTraffic } from "./api.js";
import { el, replace } from "./dom.js";
import { clockSeconds, fileSize, number, reader } from "./format.js";
import { icon } from "./icons.js";
import { toast } from "./layers.js";
import { coloured, written } from "./json.js";
import { recall, remember } from "./store.js";
import { t } from "./words.js";

const KEPT = 300;
const KINDS = ["all", "command", "event", "interaction", "api", "response_url"];

let root = null; // the drawer while it is open
let list = null;
let entries = []; // oldest first
let last = 0; // the newest entry that was fetched
let newest = 0; // the newest that there is
let kind = "all";
let paused = false;
let fetching = false;
let drawnIn = "";
let before = null; // where the focus was

export const inspectorIsOpen = () => Boolean(root);

/** There is traffic up to this number. A smaller one than before: the server began anew. */
export function trafficIs(count) {
  if (typeof count !== "number") return;
  if (count < last) {
    entries = [];
    last = 0;
  }
  newest = count;
  if (root) catchUp();
}

async function catchUp() {
  if (fetching || paused || newest <= last) return;
  fetching = true;
  const found = await fetchTraffic(last);
  fetching = false;
  if (!found) return;
  last = Math.max(last, found.last);
  entries = [...entries, ...found.entries].slice(-KEPT);
  if (root) draw(found.entries);
  catchUp();
}

export function toggleInspector() {
  if (root) close();
  else open();
}

/** As it was when this browser was last here; where it would cover the page, it waits to be asked for. */
export function restoreInspector() {
  if (!root && recall("inspector") === "open" && matchMedia("(min-width: 1100px)").matches) open(false);
}

/** Words and times may have changed with the person. */
export function redrawInspector() {
  if (root && drawnIn !== reader()) frame();
}

function open(focus = true) {
  before = document.activeElement;
  root = el("aside", { class: "inspector", data: { testid: "inspector" } });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    close();
  });
  document.body.append(root);
  document.body.classList.add("with-inspector");
  remember("inspector", "open");
  frame();
  newest = Math.max(newest, last + 1); // look at least once
  catchUp();
  if (focus) root.querySelector("[data-testid=inspector-close]").focus();
}

function close() {
  const inside = root.contains(document.activeElement);
  root.remove();
  root = null;
  document.body.classList.remove("with-inspector");
  remember("inspector", "closed");
  if (inside && before && before.isConnected) before.focus();
}

function tool(name, label, press, testid, pressed) {
  const props = { type: "button", class: "icon-button", "aria-label": label, title: label, "aria-pressed": pressed };
  return el("button", { ...props, data: { testid }, on: { click: press } }, icon(name, 18));
}

function frame() {
  drawnIn = reader();
  root.setAttribute("aria-label", t("traffic"));
  const choice = (one) =>
    el(
      "button",
      {
        type: "button",
        class: "kind",
        "aria-pressed": String(one === kind),
        data: { kind: one },
        on: { click: () => choose(one) },
      },
      t(`kind_${one}`),
    );
  list = el("div", { class: "traffic", data: { testid: "traffic" } });
  replace(
    root,
    el(
      "header",
      { class: "inspector-head" },
      el("h2", {}, t("traffic")),
      tool(paused ? "play" : "pause", paused ? t("resume") : t("pause"), pause, "inspector-pause", String(paused)),
      tool("erase", t("clear"), clear, "inspector-clear"),
      tool("close", t("close"), close, "inspector-close"),
    ),
    el("div", { class: "kinds", role: "group", "aria-label": t("traffic") }, KINDS.map(choice)),
    list,
  );
  draw();
}

function choose(one) {
  kind = one;
  for (const button of root.querySelectorAll(".kind"))
    button.setAttribute("aria-pressed", String(button.dataset.kind === kind));
  draw();
}

function pause() {
  paused = !paused;
  frame();
  root.querySelector("[data-testid=inspector-pause]").focus();
  catchUp();
}

function clear() {
  entries = [];
  last = newest;
  draw();
}

const wanted = (entry) => kind === "all" || entry.kind === kind;

/** Everything anew, or only the fresh ones on top, so that what is open stays open. */
function draw(fresh = null) {
  const shown = entries.filter(wanted);
  if (!shown.length) {
    replace(list, el("p", { class: "traffic-none" }, entries.length ? t("trafficNone") : t("trafficHint")));
    return;
  }
  list.querySelector(".traffic-none")?.remove();
  if (fresh) for (const entry of fresh.filter(wanted)) insert(entry);
  else replace(list, [...shown].sort((one, other) => began(other) - began(one)).map(row));
  while (list.childElementCount > KEPT) list.lastElementChild.remove();
}

/** An entry is written when it has ended; in the list it stands where it began, or answers came before questions. */
const began = (entry) => entry.at - entry.ms / 1000;

function insert(entry) {
  const node = row(entry);
  const earlier = [...list.children].find((other) => other.began <= node.began);
  list.insertBefore(node, earlier || null);
}

/** What it was about, in a few words. */
function about(entry) {
  const asked = entry.request || {};
  const action = asked.actions && asked.actions[0];
  return (
    (action && action.action_id) ||
    asked.callback_id ||
    (asked.view && asked.view.callback_id) ||
    (asked.event && asked.event.text) ||
    asked.action_id ||
    asked.text ||
    asked.channel ||
    asked.user_id ||
    asked.user ||
    ""
  );
}

function row(entry) {
  const toApp = entry.direction === "to_app";
  const name = entry.kind === "command" ? entry.request.command : entry.method.split(":").at(-1);
  const way = toApp ? t("trafficToApp") : t("trafficToSlack");
  const status = entry.response && entry.response.error ? entry.response.error : (entry.status ?? "");
  const node = el(
    "details",
    { class: entry.failed ? "entry entry-failed" : "entry", data: { testid: "entry", kind: entry.kind } },
    el(
      "summary",
      {},
      el("span", { class: toApp ? "way way-app" : "way", title: way, "aria-label": way }, toApp ? "→" : "←"),
      el(
        "span",
        { class: "entry-name" },
        el("b", {}, name),
        el("span", { class: "entry-about" }, String(about(entry))),
      ),
      el("span", { class: "entry-status" }, String(status)),
      el(
        "span",
        { class: "entry-figures" },
        el("span", {}, `${number(entry.ms, entry.ms < 10 ? 1 : 0)} ms · ${fileSize(entry.size)}`),
        el("time", { datetime: new Date(entry.at * 1000).toISOString() }, clockSeconds(entry.at)),
      ),
    ),
  );
  node.began = began(entry);
  // Written out when somebody looks: a payload may be long, and most are never opened.
  node.addEventListener("toggle", () => {
    if (node.open && node.childElementCount === 1) node.append(...payloads(entry));
  });
  return node;
}

function payloads(entry) {
  return [
    ["trafficAsked", entry.request],
    ["trafficAnswered", entry.response],
  ].map(([heading, value]) => {
    const empty = value === null || value === undefined || value === "";
    const text = empty ? t("trafficNothing") : written(value);
    const copy = async () => {
      await navigator.clipboard.writeText(text);
      toast(t("copied"));
    };
    return el(
      "section",
      { class: "payload" },
      el(
        "div",
        { class: "payload-head" },
        el("h3", {}, t(heading)),
        !empty && navigator.clipboard && tool("copy", t("copy"), copy, "copy"),
      ),
      el("pre", { tabindex: "0" }, empty ? text : coloured(text)),
    );
  });
}
