"""The coach's facts for a whole team in one pass: what the weekly suggestion rests on.

`coaching.gather` knows more of one rep (customers, products, contact roles) and takes tens of milliseconds for it; a
weekly letter may take five with everything. So the facts that need no more than the frame of the pillars are gathered
here for everybody at once, and `coaching.plan` weighs them by the same rules.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt
import pandas as pd

import pillars
from bot.services.pillar_facts import pillar_fact
from bot.values import PillarScore
from coaching.facts import (
    Facts,
    LateLosses,
    LossReasons,
    Overrides,
    Part,
    PastAction,
    Silence,
    SmallOrders,
    StaleDeals,
    TeamEffect,
)
from coaching.gather import MIDDLE_OF, SMALL_OF_MIDDLE
from pillars import Window

Flags = npt.NDArray[np.bool_]

LEAST_COLLEAGUES: Final = 3

Losses = Mapping[int, Mapping[str | None, int]]
"""Lost deals of the window by member and stated reason; None counts those that state none."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a team beside its deals: what runs, what was declined, what has worked, and its playbook."""

    actions: Mapping[int, tuple[PastAction, ...]] = field(default_factory=dict)
    silences: Mapping[int, tuple[Silence, ...]] = field(default_factory=dict)
    effects: Mapping[str, TeamEffect] = field(default_factory=dict)
    overrides: Overrides = field(default_factory=Overrides)


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class OldOnes:
    """A member's stale deals, the oldest first: numbers, ages in days, and amounts (nan: not stated)."""

    numbers: npt.NDArray[np.int64]
    ages: npt.NDArray[np.int64]
    amounts: npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Stale:
    """The stale deals of a Sunday by member, and the days beyond which a deal is one."""

    limit: float | None
    deals: Mapping[int, OldOnes]

    @classmethod
    def of(cls, deals: pd.DataFrame, as_of: date, limit: float | None) -> Self:
        """By `pillars.stale`; none where no limit is known."""
        if limit is None:
            return cls(None, {})
        found = pillars.stale(deals, as_of, stale_days=limit)
        numbers, ages = (found[name].to_numpy(dtype=np.int64) for name in ("deal", "age"))
        amounts = found["amount"].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
        rows = found.groupby("rep", observed=True).indices
        return cls(limit, {int(str(rep)): OldOnes(numbers[at], ages[at], amounts[at]) for rep, at in rows.items()})


def facts_of_all(
    deals: pd.DataFrame,
    window: Window,
    scores: Mapping[int, Mapping[str, PillarScore]],
    found: Stale,
    losses: Losses,
    told: Told = NOTHING_TOLD,
) -> dict[int, Facts]:
    """Each member's facts, for those whom `scores` names; they alone are each other's team.

    `deals` are those members' deals in the frame of `pillars`, `found` the stale ones among them.
    """
    team = _Team(deals, window, sorted(scores))
    old = _stale(team, found)
    return {
        member: Facts(
            pillars={name: pillar_fact(score) for name, score in scores[member].items()},
            window=window,
            as_of=window.end,
            colleagues=len(scores) - 1,
            decided=int((won | lost).sum()),
            won=int(won.sum()),
            lost=int(lost.sum()),
            small_orders=team.small_orders(mine, won),
            loss_reasons=_loss_reasons(member, losses) if lost.any() else None,
            late_losses=team.late_losses(mine, won, lost),
            stale=old.get(member),
            without_start=_missing(team.started[mine], won),
            without_opening=_missing(team.opened[mine], won | lost),
            actions=told.actions.get(member, ()),
            silences=told.silences.get(member, ()),
            effects=told.effects,
            overrides=told.overrides,
        )
        for member, mine, won, lost in team.members()
    }


class _Team:
    """The columns that facts need, with the rows of each member beside each other."""

    def __init__(self, deals: pd.DataFrame, window: Window, members: Sequence[int]) -> None:
        self._members = members
        reps = deals["rep"].astype("category")
        labels = [int(label) for label in reps.cat.categories]
        places = {member: place for place, member in enumerate(members)}
        place_of_label = np.array([places.get(label, -1) for label in labels], dtype=np.int64)
        places_of_rows = place_of_label[reps.cat.codes.to_numpy()] if labels else np.zeros(0, dtype=np.int64)
        self.rows = np.argsort(places_of_rows, kind="stable")
        self._ends = np.searchsorted(places_of_rows[self.rows], np.arange(len(members) + 1))
        self.opened, self.started, closed = (
            deals[name].to_numpy().astype("datetime64[s]")[self.rows]
            for name in ("opened_on", "started_on", "closed_on")
        )
        self._closed = closed
        one_off = (deals["kind"] == "one_off").to_numpy()[self.rows]
        self.status = deals["status"].astype(str).to_numpy()[self.rows]
        in_window = window.holds(closed) & one_off
        self._won, self._lost = (in_window & (self.status == status) for status in ("won", "lost"))
        self.is_open = (self.status == "open") & one_off
        self._amounts = deals["amount"].astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)[self.rows]

    def members(self) -> Iterator[tuple[int, slice, Flags, Flags]]:
        """Each member with their rows, and which of those were won and lost in the window."""
        for n, member in enumerate(self._members):
            mine = slice(int(self._ends[n]), int(self._ends[n + 1]))
            yield member, mine, self._won[mine], self._lost[mine]

    def small_orders(self, mine: slice, won: Flags) -> SmallOrders | None:
        own = self._amounts[mine][won]
        own = own[~np.isnan(own)]
        others = self._won.copy()
        others[mine] = False
        theirs = self._amounts[others]
        theirs = theirs[~np.isnan(theirs)]
        if not own.size or theirs.size < MIDDLE_OF or len(self._members) <= LEAST_COLLEAGUES:
            return None
        below = int(SMALL_OF_MIDDLE * float(np.median(theirs)))
        return SmallOrders(Part(int((own < below).sum()), own.size, float((theirs < below).mean())), below)

    def late_losses(self, mine: slice, won: Flags, lost: Flags) -> LateLosses | None:
        started, opened = self.started[mine], self.opened[mine]
        began = np.where(np.isnat(started), opened, started)
        days = (self._closed[mine] - began).astype("timedelta64[D]")
        known = ~np.isnat(days)
        took = np.where(known, days.astype(np.float64), -1.0)
        after_losing, after_winning = (took[flags & (took >= 0)] for flags in (lost, won))
        if not after_losing.size or not after_winning.size:
            return None
        return LateLosses(
            float(np.median(after_losing)), after_losing.size, float(np.median(after_winning)), after_winning.size
        )


def _stale(team: _Team, found: Stale) -> dict[int, StaleDeals]:
    facts = {}
    for member, mine, _, _ in team.members():
        old = found.deals.get(member)
        if old is None or found.limit is None:
            continue
        stated = old.amounts[~np.isnan(old.amounts)]
        facts[member] = StaleDeals(
            count=old.numbers.size,
            open=max(int(team.is_open[mine].sum()), old.numbers.size),
            oldest=float(old.ages.max()),
            limit=found.limit,
            value=int(stated.sum()) if stated.size else None,
        )
    return facts


def _loss_reasons(member: int, losses: Losses) -> LossReasons:
    own, team = dict(losses.get(member, {})), _added(counts for other, counts in losses.items() if other != member)
    unknown, team_unknown = own.pop(None, 0), team.pop(None, 0)
    return LossReasons(_stated(own), unknown, _stated(team), team_unknown)


def _added(many: Any) -> dict[str | None, int]:
    total: dict[str | None, int] = {}
    for counts in many:
        for reason, count in counts.items():
            total[reason] = total.get(reason, 0) + count
    return total


def _stated(counts: Mapping[str | None, int]) -> dict[str, int]:
    return {reason: count for reason, count in counts.items() if reason is not None}


def _missing(dates: npt.NDArray[Any], rows: Flags) -> Part | None:
    sample = int(rows.sum())
    return Part(int(np.isnat(dates[rows]).sum()), sample) if sample else None
