// Elements that choose: checkboxes, radio buttons, selects of every kind.
import { avatar } from "./avatar.js";
import { el, freshId } from "./dom.js";
import { plain, settle } from "./element_state.js";
import { fromList, picker } from "./picker.js";
import { allUsers, nameOf, people, titleOf } from "./store.js";
import { flatten } from "./surface.js";

export function boxes(element, block, surface, place) {
  const many = element.type === "checkboxes";
  const kept = surface.get(block, element);
  const initial = many ? element.initial_options : element.initial_option && [element.initial_option];
  const start = kept ? (many ? kept.selected_options : kept.selected_option && [kept.selected_option]) : initial;
  const group = freshId("choice");
  const state = () => {
    const chosen = element.options.filter((_, i) => inputs[i].checked);
    return many
      ? { type: element.type, selected_options: chosen }
      : { type: element.type, selected_option: chosen[0] || null };
  };
  const inputs = element.options.map((option) =>
    el("input", {
      type: many ? "checkbox" : "radio",
      name: group,
      data: { actionId: element.action_id, value: option.value ?? "" },
      checked: (start || []).some((one) => one.value === option.value),
    }),
  );
  const node = el(
    "div",
    { class: "choices", role: many ? "group" : "radiogroup", "aria-label": place.name },
    element.options.map((option, i) =>
      el(
        "label",
        { class: "choice" },
        inputs[i],
        el(
          "span",
          { class: "menu-text" },
          el("span", {}, option.text.type === "mrkdwn" ? surface.drawText(option.text) : plain(option.text)),
          option.description &&
            el(
              "span",
              { class: "menu-description" },
              option.description.type === "mrkdwn" ? surface.drawText(option.description) : plain(option.description),
            ),
        ),
      ),
    ),
  );
  surface.set(block, element, state());
  node.addEventListener("change", () => settle(element, block, surface, place, state(), node));
  return node;
}

const optionItem = (option) => ({
  key: option.value,
  label: plain(option.text),
  description: option.description && plain(option.description),
  group: option.group,
  raw: withoutGroup(option),
});
const withoutGroup = ({ group, ...option }) => option;
const userItem = (user) => ({
  key: user.id,
  label: nameOf(user),
  description: user.title,
  lead: () => avatar(user, "small"),
  raw: user.id,
});
const channelItem = (channel) => ({
  key: channel.id,
  label: `${channel.is_im ? "" : "#"}${titleOf(channel)}`,
  raw: channel.id,
});

const SOURCES = {
  static: {
    items: (element) =>
      (element.option_groups ? flatten(element.option_groups) : element.options || []).map(optionItem),
    one: "selected_option",
    many: "selected_options",
    initialOne: "initial_option",
    initialMany: "initial_options",
  },
  external: {
    items: () => [],
    one: "selected_option",
    many: "selected_options",
    initialOne: "initial_option",
    initialMany: "initial_options",
  },
  users: {
    items: () =>
      allUsers()
        .filter((user) => !user.deleted)
        .map(userItem),
    one: "selected_user",
    many: "selected_users",
    initialOne: "initial_user",
    initialMany: "initial_users",
  },
  channels: {
    items: () =>
      people()
        .channels.filter((channel) => !channel.is_im)
        .map(channelItem),
    one: "selected_channel",
    many: "selected_channels",
    initialOne: "initial_channel",
    initialMany: "initial_channels",
  },
  conversations: {
    items: () => people().channels.map(channelItem),
    one: "selected_conversation",
    many: "selected_conversations",
    initialOne: "initial_conversation",
    initialMany: "initial_conversations",
  },
};

export function select(element, block, surface, place) {
  const many = element.type.startsWith("multi_");
  const kind = element.type.replace("multi_", "").replace("_select", "");
  const source = SOURCES[kind];
  const key = many ? source.many : source.one;
  const kept = surface.get(block, element);
  const start = kept ? kept[key] : element[many ? source.initialMany : source.initialOne];
  const items = source.items(element);
  const asItem = (raw) =>
    typeof raw === "string" ? items.find((item) => item.key === raw) || { key: raw, label: raw, raw } : optionItem(raw);
  const chosen = (many ? start || [] : start ? [start] : []).map(asItem);
  const state = (list) => ({
    type: element.type,
    [key]: many ? list.map((item) => item.raw) : list.length ? list[0].raw : null,
  });
  surface.set(block, element, state(chosen));
  const node = picker({
    load:
      kind === "external"
        ? async (query) => (await surface.options(block, element, query))?.map(optionItem)
        : fromList(items),
    remote: kind === "external",
    minQuery: kind === "external" ? (element.min_query_length ?? 3) : 0,
    multiple: many,
    max: element.max_selected_items || Infinity,
    chosen,
    placeholder: plain(element.placeholder),
    name: place.name,
    actionId: element.action_id,
    clearable: Boolean(place.input && place.optional),
    changed: (list) => settle(element, block, surface, place, state(list), node),
  });
  return node;
}
