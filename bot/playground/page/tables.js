// table and data_table blocks.
import { el, replace } from "./dom.js";
import { icon } from "./icons.js";
import { richText } from "./richtext.js";
import { number } from "./format.js";
import { t } from "./words.js";

function cellContent(cell) {
  if (!cell) return "";
  if (cell.type === "rich_text") return richText(cell);
  if (cell.type === "raw_number") return cell.text || number(cell.value);
  return cell.text ?? "";
}

const words = (cell) =>
  cell.type === "rich_text"
    ? (cell.elements || [])
        .flatMap((part) => part.elements || [])
        .map((part) => part.text || "")
        .join("")
    : String(cell.text ?? "");

/** A `table` block: the first row is the header, `column_settings` say how columns stand. */
export function tableBlock(block) {
  const settings = block.column_settings || [];
  const style = (i) =>
    `align-${(settings[i] && settings[i].align) || "left"}${settings[i] && settings[i].is_wrapped ? " wraps" : ""}`;
  const [head, ...body] = block.rows || [];
  return scroller(
    el(
      "table",
      { class: "table", data: { testid: "table" } },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          (head || []).map((cell, i) => el("th", { scope: "col", class: style(i) }, cellContent(cell))),
        ),
      ),
      el(
        "tbody",
        {},
        body.map((row) =>
          el(
            "tr",
            {},
            row.map((cell, i) => el("td", { class: style(i) }, cellContent(cell))),
          ),
        ),
      ),
    ),
    words((head || [])[0] || {}),
  );
}

/** A table in a frame of its own that scrolls, with a word and a shade at the edge wherever some of it is out of sight. */
function scroller(table, label) {
  const view = el(
    "div",
    {
      class: "table-scroll",
      tabindex: "0",
      role: "region",
      "aria-label": label || t("page", { from: "", to: "", total: "" }),
    },
    table,
  );
  const frame = el(
    "div",
    { class: "table-frame" },
    el("div", { class: "table-edge" }, view),
    el("div", { class: "table-hint", "aria-hidden": "true", data: { testid: "table-hint" } }, t("scrollSideways")),
  );
  const look = () => {
    const hidden = view.scrollWidth - view.clientWidth;
    frame.classList.toggle("too-wide", hidden > 1);
    frame.classList.toggle("more-right", hidden - view.scrollLeft > 1);
  };
  view.addEventListener("scroll", look, { passive: true });
  new ResizeObserver(look).observe(view); // which also tells when it has come onto the page
  return frame;
}

/** A `data_table` block: pages, and sorting by a click on a column's head. */
export function dataTableBlock(block) {
  const [head, ...rows] = block.rows || [];
  const size = block.page_size || 5;
  const key = block.row_header_column_index || 0;
  const numeric = (head || []).map(
    (_, i) => rows.length > 0 && rows.every((row) => row[i] && row[i].type === "raw_number"),
  );
  let page = 0;
  let sort = { column: -1, down: false };
  const root = el("div", { class: "data-table" });

  function ordered() {
    if (sort.column < 0) return rows;
    const value = (row) => (numeric[sort.column] ? row[sort.column].value : words(row[sort.column] || {}));
    const sign = sort.down ? -1 : 1;
    return [...rows].sort(
      (a, b) => sign * (numeric[sort.column] ? value(a) - value(b) : value(a).localeCompare(value(b))),
    );
  }

  function turn(by) {
    page += by;
    draw();
  }

  function draw() {
    const shown = ordered().slice(page * size, page * size + size);
    const headCell = (cell, i) => {
      const direction = sort.column === i ? (sort.down ? "descending" : "ascending") : null;
      const press = () => {
        sort = { column: i, down: sort.column === i && !sort.down };
        page = 0;
        draw();
      };
      return el(
        "th",
        { scope: "col", class: numeric[i] ? "align-right" : "", "aria-sort": direction },
        el(
          "button",
          {
            type: "button",
            class: "sort-button",
            "aria-label": t("sortBy", { name: words(cell) }),
            on: { click: press },
          },
          cellContent(cell),
          icon(direction ? "down" : "sort", 12),
        ),
      );
    };
    const table = el(
      "table",
      { class: "table", data: { testid: "table" } },
      block.caption && el("caption", {}, el("span", { class: "visually-hidden" }, block.caption)),
      el("thead", {}, el("tr", {}, (head || []).map(headCell))),
      el(
        "tbody",
        {},
        shown.map((row) =>
          el(
            "tr",
            {},
            row.map((cell, i) =>
              el(
                i === key ? "th" : "td",
                { scope: i === key ? "row" : null, class: numeric[i] ? "align-right" : "" },
                cellContent(cell),
              ),
            ),
          ),
        ),
      ),
    );
    const foot =
      rows.length > size &&
      el(
        "div",
        { class: "table-foot" },
        el(
          "span",
          {},
          t("page", { from: page * size + 1, to: Math.min(rows.length, page * size + size), total: rows.length }),
        ),
        el(
          "button",
          {
            type: "button",
            class: "icon-button",
            disabled: page === 0,
            "aria-label": t("previous"),
            on: { click: () => turn(-1) },
          },
          icon("left", 18),
        ),
        el(
          "button",
          {
            type: "button",
            class: "icon-button",
            disabled: (page + 1) * size >= rows.length,
            "aria-label": t("next"),
            on: { click: () => turn(1) },
          },
          icon("right", 18),
        ),
      );
    replace(root, scroller(table, block.caption), foot);
  }

  draw();
  return root;
}
