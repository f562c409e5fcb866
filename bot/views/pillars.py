"""Answers to `/pillars`: the card of a rep or of the team, to be read in ten seconds, and the help."""

from collections.abc import Sequence
from dataclasses import dataclass

import slackblocks as sb

from bot.language.examples import PILLARS_EXAMPLES, in_language
from bot.texts import Texts, entities, escape
from bot.values import Card
from bot.views import card_lines, gain_lines, goals, rep_table, trend_chart, verdict_lines
from bot.views.message import (
    BLOCKS_TOTAL,
    SECTION_TEXT,
    Message,
    clip,
    code,
    context,
    header,
    mrkdwn,
    paragraph,
    plain,
    rendered,
    sentence_case,
    size,
)
from pillars import PILLARS
from pillars.windows import DEFAULT_DAYS

TEXT_TOTAL = 3000  # notifications and screen readers want the gist, and Slack advises against more than 4,000


@dataclass(frozen=True, slots=True)
class _Part:
    """A block in words, with what may be drawn in its place, and what it says as mrkdwn text."""

    block: sb.Block
    said: str
    drawn: sb.Block | None = None


def card(texts: Texts, card: Card) -> Message:
    """The four pillars with their samples and what they were before, and what stands behind them.

    The trend's chart and the reps' table, which not every Slack draws, are `Message.charts`; the blocks say both in
    words.
    """
    parts = [
        *_pillars(texts, card),
        *_moves(texts, card),
        *_goals(texts, card),
        *_behind(texts, card),
        *_trend(texts, card),
        *_reps(texts, card),
        *_buttons(texts, card),
        _closing(texts, card),
    ]
    text = clip("\n".join(part.said for part in parts if part.said), TEXT_TOTAL)
    blocks = rendered([part.block for part in parts])
    message = Message(text, blocks)
    for place, part in enumerate(parts):
        if part.drawn is None:
            continue
        drawn = Message(text, blocks, message.charts + rendered([part.drawn]), (*message.chart_places, place))
        # Of many reps with long names there are only lines, which know how much room there is.
        if size(drawn.with_charts) <= BLOCKS_TOTAL:
            message = drawn
    return message


def title(texts: Texts, card: Card) -> str:
    """Whose figures, and of when."""
    return verdict_lines.title(texts, card)


def fields(texts: Texts, card: Card) -> sb.SectionBlock:
    """The four pillars, two beside two; the value is what the eye should meet first."""
    said: list[str | sb.Text] = []
    for name, now, compared in verdict_lines.pillar_lines(texts, card):
        value, mark, sample = now.partition(" · ")
        shown = sentence_case(value) if value == texts.t("nothing_yet") else f"*{value}*"
        said.append(mrkdwn("\n".join([name, f"{shown}{mark}{sample}", *compared])))
    return sb.SectionBlock(fields=said)


def moves(texts: Texts, card: Card) -> list[str]:
    """What the figures mean: the season, slow changes, and what is within reach; a line each, mrkdwn."""
    said = [verdict_lines.season(texts, card), *verdict_lines.drifts(texts, card), gain_lines.lever(texts, card)]
    if card.team_pending:
        said.append(texts.t("card.team_pending"))
    return [line for line in said if line]


def _pillars(texts: Texts, card: Card) -> list[_Part]:
    whose = title(texts, card)
    lines = verdict_lines.pillar_lines(texts, card)
    said = "\n".join(f"{name}: {', '.join([now, *compared])}" for name, now, compared in lines)
    return [_Part(header(whose), escape(whose)), _Part(fields(texts, card), said)]


def _moves(texts: Texts, card: Card) -> list[_Part]:
    """The season, and what is within reach: what the figures mean before what stands behind them."""
    lines = "\n".join(moves(texts, card))
    return [_Part(paragraph(lines), lines)] if lines else []


def _goals(texts: Texts, card: Card) -> list[_Part]:
    lines = "\n".join(goals.progress_lines(texts, card))
    return [_Part(paragraph(lines), lines)] if lines else []


def _behind(texts: Texts, card: Card) -> list[_Part]:
    """Pipeline and velocity, then the quieter lines."""
    lines = [card_lines.pipeline(texts, card), card_lines.velocity(texts, card), gain_lines.change(texts, card)]
    flow = "\n".join(line for line in lines if line)
    parts = [_Part(paragraph(flow), flow)]
    quiet = [
        " · ".join(card_lines.beside(texts, card)),
        card_lines.left_out(texts, card),
        card_lines.conventions(texts, card),
    ]
    said = [line for line in quiet if line]
    parts.append(_Part(context(*said), "\n".join(said)))
    return parts


def _trend(texts: Texts, card: Card) -> list[_Part]:
    said = trend_chart.words(texts, card)
    return [] if said is None else [_Part(context(said), said, trend_chart.chart(texts, card))]


def _reps(texts: Texts, card: Card) -> list[_Part]:
    if not card.reps:
        return []
    # Half of what a message holds is enough for the other half, which has no long texts.
    room = min(SECTION_TEXT, BLOCKS_TOTAL // 2) - len(texts.t("card.reps")) - 1
    lines, more = rep_table.lines(texts, card.reps, card.currency, room)
    said = "\n".join([texts.t("card.reps"), *lines])
    drawn = rep_table.table(texts, card.reps, card.currency)
    parts = [_Part(plain(said), escape(said), drawn)]
    if more:
        rest = texts.n("card.reps.more", more)
        parts.append(_Part(context(rest), rest))
    return parts


def _buttons(texts: Texts, card: Card) -> list[_Part]:
    return [] if card_lines.is_empty(card) else [_Part(verdict_lines.buttons(texts, card), "")]


def _closing(texts: Texts, card: Card) -> _Part:
    """The period, and one command that is worth writing next."""
    if card_lines.is_empty(card):
        next_step = texts.t("card.next.record")
    elif card.name is None:
        next_step = texts.t("card.next.period")
    else:
        next_step = texts.t("card.next.team")
    lines = [f"{card_lines.period(texts, card)} · {next_step}"]
    if card.as_of is not None:
        lines.insert(0, texts.t("card.as_of", time=texts.moment(card.as_of)))
    if card.hidden_reps:
        lines.insert(0, texts.t("card.hidden_reps"))
    return _Part(context(*lines), "\n".join(lines))


def help(texts: Texts, examples: Sequence[str] = ()) -> Message:  # noqa: A001 - the command is called so
    """What the four pillars are, and what can be written after `/pillars`, with `examples` or else our own."""
    meanings = "\n".join(texts.t(f"pillars.help.{pillar}") for pillar in PILLARS)
    commands = "\n".join(examples or in_language(PILLARS_EXAMPLES, texts.language))
    usage = texts.t("pillars.help.whose", days=DEFAULT_DAYS)
    hints = [usage, texts.t("pillars.help.samples"), texts.t("pillars.help.goals")]
    blocks = [header(texts.t("pillars.help.title")), paragraph(meanings), code(commands), context(*hints)]
    return Message("\n".join([meanings, entities(commands), *hints]), rendered(blocks))
