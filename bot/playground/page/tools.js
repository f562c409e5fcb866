// The foot of the sidebar: the clock, two people side by side, the traffic.
import { clockButton } from "./clock.js";
import { el, replace } from "./dom.js";
import { icon } from "./icons.js";
import { toggleInspector } from "./inspector.js";
import { embedded, hashOf, humans, state, tellHolder } from "./store.js";
import { t } from "./words.js";

let drawn = "";
let clock = null;

/** Ctrl+I or the button; side by side the page that holds both has the list. */
export const showTraffic = () => (embedded ? tellHolder({ kind: "traffic-please" }) : toggleInspector());

/** This person on the left, somebody else on the right at the same place. */
export function sideBySide() {
  const other = humans().find((user) => user.id !== state.userId && !user.deleted) || { id: state.userId };
  const hash = hashOf(state.place);
  const pages = new URLSearchParams({ left: `${state.userId}${hash}`, right: `${other.id}${hash}` });
  location.assign(`/?${pages}`);
}

export function drawTools(root) {
  const signature = `${document.documentElement.lang} ${state.userId}`;
  if (signature === drawn && clock && clock.isConnected) return void clock.paint();
  drawn = signature;
  clock = clockButton();
  const button = (name, label, press, testid, keys) =>
    el(
      "button",
      {
        type: "button",
        class: "icon-button tool-button",
        "aria-label": label,
        "aria-keyshortcuts": keys,
        title: keys ? `${label} (${keys.replace("Control", "Ctrl")})` : label,
        data: { testid },
        on: { click: press },
      },
      icon(name),
    );
  replace(
    root,
    clock,
    embedded ? null : button("panes", t("sideBySide"), sideBySide, "side-by-side"),
    button("traffic", t("traffic"), showTraffic, "traffic-button", "Control+I"),
  );
  return undefined;
}
