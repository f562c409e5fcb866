// What the page knows: the last snapshot, who is looking, and where. Everything on the screen is drawn from this.

export const state = {
  snapshot: null,
  userId: null,
  /** Where the reader is: {kind: "channel", id} | {kind: "home"} | {kind: "app-messages"} | {kind: "about"} */
  place: { kind: "channel", id: null },
  online: true,
};

let users = new Map();
let channels = new Map();

export function accept(snapshot) {
  state.snapshot = snapshot;
  state.userId = snapshot.you.id;
  users = new Map(snapshot.users.map((user) => [user.id, user]));
  channels = new Map(snapshot.channels.map((channel) => [channel.id, channel]));
}

/** Whether this page is one of two side by side, inside a page that holds both. */
export const embedded = window.parent !== window;

/** Tell the page that holds this one, if there is such. */
export const tellHolder = (message) => embedded && window.parent.postMessage(message, location.origin);

export const people = () => state.snapshot || {};
export const userById = (id) => users.get(id);
export const channelById = (id) => channels.get(id);
export const allUsers = () => [...users.values()];
export const humans = () => allUsers().filter((user) => !user.is_bot && user.id !== "USLACKBOT");
export const rooms = () => [...channels.values()].filter((channel) => !channel.is_im);
export const app = () =>
  (state.snapshot && state.snapshot.app) || {
    name: "App",
    commands: [],
    shortcuts: [],
    connected: true,
    messages_tab: true,
  };

/** The DM with the app, once there is one. */
export const appDm = () =>
  [...channels.values()].find((channel) => channel.is_im && channel.user === app().bot_user_id);

/** DMs with people. */
export const directMessages = () =>
  [...channels.values()].filter((channel) => channel.is_im && channel.user !== app().bot_user_id);

export const nameOf = (user) => (user ? user.real_name || user.name : "");

/** The tabs of the app's own place, as its manifest has them. */
export const appTabs = () =>
  [app().home_tab && "home", app().messages_tab && "app-messages", "about"].filter(Boolean).map((kind) => ({ kind }));

export const isThere = (place) =>
  place.kind === "channel" ? channels.has(place.id) : appTabs().some((tab) => tab.kind === place.kind);

/** Whether this is a place where something is written: a conversation, and one that the app lets people write in. */
export const mayWrite = () =>
  state.place.kind === "channel" || (state.place.kind === "app-messages" && !app().read_only);

/** The channel whose messages are on the screen; null on the app's home and about tabs. */
export function currentChannel() {
  const { place } = state;
  if (place.kind === "home" || place.kind === "about") return null;
  if (place.kind === "app-messages") return appDm() || null;
  return channelById(place.id) || null;
}

/** Where a message or command goes when typed here; a user's id stands for that user's DM with the app. */
export const sendTarget = () => {
  const channel = currentChannel();
  return channel ? channel.id : app().bot_user_id;
};

export const titleOf = (channel) => {
  if (!channel) return app().name;
  if (!channel.is_im) return channel.name;
  const other = userById(channel.user);
  return nameOf(other) || channel.name || app().name;
};

export const messagesIn = (channelId) =>
  (state.snapshot && state.snapshot.messages && state.snapshot.messages[channelId]) || [];

// --- the address: /?user=U1#C123, #home, #messages ------------------------------------------------------------

export const userInAddress = () => new URLSearchParams(location.search).get("user");

export function placeInAddress() {
  const permalink = /^\/archives\/([A-Z0-9]+)/.exec(location.pathname);
  const hash = decodeURIComponent(location.hash.slice(1)) || (permalink ? permalink[1] : "");
  const dm = appDm();
  const kind = hash === "messages" || (dm && hash === dm.id) ? "app-messages" : hash;
  if (["home", "app-messages", "about"].includes(kind))
    return appTabs().find((tab) => tab.kind === kind) || appTabs()[0];
  if (hash && channelById(hash)) return { kind: "channel", id: hash };
  const first = rooms()[0];
  return first ? { kind: "channel", id: first.id } : appTabs()[0];
}

const HASHES = { home: "#home", "app-messages": "#messages", about: "#about" };
export const hashOf = (place) => HASHES[place.kind] || `#${place.id}`;

export const samePlace = (one, other) => one.kind === other.kind && one.id === other.id;

// --- small memory ---------------------------------------------------------------------------------------------
// Who was chosen last and what was typed, per browser. Without local storage (a private window may refuse it) it
// lives as long as the page.

const fallback = new Map();

export function remember(key, value) {
  fallback.set(key, value);
  try {
    localStorage.setItem(`local-slack:${key}`, value);
  } catch {
    // the map above remembers
  }
}

export function recall(key) {
  try {
    return localStorage.getItem(`local-slack:${key}`) ?? fallback.get(key) ?? null;
  } catch {
    return fallback.get(key) ?? null;
  }
}

export const unreadIn = (channel) => channel.unread || 0;

/** The first of the messages that this person has not seen; undefined when there is none. */
export function firstUnread(channel) {
  const others = messagesIn(channel.id).filter((message) => message.user !== state.userId && !message.command);
  return unreadIn(channel) ? others.at(-unreadIn(channel)) : undefined;
}
