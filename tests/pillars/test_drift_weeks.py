"""The weeks that the drift test reads: against plain loops, and against Kaplan and Meier, and Weibull."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from statsmodels.duration.survfunc import SurvfuncRight  # type: ignore[import-untyped]

from pillars import Window
from pillars.drift import ripening
from pillars.drift.weekly import drawn_in, read_weeks, whole_weeks
from pillars.ledger import read_ledger
from tests.effort import tries
from tests.pillars import plain
from tests.pillars.drifting import UNTIL, team_of
from tests.pillars.frames import call_off, frame, frames


def test_weeks_are_whole_and_end_on_sunday() -> None:
    assert whole_weeks(date(2026, 6, 28), 2) == Window(date(2026, 6, 15), date(2026, 6, 28))
    assert whole_weeks(date(2026, 7, 4), 2) == Window(date(2026, 6, 15), date(2026, 6, 28))
    assert whole_weeks(date(2026, 7, 5), 1) == Window(date(2026, 6, 29), date(2026, 7, 5))


@tries(40)
@given(frames(min_size=1))
def test_the_weeks_are_those_of_a_plain_count(deals: pd.DataFrame) -> None:
    window = Window(date(2026, 1, 5), date(2026, 3, 29))
    ledger = read_ledger(deals, "rep")
    weekly = read_weeks(ledger, np.zeros(ledger.groups.size, dtype=np.int64), window, "month")
    rows = plain.deals_of(deals)
    for place, rep in enumerate(ledger.groups.labels):
        own = [d for d in rows if d["rep"] == rep]
        known = [d["opened_on"] for d in own if d["opened_on"]]
        known += [d["closed_on"] for d in own if d["closed_on"] and d["status"] != "open"]
        for week in range(12):
            monday = window.start + timedelta(weeks=week)
            this = Window(monday, monday + timedelta(days=6))
            seen = any(day < monday for day in known)
            one_off = [d for d in own if d["kind"] == "one_off"] if seen else []
            decided = [d["status"] for d in one_off if plain.inside(d["closed_on"], this) and d["status"] != "open"]
            assert weekly.seen[place, week] == seen
            assert weekly.opened[place, week] == sum(plain.inside(d["opened_on"], this) for d in one_off)
            assert weekly.won[place, week] == decided.count("won")
            assert weekly.lost[place, week] == decided.count("lost")


def test_call_offs_count_once_a_customer_and_whole_month() -> None:
    deals = frame(
        call_off(100_00, "2026-01-07", "Volvo"),
        call_off(300_00, "2026-02-03", "Volvo"),
        call_off(100_00, "2026-02-20", "volvo"),
        call_off(900_00, "2026-03-03", "Volvo"),  # March is not over
    )
    window = Window(date(2026, 1, 12), date(2026, 3, 8))  # and January was cut through
    weekly = read_weeks(read_ledger(deals, "rep"), np.zeros(1, dtype=np.int64), window, "month")
    assert weekly.orders[0].tolist() == [0, 0, 0, 0, 0, 0, 1, 0]  # in the week in which February ended
    assert weekly.order_sum[0, 6] == pytest.approx(np.log(400_00))


def test_zeros_and_list_prices_are_drawn_in() -> None:
    amounts = np.array([100.0] * 60 + [150.0] * 20 + [0.0, 10_000_000.0])
    logs = drawn_in(np.zeros(82, dtype=np.int64), amounts, 1)
    assert logs[0] == pytest.approx(np.log(100))
    assert logs[60] == pytest.approx(np.log(150))
    assert np.ptp(logs) < 2.5  # where the logarithms of 1 and 10,000,000 are 16 apart
    assert np.isfinite(drawn_in(np.zeros(3, dtype=np.int64), np.zeros(3), 1)).all()


def test_the_usual_pace_is_that_of_kaplan_and_meier() -> None:
    """With deals that were already open when the window began; statsmodels takes them in after their entry."""
    chance = np.random.default_rng(5)
    entry = chance.integers(0, 20, 300)
    leave = entry + chance.integers(0, 60, 300)
    decided = chance.random(300) < 0.8
    nobody = np.zeros(300, dtype=np.int64)
    spells = ripening.Spells(nobody, np.full(300, np.datetime64("2026-01-01")), entry, leave, decided)
    found, _ = ripening._usual_pace(nobody, spells, 1)
    oracle = SurvfuncRight(leave, decided.astype(int), entry=entry - 0.5)
    hazard = dict(zip(oracle.surv_times.astype(int), oracle.n_events / oracle.n_risk, strict=True))
    ages = np.flatnonzero(found[0])
    assert ages.size > 30
    assert found[0, ages] == pytest.approx([hazard[age] for age in ages])


def test_a_team_decides_as_many_deals_as_expected() -> None:
    ledger = read_ledger(team_of(3, days=lambda rep, week: 30 + 10 * rep), "rep")
    weekly = read_weeks(ledger, np.zeros(3, dtype=np.int64), whole_weeks(UNTIL, 104), "month")
    assert weekly.ripened.sum() == pytest.approx(weekly.expected.sum())
    pace = weekly.ripened.sum(axis=1) / weekly.expected.sum(axis=1)
    assert pace[0] > 1 > pace[2]


@pytest.mark.parametrize("shape", [0.8, 1.0, 1.5, 2.5])
def test_the_slope_is_weibulls_shape(shape: float) -> None:
    days = np.floor(60 * np.random.default_rng(3).weibull(shape, 6_000)).astype(np.int64)
    nobody = np.zeros(days.size, dtype=np.int64)
    started = np.full(days.size, np.datetime64("2026-01-01"))
    spells = ripening.Spells(nobody, started, nobody, days, np.ones(days.size, dtype=np.bool_))
    assert ripening._usual_pace(nobody, spells, 1)[1][0] == pytest.approx(shape, rel=0.1)
