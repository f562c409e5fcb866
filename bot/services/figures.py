"""The pillars of a rep or of the team, as a card: from rows to frame to `pillars` to one frozen value.

A team's figures are counted at once where there are few deals, and kept by the `Keeper` where there are many: a card
then reads the rep's own deals and one row, or the team's row alone.
"""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any, Final

import pandas as pd
from sqlalchemy import Connection

from bot.errors import FiguresNotReady, NotAllowed
from bot.services import counting
from bot.services.benchmarks import CHANGED_SHARE, DAYS_OLD, Keeper, Order
from bot.services.clock import Clock, today_at_work
from bot.services.counting import (
    Everybody,
    Team,
    everybody,
    figures_of,
    gaps_of,
    reach,
    rest_of_the_team,
    summaries_of,
    trends_of,
)
from bot.services.counting import number_of as number_of
from bot.services.counting import orders_in_other_currency as orders_in_other_currency
from bot.services.drift_watch import DriftWatch
from bot.services.goals import progress
from bot.services.imports import NO_OWNER
from bot.services.kept_figures import TeamCard, card_from_json, fingerprint, team_from_json
from bot.services.kept_surroundings import surroundings_from_json
from bot.services.outlook import levers_for, past_of, reach_of_levers
from bot.services.pillar_facts import focus_of
from bot.storage import benchmarks as store
from bot.storage.benchmarks import Kept
from bot.storage.engine import Database
from bot.storage.frames import lean_deals_frame, rep_names
from bot.storage.goals import GoalBook
from bot.values import Card, Goal, Person, PillarScore, RepLine, Role
from pillars import PILLARS, Window

LIVE_UP_TO: Final = 20_000
"""Deals in a workspace. So many are counted within a card's answer where nothing that is kept will do."""

PATIENCE_S: Final = 1.5
"""How long a card waits for the keeper; Slack waits three seconds."""


@dataclass(frozen=True, slots=True)
class _Question:
    """Who asks for which window, on which day, measured with what."""

    person: Person
    window: Window
    today: date
    measured_with: str

    @property
    def order(self) -> Order:
        return Order(self.person.workspace_id, self.window, self.person.yardstick)

    @property
    def days_old(self) -> int:
        """Only what ends today may be compared with what ended the day before: a named period is the same for all."""
        return DAYS_OLD if self.window == Window.last_days(self.today) else 0


class Figures:
    """What `/pillars` and the home tab show."""

    def __init__(
        self, database: Database, clock: Clock, keeper: Keeper | None = None, live_up_to: int = LIVE_UP_TO
    ) -> None:
        self._database = database
        self._clock = clock
        self.keeper = Keeper(database, clock) if keeper is None else keeper
        self._live_up_to = live_up_to
        self._watch = DriftWatch()

    def rep_card(self, person: Person, rep: Person, window: Window | None = None) -> Card:
        """One rep's pillars. Raises NotAllowed where they are somebody else's and the person is a rep.

        Where the team's figures of a window are not there yet, its card says so and compares with nobody.
        """
        if rep.member_id != person.member_id and not person.sees_everyone:
            raise NotAllowed(what="rep_pillars")
        question = self._question(person, window)
        with self._database.read() as connection:
            team = self._team(connection, question, rep)
        if team is None and self.keeper.ask(question.order).wait(PATIENCE_S):
            with self._database.read() as connection:
                team = self._kept_team(connection, question, rep)
        with self._database.read() as connection:
            mine = lean_deals_frame(
                connection,
                person.workspace_id,
                person.yardstick,
                since=min(reach(question.window), reach_of_levers(question.window)),
                rep_id=rep.member_id,
            )
            goals = _goals(GoalBook(connection, person.workspace_id), person, rep)
        return _rep_card(question, rep, mine, team, goals)

    def team_card(self, person: Person, window: Window | None = None) -> Card:
        """Everybody's pillars together; each rep's own beside it for a manager or an admin.

        In a large workspace it may be of a moment ago, which `Card.as_of` tells. Raises FiguresNotReady where there is
        none yet.
        """
        question = self._question(person, window)
        with self._database.read() as connection:
            found = self._team_card(connection, question)
        if found is None and self.keeper.ask(question.order).wait(PATIENCE_S):
            with self._database.read() as connection:
                found = self._kept_card(connection, question)
        if found is None:
            raise FiguresNotReady
        with self._database.read() as connection:
            names = rep_names(connection, person.workspace_id) if person.sees_everyone else {}
            goals = _goals(GoalBook(connection, person.workspace_id), person, None)
        return _team_card(question, *found, names, goals)

    def _question(self, person: Person, window: Window | None) -> _Question:
        today = today_at_work(person, self._clock())
        return _Question(person, window or Window.last_days(today), today, fingerprint(person.yardstick))

    # What a rep is compared with

    def _team(self, connection: Connection, question: _Question, rep: Person) -> Team | None:
        """The team around a rep, kept or counted now; None where it has to be waited for."""
        size = store.deals_numbered(connection, question.person.workspace_id)
        if size <= self.keeper.kept_above:
            return self._team_now(connection, question, rep)
        kept = self._kept_team(connection, question, rep)
        if kept is None and size <= self._live_up_to:
            self.keeper.ask(question.order)
            return self._team_now(connection, question, rep)
        return kept

    def _team_now(self, connection: Connection, question: _Question, rep: Person) -> Team:
        deals, team = self._everybody(connection, question)
        around, window = team.around(rep.member_id), question.window
        if window != Window.last_days(window.end):  # nobody is coached on a named period
            return around
        colleagues = store.colleagues(connection, question.person.workspace_id, NO_OWNER)
        return replace(around, rest=rest_of_the_team(deals, window, rep.member_id, colleagues))

    def _kept_team(self, connection: Connection, question: _Question, rep: Person) -> Team | None:
        kept = self._find(connection, question, rep)
        if kept is None:
            return None
        # Changes anywhere are at least as many as here, and cost nothing to count.
        changes = store.latest_change_id(connection) - kept.seen_change_id
        overdue = changes * CHANGED_SHARE >= kept.deals and changes > 0
        if overdue or kept.out_of_date_since is not None or kept.window != question.window:
            self.keeper.ask(question.order)
        around = surroundings_from_json(kept.team, kept.entry)
        rest = None if around is None else (around.now, around.before)
        return replace(team_from_json(kept.window, kept.team, kept.entry), rest=rest)

    # The team's own card

    def _team_card(
        self, connection: Connection, question: _Question
    ) -> tuple[TeamCard, Window, datetime | None] | None:
        """The team's figures, their window, and of which moment they are (None: now); None where there are none."""
        size = store.deals_numbered(connection, question.person.workspace_id)
        kept = self._kept_card(connection, question) if size > self.keeper.kept_above else None
        if size > self._live_up_to or (kept is not None and kept[2] is None):
            return kept
        deals, team = self._everybody(connection, question)
        unit = question.person.yardstick.call_off_unit
        reps: dict[int, dict[str, PillarScore]] = {}
        if question.person.sees_everyone:
            colleagues = store.colleagues(connection, question.person.workspace_id, NO_OWNER)
            each = counting.scores_of_each(deals, question.window, unit, colleagues)
            reps = {int(rep): scores for rep, scores in each.items()}
        summaries = summaries_of(deals, question.window, unit, team.stale_days)
        figures = figures_of(deals, question.window, unit, summaries, whole=team.whole)
        return TeamCard(figures, team.series, team.stale_days, reps), question.window, None

    def _kept_card(
        self, connection: Connection, question: _Question
    ) -> tuple[TeamCard, Window, datetime | None] | None:
        person = question.person
        kept = self._find(connection, question, None)
        if kept is None or kept.card is None:
            return None
        changed = kept.out_of_date_since is not None or store.changed_since(
            connection, person.workspace_id, kept.seen_change_id
        )
        if changed or kept.window != question.window:
            self.keeper.ask(question.order)
        card = card_from_json(kept.card, with_reps=person.sees_everyone)
        return card, kept.window, kept.made_at if changed or kept.window != question.window else None

    def _find(self, connection: Connection, question: _Question, rep: Person | None) -> Kept | None:
        return store.find(
            connection,
            question.person.workspace_id,
            question.window,
            question.measured_with,
            rep_id=None if rep is None else rep.member_id,
            days_old=question.days_old,
        )

    def _everybody(self, connection: Connection, question: _Question) -> tuple[pd.DataFrame, Everybody]:
        """All of a small workspace's deals, and what there is to say of everybody."""
        person, window = question.person, question.window
        deals = lean_deals_frame(connection, person.workspace_id, person.yardstick, since=reach(window))
        colleagues = store.colleagues(connection, person.workspace_id, NO_OWNER)
        drifts = self._watch.drifts(
            connection, person.workspace_id, person.yardstick, question.measured_with, window, colleagues
        )
        return deals, everybody(deals, window, person.yardstick.call_off_unit, colleagues, drifts)


def _rep_card(question: _Question, rep: Person, mine: pd.DataFrame, team: Team | None, goals: list[Goal]) -> Card:
    yardstick, window = question.person.yardstick, question.window
    unit = yardstick.call_off_unit
    stale_days = None if team is None else team.stale_days
    benchmark = None if team is None else team.benchmark
    summaries = summaries_of(mine, window, unit, stale_days)
    figures = figures_of(mine, window, unit, summaries, benchmark)
    past = past_of(mine, window, unit)
    if team is None:
        # Whether a rep moved or the season did cannot be told without the team, so nothing is claimed.
        figures = replace(figures, scores={name: _unjudged(score) for name, score in figures.scores.items()})
    colleagues = 0 if benchmark is None else int(benchmark.colleagues[0])
    card = _card(
        question,
        figures,
        name=rep.name,
        mine=rep.member_id == question.person.member_id,
        member_id=rep.member_id,
        window=window,
        stale_after=stale_days,
        trends=trends_of(window, past.series, None if team is None else team.series),
        goals=goals,
        levers=levers_for(past, summaries.now, window, team),
        gaps={} if team is None else gaps_of(mine, window, team),
        colleagues=colleagues,
        benchmark_day=None if team is None or not colleagues else team.window.end,
        team_pending=team is None,
        drifts=() if team is None else team.drifts,
    )
    return replace(card, focus=focus_of(card))


def _team_card(
    question: _Question,
    found: TeamCard,
    window: Window,
    as_of: datetime | None,
    names: dict[str, tuple[str, bool]],
    goals: list[Goal],
) -> Card:
    lines = [
        RepLine(names[str(rep)][0], scores) for rep, scores in found.reps.items() if names.get(str(rep), ("", False))[1]
    ]
    return _card(
        question,
        found.figures,
        name=None,
        mine=False,
        window=window,
        stale_after=found.stale_days,
        trends=trends_of(window, found.series, None),
        goals=goals,
        reps=tuple(sorted(lines, key=lambda line: line.name.casefold())),  # by name: never a ranking
        hidden_reps=question.person.role is Role.REP,
        as_of=as_of,
    )


def _card(question: _Question, figures: counting.Figures, *, window: Window, goals: list[Goal], **more: Any) -> Card:
    """A card of these figures, which are measured with the person's yardstick."""
    yardstick = question.person.yardstick
    return Card(
        window=window,
        previous=window.previous(),
        today=question.today,
        currency=yardstick.currency,
        starting_point=yardstick.starting_point,
        horizon_months=yardstick.horizon_months,
        call_off_unit=yardstick.call_off_unit,
        trend=more["trends"][PILLARS[0]],
        goals=progress(goals, figures.scores, window.days, yardstick.currency),
        **{field.name: getattr(figures, field.name) for field in fields(figures)},
        **more,
    )


def _unjudged(score: PillarScore) -> PillarScore:
    return replace(score, vs_previous="too_early", vs_team="too_early", previous_more=None, team_more=None)


def _goals(book: GoalBook, person: Person, rep: Person | None) -> list[Goal]:
    """The goals that a card shows: one's own to oneself only, the team's on the team's card."""
    if rep is not None and rep.member_id != person.member_id:
        return []
    return [stored.goal for stored in book.current(None if rep is None else rep.member_id)]
