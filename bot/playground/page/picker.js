// A select: a field that opens a list with search, for one choice or several.
import { el, freshId, replace } from "./dom.js";
import { icon } from "./icons.js";
import { closePopover, popover, popoverIsOpen } from "./layers.js";
import { beginsWith, byGroup, matching } from "./matching.js";
import { t } from "./words.js";

const SEARCH_FROM = 8; // shorter lists are seen at a glance and need no search field
const TYPING_PAUSE_MS = 200;
const SPELLING_MS = 1000; // letters that follow each other within this time spell one beginning

/**
 * @param items   Items are {key, label, description?, group?, lead?()}.
 * @param load    async (query) → items; `remote` when the app searches itself, and null when it did not answer.
 * @param chosen  the items chosen now (a list also for one choice)
 * @param changed (items) → void
 */
export function picker({
  load,
  remote = false,
  minQuery = 0,
  multiple = false,
  max = Infinity,
  chosen = [],
  placeholder,
  name,
  actionId,
  clearable = false,
  changed,
}) {
  let current = [...chosen];
  const listId = freshId("list");
  const text = el("span", { class: "picker-text" });
  const button = el(
    "button",
    {
      type: "button",
      class: "picker-button",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-controls": listId,
      data: { actionId },
      on: { click: () => (popoverIsOpen(button) ? closePopover(true) : show()), keydown: openByKey },
    },
    text,
    icon("down", 16),
  );
  const chips = multiple ? el("span", { class: "chips" }) : null;
  const clear =
    clearable && !multiple
      ? el(
          "button",
          {
            type: "button",
            class: "icon-button picker-clear",
            "aria-label": t("clear"),
            on: { click: () => choose(null) },
          },
          icon("close", 14),
        )
      : null;
  const root = el("div", { class: multiple ? "picker picker-many" : "picker" }, chips, button, clear);

  function openByKey(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      show();
    }
  }

  function paint() {
    const one = !multiple && current[0];
    replace(text, one ? [one.lead ? one.lead() : null, one.label] : placeholder || t("choose"));
    text.classList.toggle("placeholder", !one);
    button.setAttribute("aria-label", [name, one ? one.label : placeholder || t("choose")].filter(Boolean).join(": "));
    if (clear) clear.hidden = !one;
    if (chips)
      replace(
        chips,
        current.map((item) =>
          el(
            "span",
            { class: "chip" },
            item.lead ? item.lead() : null,
            item.label,
            el(
              "button",
              {
                type: "button",
                class: "chip-remove",
                "aria-label": t("remove", { name: item.label }),
                on: { click: () => choose(item) },
              },
              icon("close", 12),
            ),
          ),
        ),
      );
  }

  function choose(item) {
    const had = item && current.some((other) => other.key === item.key);
    if (item === null) current = [];
    else if (!multiple) current = [item];
    else if (had) current = current.filter((other) => other.key !== item.key);
    else if (current.length < max) current = [...current, item];
    paint();
    changed(current);
  }

  function show() {
    let options = [];
    let active = -1;
    let round = 0;
    let pause = 0;
    let looking = true; // for what was typed last; what the list still shows is not what was asked for
    let hasty = false; // Enter came before the answer: then its first is taken
    let spelled = "";
    let spelledAt = 0;
    const search = el("input", {
      type: "text",
      class: "picker-search",
      placeholder: t("search"),
      "aria-label": t("search"),
      autocomplete: "off",
      spellcheck: "false",
      "aria-controls": listId,
    });
    const list = el("div", {
      id: listId,
      class: "picker-list",
      role: "listbox",
      "aria-label": name || placeholder || t("choose"),
      "aria-multiselectable": multiple,
      tabindex: "-1",
    });
    const panel = el("div", { class: "picker-panel" }, search, list);
    const settle = popover(panel, button, {
      matchWidth: true,
      ended: () => button.setAttribute("aria-expanded", "false"),
    });
    button.setAttribute("aria-expanded", "true");

    function mark(index) {
      const rows = [...list.querySelectorAll("[role=option]")];
      active = rows.length ? (index + rows.length) % rows.length : -1;
      rows.forEach((row, i) => row.classList.toggle("active", i === active));
      const row = rows[active];
      for (const box of [search, list])
        row ? box.setAttribute("aria-activedescendant", row.id) : box.removeAttribute("aria-activedescendant");
      if (row) row.scrollIntoView({ block: "nearest" });
    }

    function draw(at = null) {
      let group;
      const rows = [];
      for (const item of options) {
        if (item.group !== group && item.group)
          rows.push(el("div", { class: "picker-group", role: "presentation" }, item.group));
        group = item.group;
        const picked = current.some((other) => other.key === item.key);
        rows.push(
          el(
            "div",
            {
              role: "option",
              id: freshId("option"),
              class: "picker-option",
              "aria-selected": String(picked),
              on: { click: () => take(item) },
            },
            item.lead ? item.lead() : null,
            el(
              "span",
              { class: "menu-text" },
              el("span", { class: "menu-label" }, item.label),
              item.description && el("span", { class: "menu-description" }, item.description),
            ),
            picked ? icon("check", 16) : null,
          ),
        );
      }
      replace(list, rows.length ? rows : el("div", { class: "picker-nothing" }, t("nothingFound")));
      // Before anything is typed one stands at what is chosen now; then at what fits best.
      const chosenNow = options.findIndex((item) => current.some((other) => other.key === item.key));
      mark(at ?? (search.value.trim() ? 0 : Math.max(0, chosenNow)));
      settle();
    }

    function take(item) {
      choose(item);
      if (multiple) {
        draw(active);
        search.focus();
      } else closePopover(true);
    }

    function tooShort() {
      options = [];
      looking = hasty = false;
      replace(list, el("div", { class: "picker-nothing" }, t("typeToSearch")));
    }

    async function fetchOptions() {
      const mine = (round += 1);
      if (remote && search.value.trim().length < minQuery) return tooShort();
      if (remote) replace(list, el("div", { class: "picker-nothing" }, t("loading")));
      const found = await load(search.value.trim());
      if (mine !== round || !panel.isConnected) return undefined; // a later letter has been typed meanwhile
      options = found || [];
      looking = false;
      draw();
      if (!found)
        replace(list, el("div", { class: "picker-nothing", role: "alert" }, icon("warning", 16), ` ${t("trouble")}`));
      if (hasty && options[active]) take(options[active]);
      hasty = false;
      return undefined;
    }

    panel.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        mark(active + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" || (event.key === " " && event.target === list)) {
        event.preventDefault();
        event.stopPropagation();
        if (looking) hasty = true;
        else if (options[active]) take(options[active]);
      } else if (event.key === "Tab") closePopover(true);
      else if (event.target === list && event.key.length === 1) {
        spelled = (event.timeStamp - spelledAt < SPELLING_MS ? spelled : "") + event.key;
        spelledAt = event.timeStamp;
        const at = options.findIndex((item) => beginsWith(item.label, spelled));
        if (at >= 0) mark(at);
      }
    });
    search.addEventListener("input", () => {
      looking = true;
      hasty = false;
      clearTimeout(pause);
      pause = setTimeout(fetchOptions, remote ? TYPING_PAUSE_MS : 0);
    });
    fetchOptions().then(() => {
      if (!remote && options.length < SEARCH_FROM) {
        search.hidden = true;
        list.tabIndex = 0;
        if (panel.isConnected && document.activeElement !== list) list.focus();
      }
    });
    search.focus();
  }

  paint();
  return root;
}

/** A loader over a list that is already here. */
export const fromList = (items) => async (query) =>
  byGroup(matching(items, query, (item) => [item.label, item.description]));
