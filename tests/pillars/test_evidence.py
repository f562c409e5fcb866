"""Verdicts, held against what a salesperson would say."""

import json
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pillars import PILLARS, VERDICTS, Benchmark, Window, benchmarks, moves, scorecard
from tests.pillars.comparing import BEFORE, TEAM, WINDOW, deals_of, team_of, verdict
from tests.pillars.frames import call_off, frame, lost, still_open, won


def test_few_deals_are_too_early_and_say_how_many_more_it_takes() -> None:
    card = scorecard(frame(*team_of(WINDOW, won_=2, lost_=3, opened=2)), WINDOW, BEFORE)
    assert set(card["vs_team"]) == {"too_early"}
    assert card["team_more"].dropna().between(1, 9_999).all()
    assert card["team_more"].notna().any()


@pytest.mark.parametrize(
    ("pillar", "weak"),
    [
        ("win_rate", {"won_": 12, "lost_": 88}),
        ("order_value", {"amount": 1_000_000}),
        ("time_to_close", {"days": 30}),
        ("opportunities", {"opened": 5}),
    ],
)
def test_a_clear_weakness_is_named_and_nothing_else(pillar: str, weak: dict[str, Any]) -> None:
    usual: dict[str, Any] = {"won_": 40, "lost_": 60, "opened": 60, "days": 10}
    deals = team_of(WINDOW, TEAM[1:], **usual) + deals_of("Anna", WINDOW, **(usual | weak))
    card = scorecard(frame(*deals), WINDOW, BEFORE)
    worse = card[card["vs_team"] == "worse"]
    assert list(zip(worse["group"], worse["pillar"], strict=True)) == [("Anna", pillar)]


def test_better_is_said_too() -> None:
    deals = team_of(WINDOW, TEAM[1:], won_=20, lost_=80) + deals_of("Anna", WINDOW, won_=60, lost_=40)
    assert verdict(scorecard(frame(*deals), WINDOW), "Anna", "win_rate") == "better"


def test_many_deals_alike_are_steady() -> None:
    deals = [d for window in (WINDOW, BEFORE) for d in team_of(window, won_=400, lost_=400)]
    card = scorecard(frame(*deals), WINDOW, BEFORE)
    assert verdict(card, "Anna", "win_rate") == "steady"
    assert verdict(card, "Anna", "win_rate", "vs_previous") == "steady"
    assert card.loc[card["vs_team"] == "steady", "team_more"].isna().all()


def test_a_significant_trifle_is_not_a_change() -> None:
    """With thousands of deals a difference of 5 % is sure, and still too small to act on."""
    deals = team_of(WINDOW, TEAM[1:], won_=2_000, lost_=2_000) + deals_of("Anna", WINDOW, won_=1_900, lost_=2_100)
    card = scorecard(frame(*deals), WINDOW)
    assert verdict(card, "Anna", "win_rate") == "steady"


def test_who_moves_with_the_team_is_not_alarmed_and_the_season_is_named() -> None:
    deals = team_of(BEFORE, won_=60, lost_=60) + team_of(WINDOW, won_=24, lost_=96)
    card = scorecard(frame(*deals), WINDOW, BEFORE)
    assert not (card["vs_previous"] == "worse").any()
    assert {verdict(card, rep, "win_rate", "season") for rep in TEAM} == {"worse"}


def test_who_falls_while_the_team_stands_is_told() -> None:
    deals = team_of(BEFORE, won_=60, lost_=60) + team_of(WINDOW, TEAM[1:], won_=60, lost_=60)
    deals += deals_of("Anna", WINDOW, won_=24, lost_=96)
    card = scorecard(frame(*deals), WINDOW, BEFORE)
    assert verdict(card, "Anna", "win_rate", "vs_previous") == "worse"
    assert verdict(card, "Bo", "win_rate", "vs_previous") != "better"


def test_who_stands_while_the_team_falls_has_not_changed() -> None:
    deals = team_of(BEFORE, won_=60, lost_=60) + team_of(WINDOW, TEAM[1:], won_=20, lost_=100)
    deals += deals_of("Anna", WINDOW, won_=60, lost_=60)
    assert verdict(scorecard(frame(*deals), WINDOW, BEFORE), "Anna", "win_rate", "vs_previous") != "better"


def whole_team(deals: list[dict[str, Any]]) -> Benchmark:
    return benchmarks(frame(*deals), WINDOW, BEFORE)[2]


def test_the_teams_own_move_is_the_season_of_its_members() -> None:
    """Or the members' cards and the team's tell of two different teams."""
    deals = team_of(BEFORE, won_=60, lost_=60) + team_of(WINDOW, won_=24, lost_=96)
    found = moves(whole_team(deals), [600, 120, 120, 600])
    seasons = scorecard(frame(*deals), WINDOW, BEFORE)
    for pillar in ("win_rate", "order_value"):
        move = found[pillar]
        assert move is not None
        assert {verdict(seasons, rep, pillar, "season") for rep in TEAM} == {move[0]}
    assert found["win_rate"] is not None
    assert found["win_rate"][0] == "worse"
    assert np.isnan(found["win_rate"][1])


def test_the_teams_own_move_says_how_many_more_it_takes_by_its_sample() -> None:
    deals = team_of(BEFORE, won_=12, lost_=12) + team_of(WINDOW, won_=10, lost_=14)
    found = [moves(whole_team(deals), [sample] * 4)["win_rate"] for sample in (120, 240)]
    assert found[0] is not None
    assert found[1] is not None
    assert found[0][0] == found[1][0] == "too_early"
    assert 0 < found[0][1] < found[1][1]


def test_who_has_come_since_is_no_move_of_the_team() -> None:
    deals = team_of(BEFORE, won_=60, lost_=60) + team_of(WINDOW, won_=60, lost_=60)
    newcomer = deals_of("Gun", WINDOW, won_=0, lost_=120, days=0)
    found = moves(whole_team(deals + newcomer), [720, 300, 300, 720])["win_rate"]
    assert found is not None
    assert found[0] in ("steady", "too_early")


def test_two_people_are_no_team_that_moves() -> None:
    deals = [deal for window in (BEFORE, WINDOW) for deal in team_of(window, TEAM[:2], won_=60, lost_=60)]
    assert set(moves(whole_team(deals), [240] * 4).values()) == {None}


def test_alone_one_is_compared_with_oneself_only() -> None:
    deals = deals_of("Anna", BEFORE, won_=80, lost_=40) + deals_of("Anna", WINDOW, won_=20, lost_=100)
    card = scorecard(frame(*deals), WINDOW, BEFORE)
    assert verdict(card, "Anna", "win_rate", "vs_previous") == "worse"
    assert set(card["vs_team"]) == {"too_early"}
    assert card["team"].isna().all()
    assert card["level"].tolist() == card["value"].tolist()


def test_two_colleagues_are_no_team() -> None:
    """One could work out the other's figures; and two prove little."""
    three = scorecard(frame(*team_of(WINDOW, TEAM[:3], won_=40, lost_=60)), WINDOW)
    four = scorecard(frame(*team_of(WINDOW, TEAM[:4], won_=40, lost_=60)), WINDOW)
    assert three["team"].isna().all()
    assert four["colleagues"].tolist() == [3] * 16
    assert four["team"].notna().all()


def test_who_sold_nothing_in_the_window_is_no_colleague() -> None:
    on_leave = deals_of("Frida", BEFORE, won_=0, lost_=50)
    deals = team_of(BEFORE, won_=50, lost_=50) + team_of(WINDOW, won_=50, lost_=50)
    card = scorecard(frame(*deals, *on_leave), WINDOW, BEFORE)
    anna = card[card["group"] == "Anna"]
    assert anna["colleagues"].tolist() == [4] * 4
    frida = card[card["group"] == "Frida"]
    assert set(frida["vs_team"]) == {"too_early"}


def test_a_newcomer_has_not_opened_too_few() -> None:
    late = Window(WINDOW.end - timedelta(days=20), WINDOW.end)
    deals = team_of(WINDOW, TEAM[1:], won_=40, lost_=60, opened=60) + deals_of("Anna", late, won_=3, lost_=4, days=2)
    assert verdict(scorecard(frame(*deals), WINDOW), "Anna", "opportunities") == "too_early"


def test_teams_are_compared_within_themselves() -> None:
    north = team_of(WINDOW, TEAM, won_=20, lost_=80, office="north")
    south = team_of(WINDOW, ("F", "G", "H", "I"), won_=60, lost_=40, office="south")
    deals = frame(*north, *south)
    together, apart = scorecard(deals, WINDOW), scorecard(deals, WINDOW, within="office")
    assert verdict(together, "Anna", "win_rate") == "worse"
    assert verdict(apart, "Anna", "win_rate") == "too_early"
    assert apart.loc[apart["group"] == "F", "colleagues"].tolist() == [3] * 4


def test_gifts_list_prices_and_one_giant_do_not_decide_the_order_value() -> None:
    usual: dict[str, Any] = {"won_": 40, "lost_": 10}
    others = team_of(WINDOW, TEAM[1:], **usual)
    anna = deals_of("Anna", WINDOW, **usual)
    giant = won(10**13, str(WINDOW.end), rep="Anna")
    gifts = [won(0, str(WINDOW.end), rep="Anna") for _ in range(2)]
    card = scorecard(frame(*others, *anna, giant, *gifts), WINDOW)
    assert verdict(card, "Anna", "order_value") == "too_early"
    one_price = [won(500_000, str(WINDOW.end), rep=rep) for rep in TEAM for _ in range(20)]
    assert set(scorecard(frame(*one_price), WINDOW)["vs_team"]) <= {"too_early", "steady"}


def test_call_offs_are_orders_but_no_decisions() -> None:
    deals = team_of(WINDOW, won_=10, lost_=10)
    more = [call_off(1_000, str(WINDOW.start + timedelta(days=i)), customer=str(i), rep="Anna") for i in range(60)]
    card = scorecard(frame(*deals, *more), WINDOW)
    assert verdict(card, "Anna", "order_value") == "worse"
    assert verdict(card, "Anna", "win_rate") == "too_early"


def test_a_level_lies_between_ones_own_and_the_teams() -> None:
    deals = team_of(WINDOW, TEAM[1:], won_=30, lost_=70, opened=50)
    deals += deals_of("Anna", WINDOW, won_=3, lost_=2, opened=2, days=30)
    card = scorecard(frame(*deals), WINDOW)
    anna = card[card["group"] == "Anna"]
    low, high = np.minimum(anna["value"], anna["team"]), np.maximum(anna["value"], anna["team"])
    assert ((low <= anna["level"]) & (anna["level"] <= high)).all()
    shares = anna.set_index("pillar")
    assert abs(shares.at["win_rate", "level"] - 0.3) < abs(0.6 - 0.3) / 2  # five deals move it less than half way


def test_without_deals_there_is_no_verdict() -> None:
    card = scorecard(frame(), WINDOW, BEFORE)
    assert card.empty
    assert {"vs_team", "vs_previous", "season"} <= set(card.columns)
    everyone = scorecard(frame(), WINDOW, BEFORE, by=None)
    assert everyone["vs_team"].tolist() == ["too_early"] * 4
    assert list(everyone["vs_previous"].cat.categories) == list(VERDICTS)


@pytest.mark.parametrize("rep", TEAM)
def test_a_kept_benchmark_gives_the_same_row(rep: str) -> None:
    deals = frame(
        *team_of(BEFORE, won_=20, lost_=30, opened=9),
        *team_of(WINDOW, TEAM[2:], won_=25, lost_=25, days=40, opened=12),
        *deals_of("Anna", WINDOW, won_=5, lost_=40, amount=400_000, days=3, opened=1),
        *deals_of("Bo", WINDOW, won_=1, lost_=0),
    )
    together = scorecard(deals, WINDOW, BEFORE)
    labels, each, whole = benchmarks(deals, WINDOW, BEFORE)
    kept = json.loads(json.dumps(each.take([list(labels).index(rep)]).to_dict()))
    alone = scorecard(deals[deals["rep"] == rep], WINDOW, BEFORE, by=None, benchmark=Benchmark.from_dict(kept)).drop(
        columns="group"
    )
    expected = together[together["group"] == rep].drop(columns="group").reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, expected)
    assert whole.colleagues.tolist() == [5]


def test_what_has_no_value_has_no_verdict() -> None:
    """A pace can be compared of deals that were all lost; their time to close is none all the same."""
    slow = [
        lost(None, str(WINDOW.start + timedelta(days=60 + i)), str(WINDOW.start), rep=rep)
        for rep in TEAM[1:]
        for i in range(25)
    ]
    quick = [lost(None, str(WINDOW.start + timedelta(days=2)), str(WINDOW.start), rep="Anna") for _ in range(25)]
    still = [still_open(str(WINDOW.start), rep=rep) for rep in TEAM]
    card = scorecard(frame(*slow, *quick, *still), WINDOW, BEFORE)
    row = card[(card["group"] == "Anna") & (card["pillar"] == "time_to_close")]
    assert row["value"].isna().all()
    assert row[["vs_team", "vs_previous"]].to_numpy().tolist() == [["too_early", "too_early"]]
    assert row[["team_more", "previous_more"]].isna().all(axis=None)


@pytest.mark.parametrize("days", [30, 182])
def test_windows_of_other_lengths_are_no_change(days: int) -> None:
    """A window twice as long has twice the openings, and its deals are not older for it."""
    long_before = Window(BEFORE.start - timedelta(days=200), BEFORE.end)
    earlier = Window.last_days(BEFORE.end, days)
    alike: dict[str, Any] = {"days": 40}
    deals = deals_of("Anna", long_before, won_=160, lost_=160, **alike) + deals_of(
        "Anna", WINDOW, won_=50, lost_=50, **alike
    )
    deals += [
        still_open(str(WINDOW.start + timedelta(days=55 + i % 36)), rep="Anna") for i in range(40)
    ]  # what will be decided after the window
    card = scorecard(frame(*deals), WINDOW, earlier)
    words = card.set_index("pillar")["vs_previous"]
    assert words["opportunities"] in {"steady", "too_early"}
    assert words["time_to_close"] in {"steady", "too_early"}
    shown = card.set_index("pillar").loc["opportunities"]
    assert shown["previous"] != pytest.approx(shown["value"], rel=0.2)  # counts are shown as they are


def decided_only(rep: str, days: float, chance: np.random.Generator) -> list[dict[str, Any]]:
    """A file of decided deals: closings all over both windows, and nothing that is open."""
    deals = []
    for _ in range(220):
        closed = BEFORE.start + timedelta(days=int(chance.integers(0, 182)))
        started = closed - timedelta(days=int(chance.gamma(2, days / 2)))
        make = won if chance.random() < 0.5 else lost
        deals.append(make(2_000_000, str(closed), str(started), rep=rep))
    return deals


def test_in_a_file_without_open_deals_slowness_shows_and_the_files_end_does_not() -> None:
    """Of what was opened last such a file holds only what was quick, which is neither fewer deals nor quicker ones."""
    chance = np.random.default_rng(3)
    usual = [deal for rep in TEAM[1:] for deal in decided_only(rep, 40, chance)]
    slow = decided_only("Anna", 75, chance)
    card = scorecard(frame(*usual, *slow), WINDOW, BEFORE)
    assert verdict(card, "Anna", "time_to_close") == "worse"
    assert not set(card["season"]) & {"better", "worse"}
    alone = scorecard(frame(*decided_only("Bo", 40, chance)), WINDOW, BEFORE)
    assert not set(alone["vs_previous"]) & {"better", "worse"}


def test_the_others_are_those_without_oneself() -> None:
    deals = frame(
        *deals_of("Anna", WINDOW, won_=9, lost_=1, days=3),
        *deals_of("Bo", WINDOW, won_=4, lost_=7, days=11, amount=900_000),
        *deals_of("Cilla", WINDOW, won_=5, lost_=5, days=20),
        *deals_of("David", WINDOW, won_=6, lost_=2, days=31, amount=7_000_000),
    )
    card = scorecard(deals, WINDOW)
    for rep in TEAM[:4]:
        others = scorecard(deals[deals["rep"] != rep], WINDOW, by=None)
        row = card[card["group"] == rep]
        found, expected = row["team"].to_numpy(), others["value"].to_numpy() / (1, 1, 1, 3)
        assert found == pytest.approx(expected)
        assert row["team_sample"].tolist() == others["sample"].tolist()


def test_where_nothing_changed_nine_cards_in_ten_say_so() -> None:
    """A small simulation, seeded; `benchmarks/alarms.py` is the large one."""
    chance = np.random.default_rng(11)
    reps, days = 400, 182
    count = chance.poisson(2 * 50, reps)
    rep = np.repeat(np.arange(reps), count)
    closed = np.datetime64(BEFORE.start) + chance.integers(0, days, rep.size)
    started = closed - chance.gamma(2, 20, rep.size).astype(int)
    deals = pd.DataFrame(
        {
            "deal": np.arange(rep.size),
            "rep": rep.astype(str),
            "office": (rep // 8).astype(str),
            "status": np.where(chance.random(rep.size) < 0.3, "won", "lost"),
            "kind": "one_off",
            "amount": chance.lognormal(14, 0.8, rep.size).astype(np.int64),
            "opened_on": started.astype("datetime64[s]"),
            "closed_on": closed.astype("datetime64[s]"),
            "started_on": started.astype("datetime64[s]"),
            "customer": None,
        }
    )
    card = scorecard(deals, WINDOW, BEFORE, within="office")
    alarmed = card["vs_team"].isin(["better", "worse"]) | card["vs_previous"].isin(["better", "worse"])
    share = alarmed.groupby(card["group"]).any().mean()
    naive = (card["value"] < 0.85 * card["previous"]) & (card["pillar"] != "time_to_close")
    assert share <= 0.12  # 0.10 is promised; 400 cards show it to within 0.02
    assert naive.groupby(card["group"]).any().mean() > 0.5
    assert card["pillar"].cat.categories.tolist() == list(PILLARS)
