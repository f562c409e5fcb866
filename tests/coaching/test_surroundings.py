"""What surrounds a rep: the same counted for one as for all at once, and the same facts from it as from all deals."""

import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given

from coaching.gather import gather, own_facts
from coaching.measures import Measures, measures, measures_of_each
from coaching.surroundings import Surroundings, surroundings, surroundings_of_each
from pillars import Window, empty
from tests.coaching.test_gather import COLLEAGUES, WINDOW, deals, theirs
from tests.effort import tries
from tests.pillars.frames import frame, frames, lost, won

BEFORE = WINDOW.previous()
EVERYBODY = ("Anna", "Bo", "Cilla", "Östen")
SOME = tries(10)


def tagged(data: pd.DataFrame) -> pd.DataFrame:
    return data.assign(loss_reason=data["product"], contact_role=data["product"])


def kept(data: pd.DataFrame, rep: str, colleagues: tuple[str, ...]) -> Surroundings:
    """One rep's surroundings as they come back from where everybody's are kept."""
    everyone = surroundings_of_each(data, WINDOW, BEFORE, colleagues)
    counts = [
        tuple(labels for name, labels in each.items() if name != rep) for each in (everyone.products, everyone.roles)
    ]
    told = json.loads(json.dumps(everyone.each.get(rep, everyone.whole).as_dict()))
    return Surroundings.from_dict(told, *counts)


@SOME
@given(frames())
def test_for_all_at_once_is_the_same_as_for_each(data: pd.DataFrame) -> None:
    data = tagged(data)
    for rep in EVERYBODY:
        one = surroundings(data, rep, WINDOW, BEFORE, EVERYBODY)
        among_all = kept(data, rep, EVERYBODY)
        assert close(one.now, among_all.now)
        assert close(one.before, among_all.before)
        assert sorted(one.products) == sorted(among_all.products)
        same = replace(among_all, now=one.now, before=one.before, products=one.products, roles=one.roles)
        if rep in set(data["rep"].astype(str)):
            assert same == one


@SOME
@given(frames())
def test_facts_from_ones_own_deals_are_those_from_all_deals(data: pd.DataFrame) -> None:
    data = tagged(data)
    for rep in sorted(set(data["rep"].astype(str))):
        whole = gather(data, rep, WINDOW, BEFORE, colleagues=EVERYBODY, stale_days=30.0)
        mine = data[data["rep"].astype(str) == rep]
        own = own_facts(mine, WINDOW, kept(data, rep, EVERYBODY), stale_days=30.0)
        assert replace(own, pillars=whole.pillars, colleagues=whole.colleagues) == whole


def close(one: Measures, other: Measures) -> bool:
    """Equal but for the order in which sums were made."""
    a, b = one.as_dict(), other.as_dict()
    return all(a[name] == pytest.approx(b[name], rel=1e-9, abs=1e-6) for name in a)


def test_a_rep_is_not_among_those_around() -> None:
    data = deals(*(won(900) for _ in range(30)), *theirs(*(won(100) for _ in range(4))))
    around = surroundings(data, "Anna", WINDOW, BEFORE)
    assert (around.colleagues, around.middle, around.now.won) == (3, 100.0, 12)
    theirs_around = surroundings(data, "Bo", WINDOW, BEFORE)
    assert (theirs_around.middle, theirs_around.now.won) == (900.0, 38)


def test_two_colleagues_are_no_team() -> None:
    data = deals(*(won(900) for _ in range(30)), *theirs(*(won(100) for _ in range(9))))
    around = surroundings(data, "Anna", WINDOW, BEFORE, ["Bo", "Cilla"])
    assert (around.colleagues, around.middle, around.low_share) == (2, None, None)


def test_an_empty_frame_surrounds_nobody() -> None:
    assert surroundings(empty(), "Anna", WINDOW, BEFORE) == Surroundings(value_known=False)
    nothing = own_facts(empty(), WINDOW, Surroundings(), stale_days=float("nan"))
    assert (nothing.decided, nothing.stale, nothing.low_potential) == (0, None, None)


def test_no_name_is_kept() -> None:
    data = deals(*theirs(won(100, product="A", customer="7", closed="2026-02-01")), lost(1, customer="7"))
    everyone = surroundings_of_each(data, WINDOW, BEFORE, COLLEAGUES)
    told = json.dumps([each.as_dict() for each in (*everyone.each.values(), everyone.whole)])
    assert not [name for name in COLLEAGUES if name in told]


def test_measures_as_counted_by_hand() -> None:
    rows = [
        won(400, started="2026-02-01", closed="2026-02-05"),
        won(900, started="2026-02-01", closed="2026-02-17"),
        lost(50, started="2026-02-01"),
        won(None, started=None),
    ]
    found = measures(frame(*rows), WINDOW)
    assert (found.won, found.decided, found.opened) == (3, 4, 3)
    assert (found.amounts.count, found.amounts.total, found.amounts.squares) == (2, 50.0, 1300.0)
    assert (found.days.mean, found.days.variance) == (3.0, 2.0)
    assert measures_of_each(frame(*rows), WINDOW)["Anna"] == found
    assert found + Measures() == found
    assert measures(frame(*rows), Window(date(2025, 1, 1), date(2025, 1, 3))) == Measures()


def test_losses_that_state_no_reason_are_counted_as_such() -> None:
    losses = [lost(rep=rep, closed="2026-03-20") for rep in ("Anna", "Bo", "Bo", "Cilla")]
    data = frame(*losses).assign(loss_reason=["price", None, "timing", None])
    assert data["loss_reason"].isna().sum() == 2
    everyone = surroundings_of_each(data, WINDOW, BEFORE, EVERYBODY)
    assert (everyone.whole.reasons, everyone.whole.reasons_unknown) == ({"price": 1, "timing": 1}, 2)
    assert (everyone.each["Anna"].reasons, everyone.each["Anna"].reasons_unknown) == ({"timing": 1}, 2)
    assert (everyone.each["Bo"].reasons, everyone.each["Bo"].reasons_unknown) == ({"price": 1}, 1)
