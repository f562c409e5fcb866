// data_visualization: line, bar, area and pie, drawn at the width there is, with a table for those who cannot see it.
import { hoverCard, swatch } from "./chart_hover.js";
import { drawPie } from "./chart_pie.js";
import { el, replace, svg } from "./dom.js";
import { axisNumber, number } from "./format.js";
import { domain, labelPlan, textWidth, ticks } from "./scales.js";
import { t } from "./words.js";

const COLOURS = 12; // --chart-1 … --chart-12 in theme.css
const tone = (i) => `var(--chart-${(i % COLOURS) + 1})`;

const resized = new ResizeObserver((entries) => {
  for (const entry of entries) {
    const { chart } = entry.target;
    const width = Math.round(entry.contentRect.width);
    if (chart && width > 0 && width !== chart.width) {
      chart.width = width;
      chart.draw(width);
    }
  }
});

export function chartBlock(block) {
  const chart = block.chart || {};
  const title = String(block.title && block.title.text !== undefined ? block.title.text : block.title || "");
  const pie = chart.type === "pie";
  const series = pie
    ? []
    : (chart.series || []).map((one, i) => ({ name: one.name, tone: tone(i), values: valuesOf(one, chart) }));
  const segments = pie
    ? (chart.segments || []).map((one, i) => ({ name: one.label, value: Number(one.value) || 0, tone: tone(i) }))
    : [];
  const categories = (chart.axis_config && chart.axis_config.categories) || [];
  if (
    !["line", "bar", "area", "pie"].includes(chart.type) ||
    !(pie ? segments.length : series.length && categories.length)
  )
    return el("div", { class: "unsupported" }, t("unsupported", { type: `${block.type}: ${chart.type}` }));

  const plot = el("div", { class: "chart-plot" });
  const figure = el(
    "figure",
    { class: `chart chart-${chart.type}`, data: { testid: "chart", chart: chart.type } },
    el("figcaption", { class: "chart-title" }, title),
    plot,
    pie ? null : legend(series),
    table(pie, title, chart, categories, series, segments),
  );
  const label = `${t(`chart_${chart.type}`)}: ${title}`;
  plot.chart = {
    width: 0,
    draw: (width) =>
      pie
        ? drawPie(plot, segments, width, label)
        : drawAxes(plot, { type: chart.type, series, categories, axis: chart.axis_config }, width, label),
  };
  resized.observe(plot);
  return figure;
}

/** The series' values in the order of the axis, whatever the order they came in. */
function valuesOf(one, chart) {
  const byLabel = new Map((one.data || []).map((point) => [point.label, Number(point.value)]));
  return ((chart.axis_config && chart.axis_config.categories) || []).map((name) => byLabel.get(name) ?? 0);
}

const legend = (series) =>
  el(
    "ul",
    { class: "chart-legend", "aria-hidden": "true" },
    series.map((one) => el("li", {}, swatch(one.tone), one.name)),
  );

function table(pie, title, chart, categories, series, segments) {
  const head = pie
    ? ["", ""]
    : [(chart.axis_config && chart.axis_config.x_label) || "", ...series.map((one) => one.name)];
  const rows = pie
    ? segments.map((one) => [one.name, number(one.value)])
    : categories.map((name, i) => [name, ...series.map((one) => number(one.values[i]))]);
  // Hidden by its wrapper: a table does not let itself be made one pixel small.
  return el(
    "div",
    { class: "visually-hidden" },
    el(
      "table",
      {},
      el("caption", {}, title),
      pie
        ? null
        : el(
            "thead",
            {},
            el(
              "tr",
              {},
              head.map((cell) => el("th", { scope: "col" }, cell)),
            ),
          ),
      el(
        "tbody",
        {},
        rows.map(([name, ...cells]) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, name),
            cells.map((cell) => el("td", {}, cell)),
          ),
        ),
      ),
    ),
  );
}

// --- line, area, bar ---------------------------------------------------------------------------------------------

function drawAxes(plot, { type, series, categories, axis }, width, label) {
  const all = series.flatMap((one) => one.values);
  const [low, high] = domain(all, type);
  const { values: marks, digits } = ticks(low, high, width < 420 ? 4 : 5);
  const [bottom, top] = [marks[0], marks.at(-1)];
  const largest = Math.max(Math.abs(bottom), Math.abs(top));
  const markText = marks.map((value) => axisNumber(value, largest, digits));
  const left = Math.max(...markText.map(textWidth)) + 10;
  const right = 12;
  const inner = Math.max(60, width - left - right);
  const slot = inner / categories.length;
  const plan = labelPlan(categories, slot, type);
  const head = axis.y_label ? 26 : 10;
  const foot = plan.height + (axis.x_label ? 18 : 0);
  const height = Math.round(Math.max(150, Math.min(190, width * 0.42))) + head + foot;
  const floor = height - foot;
  const x = (i) => left + slot * (i + 0.5);
  const y = (value) => floor - ((value - bottom) / (top - bottom)) * (floor - head);
  const zero = y(Math.min(Math.max(0, bottom), top));

  const grid = marks.map((value, i) => [
    svg("line", {
      class: value === 0 ? "chart-zero" : "chart-grid",
      x1: left,
      x2: width - right,
      y1: y(value),
      y2: y(value),
    }),
    svg("text", { class: "chart-label", x: left - 8, y: y(value) + 4, "text-anchor": "end" }, markText[i]),
  ]);
  const names = plan.lines.map((lines, i) => {
    if (!plan.slanted)
      return lines.map((line, row) =>
        svg(
          "text",
          { class: "chart-label", x: clampLabel(x(i), line, width), y: floor + 18 + row * 14, "text-anchor": "middle" },
          line,
        ),
      );
    return svg(
      "text",
      {
        class: "chart-label",
        x: x(i) + 4,
        y: floor + 14,
        "text-anchor": "end",
        transform: `rotate(-38 ${x(i) + 4} ${floor + 14})`,
      },
      lines[0],
    );
  });
  const titles = [
    axis.y_label && svg("text", { class: "chart-axis", x: 0, y: 12 }, axis.y_label),
    axis.x_label &&
      svg("text", { class: "chart-axis", x: left + inner / 2, y: height - 4, "text-anchor": "middle" }, axis.x_label),
  ];
  const shapes = type === "bar" ? bars(series, categories, { x, y, slot, zero }) : lines(series, type, { x, y, zero });
  const cursor = svg("line", { class: "chart-cursor", y1: head, y2: floor, visibility: "hidden" });
  const picture = svg(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    grid,
    names,
    titles,
    cursor,
    shapes,
  );
  replace(
    plot,
    picture,
    hoverCard(plot, picture, {
      find: (px) => Math.max(0, Math.min(categories.length - 1, Math.floor((px - left) / slot))),
      at: (i) => ({ x: x(i), y: Math.min(...series.map((one) => y(one.values[i]))) }),
      content: (i) => [
        el("strong", {}, categories[i]),
        series.map((one) =>
          el(
            "span",
            { class: "hover-row" },
            swatch(one.tone),
            el("span", {}, one.name),
            el("b", {}, number(one.values[i])),
          ),
        ),
      ],
      moved: (i) => {
        cursor.setAttribute("visibility", i === null || type === "bar" ? "hidden" : "visible");
        if (i !== null) for (const end of ["x1", "x2"]) cursor.setAttribute(end, x(i));
        picture
          .querySelectorAll("[data-i]")
          .forEach((node) => node.classList.toggle("lit", i !== null && node.dataset.i === String(i)));
      },
    }),
  );
}

const clampLabel = (at, text, width) => Math.max(textWidth(text) / 2, Math.min(width - textWidth(text) / 2, at));

function bars(series, categories, { x, y, slot, zero }) {
  const band = Math.min(slot * 0.74, 64 * series.length);
  const wide = band / series.length;
  return series.map((one, s) =>
    categories.map((_, i) => {
      const from = x(i) - band / 2 + s * wide + (series.length > 1 ? 1 : 0);
      const size = Math.max(1, wide - (series.length > 1 ? 2 : 0));
      const end = y(one.values[i]);
      const up = end <= zero;
      const round = Math.min(3, size / 2, Math.abs(zero - end));
      const tip = up ? end + round : end - round;
      const d = `M${from} ${zero}V${tip}Q${from} ${end} ${from + round} ${end}H${from + size - round}Q${from + size} ${end} ${from + size} ${tip}V${zero}Z`;
      return svg("path", { class: "chart-bar-shape", d, data: { i }, style: { fill: one.tone } });
    }),
  );
}

function lines(series, type, { x, y, zero }) {
  return series.map((one) => {
    const points = one.values.map((value, i) => `${x(i)} ${y(value)}`);
    const path = `M${points.join("L")}`;
    const last = one.values.length - 1;
    return [
      type === "area" &&
        svg("path", {
          class: "chart-area-shape",
          d: `${path}L${x(last)} ${zero}L${x(0)} ${zero}Z`,
          style: { fill: one.tone },
        }),
      svg("path", { class: "chart-line-shape", d: path, style: { stroke: one.tone } }),
      one.values.map((value, i) =>
        svg("circle", { class: "chart-dot", cx: x(i), cy: y(value), r: 3, data: { i }, style: { fill: one.tone } }),
      ),
    ];
  });
}
