// A coloured square with initials: a person's or the app's picture, drawn here.
import { el } from "./dom.js";
import { icon } from "./icons.js";

const PALETTE = [
  "#2f6f9f",
  "#8a4fa3",
  "#b4552d",
  "#2e7d5b",
  "#a23b5a",
  "#5a6b1f",
  "#3e5ba9",
  "#9a6a10",
  "#1f7a83",
  "#7b4b3a",
  "#6950b5",
  "#4b7a2b",
];

function colourOf(user) {
  const given = String(user.color || "").replace(/^#/, "");
  if (/^([0-9a-f]{3}|[0-9a-f]{6})$/i.test(given)) return `#${given}`;
  let sum = 7;
  for (const sign of String(user.id)) sum = (sum * 31 + sign.charCodeAt(0)) >>> 0;
  return PALETTE[sum % PALETTE.length];
}

function initials(name) {
  const parts = String(name || "?")
    .replace(/[^\p{L}\p{N}\s.\-]/gu, "")
    .split(/[\s.\-]+/)
    .filter(Boolean);
  if (!parts.length) return "?";
  return ((parts[0][0] || "") + (parts.length > 1 ? parts.at(-1)[0] : "")).toLocaleUpperCase();
}

/** `size`: "small" (20 px), "middle" (28 px) or "large" (36 px). Decorative: the name stands beside it. */
export function avatar(user, size = "large") {
  const who = user || { id: "?", real_name: "?" };
  const slackbot = who.id === "USLACKBOT";
  const bot = who.is_bot && !slackbot ? " avatar-bot" : "";
  const content = slackbot ? icon("bolt", size === "large" ? 20 : 14) : initials(who.real_name || who.name);
  return el(
    "span",
    { class: `avatar avatar-${size}${bot}`, "aria-hidden": "true", style: { "--tint": colourOf(who) } },
    content,
  );
}
