"""What may be said of each pillar, in lines: its verdicts, the season, slow changes, and the reasons."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Self

import slackblocks as sb

from bot import ids
from bot.errors import FormExpired
from bot.texts import Texts, escape
from bot.values import Card, PillarScore
from bot.views.card_lines import NO_SCORE, known, now, value_of
from bot.views.message import Message, button, context, header, paragraph, rendered, typed
from bot.views.verdict_words import points_elsewhere, verdict, why_more
from pillars import PILLARS, Verdict, Window
from pillars.windows import DEFAULT_DAYS

# How far a level must be from the value to be worth a sentence.
TELLING = 0.02
# A range whose ends are so many times apart says no more than that there are too few.
TOO_WIDE = 20
NAME = 60
# Before it nobody sold anything that is recorded, and near the calendar's first year there are no windows to compare.
EARLIEST = date(1900, 1, 1)
MOST_DIGITS = 15
"""No id has more."""


@dataclass(frozen=True, slots=True)
class CardReference:
    """Which card a button belongs to, and which pillar of it; the card is computed anew when it is pressed."""

    member_id: int | None  # None: the team's
    window: Window
    pillar: str = ""

    @classmethod
    def of(cls, card: Card, pillar: str = "") -> Self:
        return cls(card.member_id, card.window, pillar)

    def written(self) -> str:
        whose = "team" if self.member_id is None else str(self.member_id)
        return f"{whose}:{self.window.start}:{self.window.end}:{self.pillar}"

    @classmethod
    def parse(cls, written: str) -> Self:
        """What `written` gave. Raises FormExpired where it is something else."""
        try:
            whose, start, end, pillar = written.split(":")
            if len(whose) > MOST_DIGITS:
                raise FormExpired
            window = Window(date.fromisoformat(start), date.fromisoformat(end))
            member_id = None if whose == "team" else int(whose)
        except ValueError:
            raise FormExpired from None
        if pillar not in ("", *PILLARS) or window.start < EARLIEST:
            raise FormExpired
        return cls(member_id, window, pillar)


def pillar_lines(texts: Texts, card: Card) -> list[tuple[str, str, tuple[str, ...]]]:
    """Each pillar's name, its value, and what it is compared with: the window before and, for a rep, colleagues."""
    lines = []
    for pillar in PILLARS:
        score = card.scores.get(pillar, NO_SCORE)
        days = card.window.days
        compared = (before(texts, pillar, score, card.currency, days), team(texts, pillar, score, card.currency, days))
        said = tuple(line for line in compared if line)
        lines.append((texts.t(f"pillar.{pillar}"), now(texts, pillar, score, card.currency), said))
    return lines


def before(texts: Texts, pillar: str, score: PillarScore, currency: str, days: int = DEFAULT_DAYS) -> str:
    """`before: 39% · 41 · ○ too early, about 60 more decided deals`; no verdict where there is nothing to compare."""
    value = _with_sample(texts, pillar, score.previous, score.previous_sample, currency)
    said = texts.t("pillar.before", value=value)
    if not known(score.previous):
        return said
    return _beside(texts, pillar, score, said, score.vs_previous, score.previous, score.previous_more, days)


def team(texts: Texts, pillar: str, score: PillarScore, currency: str, days: int = DEFAULT_DAYS) -> str | None:
    """`colleagues: 36% · 310 · ▲ better`: all in the team but the rep; None without enough of them."""
    if not known(score.team):
        return None
    value = _with_sample(texts, pillar, score.team, score.team_sample, currency)
    said = texts.t("pillar.team.each" if pillar == "opportunities" else "pillar.team", value=value)
    return _beside(texts, pillar, score, said, score.vs_team, score.team, score.team_more, days)


def _beside(
    texts: Texts,
    pillar: str,
    score: PillarScore,
    said: str,
    word: Verdict,
    other: float | None,
    more: float | None,
    days: int,
) -> str:
    """What one is compared with, and the verdict on it; no verdict where there is nothing of one's own."""
    if not known(score.value):
        return said
    judged = verdict(texts, pillar, word, value=score.value, other=other, more=more, sample=score.sample, days=days)
    return texts.t("pillar.compared", value=said, verdict=judged)


def season(texts: Texts, card: Card) -> str | None:
    """How the whole team moved, where it did."""
    moves = [
        texts.t("card.season.move", pillar=texts.t(f"pillar.{pillar}").lower(), verdict=texts.t(f"verdict.{word}"))
        for pillar in PILLARS
        if (word := card.scores.get(pillar, NO_SCORE).season) in ("better", "worse")
    ]
    return texts.t("card.season", moves=", ".join(moves)) if moves else None


def drifts(texts: Texts, card: Card) -> list[str]:
    """Slow changes, which windows forget: a line each."""
    return [
        texts.t(f"card.drift.{drift.direction}", pillar=texts.t(f"pillar.{drift.pillar}"), week=texts.day(drift.since))
        for drift in card.drifts
        if drift.direction != "none"
    ]


def whose(texts: Texts, card: Card) -> str:
    """Whose pillars they are: one's own, the team's, or a colleague's by name."""
    if card.mine:
        return texts.t("card.title.mine")
    if card.name is None:
        return texts.t("card.title.team")
    return texts.t("card.title.rep", name=typed(card.name, NAME))


def title(texts: Texts, card: Card) -> str:
    """Whose figures, and of when."""
    return f"{whose(texts, card)} · {texts.span(card.window)}"


def tells(pillar: str, low: float | None, high: float | None) -> bool:
    """Whether an interval says anything: two orders may leave it anywhere from 8 kr to two millions."""
    if low is None or high is None or not (known(low) and known(high)):
        return False
    return pillar != "order_value" or high <= TOO_WIDE * low


def why(texts: Texts, card: Card) -> Message:
    """`/pillars why`: the arithmetic behind each verdict, with the card's own numbers."""
    paragraphs = [_why(texts, card, pillar) for pillar in PILLARS]
    notes = [texts.t("why.promise")]
    if moved := season(texts, card):
        notes.insert(0, moved)
    if card.name is not None and not any(known(score.team) for score in card.scores.values()):
        notes.insert(0, texts.t("card.team_pending" if card.team_pending else "why.no_team"))
    figures = escape(title(texts, card))
    blocks = [
        header(texts.t("why.title")),
        context(figures),
        *(paragraph(text) for text in paragraphs),
        context(*notes),
    ]
    return Message("\n".join([figures, *paragraphs, *notes]), rendered(blocks))


def buttons(texts: Texts, card: Card) -> sb.ActionsBlock:
    """To the reasons behind this card, and to a chart of any pillar of it."""
    options = [
        sb.Option(sb.PlainText(texts.t(f"pillar.{pillar}")), CardReference.of(card, pillar).written())
        for pillar in PILLARS
    ]
    chart = sb.StaticSelectMenu(ids.ACTION_CHART, options, placeholder=sb.PlainText(texts.t("button.chart")))
    return sb.ActionsBlock([button(texts.t("button.why"), ids.ACTION_WHY, CardReference.of(card).written()), chart])


def _why(texts: Texts, card: Card, pillar: str) -> str:
    score = card.scores.get(pillar, NO_SCORE)
    said = [f"*{texts.t(f'pillar.{pillar}')}: {now(texts, pillar, score, card.currency)}*"]
    if not known(score.value):
        return f"{said[0]}\n{texts.t('why.none')}"
    if tells(pillar, score.low, score.high):
        low, high = (value_of(texts, pillar, end, card.currency) for end in (score.low, score.high))
        said.append(texts.t("why.interval", low=low, high=high))
    else:
        said.append(texts.t("why.no_interval"))
    said += _compared(texts, pillar, score, card)
    if _leans_on_the_team(score):
        said.append(texts.t("why.level", level=value_of(texts, pillar, score.level, card.currency)))
    if pillar != "win_rate" and not _otherwise(pillar, score):  # which has said it already
        said.append(texts.t(f"why.how.{pillar}"))
    return said[0] + "\n" + " ".join(said[1:])


def _compared(texts: Texts, pillar: str, score: PillarScore, card: Card) -> list[str]:
    """Against the period before and against the others; in one sentence where neither tells yet."""
    currency, days = card.currency, card.window.days
    value = _in_a_sentence(texts, pillar, score.previous, score.previous_sample, currency)
    team = _in_a_sentence(texts, pillar, score.team, score.team_sample, currency)
    if known(score.previous) and known(score.team) and score.vs_previous == score.vs_team == "too_early":
        least = min((more for more in (score.previous_more, score.team_more) if more is not None), default=None)
        both = texts.t("why.both_too_early", value=value, team=team)
        return [both, *why_more(texts, pillar, least, score.sample, days)]
    said = []
    if known(score.previous):
        said.append(texts.t(f"why.previous.{score.vs_previous}", value=value))
        said += why_more(texts, pillar, score.previous_more, score.sample, days)
    if known(score.team):
        said.append(texts.t(f"why.team.{score.vs_team}", value=team))
        said += why_more(texts, pillar, score.team_more, score.sample, days)
    return [*said, texts.t(f"why.otherwise.{pillar}")] if _otherwise(pillar, score) else said


def _otherwise(pillar: str, score: PillarScore) -> bool:
    """Whether one of the verdicts goes against the figures that stand beside it."""
    against = ((score.vs_previous, score.previous), (score.vs_team, score.team))
    return any(points_elsewhere(pillar, word, score.value, other) for word, other in against)


def _leans_on_the_team(score: PillarScore) -> bool:
    if score.level is None or score.value is None or not known(score.team) or not math.isfinite(score.level):
        return False
    return abs(score.level - score.value) > TELLING * abs(score.value)


def _with_sample(texts: Texts, pillar: str, value: float | None, sample: int, currency: str) -> str:
    """`39% · 41`; opportunities are their own sample."""
    said = value_of(texts, pillar, value, currency)
    return said if pillar == "opportunities" and known(value) else f"{said} · {texts.number(sample)}"


def _in_a_sentence(texts: Texts, pillar: str, value: float | None, sample: int, currency: str) -> str:
    """`39% (41)`"""
    said = value_of(texts, pillar, value, currency)
    own_sample = pillar == "opportunities" and known(value)
    return said if own_sample else texts.t("card.cell", value=said, sample=texts.number(sample))
