"""Tag facts and pillar facts from frames small enough to count by hand."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from coaching.facts import Breadth, Discount, LateLosses, StaleDeals
from coaching.gaps import pillar_facts
from coaching.gather import gather, rarefied
from coaching.plan import plan
from pillars import PILLARS, FrameError, Window, empty
from tests.effort import tries
from tests.pillars.frames import call_off, frame, frames, lost, still_open, won

WINDOW = Window(date(2026, 1, 1), date(2026, 3, 31))
COLLEAGUES = ("Bo", "Cilla", "Disa")
EXTRA = ("product", "contact_role", "loss_reason", "quoted_amount")


def deals(*rows: dict[str, Any]) -> pd.DataFrame:
    """A frame with the extra columns, unknown where a row does not say."""
    whole = [dict.fromkeys(EXTRA) | row for row in rows]
    made = frame(*whole)
    return made.assign(quoted_amount=made["quoted_amount"].astype("Int64"))


def theirs(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    """The same rows for each of three colleagues."""
    return [row | {"rep": name} for name in COLLEAGUES for row in rows]


def test_small_orders_against_half_of_the_teams_middle_order() -> None:
    mine = [won(amount) for amount in (4_999, 5_000, 30_000, 1_000)]
    facts = gather(deals(*mine, won(None), *theirs(*(won(10_000) for _ in range(4)))), "Anna", WINDOW)
    small = facts.small_orders
    assert small is not None
    assert (small.part.hits, small.part.sample, small.part.team, small.below) == (2, 4, 0.0, 5_000)


def test_alone_half_of_ones_own_middle_order() -> None:
    mine = [won(10_000, closed="2025-12-01") for _ in range(9)] + [won(3_000)]
    small = gather(deals(*mine), "Anna", WINDOW).small_orders
    assert small is not None
    assert (small.part.hits, small.part.sample, small.part.team, small.below) == (1, 1, None, 5_000)
    assert gather(deals(*mine[1:]), "Anna", WINDOW).small_orders is None


def test_concentration_counts_call_offs_and_spellings() -> None:
    rows = [won(100, customer=f"c{i}") for i in range(4)]
    rows += [won(500, customer="Volvo AB"), call_off(100, "2026-02-01", customer="volvo  ab"), won(9_000)]
    value = gather(deals(*rows), "Anna", WINDOW).concentration
    assert value is not None
    assert (value.customers, value.top, value.orders) == (5, 1, 6)
    assert value.share == pytest.approx(0.6)


def test_low_potential_is_the_smallest_tenth_of_all_value_with_anybody() -> None:
    rows = [lost(50, customer="small"), lost(50, customer="tiny"), won(None, customer="large"), lost(9, customer=None)]
    rows += theirs(won(300, customer="large"))
    part = gather(deals(*rows), "Anna", WINDOW).low_potential
    assert part is not None
    # Of 1,000 in all, `small` and `tiny` are 50 each: both together are the tenth.
    assert (part.hits, part.sample, part.team) == (2, 3, 0.0)


def test_breadth_in_as_many_deals() -> None:
    mine = [won(1, product="A") for _ in range(5)]
    others = theirs(*(won(1, product=name) for name in "ABCDEFGHIJ"))
    assert gather(deals(*mine, *others), "Anna", WINDOW).products == Breadth(1, 5, 5.0, 3)
    assert gather(deals(*mine[:4], *others), "Anna", WINDOW).products is None
    assert gather(deals(*mine, *others[:20]), "Anna", WINDOW).products is None  # two colleagues are no team


def test_rarefied_as_counted_by_hand() -> None:
    assert rarefied(np.array([2, 1]), 2) == pytest.approx(5 / 3)  # of three pairs one holds the same twice
    assert rarefied(np.array([3, 2]), 1) == pytest.approx(1.0)
    assert rarefied(np.array([3, 2, 0]), 9) == 2.0


def test_loss_reasons_and_what_is_unknown() -> None:
    rows = [lost(loss_reason="price"), lost(loss_reason="price"), lost(), lost(loss_reason=" ")]
    rows += [won(1, loss_reason="price"), lost(loss_reason="timing", closed="2025-06-01")]
    reasons = gather(deals(*rows, *theirs(lost(loss_reason="timing"))), "Anna", WINDOW).loss_reasons
    assert reasons is not None
    assert (dict(reasons.counts), reasons.unknown, dict(reasons.team)) == ({"price": 2}, 2, {"timing": 3})
    assert (reasons.known, reasons.losses) == (2, 4)


def test_discount_over_deals_that_state_both() -> None:
    rows = [
        won(90, quoted_amount=100),
        won(50, quoted_amount=None),
        won(None, quoted_amount=70),
        won(9, quoted_amount=0),
    ]
    assert gather(deals(*rows), "Anna", WINDOW).discount == Discount(0.9, 1)


def test_late_losses_are_medians_of_known_durations() -> None:
    rows = [
        lost(started="2026-01-01", closed="2026-03-02"),
        lost(started="2026-01-01", closed="2026-03-12"),
        lost(),
        won(1, started="2026-01-01", closed="2026-01-31"),
        won(1, started="2026-02-01", closed="2026-01-31"),
    ]
    assert gather(deals(*rows), "Anna", WINDOW).late_losses == LateLosses(65.0, 2, 30.0, 1)


def test_losses_without_a_role_need_somebody_who_notes_roles() -> None:
    rows = [lost(), lost(), lost(contact_role="CFO"), won(1, contact_role="cfo"), won(1, contact_role="CEO")]
    part = gather(deals(*rows), "Anna", WINDOW).losses_without_role
    assert part is not None
    assert (part.hits, part.sample, part.team) == (2, 3, 0.0)
    assert gather(deals(*rows[:4]), "Anna", WINDOW).losses_without_role is None


def test_stale_deals_with_value_and_the_oldest() -> None:
    rows = [won(1, started="2026-01-01", closed="2026-01-11") for _ in range(10)]
    rows += [still_open("2026-01-01", 500), still_open("2026-03-01"), still_open("2026-03-30", 70)]
    assert gather(deals(*rows), "Anna", WINDOW).stale == StaleDeals(2, 3, 89.0, 10.0, 500)
    assert gather(deals(*rows[1:]), "Anna", WINDOW).stale is None  # nine won deals are no limit


def test_missing_dates() -> None:
    rows = [won(1, started="2026-01-01"), won(1), lost(started="2026-01-02"), lost()]
    facts = gather(deals(*rows), "Anna", WINDOW)
    assert facts.without_start is not None
    assert facts.without_opening is not None
    assert (facts.without_start.hits, facts.without_start.sample) == (1, 2)
    assert (facts.without_opening.hits, facts.without_opening.sample) == (2, 4)
    assert (facts.won, facts.lost, facts.decided) == (2, 2, 4)


def test_pillar_facts_with_the_team_beside() -> None:
    rows = [won(100, started="2026-01-11"), *(lost(started="2026-01-05") for _ in range(9))]
    others = theirs(
        *(won(400, started="2026-01-31") for _ in range(5)), *(lost(started="2026-02-01") for _ in range(5))
    )
    facts = pillar_facts(frame(*rows, *others), "Anna", WINDOW, WINDOW.previous())
    assert (facts["win_rate"].value, facts["win_rate"].sample) == (0.1, 10)
    assert (facts["win_rate"].team, facts["win_rate"].team_sample) == (0.5, 30)
    assert (facts["opportunities"].team, facts["opportunities"].team_sample) == (10.0, 30)
    assert (facts["time_to_close"].value, facts["time_to_close"].team) == (30.0, 10.0)
    assert facts["win_rate"].gap is not None
    assert facts["win_rate"].gap < -1
    assert facts["order_value"].gap is None  # one order shows no habit
    assert facts["opportunities"].gap == pytest.approx(0.0)


def test_gap_counts_the_window_before_by_half() -> None:
    now = [won(100, started="2026-02-01") for _ in range(10)]
    before = [won(400, started="2025-12-01", closed="2025-12-20") for _ in range(10)]
    team = theirs(*(won(amount) for amount in (200, 400, 800)), *(won(400, closed="2025-12-20") for _ in range(3)))
    data = frame(*now, *before, *team)
    alone = pillar_facts(data, "Anna", WINDOW)["order_value"].gap
    both = pillar_facts(data, "Anna", WINDOW, WINDOW.previous())["order_value"].gap
    assert alone is not None
    assert both is not None
    assert alone < both < 0


def test_who_is_no_colleague_is_no_team() -> None:
    rows = [won(100), *theirs(won(400))]
    data = deals(*rows)
    assert gather(data, "Anna", WINDOW).colleagues == 3
    two = gather(data, "Anna", WINDOW, colleagues=["Bo", "Cilla", "Anna"])
    assert two.colleagues == 2
    assert two.pillars["win_rate"].team is None
    assert gather(data, "Nobody", WINDOW).decided == 0


def test_an_empty_frame_tells_nothing_and_a_wrong_one_is_refused() -> None:
    facts = gather(empty(), "Anna", WINDOW, WINDOW.previous())
    assert (facts.decided, facts.loss_reasons, facts.stale, facts.small_orders) == (0, None, None, None)
    assert plan(facts).no_data
    with pytest.raises(FrameError):
        gather(empty().drop(columns=["amount"]), "Anna", WINDOW)


@tries(60)
@given(frames())
def test_any_frame_gives_facts_and_a_plan(data: pd.DataFrame) -> None:
    data = data.assign(loss_reason=data["product"], contact_role=data["product"], quoted_amount=data["amount"])
    before = data.copy(deep=True)
    facts = gather(data, "Anna", WINDOW, WINDOW.previous())
    pd.testing.assert_frame_equal(data, before)
    assert set(facts.pillars) == set(PILLARS)
    assert (facts.decided, facts.won, facts.lost) == (
        (facts.won or 0) + (facts.lost or 0),
        int(facts.pillars["win_rate"].sample - (facts.lost or 0)),
        facts.lost,
    )
    for part in (facts.low_potential, facts.losses_without_role, facts.without_start, facts.without_opening):
        assert part is None or 0 <= part.hits <= part.sample
    if facts.concentration is not None:
        assert 0 <= facts.concentration.share <= 1
    assert len(plan(facts).suggestions) <= 3
    shuffled = data.sample(frac=1.0, random_state=1)
    assert gather(shuffled, "Anna", WINDOW, WINDOW.previous()).loss_reasons == facts.loss_reasons
