"""`/coach` and the buttons of its cards: what to do, what was agreed, how it went, and what came of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot import ids
from bot.errors import CommandNotUnderstood, FormExpired
from bot.language.coach_command import parse_coach
from bot.language.commands import (
    CoachHelp,
    CoachHistory,
    CoachTeam,
    Done,
    OpenPlaybook,
    ShowPlan,
    Skip,
    WhyPlan,
)
from bot.listeners.action_values import number_in
from bot.listeners.asker import Asker, asker_of
from bot.listeners.check_ins import CheckInListeners
from bot.listeners.home import HomeListeners
from bot.listeners.home_state import HomeState, is_on_tab
from bot.listeners.in_letter import is_in_letter, send_in_letter
from bot.listeners.playbook import PlaybookListeners
from bot.listeners.replies import answer, send
from bot.services.coach import Coach, Counsel
from bot.services.commitments import Commitments
from bot.values.commitment import Commitment
from bot.values.own_text import OwnTexts
from bot.views import coach, coach_follow_up, coach_standing
from bot.views.message import Message


class CoachListeners:
    def __init__(
        self, coach: Coach, commitments: Commitments, playbook: PlaybookListeners, home: HomeListeners
    ) -> None:
        self._home = home
        self._coach = coach
        self._commitments = commitments
        self._playbook = playbook
        self._check_ins = CheckInListeners(coach, commitments, home, skipping=self._skip)

    def register(self, app: App) -> None:
        app.command(ids.COMMAND_COACH)(self.command)
        buttons: dict[str, Callable[[Asker, str], Message]] = {
            ids.ACTION_COACH_PLAN: lambda asker, _: self._plan(asker),
            ids.ACTION_COACH_CHECK: lambda asker, _: self._under_way(asker),
            ids.ACTION_COACH_COMMIT: self._take_on,
            ids.ACTION_COACH_NOT_FOR_ME: lambda asker, rule: self._silence(asker, rule, for_good=True),
            ids.ACTION_COACH_NOT_NOW: lambda asker, rule: self._silence(asker, rule, for_good=False),
            ids.ACTION_COACH_HEED: self._heed,
            ids.ACTION_COACH_WHY: lambda asker, rule: self._why(asker, rule or None),
            ids.ACTION_COACH_REVIEW: self._review_due,
            ids.ACTION_COACH_CONTINUE: self._go_on,
            ids.ACTION_COACH_CHANGE: self._change,
            ids.ACTION_COACH_FINISH: self._finish,
            ids.ACTION_COACH_DROP: self._drop,
        }
        for action_id, what in buttons.items():
            app.action(action_id)(_pressed(what))
        for action_id, shared in ((ids.ACTION_COACH_SHARE, True), (ids.ACTION_COACH_UNSHARE, False)):
            app.action(action_id)(_pressed(partial(self._share, shared=shared), shown_by=self._home))
        self._check_ins.register(app)
        for weeks in coach_follow_up.REVIEW_WEEKS:
            app.action(f"{ids.ACTION_COACH_REVIEW_WEEKS}:{weeks}")(_pressed(self._review_in))
        app.action(ids.ACTION_COACH_REVIEW_WEEKS)(_pressed(self._review_in))

    def command(
        self, ack: Ack, command: dict[str, Any], context: BoltContext, client: WebClient, respond: Respond
    ) -> None:
        asker = asker_of(context)
        match parse_coach(command.get("text") or ""):
            case CoachHelp():
                answer(ack, coach.help(asker.texts))
            case OpenPlaybook():
                view = self._playbook.form(asker, command)
                ack()
                client.views_open(trigger_id=command["trigger_id"], view=view)
            case WhyPlan(place=place, words=words):
                said = self._why_which(asker, place, words)
                ack()
                send(respond, said)
            case ShowPlan():
                said = self._plan(asker)
                ack()
                send(respond, said)
            case Skip():
                said = self._skip(asker)
                ack()
                send(respond, said)
            case Done():
                answer(ack, self._under_way(asker))
            case CoachTeam():
                answer(ack, self._team(asker))
            case CoachHistory():
                every = self._commitments.of(asker.person)
                answer(ack, coach_standing.history(asker.texts, every, self._own(asker)))

    # What to do

    def _plan(self, asker: Asker) -> Message:
        found = self._counsel(asker)
        running = self._commitments.running(asker.person)
        pending = found.team_pending
        return coach.plan(asker.texts, found.plan, found.currency, found.own, running=running, team_pending=pending)

    def _why(self, asker: Asker, rule: str | None, found: Counsel | None = None) -> Message:
        found = found or self._counsel(asker)
        return coach.why(asker.texts, found.plan, found.currency, found.own, rule)

    def _why_which(self, asker: Asker, place: int | None, words: str | None) -> Message:
        found, rule = self._counsel(asker), None
        if place is not None:
            if place > len(found.plan.suggestions):
                raise CommandNotUnderstood(command=ids.COMMAND_COACH, text=f"why {place}", suggestion=None)
            rule = found.plan.suggestions[place - 1].advice.rule
        elif words is not None:
            rule = coach.rule_named(asker.texts, found.plan, words, found.own)
            if rule is None:
                raise CommandNotUnderstood(command=ids.COMMAND_COACH, text=words, suggestion=None)
        return self._why(asker, rule, found)

    def _skip(self, asker: Asker) -> Message:
        found, running = self._counsel(asker), self._commitments.running(asker.person)
        rules = [suggestion.advice.rule for suggestion in found.plan.suggestions]
        return coach_standing.skip(asker.texts, running, rules, self._commitments.week_of(asker.person), found.own)

    def _silence(self, asker: Asker, rule: str, *, for_good: bool) -> Message:
        silence = self._commitments.silence(asker.person, _short(rule), for_good=for_good)
        return coach_follow_up.declined(asker.texts, rule, self._own(asker), silence.until)

    def _heed(self, asker: Asker, rule: str) -> Message:
        self._commitments.heed(asker.person, rule)
        return coach_standing.heeded(asker.texts, _short(rule), self._own(asker))

    # What was agreed

    def _take_on(self, asker: Asker, rule: str) -> Message:
        offer = self._coach.offer(asker.person, rule, asker.texts.language)
        if offer is None:
            raise FormExpired
        begun = self._commitments.begin(asker.person, rule, offer.pillar, offer.weeks)
        return coach_follow_up.at_most_two(asker.texts) if begun is None else self._agreed(asker, begun[0])

    def _agreed(self, asker: Asker, commitment: Commitment) -> Message:
        level = sample = None
        if commitment.baseline is not None:
            frozen, currency = commitment.baseline, asker.person.yardstick.currency
            level, sample = coach_follow_up.baseline_words(
                asker.texts, frozen.pillar, frozen.level, frozen.sample, currency
            )
        return coach_follow_up.committed(
            asker.texts,
            commitment.id,
            commitment.rule,
            commitment.review_on,
            self._own(asker),
            shared=commitment.shared,
            level=level,
            sample=sample,
        )

    def _review_in(self, asker: Asker, value: str) -> Message:
        commitment_id, weeks = _pair(value)
        moved = self._commitments.review_in(asker.person, number_in(commitment_id), number_in(weeks))
        return coach_follow_up.review_moved(asker.texts, moved.rule, moved.review_on, self._own(asker))

    def _share(self, asker: Asker, value: str, *, shared: bool) -> Message:
        turned = self._commitments.share(asker.person, number_in(value), shared=shared)
        return coach_follow_up.sharing(asker.texts, turned.id, turned.rule, self._own(asker), shared=turned.shared)

    # How it went

    def _under_way(self, asker: Asker) -> Message:
        return self._check_ins.under_way(asker, self._commitments.week_of(asker.person))

    # What came of it

    def _review_due(self, asker: Asker, rule: str) -> Message:
        """The newest one of that rule that runs or was reviewed: the button may be pressed twice, or late."""
        found = [each for each in self._commitments.of(asker.person) if each.rule == rule]
        for commitment in reversed(found):
            if commitment.running and not commitment.due(self._commitments.today(asker.person)):
                return coach_follow_up.review_moved(asker.texts, rule, commitment.review_on, self._own(asker))
            if commitment.running or commitment.verdict is not None:
                return self._verdict(asker, commitment.id)
        raise FormExpired

    def _verdict(self, asker: Asker, commitment_id: int) -> Message:
        review = self._commitments.review(asker.person, commitment_id)
        of = review.commitment
        return coach_follow_up.verdict(
            asker.texts,
            of.id,
            of.rule,
            of.pillar,
            review.verdict,
            review.next_step,
            asker.person.yardstick.currency,
            self._own(asker),
            kept=of.kept,
            asked=of.asked,
        )

    def _go_on(self, asker: Asker, value: str) -> Message:
        resumed = self._commitments.resume(asker.person, number_in(value))
        if resumed is None:
            return coach_follow_up.at_most_two(asker.texts)
        return coach_standing.resumed(asker.texts, resumed, self._own(asker))

    def _change(self, asker: Asker, value: str) -> Message:
        self._commitments.finish(asker.person, number_in(value))
        return self._plan(asker)

    def _finish(self, asker: Asker, value: str) -> Message:
        """What is under way gets its verdict first; pressed again, below the verdict, it is left at that."""
        if self._commitments.one(asker.person, number_in(value)).running:
            return self._verdict(asker, number_in(value))
        return self._drop(asker, value)

    def _drop(self, asker: Asker, value: str) -> Message:
        ended = self._commitments.finish(asker.person, number_in(value))
        return coach_standing.ended(asker.texts, ended, self._own(asker))

    def _team(self, asker: Asker) -> Message:
        lines = self._coach.team(asker.person)
        own, everyone = self._own(asker), asker.person.sees_everyone
        return coach_follow_up.team(asker.texts, lines, own, sees_everyone=everyone)

    def _counsel(self, asker: Asker) -> Counsel:
        return self._coach.counsel(asker.person, asker.texts.language)

    def _own(self, asker: Asker) -> OwnTexts:
        return self._coach.own_texts(asker.person, asker.texts.language)


def _pressed(what: Callable[[Asker, str], Message], *, shown_by: HomeListeners | None = None) -> Callable[..., None]:
    """A button: acknowledge, do what it says, show the answer; in a weekly message in the buttons' place.

    What the home tab shows by itself (`shown_by` given) is not told a second time there.
    """

    def pressed(
        ack: Ack,
        action: dict[str, Any],
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        respond: Respond,
    ) -> None:
        ack()
        asker = asker_of(context)
        said = what(asker, str(action.get("value") or ""))
        state = HomeState.of(body) if is_on_tab(body) else None
        if shown_by is not None and state is not None:
            shown_by.publish(asker, client, state)
        elif is_in_letter(body):
            send_in_letter(respond, body, said)
        else:
            send(respond, said)

    return pressed


def _short(rule: str) -> str:
    """A rule's key as it may be stored. A button holds no other; anything else is from elsewhere."""
    if not 0 < len(rule) <= 60:
        raise FormExpired
    return rule


def _pair(value: str) -> tuple[str, str]:
    first, _, second = value.partition(":")
    return first, second
