// The page: one snapshot in, one screen out. Nothing is fetched from anywhere but this server.
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
let seenNotice = null;
const homePage = el("div", { class: "home", data: { testid: "home" } });
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
      drawNotice();
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
  else if (matchMedia("(min-width: 700px)").matches && !document.querySelector("dialog[open]")) composer.field.focus();
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

function drawer(open) {
  document.body.classList.toggle("drawer-open", open);
}
$("veil").addEventListener("click", () => drawer(false));

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
  if (state.place.kind === "channel" && !store.channelById(state.place.id)) state.place = store.placeInAddress();
  drawNotice();
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
  $("composer").hidden = state.place.kind === "home";
  if (state.place.kind === "home") {
    shownConversation = null;
    drawHome(homePage);
    if ($("content").firstChild !== homePage) $("content").replaceChildren(homePage);
  } else if (channel) drawConversation(channel);
  else {
    shownConversation = null;
    if (emptyShown !== document.documentElement.lang || !$("content").querySelector(".message-list"))
      $("content").replaceChildren(emptyConversation());
    emptyShown = document.documentElement.lang;
  }
  if (state.place.kind !== "home") {
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

function drawNotice() {
  if (!state.snapshot) speak(navigator.language);
  const { notice } = state.snapshot || {};
  const said = notice && notice.text;
  const here = said && store.currentChannel();
  const inSight =
    here &&
    store
      .messagesIn(here.id)
      .slice(-3)
      .some((message) => message.text === said);
  if (inSight || !said) seenNotice = said;
  const text = !state.online
    ? t("gone")
    : state.snapshot && !store.app().connected
      ? t("appGone", { name: store.app().name })
      : said && said !== seenNotice
        ? said
        : "";
  const box = $("notice");
  if (box.dataset.text === text) return;
  box.dataset.text = text;
  box.hidden = !text;
  box.classList.toggle("notice-quiet", state.online);
  replace(
    box,
    text ? [icon("warning", 16), el("span", {}, text)] : [],
    text && text === said
      ? el(
          "button",
          {
            type: "button",
            class: "icon-button",
            "aria-label": t("close"),
            on: {
              click: () => {
                seenNotice = said;
                drawNotice();
              },
            },
          },
          icon("close", 16),
        )
      : null,
  );
}

enter(store.userInAddress());
