"""What was found in a file: its questions with menus, or its columns, first rows and what would come of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import slackblocks as sb

from bot import ids
from bot.importing import Plan, Rejected
from bot.importing.answers import EVERY_ROW, Ask
from bot.importing.preview import Asking, Preview, Shown, as_read
from bot.texts import Texts, escape
from bot.values import Amount
from bot.values.imports import FileRef
from bot.views import import_words
from bot.views.message import (
    BLOCKS_TOTAL,
    Json,
    Message,
    button,
    clip,
    header,
    plain,
    rendered,
    sentence_case,
    size,
    typed,
)

NAME = 80
HEADER = 40
CELL = 30
OPTION = 75
ROOMS = ((500, OPTION), (250, 40), (120, 20))
"""Characters of a question and of an answer to it: as many as a message holds."""

COLUMNS = 14  # shown with what they are read as; all others are counted
TABLE_COLUMNS = 6
ROWS = 3
REASONS = 3
NAMES = 5
NOTES = 1_500  # characters of all that should be known


def questions(texts: Texts, asking: Asking, ref: FileRef) -> Message:
    """Each question with a menu beside it; the answers are sent by one button."""
    name = _name_of(asking.plan)
    intro = texts.n("file.ask", len(asking.asks), name=name)
    asked = [_question(texts, ask) for ask in asking.asks]
    buttons = [
        button(texts.t("file.continue"), ids.ACTION_IMPORT_CONTINUE, ref.pack(), primary=True),
        button(texts.t("file.dismiss"), ids.ACTION_IMPORT_DISMISS, ref.pack()),
    ]
    for room in ROOMS:
        blocks = rendered([header(name), plain(intro)])
        blocks += tuple(
            _menu(texts, place, ask, said, *room)
            for place, (ask, said) in enumerate(zip(asking.asks, asked, strict=True))
        )
        blocks += rendered([sb.ActionsBlock(list(buttons))])
        if size(blocks) <= BLOCKS_TOTAL:
            break
    return Message(escape(clip("\n".join([intro, *asked]), 2_000)), blocks)


def _name_of(plan: Plan) -> str:
    """The file's name in a line; a dash where it is of signs that nobody sees."""
    return typed(plan.path.name, NAME) or "–"


def _menu(texts: Texts, place: int, ask: Ask, said: str, most: int, most_of_option: int) -> Json:
    """A question with its menu, cut to so many characters."""
    return {
        "type": "section",
        "text": {"type": "plain_text", "text": clip(said, most), "emoji": True},
        "accessory": {
            "type": "static_select",
            "action_id": f"{ids.ACTION_IMPORT_ANSWER}:{place}",
            "placeholder": {"type": "plain_text", "text": texts.t("file.choose"), "emoji": True},
            "options": [
                {"text": {"type": "plain_text", "text": clip(label, most_of_option)}, "value": str(n)}
                for n, label in enumerate(_options(texts, ask))
            ],
        },
    }


def preview(texts: Texts, found: Preview, ref: FileRef) -> Message:
    """The columns and what each is read as, the first rows, and what would come of all; nothing is recorded yet."""
    plan = found.plan
    title = texts.n("file.found", plan.total_rows, name=_name_of(plan))
    summary = _summary(texts, found)
    columns = plain(clip("\n".join(_columns(texts, plan)), 1_800))
    rows, table = _rows(texts, plan)
    blocks: list[sb.Block] = [header(_name_of(plan)), plain(f"{title}\n{summary}"), columns]
    place = len(blocks)
    blocks.append(plain(rows))
    if found.rejected:
        blocks.append(plain("\n".join(_left_out(texts, found.rejected))))
    if notes := clip("\n".join(_notes(texts, found)), NOTES):
        blocks.append(plain(notes))
    buttons = [button(texts.t("file.dismiss"), ids.ACTION_IMPORT_DISMISS, ref.pack())]
    question = texts.t("file.question.nothing")
    if found.added or found.changed:
        question = texts.t("file.question")
        buttons.insert(0, button(texts.t("file.confirm"), ids.ACTION_IMPORT_CONFIRM, ref.pack(), primary=True))
    blocks += [plain(question), sb.ActionsBlock(list(buttons))]
    said = escape(f"{title}\n{summary}\n{question}")
    drawn = rendered([table]) if table is not None else ()
    return Message(said, rendered(blocks), charts=drawn, chart_places=(place,) if drawn else ())


def reason(texts: Texts, row: Rejected) -> str:
    """Why a row is left out, in words."""
    return import_words.rejection(texts, row, _shown(texts, row.params), in_slack=True)


# Questions


def _question(texts: Texts, ask: Ask) -> str:
    if ask.key in ("stage", "other_stages", "too_many_stages"):
        params = _shown(texts, {name: value for name, value in ask.params.items() if name != "count"})
        return texts.n(f"file.ask.{ask.key}", int(ask.params["count"]), **params)
    return texts.t(f"file.asks.{ask.key}", **_shown(texts, ask.params))


def _options(texts: Texts, ask: Ask) -> Iterator[str]:
    for value in ask.values:
        match ask.key:
            case "date_order" | "decimal_mark" | "stage" | "other_stages":
                yield texts.t(f"file.answer.{value}")
            case "which_outcome" if value in EVERY_ROW:
                yield texts.t(f"file.answer.every.{EVERY_ROW[value].value}")
            case "which_date":
                answer = texts.t(f"file.answer.{value}") if value else texts.t("file.answer.something_else")
                yield texts.t("file.answer.likeliest", answer=answer) if value == ask.values[0] else answer
            case "which_column" if not value:
                yield texts.t("file.answer.none_of_them")
            case _:
                yield typed(value, OPTION) or "–"


# The preview's parts


def _summary(texts: Texts, found: Preview) -> str:
    lines = [texts.n("file.would.add", found.added)]
    if found.changed:
        lines.append(texts.n("file.would.change", found.changed))
    if found.unchanged:
        lines.append(texts.n("file.would.leave", found.unchanged))
    if found.rejected:
        lines.append(texts.n("file.would.leave_out", len(found.rejected)))
    lines.append(
        texts.t(
            "file.outcomes",
            won=texts.number(found.won),
            lost=texts.number(found.lost),
            open=texts.number(found.open),
        )
    )
    return "\n".join(lines)


def _columns(texts: Texts, plan: Plan) -> Iterator[str]:
    yield texts.t("file.columns")
    read = list(plan.columns.items())
    for field, column in read[:COLUMNS]:
        yield texts.t("file.column", column=typed(column, HEADER), field=texts.t(f"file.field.{field}"))
    if len(read) > COLUMNS:
        yield texts.n("file.columns.more", len(read) - COLUMNS)
    unused = [typed(name, HEADER) for name in plan.unused if name]
    if unused:
        more = len(unused) - NAMES
        names = ", ".join(unused[:NAMES]) + (f" +{texts.number(more)}" if more > 0 else "")
        yield texts.t("file.columns.unused", names=names)


def _rows(texts: Texts, plan: Plan) -> tuple[str, sb.TableBlock | None]:
    """The first rows as lines, and as a table where Slack draws one; only columns that are read."""
    shown = list(plan.columns)[:TABLE_COLUMNS]
    rows = [[_cell(texts, cell) for cell in row] for row in as_read(plan, shown, ROWS)]
    lines = [texts.t("file.rows"), *(" · ".join(row) for row in rows)]
    headings = [sentence_case(texts.t(f"file.field.{field}")) for field in shown]
    if not rows or not headings:
        return "\n".join(lines), None
    return "\n".join(lines), sb.TableBlock([[sb.RawText(cell) for cell in row] for row in (headings, *rows)])


def _cell(texts: Texts, cell: Shown) -> str:
    match cell:
        case date():
            return texts.date(cell)
        case Amount():
            return texts.amount(cell)
        case _:
            return typed(cell, CELL) or "–"


def _left_out(texts: Texts, rejected: Sequence[Rejected]) -> Iterator[str]:
    for row in rejected[:REASONS]:
        yield texts.t("file.left_out", line=texts.number(row.line), reason=clip(reason(texts, row), 300))
    if len(rejected) > REASONS:
        yield texts.n("file.left_out.more", len(rejected) - REASONS)


def _notes(texts: Texts, found: Preview) -> Iterator[str]:
    """What one should know before it is confirmed."""
    if found.here_already:
        yield texts.t("file.note.own_export")
    if "currency" not in found.plan.columns and found.plan.amount is not None:
        yield texts.t("file.note.currency", currency=found.plan.amount.unit.currency or found.plan.currency)
    if found.plan.footer:
        yield texts.n("import.footer", found.plan.footer)
    if found.waiting:
        more = len(found.waiting) - NAMES
        names = ", ".join(typed(name, HEADER) for name in found.waiting[:NAMES])
        yield texts.t("file.note.waiting", names=names + (f" +{texts.number(more)}" if more > 0 else ""))
    for notice in found.plan.warnings:
        yield import_words.warning(texts, notice, _shown(texts, notice.params), in_slack=True)
    for key, count in found.notes:
        yield import_words.note(texts, key, count)


def _shown(texts: Texts, params: Mapping[str, Any]) -> dict[str, str]:
    """Parameters as a reader writes them; what a file says stays on one line."""
    return {name: _value(texts, name, value) for name, value in params.items()}


def _value(texts: Texts, name: str, value: Any) -> str:
    if name == "per":
        return texts.t(f"file.per.{value}")
    if name == "field":
        return texts.t(f"file.field.{value}")
    if isinstance(value, int | float):
        return texts.number(value)
    if isinstance(value, tuple | list):
        return ", ".join(typed(str(one), HEADER) for one in value)
    return typed(str(value), NAME)
