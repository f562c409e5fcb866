// Things that float: popovers anchored to a control, and dialogs. A popover lives inside the dialog that its anchor is
// in, because everything outside an open dialog is out of reach for keyboard and screen reader.
import { el, freshId } from "./dom.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

let open = null; // one popover at a time, as menus go

export function closePopover(refocus = false) {
  if (!open) return;
  const { panel, anchor, ended } = open;
  open = null;
  panel.remove();
  if (refocus && anchor.isConnected) anchor.focus();
  ended();
}

export const popoverIsOpen = (anchor) => Boolean(open && (!anchor || open.anchor === anchor));

function place(panel, anchor, prefer) {
  const box = anchor.getBoundingClientRect();
  const gap = 6;
  const below = window.innerHeight - box.bottom - gap - 8;
  const above = box.top - gap - 8;
  const wanted = Math.min(panel.scrollHeight + 2, 360);
  const up = prefer === "above" ? above >= Math.min(wanted, 120) : below < wanted && above > below;
  panel.style.maxHeight = `${Math.max(120, Math.min(360, up ? above : below))}px`;
  const width = panel.offsetWidth;
  panel.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - width - 8))}px`;
  if (up) {
    panel.style.top = "auto";
    panel.style.bottom = `${window.innerHeight - box.top + gap}px`;
  } else {
    panel.style.bottom = "auto";
    panel.style.top = `${box.bottom + gap}px`;
  }
}

/** Show `panel` at `anchor`; `ended` is called once, however it closes. Returns a function that re-places it. */
export function popover(panel, anchor, { prefer = "below", matchWidth = false, ended = () => {} } = {}) {
  closePopover();
  panel.classList.add("popover");
  if (matchWidth) panel.style.minWidth = `${Math.max(200, anchor.offsetWidth)}px`;
  (anchor.closest("dialog") || document.body).append(panel);
  open = { panel, anchor, ended };
  const settle = () => open && open.panel === panel && place(panel, anchor, prefer);
  settle();
  return settle;
}

document.addEventListener("pointerdown", (event) => {
  if (open && !open.panel.contains(event.target) && !open.anchor.contains(event.target)) closePopover();
});
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      closePopover(true);
    }
  },
  true,
);
window.addEventListener("resize", () => closePopover());
document.addEventListener(
  "scroll",
  (event) => {
    // What scrolls away under a popover takes it along; its own list may scroll.
    if (open && !open.panel.contains(event.target) && event.target.contains && event.target.contains(open.anchor))
      closePopover();
  },
  true,
);
/** A popover whose control has been redrawn away has nothing to belong to. */
export function dropOrphans() {
  if (open && !open.anchor.isConnected) closePopover();
}

/** A menu of actions: [{label, description?, danger?, run()}]. */
export function menu(anchor, items, options = {}) {
  const panel = el("div", { class: "menu", role: "menu" });
  const buttons = items.map((item) =>
    el(
      "button",
      {
        type: "button",
        role: "menuitem",
        class: "menu-item",
        data: item.data || {},
        on: {
          click: () => {
            closePopover(true);
            item.run();
          },
        },
      },
      item.lead || null,
      el(
        "span",
        { class: "menu-text" },
        el("span", { class: "menu-label" }, item.label),
        item.description && el("span", { class: "menu-description" }, item.description),
      ),
      item.trail || null,
    ),
  );
  panel.append(...buttons);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Tab") closePopover(true);
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[(to + buttons.length) % buttons.length].focus();
  });
  popover(panel, anchor, { ...options, ended: () => anchor.setAttribute("aria-expanded", "false") });
  anchor.setAttribute("aria-expanded", "true");
  if (buttons.length) buttons[0].focus();
}

/** A modal dialog element that asks `onEscape` instead of closing by itself. */
export function dialog({ className, label, onEscape, data = {} }) {
  const node = el("dialog", { class: `dialog ${className}`, "aria-label": label, data });
  // Escape with the focus inside is a key press, below; with the focus nowhere the browser sends only this.
  node.addEventListener("cancel", (event) => {
    if (event.target !== node) return; // a file chooser inside was cancelled
    event.preventDefault();
    onEscape();
  });
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    onEscape();
  });
  return node;
}

/** A `confirm` object's question. Resolves to true or false. Where yes does harm (`danger`), no has the focus. */
export function ask(confirm, draw) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const finish = (answer) => {
      node.close();
      node.remove();
      if (before && before.isConnected) before.focus();
      resolve(answer);
    };
    const title = freshId("ask");
    const node = dialog({ className: "ask", onEscape: () => finish(false) });
    node.setAttribute("aria-labelledby", title);
    const danger = confirm.style === "danger";
    const yes = danger ? "btn btn-danger-solid" : "btn btn-primary";
    node.append(
      el(
        "header",
        { class: "dialog-head" },
        el("h2", { id: title }, (confirm.title && confirm.title.text) || t("areYouSure")),
        el(
          "button",
          { type: "button", class: "icon-button", "aria-label": t("close"), on: { click: () => finish(false) } },
          icon("close"),
        ),
      ),
      el("div", { class: "dialog-body" }, draw(confirm.text)),
      el(
        "footer",
        { class: "dialog-foot" },
        el(
          "button",
          { type: "button", class: "btn", on: { click: () => finish(false) } },
          (confirm.deny && confirm.deny.text) || t("cancel"),
        ),
        el(
          "button",
          { type: "button", class: yes, data: { testid: "confirm" }, on: { click: () => finish(true) } },
          (confirm.confirm && confirm.confirm.text) || t("confirm"),
        ),
      ),
    );
    document.body.append(node);
    node.showModal();
    node.querySelector(`.dialog-foot button:${danger ? "first" : "last"}-child`).focus();
  });
}

let toastTimer = 0;
/** A passing word at the bottom, also read out. */
export function toast(text) {
  const box = document.getElementById("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => (box.hidden = true), 6000);
}
