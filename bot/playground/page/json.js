// A payload, written out: indented, in colours, and with the JSON that travels inside strings opened up.
import { el } from "./dom.js";

const DEEPEST = 12;

/** Strings that hold an object or a list become that; Slack's clients send blocks and views so. */
export function opened(value, depth = 0) {
  if (depth > DEEPEST) return value;
  if (typeof value === "string" && /^\s*[[{]/.test(value)) {
    try {
      return opened(JSON.parse(value), depth + 1);
    } catch {
      return value; // text that only looks like it
    }
  }
  if (Array.isArray(value)) return value.map((one) => opened(one, depth + 1));
  if (value && typeof value === "object")
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, opened(one, depth + 1)]));
  return value;
}

export const written = (value) => JSON.stringify(opened(value), null, 2);

const PART = /("(?:\\.|[^"\\])*")(\s*:)?|\b(true|false|null)\b|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** The text as nodes: names, strings, numbers and words told apart. */
export function coloured(text) {
  const out = [];
  let last = 0;
  for (const match of text.matchAll(PART)) {
    out.push(text.slice(last, match.index));
    const [whole, string, colon, word] = match;
    const kind = string ? (colon ? "json-name" : "json-string") : word ? "json-word" : "json-number";
    out.push(el("span", { class: kind }, string || whole), colon || "");
    last = match.index + whole.length;
  }
  out.push(text.slice(last));
  return out;
}
