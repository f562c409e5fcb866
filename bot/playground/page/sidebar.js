// The left side: the workspace, who you are, channels, direct messages, the app.
import { avatar } from "./avatar.js";
import { el, replace } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./layers.js";
import {
  app,
  appDm,
  appTabs,
  directMessages,
  hashOf,
  humans,
  nameOf,
  people,
  rooms,
  samePlace,
  state,
  titleOf,
  unreadIn,
  userById,
} from "./store.js";
import { unreadMark } from "./unread.js";
import { t } from "./words.js";

let drawn = "";

/** `become(userId)`, `jump()` open the quick switcher; rows are links, so the address says where one is. */
export function drawSidebar(root, { become, jump }) {
  const places = [
    ...rooms().map((channel) => ({ place: { kind: "channel", id: channel.id }, channel, group: "channels" })),
    ...directMessages().map((channel) => ({ place: { kind: "channel", id: channel.id }, channel, group: "dms" })),
  ].map((row) => ({
    ...row,
    name: titleOf(row.channel),
    unread: unreadIn(row.channel),
    here: samePlace(state.place, row.place),
  }));
  const dm = appDm();
  const appUnread = dm ? unreadIn(dm) : 0;
  const signature = JSON.stringify([
    state.userId,
    people().team,
    state.snapshot.users,
    app(),
    state.place,
    appUnread,
    document.documentElement.lang,
    places.map((row) => [row.place.id, row.name, row.unread, row.here]),
  ]);
  if (signature === drawn) return;
  drawn = signature;

  const channels = places.filter((row) => row.group === "channels");
  const dms = places.filter((row) => row.group === "dms");
  const bot = userById(app().bot_user_id) || { id: app().bot_user_id, real_name: app().name, is_bot: true };
  const focused =
    document.activeElement && root.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
  replace(
    root,
    el("div", { class: "workspace" }, el("span", { class: "workspace-name" }, people().team.name)),
    userSwitch(become),
    el(
      "button",
      { type: "button", class: "jump", data: { testid: "jump" }, on: { click: jump } },
      icon("search", 16),
      el("span", {}, t("jumpTo")),
      el("kbd", {}, /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘K" : "Ctrl K"),
    ),
    el(
      "nav",
      { class: "places", "aria-label": t("channels") },
      heading(t("channels")),
      list(
        channels.map((row) =>
          link(row.place, {
            testid: `channel-${row.channel.name}`,
            lead: icon("hash", 18),
            name: row.name,
            unread: row.unread,
            here: row.here,
            strong: true,
          }),
        ),
      ),
      dms.length
        ? [
            heading(t("directMessages")),
            list(
              dms.map((row) =>
                link(row.place, {
                  testid: `dm-${(userById(row.channel.user) || {}).name || row.channel.id}`,
                  lead: avatar(userById(row.channel.user), "small"),
                  name: row.name,
                  unread: row.unread,
                  here: row.here,
                }),
              ),
            ),
          ]
        : null,
      heading(t("apps")),
      list([
        link(
          appTabs()[0],
          {
            testid: "app-home",
            lead: [avatar(bot, "small"), el("span", { class: app().connected ? "presence on" : "presence" })],
            name: app().name,
            unread: app().home_tab ? 0 : appUnread,
            here: state.place.kind === "about" || state.place.kind === appTabs()[0].kind,
          },
        ),
        app().messages_tab && app().home_tab
          ? link(
              { kind: "app-messages" },
              {
                testid: "app-messages",
                name: t("messages"),
                unread: appUnread,
                here: state.place.kind === "app-messages",
                nested: true,
              },
            )
          : null,
      ]),
    ),
  );
  if (focused) root.querySelector(`[data-testid="${CSS.escape(focused)}"]`)?.focus();
}

const heading = (text) => el("h2", { class: "places-heading" }, text);
const list = (rows) =>
  el(
    "ul",
    {},
    rows.filter(Boolean).map((row) => el("li", {}, row)),
  );

function link(place, { testid, lead = null, name, unread = 0, here = false, nested = false, strong = false }) {
  const classes = ["place", here && "place-here", unread && "place-unread", nested && "place-nested"]
    .filter(Boolean)
    .join(" ");
  return el(
    "a",
    { class: classes, href: hashOf(place), "aria-current": here ? "page" : null, data: { testid } },
    el("span", { class: "place-lead" }, lead),
    el("span", { class: "place-name" }, name),
    here ? null : unreadMark(unread, !strong),
  );
}

function userSwitch(become) {
  const { you } = people();
  const node = el(
    "button",
    {
      type: "button",
      class: "user-switch",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      "aria-label": `${t("youAre")} ${nameOf(you)}. ${t("switchUser")}`,
      data: { testid: "user-switch", userId: you.id },
    },
    avatar(you, "middle"),
    el(
      "span",
      { class: "user-text" },
      el("span", { class: "user-name" }, nameOf(you)),
      el("span", { class: "user-title" }, roleOf(you)),
    ),
    icon("down", 16),
  );
  node.addEventListener("click", () =>
    menu(
      node,
      humans()
        .filter((user) => !user.deleted || user.id === you.id)
        .map((user) => ({
          label: nameOf(user),
          description: roleOf(user),
          data: { testid: `user-${user.name}`, userId: user.id },
          lead: avatar(user, "middle"),
          trail: user.id === you.id ? icon("check", 16) : null,
          run: () => become(user.id),
        })),
    ),
  );
  return node;
}

const roleOf = (user) =>
  [
    user.title,
    user.is_admin && !/admin/i.test(user.title || "") ? t("admin") : null,
    user.deleted ? t("deactivated") : null,
  ]
    .filter(Boolean)
    .join(" · ") || `@${user.name}`;
