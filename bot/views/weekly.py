"""The rep's weekly letter, to be read in ten seconds: the week in a line, the pillars in four, one thing to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot import ids
from bot.texts import Texts, escape
from bot.values import PillarScore
from bot.values.commitment import Commitment
from bot.values.letters import Agenda, LastWeek, Letter, OldDeal
from bot.values.own_text import NO_OWN, OwnTexts
from bot.views import check_ins
from bot.views.card_lines import NO_SCORE, known, now, value_of
from bot.views.coach_words import rule_text, trigger
from bot.views.deal_lines import brief
from bot.views.fast_blocks import actions, button, context, header, paragraph, plain_section
from bot.views.message import BLOCKS_TOTAL, Json, Message, clip, size
from bot.views.pillar_chart import line
from bot.views.trend_chart import LEAST_POINTS
from bot.views.verdict_words import verdict
from bot.views.weekly_settings import footer
from coaching.advice import Advice
from coaching.review import Verdict
from pillars import PILLARS, Window

STALE_AT_ONCE = 3
TEXT_TOTAL = 3000
STALE = (ids.ACTION_STALE_WON, ids.ACTION_STALE_LOST, ids.ACTION_STALE_OPEN)
STALE_WORDS = ("stale.won", "stale.lost", "stale.open")
MARK = "letter"
"""Begins the block id of every row of buttons here: an answer then takes the place of that row, not of the letter."""


@dataclass(frozen=True, slots=True)
class Part:
    """A block with what it says as mrkdwn text; `drawn` may stand in its place where Slack draws charts.

    `key` names a row of buttons. What is not `needed` gives way where a message gets too long.
    """

    block: Json
    said: str = ""
    drawn: Json | None = None
    key: str = ""
    needed: bool = True


def letter(texts: Texts, letter: Letter, agenda: Agenda, own: OwnTexts = NO_OWN) -> Message:
    """The letter. In a week without any deal it is one line, and what was agreed to be asked."""
    first = Window(letter.sunday - timedelta(days=6), letter.sunday)
    title = texts.t("weekly.title", week=texts.span(first))
    parts = [Part(header(title), escape(title))]
    if not letter.ever:
        parts.append(_said(texts.t("weekly.nothing_ever")))
    elif letter.last_week.quiet:
        parts.append(_said(texts.t("weekly.quiet")))
    else:
        parts += [_said(week(texts, letter.last_week, letter.currency)), _said(_pillars(texts, letter))]
        parts += _focus(texts, letter, own)
    parts += [part for due in agenda.due for part in _due(texts, *due, own)]
    parts += [part for commitment in agenda.check_ins for part in _check_in(texts, commitment, agenda, own)]
    if not letter.last_week.quiet:
        parts += _stale(texts, agenda.stale[:STALE_AT_ONCE], agenda.stale_in_all)
        parts += _chart(texts, letter)
    parts.append(Part(footer(texts), key="ways"))
    return composed(parts)


def composed(parts: Sequence[Part]) -> Message:
    """A message of these parts, so many of them as Slack takes; what is not needed is left out first."""
    kept = list(parts)
    while size([part.block for part in kept]) > BLOCKS_TOTAL and any(not part.needed for part in kept):
        kept.remove([part for part in kept if not part.needed][-1])
    blocks = tuple(
        {**part.block, "block_id": f"{MARK}:{place}:{part.key}"} if part.key else part.block
        for place, part in enumerate(kept)
    )
    message = Message(clip("\n".join(part.said for part in kept if part.said), TEXT_TOTAL), blocks)
    for place, part in enumerate(kept):
        if part.drawn is not None:
            larger = replace(message, charts=(*message.charts, part.drawn), chart_places=(*message.chart_places, place))
            message = larger if size(larger.with_charts) <= BLOCKS_TOTAL else message
    return message


def _said(text: str) -> Part:
    return Part(paragraph(text), text)


def week(texts: Texts, last: LastWeek, currency: str) -> str:
    """`*3 won, 2 lost, 4 opened.* SEK 108,500 sold.`"""
    counts = [
        texts.n(f"weekly.count.{name}", count)
        for name, count in (("won", last.won), ("lost", last.lost), ("opened", last.opened), ("orders", last.call_offs))
        if count
    ]
    said = f"*{', '.join(counts)}.*"
    return f"{said} {texts.t('weekly.sold', value=texts.money(last.value, currency))}" if last.valued else said


def _pillars(texts: Texts, letter: Letter) -> str:
    lines = [compared_line(texts, letter.scores, pillar, letter.currency) for pillar in PILLARS]
    return "\n".join([texts.t("weekly.thirteen", sunday=texts.day(letter.sunday)), *lines])


def compared_line(texts: Texts, scores: Mapping[str, PillarScore], pillar: str, currency: str) -> str:
    """A pillar's value with its sample and, in words, how it compares with the weeks before and with colleagues."""
    score = scores.get(pillar, NO_SCORE)
    name, value = texts.t(f"pillar.{pillar}"), now(texts, pillar, score, currency)
    if not known(score.value):
        return f"{name}: {value}"
    said = []
    if known(score.previous) and score.vs_previous != "too_early":
        word = verdict(texts, pillar, score.vs_previous, value=score.value, other=score.previous)
        said.append(texts.t("weekly.against.before", verdict=word))
    if known(score.team) and score.vs_team != "too_early":
        word = verdict(texts, pillar, score.vs_team, value=score.value, other=score.team)
        said.append(texts.t("weekly.against.colleagues", verdict=word))
    return f"{name}: *{value}* · {', '.join(said) or texts.t('verdict.too_early')}"


def _focus(texts: Texts, letter: Letter, own: OwnTexts) -> list[Part]:
    lines = []
    # Where nothing is clear, what a step is worth decides, and that is for the card and the coach to say: it takes a
    # year of deals. The letter then only brings its one thing to try, with the figures behind it.
    if letter.focus is not None and letter.clear:
        lines.append(texts.t("weekly.focus.clear", pillar=texts.t(f"pillar.{letter.focus}")))
    hint = letter.hint
    if hint is None:
        return [_said(line) for line in lines]
    advice = Advice(hint.rule, hint.pillar, hint.signal, hint.params)
    text = rule_text(texts, hint.rule, own)
    lines.append(escape(trigger(texts, advice, letter.currency, own)))
    action = escape(text.action) if hint.rule in own else text.action  # our own words bring their own formatting
    lines.append(f"*{escape(text.title)}*: {action}")
    buttons = [
        button(texts.t("coach.button.commit"), ids.ACTION_COACH_COMMIT, hint.rule, primary=True),
        button(texts.t("coach.button.why"), ids.ACTION_COACH_WHY, hint.rule),
    ]
    return [_said("\n".join(lines)), Part(actions(*buttons), key="hint")]


def _due(texts: Texts, commitment: Commitment, verdict: Verdict | None, own: OwnTexts) -> list[Part]:
    title = escape(rule_text(texts, commitment.rule, own).title)
    if verdict is None:
        said = texts.t("weekly.due", title=title)
    else:
        said = texts.t("weekly.due.verdict", title=title, verdict=texts.t(f"coach.verdict.{verdict.word}"))
    see = button(texts.t("coach.button.review"), ids.ACTION_COACH_REVIEW, commitment.rule)
    return [_said(said), Part(actions(see), key=f"due:{commitment.id}")]


def _check_in(texts: Texts, commitment: Commitment, agenda: Agenda, own: OwnTexts) -> list[Part]:
    text = rule_text(texts, commitment.rule, own)
    question = texts.t(
        "weekly.check", title=escape(text.title), habit=escape(text.habit) if commitment.rule in own else text.habit
    )
    return [
        _said(question),
        Part(check_ins.row(texts, commitment, agenda.week), key=check_ins.key(commitment)),
    ]


def _stale(texts: Texts, deals: Sequence[OldDeal], in_all: int) -> list[Part]:
    asked = texts.t("weekly.stale")
    parts = [Part(plain_section(asked), asked, needed=False)] if deals else []
    for old in deals:
        line = texts.t("stale.line", deal=brief(texts, old.deal), days=texts.days(old.age, 0))
        number = str(old.deal.number)
        buttons = [button(texts.t(word), action, number) for word, action in zip(STALE_WORDS, STALE, strict=True)]
        parts += [
            Part(plain_section(line), escape(line), needed=False),
            Part(actions(*buttons), key=f"stale:{number}", needed=False),
        ]
    if more := in_all - len(deals):
        said = texts.n("stale.more", more)
        parts.append(Part(context(said), said, needed=False))
    return parts


def _chart(texts: Texts, letter: Letter) -> list[Part]:
    points = [point for point in letter.trend if known(point.value)]
    if len(points) < LEAST_POINTS:
        return []
    pillar = letter.charted
    first, last = (value_of(texts, pillar, point.value, letter.currency) for point in (points[0], points[-1]))
    words = texts.t(
        "weekly.trend",
        pillar=texts.t(f"pillar.{pillar}"),
        first=first,
        first_day=texts.day(points[0].end),
        last=last,
        last_day=texts.day(points[-1].end),
    )
    drawn = line(texts, pillar, points, letter.currency)
    return [Part(context(words), words, drawn=drawn, needed=False)]
