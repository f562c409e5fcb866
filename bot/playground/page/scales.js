// Axes: round tick values, and labels that fit.

const LETTER = 7; // a generous mean width of a 12 px letter, for browsers that cannot measure
let ruler = null;

/** How wide a chart label is, in px. */
export function textWidth(text) {
  if (!ruler) {
    ruler = document.createElement("canvas").getContext("2d") || {
      measureText: (label) => ({ width: label.length * LETTER }),
    };
    ruler.font = `12px ${getComputedStyle(document.documentElement).getPropertyValue("--font") || "sans-serif"}`;
  }
  return Math.ceil(ruler.measureText(String(text)).width);
}

/** Round values from at or below `low` to at or above `high`, about `count` of them. */
export function ticks(low, high, count) {
  if (low === high) [low, high] = low === 0 ? [0, 1] : [Math.min(0, low), Math.max(0, high)];
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((candidate) => candidate >= rough * 0.999);
  const from = Math.floor(low / step + 1e-9);
  const to = Math.ceil(high / step - 1e-9);
  const values = Array.from({ length: to - from + 1 }, (_, i) => Number(((from + i) * step).toPrecision(12)));
  return {
    values,
    digits: Math.max(
      0,
      Math.min(6, -Math.floor(Math.log10(step) + 1e-9) + (/^2\.5/.test(String(step / power)) ? 1 : 0)),
    ),
  };
}

/** Where the value axis begins and ends: at zero, unless a line's values lie close together far above it. */
export function domain(values, type) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (type === "line" && low > 0 && low > high * 0.6) return [low - (high - low) * 0.15, high];
  if (type === "line" && high < 0 && high < low * 0.6) return [low, high + (high - low) * 0.15];
  return [Math.min(0, low), Math.max(0, high)];
}

function twoLines(label) {
  const words = label.split(" ");
  let best = [label];
  for (let i = 1; i < words.length; i += 1) {
    const pair = [words.slice(0, i).join(" "), words.slice(i).join(" ")];
    if (Math.max(...pair.map(textWidth)) < Math.max(...best.map(textWidth))) best = pair;
  }
  return best;
}

/**
 * How category labels go below a plot with `slot` px each: whole, in two lines, slanted (bars: every name counts), or
 * every n-th, counted from the newest. Returns {lines: string[][], slanted, height}.
 */
export function labelPlan(categories, slot, type) {
  const fits = (lines) => lines.every((label) => Math.max(...label.map(textWidth)) + 6 <= slot);
  const whole = categories.map((label) => [label]);
  if (fits(whole)) return { lines: whole, slanted: false, height: 22 };
  const wrapped = categories.map(twoLines);
  if (fits(wrapped)) return { lines: wrapped, slanted: false, height: 36 };
  const widest = Math.max(...categories.map(textWidth));
  if (type === "bar" && slot >= 13) return { lines: whole, slanted: true, height: Math.min(96, widest * 0.62 + 16) };
  const every = Math.ceil((widest + 10) / slot);
  const last = categories.length - 1;
  return { lines: whole.map((label, i) => ((last - i) % every ? [] : label)), slanted: false, height: 22 };
}
