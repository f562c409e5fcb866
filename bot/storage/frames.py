"""The only door from rows to a DataFrame: deals in the shape that `pillars` is promised."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pandas as pd
from pandas.api.types import union_categoricals
from sqlalchemy import ColumnElement, Connection, and_, case, null, or_, select

from bot.storage.models import Customer, Deal, Member
from bot.storage.order_value import ORDER_VALUE, parameters
from bot.values import Kind, Status, Yardstick

ROWS_IN_ONE_GO = 50_000
"""Bounds the memory that rows take before they are columns."""

LEAN_ROWS_IN_ONE_GO = 10_000


def deals_frame(connection: Connection, workspace_id: int, yardstick: Yardstick, *, since: date | None) -> pd.DataFrame:
    """A workspace's deals that were closed or opened on or after `since` (None: all), or are open: one row a deal.

    The columns are the frame contract of `pillars`; `rep` is the member's id as text, so that two people of the same
    name stay two. Beside them `product`, and `other_currency`: true where an amount was left out for being in another
    currency than the workspace's.
    """
    query = (
        select(*_FIGURES, Customer.key, Deal.product)
        .outerjoin(Customer, Customer.id == Deal.customer_id)
        .where(*_wanted(workspace_id, since, None))
        .execution_options(yield_per=ROWS_IN_ONE_GO)
    )
    result = connection.execute(query, parameters(yardstick))
    parts = [_frame(list(rows), yardstick) for rows in result.partitions()] or [_frame([], yardstick)]
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def tagged_deals_frame(
    connection: Connection,
    workspace_id: int,
    yardstick: Yardstick,
    *,
    since: date,
    rep_ids: Collection[int] | None = None,
) -> pd.DataFrame:
    """As `deals_frame`, with `contact_role` and `loss_reason` beside `product`; of some reps only where they are named.

    `customer` is an id as text: nothing here needs a name, and an id takes no join.
    """
    wanted = _wanted(workspace_id, since, None)
    if rep_ids is not None:
        wanted.append(Deal.rep_id.in_(rep_ids))
    query = (
        select(*_FIGURES, Deal.customer_id, Deal.product, Deal.contact_role, Deal.loss_reason)
        .where(*wanted)
        .execution_options(yield_per=LEAN_ROWS_IN_ONE_GO)
    )
    result = connection.execute(query, parameters(yardstick))
    parts = [_tagged(list(rows), yardstick) for rows in result.partitions()] or [_tagged([], yardstick)]
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def _tagged(rows: list[Any], yardstick: Yardstick) -> pd.DataFrame:
    roles, reasons = (pd.array([row[n] for row in rows], dtype="string") for n in (-2, -1))
    return _frame([row[:-2] for row in rows], yardstick).assign(contact_role=roles, loss_reason=reasons)


def lean_deals_frame(
    connection: Connection, workspace_id: int, yardstick: Yardstick, *, since: date, rep_id: int | None = None
) -> pd.DataFrame:
    """As `deals_frame`, for many deals: no `product`, `rep` a category, `customer` an id and of call-offs only.

    That is all that the pillars read, at a third of the memory: about 60 bytes a deal. With `rep_id` only that rep's
    deals, found through an index: what they did before `since` is not read.
    """
    customer = case((Deal.kind == Kind.CALL_OFF.value, Deal.customer_id))
    query = (
        select(*_FIGURES, customer, null())
        .where(*_wanted(workspace_id, since, rep_id))
        .execution_options(yield_per=LEAN_ROWS_IN_ONE_GO)
    )
    result = connection.execute(query, parameters(yardstick))
    parts = [_lean(_frame(list(rows), yardstick)) for rows in result.partitions()] or [_lean(_frame([], yardstick))]
    if len(parts) == 1:
        return parts[0]
    reps = union_categoricals([part["rep"] for part in parts])
    for part in parts:
        part.drop(columns="rep", inplace=True)
    return pd.concat(parts, ignore_index=True).assign(rep=reps)


_FIGURES = (
    Deal.number,
    Deal.rep_id,
    Deal.status,
    Deal.kind,
    ORDER_VALUE,
    Deal.opened_known,
    Deal.opened_on,
    Deal.closed_on,
    Deal.first_meeting_on,
    Deal.quoted_on,
    Deal.amount,
)


def _wanted(workspace_id: int, since: date | None, rep_id: int | None) -> list[ColumnElement[bool]]:
    wanted = [Deal.workspace_id == workspace_id, Deal.deleted_at.is_(None)]
    if rep_id is not None:
        wanted.append(Deal.rep_id == rep_id)
    if since is not None:
        # An open deal has no closing date. Asking for that first lets the index alone turn down the old ones.
        still_open = and_(Deal.closed_on.is_(None), Deal.status == Status.OPEN.value)
        wanted.append(or_(Deal.closed_on >= since, Deal.opened_on >= since, still_open))
    return wanted


def _lean(part: pd.DataFrame) -> pd.DataFrame:
    return part.drop(columns="product").assign(rep=part["rep"].astype("category"))


def _frame(rows: list[Any], yardstick: Yardstick) -> pd.DataFrame:
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * 13
    number, rep, status, kind, value, known, opened, closed, met, quoted, stated, customer, product = columns
    opened_on = _dates([day if sure else None for day, sure in zip(opened, known, strict=True)])
    started = {
        "opened_on": lambda: opened_on,
        "first_meeting_on": lambda: _dates(met),
        "quoted_on": lambda: _dates(quoted),
    }
    return pd.DataFrame(
        {
            "deal": pd.array(number, dtype="int64"),
            "rep": pd.array([str(r) for r in rep], dtype="str"),
            "status": pd.Categorical(status, categories=["open", "won", "lost"]),
            "kind": pd.Categorical(kind, categories=["one_off", "call_off"]),
            "amount": pd.array(value, dtype="Int64"),
            "opened_on": opened_on,
            "closed_on": _dates(closed),
            "started_on": started[yardstick.starting_point.value](),
            "customer": pd.array([None if c is None else str(c) for c in customer], dtype="string"),
            "product": pd.array(product, dtype="string"),
            "other_currency": pd.array(
                [a is not None and v is None for a, v in zip(stated, value, strict=True)], dtype="bool"
            ),
        }
    )


def customer_names(connection: Connection, workspace_id: int) -> dict[str, str]:
    """Customer key → name as first written, for the groups of a frame."""
    query = select(Customer.key, Customer.name).where(Customer.workspace_id == workspace_id)
    return {row.key: row.name for row in connection.execute(query)}


def rep_names(connection: Connection, workspace_id: int) -> dict[str, tuple[str, bool]]:
    """Member id as text → (name, active), for the groups of a frame."""
    query = select(Member.id, Member.name, Member.active).where(Member.workspace_id == workspace_id)
    return {str(row.id): (row.name, row.active) for row in connection.execute(query)}


def _dates(values: Any) -> "pd.Series[pd.Timestamp]":
    return pd.Series(pd.array(list(values), dtype="datetime64[s]"))
