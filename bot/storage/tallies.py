"""Daily tallies: what a rep decided and sold on each day, counted as deals change.

Their meaning is that of `pillars.scorecard`; a test holds the two to the same figures.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Date, and_, bindparam, delete, func, insert, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.models import Customer, DailyTally, Deal
from bot.storage.order_value import ORDER_VALUE, parameters
from bot.storage.prepared import Prepared
from bot.values import Deal as DealValue
from bot.values import Kind, Per, Status, Yardstick
from pillars import CallOffUnit, Window


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over a window, from which a rep's win rate and order value follow by division."""

    won: int
    lost: int
    orders: int  # observations of order value: orders with an amount, and call-offs as the yardstick counts them
    total: int  # their sum, minor units


_WINDOW = (bindparam("first_day", type_=Date), bindparam("last_day", type_=Date))
_SUMS = Prepared(
    select(
        DailyTally.status,
        DailyTally.kind,
        DailyTally.currency,
        DailyTally.per,
        func.sum(DailyTally.deals),
        func.sum(DailyTally.total),
    )
    .where(
        DailyTally.workspace_id == bindparam("workspace"),
        DailyTally.rep_id == bindparam("rep"),
        DailyTally.day.between(*_WINDOW),
    )
    .group_by(DailyTally.status, DailyTally.kind, DailyTally.currency, DailyTally.per)
)
# What days cannot sum: call-offs, which count by customer and period, and yearly amounts, which are rounded one by one.
_ONE_BY_ONE = Prepared(
    select(Deal.id, Deal.kind, Customer.key, Deal.closed_on, ORDER_VALUE)
    .outerjoin(Customer, Customer.id == Deal.customer_id)
    .where(
        Deal.workspace_id == bindparam("workspace"),
        Deal.rep_id == bindparam("rep"),
        Deal.deleted_at.is_(None),
        Deal.closed_on.between(*_WINDOW),
        Deal.status == Status.WON.value,
        or_(Deal.kind == Kind.CALL_OFF.value, Deal.per == Per.YEAR.value),
    )
)
_KEY = ("workspace_id", "rep_id", "day", "status", "kind", "currency", "per")


def _adding(dialect: Any) -> Prepared:
    statement = dialect.insert(DailyTally)
    adding = statement.on_conflict_do_update(
        index_elements=_KEY,
        set_={
            "deals": DailyTally.deals + statement.excluded.deals,
            "total": DailyTally.total + statement.excluded.total,
        },
    )
    return Prepared(adding, insert=(*_KEY, "deals", "total"))


_ADD = {"sqlite": _adding(sqlite), "postgresql": _adding(postgresql)}


def count(connection: Connection, workspace_id: int, deal: DealValue, times: int) -> None:
    """Count a deal in (`times` 1) or out (-1). Open and deleted deals are in no tally."""
    key = _key_of(deal)
    if key is not None:
        minor = 0 if deal.amount is None else deal.amount.minor
        _add(connection, (workspace_id, *key), times, times * minor)


def count_many(connection: Connection, workspace_id: int, deals: Iterable[tuple[DealValue, int]]) -> None:
    """Count many deals in or out at once, each with its `times`: one statement for all that share a row."""
    counted: dict[tuple[Any, ...], tuple[int, int]] = {}
    for deal, times in deals:
        key = _key_of(deal)
        if key is not None:
            number, total = counted.get(key, (0, 0))
            minor = 0 if deal.amount is None else deal.amount.minor
            counted[key] = number + times, total + times * minor
    for key in sorted(counted):  # in one order, so that two who write many do not wait for each other
        if counted[key] != (0, 0):
            _add(connection, (workspace_id, *key), *counted[key])


def _key_of(deal: DealValue) -> tuple[Any, ...] | None:
    """The row that a deal is counted in, without its workspace; None where it is in none."""
    day, amount = deal.details.closed_on, deal.amount
    if deal.deleted or deal.status is Status.OPEN or day is None:
        return None
    currency = "" if amount is None else amount.currency
    per = "" if amount is None or amount.per is None else amount.per.value
    return deal.rep_id, day, deal.status.value, deal.kind.value, currency, per


def _add(connection: Connection, key: tuple[Any, ...], deals: int, total: int) -> None:
    row = dict(zip(_KEY, key, strict=True)) | {"deals": deals, "total": total}
    _ADD[connection.dialect.name].run(connection, row)


def rebuild(connection: Connection, workspace_id: int) -> None:
    """Count all of a workspace's deals anew, after many of them were written at once."""
    connection.execute(delete(DailyTally).where(DailyTally.workspace_id == workspace_id))
    counted = _counted(Deal.workspace_id == workspace_id)
    connection.execute(insert(DailyTally).from_select([*_KEY, "deals", "total"], counted))


def count_where(connection: Connection, which: ColumnElement[bool], times: int) -> None:
    """Count the deals in (`times` 1) or out (-1) for which `which` holds and that no tally leaves out."""
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[connection.dialect.name]
    adding: Any = dialect.insert(DailyTally).from_select([*_KEY, "deals", "total"], _counted(which, times))
    excluded = {name: getattr(DailyTally, name) + adding.excluded[name] for name in ("deals", "total")}
    connection.execute(adding.on_conflict_do_update(index_elements=_KEY, set_=excluded))


def _counted(which: ColumnElement[bool], times: int = 1) -> Any:
    """The query for the rows of tallies that these deals come to."""
    currency, per = func.coalesce(Deal.currency, ""), func.coalesce(Deal.per, "")
    key = (Deal.workspace_id, Deal.rep_id, Deal.closed_on, Deal.status, Deal.kind, currency, per)
    return (
        select(*key, times * func.count(), times * func.coalesce(func.sum(Deal.amount), 0))
        .where(and_(which, Deal.deleted_at.is_(None), Deal.closed_on.is_not(None), Deal.status != Status.OPEN.value))
        .group_by(*key)
        .order_by(*key)  # in one order, so that two who write many do not wait for each other
    )


def tally(connection: Connection, workspace_id: int, rep_id: int, window: Window, yardstick: Yardstick) -> Tally:
    """What a rep decided and sold in a window."""
    which = {"workspace": workspace_id, "rep": rep_id, "first_day": window.start, "last_day": window.end}
    won = lost = orders = total = 0
    one_by_one = False
    for status, kind, currency, per, deals, stated in _SUMS.run(connection, which):
        if kind == Kind.ONE_OFF and status == Status.LOST:
            lost += int(deals)
        elif kind == Kind.ONE_OFF:
            won += int(deals)
        if status != Status.WON or currency != yardstick.currency or not deals:
            continue
        if kind == Kind.CALL_OFF or per == Per.YEAR:
            one_by_one = True
        else:
            orders += int(deals)
            total += int(stated) * (yardstick.horizon_months if per == Per.MONTH else 1)
    if one_by_one:
        found = _ONE_BY_ONE.run(connection, which | parameters(yardstick))
        known = [row for row in found if row[4] is not None]
        orders += sum(row[1] != Kind.CALL_OFF for row in known)
        called_off = [row for row in known if row[1] == Kind.CALL_OFF]
        unit = yardstick.call_off_unit
        orders += len({_observation(unit, deal, customer, day) for deal, _, customer, day, _ in called_off})
        total += sum(row[4] for row in known)
    return Tally(won, lost, orders, total)


def _observation(unit: CallOffUnit, deal_id: int, customer: str | None, day: date) -> Hashable:
    """What a call-off is counted as: those with the same answer are one. One without a customer stands by itself."""
    if unit == "order" or customer is None:
        return deal_id
    if unit == "week":
        return customer, day.isocalendar()[:2]  # Monday to Sunday, as `pillars` has it
    return customer, day.year, day.month
