// The files beside what one writes: chosen, dropped or pasted, and sent with the next message.
import { el, replace } from "./dom.js";
import { chip, fitting } from "./files.js";

const kept = new Map(); // "user place" → files not sent yet

export class Attachments {
  /** `changed()` is called whenever there are more or fewer of them. */
  constructor(changed) {
    this.changed = changed;
    this.files = [];
    this.row = el("div", { class: "file-chips", hidden: true, data: { testid: "attachments" } });
    this.chooser = el("input", {
      type: "file",
      class: "visually-hidden",
      multiple: true,
      tabindex: "-1",
      "aria-hidden": "true",
      data: { testid: "attach-input" },
      on: {
        change: () => {
          this.add([...this.chooser.files]);
          this.chooser.value = ""; // the same one may be chosen again
        },
      },
    });
  }

  get any() {
    return this.files.length > 0;
  }

  choose() {
    this.chooser.click();
  }

  add(files) {
    this.put([...this.files, ...fitting(files, this.files.length)]);
  }

  put(files) {
    this.files = files;
    replace(
      this.row,
      files.map((file) => chip(file, (gone) => this.put(this.files.filter((one) => one !== gone)))),
    );
    this.row.hidden = !files.length;
    this.changed();
  }

  /** Another place or person has files of its own. */
  moveTo(from, to) {
    if (from !== null) this.keep(from, this.files);
    this.put(kept.get(to) || []);
  }

  keep(key, files) {
    if (files.length) kept.set(key, files);
    else kept.delete(key);
  }
}
