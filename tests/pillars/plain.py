"""The figures of `definitions` once more, in plain Python, a loop a figure: what the fast ones are checked against."""

import unicodedata
from collections import defaultdict
from datetime import date, timedelta
from statistics import fmean, median
from typing import Any

import pandas as pd

from pillars import Window

Deal = dict[str, Any]


def deals_of(frame: pd.DataFrame) -> list[Deal]:
    """Rows as dictionaries, None for what is unknown, dates as `date`, amounts as int."""
    rows = []
    for row in frame.to_dict("records"):
        deal = {name: None if pd.isna(value) else value for name, value in row.items()}
        for name in ("opened_on", "closed_on", "started_on"):
            deal[name] = None if deal[name] is None else deal[name].date()
        rows.append(deal)
    return rows


def inside(day: date | None, window: Window) -> bool:
    return day is not None and window.start <= day <= window.end


def days_to_win(deals: list[Deal]) -> list[int]:
    started = [d for d in deals if d["started_on"] is not None and d["started_on"] <= d["closed_on"]]
    return [(d["closed_on"] - d["started_on"]).days for d in started]


def observations(won: list[Deal], call_offs: list[Deal], unit: str) -> list[int]:
    found = [d["amount"] for d in won if d["amount"] is not None]
    together: dict[Any, list[int]] = defaultdict(list)
    for number, deal in enumerate(call_offs):
        name = "".join(unicodedata.normalize("NFKC", deal["customer"] or "").casefold().split())
        closed = deal["closed_on"]
        monday = closed - timedelta(days=closed.weekday())
        period = (closed.year, closed.month) if unit == "month" else monday
        key = number if unit == "order" or not name else (name, period)
        if deal["amount"] is not None:
            together[key].append(deal["amount"])
    return found + [sum(amounts) for amounts in together.values()]


def was_open(deal: Deal, day: date) -> bool:
    if deal["kind"] == "call_off":
        return False
    if deal["status"] == "open":
        return deal["opened_on"] is None or deal["opened_on"] <= day
    opened, closed = deal["opened_on"], deal["closed_on"]
    return opened is not None and opened <= day and closed is not None and closed > day


def stale_limit(deals: list[Deal], day: date) -> float | None:
    won = [d for d in deals if d["status"] == "won" and d["kind"] == "one_off" and d["closed_on"] is not None]
    took = sorted(days_to_win([d for d in won if d["closed_on"] <= day]))
    return next(t for t in took if 10 * sum(u <= t for u in took) >= 9 * len(took)) if len(took) >= 10 else None


def age(deal: Deal, day: date) -> int | None:
    for start in (deal["started_on"], deal["opened_on"]):
        if start is not None and start <= day:
            return (day - start).days
    return None


def figures(deals: list[Deal], window: Window, limit: float | None, unit: str = "month") -> dict[str, Any]:
    """One group's figures, None for no data; `limit` is the age at which an open deal is stale."""
    one_off = [d for d in deals if d["kind"] == "one_off"]
    closed = [d for d in one_off if d["status"] != "open" and inside(d["closed_on"], window)]
    won, lost = ([d for d in closed if d["status"] == status] for status in ("won", "lost"))
    called = [d for d in deals if d["kind"] == "call_off" and d["status"] == "won" and inside(d["closed_on"], window)]
    amounts, took = observations(won, called, unit), days_to_win(won)
    open_then = [d for d in deals if was_open(d, window.end)]
    stale = [d for d in open_then if limit is not None and (age(d, window.end) or 0) > limit]
    pipeline = [d for d in open_then if d not in stale]
    priced = [d["amount"] for d in pipeline if d["amount"] is not None]
    return {
        "won": len(won),
        "lost": len(lost),
        "win_rate": len(won) / len(closed) if closed else None,
        "order_count": len(amounts),
        "order_mean": sum(amounts) / len(amounts) if amounts else None,
        "order_median": median(amounts) if amounts else None,
        "order_total": sum(amounts) if amounts else None,
        "call_offs": len(called),
        "close_mean": fmean(took) if took else None,
        "close_median": median(took) if took else None,
        "close_sample": len(took),
        "opened": sum(inside(d["opened_on"], window) for d in one_off),
        "open_now": len(pipeline),
        "open_value": sum(priced) if priced else None,
        "open_value_sample": len(priced),
        "stale": len(stale),
        "left_out_amount": sum(d["amount"] is None for d in won + called),
        "left_out_started": len(won) - len(took),
        "left_out_opened": sum(
            d["opened_on"] is None
            and not (d["status"] != "open" and d["closed_on"] is not None and d["closed_on"] < window.start)
            for d in one_off
        ),
        "left_out_closed": sum(d["status"] != "open" and d["closed_on"] is None for d in deals),
    }
