// Block Kit's layout blocks. An unknown kind becomes a discreet box that says its type: nothing breaks, nothing hides.
import { chartBlock } from "./charts.js";
import { el, freshId, reconcile, replace } from "./dom.js";
import { plain } from "./element_state.js";
import { drawElement, picture } from "./elements.js";
import { icon } from "./icons.js";
import { inline, mrkdwn } from "./mrkdwn.js";
import { markdown, richText } from "./richtext.js";
import { dataTableBlock, tableBlock } from "./tables.js";
import { t } from "./words.js";

/** A text object of either kind, with its line breaks. */
export function drawText(text) {
  if (!text) return [];
  if (typeof text === "string") return mrkdwn(text);
  if (text.type === "mrkdwn") return mrkdwn(text.text);
  return plain(text)
    .split("\n")
    .flatMap((line, i) => (i ? [el("br"), line] : [line]));
}

const firstWords = (text) =>
  text
    ? String(text.text || "")
        .replace(/[*_~`]/g, "")
        .split("\n")[0]
        .slice(0, 80)
    : "";

function section(block, surface) {
  const side = block.accessory;
  const small = side && (side.type === "image" ? "section-thumb" : "section-side");
  return el(
    "div",
    { class: side ? `section ${small}` : "section" },
    el(
      "div",
      { class: "section-main" },
      block.text && el("div", { class: "text" }, drawText(block.text)),
      block.fields &&
        el(
          "div",
          { class: "fields" },
          block.fields.map((field) => el("div", { class: "text" }, drawText(field))),
        ),
    ),
    side && el("div", { class: "accessory" }, drawElement(side, block, surface, { name: firstWords(block.text) })),
  );
}

function input(block, surface) {
  const element = block.element || {};
  const id = freshId("field");
  const problemId = freshId("problem");
  const label = plain(block.label);
  const problem = el("p", { class: "field-error", id: problemId, role: "alert", hidden: true });
  const control = drawElement(element, block, surface, { input: block, optional: block.optional, name: label, id });
  const labelled = control.id === id;
  const node = el(
    "div",
    { class: "input-block", data: { blockId: block.block_id } },
    el(
      labelled ? "label" : "span",
      {
        class: "input-label",
        for: labelled ? id : null,
        on: labelled ? {} : { click: () => focusable(control)?.focus() },
      },
      label,
      block.optional && el("span", { class: "optional" }, ` ${t("optional")}`),
    ),
    control,
    problem,
    block.hint && el("p", { class: "input-hint" }, plain(block.hint)),
  );
  node.showProblem = (text) => {
    replace(problem, text ? [icon("warning", 16), text] : []);
    problem.hidden = !text;
    node.classList.toggle("has-error", Boolean(text));
    const field = focusable(control);
    if (field && text) field.setAttribute("aria-describedby", problemId);
    if (field) field.setAttribute("aria-invalid", String(Boolean(text)));
  };
  node.focusField = () => focusable(control)?.focus();
  // A complaint goes as soon as its field is changed.
  node.addEventListener("input", () => surface.clearError?.(block.block_id));
  node.addEventListener(
    "click",
    (event) => event.target.closest("[role=combobox], .choice, .chip-remove") && surface.clearError?.(block.block_id),
  );
  return node;
}

const focusable = (control) =>
  control.matches("input, textarea, button") ? control : control.querySelector("input, textarea, button");

function imageBlock(block) {
  return el(
    "figure",
    { class: "image-block" },
    block.title && el("figcaption", {}, plain(block.title)),
    picture(block, "image"),
  );
}

function context(block) {
  return el(
    "div",
    { class: "context" },
    (block.elements || []).map((part) =>
      part.type === "image" ? picture(part, "context-image") : el("div", { class: "text" }, drawText(part)),
    ),
  );
}

function actions(block, surface) {
  return el(
    "div",
    { class: "actions" },
    (block.elements || []).map((element) => drawElement(element, block, surface, { name: plain(element.placeholder) })),
  );
}

function contextActions(block, surface) {
  const buttons = (block.elements || []).flatMap((element) =>
    element.type === "feedback_buttons"
      ? [element.positive_button, element.negative_button]
          .filter(Boolean)
          .map((one) => ({ type: "button", ...one, action_id: element.action_id }))
      : [element],
  );
  return el(
    "div",
    { class: "actions" },
    buttons.map((element) => drawElement(element, block, surface)),
  );
}

function alert(block) {
  const level = ["info", "warning", "error", "success"].includes(block.level) ? block.level : "default";
  const sign = { warning: "warning", error: "warning", success: "check" }[level] || "info";
  return el(
    "div",
    { class: `alert alert-${level}`, role: level === "error" ? "alert" : "note" },
    icon(sign, 18),
    el("span", { class: "visually-hidden" }, `${t(`level_${level}`)}: `),
    el("div", { class: "text" }, drawText(block.text)),
  );
}

function card(block, surface) {
  return el(
    "div",
    { class: "card" },
    block.hero_image && picture(block.hero_image, "card-hero"),
    el(
      "div",
      { class: "card-body" },
      (block.title || block.subtitle || block.icon) &&
        el(
          "div",
          { class: "card-head" },
          block.icon && picture(block.icon, "card-icon"),
          el(
            "div",
            {},
            block.title && el("div", { class: "card-title" }, drawText(block.title)),
            block.subtitle && el("div", { class: "card-subtitle" }, drawText(block.subtitle)),
          ),
        ),
      block.body && el("div", { class: "text" }, drawText(block.body)),
      block.subtext && el("div", { class: "card-subtitle" }, drawText(block.subtext)),
      block.actions &&
        el(
          "div",
          { class: "actions" },
          block.actions.map((element) => drawElement(element, block, surface)),
        ),
    ),
  );
}

function container(block, surface) {
  const title = block.title ? plain(block.title) : block.rich_text_title && richText(block.rich_text_title);
  const body = (block.child_blocks || []).map((child) => drawBlock(child, surface));
  const head = [
    el("span", { class: "card-title" }, title),
    block.subtitle && el("span", { class: "card-subtitle" }, drawText(block.subtitle)),
  ];
  if (block.is_collapsible)
    return el(
      "details",
      { class: "card container", open: !block.default_collapsed },
      el("summary", {}, head),
      el("div", { class: "card-body" }, body),
    );
  return el("div", { class: "card container" }, el("div", { class: "card-body" }, el("div", {}, head), body));
}

const DRAWN = {
  header: (block) => el("div", { class: "header", role: "heading", "aria-level": "3" }, plain(block.text)),
  section,
  context,
  divider: () => el("hr", { class: "divider" }),
  actions,
  image: imageBlock,
  input,
  rich_text: (block) => el("div", { class: "text rich-text" }, richText(block)),
  markdown: (block) => el("div", { class: "text markdown" }, markdown(block.text)),
  table: tableBlock,
  data_table: dataTableBlock,
  data_visualization: chartBlock,
  alert,
  card,
  carousel: (block, surface) =>
    el(
      "div",
      { class: "carousel" },
      (block.elements || []).map((one) => card(one, surface)),
    ),
  container,
  context_actions: contextActions,
  video: (block) =>
    el(
      "div",
      { class: "card" },
      el(
        "div",
        { class: "card-body" },
        el("div", { class: "card-title" }, plain(block.title)),
        block.title_url && inline(`<${block.title_url}>`),
      ),
    ),
};

function drawBlock(block, surface) {
  const draw = DRAWN[block.type];
  const content = draw
    ? attempt(() => draw(block, surface), block)
    : el("div", { class: "unsupported" }, t("unsupported", { type: block.type || "?" }));
  const shell = el(
    "div",
    {
      class: `block block-${DRAWN[block.type] ? block.type : "unknown"}`,
      data: block.block_id ? { blockId: block.block_id } : {},
    },
    content,
  );
  if (content.showProblem) Object.assign(shell, { showProblem: content.showProblem, focusField: content.focusField });
  return shell;
}

/** A block that an app put together wrongly must not take the whole conversation with it. */
function attempt(draw, block) {
  try {
    return draw();
  } catch (error) {
    console.warn("A block could not be drawn", block.type, error);
    return el("div", { class: "unsupported" }, t("unsupported", { type: block.type }));
  }
}

/** Bring a container's blocks up to date: unchanged blocks keep their nodes, and so what is typed in them. */
export function syncBlocks(parent, blocks, surface, known, salt = "") {
  const seen = new Map();
  const wanted = (blocks || []).map((block, i) => {
    const base = block.block_id || `#${i}`;
    const nth = seen.get(base) || 0;
    seen.set(base, nth + 1);
    return { key: `${base}/${nth}`, signature: salt + JSON.stringify(block), build: () => drawBlock(block, surface) };
  });
  reconcile(parent, wanted, known);
}
