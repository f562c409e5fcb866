"""A file from Slack on its way in: reading, what came of it, what is left out, and the form that takes one."""

from collections.abc import Iterator, Sequence
from typing import Any

import slackblocks as sb

from bot import ids
from bot.importing import Plan, Rejected
from bot.importing.preview import Asking, Preview
from bot.texts import Texts, escape
from bot.values.imports import FileRef, ReadIn
from bot.views import import_preview
from bot.views.import_preview import reason
from bot.views.message import Json, Message, button, clip, context, plain, rendered, typed

NAME = 80
FILE_TYPES = ("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods")
"""Endings of the files that can be read in; a text is tried whatever it is called."""

FILES_AT_ONCE = 5


def reading(texts: Texts, name: str) -> Message:
    """Said first: a large file takes a while."""
    return _plainly(texts.t("file.reading", name=typed(name, NAME)))


def found(texts: Texts, what: Asking | Preview, ref: FileRef) -> Message:
    """The questions that a file leaves open, or what reading it in would do."""
    if isinstance(what, Asking):
        return import_preview.questions(texts, what, ref)
    return import_preview.preview(texts, what, ref)


def reading_in(texts: Texts) -> Message:
    """It was confirmed; nothing is promised before it is done."""
    return _plainly(texts.t("file.reading_in"))


def again(texts: Texts) -> Message:
    """The questions were answered."""
    return _plainly(texts.t("file.again"))


def dismissed(texts: Texts, name: str) -> Message:
    return _plainly(texts.t("file.dismissed", name=typed(name, NAME)))


def wrong_kind(texts: Texts, name: str) -> Message:
    """A picture, a PDF: what can be dropped here instead."""
    said = texts.t("file.wrong_kind", name=typed(name, NAME))
    return Message(escape(said), rendered([plain(said), sb.ActionsBlock([_choose(texts)])]))


def done(texts: Texts, result: ReadIn, *, sent: bool = True) -> Message:
    """What came of a file, with the way back. `sent` False: the rows that are left out could not be sent back."""
    lines = [texts.n("file.done", result.added, name=typed(result.file_name, NAME))]
    if result.changed:
        lines.append(texts.n("file.done.changed", result.changed))
    if result.unchanged:
        lines.append(texts.n("file.done.unchanged", result.unchanged))
    if result.rejected:
        lines.append(texts.n("file.done.left_out" if sent else "file.done.left_out.not_sent", result.rejected))
    said = "\n".join(lines)
    blocks: list[sb.Block] = [plain(said)]
    if result.added or result.changed:
        undo = button(texts.t("file.undo"), ids.ACTION_UNDO_IMPORT, str(result.import_id))
        blocks.append(sb.ActionsBlock([undo]))
    return Message(escape(said), rendered(blocks))


def left_out_name(texts: Texts, name: str) -> str:
    """What the file with the left-out rows is called: `deals.left-out.csv`."""
    stem = name.rpartition(".")[0] or name
    return f"{stem}.{texts.t('file.left_out.name')}.csv"


def left_out_rows(texts: Texts, plan: Plan, rejected: Sequence[Rejected]) -> Iterator[list[Any]]:
    """A heading and a row per line that was left out: where it stood and why, then its cells as they were."""
    yield [texts.t("file.left_out.line"), texts.t("file.left_out.why"), *plan.layout.header]
    for row in rejected:
        yield [row.line, reason(texts, row), *row.cells]


def left_out_comment(texts: Texts, count: int) -> str:
    """Goes with that file. Slack reads it as mrkdwn; nothing in it is typed by anybody."""
    return texts.n("file.left_out.comment", count)


def modal(texts: Texts, rows: int, megabytes: int) -> Json:
    """The form that takes files: what `views.open` takes as `view`."""
    hint = texts.t("file.form.hint", rows=texts.number(rows), megabytes=texts.number(megabytes))
    blocks: list[sb.Block] = [
        context(texts.t("file.form.intro")),
        sb.InputBlock(
            texts.t("file.form.files"),
            sb.FileInput(ids.FIELD_FILES, filetypes=list(FILE_TYPES), max_files=FILES_AT_ONCE),
            block_id=ids.FIELD_FILES,
            hint=hint,
        ),
    ]
    view: dict[str, Any] = sb.ModalView(
        title=texts.t("form.title.import"),
        blocks=blocks,
        submit=texts.t("file.form.submit"),
        close=texts.t("form.cancel"),
        callback_id=ids.CALLBACK_IMPORT_FORM,
    ).to_dict()
    return view


def begun(texts: Texts, names: Sequence[str]) -> Json:
    """Takes the place of the form: where to look for what was found."""
    listed = clip(", ".join(typed(name, NAME) for name in names), 500)
    view: dict[str, Any] = sb.ModalView(
        title=texts.t("form.title.import"),
        blocks=[plain(texts.t("file.form.begun", names=listed))],
        close=texts.t("file.form.close"),
    ).to_dict()
    return view


def _choose(texts: Texts) -> sb.Button:
    return button(texts.t("button.import_file"), ids.ACTION_IMPORT_FILE)


def _plainly(said: str) -> Message:
    return Message(escape(said), rendered([plain(said)]))
