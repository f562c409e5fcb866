"""Baselines and verdicts from frames of deals."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from benchmarks.coaching_verdicts import World, simulate
from coaching.baseline import Pillar
from coaching.observed import first_days, observe
from coaching.review import freeze, judge
from pillars import Window
from tests.coaching.deals import frame, steady_stream
from tests.coaching.periods import PILLARS, START, YEAR_BEFORE


def team_frame(**anna: Any) -> Any:
    first, last = YEAR_BEFORE, START + timedelta(weeks=13, days=-1)
    colleagues = [steady_stream(name, first, last, 2, 30) for name in ("Bo", "Cilla", "David")]
    own = steady_stream("Anna", first, START - timedelta(days=1), 2, 30)
    since = steady_stream("Anna", START, last, 2, 30, **anna)
    closed_by_now = [
        deal
        | ({"status": "lost", "closed_on": deal["opened_on"] + timedelta(days=30)} if deal["status"] == "open" else {})
        for deal in own
    ]
    return frame(*closed_by_now, *since, *(deal for one in colleagues for deal in one))


@pytest.mark.parametrize(("pillar", "change"), [("order_value", {"amount": 60_000}), ("win_rate", {"won_of": 1})])
def test_a_change_in_a_frame_of_deals_is_found(pillar: Pillar, change: dict[str, Any]) -> None:
    deals, until = team_frame(**change), START + timedelta(weeks=13, days=-1)
    start = freeze(deals, "Anna", pillar, START)
    assert judge(deals, "Anna", start, START, until).word in ("moved", "probably")
    assert judge(deals, "Bo", freeze(deals, "Bo", pillar, START), START, until).word in ("too_early", "no_change")


@pytest.mark.parametrize("pillar", PILLARS)
def test_what_happens_after_the_start_does_not_change_a_baseline(pillar: Pillar) -> None:
    deals = team_frame(amount=60_000, won_of=1)
    known = deals[(deals["opened_on"] < str(START))].copy()
    later = known["closed_on"] >= str(START)
    known.loc[later, "status"] = "open"
    known.loc[later, "closed_on"] = None
    assert freeze(deals, "Anna", pillar, START) == freeze(known, "Anna", pillar, START)


@pytest.mark.parametrize("pillar", PILLARS)
def test_the_order_of_rows_plays_no_part(pillar: Pillar) -> None:
    deals = team_frame(amount=40_000)
    turned = deals.sample(frac=1, random_state=3)
    until = START + timedelta(weeks=4, days=-1)
    one, other = (judge(d, "Anna", freeze(d, "Anna", pillar, START), START, until) for d in (deals, turned))
    assert (one.word, one.sample) == (other.word, other.sample)
    assert one.effect == pytest.approx(other.effect)


def test_somebody_unknown_gets_no_verdict_and_no_traceback() -> None:
    deals = team_frame()
    start = freeze(deals, "Nobody", "win_rate", START)
    assert start is not None  # the colleagues' level
    assert judge(deals, "Nobody", start, START, START + timedelta(days=27)).word == "too_early"
    assert judge(deals, "Nobody", None, START, START).word == "too_early"
    assert freeze(deals.iloc[:0], "Anna", "win_rate", START) is None


def test_a_period_counted_by_hand() -> None:
    def deal(status: str, opened: str | None, closed: str | None, amount: int | None = None, **more: Any) -> Any:
        return {
            "rep": "Anna", "status": status, "opened_on": opened, "started_on": opened, "closed_on": closed,
            "amount": amount,
        } | more  # fmt: skip

    deals = frame(
        deal("won", "2026-03-01", "2026-03-11", 1000),
        deal("lost", "2026-03-09", "2026-03-09"),
        deal("won", "2026-03-10", "2026-04-20", 7000),  # closed after the window: still open in it
        deal("won", None, "2026-03-12", None),  # neither age nor amount
        deal("lost", "2026-02-01", "2026-03-01"),  # over before it
        deal("open", "2026-03-02", "2026-03-05"),  # a plan, not a closing
        deal("open", "2026-03-29", None),  # opened on the last day's morrow
        deal("won", "2026-03-13", "2026-03-13", 500, kind="call_off", customer="Volvo"),
        deal("won", "2026-03-14", "2026-03-14", 700, kind="call_off", customer="volvo"),
    )
    (anna,) = observe(deals, Window(date(2026, 3, 9), date(2026, 3, 28))).values()
    assert (anna.won, anna.lost, anna.openings, anna.days) == (2, 1, 2, 20)
    assert sorted(anna.amounts) == [1000, 1200]
    assert list(anna.durations) == [10]
    assert sorted(zip(anna.entry, anna.exit, anna.decided, strict=True)) == [
        (0.0, 0.5, True), (0.0, 19.0, False), (7.0, 27.0, False), (8.0, 10.5, True),
    ]  # fmt: skip
    assert list(anna.opened) == [0, 0]  # whole weeks from the 15th on; both openings came before
    assert anna.undecided


def test_a_frame_shows_what_the_simulation_counts() -> None:
    """The benchmark skips frames for speed; here it is held to them."""
    sold = simulate(World(n=60, after=91), "win_rate", 1.4, 1.0, np.random.default_rng(3))
    days = [START + timedelta(days=int(day)) for day in np.floor(sold.opened)]
    ends = [START + timedelta(days=int(day)) for day in np.floor(sold.closed)]
    rows = [
        {
            "rep": "Anna", "status": "won" if won else "lost", "opened_on": opened, "started_on": opened,
            "closed_on": closed, "amount": round(amount),
        }
        for opened, closed, won, amount in zip(days, ends, sold.won, sold.amount, strict=True)
    ]  # fmt: skip
    (one,) = observe(frame(*rows), Window(START, START + timedelta(days=90))).values()
    other = sold.observe(0, 91)
    assert (one.won, one.lost, one.openings, one.days) == (other.won, other.lost, other.openings, other.days)
    for name in ("amounts", "durations", "entry", "exit"):
        assert sorted(getattr(one, name)) == sorted(getattr(other, name))
    assert list(one.opened) == list(other.opened)
    assert one.decided.sum() == other.decided.sum()


def test_each_reps_history_begins_with_their_own_first_day() -> None:
    deals = frame(
        {"rep": "Anna", "status": "won", "opened_on": "2026-01-05", "closed_on": "2026-01-03"},
        {"rep": "Anna", "status": "open", "opened_on": "2026-02-05", "closed_on": "2025-01-03"},
        {"rep": "Bo", "status": "lost", "closed_on": "2026-01-09"},
        {"rep": "Cilla", "status": "open"},
    )
    assert first_days(deals) == {"Anna": date(2026, 1, 3), "Bo": date(2026, 1, 9)}
