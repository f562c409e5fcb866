// The app's modals: one dialog on the screen that shows the topmost view of this person's stack. Views below keep
// their nodes, so going back finds everything as it was left.
import { act } from "./api.js";
import { drawText, syncBlocks } from "./blocks.js";
import { plain } from "./element_state.js";
import { el, freshId, replace } from "./dom.js";
import { problem } from "./forms.js";
import { icon } from "./icons.js";
import { ask, closePopover, dialog } from "./layers.js";
import { state } from "./store.js";
import { Surface } from "./surface.js";
import { t } from "./words.js";

const shown = new Map(); // view id → ViewForm, for this person's stack
let box = null; // the <dialog>
let top = null;
let back = null; // where the focus was before the first modal
let refresh = () => {};

export const onModalsChanged = (callback) => (refresh = callback);

/** Show the stack as the snapshot has it. */
export function syncModals(views) {
  const ids = new Set(views.map((view) => view.id));
  for (const id of shown.keys()) if (!ids.has(id)) shown.delete(id);
  for (const view of views) {
    if (!shown.has(view.id)) shown.set(view.id, new ViewForm(view));
    shown.get(view.id).update(view, views.length);
  }
  const next = views.length ? shown.get(views.at(-1).id) : null;
  if (next === top) return;
  closePopover();
  top = next;
  if (!top) return hide();
  if (!box) {
    back = document.activeElement;
    box = dialog({ className: "modal", onEscape: () => top && top.close(), data: { testid: "modal" } });
    document.body.append(box);
    box.showModal();
  }
  replace(box, top.form);
  box.setAttribute("aria-labelledby", top.titleId);
  box.dataset.viewId = top.id;
  top.focusFirst();
  return undefined;
}

function hide() {
  if (!box) return;
  box.close();
  box.remove();
  box = null;
  if (back && back.isConnected) back.focus();
  else document.querySelector("[data-testid=composer]")?.focus();
}

/** Another person: other modals. */
export function forgetModals() {
  shown.clear();
  top = null;
  back = null;
  hide();
}

class ViewForm {
  constructor(view) {
    this.id = view.id;
    this.titleId = freshId("modal-title");
    this.known = new Map();
    this.busy = false;
    this.errors = {};
    this.surface = new Surface("modal", () => ({ viewId: this.id }), drawText);
    this.surface.values = structuredClone((view.state && view.state.values) || {});
    this.surface.clearError = (blockId) => this.clearError(blockId);
    this.head = el("header", { class: "dialog-head" });
    this.body = el("div", { class: "dialog-body modal-body" });
    this.trouble = el("p", { class: "modal-trouble", role: "alert", hidden: true });
    this.foot = el("footer", { class: "dialog-foot" });
    this.form = el(
      "form",
      { class: "modal-form", novalidate: true, on: { submit: (event) => this.submit(event) } },
      this.head,
      this.body,
      this.trouble,
      this.foot,
    );
  }

  update(view, depth) {
    const signature = JSON.stringify([
      view.title,
      view.submit,
      view.close,
      view.blocks,
      view.errors || null,
      depth,
      document.documentElement.lang,
    ]);
    if (signature === this.signature) return;
    this.signature = signature;
    this.view = view;
    this.depth = depth;
    this.drawFrame();
    syncBlocks(this.body, view.blocks, this.surface, this.known);
    if (view.errors) this.showErrors(view.errors);
    else if (view.hash !== this.hash) this.showErrors({});
    this.hash = view.hash;
  }

  drawFrame() {
    const { title, submit, close } = this.view;
    const stacked = this.depth > 1;
    replace(
      this.head,
      stacked &&
        el(
          "button",
          { type: "button", class: "icon-button", "aria-label": t("back"), on: { click: () => this.close() } },
          icon("left"),
        ),
      el("h2", { id: this.titleId }, plain(title)),
      el(
        "button",
        {
          type: "button",
          class: "icon-button",
          "aria-label": t("close"),
          data: { testid: "modal-close" },
          on: { click: () => this.close(true) },
        },
        icon("close"),
      ),
    );
    const needsSubmit = submit || this.view.blocks.some((block) => block.type === "input");
    this.submitButton = needsSubmit
      ? el(
          "button",
          { type: "submit", class: "btn btn-primary", data: { testid: "modal-submit" } },
          el("span", { class: "btn-text" }, submit ? plain(submit) : t("confirm")),
        )
      : null;
    replace(
      this.foot,
      (close || needsSubmit) &&
        el(
          "button",
          { type: "button", class: "btn", on: { click: () => this.close() } },
          close ? plain(close) : t("cancel"),
        ),
      this.submitButton,
    );
    this.foot.hidden = !this.foot.childNodes.length;
  }

  blockNodes() {
    return [...this.body.children].filter((node) => node.showProblem);
  }

  showErrors(errors, focus = false) {
    const fresh = JSON.stringify(errors) !== JSON.stringify(this.errors);
    this.errors = { ...errors };
    let first = null;
    for (const node of this.blockNodes()) {
      node.showProblem(this.errors[node.dataset.blockId] || null);
      if (this.errors[node.dataset.blockId] && !first) first = node;
    }
    if (first && (focus || fresh)) {
      first.scrollIntoView({ block: "nearest" });
      first.focusField();
    }
  }

  clearError(blockId) {
    if (!this.errors[blockId]) return;
    delete this.errors[blockId];
    this.blockNodes()
      .find((node) => node.dataset.blockId === blockId)
      ?.showProblem(null);
  }

  /** What Slack would complain of before it sends anything. */
  ownProblems() {
    const found = {};
    for (const block of this.view.blocks) {
      if (block.type !== "input" || !block.element) continue;
      const complaint = problem(block.element, this.surface.get(block, block.element), block.optional);
      if (complaint) found[block.block_id] = complaint;
    }
    return found;
  }

  async submit(event) {
    event.preventDefault();
    if (this.busy || !this.submitButton) return;
    closePopover();
    const own = this.ownProblems();
    if (Object.keys(own).length) return void this.showErrors(own, true);
    this.say(null);
    this.work(true);
    const answer = await act("submit-view", {
      user: state.userId,
      viewId: this.id,
      values: this.surface.valuesOf(this.view.blocks),
    });
    this.work(false);
    const errors = answer.errors || (answer.response && answer.response.errors);
    if (errors && Object.keys(errors).length) this.showErrors(errors, true);
    else if (!answer.ok) this.say(t("trouble"));
    else if (answer.response_action === "update") this.surface.forgetEntered(); // it was sent, and this is the answer
    refresh();
  }

  work(on) {
    this.busy = on;
    this.form.setAttribute("aria-busy", String(on));
    if (this.submitButton) this.submitButton.disabled = on;
  }

  say(text) {
    this.trouble.hidden = !text;
    replace(this.trouble, text ? [icon("warning", 16), text] : []);
  }

  /** Slack asks before it throws away what somebody has entered; `all` closes every view of the stack. */
  async close(all = false) {
    closePopover();
    const lost = all ? [...shown.values()] : [this];
    const leave = () =>
      ask(
        {
          title: { text: t("leave") },
          text: { type: "plain_text", text: t("leaveHint") },
          confirm: { text: t("leaveYes") },
          deny: { text: t("leaveNo") },
          style: "danger",
        },
        drawText,
      );
    if (lost.some((form) => form.surface.hasEntered(form.view.blocks)) && !(await leave())) return;
    const answer = await act("close-view", { user: state.userId, viewId: this.id, ...(all ? { all: true } : {}) });
    if (!answer.ok) this.say(t("trouble"));
    refresh();
  }

  focusFirst() {
    const wanted = this.view.blocks.find((block) => block.element && block.element.focus_on_load);
    const node = wanted && this.blockNodes().find((one) => one.dataset.blockId === wanted.block_id);
    const first = node || this.blockNodes()[0];
    if (first) first.focusField();
    else (this.submitButton || this.foot.querySelector("button") || this.head.querySelector("button"))?.focus();
  }
}
