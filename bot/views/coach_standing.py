"""What a rep has under way, what can be skipped, and what was: answers to `/coach done`, `skip` and `history`."""

from collections.abc import Sequence
from datetime import date

import slackblocks as sb

from bot import ids
from bot.texts import Texts, escape
from bot.values.commitment import Commitment, State
from bot.values.own_text import NO_OWN, OwnTexts
from bot.views.check_ins import CHECKS, answered, value
from bot.views.coach_follow_up import none_running, said, sharing_button
from bot.views.coach_words import change, habit_of, rule_text, tells
from bot.views.message import BLOCKS_TOTAL, Json, Message, button, clip, context, header, paragraph, rendered, size

MOST_SHOWN = 20
TEXT_TOTAL = 3000
UNDER_WAY, SKIP = "under_way", "skip"
"""Begin the block ids of the rows of buttons in those two answers: so a check-in there can be shown in its place."""


def line(texts: Texts, commitment: Commitment, own: OwnTexts = NO_OWN) -> str:
    """`Value before price: kept in 2 of 3 weeks, review on 16 Dec 2026`; mrkdwn."""
    title = escape(rule_text(texts, commitment.rule, own).title)
    if not commitment.asked:
        return texts.t("coach.running.new", title=title, date=texts.date(commitment.review_on))
    weeks = texts.n("coach.count.weeks", commitment.asked)
    kept = texts.number(commitment.kept)
    return texts.t("coach.running", title=title, kept=kept, asked=weeks, date=texts.date(commitment.review_on))


def under_way(
    texts: Texts,
    running: Sequence[Commitment],
    week: date,
    today: date,
    own: OwnTexts = NO_OWN,
    *,
    again: int | None = None,
) -> Message:
    """Each commitment with the week's question, or what was answered, and how to finish it.

    `week` is the first day of the week that is asked about. `again` is the one to be answered anew.
    """
    if not running:
        return none_running(texts)
    lines: list[str] = []
    found: list[sb.Block] = [header(texts.t("coach.running.title"))]
    for commitment in running:
        told, shown = _one(texts, commitment, week, today, own, again=commitment.id == again)
        lines.append(told)
        found += shown
    return Message("\n".join(lines), _marked(UNDER_WAY, rendered(found)))


def blocks(
    texts: Texts, running: Sequence[Commitment], week: date, today: date, own: OwnTexts = NO_OWN
) -> list[sb.Block]:
    """On the home tab: a paragraph for each, and its buttons."""
    return [block for commitment in running for block in _one(texts, commitment, week, today, own)[1]]


def _one(
    texts: Texts, commitment: Commitment, week: date, today: date, own: OwnTexts, *, again: bool = False
) -> tuple[str, list[sb.Block]]:
    """What it says and how it looks: with the week's question, or with what was answered and a way to change it."""
    closing: list[sb.Element] = [_ending(texts, commitment, today), sharing_button(texts, commitment)]
    if week in commitment.answers and not again:
        told = "\n".join([line(texts, commitment, own), answered(texts, commitment, week)])
        return told, [paragraph(told), sb.ActionsBlock([_again(texts, commitment, week), *closing])]
    asked = _asked(texts, commitment, week, own)
    return asked, [paragraph(asked), sb.ActionsBlock(_answers(texts, commitment, week)), sb.ActionsBlock(closing)]


def _marked(what: str, blocks: Sequence[Json]) -> tuple[Json, ...]:
    return tuple(
        {**block, "block_id": f"{what}:{place}"} if block["type"] == "actions" else block
        for place, block in enumerate(blocks)
    )


def _asked(texts: Texts, commitment: Commitment, week: date, own: OwnTexts) -> str:
    """How it goes, what was answered this week, and the week's question."""
    text = rule_text(texts, commitment.rule, own)
    parts = [line(texts, commitment, own)]
    if (answer := commitment.answers.get(week)) is not None:
        parts.append(texts.t("coach.running.answered", answer=texts.t(f"coach.check.{answer.value}")))
    habit = habit_of(text, commitment.rule, own)
    return "\n".join([*parts, texts.t("coach.check.ask", habit=habit)])


def _answers(texts: Texts, commitment: Commitment, week: date) -> list[sb.Element]:
    about = value(commitment, week)
    return [button(texts.t(f"coach.check.{answer.value}"), action, about) for answer, action in CHECKS]


def _again(texts: Texts, commitment: Commitment, week: date) -> sb.Button:
    return button(texts.t("coach.button.answer_again"), ids.ACTION_COACH_CHECK_AGAIN, value(commitment, week))


def _ending(texts: Texts, commitment: Commitment, today: date) -> sb.Button:
    """The verdict where it is due, else a way to have it now."""
    if commitment.due(today):
        return button(texts.t("coach.button.review"), ids.ACTION_COACH_REVIEW, commitment.rule, primary=True)
    return button(texts.t("coach.button.finish"), ids.ACTION_COACH_FINISH, str(commitment.id))


def skip(
    texts: Texts, running: Sequence[Commitment], rules: Sequence[str], week: date, own: OwnTexts = NO_OWN
) -> Message:
    """What can be skipped: this week's habit of what is under way, and what is suggested."""
    if not running and not rules:
        return said(texts.t("coach.nothing"))
    lines = [texts.t("coach.skip")]
    blocks: list[sb.Block] = [paragraph(lines[0])]
    for commitment in running:
        parts = [line(texts, commitment, own)]
        if week in commitment.answers:
            parts.append(answered(texts, commitment, week))
            first = _again(texts, commitment, week)
        else:
            first = button(texts.t("coach.check.no"), ids.ACTION_COACH_CHECK_NO, value(commitment, week))
        lines.append("\n".join(parts))
        stop = button(texts.t("coach.button.drop"), ids.ACTION_COACH_DROP, str(commitment.id))
        blocks += [paragraph(lines[-1]), sb.ActionsBlock([first, stop])]
    for rule in rules:
        lines.append(f"*{escape(rule_text(texts, rule, own).title)}*")
        not_now = button(texts.t("coach.button.not_now"), ids.ACTION_COACH_NOT_NOW, rule)
        never = button(texts.t("coach.button.not_for_me"), ids.ACTION_COACH_NOT_FOR_ME, rule)
        blocks += [paragraph(lines[-1]), sb.ActionsBlock([not_now, never])]
    return Message("\n".join(lines), _marked(SKIP, rendered(blocks)))


def ended(texts: Texts, commitment: Commitment, own: OwnTexts = NO_OWN) -> Message:
    """It was stopped, or left at its verdict; both can be taken back."""
    title = escape(rule_text(texts, commitment.rule, own).title)
    told = texts.t("coach.dropped" if commitment.state is State.DROPPED else "coach.finished", title=title)
    back = button(texts.t("coach.button.resume"), ids.ACTION_COACH_CONTINUE, str(commitment.id))
    more = button(texts.t("coach.button.plan"), ids.ACTION_COACH_PLAN)
    return said(told, back, more)


def resumed(texts: Texts, commitment: Commitment, own: OwnTexts = NO_OWN) -> Message:
    """It goes on."""
    title = escape(rule_text(texts, commitment.rule, own).title)
    return said(texts.t("coach.resumed", title=title, date=texts.date(commitment.review_on)))


def heeded(texts: Texts, rule: str, own: OwnTexts = NO_OWN) -> Message:
    """A rule may be suggested again."""
    return said(texts.t("coach.heeded", title=escape(rule_text(texts, rule, own).title)))


def history(texts: Texts, all_of_them: Sequence[Commitment], own: OwnTexts = NO_OWN) -> Message:
    """All that a rep took on, the newest first, as much of it as a message holds."""
    if not all_of_them:
        return said(texts.t("coach.history.none"))
    title = texts.t("coach.history.title")
    blocks = rendered([header(title)])
    lines = [title]
    newest = list(reversed(all_of_them))
    for place, commitment in enumerate(newest):
        told = _told(texts, commitment, own)
        more = rendered([paragraph(told)])
        if place >= MOST_SHOWN or size((*blocks, *more)) > BLOCKS_TOTAL - 200:
            lines.append(texts.n("coach.team.more", len(newest) - place))
            blocks += rendered([context(lines[-1])])
            break
        lines.append(told)
        blocks += more
    return Message(clip("\n".join(lines), TEXT_TOTAL), blocks)


def _told(texts: Texts, commitment: Commitment, own: OwnTexts) -> str:
    if commitment.running:
        return texts.t(
            "coach.history.running", line=line(texts, commitment, own), date=texts.date(commitment.started_on)
        )
    title = escape(rule_text(texts, commitment.rule, own).title)
    since = texts.date(commitment.started_on)
    if commitment.state is State.DROPPED or commitment.verdict is None:
        return texts.t("coach.history.dropped", title=title, date=since)
    told = [texts.t("coach.history.reviewed", title=title, date=since, verdict=verdict_words(texts, commitment))]
    if commitment.asked:
        weeks = texts.n("coach.count.weeks", commitment.asked)
        told.append(texts.t("coach.verdict.kept", kept=texts.number(commitment.kept), asked=weeks))
    return "\n".join(told)


def verdict_words(texts: Texts, commitment: Commitment) -> str:
    """`Probably moved, +12% (−2% to +30%)`; of a habit without a pillar that it was looked back on."""
    found = commitment.verdict
    if found is None or commitment.pillar is None:
        return texts.t("coach.verdict.looked_back")
    word = texts.t(f"coach.verdict.{found.word}")
    if found.effect is None or found.low is None or found.high is None or not tells(found.low, found.high):
        return word
    effect, low, high = (change(texts, ratio - 1) for ratio in (found.effect, found.low, found.high))
    return texts.t("coach.history.effect", verdict=word, effect=effect, low=low, high=high)
