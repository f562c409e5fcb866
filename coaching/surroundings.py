"""What a rep's facts need to know of everybody else: counted from all deals, or kept and read back.

A rep's own deals and this are enough for all their facts, so that nobody's answer has to read a whole team's history.
Nobody's name is in it: of colleagues there are sums, shares, and lists of counts.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from coaching.measures import Measures, measures_of_each
from pillars import Window, customer_key

Flags = npt.NDArray[np.bool_]
Counts = tuple[tuple[int, ...], ...]
"""Of each colleague, how many tagged deals name each label."""

NOTHING = Measures()
# Below three colleagues "the team" is one person's figures.
MINIMUM_COLLEAGUES = 3
# Half of what the middle order is worth: two of them are needed where one usual order would do.
SMALL_OF_MIDDLE = 0.5
MIDDLE_OF = 10  # orders that a middle rests on, at least
# The smallest customers that together stand for a tenth of all value are the ones of low potential.
LOW_POTENTIAL_VALUE = 0.1


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Everybody but the rep, over a window.

    `now` and `before` are their sums in the window and the one before. `middle` is their middle order (None: no team,
    or fewer than ten orders), `small` the share of their orders below half of it. `products` and `roles` are their
    tagged deals. `reasons` are their losses by reason. `low_customers` are those of the rep's customers, as keys, who
    are among the smallest of the whole workspace (`value_known`: if any value is known at all); `low_share` is the
    colleagues' share of decisions with such ones.
    """

    colleagues: int = 0
    now: Measures = NOTHING
    before: Measures = NOTHING
    middle: float | None = None
    small: float | None = None
    products: Counts = ()
    roles: Counts = ()
    reasons: Mapping[str, int] = field(default_factory=dict)
    reasons_unknown: int = 0
    value_known: bool = True
    low_customers: frozenset[str] = frozenset()
    low_share: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Fit for JSON, without `products` and `roles`, which are the same for everybody and kept once."""
        return {
            "colleagues": self.colleagues,
            "now": self.now.as_dict(),
            "before": self.before.as_dict(),
            "middle": self.middle,
            "small": self.small,
            "reasons": dict(self.reasons),
            "reasons_unknown": self.reasons_unknown,
            "value_known": self.value_known,
            "low_customers": sorted(self.low_customers),
            "low_share": self.low_share,
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any], products: Counts, roles: Counts) -> "Surroundings":
        """Raises KeyError or TypeError where it is not what `as_dict` gives."""
        return cls(
            **{
                **kept,
                "now": Measures.from_dict(kept["now"]),
                "before": Measures.from_dict(kept["before"]),
                "low_customers": frozenset(kept["low_customers"]),
                "products": products,
                "roles": roles,
            }
        )


@dataclass(frozen=True, slots=True)
class Everyone:
    """The surroundings of each colleague by name, of anybody else (`whole`), and everybody's tagged deals by name."""

    each: Mapping[str, Surroundings]
    whole: Surroundings
    products: Mapping[str, tuple[int, ...]]
    roles: Mapping[str, tuple[int, ...]]


def surroundings(
    deals: pd.DataFrame, rep: str, window: Window, previous: Window | None, colleagues: Collection[str] | None = None
) -> Surroundings:
    """Everybody but this rep, from a frame of everybody's deals; `colleagues` as in `gather`."""
    names = set(deals["rep"].astype(str)) if colleagues is None else {str(name) for name in colleagues}
    table = _Table.of(deals, window, previous, names - {rep})
    return replace(table.without(rep), products=tuple(table.products.values()), roles=tuple(table.roles.values()))


def surroundings_of_each(
    deals: pd.DataFrame, window: Window, previous: Window | None, colleagues: Collection[str]
) -> Everyone:
    """The same for everybody at once, for keeping: `products` and `roles` of the parts are left empty.

    Colleagues are those of `colleagues` who have deals in the frame.
    """
    table = _Table.of(deals, window, previous, {str(name) for name in colleagues})
    each = {rep: table.without(rep) for rep in table.members}
    return Everyone(each, table.without(None), table.products, table.roles)


def won_in(deals: pd.DataFrame, window: Window) -> Flags:
    """One-off deals won in a window."""
    return _closed(deals, window, "won")


def lost_in(deals: pd.DataFrame, window: Window) -> Flags:
    """One-off deals lost in a window."""
    return _closed(deals, window, "lost")


def _closed(deals: pd.DataFrame, window: Window, status: str) -> Flags:
    closed = window.holds(deals["closed_on"].to_numpy().astype("datetime64[s]"))
    return np.asarray((deals["kind"] == "one_off").to_numpy() & closed & (deals["status"] == status).to_numpy())


def keys(names: "pd.Series[Any]") -> npt.NDArray[Any]:
    """Names as they are told apart: case and spaces play no part. None where there is none."""
    codes, spellings = pd.factorize(names.astype(object))
    found = np.array([customer_key(str(name)) or None for name in spellings] + [None], dtype=object)
    return np.asarray(found[codes])


def counted(reasons: npt.NDArray[Any]) -> tuple[dict[str, int], int]:
    """Losses by stated reason, and how many state none."""
    stated = [str(reason).strip() for reason in reasons if reason is not None and str(reason).strip()]
    counts = pd.Series(stated, dtype="object").value_counts()
    return {str(reason): int(count) for reason, count in sorted(counts.items())}, len(reasons) - len(stated)


def reasons_in(deals: pd.DataFrame, rows: Flags) -> npt.NDArray[Any]:
    """The loss reasons of some rows, None where none is stated."""
    reasons = deals["loss_reason"][rows].astype(object)
    return np.asarray(reasons.where(reasons.notna(), None).to_numpy())


def tagged(deals: pd.DataFrame, column: str, window: Window) -> tuple[npt.NDArray[Any], Flags]:
    """Each deal's tag, and which deals are live (open, or decided in the window) and tagged."""
    tags = keys(deals[column])
    live = (deals["status"] == "open").to_numpy() | won_in(deals, window) | lost_in(deals, window)
    return tags, np.asarray(pd.notna(tags) & live)


@dataclass(frozen=True, slots=True)
class _Table:
    """What is the same for whoever is left out; colleagues are told apart by their place in `members`."""

    members: tuple[str, ...]
    now: list[Measures]  # everybody but the one at each place; of all of them last
    before: list[Measures]
    amounts: npt.NDArray[np.float64]  # of the colleagues' orders
    owners: npt.NDArray[np.int64]  # whose order each of them is
    products: dict[str, tuple[int, ...]]
    roles: dict[str, tuple[int, ...]]
    reasons: list[tuple[Counter[str], int]]
    decided: npt.NDArray[np.int64]  # decisions with a named customer, of each colleague
    low: npt.NDArray[np.int64]  # those with the smallest customers
    value_known: bool
    low_customers: Mapping[str, frozenset[str]]  # of everybody in the frame, by name

    @classmethod
    def of(cls, deals: pd.DataFrame, window: Window, previous: Window | None, colleagues: Collection[str]) -> "_Table":
        reps = deals["rep"].astype(str)
        members = tuple(sorted(set(reps) & set(colleagues)))
        places = pd.Index(members).get_indexer(pd.Index(reps)) if members else np.full(len(reps), -1)
        ours = places >= 0
        team, won, lost = deals[ours], won_in(deals, window), lost_in(deals, window)
        ordered = ours & won & deals["amount"].notna().to_numpy()
        customers = keys(deals["customer"])
        named = np.asarray(pd.notna(customers))
        low, decided = _of_low_potential(deals, customers, named), (won | lost) & named
        small = pd.DataFrame({"rep": reps.to_numpy()[decided & low], "customer": customers[decided & low].astype(str)})
        return cls(
            members=members,
            now=_without_each(_in_order(measures_of_each(team, window), members)),
            before=[] if previous is None else _without_each(_in_order(measures_of_each(team, previous), members)),
            amounts=deals["amount"][ordered].to_numpy(dtype=np.float64),
            owners=places[ordered],
            products=_tag_counts(team, "product", window),
            roles=_tag_counts(team, "contact_role", window),
            reasons=_reasons_of_each(deals, lost, places, len(members)),
            decided=np.bincount(places[decided & ours], minlength=len(members)),
            low=np.bincount(places[decided & ours & low], minlength=len(members)),
            value_known=bool((deals["amount"][named] > 0).any()),
            low_customers={str(rep): frozenset(part) for rep, part in small.groupby("rep")["customer"]},
        )

    def without(self, rep: str | None) -> Surroundings:
        """Everybody but this one; None, or somebody who is no colleague, leaves nobody out."""
        place = self.members.index(rep) if rep in self.members else -1
        colleagues = len(self.members) - (place >= 0)
        team = colleagues >= MINIMUM_COLLEAGUES
        amounts = self.amounts[self.owners != place]
        middle = float(np.median(amounts)) if team and amounts.size >= MIDDLE_OF else None
        others = [each for n, each in enumerate(self.reasons) if n != place]
        others_at = np.arange(len(self.members)) != place
        decided = int(self.decided[others_at].sum())
        return Surroundings(
            colleagues=colleagues,
            now=self.now[place],
            before=self.before[place] if self.before else Measures(),
            middle=middle,
            small=None if middle is None else float((amounts < int(SMALL_OF_MIDDLE * middle)).mean()),
            reasons=dict(sorted(sum((counts for counts, _ in others), Counter()).items())),
            reasons_unknown=sum(unknown for _, unknown in others),
            value_known=self.value_known,
            low_customers=self.low_customers.get(rep or "", frozenset()),
            low_share=float(self.low[others_at].sum() / decided) if team and decided else None,
        )


def _in_order(found: Mapping[str, Measures], members: tuple[str, ...]) -> list[Measures]:
    return [found.get(name, NOTHING) for name in members]


def _without_each(parts: list[Measures]) -> list[Measures]:
    """The sum of all but each; the sum of all last, where −1 finds it."""
    before, after = [Measures()], [Measures()]
    for part in parts:
        before.append(before[-1] + part)
    for part in reversed(parts):
        after.append(after[-1] + part)
    return [before[n] + after[len(parts) - n - 1] for n in range(len(parts))] + [before[-1]]


def _reasons_of_each(deals: pd.DataFrame, lost: Flags, places: Any, size: int) -> list[tuple[Counter[str], int]]:
    if "loss_reason" not in deals.columns:
        return [(Counter(), 0)] * size
    rows = lost & (places >= 0)
    # pandas would take texts with some None between them for its own texts, where None is nan.
    reasons = pd.Series(reasons_in(deals, rows), dtype="object")
    found = {int(str(place)): counted(part.to_numpy()) for place, part in reasons.groupby(places[rows])}
    return [(Counter(counts), unknown) for counts, unknown in (found.get(n, ({}, 0)) for n in range(size))]


def _tag_counts(team: pd.DataFrame, column: str, window: Window) -> dict[str, tuple[int, ...]]:
    """Of each colleague with any, how many tagged deals name each label."""
    if column not in team.columns:
        return {}
    tags, rows = tagged(team, column, window)
    if not rows.any():
        return {}
    table = pd.DataFrame({"rep": team["rep"].astype(str).to_numpy()[rows], "tag": tags[rows].astype(str)})
    counts = table.groupby(["rep", "tag"], sort=True).size()
    found: dict[str, tuple[int, ...]] = {}
    for name, part in counts.groupby(level=0, sort=True):
        found[str(name)] = tuple(sorted(map(int, part.to_numpy())))
    return found


def _of_low_potential(deals: pd.DataFrame, customers: npt.NDArray[Any], named: Flags) -> Flags:
    """Which deals are with the smallest customers, by all amounts that the frame states with them, whoever's deals."""
    amounts = deals["amount"].astype("Float64").to_numpy(dtype=np.float64, na_value=0.0)
    codes, names = pd.factorize(customers)
    value = np.bincount(codes[named], weights=amounts[named], minlength=len(names))
    low = np.zeros(value.size + 1, dtype=bool)  # the last is for "no customer", whose code is −1
    if value.sum() > 0:
        order = np.argsort(value, kind="stable")
        low[order[np.cumsum(value[order]) <= LOW_POTENTIAL_VALUE * value.sum()]] = True
    return np.asarray(low[codes])
