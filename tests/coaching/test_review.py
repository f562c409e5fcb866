"""Verdicts: by hand, for whatever comes, and by simulation."""

import dataclasses
import math
import subprocess
import sys
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.coaching_verdicts import World, shares
from coaching.baseline import Pillar, baseline
from coaching.observed import Observed, together
from coaching.review import Move, Verdict, review_on, team_move, verdict, what_next
from tests.coaching.deals import seen, spread
from tests.coaching.periods import BETTER, PILLARS, SAME, START, WORSE, YEAR, frozen
from tests.effort import tries


@pytest.mark.parametrize("pillar", PILLARS)
def test_the_four_words(pillar: Pillar) -> None:
    start = frozen(pillar, YEAR[pillar])
    assert verdict(start, BETTER[pillar]).word == "moved"
    assert verdict(start, SAME[pillar]).word == "too_early"
    assert verdict(start, WORSE[pillar]).word == "no_change"


@pytest.mark.parametrize("pillar", PILLARS)
def test_a_verdict_shows_its_figures(pillar: Pillar) -> None:
    shown = verdict(frozen(pillar, YEAR[pillar]), BETTER[pillar])
    assert None not in (shown.low, shown.effect, shown.high, shown.expected, shown.reached, shown.gain, shown.error)
    assert shown.low < shown.effect < shown.high  # type: ignore[operator]
    up = pillar != "time_to_close"
    assert (shown.low > 1) if up else (shown.high < 1)  # type: ignore[operator]
    assert shown.gain > 0.3  # type: ignore[operator]
    assert shown.sample >= 40
    assert shown.baseline_sample >= 120


def test_the_effect_on_the_win_rate_by_hand() -> None:
    shown = verdict(frozen("win_rate", seen(120, 280)), seen(45, 55, weeks=13))
    assert shown.expected == pytest.approx(0.30)
    assert shown.effect == pytest.approx(1.5)
    assert shown.reached == pytest.approx(0.45)
    assert shown.gain == pytest.approx(math.log(1.5))


def test_likely_but_not_carried_is_probably() -> None:
    shown = verdict(frozen("win_rate", seen(120, 280)), seen(13, 18, weeks=4))
    assert shown.word == "probably"
    assert shown.low < 1 < shown.high  # type: ignore[operator]


def test_with_very_many_deals_a_small_change_is_no_change() -> None:
    shown = verdict(frozen("win_rate", seen(12_000, 28_000)), seen(3_030, 6_970))
    assert shown.word == "no_change"
    assert shown.effect == pytest.approx(1.01, abs=0.002)


def test_with_very_many_deals_a_sure_change_below_ten_percent_is_not_called_moved() -> None:
    start = frozen("win_rate", seen(120_000, 280_000))
    assert verdict(start, seen(31_900, 68_100)).word in ("too_early", "no_change")
    assert verdict(start, seen(38_000, 62_000)).word == "moved"


@pytest.mark.parametrize(("won", "word"), [(3, "too_early"), (4, "moved")])
def test_fewer_than_four_decisions_are_too_early(won: int, word: str) -> None:
    assert verdict(frozen("win_rate", seen(120, 280)), seen(won, 0, weeks=4)).word == word


@pytest.mark.parametrize("pillar", PILLARS)
def test_of_too_few_observations_there_are_no_figures(pillar: Pillar) -> None:
    """Of no deal at all the arithmetic gives 540 days, and an interval up to a billion percent."""
    few = {
        "win_rate": seen(2, 1, weeks=2),
        "order_value": seen(weeks=2, amounts=[30_000.0] * 3),
        "time_to_close": seen(weeks=2, still_open=[20.0] * 6),
        "opportunities": seen(weeks=0, opened=3),
    }[pillar]
    found = verdict(frozen(pillar, YEAR[pillar]), few)
    assert found.word == "too_early"
    assert (found.effect, found.low, found.high, found.expected, found.reached) == (None,) * 5
    assert (found.gain, found.error) == (None, None)  # and what says nothing is not pooled


def test_no_openings_where_many_were_expected_is_no_change() -> None:
    start = frozen("opportunities", YEAR["opportunities"])
    assert verdict(start, seen(weeks=4, opened=0)).word == "no_change"
    assert verdict(frozen("opportunities", seen(opened=1)), seen(weeks=3, opened=[2, 2, 2])).word == "too_early"


@pytest.mark.parametrize("pillar", PILLARS)
def test_without_anything_to_compare_it_is_too_early(pillar: Pillar) -> None:
    assert verdict(None, BETTER[pillar]) == Verdict("too_early", 0, 0)
    assert baseline(pillar, None) is None
    assert baseline(pillar, seen(weeks=0)) is None
    nothing = verdict(frozen(pillar, YEAR[pillar]), None)
    assert (nothing.word, nothing.sample, nothing.effect) == ("too_early", 0, None)


# Robust against single amounts, list prices, currencies


def test_one_giant_order_is_no_success() -> None:
    start = frozen("order_value", YEAR["order_value"])
    usual = spread(25_000, 10)
    giant = verdict(start, seen(weeks=4, amounts=[*usual[:-1], 10_000_000]))
    assert giant.word == "too_early"
    assert giant.effect < 1.4  # type: ignore[operator]
    assert verdict(start, seen(weeks=4, amounts=[0.0, *usual[1:]])).effect > 0.6  # type: ignore[operator]


def test_one_list_price_does_not_divide_by_zero() -> None:
    start = frozen("order_value", seen(amounts=[9_900] * 40))
    assert verdict(start, seen(amounts=[9_900] * 10, weeks=4)).effect == pytest.approx(1.0)
    free = frozen("order_value", seen(amounts=[0] * 40))
    assert verdict(free, seen(amounts=[0] * 10, weeks=4)).word in ("too_early", "no_change")


@pytest.mark.parametrize("factor", [10.0, 100.0, 1e6])
def test_the_currency_plays_no_part(factor: float) -> None:
    one, other = (
        verdict(
            frozen("order_value", seen(amounts=np.array(spread(25_000, 60)) * unit)),
            seen(weeks=8, amounts=np.array(spread(33_000, 20)) * unit),
        )
        for unit in (1.0, factor)
    )
    assert (one.word, one.effect, one.low) == (other.word, pytest.approx(other.effect), pytest.approx(other.low))


# Time to close, with the deals that are still open


def test_clearing_out_stale_deals_is_no_faster_selling() -> None:
    start = frozen("time_to_close", YEAR["time_to_close"])
    usual = SAME["time_to_close"]
    cleared = together([usual, seen(weeks=0)])
    old = np.full(25, 300.0)
    cleared = dataclasses.replace(
        cleared,
        entry=np.concatenate([cleared.entry, old]),
        exit=np.concatenate([cleared.exit, old + 5]),
        decided=np.concatenate([cleared.decided, np.ones(25, dtype=np.bool_)]),
    )
    assert verdict(start, cleared) == verdict(start, usual)


def test_deals_that_stay_open_slow_the_pace() -> None:
    start = frozen("time_to_close", YEAR["time_to_close"])
    closed = spread(35, 12)
    quick = verdict(start, seen(weeks=8, durations=closed, still_open=[3.0]))
    slow = verdict(start, seen(weeks=8, durations=closed, still_open=[60.0] * 12))
    assert slow.effect > 1.2 * quick.effect  # type: ignore[operator]


def test_who_keeps_closed_deals_only_is_measured_by_them() -> None:
    start = frozen("time_to_close", seen(durations=spread(35, 200)))
    assert start.measure == "durations"
    assert start.level == pytest.approx(35, rel=0.02)
    shown = verdict(start, seen(weeks=13, durations=spread(14, 60)))
    assert (shown.word, shown.effect) == ("moved", pytest.approx(0.4, abs=0.02))
    # Where only the review lacks open deals, it falls back on what was frozen beside the pace.
    mixed = frozen("time_to_close", YEAR["time_to_close"])
    assert mixed.measure == "pace"
    assert verdict(mixed, seen(weeks=13, durations=spread(35, 60))).word in ("too_early", "no_change")


# The season


def test_a_rep_who_moved_with_everybody_has_not_moved() -> None:
    start = frozen("opportunities", YEAR["opportunities"], *[YEAR["opportunities"]] * 4)
    before = dict.fromkeys("abcd", YEAR["opportunities"])
    lively = dict.fromkeys("abcd", BETTER["opportunities"])
    season = team_move(start, before, lively)
    assert season.center == pytest.approx(math.log(14 / 8), rel=0.1)
    assert verdict(start, BETTER["opportunities"]).word == "moved"
    assert verdict(start, BETTER["opportunities"], season).word in ("too_early", "no_change")
    assert verdict(start, YEAR["opportunities"], season).word == "no_change"


def test_a_colleague_who_left_is_no_season() -> None:
    start = frozen("opportunities", YEAR["opportunities"])
    before = dict.fromkeys("abcde", YEAR["opportunities"])
    after = dict.fromkeys("abcd", SAME["opportunities"])
    assert team_move(start, before, after | {"e": seen(weeks=4)}).center == pytest.approx(0, abs=0.02)


def test_fewer_than_three_colleagues_are_no_season() -> None:
    start = frozen("opportunities", YEAR["opportunities"])
    two = dict.fromkeys("ab", BETTER["opportunities"])
    assert team_move(start, dict.fromkeys("ab", YEAR["opportunities"]), two) == Move(0.0, 0.0)
    assert team_move(None, {}, {}) == Move(0.0, 0.0)


# What next, and when


@pytest.mark.parametrize(
    ("word", "kept", "expected"),
    [
        ("moved", 0.0, "celebrate"),
        ("moved", None, "celebrate"),
        ("probably", 0.1, "continue"),
        ("too_early", None, "continue"),
        ("too_early", 0.25, "continue"),
        ("too_early", 0.24, "change"),
        ("no_change", None, "change"),
        ("no_change", 1.0, "change"),
        ("no_change", 0.5, "change"),
        ("no_change", 0.49, "continue"),
        ("no_change", 0.24, "change"),
    ],
)
def test_what_next(word: Any, kept: float | None, expected: str) -> None:
    assert what_next(word, kept) == expected


def test_a_review_comes_after_whole_weeks() -> None:
    assert review_on(START) == START + timedelta(days=28)
    assert review_on(START, 26) == START + timedelta(days=182)
    for weeks in (0, 27, -4):
        with pytest.raises(ValueError, match="1 to 26 weeks"):
            review_on(START, weeks)


# Whatever comes


COUNTS = st.integers(0, 30)
NUMBERS = st.lists(st.floats(0, 1e15) | st.just(0.0), max_size=12)
AGES = st.lists(st.floats(0, 3000), max_size=12)
PERIODS = st.builds(
    seen,
    COUNTS,
    COUNTS,
    weeks=st.integers(1, 26),
    amounts=NUMBERS,
    opened=st.integers(0, 40),
    durations=AGES,
    still_open=AGES,
)


@tries(150)
@given(
    st.sampled_from(PILLARS), st.none() | PERIODS, st.lists(PERIODS, max_size=4), PERIODS, st.lists(PERIODS, max_size=4)
)
def test_any_periods_get_a_word_and_an_ordered_interval(
    pillar: Pillar, own: Observed | None, colleagues: list[Observed], after: Observed, later: list[Observed]
) -> None:
    start = baseline(pillar, own, colleagues)
    season = team_move(start, dict(enumerate(colleagues)), dict(enumerate(later)))  # type: ignore[arg-type]
    shown = verdict(start, after, season)
    assert shown.word in ("moved", "probably", "too_early", "no_change")
    if shown.effect is not None:
        assert shown.low is not None
        assert shown.high is not None
        assert 0 <= shown.low <= shown.effect * 1.000001
        assert shown.effect <= shown.high * 1.000001
        assert shown.error is not None
        assert shown.error > 0
        assert math.isfinite(shown.gain or 0.0)
    else:
        assert shown.word == "too_early"


@given(st.integers(0, 40), st.integers(0, 40))
def test_one_more_win_never_makes_a_verdict_worse(won: int, lost: int) -> None:
    start, rank = frozen("win_rate", seen(120, 280)), ("no_change", "too_early", "probably", "moved")
    one, more = verdict(start, seen(won, lost + 1)), verdict(start, seen(won + 1, lost))
    assert rank.index(one.word) <= rank.index(more.word)


# By simulation; benchmarks/coaching_verdicts.py has the whole table.


@pytest.mark.parametrize("pillar", ["win_rate", "order_value", "opportunities"])
def test_a_rebound_after_a_bad_month_is_no_success(pillar: Pillar) -> None:
    found = shares(World(n=50, colleagues=3), pillar, reps=150, seed=11)
    assert found["moved"] <= 0.05
    assert found["naive"] >= 0.4


@pytest.mark.parametrize("pillar", PILLARS)
def test_a_real_improvement_is_seen(pillar: Pillar) -> None:
    found = shares(World(n=100, after=91, effect=1.4, colleagues=3, bad_days=0), pillar, reps=60, seed=12)
    assert found["moved"] + found["probably"] >= 0.7


def test_reviews_start_without_scipy_stats() -> None:
    check = "import sys, coaching.review, coaching.learning, coaching.playbook; sys.exit('scipy.stats' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
