"""From a frame of everybody's deals to all letters of a workspace and its digest, in one pass. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

import pillars
from bot.services.counting import ALL, scores_of, stale_days_of, team_scores, trend_ends
from bot.services.improvement import most_improved, risen, tides
from bot.services.weekly_facts import NOTHING_TOLD, Losses, OldOnes, Stale, Told, facts_of_all
from bot.values import TrendPoint
from bot.values.letters import Digest, Hint, LastWeek, Letter
from coaching.facts import Facts
from coaching.plan import Plan, plan
from pillars import CallOffUnit, Window
from pillars.attribution import Attribution, attribution, attribution_of
from pillars.windows import DEFAULT_DAYS

DAYS_A_WEEK = 7
CHARTED_OTHERWISE = "win_rate"
SETTLED_IN_THE_LETTER = "close_dead"
STALE_KEPT = 50


@dataclass(frozen=True, slots=True)
class Members:
    """Who of a workspace is compared: active members by id, with their names."""

    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Everybody's letters by member id, and the team's digest. Who has no deals has no letter here."""

    letters: Mapping[int, Letter]
    digest: Digest


def window_of(sunday: date) -> Window:
    """The thirteen whole weeks, Monday to Sunday, that end on that Sunday."""
    return Window.last_days(sunday, DEFAULT_DAYS)


def batch_of(
    deals: pd.DataFrame,
    sunday: date,
    unit: CallOffUnit,
    currency: str,
    members: Members,
    losses: Losses,
    told: Told = NOTHING_TOLD,
) -> Batch:
    """All of a workspace's letters as of the end of a Sunday.

    `deals` hold at least what was closed or opened since the window before (`counting.reach`) or is open. What their
    dates put after that Sunday changes nothing: a deal that was closed on the Monday was open still. `losses` are the
    window's lost deals by reason.
    """
    window = window_of(sunday)
    week = Window(sunday - timedelta(days=DAYS_A_WEEK - 1), sunday)
    known = deals[~_begins_after(deals, sunday)]
    ours = known[known["rep"].isin([str(member) for member in members.names])]
    if isinstance(ours["rep"].dtype, pd.CategoricalDtype):
        ours = ours.assign(rep=ours["rep"].cat.remove_unused_categories())
    stale_days = stale_days_of(known, window)
    card = pillars.scorecard(ours, window, window.previous(), call_off_unit=unit)
    scores = {int(rep): found for rep, found in scores_of(card).items()}
    weeks = _weeks(ours, week)
    stale = Stale.of(ours, sunday, stale_days)
    facts = facts_of_all(ours, window, scores, stale, losses, told)
    courses = _Courses(ours, window, unit)
    letters = {
        member: replace(
            _letter(member, facts[member], courses),
            sunday=sunday,
            currency=currency,
            last_week=weeks.get(member, LastWeek()),
            scores=scores[member],
            stale=_numbers(stale.deals.get(member)),
        )
        for member in scores
    }
    names = members.names
    tide = tides(scores.values())
    risers = [one for member in scores if (one := risen(member, names[member], scores[member], tide)) is not None]
    together = scores_of(pillars.scorecard(known, window, window.previous(), by=None, call_off_unit=unit)).get(ALL, {})
    if len(scores) and together:
        _, _, whole = pillars.benchmarks(ours, window, window.previous(), call_off_unit=unit)
        together = team_scores(together, whole)
    digest = Digest(
        sunday=sunday,
        currency=currency,
        last_week=_weeks(known, week, by=None).get(0, LastWeek()),
        scores=together,
        change=_change(known, window, unit, stale_days),
        reps=len(scores),
        risen=most_improved(risers),
    )
    return Batch(letters, digest)


def _begins_after(deals: pd.DataFrame, sunday: date) -> "pd.Series[bool]":
    """Deals that nothing was known of on that Sunday: opened later, or, where that is unknown, decided later."""
    after = pd.Timestamp(sunday + timedelta(days=1))
    return (deals["opened_on"] >= after) | (deals["opened_on"].isna() & (deals["closed_on"] >= after))


def _weeks(deals: pd.DataFrame, week: Window, by: str | None = "rep") -> dict[int, LastWeek]:
    """What each did in the week; everyone together (`by` None) under 0. Each call-off is an order of its own here."""
    table = pillars.summary(deals, week, by=by, call_off_unit="order", stale_days=float("nan"))
    rows: list[Any] = table.to_dict("records")
    return {
        0 if by is None else int(str(group)): LastWeek(
            won=int(row["won"]),
            lost=int(row["lost"]),
            opened=int(row["opened"]),
            call_offs=int(row["call_offs"]),
            value=0 if pd.isna(row["order_total"]) else int(row["order_total"]),
            valued=int(row["order_count"]),
        )
        for group, row in zip(table.index, rows, strict=True)
    }


class _Courses:
    """The pillars over the weeks that lead up to the Sunday, of each member: found when they are asked for."""

    def __init__(self, deals: pd.DataFrame, window: Window, unit: CallOffUnit) -> None:
        self._table = pillars.trend(deals, trend_ends(window), by="rep", call_off_unit=unit)
        self._rows = {int(str(rep)): rows for rep, rows in self._table.groupby("group", observed=True).indices.items()}
        self._ends = [end.date() for end in self._table["end"]]

    def of(self, member: int, pillar: str) -> tuple[TrendPoint, ...]:
        """A point a week, oldest first."""
        rows = self._rows.get(member, ())
        values, samples = (self._table[name].to_numpy()[rows] for name in (pillar, f"{pillar}_sample"))
        points = [
            TrendPoint(self._ends[row], None if pd.isna(value) else float(value), int(sample))
            for row, value, sample in zip(rows, values, samples, strict=True)
        ]
        return tuple(sorted(points, key=lambda point: point.end))


def _letter(member: int, facts: Facts, courses: _Courses) -> Letter:
    """What the coach has to say in it; the figures are filled in around that."""
    made = plan(facts)
    charted = made.focus.pillar or CHARTED_OTHERWISE
    return Letter(
        sunday=facts.as_of or date.min,
        currency="",
        last_week=LastWeek(),
        scores={},
        focus=None if made.thin else made.focus.pillar,
        clear=made.focus.clear,
        thin=made.thin,
        hint=_hint(made),
        charted=charted,
        trend=() if made.thin else courses.of(member, charted),
    )


def _numbers(old: OldOnes | None) -> tuple[tuple[int, int], ...]:
    """Number and age of stale deals, the oldest first."""
    if old is None:
        return ()
    return tuple((int(n), int(age)) for n, age in zip(old.numbers[:STALE_KEPT], old.ages[:STALE_KEPT], strict=True))


def _hint(made: Plan) -> Hint | None:
    """One suggestion, for the focus pillar where there is one. Dead deals have buttons of their own in the letter."""
    offered = [one for one in made.suggestions if one.advice.rule != SETTLED_IN_THE_LETTER]
    if not offered or not made.room:
        return None
    best = next((one for one in offered if one.advice.pillar == made.focus.pillar), offered[0])
    advice = best.advice
    return Hint(advice.rule, advice.pillar, advice.signal, dict(advice.params), best.review_weeks)


def _change(deals: pd.DataFrame, window: Window, unit: CallOffUnit, stale_days: float | None) -> Attribution:
    limit = float("nan") if stale_days is None else stale_days
    before, now = (
        pillars.summary(deals, each, by=None, stale_days=limit, call_off_unit=unit)
        for each in (window.previous(), window)
    )
    return attribution_of(attribution(before, now), ALL)
