// rich_text blocks, and the markdown block (the common part of Markdown: headings, lists, quotes, code, tables, links).
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { slackDate } from "./format.js";
import { broadcast, channelLink, link, mention } from "./mrkdwn.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function leaf(part) {
  switch (part.type) {
    case "text":
      return broken(part.text);
    case "link":
      return link(part.url, part.text);
    case "emoji":
      return el("span", { class: "emoji", role: "img", "aria-label": part.name }, emoji(part.name) || `:${part.name}:`);
    case "user":
      return mention(part.user_id);
    case "channel":
      return channelLink(part.channel_id);
    case "broadcast":
      return broadcast(part.range);
    case "usergroup":
      return el("span", { class: "mention" }, "@group");
    case "date":
      return el("time", {}, slackDate(part.timestamp, part.format || "{date}"));
    case "color":
      return el("code", {}, part.value);
    default:
      return document.createTextNode(part.text || "");
  }
}

const broken = (text) =>
  String(text ?? "")
    .split("\n")
    .flatMap((line, i) => (i ? [el("br"), line] : [line]));

function styled(part) {
  let nodes = [leaf(part)].flat();
  for (const [name, tag] of Object.entries(STYLES)) if (part.style && part.style[name]) nodes = [el(tag, {}, nodes)];
  return nodes;
}

const leaves = (parts) => (parts || []).flatMap(styled);

export function richText(block) {
  return (block.elements || []).map((part) => {
    if (part.type === "rich_text_list")
      return el(
        part.style === "ordered" ? "ol" : "ul",
        {
          class: `rich-list indent-${Math.min(part.indent || 0, 5)}`,
          start: part.style === "ordered" && part.offset ? part.offset + 1 : null,
        },
        (part.elements || []).map((item) => el("li", {}, leaves(item.elements))),
      );
    if (part.type === "rich_text_quote") return el("blockquote", {}, leaves(part.elements));
    if (part.type === "rich_text_preformatted") return el("pre", {}, leaves(part.elements));
    return el("div", {}, leaves(part.elements));
  });
}

// --- Markdown --------------------------------------------------------------------------------------------------

const SPAN =
  /(`[^`]+`)|\[([^\]]*)\]\(([^()\s]+)\)|(\*\*|__)(?=\S)([\s\S]*?\S)\4|(~~)(?=\S)([\s\S]*?\S)\6|([*_])(?=\S)([^*_]*?\S)\8(?![\p{L}\p{N}])|:([a-z0-9_+-]+):|\\([\\`*_{}[\]()#+\-.!|>~])/u;

function span(text) {
  const nodes = [];
  let rest = text;
  for (let found = SPAN.exec(rest); found; found = SPAN.exec(rest)) {
    const [whole, code, label, address, strong, strongText, strike, strikeText, em, emText, name, escaped] = found;
    nodes.push(...broken(rest.slice(0, found.index)));
    if (code) nodes.push(el("code", {}, code.slice(1, -1)));
    else if (address) nodes.push(link(address, label));
    else if (strong) nodes.push(el("strong", {}, span(strongText)));
    else if (strike) nodes.push(el("s", {}, span(strikeText)));
    else if (em) nodes.push(el("em", {}, span(emText)));
    else if (name) nodes.push(emoji(name) || whole);
    else nodes.push(escaped);
    rest = rest.slice(found.index + whole.length);
  }
  nodes.push(...broken(rest));
  return nodes;
}

const cells = (line) =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());

export function markdown(text) {
  const lines = String(text ?? "").split("\n");
  const nodes = [];
  for (let i = 0; i < lines.length;) {
    const line = lines[i];
    const take = (test) => {
      const run = [];
      while (i < lines.length && test(lines[i])) run.push(lines[i++]);
      return run;
    };
    if (/^\s*$/.test(line)) i += 1;
    else if (/^```/.test(line)) {
      i += 1;
      const code = take((one) => !/^```/.test(one));
      i += 1;
      nodes.push(el("pre", {}, code.join("\n")));
    } else if (/^#{1,6}\s/.test(line)) {
      nodes.push(
        el("p", { class: "markdown-heading", role: "heading", "aria-level": "4" }, span(line.replace(/^#+\s+/, ""))),
      );
      i += 1;
    } else if (/^(-{3,}|\*{3,})\s*$/.test(line)) {
      nodes.push(el("hr"));
      i += 1;
    } else if (/^\s*\|/.test(line) && /^\s*\|?[\s:|-]+$/.test(lines[i + 1] || "")) {
      const [head, , ...body] = take((one) => /^\s*\|/.test(one));
      nodes.push(
        el(
          "div",
          { class: "table-scroll" },
          el(
            "table",
            { class: "table" },
            el(
              "thead",
              {},
              el(
                "tr",
                {},
                cells(head).map((cell) => el("th", {}, span(cell))),
              ),
            ),
            el(
              "tbody",
              {},
              body.map((row) =>
                el(
                  "tr",
                  {},
                  cells(row).map((cell) => el("td", {}, span(cell))),
                ),
              ),
            ),
          ),
        ),
      );
    } else if (/^\s*[-*+]\s/.test(line))
      nodes.push(
        el(
          "ul",
          { class: "rich-list" },
          take((one) => /^\s*[-*+]\s/.test(one)).map((one) => el("li", {}, span(one.replace(/^\s*[-*+]\s+/, "")))),
        ),
      );
    else if (/^\s*\d+[.)]\s/.test(line))
      nodes.push(
        el(
          "ol",
          { class: "rich-list", start: Number(/\d+/.exec(line)[0]) },
          take((one) => /^\s*\d+[.)]\s/.test(one)).map((one) => el("li", {}, span(one.replace(/^\s*\d+[.)]\s+/, "")))),
        ),
      );
    else if (/^>/.test(line))
      nodes.push(
        el(
          "blockquote",
          {},
          span(
            take((one) => /^>/.test(one))
              .map((one) => one.replace(/^>\s?/, ""))
              .join("\n"),
          ),
        ),
      );
    else {
      const run = [lines[i++], ...take((one) => !/^(\s*$|```|#{1,6}\s|>|\s*[-*+]\s|\s*\d+[.)]\s)/.test(one))];
      nodes.push(el("p", {}, span(run.join("\n"))));
    }
  }
  return nodes;
}
