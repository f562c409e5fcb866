// Block Kit's file_input: files for a form. They go to the server at once, and to the app with the submit.
import { act } from "./api.js";
import { el, replace } from "./dom.js";
import { settle } from "./element_state.js";
import { chip, dropArea, fitting, MOST_FILES, readFile } from "./files.js";
import { icon } from "./icons.js";
import { state } from "./store.js";
import { t } from "./words.js";

export function fileInput(element, block, surface, place) {
  const most = element.max_files || MOST_FILES;
  const endings = (element.filetypes || []).map((ending) => `.${ending.toLowerCase()}`);
  const kept = surface.get(block, element);
  let files = kept ? [...kept.files] : [];
  surface.set(block, element, { type: "file_input", files });

  const hidden = el("input", {
    type: "file",
    class: "visually-hidden",
    tabindex: "-1",
    "aria-hidden": "true",
    accept: endings.join(",") || null,
    multiple: most > 1,
    data: { testid: "file-input" },
  });
  const words = most > 1 ? t("chooseFiles") : t("chooseFile");
  const button = el(
    "button",
    {
      type: "button",
      class: "btn file-choose",
      data: { actionId: element.action_id },
      "aria-label": [place.name, words].filter(Boolean).join(": "),
      on: { click: () => hidden.click() },
    },
    icon("clip", 16),
    words,
  );
  const list = el("div", { class: "file-chips", "aria-live": "polite" });
  const trouble = el("p", { class: "field-error", role: "alert", hidden: true });
  const node = el("div", { class: "file-input" }, button, hidden, list, trouble);

  function complain(text) {
    trouble.hidden = !text;
    replace(trouble, text ? [icon("warning", 16), text] : []);
  }

  function paint(waiting = false) {
    replace(
      list,
      files.map((file) => chip(file, remove)),
      waiting && el("span", { class: "file-kind" }, t("uploading")),
    );
    const focused = [button, hidden, document.body].includes(document.activeElement);
    button.disabled = waiting || files.length >= most;
    if (focused && !waiting) (button.disabled ? list.querySelector("button") : button).focus();
  }

  function changed() {
    paint();
    surface.clearError?.(block.block_id);
    settle(element, block, surface, place, { type: "file_input", files }, button);
  }

  function remove(file) {
    files = files.filter((one) => one !== file);
    complain(null);
    changed();
    button.focus();
  }

  async function take(chosen) {
    complain(null);
    const wrong = chosen.find((file) => endings.length && !endings.some((end) => file.name.toLowerCase().endsWith(end)));
    if (wrong) return complain(t("fileWrongKind", { name: wrong.name, kinds: endings.join(", ") }));
    const fit = fitting(chosen, files.length, most, complain);
    if (!fit.length) return undefined;
    paint(true);
    for (const file of fit) {
      const answer = await act("file", { user: state.userId, ...(await readFile(file)) });
      if (answer.ok) files = [...files, answer.file];
      else complain(t("notSent"));
    }
    return changed();
  }

  hidden.addEventListener("change", () => {
    take([...hidden.files]);
    hidden.value = ""; // the same one may be chosen again
  });
  dropArea(node, () => !button.disabled, take);
  if (files.length) paint();
  return node;
}
