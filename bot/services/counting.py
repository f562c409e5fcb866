"""From frames to the figures of a card: what a rep's or a team's deals come to, and what a rep is compared with."""

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pandas as pd

import pillars
from bot.values import Drift, LeftOut, PillarScore, Status, TrendPoint
from coaching.gaps import gap_over
from coaching.measures import Measures, measures
from pillars import PILLARS, Benchmark, CallOffUnit, Window
from pillars.attribution import Attribution, attribution, attribution_of
from pillars.windows import DEFAULT_DAYS

ALL = "all"
"""What `pillars` calls the one group of a frame that is not divided into any."""

TREND_POINTS = 13
"""One point a week over the default window."""

Point = tuple[float | None, int, float | None, float | None]
"""Value, sample, and the ends of the interval."""

Series = dict[str, list[Point]]
"""By pillar, one point a window of the trend, or one a colleague."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands on a card and follows from deals alone; fields as in `Card`."""

    scores: dict[str, PillarScore]
    won: int
    lost: int
    order_median: float | None
    order_total: int
    close_mean: float | None
    open_now: int
    open_value: int
    open_value_sample: int
    stale: int
    velocity: float | None
    call_offs: int
    left_out: LeftOut
    change: Attribution


@dataclass(frozen=True, slots=True)
class Team:
    """What a rep's card needs of everybody's deals: `benchmark` is one entry, the team without the rep.

    `levels` are the active colleagues' pillars, in no order that tells who is who but that the rep's own stand at
    `place` (None: not among them). `stale_days` is None where too few deals were won to say. `rest` are the colleagues'
    sums of the window and of the one before, by which the coach weighs the pillars; None for a window in which nobody
    is coached.
    """

    window: Window
    benchmark: Benchmark
    series: Series
    stale_days: float | None
    levels: Series
    place: int | None
    drifts: tuple[Drift, ...] = ()
    rest: tuple[Measures, Measures] | None = None


Drifts = dict[str, tuple[Drift, ...]]
"""The slow changes that were noticed, by member id as text; who has none is not there."""


@dataclass(frozen=True, slots=True)
class Everybody:
    """`Team`, for each of a team's members: `members` are their ids as text, with an entry of `each` for each."""

    window: Window
    members: tuple[str, ...]
    each: Benchmark
    whole: Benchmark
    series: Series
    stale_days: float | None
    levels: Series
    drifts: Drifts

    def around(self, rep_id: int) -> Team:
        """The team without that rep; all of it where the rep has no deals yet, or has left."""
        place = self.members.index(str(rep_id)) if str(rep_id) in self.members else None
        entry = self.whole if place is None else self.each.take([place])
        drifts = self.drifts.get(str(rep_id), ())
        return Team(self.window, entry, self.series, self.stale_days, self.levels, place, drifts)


def reach(window: Window) -> date:
    """The first day whose deals a card of that window needs: of the previous one, and of the trend's first."""
    return min(window.previous().start, trend_ends(window)[0] - timedelta(days=DEFAULT_DAYS))


def trend_ends(window: Window) -> list[date]:
    """The last day of each of the thirteen weeks that lead up to the window's end."""
    return [window.end - timedelta(weeks=back) for back in reversed(range(TREND_POINTS))]


@dataclass(frozen=True, slots=True)
class Summaries:
    """`pillars.summary` of deals all together, a single row each: of the window, and of the one before."""

    now: pd.DataFrame
    before: pd.DataFrame


def summaries_of(deals: pd.DataFrame, window: Window, unit: CallOffUnit, stale_days: float | None) -> Summaries:
    """Beyond `stale_days` an open deal is stale; None: none is."""
    limit = math.nan if stale_days is None else stale_days
    now, before = (
        pillars.summary(deals, each, by=None, stale_days=limit, call_off_unit=unit)
        for each in (window, window.previous())
    )
    return Summaries(now, before)


def figures_of(
    deals: pd.DataFrame,
    window: Window,
    unit: CallOffUnit,
    summaries: Summaries,
    benchmark: Benchmark | None = None,
    *,
    whole: Benchmark | None = None,
) -> Figures:
    """What these deals come to, all together; with a benchmark compared with it.

    `whole`: they are the team's, and have changed by the word of the team's own move (`team_scores`).
    """
    previous = window.previous()
    card = pillars.scorecard(deals, window, previous, by=None, call_off_unit=unit, benchmark=benchmark)
    foreign = int(orders_in_other_currency(deals, window).sum())
    row = summaries.now.iloc[0]
    scores = scores_of(card)[ALL]
    return Figures(
        scores=scores if whole is None else team_scores(scores, whole),
        won=int(row["won"]),
        lost=int(row["lost"]),
        order_median=number_of(row["order_median"]),
        order_total=int(number_of(row["order_total"]) or 0),
        close_mean=number_of(row["close_mean"]),
        open_now=int(row["open_now"]),
        open_value=int(number_of(row["open_value"]) or 0),
        open_value_sample=int(row["open_value_sample"]),
        stale=int(row["stale"]),
        velocity=number_of(row["velocity"]),
        call_offs=int(row["call_offs"]),
        left_out=LeftOut(
            amount=int(row["left_out_amount"]) - foreign,
            started=int(row["left_out_started"]),
            opened=int(row["left_out_opened"]),
            currency=foreign,
        ),
        change=attribution_of(attribution(summaries.before, summaries.now), ALL),
    )


def everybody(
    deals: pd.DataFrame, window: Window, unit: CallOffUnit, colleagues: set[str], drifts: Drifts
) -> Everybody:
    """All that members' cards need of a frame of everybody's deals; only `colleagues` are anybody's benchmark."""
    members = _of(deals, colleagues)
    labels, each, whole = pillars.benchmarks(members, window, window.previous(), call_off_unit=unit)
    levels = pillars.trend(members, [window.end], by="rep", call_off_unit=unit)
    return Everybody(
        window=window,
        members=tuple(str(label) for label in labels),
        each=each,
        whole=whole,
        series=series_of(deals, window, unit),
        stale_days=stale_days_of(deals, window),
        levels=as_series(levels),
        drifts=drifts,
    )


def drifts_of(deals: pd.DataFrame, until: date, unit: CallOffUnit, colleagues: set[str], weeks: int) -> Drifts:
    """The slow changes up to the last whole week before a day; `deals` go back at least so many weeks before it."""
    table = pillars.drifts(_of(deals, colleagues), until, weeks=weeks, call_off_unit=unit)
    found: Drifts = {}
    for row in table[table["direction"] != "none"].itertuples(index=False):
        fields: Any = row
        drift = Drift(str(fields.pillar), fields.direction, fields.since.date())
        found[str(fields.group)] = (*found.get(str(fields.group), ()), drift)
    return found


def rest_of_the_team(
    deals: pd.DataFrame, window: Window, rep_id: int, colleagues: set[str]
) -> tuple[Measures, Measures]:
    """The sums of everybody but a rep in a window and the one before; `colleagues` as in `everybody`."""
    others = _of(deals, colleagues - {str(rep_id)})
    return measures(others, window), measures(others, window.previous())


def gaps_of(mine: pd.DataFrame, window: Window, team: Team) -> dict[str, tuple[float, float]]:
    """A rep's gap to the team by pillar, with its error (`coaching.gaps.gap_over`); without what cannot be told."""
    if team.rest is None:
        return {}
    sides = list(zip((measures(mine, each) for each in (window, window.previous())), team.rest, strict=True))
    colleagues = int(team.benchmark.colleagues[0])
    found = {pillar: gap_over(pillar, sides[0], sides[1], colleagues) for pillar in PILLARS}
    return {pillar: gap for pillar, gap in found.items() if gap is not None}


def stale_days_of(deals: pd.DataFrame, window: Window) -> float | None:
    """`pillars.stale_after`, None where it cannot be told."""
    return number_of(pillars.stale_after(deals, window.end))


def scores_of_each(
    deals: pd.DataFrame, window: Window, unit: CallOffUnit, colleagues: set[str]
) -> dict[str, dict[str, PillarScore]]:
    """The pillars of each colleague who has deals, by member id as text."""
    members = _of(deals, colleagues)
    return scores_of(pillars.scorecard(members, window, window.previous(), call_off_unit=unit))


def series_of(deals: pd.DataFrame, window: Window, unit: CallOffUnit) -> Series:
    """The pillars of all these deals together, over the windows that the trend is made of."""
    return as_series(pillars.trend(deals, trend_ends(window), by=None, call_off_unit=unit))


def trends_of(window: Window, own: Series, team: Series | None) -> dict[str, tuple[TrendPoint, ...]]:
    """The trend of each pillar, with the team's beside it."""
    ends = trend_ends(window)
    return {
        pillar: tuple(_trend_point(end, _at(own, pillar, n), _at(team or {}, pillar, n)) for n, end in enumerate(ends))
        for pillar in PILLARS
    }


def _trend_point(end: date, own: Point, team: Point) -> TrendPoint:
    value, sample, low, high = own
    return TrendPoint(end, value, sample, team[0], team[1], low, high)


def scores_of(card: pd.DataFrame) -> dict[str, dict[str, PillarScore]]:
    """A scorecard by group and pillar."""
    scores: dict[str, dict[str, PillarScore]] = {}
    for row in card.itertuples(index=False):
        fields: Any = row
        scores.setdefault(str(fields.group), {})[str(fields.pillar)] = PillarScore(
            value=number_of(fields.value),
            sample=int(fields.sample),
            low=number_of(fields.low),
            high=number_of(fields.high),
            previous=number_of(fields.previous),
            previous_sample=int(fields.previous_sample),
            team=number_of(fields.team),
            team_sample=int(fields.team_sample),
            level=number_of(fields.level),
            vs_previous=fields.vs_previous,
            vs_team=fields.vs_team,
            previous_more=number_of(fields.previous_more),
            team_more=number_of(fields.team_more),
            season=fields.season,
        )
    return scores


def team_scores(scores: dict[str, PillarScore], whole: Benchmark) -> dict[str, PillarScore]:
    """The team's scores with the verdicts on its own move since the window before: the same that reps' cards call the
    season, from the same sums. Where fewer than three sold in both windows the scores keep the verdicts they have.
    """
    moved = pillars.moves(whole, [scores[pillar].sample for pillar in PILLARS])
    return {
        pillar: scores[pillar]
        if move is None
        else replace(scores[pillar], vs_previous=move[0], previous_more=number_of(move[1]))
        for pillar, move in moved.items()
    }


def orders_in_other_currency(deals: pd.DataFrame, window: Window) -> "pd.Series[bool]":
    """Which deals are orders of the window that order value leaves out for their amount's currency."""
    closed = window.holds(deals["closed_on"].to_numpy().astype("datetime64[s]"))
    return deals["other_currency"] & (deals["status"] == Status.WON.value) & closed


def number_of(value: Any) -> float | None:
    """A figure as a plain float; None for nan and NA."""
    return None if pd.isna(value) else float(value)


def _of(deals: pd.DataFrame, reps: set[str]) -> pd.DataFrame:
    return deals[deals["rep"].isin(reps)]


def as_series(trend: pd.DataFrame) -> Series:
    """The rows of `pillars.trend` as plain figures."""
    series: Series = {}
    for pillar in PILLARS:
        columns: list[Any] = [trend[pillar], trend[f"{pillar}_sample"]]
        columns += [
            trend[name] if name in trend else [None] * len(trend) for name in (f"{pillar}_low", f"{pillar}_high")
        ]
        series[pillar] = [
            (number_of(value), int(sample), number_of(low), number_of(high))
            for value, sample, low, high in zip(*columns, strict=True)
        ]
    return series


def _at(series: Series, pillar: str, n: int) -> Point:
    points = series.get(pillar, [])
    return points[n] if n < len(points) else (None, 0, None, None)
