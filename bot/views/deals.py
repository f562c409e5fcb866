"""Answers to `/deal`: what was recorded or changed, what we ask before recording, the list, the help."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import slackblocks as sb

from bot import ids
from bot.language.examples import HELP_EXAMPLES, in_language
from bot.texts import Texts, entities, escape
from bot.values import (
    Changed,
    Deal,
    DealPage,
    Deed,
    Duplicate,
    PastImport,
    Standing,
    UndoneImport,
    WhichDeal,
)
from bot.views import fast_blocks
from bot.views.deal_lines import brief, changes, details, line, outcome_of
from bot.views.message import (
    BLOCKS_TOTAL,
    BUTTON_VALUE,
    Json,
    Message,
    button,
    clip,
    code,
    context,
    header,
    paragraph,
    plain,
    rendered,
    size,
    typed,
)
from pillars.windows import DEFAULT_DAYS

PAGE_SIZE = 10
FILE_NAME = 80  # characters of a file's name
OPTION = 75  # characters of a choice in a menu
CANDIDATES = 5  # more buttons than one can choose from at a glance
# Below a question there may stand one more button with an entry of its own.
QUESTION_TOTAL = BLOCKS_TOTAL - BUTTON_VALUE - 500

# Shape beside the word, so that a list can be skimmed; never colour, never a verdict.
MARKS = {"won": "✓", "order": "✓", "lost": "✕", "open": "○"}

# What a deal's closing changes by itself; the headline says it.
_SAID_BY_CLOSING = frozenset({ids.FIELD_OUTCOME, ids.FIELD_CLOSED_ON, ids.FIELD_LOSS_REASON})


def changed(texts: Texts, change: Changed, entry: str | None = None) -> Message:
    """One short message after a change: what was done, where the rep stands now, and how to take it back.

    `entry` is the value of the button that records a new deal instead, where `could_be_amount` offers that; it is at
    most 2,000 characters, and without it the button is left out.
    """
    lines = [_headline(texts, change), *_further(texts, change)]
    stands = standing(texts, change.standing)
    said = "\n".join(lines)
    blocks = (
        fast_blocks.plain_section(said),
        fast_blocks.plain_context(stands),
        fast_blocks.actions(*_buttons(texts, change, entry)),
    )
    return Message(text=escape(f"{said}\n{stands}"), blocks=blocks)


def _headline(texts: Texts, change: Changed) -> str:
    deal, deed = change.deal, change.deed
    if deed is Deed.RECORDED or (deed is Deed.CLOSED and outcome_of(deal) not in ("won", "lost")):
        return texts.t(f"deal.recorded.{outcome_of(deal)}", deal=line(texts, deal, stands=False))
    if deed is Deed.CLOSED:
        return texts.t(f"deal.closed.{outcome_of(deal)}", deal=line(texts, deal, stands=False))
    if deed is not Deed.UNDONE:
        return texts.t(f"deal.now.{deed.value}", deal=line(texts, deal))
    if change.undid is Deed.UNDONE and deal.deleted:
        return texts.t("deal.undone.gone_again", deal=line(texts, deal))
    undid = change.undid or Deed.EDITED
    # Where the sentence itself says how the deal stands now, the line need not.
    says_it = undid in (Deed.RECORDED, Deed.CLOSED)
    return texts.t(f"deal.undone.{undid.value}", deal=brief(texts, deal) if says_it else line(texts, deal))


def _further(texts: Texts, change: Changed) -> list[str]:
    """Lines that confirm what else was understood or changed; most answers have none."""
    if change.deed is Deed.RECORDED:
        said = details(texts, change.deal)
        return [said] if said else []
    if change.before is None:
        return []
    if change.deed is Deed.CLOSED:
        return changes(texts, change.before, change.deal, leave_out=_SAID_BY_CLOSING)
    if change.deed is Deed.EDITED or change.undid in (Deed.EDITED, Deed.UNDONE):
        return changes(texts, change.before, change.deal)
    return []


def _buttons(texts: Texts, change: Changed, entry: str | None) -> list[Json]:
    take_back = fast_blocks.button(_take_back(texts, change), ids.ACTION_UNDO, str(change.change_id))
    if change.deal.deleted:
        return [take_back]
    buttons = [take_back, fast_blocks.button(texts.t("button.details"), ids.ACTION_DETAILS, str(change.deal.number))]
    if change.could_be_amount is not None and entry and len(entry) <= BUTTON_VALUE:
        label = texts.t("button.new_instead", amount=texts.amount(change.could_be_amount))
        buttons.append(fast_blocks.button(label, ids.ACTION_NEW_INSTEAD, entry))
    return buttons


def _take_back(texts: Texts, change: Changed) -> str:
    if change.deed is not Deed.UNDONE or change.undid is Deed.UNDONE:
        return texts.t("button.undo")
    return texts.t("button.delete_again" if change.undid is Deed.DELETED else "button.put_back")


def standing(texts: Texts, now: Standing) -> str:
    """Win rate and average order with their samples: `Win rate 42% (19 of 45 decided) · average order …`"""
    rate, order = now.win_rate, now.order_value
    if rate.value is None or not rate.sample:
        win_rate = texts.t("standing.win_rate.none")
    else:
        won = texts.number(round(rate.value * rate.sample))
        decided = texts.number(rate.sample)
        win_rate = texts.n("standing.win_rate", rate.sample, value=texts.percent(rate.value), won=won, decided=decided)
    if order.value is None or not order.sample:
        order_value = texts.t("standing.order_value.none")
    else:
        order_value = texts.n("standing.order_value", order.sample, value=texts.average(order.value, now.currency))
    return texts.t("standing", win_rate=win_rate, order_value=order_value, days=DEFAULT_DAYS)


def duplicate(texts: Texts, twin: Duplicate, entry: str) -> Message:
    """The same entry again: nothing was recorded. `entry`, at most 2,000 characters, is recorded by the button."""
    question = texts.n("deal.duplicate", max(twin.minutes, 1), deal=line(texts, twin.first))
    again = button(texts.t("button.record_again"), ids.ACTION_RECORD_AGAIN, entry)
    return Message(escape(question), rendered([plain(question), sb.ActionsBlock([again])]))


def which_deal(texts: Texts, question: WhichDeal, entries: Mapping[int | None, str]) -> Message:
    """Several open deals fit: a button for each, at most five, and one for a new deal where that may be meant.

    `entries` holds the buttons' values, at most 2,000 characters each, by deal number; None is the new deal's. The
    candidates' action ids are `ACTION_CLOSE_THIS` with `:` and the deal's number: one block may not hold an id twice.
    """
    for most in range(min(CANDIDATES, len(question.candidates)), 0, -1):
        message = _which(texts, question, entries, most)
        if size(message.blocks) <= QUESTION_TOTAL:
            return message
    return _which(texts, question, entries, min(1, len(question.candidates)))


def _which(texts: Texts, question: WhichDeal, entries: Mapping[int | None, str], most: int) -> Message:
    """With the first `most` candidates. Each carries its whole entry: with a long note, five may be too much."""
    shown = question.candidates[:most]
    lines = [texts.t(f"deal.which.{question.outcome.value}"), *(line(texts, deal) for deal in shown)]
    if more := len(question.candidates) - len(shown):
        verb, number = texts.verb(question.outcome.value), question.candidates[-1].number
        lines.append(texts.n("deal.which_more", more, verb=verb, number=number))
    buttons = [
        button(brief(texts, deal), f"{ids.ACTION_CLOSE_THIS}:{deal.number}", entries[deal.number]) for deal in shown
    ]
    if question.may_be_new:
        buttons.append(button(_another(texts, question), ids.ACTION_NEW_INSTEAD, entries[None]))
    said = "\n".join(lines)
    blocks: list[sb.Block] = [plain(said)]
    if buttons:
        blocks.append(sb.ActionsBlock(list(buttons)))
    return Message(escape(said), rendered(blocks))


def _another(texts: Texts, question: WhichDeal) -> str:
    if question.amount is None:
        return texts.t("button.another")
    return texts.t("button.another.amount", amount=texts.amount(question.amount))


def undo_import(texts: Texts, past: PastImport) -> Message:
    """An admin's last change may be an import: we ask before taking that many deals back."""
    question = texts.n(
        "import.undo.question", past.added, file=typed(past.file_name, FILE_NAME), date=texts.date(past.on)
    )
    blocks = [
        plain(question),
        sb.ActionsBlock([button(texts.t("import.undo.button"), ids.ACTION_UNDO_IMPORT, str(past.id))]),
    ]
    return Message(text=escape(question), blocks=rendered(blocks))


def import_undoing(texts: Texts, file_name: str, *, here: bool) -> Message:
    """A large import is being taken back: `here` where it is told in the place of this, else in a direct message."""
    said = texts.t("import.undoing.here" if here else "import.undoing.message", file=typed(file_name, FILE_NAME))
    return Message(text=escape(said), blocks=rendered([plain(said)]))


def import_undone(texts: Texts, undone: UndoneImport) -> Message:
    """What became of an import that was taken back."""
    lines = [texts.n("import.undone", undone.deleted, file=typed(undone.file_name, FILE_NAME))]
    if undone.restored:
        lines.append(texts.n("import.undone.restored", undone.restored))
    if undone.kept:
        lines.append(texts.n("import.undone.kept", undone.kept))
    said = "\n".join(lines)
    return Message(text=escape(said), blocks=rendered([plain(said)]))


def page(texts: Texts, deals: DealPage) -> Message:
    """One page of a rep's deals, a line each; the buttons' values are `open:2` or `all:2`, the page to show."""
    title = texts.t("deal.list.title.open" if deals.open_only else "deal.list.title")
    if not deals.total:
        empty = texts.t("deal.list.empty.open" if deals.open_only else "deal.list.empty")
        record = button(texts.t("button.new_deal"), ids.ACTION_NEW_DEAL, primary=True)
        return Message(empty, rendered([paragraph(empty), sb.ActionsBlock([record])]))
    shown = deals.deals[:PAGE_SIZE]
    if not shown:
        beyond = texts.t("deal.list.beyond", page=deals.page, pages=deals.pages)
        last = replace(deals, page=deals.pages + 1)
        return Message(beyond, rendered([paragraph(beyond), sb.ActionsBlock(list(_turns(texts, last)))]))
    lines = "\n".join(list_line(texts, deal) for deal in shown)
    where = texts.n("deal.list.page", deals.total, page=deals.page, pages=deals.pages)
    hint = texts.t("deal.list.hint")
    blocks = [header(title), plain(lines), context(f"{where} · {hint}")]
    blocks.append(sb.ActionsBlock([*_turns(texts, deals), _edit_one(texts, shown)]))
    return Message(f"{title}\n{escape(lines)}\n{where}", rendered(blocks))


def _edit_one(texts: Texts, shown: Sequence[Deal]) -> sb.StaticSelectMenu:
    """A choice of the deals on the page, which opens the one that is chosen."""
    options = [sb.Option(sb.PlainText(clip(brief(texts, deal), OPTION)), str(deal.number)) for deal in shown]
    return sb.StaticSelectMenu(ids.ACTION_LIST_EDIT, options, placeholder=sb.PlainText(texts.t("deal.list.edit")))


def _turns(texts: Texts, deals: DealPage) -> list[sb.Button]:
    kind = "open" if deals.open_only else "all"
    turns = []
    if deals.page > 1:
        back = f"{kind}:{deals.page - 1}"
        turns.append(button(texts.t("button.previous"), ids.ACTION_LIST_PAGE_BACK, back))
    if deals.page < deals.pages:
        turns.append(button(texts.t("button.next"), ids.ACTION_LIST_PAGE, f"{kind}:{deals.page + 1}"))
    return turns


def list_line(texts: Texts, deal: Deal) -> str:
    """`✓ #1042 · Acme · 25 000 kr · won 1 Oct 2026`"""
    return f"{MARKS[outcome_of(deal)]} {line(texts, deal)}"


def help(texts: Texts, examples: Sequence[str] = ()) -> Message:  # noqa: A001 - the command is called so
    """How to use `/deal`, with `examples`, each a whole command, or else our own in the user's language."""
    commands = "\n".join(examples or in_language(HELP_EXAMPLES, texts.language))
    intro, *more = (texts.t(f"deal.help.{part}") for part in ("intro", "amounts", "undo"))
    blocks = [
        header(texts.t("deal.help.title")),
        paragraph(intro),
        code(commands),
        context(*more),
        sb.ActionsBlock([button(texts.t("button.new_deal"), ids.ACTION_NEW_DEAL)]),
    ]
    return Message("\n".join([intro, entities(commands), *more]), rendered(blocks))
