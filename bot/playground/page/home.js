// The app's Home tab, per person.
import { act } from "./api.js";
import { drawText, syncBlocks } from "./blocks.js";
import { el, replace } from "./dom.js";
import { app, state } from "./store.js";
import { Surface } from "./surface.js";
import { t } from "./words.js";

const WAIT_MS = 2500; // until an app that shows nothing is taken to have nothing to show

let surface = null;
let known = new Map();
let waiting = 0;
let viewId = null;

/** Tell the app that its home was opened, as Slack does each time. */
export async function openHome(draw) {
  waiting = Date.now();
  setTimeout(draw, WAIT_MS + 50);
  await act("open-home", { user: state.userId });
}

export function forgetHome() {
  surface = null;
  known = new Map();
  viewId = null;
}

export function drawHome(page) {
  const view = state.snapshot.home && state.snapshot.home.view;
  if (!view) {
    forgetHome();
    const patient = Date.now() - waiting < WAIT_MS && app().connected;
    replace(
      page,
      el(
        "div",
        { class: "empty", data: { testid: "home-empty" } },
        patient
          ? el("p", {}, t("homeWaiting", { name: app().name }))
          : [el("h2", {}, t("homeEmpty")), el("p", {}, t("homeEmptyHint", { name: app().name }))],
      ),
    );
    return;
  }
  if (!surface || viewId !== view.id) {
    forgetHome();
    page.replaceChildren();
    viewId = view.id;
    surface = new Surface("home", () => ({ home: true, viewId }), drawText);
    surface.values = structuredClone((view.state && view.state.values) || {});
  }
  if (page.querySelector(".empty")) page.replaceChildren();
  syncBlocks(page, view.blocks, surface, known, document.documentElement.lang);
}
