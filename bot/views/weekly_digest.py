"""The manager's weekly digest: the team, what moved and why, what is worked on, and whom to praise."""

from collections.abc import Sequence
from datetime import timedelta

from bot.texts import Texts, escape
from bot.values.commitment import TeamLine
from bot.values.letters import Digest, Risen
from bot.values.own_text import NO_OWN, OwnTexts
from bot.views.card_lines import value_of
from bot.views.coach_words import change, rule_text
from bot.views.fast_blocks import context, header, paragraph
from bot.views.gain_lines import attributed, carried
from bot.views.message import Message, typed
from bot.views.weekly import Part, compared_line, composed, week
from bot.views.weekly_settings import footer
from pillars import PILLARS, Window

NAME = 40
PRAISED = 3
ACTIONS = 5
NAMES = 6
HELPFUL = 0.8
"""How likely an action has to be to help before it is said to have worked."""


def digest(texts: Texts, digest: Digest, lines: Sequence[TeamLine] = (), own: OwnTexts = NO_OWN) -> Message:
    """The digest. `lines` are the team's actions, with the names of those only who share theirs."""
    title = texts.t("digest.title", week=texts.span(Window(digest.sunday - timedelta(days=6), digest.sunday)))
    parts = [Part(header(title), escape(title))]
    if digest.last_week.quiet:
        parts.append(_said(texts.t("digest.quiet")))
    else:
        parts.append(_said(week(texts, digest.last_week, digest.currency)))
    if any(score.sample for score in digest.scores.values()):
        parts.append(_said(_pillars(texts, digest)))
    if moved := attributed(texts, digest.change, digest.currency, digest.scores):
        # Nothing is headed "what moved" that chance explains.
        parts.append(_said(f"{texts.t('digest.why')}\n{moved}" if carried(digest.scores) else moved))
    parts += _praise(texts, digest)
    parts += _worked_on(texts, lines, own)
    parts += _worked(texts, lines, own)
    private = texts.t("digest.private")
    parts.append(Part(context(private), private))
    parts.append(Part(footer(texts), key="ways"))
    return composed(parts)


def _said(text: str, *, needed: bool = True) -> Part:
    return Part(paragraph(text), text, needed=needed)


def _pillars(texts: Texts, digest: Digest) -> str:
    reps = texts.n("digest.reps", digest.reps)
    lines = [compared_line(texts, digest.scores, pillar, digest.currency) for pillar in PILLARS]
    return "\n".join([texts.t("digest.thirteen", reps=reps, sunday=texts.day(digest.sunday)), *lines])


def praised(digest: Digest) -> tuple[Risen, ...]:
    """Whom to praise: those of whom the evidence says that they got better; without any, who seems to have most."""
    sure = tuple(one for one in digest.risen if one.sure)
    return sure[:PRAISED] or digest.risen[:1]


def _praise(texts: Texts, digest: Digest) -> list[Part]:
    lines = []
    for one in praised(digest):
        before, now = (
            value_of(texts, one.pillar, value, digest.currency) for value in (one.score.previous, one.score.value)
        )
        places = {
            "name": escape(typed(one.name, NAME)),
            "pillar": texts.t(f"pillar.{one.pillar}").lower(),
            "before": _rests_on(texts, one.pillar, before, one.score.previous_sample),
            "now": _rests_on(texts, one.pillar, now, one.score.sample),
        }
        lines.append(texts.t("digest.praise.sure" if one.sure else "digest.praise.maybe", **places))
    return [_said("\n".join([texts.t("digest.praise"), *lines]))] if lines else []


def _rests_on(texts: Texts, pillar: str, value: str, sample: int) -> str:
    """A value with its sample; opportunities are their own."""
    return value if pillar == "opportunities" else texts.t("card.cell", value=value, sample=texts.number(sample))


def _worked_on(texts: Texts, lines: Sequence[TeamLine], own: OwnTexts) -> list[Part]:
    said = []
    for line in lines:
        names = [escape(typed(work.name, NAME)) for work in line.shared_by if work.commitment.running]
        if names:
            title = escape(rule_text(texts, line.rule, own).title)
            said.append(f"{title}: {', '.join(names[:NAMES])}")
    return [_said("\n".join([texts.t("digest.actions"), *said[:ACTIONS]]), needed=False)] if said else []


def _worked(texts: Texts, lines: Sequence[TeamLine], own: OwnTexts) -> list[Part]:
    said = []
    for line in lines:
        effect = line.effect
        if effect is None or not effect.tells or effect.mean <= 0 or effect.weight < 2 * HELPFUL:
            continue
        mean, low, high = (change(texts, value) for value in (effect.mean, effect.low, effect.high))
        people = texts.n("coach.count.people", effect.tried)
        title = escape(rule_text(texts, line.rule, own).title)
        said.append(texts.t("digest.worked.line", title=title, mean=mean, low=low, high=high, people=people))
    return [_said("\n".join([texts.t("digest.worked"), *said[:ACTIONS]]), needed=False)] if said else []
