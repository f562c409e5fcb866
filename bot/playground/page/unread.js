// How much is unread somewhere, as a badge and in words.
import { el } from "./dom.js";
import { t } from "./words.js";

/** Nodes for inside a link; null when nothing is unread. Without the `badge` it is only said, not shown. */
export function unreadMark(count, badge = true) {
  if (!count) return null;
  return [
    badge ? el("span", { class: "unread-badge", "aria-hidden": "true" }, count > 99 ? "99+" : String(count)) : null,
    el("span", { class: "visually-hidden" }, t("unread", { n: count })),
  ];
}
