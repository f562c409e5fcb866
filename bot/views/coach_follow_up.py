"""What follows a suggestion: the agreement, the weekly question, the verdict, and what the team works on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import slackblocks as sb

from bot import ids
from bot.texts import Texts, escape
from bot.views.card_lines import value_of
from bot.views.coach_words import NO_OWN, OwnTexts, change, rule_text
from bot.views.message import BLOCKS_TOTAL, Message, button, context, header, paragraph, rendered, size, typed
from coaching.facts import TeamEffect
from coaching.review import Next, Verdict

NAME = 40
NAMES = 10
ANSWERS = ("yes", "partly", "no")
# Reviews that can be chosen by a tap; four weeks is what a commitment begins with.
REVIEW_WEEKS = (2, 4, 8, 13)


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One action in the team: how many have it under way, what it did, and the names of those who share it."""

    rule: str
    running: int
    effect: TeamEffect | None = None
    shared_by: tuple[str, ...] = ()


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
    lines = [texts.t("coach.committed", title=escape(text.title), habit=escape(text.habit), date=texts.date(review_on))]
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


def declined(texts: Texts, rule: str, own: OwnTexts = NO_OWN, until: date | None = None) -> Message:
    """Not for me: for good, or where `until` is given, for a while."""
    title = escape(rule_text(texts, rule, own).title)
    if until is None:
        return said(texts.t("coach.declined", title=title))
    return said(texts.t("coach.rested", title=title, date=texts.date(until)))


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


def check_in(texts: Texts, commitment: int, period: str, rule: str, own: OwnTexts = NO_OWN) -> Message:
    """The weekly question, answered by one tap. The buttons' value is `commitment:period`."""
    text = rule_text(texts, rule, own)
    question = texts.t("coach.check.question", title=escape(text.title), habit=escape(text.habit))
    value = f"{commitment}:{period}"
    answers = (ids.ACTION_COACH_CHECK_YES, ids.ACTION_COACH_CHECK_PARTLY, ids.ACTION_COACH_CHECK_NO)
    buttons = [
        button(texts.t(f"coach.check.{answer}"), action, value) for answer, action in zip(ANSWERS, answers, strict=True)
    ]
    return said(question, *buttons)


def checked(texts: Texts, answer: str, kept: int, asked: int) -> Message:
    """The answer was noted: "yes", "partly" or "no"; so far kept in `kept` of `asked` weeks."""
    weeks = texts.n("coach.count.weeks", asked)
    return said(texts.t(f"coach.checked.{answer}", kept=texts.number(kept), asked=weeks))


def verdict(
    texts: Texts,
    commitment: int,
    rule: str,
    pillar: str,
    found: Verdict,
    next_step: Next,
    currency: str,
    own: OwnTexts = NO_OWN,
    *,
    kept: int = 0,
    asked: int = 0,
) -> Message:
    """The verdict with its figures, interval and sample, the habit praised by itself, and what may come next."""
    word = texts.t(f"coach.verdict.{found.word}")
    lines = [f"*{escape(rule_text(texts, rule, own).title)}: {word}*", _figures(texts, pillar, found, currency)]
    if kept and asked:
        lines.append(texts.t("coach.verdict.kept", kept=texts.number(kept), asked=texts.n("coach.count.weeks", asked)))
    lines.append(texts.t(f"coach.next.{next_step}"))
    value = str(commitment)
    buttons = [
        button(texts.t("coach.button.continue"), ids.ACTION_COACH_CONTINUE, value, primary=next_step == "continue"),
        button(texts.t("coach.button.change"), ids.ACTION_COACH_CHANGE, value, primary=next_step == "change"),
        button(texts.t("coach.button.finish"), ids.ACTION_COACH_FINISH, value, primary=next_step == "celebrate"),
    ]
    text, guard = "\n".join(lines), texts.t("coach.verdict.guard")
    blocks = [paragraph(text), sb.ActionsBlock(list(buttons)), context(guard)]
    return Message(f"{text}\n{guard}", rendered(blocks))


def _figures(texts: Texts, pillar: str, found: Verdict, currency: str) -> str:
    name, sample = texts.t(f"pillar.{pillar}"), texts.n(f"pillar.{pillar}.sample", found.sample)
    reached, expected = found.reached, found.expected
    if reached is None or expected is None or found.effect is None or found.low is None or found.high is None:
        return texts.t("coach.verdict.no_figures", pillar=name, sample=sample)
    shown = [
        texts.number(value, 1) if pillar == "opportunities" else value_of(texts, pillar, value, currency)
        for value in (reached, expected)
    ]
    effect, low, high = (change(texts, ratio - 1) for ratio in (found.effect, found.low, found.high))
    places = {"reached": shown[0], "expected": shown[1], "effect": effect, "low": low, "high": high}
    key = "coach.verdict.figures_per_week" if pillar == "opportunities" else "coach.verdict.figures"
    return texts.t(key, pillar=name, sample=sample, **places)


def baseline_words(texts: Texts, pillar: str, level: float, sample: int, currency: str) -> tuple[str, str]:
    """A baseline's level and sample as `committed` takes them; of opportunities the level is openings a week."""
    said_sample = texts.n(f"pillar.{pillar}.sample", sample)
    if pillar == "opportunities":
        return texts.t("coach.per_week", value=texts.number(level, 1)), said_sample
    return value_of(texts, pillar, level, currency), said_sample


def team(texts: Texts, lines: Sequence[TeamLine], own: OwnTexts = NO_OWN) -> Message:
    """What the team works on and what has worked; no name of anybody who does not share."""
    title = texts.t("coach.team.title")
    if not lines:
        return said(texts.t("coach.team.none"))
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
    return Message(text[:3000], blocks + closing)


def _team_line(texts: Texts, line: TeamLine, own: OwnTexts) -> str:
    title = f"*{escape(rule_text(texts, line.rule, own).title)}*"
    said_lines = [title, texts.t("coach.team.running", count=texts.number(line.running))]
    effect = line.effect
    if effect is None or effect.tried < 1:
        said_lines.append(texts.t("coach.team.no_effect"))
    else:
        mean, low, high = (change(texts, value) for value in (effect.mean, effect.low, effect.high))
        people = texts.n("coach.count.people", effect.tried)
        said_lines.append(
            texts.t("coach.team.effect", mean=mean, low=low, high=high, people=people, moved=texts.number(effect.moved))
        )
    if line.shared_by:
        names = ", ".join(escape(typed(name, NAME)) for name in line.shared_by[:NAMES])
        said_lines.append(texts.t("coach.team.shared", names=names))
    return "\n".join(said_lines)
