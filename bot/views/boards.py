"""Boards: three names at most, what they rest on, and a button to one's own place."""

import slackblocks as sb

from bot import ids
from bot.texts import Texts, escape
from bot.values.sharing import Board, BoardLine, Place
from bot.views.card_lines import value_of
from bot.views.message import Message, button, context, header, paragraph, plain, rendered, typed

NAME = 60


def board(texts: Texts, board: Board) -> Message:
    """A board as it is posted in a channel."""
    title = texts.t(f"boards.title.{board.kind}")
    lines = [
        texts.t("boards.line", place=texts.number(n), what=_line(texts, line, board.currency))
        for n, line in enumerate(board.lines, 1)
    ]
    how = texts.n(f"boards.how.{board.kind}", board.taking_part)
    mine = button(texts.t("boards.button.place"), ids.ACTION_BOARD_PLACE, board.period)
    blocks = [header(title), plain("\n".join(lines)), context(how), sb.ActionsBlock([mine])]
    return Message("\n".join([title, *(escape(line) for line in lines), how]), rendered(blocks))


def place(texts: Texts, place: Place) -> Message:
    """One's own place, for oneself alone; how to take part, or no longer."""
    if not place.joined:
        said = texts.t("boards.not_joined")
        join = button(texts.t("boards.button.join"), ids.ACTION_BOARD_JOIN)
        return Message(said, rendered([paragraph(said), sb.ActionsBlock([join])]))
    leave = sb.ActionsBlock([button(texts.t("boards.button.leave"), ids.ACTION_BOARD_LEAVE)])
    if place.place is None or place.line is None:
        said = texts.t(f"boards.no_place.{place.kind}")
    else:
        what = _what(texts, place.line, place.currency)
        said = texts.n("boards.place", place.taking_part, place=texts.number(place.place), what=what)
    return Message(escape(said), rendered([plain(said), leave]))


def chosen(texts: Texts, *, joins: bool) -> Message:
    """Taking part from now on, or no longer."""
    said = texts.t("boards.joined" if joins else "boards.left")
    way = (
        button(texts.t("boards.button.leave"), ids.ACTION_BOARD_LEAVE)
        if joins
        else button(texts.t("boards.button.join"), ids.ACTION_BOARD_JOIN)
    )
    return Message(said, rendered([paragraph(said), sb.ActionsBlock([way])]))


def home_blocks(texts: Texts, *, takes_part: bool) -> list[sb.Block]:
    """On the home tab, where the workspace has boards: what being named would mean, and the choice."""
    said = texts.t("boards.home.in" if takes_part else "boards.home.out")
    if takes_part:
        way = button(texts.t("boards.button.leave"), ids.ACTION_BOARD_LEAVE)
    else:
        way = button(texts.t("boards.button.join"), ids.ACTION_BOARD_JOIN)
    return [paragraph(f"*{texts.t('boards.home.title')}*\n{said}"), sb.ActionsBlock([way])]


def _line(texts: Texts, line: BoardLine, currency: str) -> str:
    return f"{typed(line.name, NAME)}: {_what(texts, line, currency)}"


def _what(texts: Texts, line: BoardLine, currency: str) -> str:
    """`win rate from 31% (45) to 44% (52)`, `112% of 2 goals`"""
    if line.pillar is None:
        return texts.n("boards.share", line.goals, share=texts.percent(line.share or 0.0))
    before, now = (
        _with_sample(texts, line.pillar, value, sample, currency)
        for value, sample in ((line.before, line.before_sample), (line.now, line.now_sample))
    )
    return texts.t("boards.rose", pillar=texts.t(f"pillar.{line.pillar}").lower(), before=before, now=now)


def _with_sample(texts: Texts, pillar: str, value: float | None, sample: int, currency: str) -> str:
    said = value_of(texts, pillar, value, currency)
    return said if pillar == "opportunities" else texts.t("card.cell", value=said, sample=texts.number(sample))
