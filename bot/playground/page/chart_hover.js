// What charts share: the colour sample of a series, and the card that follows the pointer.
import { el, replace } from "./dom.js";

export const swatch = (colour) => el("span", { class: "swatch", style: { background: colour } });

/** The card that follows the pointer. */
export function hoverCard(plot, picture, { find, at, content, moved }) {
  const card = el("div", { class: "hover-card", "aria-hidden": "true", hidden: true });
  picture.addEventListener("pointermove", (event) => {
    const box = picture.getBoundingClientRect();
    const i = find(event.clientX - box.left, event);
    moved(i);
    card.hidden = i === null;
    if (i === null) return;
    replace(card, content(i));
    const spot = at(i);
    const shift = box.left - plot.getBoundingClientRect().left;
    card.style.left = `${Math.max(0, Math.min(plot.clientWidth - card.offsetWidth, spot.x + shift - card.offsetWidth / 2))}px`;
    card.style.top = `${Math.max(-8, spot.y - card.offsetHeight - 12)}px`;
  });
  picture.addEventListener("pointerleave", () => {
    card.hidden = true;
    moved(null);
  });
  return card;
}
