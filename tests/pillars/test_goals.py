from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from pillars import PILLARS, FrameError, Window, empty, scorecard
from pillars.goals import GOAL_LIMITS, Progress, goal_is_possible, progress, progress_of, progress_towards
from tests.effort import tries
from tests.pillars.frames import frame, lost, won

WINDOW = Window(date(2026, 1, 1), date(2026, 3, 31))  # 90 days


def goals_for(*rows: tuple[Any, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["group", "pillar", "goal"])


def test_every_pillar_has_its_limits() -> None:
    assert tuple(name for name, _, _ in GOAL_LIMITS) == PILLARS


@pytest.mark.parametrize(
    ("pillar", "goal", "value", "share", "remaining", "reached"),
    [
        ("win_rate", 0.4, 0.3, 0.75, 0.1, False),
        ("win_rate", 0.4, 0.4, 1, 0, True),
        ("order_value", 3_000_000, 3_600_000, 1.2, 0, True),
        ("order_value", 3_000_000, 0, 0, 3_000_000, False),
        ("time_to_close", 30, 60, 0.5, 30, False),
        ("time_to_close", 30, 30, 1, 0, True),
        ("time_to_close", 30, 20, 1.5, 0, True),
        ("time_to_close", 30, 0, 30, 0, True),  # the same day counts as a day
        ("opportunities", 40, 30, 0.75, 10, False),
        ("opportunities", 40, 0, 0, 40, False),  # a real 0
    ],
)
def test_by_hand(pillar: str, goal: float, value: float, share: float, remaining: float, reached: bool) -> None:
    found = progress_towards(pillar, goal, value, 12)
    assert (found.share, found.remaining) == pytest.approx((share, remaining))
    assert (found.reached, found.on_track, found.due, found.by_now) == (reached, reached, goal, goal)


def test_no_data_is_no_progress_rather_than_none_of_it() -> None:
    assert progress_towards("win_rate", 0.4, None, 0) == Progress(
        "win_rate",
        0.4,
        0.4,
        0.4,
        value=None,
        sample=0,
        share=None,
        remaining=None,
        reached=None,
        on_track=None,
        sure=None,
    )


@pytest.mark.parametrize(
    ("value", "passed", "by_now", "reached", "on_track", "sure"),
    [
        (15, 45, 20, False, False, None),
        (20, 45, 20, False, True, None),
        (40, 45, 20, True, True, True),
        (39, 90, 40, False, False, True),
    ],
)
def test_opportunities_of_a_quarter_under_way(
    value: float, passed: int, by_now: float, reached: bool, on_track: bool, sure: bool | None
) -> None:
    # 40 4/9 in 91 days are 40 in 90
    found = progress_towards("opportunities", 40 * 91 / 90, value, int(value), low=1, high=99, days=90, passed=passed)
    assert (found.due, found.by_now) == pytest.approx((40, by_now))
    assert (found.reached, found.on_track, found.sure) == (reached, on_track, sure)


def test_a_count_is_pro_rated_and_a_rate_is_not() -> None:
    assert progress_towards("opportunities", 91, 30, 30, days=30).share == pytest.approx(1)
    assert progress_towards("opportunities", 91, 30, 30, days=30).reached
    assert progress_towards("win_rate", 0.5, 0.5, 8, days=30, passed=3).by_now == 0.5


@pytest.mark.parametrize(
    ("pillar", "value", "low", "high", "sure"),
    [
        ("win_rate", 0.6, 0.45, 0.8, True),
        ("win_rate", 0.3, 0.1, 0.39, True),
        ("win_rate", 0.6, 0.3, 0.9, False),
        ("win_rate", 0.6, None, None, None),
        ("time_to_close", 20, 15, 28, True),
        ("time_to_close", 20, 15, 40, False),
    ],
)
def test_whether_the_evidence_carries_it(
    pillar: str, value: float, low: float | None, high: float | None, sure: bool | None
) -> None:
    goal = 0.4 if pillar == "win_rate" else 30
    assert progress_towards(pillar, goal, value, 12, low=low, high=high).sure is sure


def test_from_the_card_of_a_team() -> None:
    deals = frame(
        *(won(2_000_000, started="2026-01-11") for _ in range(3)),
        lost(started="2026-01-15"),
        *(won(500_000, rep="Bo", started="2026-02-05") for _ in range(2)),
    )
    goals = goals_for(
        ("Anna", "win_rate", 0.9),
        ("Bo", "time_to_close", 10),
        ("Anna", "order_value", 4_000_000),
        ("Bo", "opportunities", 91 / 45),
        ("Cilla", "win_rate", 0.5),
    )
    found = progress(goals.set_axis([7, 5, 3, 1, 0]), scorecard(deals, WINDOW), days=WINDOW.days)
    assert found.index.tolist() == [7, 5, 3, 1, 0]
    assert found["value"].tolist() == pytest.approx([0.75, 5, 2_000_000, 2, np.nan], nan_ok=True)
    assert found["share"].tolist() == pytest.approx([0.75 / 0.9, 2, 0.5, 1, np.nan], nan_ok=True)
    assert found["reached"].tolist() == [False, True, False, True, None]
    assert found["sample"].tolist() == [4, 2, 3, 2, 0]
    assert [p.reached for p in progress_of(found)] == [False, True, False, True, None]


def test_the_goal_of_everyone_and_of_nobody() -> None:
    everyone = progress(goals_for(("all", "win_rate", 0.5)), scorecard(frame(won(), lost()), WINDOW, by=None))
    assert everyone["reached"].tolist() == [True]
    nobody = progress(goals_for(("all", "opportunities", 10)), scorecard(empty(), WINDOW, by=None))
    assert nobody["share"].isna().all()
    assert nobody["reached"].tolist() == [None]
    assert progress_of(progress(goals_for(), scorecard(frame(won()), WINDOW))) == ()


AMOUNTS = {"win_rate": (0.001, 1), "order_value": (1, 1e12), "time_to_close": (1, 3650), "opportunities": (1, 1e5)}


@given(st.sampled_from(PILLARS), st.data(), st.integers(1, 400))
def test_share_and_reached_agree(pillar: str, data: st.DataObject, days: int) -> None:
    numbers = st.floats(*AMOUNTS[pillar])
    goal, value = data.draw(numbers), data.draw(numbers)
    found = progress_towards(pillar, goal, value, 3, days=days)
    assert found.share is not None
    assert found.remaining is not None
    assert found.reached == (found.share >= 1 - 1e-9)
    assert found.remaining >= 0
    assert (found.remaining == 0) == found.reached
    better = value * (0.5 if pillar == "time_to_close" else 2)
    more = progress_towards(pillar, goal, better, 3, days=days).share
    assert more is not None
    assert more >= found.share


@tries(20)
@given(st.permutations(range(6)))
def test_the_order_of_the_card_does_not_matter(order: list[int]) -> None:
    deals = frame(won(100), lost(), won(300, rep="Bo"), won(rep="Cilla"))
    card = scorecard(deals, WINDOW)
    goals = goals_for(("Bo", "order_value", 200), ("Anna", "win_rate", 0.5), ("Cilla", "opportunities", 1))
    kept = card.copy(deep=True)
    shuffled = card.iloc[[*order, *range(6, len(card))]]
    assert_frame_equal(progress(goals, shuffled), progress(goals, card))
    assert_frame_equal(card, kept)


@pytest.mark.parametrize(
    ("pillar", "goal", "possible"),
    [
        ("win_rate", 1, True),
        ("win_rate", 35, False),  # 35 % is 0.35
        ("win_rate", 0, False),
        ("order_value", 0, False),
        ("time_to_close", 0.5, False),
        ("opportunities", float("nan"), False),
        ("opportunities", float("inf"), False),
    ],
)
def test_which_goals_make_sense(pillar: str, goal: float, possible: bool) -> None:
    assert goal_is_possible(pillar, goal) is possible
    if not possible:
        with pytest.raises(ValueError, match=f"A goal for {pillar} is from"):
            progress_towards(pillar, goal, None, 0)


def test_what_does_not_make_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="no pillar 'charm'"):
        progress_towards("charm", 1, None, 0)
    with pytest.raises(ValueError, match="Of a window of 30 days, 31 cannot be over"):
        progress_towards("win_rate", 0.5, None, 0, days=30, passed=31)
    with pytest.raises(FrameError, match="`goals` has no column 'goal'"):
        progress(pd.DataFrame({"group": [], "pillar": []}), scorecard(frame(won()), WINDOW))
