// What was pressed or chosen did not reach the app: a warning sign stands by the control until it is tried again.
import { el } from "./dom.js";
import { icon } from "./icons.js";

/** Put the sign there with why, or take it away (`text` null). */
export function pressFailed(control, text) {
  control.classList.toggle("failed", Boolean(text));
  const next = control.nextElementSibling;
  if (next?.classList.contains("press-failed")) next.remove();
  if (!text || !control.isConnected) return;
  const sign = el("span", { class: "press-failed", role: "alert", data: { testid: "press-failed" } });
  control.after(sign);
  sign.append(icon("warning", 16), text); // read out because it comes into what is there already
}
