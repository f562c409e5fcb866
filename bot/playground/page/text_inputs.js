// Fields to write in: text, numbers, addresses, and a plain form of rich text.
import { el } from "./dom.js";
import { plain, speaks } from "./element_state.js";

const TEXT = {
  plain_text_input: { type: "text" },
  number_input: { type: "text", inputmode: "decimal" },
  email_text_input: { type: "email", inputmode: "email", autocomplete: "off" },
  url_text_input: { type: "url", inputmode: "url" },
};

/** Numbers may be typed the local way; they travel with a point and without spaces. */
const tidyNumber = (text) =>
  text
    .replace(/[\s\u00a0\u202f]/g, "")
    .replace(",", ".")
    .replace("−", "-");

export function textInput(element, block, surface, place) {
  const triggers = (element.dispatch_action_config && element.dispatch_action_config.trigger_actions_on) || [
    "on_enter_pressed",
  ];
  const kept = surface.get(block, element);
  const start = kept ? kept.value : element.initial_value;
  const tag = element.multiline ? "textarea" : "input";
  const node = el(tag, {
    ...(element.multiline ? { rows: "4" } : TEXT[element.type]),
    class: "field",
    id: place.id,
    placeholder: plain(element.placeholder) || null,
    "aria-label": place.id ? null : place.name,
    autocomplete: "off",
    data: { actionId: element.action_id },
    value: start ?? "",
    maxlength: element.type === "plain_text_input" && element.max_length ? element.max_length : null,
  });
  const keep = () => {
    const text = element.type === "number_input" ? tidyNumber(node.value) : node.value;
    surface.note(block, element, { type: element.type, value: text === "" ? null : text });
  };
  surface.set(block, element, { type: element.type, value: start || null });
  const tell = () =>
    surface.dispatch(block, element, { type: element.type, value: surface.get(block, element).value }, node);
  let pause = 0;
  node.addEventListener("input", () => {
    keep();
    if (!speaks(place) || !triggers.includes("on_character_entered")) return;
    clearTimeout(pause);
    pause = setTimeout(tell, 300);
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || element.multiline || event.isComposing) return;
    if (place.input && !place.input.dispatch_action) return; // the form's own Enter: submit
    event.preventDefault();
    if (triggers.includes("on_enter_pressed")) tell();
  });
  return node;
}

export function richTextInput(element, block, surface, place) {
  const node = el("textarea", {
    class: "field",
    rows: "4",
    id: place.id,
    placeholder: plain(element.placeholder) || null,
    "aria-label": place.id ? null : place.name,
    data: { actionId: element.action_id },
  });
  const keep = () =>
    surface.note(block, element, {
      type: "rich_text_input",
      rich_text_value: node.value
        ? {
            type: "rich_text",
            elements: [{ type: "rich_text_section", elements: [{ type: "text", text: node.value }] }],
          }
        : null,
    });
  const kept = surface.get(block, element);
  const known = (kept ? kept.rich_text_value : element.initial_value)?.elements || [];
  node.value = known
    .flatMap((part) => part.elements || [])
    .map((part) => part.text || "")
    .join("");
  surface.set(block, element, {
    type: "rich_text_input",
    rich_text_value: kept ? kept.rich_text_value : element.initial_value || null,
  });
  node.addEventListener("input", keep);
  return node;
}
