"""The pillars of a rep or of the team, as a card: from rows to frame to `pillars` to one frozen value."""

import math
from datetime import date, timedelta
from typing import Any

import pandas as pd

import pillars
from bot.errors import NotAllowed
from bot.services.clock import Clock, today_at_work
from bot.storage.engine import Database
from bot.storage.frames import deals_frame, rep_names
from bot.values import Card, LeftOut, Person, PillarScore, RepLine, Role, Status, TrendPoint
from pillars import Window, windows

TREND_POINTS = 13
"""One point a week over the default window."""


class Figures:
    """What `/pillars` and the home tab show."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def rep_card(self, person: Person, rep: Person, window: Window | None = None) -> Card:
        """One rep's pillars. Raises NotAllowed where they are somebody else's and the person is a rep."""
        if rep.member_id != person.member_id and not person.sees_everyone:
            raise NotAllowed(what="rep_pillars")
        return self._card(person, window, rep)

    def team_card(self, person: Person, window: Window | None = None) -> Card:
        """Everybody's pillars together; each rep's own beside it for a manager or an admin."""
        return self._card(person, window, None)

    def _card(self, person: Person, window: Window | None, rep: Person | None) -> Card:
        today = today_at_work(person, self._clock())
        window = window or Window.last_days(today)
        previous = window.previous()
        ends = _trend_ends(window)
        with self._database.read() as connection:
            since = min(previous.start, ends[0] - timedelta(days=windows.DEFAULT_DAYS))
            deals = deals_frame(connection, person.workspace_id, person.yardstick, since=since)
            names = rep_names(connection, person.workspace_id)
        limit = pillars.stale_after(deals, window.end)
        stale_days = None if math.isnan(limit) else limit
        mine = deals if rep is None else deals[deals["rep"] == str(rep.member_id)]
        foreign = int(orders_in_other_currency(mine, window).sum())
        row = pillars.summary(mine, window, by=None, stale_days=limit).iloc[0]
        return Card(
            name=None if rep is None else rep.name,
            mine=rep is not None and rep.member_id == person.member_id,
            window=window,
            previous=previous,
            today=today,
            currency=person.yardstick.currency,
            starting_point=person.yardstick.starting_point,
            horizon_months=person.yardstick.horizon_months,
            scores=_scores(pillars.scorecard(mine, window, previous, by=None)).get("all", _no_scores()),
            won=int(row["won"]),
            lost=int(row["lost"]),
            order_median=number_of(row["order_median"]),
            order_total=int(number_of(row["order_total"]) or 0),
            close_mean=number_of(row["close_mean"]),
            open_now=int(row["open_now"]),
            open_value=int(number_of(row["open_value"]) or 0),
            open_value_sample=int(row["open_value_sample"]),
            stale=int(row["stale"]),
            stale_after=stale_days,
            velocity=number_of(row["velocity"]),
            call_offs=int(row["call_offs"]),
            left_out=LeftOut(
                amount=int(row["left_out_amount"]) - foreign,
                started=int(row["left_out_started"]),
                opened=int(row["left_out_opened"]),
                currency=foreign,
            ),
            trend=_trend(deals, mine, ends, with_team=rep is not None),
            reps=_rep_lines(deals, window, previous, names) if rep is None and person.sees_everyone else (),
            hidden_reps=rep is None and person.role is Role.REP,
        )


def _trend_ends(window: Window) -> list[date]:
    """The last day of each of the thirteen weeks that lead up to the window's end."""
    return [window.end - timedelta(weeks=back) for back in reversed(range(TREND_POINTS))]


def _trend(deals: pd.DataFrame, mine: pd.DataFrame, ends: list[date], *, with_team: bool) -> tuple[TrendPoint, ...]:
    own = pillars.trend(mine, ends, by=None)
    team = pillars.trend(deals, ends, by=None) if with_team else None
    points = []
    for i, end in enumerate(ends):
        value, sample = _at(own, i)
        team_value, team_sample = _at(team, i) if team is not None else (None, 0)
        points.append(TrendPoint(end, value, sample, team_value, team_sample))
    return tuple(points)


def _at(series: pd.DataFrame, i: int) -> tuple[float | None, int]:
    if i >= len(series):
        return None, 0
    return number_of(series["win_rate"].iloc[i]), int(series["win_rate_sample"].iloc[i])


def _rep_lines(
    deals: pd.DataFrame, window: Window, previous: Window, names: dict[str, tuple[str, bool]]
) -> tuple[RepLine, ...]:
    """Each active rep's pillars, by name: never a ranking."""
    by_rep = _scores(pillars.scorecard(deals, window, previous))
    lines = [RepLine(names[rep][0], scores) for rep, scores in by_rep.items() if names.get(rep, ("", False))[1]]
    return tuple(sorted(lines, key=lambda line: line.name.casefold()))


def _scores(card: pd.DataFrame) -> dict[str, dict[str, PillarScore]]:
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
        )
    return scores


def _no_scores() -> dict[str, PillarScore]:
    return {pillar: PillarScore(None, 0) for pillar in pillars.PILLARS}


def orders_in_other_currency(deals: pd.DataFrame, window: Window) -> "pd.Series[bool]":
    """Which deals are orders of the window that order value leaves out for their amount's currency."""
    closed = window.holds(deals["closed_on"].to_numpy().astype("datetime64[s]"))
    return deals["other_currency"] & (deals["status"] == Status.WON.value) & closed


def number_of(value: Any) -> float | None:
    """A figure as a plain float; None for nan and NA."""
    return None if pd.isna(value) else float(value)
