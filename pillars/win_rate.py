"""Pillar 1, win rate: of the decisions customers made in the window, the share that went our way."""

from dataclasses import dataclass

from pillars import intervals, ratios
from pillars.columns import Figures, Integers
from pillars.groups import totals
from pillars.intervals import Bounds
from pillars.ledger import Cut


@dataclass(frozen=True, slots=True)
class Decisions:
    """Won and lost deals of each group, by closing date. Open deals and call-offs are in neither."""

    won: Integers
    lost: Integers

    @property
    def value(self) -> Figures:
        """Won ÷ (won + lost), 0–1; nan where none was decided."""
        return ratios.win_rate(self.won, self.lost)

    @property
    def sample(self) -> Integers:
        """How many were decided."""
        return self.won + self.lost

    def interval(self) -> Bounds:
        """See `intervals.share`."""
        return intervals.share(self.won, self.lost)


def decisions(cut: Cut) -> Decisions:
    """Count the decisions in the window."""
    return Decisions(won=cut.groups.count(cut.won), lost=cut.groups.count(cut.lost))


def win_rate_by_value(cut: Cut) -> Figures:
    """Amounts won ÷ amounts decided, 0–1, of the deals that state one; nan where they add up to nothing."""
    ledger, groups = cut.ledger, cut.groups
    won, lost = (rows[ledger.stated[rows]] for rows in (cut.won, cut.lost))
    return ratios.win_rate(
        totals(groups.codes[won], ledger.amount[won], groups.size),
        totals(groups.codes[lost], ledger.amount[lost], groups.size),
    )
