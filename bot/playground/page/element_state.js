// What the interactive elements share: their words, and what becomes of a new value.
import { withEmoji } from "./emoji.js";

/** Plain text of a text object, with its emoji. */
export const plain = (text) => (text ? (text.emoji === false ? text.text : withEmoji(text.text)) : "");

export const speaks = (place) => !place.input || place.input.dispatch_action === true;

/** Keep a new value, and tell the app of it where it wants to hear at once. */
export function settle(element, block, surface, place, value, control, tell = true) {
  if (!speaks(place) || !tell) surface.note(block, element, value);
  else {
    surface.set(block, element, value);
    surface.dispatch(block, element, value, control);
  }
}
