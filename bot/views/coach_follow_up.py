"""What follows a suggestion: the agreement, the verdict, and what the team works on."""

from collections.abc import Sequence
from datetime import date

import slackblocks as sb

from bot import ids
from bot.texts import Texts, escape
from bot.values.commitment import Commitment, SharedWork, TeamLine
from bot.values.own_text import NO_OWN, OwnTexts
from bot.views.card_lines import value_of
from bot.views.coach_words import change, habit_of, rule_text, tells
from bot.views.message import (
    BLOCKS_TOTAL,
    Message,
    button,
    clip,
    context,
    header,
    paragraph,
    rendered,
    size,
    typed,
)
from coaching.review import Next, Verdict

NAME = 40
NAMES = 10
TEXT_TOTAL = 3000
# What is judged by the typical order or duration, which one large one hardly moves.
TYPICAL = frozenset({"order_value", "time_to_close"})
# Reviews that can be chosen by a tap; four weeks is what a commitment begins with.
REVIEW_WEEKS = (2, 4, 8, 13)


def said(text: str, *actions: sb.Button) -> Message:
    """A paragraph of ours, made safe already, with its buttons."""
    blocks: list[sb.Block] = [paragraph(text)]
    if actions:
        blocks.append(sb.ActionsBlock(list(actions)))
    return Message(text, rendered(blocks))


def committed(
    texts: Texts,
    commitment: int,
    rule: str,
    review_on: date,
    own: OwnTexts = NO_OWN,
    *,
    shared: bool = False,
    level: str | None = None,
    sample: str | None = None,
) -> Message:
    """What was agreed. `level` and `sample` are the frozen baseline in words, where there is one."""
    text = rule_text(texts, rule, own)
    lines = [
        texts.t(
            "coach.committed", title=escape(text.title), habit=habit_of(text, rule, own), date=texts.date(review_on)
        )
    ]
    if level and sample:
        lines.append(texts.t("coach.committed.baseline", level=level, sample=sample))
    weeks = [
        button(
            texts.n("coach.button.review_in", count),
            f"{ids.ACTION_COACH_REVIEW_WEEKS}:{count}",
            f"{commitment}:{count}",
        )
        for count in REVIEW_WEEKS
    ]
    return said("\n".join(lines), _sharing(texts, commitment, shared), *weeks)


def _sharing(texts: Texts, commitment: int, shared: bool) -> sb.Button:
    if shared:
        return button(texts.t("coach.button.unshare"), ids.ACTION_COACH_UNSHARE, str(commitment))
    return button(texts.t("coach.button.share"), ids.ACTION_COACH_SHARE, str(commitment))


def sharing_button(texts: Texts, commitment: Commitment) -> sb.Button:
    """Turns sharing with the manager on, or off where it is on."""
    return _sharing(texts, commitment.id, commitment.shared)


def declined(texts: Texts, rule: str, own: OwnTexts = NO_OWN, until: date | None = None) -> Message:
    """Not for me: for good, or where `until` is given, for a while. Either can be taken back."""
    title = escape(rule_text(texts, rule, own).title)
    undo = button(texts.t("button.undo"), ids.ACTION_COACH_HEED, rule)
    if until is None:
        return said(texts.t("coach.declined", title=title), undo)
    return said(texts.t("coach.rested", title=title, date=texts.date(until)), undo)


def at_most_two(texts: Texts) -> Message:
    """Two are under way; a third is not begun."""
    return said(texts.t("coach.at_most"))


def none_running(texts: Texts) -> Message:
    """Nothing to finish or to skip."""
    return said(texts.t("coach.none_running"))


def review_moved(texts: Texts, rule: str, review_on: date, own: OwnTexts = NO_OWN) -> Message:
    """The review has another date."""
    title = escape(rule_text(texts, rule, own).title)
    return said(texts.t("coach.review_moved", title=title, date=texts.date(review_on)))


def sharing(texts: Texts, commitment: int, rule: str, own: OwnTexts = NO_OWN, *, shared: bool) -> Message:
    """What the manager can see now."""
    title = escape(rule_text(texts, rule, own).title)
    text = texts.t("coach.shared" if shared else "coach.unshared", title=title)
    return said(text, _sharing(texts, commitment, shared))


def verdict(
    texts: Texts,
    commitment: int,
    rule: str,
    pillar: str | None,
    found: Verdict,
    next_step: Next,
    currency: str,
    own: OwnTexts = NO_OWN,
    *,
    kept: int = 0,
    asked: int = 0,
) -> Message:
    """The verdict with its figures, interval and sample, the habit praised by itself, and what may come next.

    `pillar` None: a habit that is to move none, such as to begin to measure.
    """
    word = texts.t("coach.verdict.looked_back" if pillar is None else f"coach.verdict.{found.word}")
    lines = [f"*{escape(rule_text(texts, rule, own).title)}: {word}*"]
    lines.append(texts.t("coach.verdict.habit") if pillar is None else _figures(texts, pillar, found, currency))
    if kept and asked:
        lines.append(texts.t("coach.verdict.kept", kept=texts.number(kept), asked=texts.n("coach.count.weeks", asked)))
    lines.append(texts.t(f"coach.next.{next_step}"))
    value = str(commitment)
    buttons = [
        button(texts.t("coach.button.continue"), ids.ACTION_COACH_CONTINUE, value, primary=next_step == "continue"),
        button(texts.t("coach.button.change"), ids.ACTION_COACH_CHANGE, value, primary=next_step == "change"),
        button(texts.t("coach.button.leave"), ids.ACTION_COACH_FINISH, value, primary=next_step == "celebrate"),
    ]
    text = "\n".join(lines)
    blocks: list[sb.Block] = [paragraph(text), sb.ActionsBlock(list(buttons))]
    if pillar is None:
        return Message(text, rendered(blocks))
    small = [texts.t("coach.verdict.guard")]
    if pillar in TYPICAL and tells(found.low, found.high):
        small.append(texts.t("coach.verdict.typical"))
    return Message("\n".join([text, *small]), rendered([*blocks, context(*small)]))


def _figures(texts: Texts, pillar: str, found: Verdict, currency: str) -> str:
    name, sample = texts.t(f"coach.measure.{pillar}"), _sample(texts, pillar, found.sample)
    reached, expected = found.reached, found.expected
    if reached is None or expected is None or found.effect is None or found.low is None or found.high is None:
        return texts.t("coach.verdict.no_figures", pillar=name, sample=sample)
    if not tells(found.low, found.high):
        return texts.t("coach.verdict.too_wide", pillar=name, sample=sample)
    shown = [
        texts.number(value, 1) if pillar == "opportunities" else value_of(texts, pillar, value, currency)
        for value in (reached, expected)
    ]
    effect, low, high = (change(texts, ratio - 1) for ratio in (found.effect, found.low, found.high))
    places = {"reached": shown[0], "expected": shown[1], "effect": effect, "low": low, "high": high}
    key = "coach.verdict.figures_per_week" if pillar == "opportunities" else "coach.verdict.figures"
    return texts.t(key, pillar=name, sample=sample, **places)


def _sample(texts: Texts, pillar: str, count: int) -> str:
    """What a verdict counts; time to close rests on decisions, won or lost, and not on the card's won deals."""
    return texts.n("coach.count.decided" if pillar == "time_to_close" else f"pillar.{pillar}.sample", count)


def baseline_words(texts: Texts, pillar: str, level: float, sample: int, currency: str) -> tuple[str, str]:
    """A baseline's level and sample as `committed` takes them; of opportunities the level is openings a week.

    Of amounts and durations it is the typical one (a geometric mean), not the card's average, and is called so.
    """
    said_sample = _sample(texts, pillar, sample)
    if pillar == "opportunities":
        return texts.t("coach.per_week", value=texts.number(level, 1)), said_sample
    value = value_of(texts, pillar, level, currency)
    return texts.t(f"coach.level.{pillar}", value=value) if pillar in TYPICAL else value, said_sample


def team(texts: Texts, lines: Sequence[TeamLine], own: OwnTexts = NO_OWN, *, sees_everyone: bool = True) -> Message:
    """What the team works on and what has worked; no name of anybody who does not share.

    For a rep (`sees_everyone` False) nothing means that nothing was reviewed; what runs is not theirs to know.
    """
    title = texts.t("coach.team.title")
    if not lines:
        return said(texts.t("coach.team.none" if sees_everyone else "coach.team.nothing_yet"))
    parts: list[str] = []
    blocks = rendered([header(title)])
    closing = rendered([context(texts.t("coach.team.private"))])
    for place, line in enumerate(lines):
        part = _team_line(texts, line, own)
        more = rendered([paragraph(part)])
        # Half of the fifty blocks is more than anybody reads.
        if size((*blocks, *more, *closing)) > BLOCKS_TOTAL - 200 or place >= 25:
            rest = texts.n("coach.team.more", len(lines) - place)
            parts.append(rest)
            blocks += rendered([context(rest)])
            break
        parts.append(part)
        blocks += more
    text = "\n".join([title, *parts])
    return Message(clip(text, TEXT_TOTAL), blocks + closing)


def _team_line(texts: Texts, line: TeamLine, own: OwnTexts) -> str:
    title = f"*{escape(rule_text(texts, line.rule, own).title)}*"
    said_lines = [title]
    if line.running:
        said_lines.append(texts.t("coach.team.running", count=texts.number(line.running)))
    effect = line.effect
    if effect is None or effect.tried < 1:
        said_lines.append(texts.t("coach.team.no_effect"))
    elif not effect.tells:
        people = texts.n("coach.count.people", effect.tried)
        said_lines.append(texts.t("coach.team.effect_few", people=people, moved=texts.number(effect.moved)))
    else:
        mean, low, high = (change(texts, value) for value in (effect.mean, effect.low, effect.high))
        people = texts.n("coach.count.people", effect.tried)
        said_lines.append(
            texts.t("coach.team.effect", mean=mean, low=low, high=high, people=people, moved=texts.number(effect.moved))
        )
    if line.shared_by:
        said_lines.append(texts.t("coach.team.shared", names=", ".join(_shared(texts, line.shared_by))))
    return "\n".join(said_lines)


def _shared(texts: Texts, shared: Sequence[SharedWork]) -> list[str]:
    """`Elin (kept in 2 of 3 weeks, review on 16 Dec 2026)`, the newest first; the rest as a number."""
    newest = list(reversed(shared))
    told = [_work(texts, work) for work in newest[:NAMES]]
    return told if len(newest) <= NAMES else [*told, texts.n("coach.team.more_people", len(newest) - NAMES)]


def _work(texts: Texts, work: SharedWork) -> str:
    name, commitment = escape(typed(work.name, NAME)), work.commitment
    if commitment.verdict is not None and not commitment.running:
        word = "looked_back" if commitment.pillar is None else commitment.verdict.word
        return texts.t("coach.team.reviewed", name=name, verdict=texts.t(f"coach.verdict.{word}"))
    date_of = texts.date(commitment.review_on)
    if not commitment.asked:
        return texts.t("coach.team.begun", name=name, date=date_of)
    kept, weeks = texts.number(commitment.kept), texts.n("coach.count.weeks", commitment.asked)
    return texts.t("coach.team.kept", name=name, kept=kept, asked=weeks, date=date_of)
