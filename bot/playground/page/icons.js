// Small line drawings of our own, 20 × 20, in the colour of the text around them.
import { svg } from "./dom.js";

const PATHS = {
  hash: "M8 3 6.5 17M13.5 3 12 17M3.5 7.5h13.5M3 12.5h13.5",
  down: "m5 8 5 5 5-5",
  left: "m12 5-5 5 5 5",
  right: "m8 5 5 5-5 5",
  close: "m5 5 10 10M15 5 5 15",
  plus: "M10 4v12M4 10h12",
  slash: "M12.5 4.5 7.5 15.5",
  at: "M13.2 10a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0Zm0-3v4.2c0 2.4 3.3 2.3 3.3-1.2a6.5 6.5 0 1 0-2.6 5.2",
  menu: "M3.5 5.5h13M3.5 10h13M3.5 14.5h13",
  eye: "M2.5 10S5.2 5 10 5s7.5 5 7.5 5-2.7 5-7.5 5-7.5-5-7.5-5Zm9.7 0a2.2 2.2 0 1 1-4.4 0 2.2 2.2 0 0 1 4.4 0Z",
  search: "M13.5 8.5a5 5 0 1 1-10 0 5 5 0 0 1 10 0Zm-1.5 3.5 4.5 4.5",
  calendar:
    "M3.5 6a1.5 1.5 0 0 1 1.5-1.5h10A1.5 1.5 0 0 1 16.5 6v9a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 15V6Zm0 2.5h13M7 2.8v3M13 2.8v3",
  clock: "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Zm-7-4v4.2l2.8 1.6",
  check: "m4.5 10.5 3.7 3.7 7.3-8",
  info: "M17 10a7 7 0 1 1-14 0 7 7 0 0 1 14 0Zm-7-.8v4.3M10 6.6v.1",
  warning: "M10 3.3 17.5 16.3h-15L10 3.3Zm0 4.9v3.8M10 14v.1",
  more: "M10 4.6v.1M10 10v.1M10 15.3v.1",
  bolt: "M11 2.8 4.8 11.3H10l-1 5.9 6.2-8.5H10l1-5.9Z",
  person: "M13 6.7a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM3.8 16.7c.5-3.3 3-5 6.2-5s5.7 1.7 6.2 5",
  clip: "m16.5 9-6.6 6.6a3.7 3.7 0 0 1-5.2-5.2l7-7a2.5 2.5 0 0 1 3.5 3.5l-7 7a1.2 1.2 0 0 1-1.7-1.7l6-6",
  file: "M5.5 3h6l3.5 3.5V17h-9.5V3Zm6 0v3.5H15",
  download: "M10 3.5v9m-4-4 4 4 4-4M4 16.5h12",
  panes: "M3.5 4.5h13v11h-13v-11ZM10 4.5v11",
  traffic: "M4 7h11m-3-3 3 3-3 3M16 13.5H5m3-3-3 3 3 3",
  pause: "M7.5 5v10M12.5 5v10",
  play: "m6.5 4.5 9 5.5-9 5.5v-11Z",
  erase: "M4.5 6h11M8 6V4h4v2M6 6l.7 10.5h6.6L14 6",
  copy: "M7.5 7.5h9v9h-9v-9Zm-4 5v-9h9",
  sort: "m6 8 4-4 4 4M6 12l4 4 4-4",
};

/** A decorative icon; the control it stands in carries the name. */
export function icon(name, size = 20) {
  const shape = {
    viewBox: "0 0 20 20",
    width: size,
    height: size,
    "aria-hidden": "true",
    focusable: "false",
    class: `icon icon-${name}`,
  };
  if (name === "send")
    return svg(
      "svg",
      shape,
      svg("path", { d: "M2.8 3.3 17.5 10 2.8 16.7l1.7-5.6 6.3-1.1-6.3-1.1-1.7-5.6Z", fill: "currentColor" }),
    );
  return svg(
    "svg",
    shape,
    svg("path", {
      d: PATHS[name] || PATHS.info,
      fill: "none",
      stroke: "currentColor",
      "stroke-width": name === "more" ? 2.6 : 1.5,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}
