"""The frame read once into numpy arrays, and cut to a window: what every pillar counts from."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pillars import columns
from pillars.columns import Flags, Integers, Moments
from pillars.frame import KINDS, STATUSES, check_columns
from pillars.groups import Groups, read_groups
from pillars.windows import Window, first_second, second_after

OPEN, WON, LOST = (STATUSES.index(status) for status in ("open", "won", "lost"))
CALL_OFF = KINDS.index("call_off")


@dataclass(frozen=True, slots=True)
class Ledger:
    """All deals of a frame, column by column, in the order of its rows.

    `amount` is in minor units and means nothing where `stated` is false. Dates are datetime64[s], NaT where unknown.
    """

    groups: Groups
    status: npt.NDArray[np.int8]
    call_off: Flags
    amount: Integers
    stated: Flags
    opened: Moments
    closed: Moments
    started: Moments
    customers: "pd.Series[Any]"

    def touching(self, window: Window) -> "Ledger":
        """Only the deals that were closed or opened in the window; the groups stay as they are."""
        rows = np.flatnonzero(window.holds(self.closed) | window.holds(self.opened))
        return Ledger(
            groups=replace(self.groups, codes=self.groups.codes[rows]),
            status=self.status[rows],
            call_off=self.call_off[rows],
            amount=self.amount[rows],
            stated=self.stated[rows],
            opened=self.opened[rows],
            closed=self.closed[rows],
            started=self.started[rows],
            customers=self.customers.iloc[rows],
        )


def read_ledger(deals: pd.DataFrame, by: str | None) -> Ledger:
    """Read a frame, grouped by a column (None: everyone together). Raises `FrameError` naming the column.

    Checks every value it reads, but not that deals' numbers are unique: `validate` does, and figures do not need them.
    """
    check_columns(deals)
    amount, stated = columns.whole(deals, "amount")
    return Ledger(
        groups=read_groups(deals, by),
        status=columns.choices(deals, "status", STATUSES),
        call_off=columns.choices(deals, "kind", KINDS) == CALL_OFF,
        amount=amount,
        stated=stated,
        opened=columns.dates(deals, "opened_on"),
        closed=columns.dates(deals, "closed_on"),
        started=columns.dates(deals, "started_on"),
        customers=deals["customer"],
    )


@dataclass(frozen=True, slots=True)
class Cut:
    """A ledger seen through a window: the rows that count, as places in its arrays.

    `won` and `lost` are the decisions of the window, by closing date; `call_offs` the call-offs ordered in it; `opened`
    the deals opened in it. Call-offs are neither decisions nor opportunities: under a framework agreement there is
    nothing left to decide when an order is called off.
    """

    ledger: Ledger
    window: Window
    won: Integers
    lost: Integers
    call_offs: Integers
    opened: Integers

    @property
    def groups(self) -> Groups:
        """The ledger's groups."""
        return self.ledger.groups


def cut(ledger: Ledger, window: Window) -> Cut:
    """See a ledger through a window. An open deal's closing date is a plan, so only decided deals are closed in it."""
    rows = ledger.status.size
    won, lost, call_offs, opened = (np.empty(rows, dtype=np.bool_) for _ in range(4))
    first, after = first_second(window.start), second_after(window.end)
    for piece in columns.pieces(rows):
        status, call_off = ledger.status[piece], ledger.call_off[piece]
        one_off, closed = ~call_off, columns.between(ledger.closed[piece], first, after)
        won_or_ordered = closed & (status == WON)
        won[piece] = won_or_ordered & one_off
        call_offs[piece] = won_or_ordered & call_off
        lost[piece] = closed & (status == LOST) & one_off
        opened[piece] = columns.between(ledger.opened[piece], first, after) & one_off
    return Cut(ledger, window, *(np.flatnonzero(flags) for flags in (won, lost, call_offs, opened)))


def open_at_end(cut: Cut) -> Integers:
    """Rows of the deals that were open on the window's last day, stale ones too; call-offs never are.

    Opened by then, and not closed by then. A deal that is still open and whose opening date is unknown (a prospect) is
    among them, whatever the window: it is known to be open, and not known to have been opened later. A decided deal of
    unknown opening date is not: nothing tells that it was open on that day.
    """
    ledger, after = cut.ledger, second_after(cut.window.end)
    still = ledger.status == OPEN
    began = ledger.opened < after
    is_open = still & (began | np.isnat(ledger.opened)) | ~still & began & (ledger.closed >= after)
    return np.flatnonzero(is_open & ~ledger.call_off)
