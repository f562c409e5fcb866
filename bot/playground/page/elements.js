// Interactive elements of Block Kit. Each keeps its state on the surface in Slack's own shape and, where it stands in
// an actions or section block (or its input block asks for it), tells the app when it changes.
import { boxes, select } from "./choices.js";
import { dateField, isDate, isTime, timeField } from "./dates.js";
import { el } from "./dom.js";
import { plain, settle } from "./element_state.js";
import { epochAt, isoAt } from "./format.js";
import { fileInput } from "./file_input.js";
import { icon } from "./icons.js";
import { menu } from "./layers.js";
import { richTextInput, textInput } from "./text_inputs.js";
import { t } from "./words.js";

/**
 * Draw one element. `place`: {input: the input block's dispatch rule or undefined, name: accessible name, optional}.
 */
export function drawElement(element, block, surface, place = {}) {
  const draw = KINDS[element.type];
  if (!draw) return el("span", { class: "unsupported" }, t("unsupported", { type: element.type }));
  return draw(element, block, surface, place);
}

// --- buttons ---------------------------------------------------------------------------------------------------

function button(element, block, surface) {
  const style = { primary: " btn-primary", danger: " btn-danger" }[element.style] || "";
  const press = () => {
    if (element.url && /^https?:\/\//i.test(element.url)) window.open(element.url, "_blank", "noopener,noreferrer");
    surface.dispatch(block, element, { type: "button", value: element.value, text: element.text }, node);
  };
  const node = el(
    "button",
    {
      type: "button",
      class: `btn${style}`,
      data: { actionId: element.action_id },
      "aria-label": element.accessibility_label,
      on: { click: press },
    },
    el("span", { class: "btn-text" }, plain(element.text)),
  );
  return node;
}

function overflow(element, block, surface) {
  const node = el(
    "button",
    {
      type: "button",
      class: "btn btn-icon",
      "aria-label": t("moreActions"),
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      data: { actionId: element.action_id },
      on: {
        click: () =>
          menu(
            node,
            element.options.map((option) => ({
              label: plain(option.text),
              description: option.description && plain(option.description),
              data: { value: option.value },
              run: () => {
                if (option.url && /^https?:\/\//i.test(option.url))
                  window.open(option.url, "_blank", "noopener,noreferrer");
                surface.dispatch(
                  block,
                  element,
                  { type: "overflow", selected_option: option, value: option.value },
                  node,
                );
              },
            })),
          ),
      },
    },
    icon("more", 18),
  );
  return node;
}

// --- dates -----------------------------------------------------------------------------------------------------

function dateLike(make, key, initial, good) {
  return (element, block, surface, place) => {
    const kept = surface.get(block, element);
    const start = kept ? kept[key] : element[initial] || null;
    surface.set(block, element, { type: element.type, [key]: start });
    const node = make({
      value: start,
      placeholder: plain(element.placeholder) || undefined,
      name: place.name || plain(element.placeholder),
      actionId: element.action_id,
      changed: (value) => {
        settle(
          element,
          block,
          surface,
          place,
          { type: element.type, [key]: value },
          node,
          value === null || good(value),
        );
      },
    });
    return node;
  };
}

function dateTime(element, block, surface, place) {
  const kept = surface.get(block, element);
  const start = kept ? kept.selected_date_time : element.initial_date_time || null;
  let [date, time] = start ? isoAt(start) : [null, null];
  const changed = () => {
    const at = isDate(date || "") && isTime(time || "") ? epochAt(date, time) : null;
    settle(element, block, surface, place, { type: element.type, selected_date_time: at }, node, at !== null);
  };
  surface.set(block, element, { type: element.type, selected_date_time: start });
  const node = el(
    "div",
    { class: "date-time" },
    dateField({
      value: date,
      name: place.name,
      actionId: element.action_id,
      changed: (value) => {
        date = value;
        changed();
      },
    }),
    timeField({
      value: time,
      name: place.name,
      changed: (value) => {
        time = value;
        changed();
      },
    }),
  );
  return node;
}

function image(element) {
  return picture(element, "thumb");
}

/** An image, or its words where it cannot be fetched. */
export function picture(element, className) {
  const address = element.image_url || (element.slack_file && element.slack_file.url) || "";
  const words = () => el("span", { class: `${className} image-missing` }, element.alt_text || "");
  if (!/^https?:\/\//i.test(address) && !/^\/(?!\/)/.test(address)) return words();
  const node = el("img", {
    class: className,
    src: address,
    alt: element.alt_text || "",
    loading: "lazy",
    referrerpolicy: "no-referrer",
  });
  node.addEventListener("error", () => node.replaceWith(words()));
  return node;
}

const KINDS = {
  button,
  overflow,
  image,
  workflow_button: button,
  icon_button: button,
  plain_text_input: textInput,
  number_input: textInput,
  email_text_input: textInput,
  url_text_input: textInput,
  rich_text_input: richTextInput,
  datepicker: dateLike(dateField, "selected_date", "initial_date", isDate),
  timepicker: dateLike(timeField, "selected_time", "initial_time", isTime),
  datetimepicker: dateTime,
  file_input: fileInput,
  checkboxes: boxes,
  radio_buttons: boxes,
  static_select: select,
  external_select: select,
  users_select: select,
  channels_select: select,
  conversations_select: select,
  multi_static_select: select,
  multi_external_select: select,
  multi_users_select: select,
  multi_channels_select: select,
  multi_conversations_select: select,
};
