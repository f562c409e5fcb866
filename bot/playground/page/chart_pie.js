// A pie with its key: names, values and shares.
import { hoverCard, swatch } from "./chart_hover.js";
import { el, replace, svg } from "./dom.js";
import { number, percent } from "./format.js";

export function drawPie(plot, segments, width, label) {
  const total = segments.reduce((sum, one) => sum + Math.max(0, one.value), 0);
  const size = Math.min(200, width);
  const r = size / 2 - 2;
  const centre = size / 2;
  let turned = 0;
  const point = (share, radius) =>
    [centre + radius * Math.sin(share * 2 * Math.PI), centre - radius * Math.cos(share * 2 * Math.PI)]
      .map((n) => n.toFixed(2))
      .join(" ");
  const middles = [];
  const slices = segments.map((one, i) => {
    const share = total ? Math.max(0, one.value) / total : 0;
    const [from, to] = [turned, turned + share];
    turned = to;
    middles.push((from + to) / 2);
    const d =
      share >= 0.9999
        ? `M${point(0, r)}A${r} ${r} 0 1 1 ${point(0.5, r)}A${r} ${r} 0 1 1 ${point(0, r)}Z`
        : `M${centre} ${centre}L${point(from, r)}A${r} ${r} 0 ${share > 0.5 ? 1 : 0} 1 ${point(to, r)}Z`;
    return svg("path", { class: "chart-slice", d, data: { i }, style: { fill: one.tone } });
  });
  const picture = svg(
    "svg",
    { width: size, height: size, viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label },
    slices,
  );
  const key = el(
    "ul",
    { class: "pie-key", "aria-hidden": "true" },
    segments.map((one) =>
      el(
        "li",
        {},
        swatch(one.tone),
        el("span", {}, one.name),
        el("b", {}, number(one.value)),
        el("i", {}, total ? percent(Math.max(0, one.value) / total) : ""),
      ),
    ),
  );
  replace(
    plot,
    el("div", { class: "pie" }, picture, key),
    hoverCard(plot, picture, {
      find: (_, event) =>
        event.target.dataset && event.target.dataset.i !== undefined ? Number(event.target.dataset.i) : null,
      at: (i) => {
        const [px, py] = point(middles[i], r * 0.6)
          .split(" ")
          .map(Number);
        return { x: px, y: py };
      },
      content: (i) => [
        el("strong", {}, segments[i].name),
        el(
          "span",
          { class: "hover-row" },
          el("b", {}, number(segments[i].value)),
          total ? percent(segments[i].value / total) : "",
        ),
      ],
      moved: (i) =>
        picture
          .querySelectorAll("[data-i]")
          .forEach((node) => node.classList.toggle("dim", i !== null && node.dataset.i !== String(i))),
    }),
  );
}
