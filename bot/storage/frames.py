"""The only door from rows to a DataFrame: deals in the shape that `pillars` is promised."""

from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection, or_, select

from bot.storage.models import Customer, Deal, Member
from bot.storage.order_value import ORDER_VALUE, parameters
from bot.values import Status, Yardstick

ROWS_IN_ONE_GO = 50_000
"""Bounds the memory that rows take before they are columns."""


def deals_frame(connection: Connection, workspace_id: int, yardstick: Yardstick, *, since: date | None) -> pd.DataFrame:
    """A workspace's deals that were closed or opened on or after `since` (None: all), or are open: one row a deal.

    The columns are the frame contract of `pillars`; `rep` is the member's id as text, so that two people of the same
    name stay two. Beside them `product`, and `other_currency`: true where an amount was left out for being in another
    currency than the workspace's.
    """
    wanted = [Deal.workspace_id == workspace_id, Deal.deleted_at.is_(None)]
    if since is not None:
        wanted.append(or_(Deal.closed_on >= since, Deal.opened_on >= since, Deal.status == Status.OPEN.value))
    query = (
        select(
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
            Customer.key,
            Deal.amount,
            Deal.product,
        )
        .outerjoin(Customer, Customer.id == Deal.customer_id)
        .where(*wanted)
        .execution_options(yield_per=ROWS_IN_ONE_GO)
    )
    result = connection.execute(query, parameters(yardstick))
    parts = [_frame(list(rows), yardstick) for rows in result.partitions()] or [_frame([], yardstick)]
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def _frame(rows: list[Any], yardstick: Yardstick) -> pd.DataFrame:
    columns: list[Any] = list(zip(*rows, strict=True)) if rows else [()] * 13
    number, rep, status, kind, value, known, opened, closed, met, quoted, customer, stated, product = columns
    opened_on = _dates([day if sure else None for day, sure in zip(opened, known, strict=True)])
    started = {"opened_on": opened_on, "first_meeting_on": _dates(met), "quoted_on": _dates(quoted)}
    return pd.DataFrame(
        {
            "deal": pd.array(number, dtype="int64"),
            "rep": pd.array([str(r) for r in rep], dtype="str"),
            "status": pd.Categorical(status, categories=["open", "won", "lost"]),
            "kind": pd.Categorical(kind, categories=["one_off", "call_off"]),
            "amount": pd.array(value, dtype="Int64"),
            "opened_on": opened_on,
            "closed_on": _dates(closed),
            "started_on": started[yardstick.starting_point.value],
            "customer": pd.array(customer, dtype="string"),
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
