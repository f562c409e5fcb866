"""Where a rep would be anyway."""

import json
from datetime import timedelta
from typing import Any

import pytest

from coaching.baseline import Baseline, Pillar
from coaching.observed import history_before
from coaching.review import verdict
from pillars import Window
from tests.coaching.deals import seen
from tests.coaching.periods import BETTER, PILLARS, START, YEAR, frozen


def test_a_baseline_lies_between_ones_own_and_the_colleagues_level() -> None:
    colleagues = [seen(120, 280)] * 5
    few, many = (frozen("win_rate", seen(6 * k, 4 * k), *colleagues) for k in (1, 50))
    assert 0.3 < few.level < many.level < 0.6
    assert few.own < 0.5 < 0.8 < many.own
    assert few.variance > many.variance
    assert (few.sample, many.sample) == (10, 500)


def test_alone_it_is_ones_own_level() -> None:
    assert frozen("win_rate", seen(60, 40)).level == pytest.approx(0.6)
    two = frozen("win_rate", seen(60, 40), seen(10, 90), seen(10, 90))
    assert two == frozen("win_rate", seen(60, 40))
    assert frozen("win_rate", seen(60, 40), *[seen(10, 90)] * 3).level < 0.59


def test_a_newcomer_starts_at_the_colleagues_level() -> None:
    new = frozen("win_rate", None, *[seen(30, 70)] * 4)
    assert new.level == pytest.approx(0.3)
    assert (new.sample, new.own) == (0, 0.0)


def test_idle_colleagues_are_no_colleagues() -> None:
    assert frozen("win_rate", seen(60, 40), *[seen(0, 0)] * 9) == frozen("win_rate", seen(60, 40))


def test_colleagues_who_differ_weigh_less() -> None:
    alike = frozen("win_rate", seen(12, 8), *[seen(60, 140)] * 6)
    unlike = frozen("win_rate", seen(12, 8), *[seen(10, 190), seen(110, 90)] * 3)
    assert unlike.own > alike.own


@pytest.mark.parametrize("pillar", PILLARS)
def test_levels_are_in_natural_units(pillar: Pillar) -> None:
    expected = {"win_rate": 0.30, "order_value": 25_000, "time_to_close": 35, "opportunities": 8}
    assert frozen(pillar, YEAR[pillar]).level == pytest.approx(expected[pillar], rel=0.02)


@pytest.mark.parametrize("pillar", PILLARS)
def test_a_frozen_baseline_survives_json(pillar: Pillar) -> None:
    start = frozen(pillar, YEAR[pillar])
    thawed = Baseline.from_dict(json.loads(json.dumps(start.as_dict(), allow_nan=False)))
    assert thawed == start
    assert verdict(thawed, BETTER[pillar]) == verdict(start, BETTER[pillar])


@pytest.mark.parametrize("told", [{}, {"pillar": "win_rate"}, {"limits": 3}])
def test_what_is_no_baseline_is_refused(told: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a baseline"):
        Baseline.from_dict(told)


@pytest.mark.parametrize(
    ("weeks", "first", "last"),
    [(1, 1, 0), (7, 7, 0), (8, 8, 4), (25, 25, 4), (26, 26, 0), (52, 52, 0), (200, 52, 0)],
)
def test_how_far_history_reaches(weeks: int, first: int, last: int) -> None:
    """The prompting month is left out where the history is neither long enough to bear it nor too short to spare it."""
    window = history_before(START, START - timedelta(weeks=weeks))
    assert window == Window(START - timedelta(weeks=first), START - timedelta(weeks=last, days=1))


def test_without_history_there_is_none() -> None:
    assert history_before(START, None) is None
    assert history_before(START, START) is None
    assert history_before(START, START - timedelta(days=1)) == Window(*[START - timedelta(days=1)] * 2)
