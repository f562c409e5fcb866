from datetime import date
from math import log
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from pillars import FrameError, Window, summary
from pillars.attribution import FACTORS, attribution, attribution_of
from tests.effort import tries
from tests.pillars.frames import frame, frames, still_open, won

COLUMNS = ["open_now", "win_rate", "order_mean", "close_mean"]
WINDOW = Window(date(2026, 1, 1), date(2026, 3, 31))
POSITIVE = st.floats(1e-3, 1e12)
FOUR = st.tuples(st.integers(1, 500), st.floats(1e-3, 1), POSITIVE, st.floats(0.1, 2000))
# Counts and money may be 0; either may be unknown.
ANY_FOUR = st.tuples(
    st.integers(0, 3),
    st.sampled_from([np.nan, 0.0, 0.25, 1.0]),
    st.sampled_from([np.nan, 0.0, 2_500_000.0]),
    st.sampled_from([np.nan, 0.0, 40.0]),
)


def window_of(**groups: tuple[float, ...]) -> pd.DataFrame:
    """A summary of nothing but the four factors."""
    return pd.DataFrame.from_dict(groups, orient="index", columns=COLUMNS)


def money(table: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.float64]]:
    return table[[f"{factor}_money" for factor in FACTORS]].to_numpy()


def test_by_hand() -> None:
    # 20 deals · 0.40 · 25 000 kr ÷ 50 days = 4 000 kr a day; 20 · 0.30 · 30 000 ÷ 45 = 4 000 kr a day
    found = attribution_of(
        attribution(window_of(Anna=(20, 0.4, 25e5, 50)), window_of(Anna=(20, 0.3, 30e5, 45))), "Anna"
    )
    assert (found.before, found.now) == pytest.approx((400_000, 400_000))
    assert found.log_change == pytest.approx(0, abs=1e-12)
    logs = {part.factor: part.log for part in found.contributions}
    assert logs == pytest.approx(
        {"pipeline": 0, "win_rate": log(0.75), "order_value": log(1.2), "time_to_close": log(50 / 45)}
    )
    # Nothing changed, so the logarithmic mean is 4 000 kr itself: 4 000 · ln 0.75 = −1 151 kr a day, and so on.
    shares = {part.factor: part.money for part in found.contributions}
    assert shares == pytest.approx(
        {"pipeline": 0, "win_rate": -115_073, "order_value": 72_929, "time_to_close": 42_144}, abs=1
    )
    assert found.missing == ()


def test_the_logarithmic_mean_by_hand() -> None:
    # From 1 000 to 4 000 öre a day: twice the deals and twice the win rate bear half of the 3 000 each.
    table = attribution(window_of(Anna=(10, 0.2, 1e4, 20)), window_of(Anna=(20, 0.4, 1e4, 20)))
    assert money(table)[0] == pytest.approx([1500, 1500, 0, 0])
    # From 1 000 to 3 000, three times the order value against the same days: all of it.
    table = attribution(window_of(Anna=(10, 0.2, 1e4, 20)), window_of(Anna=(10, 0.2, 3e4, 20)))
    assert money(table)[0] == pytest.approx([0, 0, 2000, 0])


@given(FOUR, FOUR)
def test_it_adds_up_exactly(before: tuple[float, ...], now: tuple[float, ...]) -> None:
    row = attribution(window_of(Anna=before), window_of(Anna=now)).iloc[0]
    assert sum(row[f"{factor}_log"] for factor in FACTORS) == pytest.approx(log(row["now"] / row["before"]), abs=1e-9)
    size = max(row["now"], row["before"])
    assert sum(row[f"{factor}_money"] for factor in FACTORS) == pytest.approx(row["change"], rel=1e-9, abs=1e-9 * size)


@given(ANY_FOUR, ANY_FOUR)
def test_money_adds_up_wherever_it_is_known(before: tuple[float, ...], now: tuple[float, ...]) -> None:
    table = attribution(window_of(Anna=before), window_of(Anna=now))
    row, parts = table.iloc[0], money(table)[0]
    assert np.isnan(parts).all() or sum(parts) == pytest.approx(row["change"])
    bad = [name for name, a, b in zip(FACTORS, before, now, strict=True) if not (a > 0 and b > 0)]
    assert row["missing"] == tuple(bad)
    assert [name for name in FACTORS if np.isnan(row[f"{name}_log"])] == bad
    assert np.isnan(row["log_change"]) == bool(bad)


@given(FOUR, FOUR)
def test_swapping_the_windows_only_turns_the_signs(before: tuple[float, ...], now: tuple[float, ...]) -> None:
    there = attribution(window_of(Anna=before), window_of(Anna=now))
    back = attribution(window_of(Anna=now), window_of(Anna=before))
    size = float(there[["before", "now"]].max(axis=None))
    assert money(back)[0] == pytest.approx(-money(there)[0], rel=1e-9, abs=1e-9 * size)


@given(FOUR, FOUR, st.floats(1e-3, 1e3))
def test_another_currency_changes_money_and_no_logarithm(
    before: tuple[float, ...], now: tuple[float, ...], rate: float
) -> None:
    scale = np.array([1, 1, rate, 1])
    here = attribution(window_of(Anna=before), window_of(Anna=now))
    there = attribution(window_of(Anna=tuple(before * scale)), window_of(Anna=tuple(now * scale)))
    size = float(there[["before", "now"]].max(axis=None))
    assert money(there)[0] == pytest.approx(rate * money(here)[0], rel=1e-9, abs=1e-9 * size)
    logs = [f"{factor}_log" for factor in FACTORS]
    assert there[logs].to_numpy() == pytest.approx(here[logs].to_numpy(), abs=1e-9)


@pytest.mark.parametrize(
    ("now", "missing", "parts"),
    [
        ((0, 0.4, 1e4, 20), ("pipeline",), [-2000, 0, 0, 0]),  # an empty pipeline bears the whole fall
        ((10, 0, 1e4, 20), ("win_rate",), [0, -2000, 0, 0]),
        ((0, 0, 1e4, 20), ("pipeline", "win_rate"), [np.nan] * 4),  # whose fault it is nobody can say
        ((10, 0, np.nan, np.nan), ("win_rate", "order_value", "time_to_close"), [np.nan] * 4),
        ((10, 0.4, 1e4, 0), ("time_to_close",), [np.nan] * 4),  # every deal closed the day it started
    ],
)
def test_a_factor_that_is_nothing_or_unknown(now: tuple[float, ...], missing: Any, parts: list[float]) -> None:
    table = attribution(window_of(Anna=(10, 0.4, 1e4, 20)), window_of(Anna=now))
    assert table.loc["Anna", "missing"] == missing
    assert money(table)[0] == pytest.approx(parts, nan_ok=True)
    # Where the other window is the empty one the signs turn.
    back = attribution(window_of(Anna=now), window_of(Anna=(10, 0.4, 1e4, 20)))
    assert money(back)[0] == pytest.approx(-np.array(parts), nan_ok=True)


def test_groups_of_one_window_only_are_there_without_data() -> None:
    four = (10, 0.4, 1e4, 20)
    table = attribution(window_of(Bo=four, Anna=four), window_of(Cilla=four, Anna=four))
    assert table.index.tolist() == ["Cilla", "Anna", "Bo"]
    assert table["change"].tolist() == pytest.approx([np.nan, 0, np.nan], nan_ok=True)
    assert table.loc["Bo", "missing"] == FACTORS
    assert attribution_of(table, "Bo").change is None


@tries(30)
@given(frames(), st.sampled_from(["rep", "product", None]))
def test_of_real_summaries_group_by_group(deals: pd.DataFrame, by: str | None) -> None:
    before, now = (summary(deals, window, by=by, stale_days=np.nan) for window in (WINDOW.previous(), WINDOW))
    table = attribution(before, now)
    assert table.index.tolist() == now.index.tolist()
    assert table["now"].to_numpy() == pytest.approx(now["velocity"].to_numpy(), nan_ok=True)
    for place in range(len(table)):
        alone = attribution(before.iloc[[place]], now.iloc[[place]])
        assert_frame_equal(alone, table.iloc[[place]])


def test_from_deals_to_a_sentence() -> None:
    deals = frame(
        *(won(10_000, closed="2025-11-20", started="2025-11-10") for _ in range(2)),
        *(won(30_000, closed="2026-02-20", started="2026-02-10") for _ in range(2)),
        still_open("2025-11-15"),
    )
    windows = (Window(date(2025, 11, 1), date(2025, 12, 31)), WINDOW)
    table = attribution(*(summary(deals, window, stale_days=365) for window in windows))
    found = attribution_of(table, "Anna")
    assert (found.before, found.now, found.change) == (1000, 3000, 2000)
    assert {part.factor: part.money for part in found.contributions}["order_value"] == pytest.approx(2000)


def test_what_does_not_make_sense_is_refused() -> None:
    good = window_of(Anna=(10, 0.4, 1e4, 20))
    with pytest.raises(FrameError, match="`now` has no column 'close_mean'"):
        attribution(good, good.drop(columns="close_mean"))
    with pytest.raises(FrameError, match="`before` has more than one row for 'Anna'"):
        attribution(pd.concat([good, good]), good)


def test_nobody_and_the_group_without_a_name() -> None:
    none = window_of(Anna=(10, 0.4, 1e4, 20))[:0]
    assert attribution(none, none).empty
    nameless = window_of(Anna=(10, 0.4, 1e4, 20), x=(5, 0.4, 1e4, 20)).set_axis(pd.Index(["Anna", None], dtype=object))
    assert attribution_of(attribution(nameless, nameless), None).now == pytest.approx(1000)
    with pytest.raises(KeyError, match="Bo"):
        attribution_of(attribution(nameless, nameless), "Bo")
