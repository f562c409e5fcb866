from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from pillars import PILLARS, Window, empty, scorecard, trend
from tests.effort import tries
from tests.pillars.frames import frame, frames, won

ENDS = [date(2026, 4, 1) - timedelta(weeks=week) for week in range(5)]


@tries(30)
@given(frames(), st.sampled_from(["rep", "product", None]), st.integers(1, 120))
def test_each_point_is_the_scorecard_of_its_window(deals: pd.DataFrame, by: str | None, days: int) -> None:
    points = trend(deals, ENDS, days, by=by)
    cards = [scorecard(deals, Window.last_days(end, days), by=by) for end in ENDS]
    assert points["end"].tolist() == [
        pd.Timestamp(end) for end, card in zip(ENDS, cards, strict=True) for _ in card.index[::4]
    ]
    whole = pd.concat(cards, ignore_index=True)
    for name in PILLARS:
        rows = whole[whole["pillar"] == name].reset_index(drop=True)
        expected = pd.DataFrame({"group": rows["group"], name: rows["value"], f"{name}_sample": rows["sample"]})
        assert_frame_equal(points[["group", name, f"{name}_sample"]], expected)


def test_a_deal_moves_through_the_window() -> None:
    deals = frame(won(5, closed="2026-02-10"))
    days = [date(2026, 2, 9), date(2026, 2, 10), date(2026, 2, 16), date(2026, 2, 17)]
    assert trend(deals, days, 7)["win_rate_sample"].tolist() == [0, 1, 1, 0]


def test_no_ends_and_no_deals() -> None:
    assert len(trend(empty(), ENDS)) == len(ENDS)
    assert trend(empty(), ENDS)[list(PILLARS)].isna().all(axis=None)
    assert len(trend(empty(), ENDS, by="rep")) == 0
    assert list(trend(empty(), []).columns) == list(trend(empty(), ENDS).columns)


def test_a_window_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="0 days"):
        trend(empty(), ENDS, 0)
