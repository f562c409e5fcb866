// The page: one snapshot in, one screen out. Nothing is fetched from anywhere but this server.
import { drawAbout } from "./about.js";
import { act, fetchSnapshot, listen } from "./api.js";
import { Composer } from "./composer.js";
import { el, replace } from "./dom.js";
import { readAs, setClock } from "./format.js";
import { drawHead } from "./head.js";
import { drawHome, forgetHome, openHome } from "./home.js";
import { icon } from "./icons.js";
import { redrawInspector, restoreInspector, trafficIs } from "./inspector.js";
import { closePopover, dropOrphans } from "./layers.js";
import { Conversation, emptyConversation } from "./messages.js";
import { forgetModals, onModalsChanged, syncModals } from "./modals.js";
import { drawNotice } from "./notice.js";
import { drawSidebar } from "./sidebar.js";
import * as store from "./store.js";
import { openSwitcher } from "./switcher.js";
import { drawTools, showTraffic } from "./tools.js";
import { speak, t } from "./words.js";

const $ = (id) => document.getElementById(id);
const { state } = store;

let conversations = new Map();
let shownConversation = null;
let stream = null;
const homePage = el("div", { class: "home", data: { testid: "home" } });
const aboutPage = el("div", { class: "home about", data: { testid: "about" } });
const composer = new Composer($("composer"), () => {
  if (shownConversation) shownConversation.toEnd(true);
  refresh();
});

// --- fetching ----------------------------------------------------------------------------------------------------

let fetching = false;
let again = false;

async function refresh() {
  if (fetching) {
    again = true;
    return;
  }
  fetching = true;
  do {
    again = false;
    const wanted = state.userId;
    const snapshot = await fetchSnapshot(wanted);
    if (wanted !== state.userId)
      again = true; // somebody else was chosen meanwhile
    else if (snapshot && !snapshot.missing) {
      store.accept(snapshot);
      draw();
    }
  } while (again);
  fetching = false;
}

/** The first snapshot: of the person in the address if there is one, otherwise of the first person there is. */
async function firstSnapshot(userId) {
  let snapshot = userId ? await fetchSnapshot(userId) : { missing: true };
  if (snapshot && snapshot.missing) snapshot = await fetchSnapshot(store.recall("last-user") || "");
  if (snapshot && snapshot.missing) snapshot = await fetchSnapshot("");
  return snapshot && !snapshot.missing ? snapshot : null;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function enter(userId) {
  if (stream) stream.stop();
  let snapshot = await firstSnapshot(userId);
  for (let wait = 500; !snapshot; wait = Math.min(wait * 2, 8000)) {
    online(false);
    await pause(wait);
    snapshot = await firstSnapshot(userId);
  }
  forgetModals();
  forgetHome();
  conversations = new Map();
  shownConversation = null;
  store.accept(snapshot);
  store.remember("last-user", state.userId);
  state.online = true;
  state.place = store.placeInAddress();
  history.replaceState(null, "", `/?user=${encodeURIComponent(state.userId)}${store.hashOf(state.place)}`);
  draw();
  arrived();
  if (!store.embedded) restoreInspector();
  stream = listen(state.userId, {
    changed: (version) => (version !== null && version === state.snapshot.version ? undefined : refresh()),
    traffic: (count) => (store.embedded ? store.tellHolder({ kind: "traffic", count }) : trafficIs(count)),
    lost: () => online(false),
    found: () => online(true),
  });
}

let offlineTimer = 0;
function online(yes) {
  clearTimeout(offlineTimer);
  // A hiccup that heals at once is nobody's business.
  offlineTimer = setTimeout(
    () => {
      state.online = yes;
      drawNotice($("notice"));
    },
    yes ? 0 : 1200,
  );
}

// --- going places ------------------------------------------------------------------------------------------------

async function become(userId) {
  if (userId === state.userId) return;
  closePopover();
  drawer(false);
  history.pushState(null, "", `/?user=${encodeURIComponent(userId)}${store.hashOf(state.place)}`);
  await enter(userId);
  $("sidebar").querySelector("[data-testid=user-switch]")?.focus({ preventScroll: true });
}

function arrived() {
  drawer(false);
  if (state.place.kind === "home") openHome(() => state.place.kind === "home" && draw()).then(refresh);
  else if (store.mayWrite() && matchMedia("(min-width: 700px)").matches && !document.querySelector("dialog[open]"))
    composer.field.focus();
}

window.addEventListener("hashchange", () => {
  if (!state.snapshot) return;
  state.place = store.placeInAddress();
  closePopover();
  draw();
  arrived();
});
window.addEventListener("popstate", () => {
  const user = store.userInAddress();
  if (state.snapshot && user && user !== state.userId) enter(user);
});

/** On a narrow screen the sidebar lies over the rest, which is out of reach meanwhile. */
function drawer(open) {
  const was = document.body.classList.contains("drawer-open");
  if (open === was) return;
  document.body.classList.toggle("drawer-open", open);
  $("main").inert = open;
  const button = $("place-head").querySelector("[data-testid=menu]");
  button?.setAttribute("aria-expanded", String(open));
  const inside = $("sidebar").querySelector("[aria-current]") || $("sidebar").querySelector("button");
  (open ? inside : button)?.focus({ preventScroll: true });
}
$("veil").addEventListener("click", () => drawer(false));
matchMedia("(min-width: 700px)").addEventListener("change", () => drawer(false));

document.addEventListener("keydown", (event) => {
  const withControl = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  const shortcut = withControl && { k: () => openSwitcher(become), i: showTraffic }[event.key.toLowerCase()];
  if (shortcut && state.snapshot) {
    event.preventDefault();
    shortcut();
  } else if (event.key === "F6" && store.embedded) {
    event.preventDefault();
    store.tellHolder({ kind: "other-pane" });
  } else if (event.key === "Escape") drawer(false);
});
window.addEventListener("focus", () => store.tellHolder({ kind: "here" }));
document.addEventListener("visibilitychange", () => !document.hidden && state.snapshot && refresh());

// --- drawing -----------------------------------------------------------------------------------------------------

function draw() {
  speak(state.snapshot.you.locale);
  readAs(state.snapshot.you);
  setClock(state.snapshot.clock);
  if (!store.isThere(state.place)) state.place = store.placeInAddress();
  drawNotice($("notice"));
  drawHead($("place-head"), () => drawer(true));
  drawContent();
  drawSidebar($("sidebar-main"), { become, jump: () => openSwitcher(become) });
  drawTools($("tools"));
  redrawInspector();
  syncModals(state.snapshot.modals || []);
  dropOrphans();
  const title =
    state.place.kind === "channel"
      ? `${store.currentChannel().is_im ? "" : "#"}${store.titleOf(store.currentChannel())}`
      : store.app().name;
  document.title = `${title} · ${store.people().team.name}`;
  reportPlace(title);
  $("app").dataset.ready = "true";
  $("app").dataset.version = state.snapshot.version;
}

let reported = "";
/** Side by side, the page that holds both keeps the address. */
function reportPlace(title) {
  const { you } = state.snapshot;
  const place = { user: you.id, hash: store.hashOf(state.place), name: store.nameOf(you), title };
  const said = JSON.stringify([place, you.locale, you.tz]);
  if (said === reported) return;
  reported = said;
  store.tellHolder({ kind: "place", ...place, locale: you.locale, tz: you.tz });
}

onModalsChanged(refresh);

let emptyShown = null;
function drawContent() {
  const channel = store.currentChannel();
  const writable = store.mayWrite();
  $("composer").hidden = !writable;
  const readOnly = $("read-only");
  readOnly.hidden = writable || state.place.kind !== "app-messages";
  if (!readOnly.hidden) readOnly.textContent = t("readOnly");
  if (state.place.kind === "home" || state.place.kind === "about") {
    shownConversation = null;
    const page = state.place.kind === "home" ? homePage : aboutPage;
    if (page === homePage) drawHome(page);
    else drawAbout(page);
    if ($("content").firstChild !== page) $("content").replaceChildren(page);
  } else if (channel) drawConversation(channel);
  else {
    shownConversation = null;
    if (emptyShown !== document.documentElement.lang || !$("content").querySelector(".message-list"))
      $("content").replaceChildren(emptyConversation());
    emptyShown = document.documentElement.lang;
  }
  if (writable) {
    const name = channel && !channel.is_im ? `#${channel.name}` : store.titleOf(channel);
    composer.moveTo(`${state.userId} ${store.hashOf(state.place)}`, t("messageTo", { name }));
  }
  drawJumpDown();
}

function drawConversation(channel) {
  let conversation = conversations.get(channel.id);
  if (!conversation) {
    conversation = new Conversation(channel.id);
    conversation.list.addEventListener("scroll", drawJumpDown, { passive: true });
    conversations.set(channel.id, conversation);
  }
  const arriving = conversation !== shownConversation;
  const before = store.messagesIn(channel.id).at(-1)?.ts;
  if (arriving) conversation.opened();
  shownConversation = conversation;
  conversation.draw();
  if (arriving) {
    $("content").replaceChildren(conversation.list);
    conversation.toEnd(true);
    conversation.lastSeen = before;
  } else if (conversation.stuck) conversation.lastSeen = before;
  if (channel.unread && !document.hidden) act("mark-read", { user: state.userId, channel: channel.id });
}

function drawJumpDown() {
  const button = $("jump-down");
  const conversation = shownConversation;
  if (conversation && conversation.stuck) conversation.lastSeen = store.messagesIn(conversation.channelId).at(-1)?.ts;
  button.hidden =
    !conversation ||
    conversation.stuck ||
    conversation.lastSeen === store.messagesIn(conversation.channelId).at(-1)?.ts;
  if (!button.hidden) replace(button, icon("down", 16), t("newMessages"));
}
$("jump-down").addEventListener("click", () => {
  shownConversation?.toEnd(true);
  drawJumpDown();
});

enter(store.userInAddress());
