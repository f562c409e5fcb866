from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from pillars import PILLARS, FrameError, Window, empty, summary, trend
from pillars.levers import levers, levers_of
from pillars.reach import REACHED
from tests.effort import tries
from tests.pillars.frames import frame, frames, lost, still_open, won
from tests.pillars.levels import END, NO_PAST, QUARTERS, SURE, inputs, lever, now, team, windows

# Each example computes whole tables; forty find what a hundred do.
few = tries(40)


def test_the_pillars_are_the_cards() -> None:
    assert tuple(pillar.name for pillar in REACHED) == PILLARS


def test_gains_by_hand() -> None:
    past = windows("Anna", *([SURE | {"win_rate": 0.3}] * 2), SURE | {"win_rate": 0.4, "order_value": 30e5})
    past.loc[2, ["time_to_close", "opportunities"]] = [32, 60]
    table = levers(now(Anna={}), past)
    # 3 000 kr a day is 273 000 kr in 91 days. A third more: 91 000 kr. A fifth more: 54 600 kr.
    assert lever(table, "win_rate").gain == pytest.approx(91_000_00)
    assert lever(table, "order_value").gain == pytest.approx(54_600_00)
    # Four fifths of the time: a quarter more.
    assert lever(table, "time_to_close").gain == pytest.approx(68_250_00)
    # The root of a count has variance 1/4; the roots of 50, 50 and 60 differ by no more than chance.
    reached = lever(table, "opportunities")
    assert reached.target == pytest.approx(np.mean(np.sqrt([50, 50, 60])) ** 2)
    assert reached.gain == pytest.approx(273_000_00 * ((reached.target or 0) / 50 - 1))
    assert [each.source for each in levers_of(table, "Anna")] == ["own_best"] * 4


@pytest.mark.parametrize(
    ("present", "own", "others", "target", "source"),
    [
        (0.3, 0.4, 0.35, 0.35, "team_quartile"),
        (0.3, 0.35, 0.4, 0.35, "own_best"),
        (0.3, 0.35, 0.2, 0.35, "own_best"),  # what is already reached is no target
        (0.3, 0.25, 0.35, 0.35, "team_quartile"),
        (0.3, 0.3, 0.3, None, "none"),
        (0.5, 0.4, 0.35, None, "none"),
    ],
)
def test_the_nearer_better_level_is_the_target(
    present: float, own: float, others: float, target: float | None, source: str
) -> None:
    past = windows("Anna", *[SURE | {"win_rate": own}] * 3)
    colleagues = team(**{name: SURE | {"win_rate": others} for name in ("Bo", "Cilla", "Dan")})
    found = lever(levers(now(Anna={"win_rate": present}), past, colleagues), "win_rate")
    assert found.target == pytest.approx(target)
    assert found.source == source
    assert (found.gain == 0) == (target is None)


def test_for_time_to_close_shorter_is_better() -> None:
    past = windows("Anna", *[SURE | {"time_to_close": days} for days in (50, 30, 60)])
    colleagues = team(**{name: SURE | {"time_to_close": days} for name, days in (("Bo", 20), ("C", 36), ("D", 70))})
    found = lever(levers(now(Anna={}), past, colleagues), "time_to_close")
    # The lower quartile of 20, 36, 70 is 28; 30 is nearer to 40.
    assert lever(levers(now(Anna={}), NO_PAST, colleagues), "time_to_close").target == pytest.approx(28)
    assert (found.target, found.source) == (pytest.approx(30), "own_best")
    quick = lever(levers(now(Anna={"close_median": 1, "close_mean": 2}), past, colleagues), "time_to_close")
    assert (quick.gain, quick.target) == (0, None)


def test_nobody_is_held_to_sell_in_less_than_a_day() -> None:
    past = windows("Anna", *[SURE | {"time_to_close": 0}] * 3)
    assert lever(levers(now(Anna={"close_median": 4}), past), "time_to_close").target == 1
    found = lever(levers(now(Anna={"close_median": 0.5, "close_mean": 2}), past), "time_to_close")
    assert (found.gain, found.source) == (0, "none")


@pytest.mark.parametrize(
    ("present", "pillar", "gain"),
    [
        ({"close_mean": np.nan}, "win_rate", None),  # no velocity
        ({"win_rate": np.nan}, "win_rate", None),
        ({"opened": 0}, "opportunities", None),  # nothing to be in proportion to
        ({"open_now": 0}, "opportunities", None),
        ({"open_now": 0}, "win_rate", 0),  # from an empty pipeline nothing comes
        ({"win_rate": 0}, "win_rate", 20 * 0.4 * 25e5 / 50 * 91),
        ({"order_mean": 0}, "order_value", 20 * 0.3 * 30e5 / 50 * 91),
        ({"close_mean": np.nan, "win_rate": 0.9}, "win_rate", 0),  # nothing to reach, whatever it is worth
    ],
)
def test_what_can_and_cannot_be_known(present: dict[str, float], pillar: str, gain: float | None) -> None:
    better = SURE | {"win_rate": 0.4, "order_value": 30e5, "opportunities": 70}
    table = levers(now(Anna=present), windows("Anna", *[better] * 3))
    assert lever(table, pillar).gain == pytest.approx(gain)


def test_opportunities_are_told_a_quarter_whatever_the_window() -> None:
    past = windows("Anna", *[{"opportunities": 60.0, "opportunities_sample": 60}] * 3)
    month = lever(levers(now(Anna={"opened": 15}), past, days=30), "opportunities")
    assert month.present == pytest.approx(45.5)
    assert month.gain == pytest.approx(273_000_00 * (60 / 45.5 - 1))


@few
@given(inputs())
def test_what_every_table_keeps(tables: tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]) -> None:
    kept = [table.copy(deep=True) for table in tables]
    found = levers(*tables)
    for table, before in zip(tables, kept, strict=True):
        assert_frame_equal(table, before)
    assert (found["gain"].isna() | (found["gain"] >= 0)).all()
    assert ((found["source"] == "none") == found["target"].isna()).all()
    none = found["source"] == "none"
    assert (found.loc[none, "gain"].isna() | (found.loc[none, "gain"] == 0)).all()
    sign = np.where(found["pillar"] == "time_to_close", -1, 1)
    assert (none | (sign * (found["target"] - found["present"]) > 0)).all()


@few
@given(inputs(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(tables: tuple[pd.DataFrame, ...], chance: Any) -> None:
    present, past, colleagues = tables
    found = levers(present, past, colleagues)
    mixed = []
    for table in tables:
        rows = list(range(len(table)))
        chance.shuffle(rows)
        mixed.append(table.iloc[rows])
    again = levers(*mixed).set_index(["group", "pillar"]).loc[list(zip(found["group"], found["pillar"], strict=True))]
    assert_frame_equal(again, found.set_index(["group", "pillar"]))


@few
@given(inputs())
def test_a_groups_levers_depend_on_others_only_as_colleagues(tables: tuple[pd.DataFrame, ...]) -> None:
    present, past, colleagues = tables
    found = levers(present, past, colleagues)
    for rep in present.index:
        alone = levers(present.loc[[rep]], past[past["group"] == rep], colleagues)
        assert_frame_equal(alone, found[found["group"] == rep].reset_index(drop=True))


@few
@given(inputs(), st.floats(0.01, 100))
def test_another_currency_scales_the_gains(tables: tuple[pd.DataFrame, ...], rate: float) -> None:
    present, past, colleagues = tables
    here = levers(present, past, colleagues)
    there = levers(
        present.assign(order_mean=present["order_mean"] * rate),
        past.assign(order_value=past["order_value"] * rate),
        colleagues.assign(order_value=colleagues["order_value"] * rate),
    )
    assert there["gain"].tolist() == pytest.approx((here["gain"] * rate).tolist(), rel=1e-6, abs=1e-3, nan_ok=True)


def test_from_deals() -> None:
    deals = []
    for quarter, end in enumerate(QUARTERS):
        for i in range(10):
            closed = end - timedelta(days=i)
            dates: dict[str, Any] = {"closed": str(closed), "started": str(closed - timedelta(days=20))}
            for rep in ("Anna", "Bo", "Cilla", "Dan"):
                good = i < (8 if rep == "Anna" and quarter == 2 else 3 if rep == "Anna" else 5)
                deals.append((won if good else lost)(10_000, rep=rep, **dates))
    deals.append(still_open("2026-06-20", rep="Anna"))
    whole = frame(*deals)
    past = trend(whole, QUARTERS, by="rep")
    colleagues = past[past["end"] == past["end"].max()].drop(columns="end")
    table = levers(summary(whole, Window.last_days(END)), past, colleagues)
    found = lever(table, "win_rate")
    # Her colleagues' 50 % is nearer than her own best of 80 % and what shrinking leaves of it (1 open · 100 kr ÷ 20).
    assert (found.present, found.target, found.source) == pytest.approx((0.3, 0.5, "team_quartile"))
    assert found.gain == pytest.approx(1 * (0.5 - 0.3) * 10_000 / 20 * 91)


@few
@given(frames(), st.sampled_from(["rep", "product", "customer", None]))
def test_any_deals_make_a_table(deals: pd.DataFrame, by: str | None) -> None:
    past = trend(deals, QUARTERS, by=by)
    colleagues = past[past["end"] == past["end"].max()]
    present = summary(deals, Window.last_days(END), by=by)
    table = levers(present, past, colleagues)
    assert len(table) == 4 * len(present)
    assert table["pillar"].tolist() == list(PILLARS) * len(present)
    for label in present.index:
        assert len(levers_of(table, label)) == 4


def test_groups_as_categories_and_the_group_without_a_name() -> None:
    past = pd.concat([windows("Anna", *[SURE | {"win_rate": 0.4}] * 3), windows("x", *[SURE | {"win_rate": 0.5}] * 3)])
    named = past.assign(group=past["group"].astype("category"))
    assert_frame_equal(levers(now(Anna={}), named), levers(now(Anna={}), past))
    nameless = past.assign(group=past["group"].replace("x", None).astype(object))
    table = levers(now(Anna={}, x={}).set_axis(pd.Index(["Anna", None], dtype=object)), nameless)
    assert next(each.target for each in levers_of(table, None) if each.pillar == "win_rate") == pytest.approx(0.5)


def test_nobody() -> None:
    assert levers(now(Anna={})[:0], NO_PAST).empty
    assert len(levers(summary(empty(), Window.last_days(END), by=None), trend(empty(), QUARTERS))) == 4
    assert levers_of(levers(now(Anna={}), NO_PAST), "Bo") == ()


def test_what_does_not_make_sense_is_refused() -> None:
    past = windows("Anna", {}, {})
    with pytest.raises(ValueError, match="0 days"):
        levers(now(Anna={}), past, days=0)
    with pytest.raises(FrameError, match="`past` has no column 'win_rate_sample'"):
        levers(now(Anna={}), past.drop(columns="win_rate_sample"))
    with pytest.raises(FrameError, match="`present` has more than one row for 'Anna'"):
        levers(pd.concat([now(Anna={}), now(Anna={})]), past)
    with pytest.raises(FrameError, match="`past` has more than one row for a group and the end of a window"):
        levers(now(Anna={}), pd.concat([past, past]))
    with pytest.raises(FrameError, match="`team` has more than one row for 'Bo'"):
        levers(now(Anna={}), past, pd.concat([team(Bo={}), team(Bo={})]))
    with pytest.raises(FrameError, match="`team` has no column 'office'"):
        levers(now(Anna={}), past, team(Bo={}), within="office")
