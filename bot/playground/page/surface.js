// A surface is what blocks stand on: one message, one view, or the home tab. It keeps what the reader has typed and
// chosen, and carries actions to the app.
import { act } from "./api.js";
import { ask, toast } from "./layers.js";
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
    this.touched = false; // a person has entered something here
    this.complain = (text) => toast(text);
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
    this.touched = true;
    this.unsent.set(`${block.block_id}/${element.action_id}`, { block, element });
  }

  /** The values of the elements in these blocks, and of no others: `{block_id: {action_id: state}}`. */
  valuesOf(blocks) {
    const found = {};
    for (const block of blocks)
      for (const element of [block.element, block.accessory, ...(block.elements || []), ...(block.actions || [])]) {
        const value = element && element.action_id && this.get(block, element);
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
    if (block.type === "input") this.touched = true;
    this.unsent.delete(`${block.block_id}/${element.action_id}`);
    await this.sendNoted();
    const answer = await act("interact", {
      ...this.where(),
      user: state.userId,
      action: { action_id: element.action_id, block_id: block.block_id, ...action },
    });
    control.removeAttribute("aria-busy");
    if (!answer.ok) {
      control.classList.add("failed");
      setTimeout(() => control.classList.remove("failed"), 4000);
      // What goes wrong on the app's side is said by the server, in the bar at the top; a modal hides that bar.
      if (answer.error === "unreachable") this.complain(t("notSent"));
      else if (this.kind === "modal") this.complain(t("noAnswer", { name: app().name }));
    }
    return answer.ok;
  }

  /** The options that the app offers for an external select: option objects, grouped ones flattened with `group`. */
  async options(block, element, query) {
    const answer = await act("options", {
      ...this.where(),
      user: state.userId,
      block_id: block.block_id,
      action_id: element.action_id,
      value: query,
    });
    const body =
      answer.response && (answer.response.options || answer.response.option_groups) ? answer.response : answer;
    if (body.option_groups) return flatten(body.option_groups);
    return body.options || [];
  }
}

export const flatten = (groups) =>
  groups.flatMap((group) => group.options.map((option) => ({ ...option, group: group.label && group.label.text })));
