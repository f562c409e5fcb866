"""The facts that tags give: small orders, concentration, breadth, loss reasons, discounts, late losses, missing dates.

Pure functions of a frame of deals that keeps the contract of `pillars`, with the extra columns `product`,
`contact_role`, `loss_reason` and `quoted_amount` (Int64, minor units) where they are known. What a missing column or
too few deals cannot tell is None. Call-offs are neither decisions nor opportunities; they count as value only.
"""

from collections.abc import Collection
from dataclasses import dataclass
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
from coaching.gaps import MINIMUM_COLLEAGUES, pillar_facts
from pillars import CallOffUnit, Window, customer_key, stale, stale_after

Flags = npt.NDArray[np.bool_]

# Half of what the middle order is worth: two of them are needed where one usual order would do.
SMALL_OF_MIDDLE = 0.5
MIDDLE_OF = 10  # orders that a middle rests on, at least
TOP_CUSTOMERS = 0.2
# The smallest customers that together stand for a tenth of all value are the ones of low potential.
LOW_POTENTIAL_VALUE = 0.1
BREADTH_DEALS = 5  # tagged deals that a breadth rests on, at least
ROLES_STATED = 3  # who never notes a contact's role has not lost without one: nothing is known


@dataclass(frozen=True, slots=True)
class _View:
    """The frame with what every fact asks of it, row by row."""

    deals: pd.DataFrame
    mine: Flags
    team: Flags  # the colleagues' rows
    won: Flags  # one-off deals won in the window
    lost: Flags
    ordered: Flags  # won and call-offs
    colleagues: int

    @property
    def decided(self) -> Flags:
        return self.won | self.lost


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
    view = _view(deals, rep, window, colleagues)
    limit = stale_after(deals, window.end) if stale_days is None else stale_days
    won, lost = (int((view.mine & flags).sum()) for flags in (view.won, view.lost))
    return Facts(
        pillars=facts,
        window=window,
        as_of=as_of or window.end,
        colleagues=view.colleagues,
        decided=won + lost,
        won=won,
        lost=lost,
        small_orders=_small_orders(view, window),
        concentration=_concentration(view),
        low_potential=_low_potential(view),
        products=_breadth(view, "product", window),
        contact_roles=_breadth(view, "contact_role", window),
        loss_reasons=_loss_reasons(view),
        discount=_discount(view),
        late_losses=_late_losses(view),
        losses_without_role=_losses_without_role(view),
        stale=_stale(deals[view.mine], window.end, limit),
        without_start=_missing(view.deals["started_on"], view.mine & view.won),
        without_opening=_missing(view.deals["opened_on"], view.mine & view.decided),
    )


def _view(deals: pd.DataFrame, rep: str, window: Window, colleagues: Collection[str] | None) -> _View:
    reps = deals["rep"].astype(str)
    names = set(reps) - {rep} if colleagues is None else {str(name) for name in colleagues} - {rep}
    closed = window.holds(deals["closed_on"].to_numpy().astype("datetime64[s]"))
    one_off = (deals["kind"] == "one_off").to_numpy()
    won, lost = ((deals["status"] == status).to_numpy() & closed for status in ("won", "lost"))
    team = reps.isin(names).to_numpy()
    return _View(deals, (reps == rep).to_numpy(), team, won & one_off, lost & one_off, won, len(names))


def _amounts(view: _View, rows: Flags) -> npt.NDArray[np.float64]:
    return view.deals["amount"][rows].dropna().to_numpy(dtype=np.float64)


def _small_orders(view: _View, window: Window) -> SmallOrders | None:
    """Against the middle order of the colleagues, or where there is no team, of all the rep's orders so far."""
    own, team = _amounts(view, view.mine & view.won), _amounts(view, view.team & view.won)
    has_team = view.colleagues >= MINIMUM_COLLEAGUES and team.size >= MIDDLE_OF
    until = np.datetime64(window.end, "s") + np.timedelta64(1, "D")
    ever = view.mine & ((view.deals["status"] == "won") & (view.deals["kind"] == "one_off")).to_numpy()
    ever &= view.deals["closed_on"].to_numpy().astype("datetime64[s]") < until
    reference = team if has_team else _amounts(view, ever)
    if not own.size or reference.size < MIDDLE_OF:
        return None
    below = int(SMALL_OF_MIDDLE * float(np.median(reference)))
    share = float((team < below).mean()) if has_team else None
    return SmallOrders(Part(int((own < below).sum()), own.size, share), below)


def _keys(names: "pd.Series[Any]") -> npt.NDArray[Any]:
    """Names as they are told apart: case and spaces play no part. None where there is none."""
    codes, spellings = pd.factorize(names.astype(object))
    keys = np.array([customer_key(str(name)) or None for name in spellings] + [None], dtype=object)
    return np.asarray(keys[codes])


def _concentration(view: _View) -> Concentration | None:
    rows = view.mine & view.ordered & view.deals["amount"].notna().to_numpy()
    customers = _keys(view.deals["customer"][rows])
    named = pd.notna(customers)
    amounts = view.deals["amount"][rows].to_numpy(dtype=np.float64)[named]
    codes, names = pd.factorize(customers[named])
    if not len(names) or amounts.sum() <= 0:
        return None
    value = np.sort(np.bincount(codes, weights=amounts))[::-1]
    top = int(np.ceil(round(TOP_CUSTOMERS * value.size, 6)))
    return Concentration(float(value[:top].sum() / value.sum()), amounts.size, value.size, top)


def _low_potential(view: _View) -> Part | None:
    """Decisions with the smallest customers, by all amounts that the frame states with them, whoever the rep was."""
    customers = _keys(view.deals["customer"])
    amounts = view.deals["amount"].astype("Float64").to_numpy(dtype=np.float64, na_value=0.0)
    named = pd.notna(customers)
    codes, names = pd.factorize(customers)
    value = np.bincount(codes[named], weights=amounts[named], minlength=len(names))
    decided = view.mine & view.decided & named
    if not decided.any() or value.sum() <= 0:
        return None
    order = np.argsort(value, kind="stable")
    low = np.zeros(value.size, dtype=bool)
    low[order[np.cumsum(value[order]) <= LOW_POTENTIAL_VALUE * value.sum()]] = True
    team = view.team & view.decided & named
    share = float(low[codes[team]].mean()) if view.colleagues >= MINIMUM_COLLEAGUES and team.any() else None
    return Part(int(low[codes[decided]].sum()), int(decided.sum()), share)


def _breadth(view: _View, column: str, window: Window) -> Breadth | None:
    if column not in view.deals.columns or view.colleagues < MINIMUM_COLLEAGUES:
        return None
    tags = _keys(view.deals[column])
    live = (view.deals["status"] == "open").to_numpy() | view.decided
    tagged = pd.notna(tags) & live
    own = tags[tagged & view.mine]
    if own.size < BREADTH_DEALS:
        return None
    reps = view.deals["rep"].astype(str).to_numpy()
    breadths = []
    for name in np.unique(reps[tagged & view.team].astype(str)):
        theirs = pd.Series(tags[tagged & view.team & (reps == name)]).value_counts().to_numpy()
        # Of half as many deals nobody can say what as many would have named.
        if theirs.sum() >= max(BREADTH_DEALS, own.size / 2):
            breadths.append(rarefied(theirs, own.size))
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
    lost = view.mine & view.lost
    if "loss_reason" not in view.deals.columns or not lost.any():
        return None
    reasons = view.deals["loss_reason"].astype(object).where(view.deals["loss_reason"].notna(), None).to_numpy()
    own, own_unknown = _counted(reasons[lost])
    team, team_unknown = _counted(reasons[view.team & view.lost])
    return LossReasons(own, own_unknown, team, team_unknown)


def _counted(reasons: npt.NDArray[Any]) -> tuple[dict[str, int], int]:
    stated = [str(reason).strip() for reason in reasons if reason is not None and str(reason).strip()]
    counts = pd.Series(stated, dtype="object").value_counts()
    return {str(reason): int(count) for reason, count in sorted(counts.items())}, len(reasons) - len(stated)


def _discount(view: _View) -> Discount | None:
    if "quoted_amount" not in view.deals.columns:
        return None
    won = view.deals[view.mine & view.won][["amount", "quoted_amount"]].dropna().astype("float64")
    won = won[won["quoted_amount"] > 0]
    if won.empty:
        return None
    return Discount(float(won["amount"].sum() / won["quoted_amount"].sum()), len(won))


def _late_losses(view: _View) -> LateLosses | None:
    lost, won = (_days(view, view.mine & rows) for rows in (view.lost, view.won))
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
    without = ~pd.notna(_keys(view.deals["contact_role"]))
    lost, won = view.mine & view.lost, view.mine & view.won
    if not lost.any() or (~without & view.mine).sum() < ROLES_STATED:
        return None
    return Part(int((without & lost).sum()), int(lost.sum()), float(without[won].mean()) if won.any() else None)


def _stale(mine: pd.DataFrame, as_of: date, limit: float) -> StaleDeals | None:
    """None where no limit is known: then nothing can be called stale."""
    if np.isnan(limit):
        return None
    found = stale(mine, as_of, stale_days=limit)
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
