// Slack's mrkdwn, drawn as nodes. Unescaped control sequences work as in Slack; everything else is text as typed.
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { slackDate } from "./format.js";
import { people, channelById, userById } from "./store.js";

const WORD = /[\p{L}\p{N}]/u;
const LINK = /^(https?:\/\/|mailto:)/i;
const AUTOLINK = /^https?:\/\/[^\s<>|]*[^\s<>|.,;:!?)'"*_~`]/i;
const MARKS = { "*": "strong", _: "em", "~": "s" };

const decode = (text) => text.replace(/&(amp|lt|gt);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">" })[name]);
export const escape = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

/** A link that leaves this page, or plain text when the address is of a kind that we do not follow. */
export function link(address, label) {
  const shown = label === undefined || label === "" ? address.replace(/^mailto:/i, "") : label;
  if (!LINK.test(address)) return document.createTextNode(shown);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, shown);
}

export function mention(userId, fallback) {
  const user = userById(userId);
  const mine = people().you && people().you.id === userId;
  return el(
    "span",
    { class: mine ? "mention mention-me" : "mention" },
    `@${user ? user.real_name || user.name : fallback || userId}`,
  );
}

export function channelLink(channelId, fallback) {
  const channel = channelById(channelId);
  const name = channel ? channel.name : fallback || channelId;
  return el("a", { class: "mention", href: `#${channelId}` }, `#${name}`);
}

export const broadcast = (range) => el("span", { class: "mention mention-me" }, `@${range}`);

/** What stands between < and >, or null when it is nothing that Slack knows. */
function control(inner) {
  const [head, label] = inner.includes("|")
    ? [inner.slice(0, inner.indexOf("|")), inner.slice(inner.indexOf("|") + 1)]
    : [inner];
  if (/^@[UWB][A-Z0-9]+$/.test(head)) return mention(head.slice(1), label && decode(label));
  if (/^#[CGD][A-Z0-9]+$/.test(head)) return channelLink(head.slice(1), label && decode(label));
  if (/^!(channel|here|everyone)$/.test(head)) return broadcast(head.slice(1));
  if (/^!subteam\^[A-Z0-9]+$/.test(head)) return el("span", { class: "mention" }, decode(label || "@group"));
  if (head.startsWith("!date^")) return dateToken(head, label);
  if (LINK.test(head)) return link(decode(head), label === undefined ? undefined : decode(label));
  return null;
}

function dateToken(head, fallback) {
  const [, seconds, pattern, address] = head.split("^");
  if (!/^-?\d+$/.test(seconds || "") || !pattern) return document.createTextNode(decode(fallback || head));
  const text = slackDate(Number(seconds), decode(pattern));
  return address
    ? link(decode(address), text)
    : el("time", { datetime: new Date(Number(seconds) * 1000).toISOString() }, text);
}

/** The index of the mark that closes `mark` opened at `from`, on the same line; -1 when there is none. */
function closing(text, from, mark) {
  for (let i = from + 1; i < text.length; i += 1) {
    const sign = text[i];
    if (sign === "\n") return -1;
    if (sign === "<") {
      const end = text.indexOf(">", i);
      if (end > 0) i = end;
    } else if (sign === "`" && mark !== "`") {
      const end = text.indexOf("`", i + 1);
      if (end > 0) i = end;
    } else if (
      sign === mark &&
      i > from + 1 &&
      (mark === "`" || (!/\s/.test(text[i - 1]) && !WORD.test(text[i + 1] || " ")))
    ) {
      return i;
    }
  }
  return -1;
}

/** One run of text without blocks: marks, links, mentions, emoji, line breaks. */
export function inline(text) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(document.createTextNode(decode(plain)));
    plain = "";
  };
  const add = (node) => {
    flush();
    nodes.push(node);
  };
  for (let i = 0; i < text.length;) {
    const sign = text[i];
    const before = i ? text[i - 1] : " ";
    let end = -1;
    if (sign === "\n") {
      add(el("br"));
      i += 1;
      continue;
    }
    if (sign === "<" && (end = text.indexOf(">", i)) > 0) {
      const node = control(text.slice(i + 1, end));
      if (node) {
        add(node);
        i = end + 1;
        continue;
      }
    } else if (sign === "`" && (end = closing(text, i, "`")) > 0) {
      add(el("code", {}, decode(text.slice(i + 1, end))));
      i = end + 1;
      continue;
    } else if (
      MARKS[sign] &&
      !WORD.test(before) &&
      !/\s/.test(text[i + 1] || " ") &&
      (end = closing(text, i, sign)) > 0
    ) {
      add(el(MARKS[sign], {}, inline(text.slice(i + 1, end))));
      i = end + 1;
      continue;
    } else if (sign === ":") {
      const found = /^:([a-z0-9_+\-']+(?:::skin-tone-\d)?):/.exec(text.slice(i, i + 60));
      const picture = found && emoji(found[1]);
      if (picture) {
        add(
          el(
            "span",
            { class: "emoji", role: "img", "aria-label": found[1].replaceAll("_", " "), title: found[0] },
            picture,
          ),
        );
        i += found[0].length;
        continue;
      }
    } else if ((sign === "h" || sign === "H") && !WORD.test(before)) {
      const found = AUTOLINK.exec(text.slice(i));
      if (found) {
        add(link(decode(found[0])));
        i += found[0].length;
        continue;
      }
    }
    plain += sign;
    i += 1;
  }
  flush();
  return nodes;
}

const QUOTE = /^(?:&gt;|>)\s?/;

function lines(text) {
  const nodes = [];
  let run = [];
  let quoted = false;
  const flush = () => {
    if (run.length)
      nodes.push(quoted ? el("blockquote", {}, inline(run.join("\n"))) : el("span", {}, inline(run.join("\n"))));
    run = [];
  };
  const all = text.split("\n");
  for (let i = 0; i < all.length; i += 1) {
    if (/^(?:&gt;|>){3}/.test(all[i])) {
      flush();
      quoted = true;
      run = [
        all
          .slice(i)
          .join("\n")
          .replace(/^(?:&gt;|>){3}\s?/, ""),
      ];
      break;
    }
    const isQuote = QUOTE.test(all[i]);
    if (isQuote !== quoted) flush();
    quoted = isQuote;
    run.push(isQuote ? all[i].replace(QUOTE, "") : all[i]);
  }
  flush();
  return nodes;
}

/** A whole mrkdwn text: code blocks, quotes, lines. */
export function mrkdwn(text) {
  const nodes = [];
  const parts = String(text ?? "").split("```");
  if (parts.length % 2 === 0) parts.push(parts.splice(-2).join("```")); // one fence without its mate is text
  parts.forEach((part, i) => {
    if (i % 2) nodes.push(el("pre", {}, decode(part.replace(/^\n|\n$/g, ""))));
    else {
      const trimmed = part.replace(i ? /^\n/ : /^$/, "").replace(i < parts.length - 1 ? /\n$/ : /$^/, "");
      if (trimmed) nodes.push(...lines(trimmed));
    }
  });
  return nodes;
}
