"""The coach: what to suggest to a rep, and what the team works on. Facts in, a plan out; nothing is changed here."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

from sqlalchemy import Connection

from bot.services.clock import Clock, today_at_work
from bot.services.coach_facts import facts_from, read_ground
from bot.services.figures import LIVE_UP_TO, Figures
from bot.services.weekly_facts import Told
from bot.storage.commitments import CommitmentBook, SilenceBook, latest_change_id
from bot.storage.engine import Database
from bot.values import Card, Person
from bot.values.commitment import Commitment, TeamLine
from bot.values.own_text import OwnText, OwnTexts
from coaching.advice import REVIEW_WEEKS
from coaching.catalogue import rule as rule_of
from coaching.facts import Overrides, PastAction
from coaching.learning import Effect, learn
from coaching.plan import Plan, plan

MOST_REMEMBERED: Final = 1_000


class PlaybookReader(Protocol):
    """Where the team's own playbook is asked for; `bot.services.playbooks.Playbooks` is one."""

    def overrides(
        self, connection: Connection, workspace_id: int, language: str = "en"
    ) -> tuple[Overrides, dict[str, OwnText]]: ...


@dataclass(frozen=True, slots=True)
class Counsel:
    """A plan for one rep, with what is needed to tell it: the currency, and the texts of the team's own actions.

    `team_pending`: the team's figures are still being added up, so nothing is compared with it.
    """

    plan: Plan
    currency: str
    own: OwnTexts
    team_pending: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """What taking a rule on would mean: the pillar that it is to move (None: none), and how long until the review."""

    pillar: str | None
    weeks: int


class Coach:
    """What `/coach` shows."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        figures: Figures,
        playbooks: PlaybookReader,
        live_up_to: int = LIVE_UP_TO,
    ) -> None:
        self._database = database
        self._clock = clock
        self._figures = figures
        self._playbooks = playbooks
        self._live_up_to = live_up_to
        self._learned = _Learned()

    def counsel(self, person: Person, language: str, card: Card | None = None) -> Counsel:
        """What to suggest to the person. `card` is their own of the usual window, where the caller has it already."""
        card = self._figures.rep_card(person, person) if card is None else card
        today = today_at_work(person, self._clock())
        with self._database.read() as connection:
            ground = read_ground(connection, person, card.window, self._live_up_to, today=today)
            mine = CommitmentBook(connection, person.workspace_id).of(person.member_id)
            silences = SilenceBook(connection, person.workspace_id).current(person.member_id, today)
            effects = self._learned.effects(connection, person.workspace_id)
            overrides, own = self._playbooks.overrides(connection, person.workspace_id, language)
        facts = replace(
            facts_from(card, ground, today),
            actions=tuple(_past(each, today) for each in mine),
            silences=silences,
            effects=effects,
            overrides=overrides,
        )
        return Counsel(plan(facts), card.currency, own, card.team_pending)

    def offer(self, person: Person, rule: str, language: str) -> Offer | None:
        """What a suggestion of that rule means for the person now; None where there is no such rule to take on."""
        counsel = self.counsel(person, language)
        for suggestion in counsel.plan.suggestions:
            if suggestion.advice.rule == rule:
                return Offer(suggestion.advice.pillar, suggestion.review_weeks)
        known = rule_of(rule)
        weighed = next((each for each in counsel.plan.others if each.rule == rule), None)
        if weighed is None or weighed.state == "off":
            return None
        pillar = weighed.pillar if weighed.advice is None else weighed.advice.pillar
        return Offer(pillar, REVIEW_WEEKS if known is None else known.review_weeks)

    def own_texts(self, person: Person, language: str) -> OwnTexts:
        """The texts of the team's own actions."""
        with self._database.read() as connection:
            return self._playbooks.overrides(connection, person.workspace_id, language)[1]

    def team(self, person: Person) -> tuple[TeamLine, ...]:
        """What has worked in the team, pooled over everybody who tried it.

        A manager also sees how many have what under way, and whose work it is where the rep shares it.
        """
        with self._database.read() as connection:
            effects = self._learned.effects(connection, person.workspace_id)
            book = CommitmentBook(connection, person.workspace_id)
            running = book.running_counts() if person.sees_everyone else {}
            shared = book.shared() if person.sees_everyone else []
        rules = [*sorted(running, key=lambda rule: (-running[rule], rule)), *effects]
        rules += [work.commitment.rule for work in shared]
        return tuple(
            TeamLine(
                rule=rule,
                running=running.get(rule, 0) if person.sees_everyone else None,
                effect=effects.get(rule),
                shared_by=tuple(work for work in shared if work.commitment.rule == rule),
            )
            for rule in dict.fromkeys(rules)
        )

    def told(self, connection: Connection, workspace_id: int, day: date) -> Told:
        """What the coach knows of a whole workspace beside its deals, for the weekly letters."""
        running: dict[int, tuple[PastAction, ...]] = {}
        for each in CommitmentBook(connection, workspace_id).all_running():
            running[each.member_id] = (*running.get(each.member_id, ()), _past(each, day))
        return Told(
            actions=running,
            silences=SilenceBook(connection, workspace_id).of_all(day),
            effects=self._learned.effects(connection, workspace_id),
            overrides=self._playbooks.overrides(connection, workspace_id)[0],
        )


class _Learned:
    """Effects pooled once, and again when anything about commitments has changed."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[int, tuple[int, dict[str, Effect]]] = {}

    def effects(self, connection: Connection, workspace_id: int) -> dict[str, Effect]:
        """By rule, what most surely helps first."""
        newest = latest_change_id(connection)
        with self._lock:
            known = self._known.get(workspace_id)
        if known is not None and known[0] == newest:
            return known[1]
        found = _by_rule(learn(CommitmentBook(connection, workspace_id).tries()))
        with self._lock:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[workspace_id] = (newest, found)
        return found


def _by_rule(effects: Iterable[Effect]) -> dict[str, Effect]:
    return {effect.rule: effect for effect in effects}


def _past(commitment: Commitment, today: date) -> PastAction:
    return PastAction(
        rule=commitment.rule,
        pillar=commitment.pillar,
        running=commitment.running,
        review_due=commitment.due(today),
        verdict=None if commitment.verdict is None else commitment.verdict.word,
        completion=commitment.completion,
        check_ins=commitment.asked,
    )
