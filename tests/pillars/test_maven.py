"""8,800 opportunities of a real-shaped CRM file: the figures that were computed for it elsewhere, and again here."""

import csv
import os
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from pillars import Window, scorecard, stale, summary, validate
from tests.pillars import plain

SAMPLES = os.environ.get("SALES_COACH_SAMPLES", "")

pytestmark = [
    pytest.mark.samples,
    pytest.mark.skipif(not SAMPLES, reason="SALES_COACH_SAMPLES is not set, so there is no sample file to read"),
]

ALL_TIME = Window(date(2016, 10, 1), date(2017, 12, 31))
QUARTERS = [Window.of_quarter(2017, quarter) for quarter in (1, 2, 3, 4)]
STATUS = {"Won": "won", "Lost": "lost", "Engaging": "open", "Prospecting": "open"}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with (Path(SAMPLES) / "maven" / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def deals(rows: list[dict[str, str]]) -> pd.DataFrame:
    return validate(
        pd.DataFrame(
            {
                "deal": range(1, len(rows) + 1),
                "rep": [row["sales_agent"] for row in rows],
                "status": [STATUS[row["deal_stage"]] for row in rows],
                "kind": "one_off",
                "amount": [100 * int(row["close_value"]) if row["close_value"] else None for row in rows],
                "opened_on": [row["engage_date"] or None for row in rows],
                "closed_on": [row["close_date"] or None for row in rows],
                "started_on": [row["engage_date"] or None for row in rows],
                "customer": [row["account"] or None for row in rows],
            }
        )
    )


def test_the_whole_file(deals: pd.DataFrame) -> None:
    row = summary(deals, ALL_TIME, by=None).loc["all"]
    assert row[["won", "lost", "order_count", "close_sample"]].tolist() == [4238, 2473, 4238, 4238]
    assert round(row["win_rate"], 6) == 0.631501
    assert round(row["order_mean"] / 100, 6) == 2360.909391
    assert row["order_median"] / 100 == 1117
    assert round(row["close_mean"], 6) == 51.781973
    assert row["close_median"] == 57
    assert row["opened"] == 8300


def test_prospects_are_opened_in_no_window_and_are_pipeline(deals: pd.DataFrame) -> None:
    prospects = deals[deals["opened_on"].isna()]
    row = summary(prospects, Window(date.min, date.max), by=None).loc["all"]
    assert row[["opened", "left_out_opened", "open_now", "stale"]].tolist() == [0, 500, 500, 0]
    everything = summary(deals, ALL_TIME, by=None).loc["all"]
    assert everything["left_out_opened"] == 500
    assert everything["open_now"] + everything["stale"] == 500 + 1589  # 1,589 are in the stage Engaging


def test_old_open_deals_are_stale(deals: pd.DataFrame) -> None:
    named = stale(deals, ALL_TIME.end)
    assert (named["age"] > 138).sum() == 1291  # older than any decided deal ever was
    assert named["age"].is_monotonic_decreasing


@pytest.mark.parametrize("window", [ALL_TIME, *QUARTERS], ids=lambda window: f"{window.start}..{window.end}")
def test_each_rep_as_in_plain_python(deals: pd.DataFrame, rows: list[dict[str, str]], window: Window) -> None:
    found = summary(deals, window)
    assert len(found) == 30
    everyone = plain.deals_of(deals)
    limit = plain.stale_limit(everyone, window.end)
    for rep, row in zip(found.index, found.to_dict("records"), strict=True):
        expected = plain.figures([deal for deal in everyone if deal["rep"] == rep], window, limit)
        assert {name: None if pd.isna(row[name]) else row[name] for name in expected} == pytest.approx(expected)
        assert (row["won"], row["lost"], row["opened"]) == counted_from_the_file(rows, rep, window)


def counted_from_the_file(rows: list[dict[str, str]], rep: Any, window: Window) -> tuple[int, int, int]:
    """Won, lost and opened by the file's own words, without the frame; ISO dates compare as text."""
    first, last = window.start.isoformat(), window.end.isoformat()
    own = [row for row in rows if row["sales_agent"] == rep]
    closed = [row["deal_stage"] for row in own if first <= row["close_date"] <= last]
    return closed.count("Won"), closed.count("Lost"), sum(first <= row["engage_date"] <= last for row in own)


def test_quarters_beside_each_other(deals: pd.DataFrame) -> None:
    third = scorecard(deals, QUARTERS[2], QUARTERS[1]).set_index(["group", "pillar"])
    second = scorecard(deals, QUARTERS[1]).set_index(["group", "pillar"])
    assert third["previous"].tolist() == pytest.approx(second["value"].tolist(), nan_ok=True)
    assert third["previous_sample"].tolist() == second["sample"].tolist()
