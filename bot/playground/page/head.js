// The line above the conversation: where one is, what it is about, and the app's two tabs.
import { avatar } from "./avatar.js";
import { el, replace } from "./dom.js";
import { icon } from "./icons.js";
import * as store from "./store.js";
import { unreadMark } from "./unread.js";
import { t } from "./words.js";

const { state } = store;

/** What waits on the app's tab of messages. */
const unreadOnTab = () => (store.appDm() ? store.unreadIn(store.appDm()) : 0);

let headDrawn = "";
/** `openDrawer` shows the sidebar where there is no room for it. */
export function drawHead(root, openDrawer) {
  const channel = store.currentChannel();
  const signature = JSON.stringify([
    state.place,
    channel && [channel.id, store.titleOf(channel), channel.topic],
    store.app().name,
    store.appTabs(),
    unreadOnTab(),
    document.documentElement.lang,
  ]);
  if (signature === headDrawn) return;
  headDrawn = signature;
  const focused = root.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  fillHead(root, channel, openDrawer);
  if (focused) root.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

function fillHead(root, channel, openDrawer) {
  const { kind } = state.place;
  const menuButton = el(
    "button",
    {
      type: "button",
      class: "icon-button drawer-button",
      "aria-label": t("menu"),
      "aria-expanded": "false",
      "aria-controls": "sidebar",
      data: { testid: "menu" },
      on: { click: openDrawer },
    },
    icon("menu"),
  );
  if (kind === "channel") {
    const other = channel.is_im && store.userById(channel.user);
    replace(
      root,
      el(
        "div",
        { class: "head-row" },
        menuButton,
        el("h1", {}, other ? avatar(other, "small") : icon("hash", 18), store.titleOf(channel)),
        el("p", { class: "topic", title: channel.topic || "" }, channel.topic || (other && other.title) || ""),
      ),
    );
    return;
  }
  const bot = store.userById(store.app().bot_user_id) || { id: "app", real_name: store.app().name, is_bot: true };
  const names = { home: t("home"), "app-messages": t("messages"), about: t("about") };
  const tab = (place) =>
    el(
      "a",
      {
        class: kind === place.kind ? "tab tab-here" : "tab",
        href: store.hashOf(place),
        "aria-current": kind === place.kind ? "page" : null,
        data: { testid: `tab-${store.hashOf(place).slice(1)}` },
      },
      names[place.kind],
      place.kind === "app-messages" && kind !== place.kind ? unreadMark(unreadOnTab()) : null,
    );
  replace(
    root,
    el(
      "div",
      { class: "head-row" },
      menuButton,
      el("h1", {}, avatar(bot, "small"), store.app().name),
      el("span", { class: "badge" }, t("app")),
    ),
    el(
      "nav",
      { class: "tabs", "aria-label": store.app().name },
      store.appTabs().map(tab),
    ),
  );
}
