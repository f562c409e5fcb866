"""What must hold for every frame."""

from datetime import date
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from pillars import CALL_OFF_UNITS, CallOffUnit, Window, scorecard, stale, stale_after, summary, trend
from tests.effort import tries
from tests.pillars import plain
from tests.pillars.frames import a_deal, frame, frames

WINDOW = Window(date(2026, 1, 1), date(2026, 3, 31))
BEFORE = WINDOW.previous()
BY = st.sampled_from(["rep", "product", "customer", None])
UNITS = st.sampled_from(CALL_OFF_UNITS)

# Each example computes several cards of whole frames; forty frames find what a hundred do.
few = tries(40)


@tries(100)
@given(frames(), BY, UNITS, st.none() | st.integers(0, 60))
def test_as_in_plain_python(deals: pd.DataFrame, by: str | None, unit: CallOffUnit, limit: int | None) -> None:
    found = summary(deals, WINDOW, by=by, call_off_unit=unit, stale_days=float("nan") if limit is None else limit)
    rows = plain.deals_of(deals)
    for group, row in zip(found.index, found.to_dict("records"), strict=True):
        own = rows if by is None else [d for d in rows if d[by] == (None if pd.isna(group) else group)]
        expected = plain.figures(own, WINDOW, limit, unit)
        got = {name: None if pd.isna(row[name]) else row[name] for name in expected}
        assert got == pytest.approx(expected)


@few
@given(frames())
def test_the_usual_age_as_in_plain_python(deals: pd.DataFrame) -> None:
    many = pd.concat([deals] * 6)  # so that ten are won now and then
    limit = stale_after(many, WINDOW.end)
    assert (None if pd.isna(limit) else limit) == plain.stale_limit(plain.deals_of(many), WINDOW.end)


@few
@given(frames(), BY, UNITS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(deals: pd.DataFrame, by: str | None, unit: CallOffUnit, chance: Any) -> None:
    rows = list(range(len(deals)))
    chance.shuffle(rows)
    shuffled = deals.iloc[rows]
    for figures in (
        lambda d: scorecard(d, WINDOW, BEFORE, by=by, call_off_unit=unit),
        lambda d: summary(d, WINDOW, by=by, call_off_unit=unit),
        lambda d: trend(d, [WINDOW.end], by=by, call_off_unit=unit),
        lambda d: stale(d, WINDOW.end, stale_days=20),
    ):
        assert_frame_equal(figures(shuffled), figures(deals))


@few
@given(frames(), BY)
def test_the_input_is_left_as_it_was(deals: pd.DataFrame, by: str | None) -> None:
    before = deals.copy(deep=True)
    scorecard(deals, WINDOW, BEFORE, by=by)
    summary(deals, WINDOW, by=by)
    trend(deals, [WINDOW.end], by=by)
    stale(deals, WINDOW.end)
    assert_frame_equal(deals, before)


@few
@given(frames(min_size=1), BY)
def test_doubling_every_row_keeps_the_ratios(deals: pd.DataFrame, by: str | None) -> None:
    one_off = deals[deals["kind"] == "one_off"]  # twice the call-offs of a month are worth twice as much
    twice = pd.concat([one_off, one_off])
    once, doubled = scorecard(one_off, WINDOW, by=by), scorecard(twice, WINDOW, by=by)
    assert (doubled["sample"] == 2 * once["sample"]).all()
    ratio = once["pillar"] != "opportunities"
    assert doubled.loc[ratio, "value"].tolist() == pytest.approx(once.loc[ratio, "value"].tolist(), nan_ok=True)
    columns = ["win_rate_by_value", "order_median", "close_mean"]
    wide, narrow = summary(twice, WINDOW, by=by), summary(one_off, WINDOW, by=by)
    assert wide[columns].to_numpy() == pytest.approx(narrow[columns].to_numpy(), nan_ok=True)


@few
@given(frames(), a_deal(status="open", rep="Anna"))
def test_an_open_deal_never_changes_what_was_decided(deals: pd.DataFrame, extra: dict[str, Any]) -> None:
    more = pd.concat([deals, frame(extra)])
    decided = ["win_rate", "order_value", "time_to_close"]
    for by in ("rep", None):
        for pillar in decided:
            before, after = (
                card[card["pillar"] == pillar]
                for card in (scorecard(deals, WINDOW, by=by), scorecard(more, WINDOW, by=by))
            )
            known = after["group"].isin(before["group"])
            own_figures = ["group", "pillar", "value", "sample", "low", "high"]
            assert_frame_equal(
                after.loc[known, own_figures].reset_index(drop=True), before[own_figures].reset_index(drop=True)
            )
            assert (after.loc[~known, "sample"] == 0).all()


@few
@given(frames())
def test_a_groups_figures_do_not_depend_on_others(deals: pd.DataFrame) -> None:
    """Its own figures; the comparisons with others do. The age at which deals are stale is everyone's: it is given."""
    own_figures = ["group", "pillar", "value", "sample", "low", "high", "previous", "previous_sample"]
    together = scorecard(deals, WINDOW, BEFORE)
    beside = summary(deals, WINDOW, stale_days=30)
    for rep in beside.index:
        own = deals[deals["rep"] == rep]
        rows = together.loc[together["group"] == rep, own_figures].reset_index(drop=True)
        assert_frame_equal(scorecard(own, WINDOW, BEFORE)[own_figures], rows)
        assert_frame_equal(summary(own, WINDOW, stale_days=30), beside.loc[[rep]])


@few
@given(frames(), BY)
def test_groups_add_up_to_everyone(deals: pd.DataFrame, by: str | None) -> None:
    counts = ["won", "lost", "call_offs", "close_sample", "opened", "open_now", "stale", "left_out_amount"]
    counts += ["left_out_started", "left_out_opened", "left_out_closed", "open_value_sample"]
    groups, everyone = summary(deals, WINDOW, by=by), summary(deals, WINDOW, by=None)
    assert groups[counts].sum().to_dict() == everyone.loc["all", counts].to_dict()


@few
@given(frames(), BY)
def test_the_card_and_the_summary_agree(deals: pd.DataFrame, by: str | None) -> None:
    card, beside = scorecard(deals, WINDOW, by=by), summary(deals, WINDOW, by=by)
    for pillar, name in (("win_rate", "win_rate"), ("order_value", "order_mean"), ("time_to_close", "close_median")):
        values = card.loc[card["pillar"] == pillar, "value"].tolist()
        assert values == pytest.approx(beside[name].tolist(), nan_ok=True)
    assert (card["value"].notna() | (card["sample"] == 0)).all()
    inside = card["low"].isna() | ((card["low"] <= card["value"]) & (card["value"] <= card["high"]))
    assert inside.all()
