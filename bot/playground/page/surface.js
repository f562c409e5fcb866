// A surface is what blocks stand on: one message, one view, or the home tab. It keeps what the reader has typed and
// chosen, and carries actions to the app.
import { act } from "./api.js";
import { ask } from "./layers.js";
import { pressFailed } from "./press_failed.js";
import { app, state } from "./store.js";
import { t } from "./words.js";

export class Surface {
  /** `kind`: "message", "modal" or "home"; `where()`: the address of it in a /_control call. */
  constructor(kind, where, drawText) {
    this.kind = kind;
    this.where = where;
    this.drawText = drawText;
    this.values = {};
    this.unsent = new Map();
    this.entered = new Set(); // where a person has entered something, as "block_id/action_id"
  }

  get(block, element) {
    return this.values[block.block_id]?.[element.action_id];
  }

  set(block, element, value) {
    (this.values[block.block_id] ??= {})[element.action_id] = value;
  }

  /** Something was entered that the app hears of only later, with a submit or the next action. */
  note(block, element, value) {
    this.set(block, element, value);
    this.entered.add(keyOf(block, element));
    this.unsent.set(keyOf(block, element), { block, element });
  }

  /** Whether these blocks still hold something that a person has entered and that was not sent as a form. */
  hasEntered(blocks) {
    return blocks.some((block) => elementsOf(block).some((element) => this.entered.has(keyOf(block, element))));
  }

  forgetEntered() {
    this.entered.clear();
  }

  /** The values of the elements in these blocks, and of no others: `{block_id: {action_id: state}}`. */
  valuesOf(blocks) {
    const found = {};
    for (const block of blocks)
      for (const element of elementsOf(block)) {
        const value = this.get(block, element);
        if (value) (found[block.block_id] ??= {})[element.action_id] = value;
      }
    return found;
  }

  /** An action in a view carries what was entered so far: let the server know it first. */
  async sendNoted() {
    const waiting = [...this.unsent.values()];
    this.unsent.clear();
    if (this.kind === "message") return;
    for (const { block, element } of waiting)
      await act("interact", {
        ...this.where(),
        user: state.userId,
        action: { action_id: element.action_id, block_id: block.block_id, ...this.get(block, element) },
      });
  }

  /**
   * Tell the app of a click or a choice. Asks first when the element has a `confirm`. `control` is marked busy
   * meanwhile. Answers whether it was sent.
   */
  async dispatch(block, element, action, control) {
    if (element.confirm && !(await ask(element.confirm, this.drawText))) return false;
    if (control.getAttribute("aria-busy") === "true") return false;
    control.setAttribute("aria-busy", "true");
    pressFailed(control, null);
    if (block.type === "input") this.entered.add(keyOf(block, element));
    this.unsent.delete(keyOf(block, element));
    await this.sendNoted();
    const answer = await act("interact", {
      ...this.where(),
      user: state.userId,
      action: { action_id: element.action_id, block_id: block.block_id, ...action },
    });
    control.removeAttribute("aria-busy");
    const lost = answer.error === "unreachable" || answer.error === "dispatch_failed"; // nobody has heard of it
    if (!answer.ok) pressFailed(control, lost ? t("notSent") : t("noAnswer", { name: app().name }));
    return answer.ok;
  }

  /**
   * The options that the app offers for an external select: option objects, grouped ones flattened with `group`. Null
   * when it did not answer, or nothing that could be shown.
   */
  async options(block, element, query) {
    const answer = await act("options", {
      ...this.where(),
      user: state.userId,
      block_id: block.block_id,
      action_id: element.action_id,
      value: query,
    });
    if (!answer.ok) return null;
    const body =
      answer.response && (answer.response.options || answer.response.option_groups) ? answer.response : answer;
    if (body.option_groups) return flatten(body.option_groups);
    return body.options || [];
  }
}

const keyOf = (block, element) => `${block.block_id}/${element.action_id}`;

/** What a person can act upon in a block. */
const elementsOf = (block) =>
  [block.element, block.accessory, ...(block.elements || []), ...(block.actions || [])].filter(
    (element) => element && element.action_id,
  );

export const flatten = (groups) =>
  groups.flatMap((group) => group.options.map((option) => ({ ...option, group: group.label && group.label.text })));
