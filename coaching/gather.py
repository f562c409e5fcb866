"""The facts that tags give: small orders, concentration, breadth, loss reasons, discounts, late losses, missing dates.

Pure functions of a frame of deals that keeps the contract of `pillars`, with the extra columns `product`,
`contact_role`, `loss_reason` and `quoted_amount` (Int64, minor units) where they are known. What a missing column or
too few deals cannot tell is None. Call-offs are neither decisions nor opportunities; they count as value only.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import special

from coaching.facts import (
    Breadth,
    Concentration,
    Discount,
    Facts,
    LateLosses,
    LossReasons,
    Part,
    SmallOrders,
    StaleDeals,
)
from coaching.gaps import pillar_facts
from coaching.surroundings import MIDDLE_OF as MIDDLE_OF
from coaching.surroundings import (
    MINIMUM_COLLEAGUES,
    Counts,
    Flags,
    Surroundings,
    counted,
    keys,
    lost_in,
    reasons_in,
    surroundings,
    tagged,
    won_in,
)
from coaching.surroundings import SMALL_OF_MIDDLE as SMALL_OF_MIDDLE
from pillars import CallOffUnit, Window, stale, stale_after

TOP_CUSTOMERS = 0.2
BREADTH_DEALS = 5  # tagged deals that a breadth rests on, at least
ROLES_STATED = 3  # who never notes a contact's role has not lost without one: nothing is known


def gather(
    deals: pd.DataFrame,
    rep: str,
    window: Window,
    previous: Window | None = None,
    *,
    colleagues: Collection[str] | None = None,
    stale_days: float | None = None,
    call_off_unit: CallOffUnit = "month",
    as_of: date | None = None,
) -> Facts:
    """All facts of one rep that the deals can tell; verdicts, levers, actions and silences are the caller's to add.

    `colleagues` are the active reps to compare with, by default everyone else in the frame; fewer than three are no
    team. `stale_days` is the workspace's limit where the frame does not hold everyone's deals. `as_of` defaults to the
    window's last day. A rep without any deal gets counts of 0 and nothing else. Raises `FrameError` where the frame
    does not keep the contract.
    """
    facts = pillar_facts(deals, rep, window, previous, colleagues=colleagues, call_off_unit=call_off_unit)
    team = surroundings(deals, rep, window, previous, colleagues)
    limit = stale_after(deals, window.end) if stale_days is None else stale_days
    own = own_facts(deals[deals["rep"].astype(str) == rep], window, team, stale_days=limit, as_of=as_of)
    named = set(deals["rep"].astype(str)) if colleagues is None else {str(name) for name in colleagues}
    return replace(own, pillars=facts, colleagues=len(named - {rep}))


def own_facts(
    mine: pd.DataFrame,
    window: Window,
    team: Surroundings,
    *,
    stale_days: float,
    as_of: date | None = None,
    at_peace: Collection[int] = (),
) -> Facts:
    """The same without the pillars, from one rep's own deals and what is known of everybody else.

    `stale_days` nan: no limit is known, and nothing is called stale. `at_peace`: deals that are stale and not to be
    named, for the rep has said that they are still open.
    """
    view = _View(mine, window, won_in(mine, window), lost_in(mine, window), team)
    won, lost = int(view.won.sum()), int(view.lost.sum())
    return Facts(
        window=window,
        as_of=as_of or window.end,
        colleagues=team.colleagues,
        decided=won + lost,
        won=won,
        lost=lost,
        small_orders=_small_orders(view),
        concentration=_concentration(view),
        low_potential=_low_potential(view),
        products=_breadth(view, "product", team.products),
        contact_roles=_breadth(view, "contact_role", team.roles),
        loss_reasons=_loss_reasons(view),
        discount=_discount(view),
        late_losses=_late_losses(view),
        losses_without_role=_losses_without_role(view),
        stale=_stale(mine, window.end, stale_days, at_peace),
        without_start=_missing(mine["started_on"], view.won),
        without_opening=_missing(mine["opened_on"], view.decided),
    )


@dataclass(frozen=True, slots=True)
class _View:
    """One rep's deals, with what every fact asks of them, row by row."""

    deals: pd.DataFrame
    window: Window
    won: Flags  # one-off deals won in the window
    lost: Flags
    team: Surroundings

    @property
    def decided(self) -> Flags:
        return self.won | self.lost


def _amounts(view: _View, rows: Flags) -> npt.NDArray[np.float64]:
    return view.deals["amount"][rows].dropna().to_numpy(dtype=np.float64)


def _small_orders(view: _View) -> SmallOrders | None:
    """Against the middle order of the colleagues, or where there is no team, of all the rep's orders so far."""
    own, middle = _amounts(view, view.won), view.team.middle
    if middle is None:
        so_far = _amounts(view, won_in(view.deals, Window(date.min, view.window.end)))
        middle = float(np.median(so_far)) if so_far.size >= MIDDLE_OF else None
    if not own.size or middle is None:
        return None
    below = int(SMALL_OF_MIDDLE * middle)
    return SmallOrders(Part(int((own < below).sum()), own.size, view.team.small), below)


def _concentration(view: _View) -> Concentration | None:
    closed = view.window.holds(view.deals["closed_on"].to_numpy().astype("datetime64[s]"))
    ordered = closed & (view.deals["status"] == "won").to_numpy()  # call-offs too
    rows = ordered & view.deals["amount"].notna().to_numpy()
    customers = keys(view.deals["customer"][rows])
    named = pd.notna(customers)
    amounts = view.deals["amount"][rows].to_numpy(dtype=np.float64)[named]
    codes, names = pd.factorize(customers[named])
    if not len(names) or amounts.sum() <= 0:
        return None
    value = np.sort(np.bincount(codes, weights=amounts))[::-1]
    top = int(np.ceil(round(TOP_CUSTOMERS * value.size, 6)))
    return Concentration(float(value[:top].sum() / value.sum()), amounts.size, value.size, top)


def _low_potential(view: _View) -> Part | None:
    """Decisions with the smallest customers of the workspace; None where no decision names its customer."""
    customers = keys(view.deals["customer"])
    decided = customers[view.decided & np.asarray(pd.notna(customers))]
    if not decided.size or not view.team.value_known:
        return None
    return Part(int(np.isin(decided, list(view.team.low_customers)).sum()), decided.size, view.team.low_share)


def _breadth(view: _View, column: str, team: Counts) -> Breadth | None:
    if column not in view.deals.columns or view.team.colleagues < MINIMUM_COLLEAGUES:
        return None
    tags, rows = tagged(view.deals, column, view.window)
    own = tags[rows]
    if own.size < BREADTH_DEALS:
        return None
    # Of half as many deals nobody can say what as many would have named.
    enough = max(BREADTH_DEALS, own.size / 2)
    breadths = [rarefied(np.array(theirs), own.size) for theirs in team if sum(theirs) >= enough]
    if len(breadths) < MINIMUM_COLLEAGUES:
        return None
    return Breadth(len(set(own)), own.size, float(np.median(breadths)), len(breadths))


def rarefied(counts: npt.NDArray[Any], size: int) -> float:
    """How many different labels are to be expected in `size` draws, without putting back, from so many of each.

    Hurlbert (1971), Ecology 52:577–586. Where there are fewer than `size` to draw from, all the labels there are.
    """
    total = int(counts.sum())
    if total <= size:
        return float((counts > 0).sum())
    left = total - counts.astype(np.float64)
    log_all = special.gammaln(total + 1) - special.gammaln(total - size + 1)
    with np.errstate(invalid="ignore"):
        log_none = special.gammaln(left + 1) - special.gammaln(np.maximum(left - size, 0) + 1)
    missed = np.where(left >= size, np.exp(log_none - log_all), 0.0)
    return float((1 - missed[counts > 0]).sum())


def _loss_reasons(view: _View) -> LossReasons | None:
    if "loss_reason" not in view.deals.columns or not view.lost.any():
        return None
    own, unknown = counted(reasons_in(view.deals, view.lost))
    return LossReasons(own, unknown, view.team.reasons, view.team.reasons_unknown)


def _discount(view: _View) -> Discount | None:
    if "quoted_amount" not in view.deals.columns:
        return None
    won = view.deals[view.won][["amount", "quoted_amount"]].dropna().astype("float64")
    won = won[won["quoted_amount"] > 0]
    if won.empty:
        return None
    return Discount(float(won["amount"].sum() / won["quoted_amount"].sum()), len(won))


def _late_losses(view: _View) -> LateLosses | None:
    lost, won = (_days(view, rows) for rows in (view.lost, view.won))
    if not lost.size or not won.size:
        return None
    return LateLosses(float(np.median(lost)), lost.size, float(np.median(won)), won.size)


def _days(view: _View, rows: Flags) -> npt.NDArray[np.float64]:
    """Days in process, from the starting point or else the opening date, where that is known and not after the end."""
    began = view.deals["started_on"].fillna(view.deals["opened_on"])[rows].to_numpy()
    days = (view.deals["closed_on"][rows].to_numpy() - began).astype("timedelta64[D]")
    known: npt.NDArray[np.float64] = days[~np.isnat(days)].astype(np.float64)
    return known[known >= 0]


def _losses_without_role(view: _View) -> Part | None:
    if "contact_role" not in view.deals.columns:
        return None
    without = np.asarray(pd.isna(keys(view.deals["contact_role"])))
    lost, won = view.lost, view.won
    if not lost.any() or (~without).sum() < ROLES_STATED:
        return None
    return Part(int((without & lost).sum()), int(lost.sum()), float(without[won].mean()) if won.any() else None)


def _stale(mine: pd.DataFrame, as_of: date, limit: float, at_peace: Collection[int]) -> StaleDeals | None:
    """None where no limit is known: then nothing can be called stale."""
    if np.isnan(limit):
        return None
    found = stale(mine, as_of, stale_days=limit)
    found = found[~found["deal"].isin(list(at_peace))]
    stated = found["amount"].dropna()
    still_open = int(((mine["status"] == "open") & (mine["kind"] == "one_off")).sum())
    return StaleDeals(
        count=len(found),
        open=max(still_open, len(found)),
        oldest=float(found["age"].max()) if len(found) else 0.0,
        limit=float(limit),
        value=int(stated.sum()) if len(stated) else None,
    )


def _missing(dates: "pd.Series[Any]", rows: Flags) -> Part | None:
    sample = int(rows.sum())
    return Part(int(dates[rows].isna().sum()), sample) if sample else None
