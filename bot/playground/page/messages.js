// The conversation: keyed by time stamp, so that what did not change keeps its nodes, and with them an open select or
// half-typed text.
import { avatar } from "./avatar.js";
import { el, reconcile, replace } from "./dom.js";
import { currentLocale, dayName, dayOf } from "./format.js";
import { icon } from "./icons.js";
import { drawMessage, isEcho } from "./message.js";
import { app, channelById, firstUnread, mayWrite, messagesIn, nameOf, state, titleOf, userById } from "./store.js";
import { t } from "./words.js";

const GROUP_SECONDS = 300;
const NEAR_END_PX = 60;
const TALL_MARGIN_PX = 30;
const LONG = 200; // as many as a snapshot carries

/** One conversation's list, kept while the page lives so that coming back finds it as it was. */
export class Conversation {
  constructor(channelId) {
    this.channelId = channelId;
    this.known = new Map();
    this.stream = el("div", { class: "message-stream" });
    this.list = el(
      "div",
      { class: "message-list", role: "log", "aria-live": "polite", "aria-relevant": "additions", tabindex: "0" },
      this.stream,
    );
    this.newFrom = null;
    /** Whether the reader is at the end and wants to stay there; whoever scrolls up is left in peace. */
    this.stuck = true;
    this.movedIn = null; // the last message, once the reader has scrolled in it
    this.aim = 0;
    let lastTop = 0;
    this.list.addEventListener(
      "scroll",
      () => {
        const { scrollTop } = this.list;
        if (Math.abs(scrollTop - this.aim) > 2) this.movedIn = this.stream.lastElementChild;
        // Only moving up is leaving the end; being squeezed away from it by a growing composer is not.
        if (this.atEnd) this.stuck = true;
        else if (scrollTop < lastTop && this.movedIn) this.stuck = false;
        lastTop = scrollTop;
      },
      { passive: true },
    );
    // Charts and images take their height late, and the composer grows: the end stays the end.
    const settle = new ResizeObserver(() => this.stuck && this.toEnd());
    settle.observe(this.stream);
    settle.observe(this.list);
  }

  /** Called each time the reader opens it: the line above what is new is drawn once, for this visit. */
  opened() {
    const fresh = firstUnread(channelById(this.channelId));
    this.newFrom = fresh && !fresh.ephemeral ? fresh.ts : null;
  }

  draw() {
    const messages = messagesIn(this.channelId);
    const salt = [currentLocale(), state.userId, namesVersion(), app().shortcuts.length].join("|");
    this.list.setAttribute("aria-label", titleOf(channelById(this.channelId)));
    // A long conversation comes cut off: then its beginning is not to be seen.
    const wanted =
      messages.length < LONG
        ? [{ key: "start", signature: salt + this.channelId, build: () => beginning(channelById(this.channelId)) }]
        : [];
    let before = null;
    const texts = new Map(messages.map((message) => [message.ts, message.text]));
    const seen = new Set();
    for (const message of messages) {
      const day = dayOf(message.ts);
      if (!before || dayOf(before.ts) !== day) {
        wanted.push({ key: `day ${day}`, signature: salt + dayName(day), build: () => divider(dayName(day)) });
        before = null;
      }
      if (message.ts === this.newFrom) {
        wanted.push({
          key: "new",
          signature: salt,
          build: () => el("div", { class: "divider divider-new", role: "separator" }, el("span", {}, t("newLine"))),
        });
        before = null;
      }
      const follows = Boolean(before) && joins(before, message);
      const key = seen.has(message.ts) ? `${message.ts}/${seen.size}` : message.ts;
      seen.add(key);
      const parent = message.thread_ts && message.thread_ts !== message.ts ? texts.get(message.thread_ts) : undefined;
      wanted.push({
        key,
        signature: `${salt}${follows}${parent || ""}${JSON.stringify(message)}`,
        build: (old) => drawMessage(this.channelId, message, follows, parent, old),
      });
      before = message;
    }
    reconcile(this.stream, wanted, this.known);
    if (this.stuck) this.toEnd();
  }

  get atEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < NEAR_END_PX;
  }

  /** Show the newest message: its end, or its beginning where it is higher than the window. `anew`: even if left. */
  toEnd(anew = false) {
    this.stuck = true;
    const last = this.stream.lastElementChild;
    if (!last) return;
    if (anew) this.movedIn = null;
    if (last.offsetHeight > this.list.clientHeight - TALL_MARGIN_PX) {
      if (this.movedIn === last) return; // somebody reads in it
      const before = last.previousElementSibling;
      this.list.scrollTop = (before && before.matches(".echo-line") ? before : last).offsetTop;
    } else this.list.scrollTop = this.list.scrollHeight;
    this.aim = this.list.scrollTop;
  }
}

const namesVersion = () =>
  state.snapshot.users.map((user) => `${user.id}${nameOf(user)}${user.deleted ? "-" : ""}`).join();

/** Follows directly upon the one before: same writer, same kind, within minutes. */
function joins(before, message) {
  return (
    before.user === message.user &&
    Boolean(before.ephemeral) === Boolean(message.ephemeral) &&
    !isEcho(before) &&
    !isEcho(message) &&
    !message.thread_ts &&
    before.username === message.username &&
    Number(message.ts) - Number(before.ts) < GROUP_SECONDS
  );
}

const divider = (text) => el("div", { class: "divider", role: "separator", "aria-label": text }, el("span", {}, text));

function beginning(channel) {
  const name = titleOf(channel);
  const heading = channel.is_im ? t("startOfDm", { name }) : t("startOfChannel", { name });
  return el(
    "div",
    { class: "beginning" },
    channel.is_im ? avatar(userById(channel.user), "large") : el("span", { class: "beginning-hash" }, icon("hash", 28)),
    el("h2", {}, heading),
    hint(),
  );
}

const hint = () => mayWrite() && el("p", {}, t("startHint"));

/** An empty list for a conversation that does not exist yet: the app's messages before the first one. */
export function emptyConversation() {
  const list = el("div", { class: "message-list", role: "log" });
  replace(
    list,
    el(
      "div",
      { class: "message-stream" },
      el(
        "div",
        { class: "beginning" },
        el("h2", {}, t("startOfDm", { name: app().name })),
        hint(),
      ),
    ),
  );
  return list;
}
