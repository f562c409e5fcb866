// Files on the page: reading the ones that a person brings, and drawing the ones that messages carry.
import { el } from "./dom.js";
import { fileSize } from "./format.js";
import { icon } from "./icons.js";
import { toast } from "./layers.js";
import { state } from "./store.js";
import { t } from "./words.js";

const LARGEST = 10_000_000; // bytes, as the server's
export const MOST_FILES = 10;
const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** Where this person's browser gets the file. */
const address = (file, download) =>
  `/_page/files/${encodeURIComponent(file.id)}?user=${encodeURIComponent(state.userId)}${download ? "&download=1" : ""}`;

/** A browser's File as the control API takes it: {filename, content_base64}. */
export function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve({ filename: file.name, content_base64: String(reader.result).split(",")[1] || "" });
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}

/** The first of these that fit beside the `had` ones; says aloud which do not, and why. */
export function fitting(files, had = 0, most = MOST_FILES, complain = toast) {
  const small = [...files].filter((file) => {
    if (file.size > LARGEST) complain(t("fileTooLarge", { name: file.name }));
    return file.size <= LARGEST;
  });
  if (had + small.length > most) complain(t("fileTooMany", { n: most }));
  return small.slice(0, Math.max(0, most - had));
}

const kindOf = (file) =>
  ({ xls: t("spreadsheet"), xlsx: t("spreadsheet"), text: t("plainText") })[file.filetype] || file.pretty_type;

/** One file of a message: a picture as such, others as a card to download. */
export function drawFile(file) {
  if (file.mode === "tombstone") return el("div", { class: "file file-gone" }, icon("file"), t("fileGone"));
  const name = file.title || file.name;
  const lines = el(
    "span",
    { class: "file-text" },
    el("span", { class: "file-name" }, name),
    el("span", { class: "file-kind" }, [kindOf(file), fileSize(file.size)].filter(Boolean).join(" · ")),
  );
  const link = { href: address(file, true), download: file.name, "aria-label": t("download", { name }) };
  if (PICTURES.includes(file.mimetype))
    return el(
      "a",
      { class: "file-picture", ...link, data: { testid: "file" } },
      el("img", { src: address(file), alt: name, loading: "lazy" }),
    );
  return el(
    "a",
    { class: "file", ...link, data: { testid: "file" } },
    el("span", { class: "file-icon" }, icon("file")),
    lines,
    icon("download", 16),
  );
}

/** A file that is to be sent: its name, its size, and a button that takes it away again. */
export const chip = (file, remove) =>
  el(
    "span",
    { class: "chip file-chip", data: { testid: "file-chip" } },
    icon("file", 16),
    el("span", { class: "file-chip-name" }, file.name),
    el("span", { class: "file-kind" }, fileSize(file.size)),
    el(
      "button",
      {
        type: "button",
        class: "chip-remove",
        "aria-label": t("remove", { name: file.name }),
        on: { click: () => remove(file) },
      },
      icon("close", 12),
    ),
  );

/** Let files be dropped on `area`; `allowed()` says whether it takes any now. */
export function dropArea(area, allowed, take) {
  let depth = 0; // enter and leave come for every element inside, too
  const carries = (event) => allowed() && [...(event.dataTransfer?.types || [])].includes("Files");
  const mark = (on) => area.classList.toggle("drop-here", on);
  area.addEventListener("dragenter", (event) => {
    if (!carries(event)) return;
    depth += 1;
    mark(true);
  });
  area.addEventListener("dragleave", () => {
    depth = Math.max(0, depth - 1);
    if (!depth) mark(false);
  });
  area.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  area.addEventListener("drop", (event) => {
    depth = 0;
    mark(false);
    if (!carries(event)) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}
