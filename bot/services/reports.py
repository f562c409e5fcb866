"""Figures for the people who live in spreadsheets: reports by group, and every deal there is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

import pandas as pd

import pillars
from bot.services.clock import Clock, day_in
from bot.services.figures import number_of, orders_in_other_currency
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.storage.frames import customer_names, deals_frame, rep_names
from bot.storage.workspaces import yardstick_of
from bot.values import Deal, GroupFigures, LeftOut, Report, Score
from pillars import CallOffUnit, Window

GROUPINGS: Final = ("rep", "team", "product", "customer", "month")
NONE: Final = "(none)"
"""The group of deals whose file or rep said nothing of it."""


class Reports:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def today(self, workspace_id: int) -> date:
        """The date where the workspace is."""
        with self._database.read() as connection:
            return day_in(yardstick_of(connection, workspace_id).tz, self._clock())

    def week_start(self, workspace_id: int) -> int:
        """The weekday that the workspace's weeks begin on, 0 = Monday."""
        with self._database.read() as connection:
            return yardstick_of(connection, workspace_id).week_start

    def report(self, workspace_id: int, workspace: str, by: str, window: Window) -> Report:
        """All pillars of each group over `window`; `by` is one of GROUPINGS. Groups come by name, months in order."""
        with self._database.read() as connection:
            yardstick = yardstick_of(connection, workspace_id)
            # As far back as a card of the same window reads, so that "stale" means the same.
            deals = deals_frame(connection, workspace_id, yardstick, since=window.previous().start)
            names = {key: name for key, (name, _) in rep_names(connection, workspace_id).items()}
            customers = customer_names(connection, workspace_id) if by == "customer" else {}
        limit, unit = pillars.stale_after(deals, window.end), yardstick.call_off_unit
        everyone = _figures("all", deals, window, limit, unit)
        if by == "month":
            groups = [
                _figures(f"{part.start:%Y-%m}", deals, part, pillars.stale_after(deals, part.end), unit)
                for part in _months(window)
            ]
        elif by == "team":
            groups = [replace(everyone, group=workspace)]
        else:
            groups = _grouped(deals, window, by, limit, unit, names if by == "rep" else customers)
        return Report(workspace, window, by, yardstick.currency, tuple(groups), everyone)

    def deals(self, workspace_id: int) -> Iterator[Deal]:
        """Every deal that stands, oldest first, in a steady amount of memory."""
        with self._database.read() as connection:
            horizon = yardstick_of(connection, workspace_id).horizon_months
            yield from Deals(connection, workspace_id, horizon).every()


def _grouped(
    deals: pd.DataFrame, window: Window, by: str, limit: float, unit: CallOffUnit, names: dict[str, str]
) -> list[GroupFigures]:
    summary = pillars.summary(deals, window, by=by, stale_days=limit, call_off_unit=unit)
    apart = Counter(_key(group) for group in deals.loc[orders_in_other_currency(deals, window), by].tolist())
    lines = []
    for group, row in summary.iterrows():
        key = _key(group)
        lines.append(_line(NONE if key is None else names.get(key, key), row, apart[key]))
    return sorted((line for line in lines if _has_anything(line)), key=lambda line: line.group.casefold())


def _key(group: Any) -> str | None:
    return None if pd.isna(group) else str(group)


def _figures(name: str, deals: pd.DataFrame, window: Window, limit: float, unit: CallOffUnit) -> GroupFigures:
    row = pillars.summary(deals, window, by=None, stale_days=limit, call_off_unit=unit).iloc[0]
    return _line(name, row, int(orders_in_other_currency(deals, window).sum()))


def _line(name: str, row: Any, foreign: int) -> GroupFigures:
    decided = int(row["won"]) + int(row["lost"])
    total = number_of(row["order_total"])
    return GroupFigures(
        group=name,
        won=int(row["won"]),
        lost=int(row["lost"]),
        win_rate=Score(number_of(row["win_rate"]), decided),
        order_mean=number_of(row["order_mean"]),
        order_median=number_of(row["order_median"]),
        order_total=None if total is None else int(total),
        order_sample=int(row["order_count"]),
        close_mean=number_of(row["close_mean"]),
        close_median=number_of(row["close_median"]),
        close_sample=int(row["close_sample"]),
        opened=int(row["opened"]),
        open_now=int(row["open_now"]),
        velocity=number_of(row["velocity"]),
        stale=int(row["stale"]),
        left_out=LeftOut(
            amount=int(row["left_out_amount"]) - foreign,
            started=int(row["left_out_started"]),
            opened=int(row["left_out_opened"]),
            currency=foreign,
        ),
        left_out_closed=int(row["left_out_closed"]),
    )


def _has_anything(line: GroupFigures) -> bool:
    counts = (line.won, line.lost, line.order_sample, line.opened, line.open_now, line.stale)
    return any(counts) or any((line.left_out.amount, line.left_out.currency, line.left_out_closed))


def _months(window: Window) -> Iterator[Window]:
    """The window month by month, its first and last month cut where it begins and ends."""
    year, month = window.start.year, window.start.month
    while date(year, month, 1) <= window.end:
        whole = Window.of_month(year, month)
        yield Window(max(whole.start, window.start), min(whole.end, window.end))
        year, month = year + month // 12, month % 12 + 1
