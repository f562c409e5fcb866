"""A week's question about a habit, as a row of buttons, and the answer that takes the buttons' place."""

from collections.abc import Callable, Sequence
from datetime import date
from re import compile as pattern
from typing import Final

from bot import ids
from bot.texts import Texts
from bot.values.commitment import Answer, Commitment
from bot.views.fast_blocks import actions, button, paragraph
from bot.views.message import Json, Message

CHECKS: Final = (
    (Answer.YES, ids.ACTION_COACH_CHECK_YES),
    (Answer.PARTLY, ids.ACTION_COACH_CHECK_PARTLY),
    (Answer.NO, ids.ACTION_COACH_CHECK_NO),
)
_ROW = pattern(r"(\w+:\d+:check:(\d+))(?::\w+)?")


def key(commitment: Commitment) -> str:
    """Ends the block id of a check-in's row in a letter, so that it is found again when it is answered."""
    return f"check:{commitment.id}"


def value(commitment: Commitment, week: date) -> str:
    """What the buttons carry: which commitment, and the first day of the week that is asked about."""
    return f"{commitment.id}:{week.isoformat()}"


def row(texts: Texts, commitment: Commitment, week: date) -> Json:
    """The three answers to choose from."""
    about = value(commitment, week)
    return actions(*(button(texts.t(f"coach.check.{answer.value}"), action, about) for answer, action in CHECKS))


def answered(texts: Texts, commitment: Commitment, week: date) -> str:
    """What was answered for that week, and a word about it; mrkdwn. Raises KeyError where nothing was."""
    answer = commitment.answers[week]
    said = texts.t("coach.check.answer", answer=texts.t(f"coach.check.{answer.value}"))
    return f"{said}\n{_noted(texts, commitment, answer)}"


def noted(texts: Texts, commitment: Commitment, answer: Answer) -> Message:
    """The same on its own, where what was pressed cannot be shown anew."""
    said = _noted(texts, commitment, answer)
    return Message(said, (paragraph(said),))


def has_row(blocks: Sequence[Json], commitment: Commitment) -> bool:
    """Whether a letter asks about a commitment, or tells what was answered."""
    rows = (_ROW.fullmatch(str(block.get("block_id") or "")) for block in blocks)
    return any(row is not None and int(row[2]) == commitment.id for row in rows)


def in_letter(
    texts: Texts,
    blocks: Sequence[Json],
    of: Callable[[int], Commitment | None],
    week: date,
    again: int | None = None,
) -> list[Json]:
    """A letter's blocks with each check-in as it stands: the answer with a way to change it, or the three buttons.

    `of` finds the reader's own commitments by their ids; the row of any other stays as it is. `again` is the one to be
    answered anew. All other blocks stay, in their places.
    """
    made: list[Json] = []
    told: set[str] = set()
    for block in blocks:
        found = _ROW.fullmatch(str(block.get("block_id") or ""))
        commitment = of(int(found[2])) if found is not None else None
        if found is None or commitment is None:
            made.append(block)
        elif found[1] not in told:
            told.add(found[1])
            made += _stands(texts, commitment, week, found[1], asks=commitment.id == again)
    return made


def _stands(texts: Texts, commitment: Commitment, week: date, block_id: str, *, asks: bool) -> list[Json]:
    if asks or week not in commitment.answers:
        return [{**row(texts, commitment, week), "block_id": block_id}]
    change = button(texts.t("coach.button.answer_again"), ids.ACTION_COACH_CHECK_AGAIN, value(commitment, week))
    return [
        {**paragraph(answered(texts, commitment, week)), "block_id": f"{block_id}:answer"},
        {**actions(change), "block_id": f"{block_id}:change"},
    ]


def _noted(texts: Texts, commitment: Commitment, answer: Answer) -> str:
    weeks = texts.n("coach.count.weeks", commitment.asked)
    return texts.t(f"coach.checked.{answer.value}", kept=texts.number(commitment.kept), asked=weeks)
