"""Goals and the form for the workspace, read as their reader reads them."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import ids
from bot.language import parse_pillars
from bot.language.commands import RemoveGoal, SetGoal
from bot.language.yardsticks import parse_currency, parse_horizon
from bot.texts import Texts
from bot.values import (
    Card,
    Goal,
    GoalChange,
    GoalProgress,
    Goals,
    LeftOut,
    Role,
    StartingPoint,
    Yardstick,
    YardstickChange,
)
from bot.views import goal_form, goals, home_mine, home_workspace, pillars, yardstick
from pillars import CALL_OFF_UNITS, PILLARS, Window
from tests.views import examples, home_tabs
from tests.views.examples import BOTH, GB, SV, WINDOW, card, spaced
from tests.views.slack_rules import check_message, check_view
from tests.views.test_hostile import SOME, check_harmless

AOV = Goal("order_value", 3_000_000.0, "SEK")
WIN = Goal("win_rate", 0.405)
TIME = Goal("time_to_close", 30.0)
OPPS = Goal("opportunities", 60.0)
WAYS = {
    "order_value": GoalProgress(AOV, 3_000_000.0, 2_500_000.0, 12, 5 / 6, False),
    "win_rate": GoalProgress(WIN, 0.405, 0.42, 45, 0.42 / 0.405, True),
    "time_to_close": GoalProgress(TIME, 30.0, 40.0, 17, 0.75, False),
    "opportunities": GoalProgress(OPPS, 60.0, 23.0, 23, 23 / 60, False),
}
MEASURES = Yardstick("SEK", "Europe/Stockholm", StartingPoint.OPENED, 12, 0)


def lines(texts: Texts, shown: Card) -> list[str]:
    return [spaced(line) for line in goals.progress_lines(texts, shown)]


def test_a_line_each_with_what_is_now_and_its_sample() -> None:
    assert lines(GB, card(goals=WAYS)) == [
        "Win rate, goal 40.5%: reached, 42% now (45 decided)",
        "Average order value, goal SEK 30,000: 83% of the way, SEK 25,000 now (12 orders)",
        "Time to close, goal at most 30 days: 75% of the way, 40 days now (17 won deals)",
        "Opportunities, goal 60 a quarter: 38% of the way, 23 new",
    ]
    assert lines(SV, card(goals=WAYS)) == [
        "Avslutsfrekvens, mål 40,5 %: uppnått, 42 % nu (45 avgjorda)",
        "Snittordervärde, mål 30 000 kr: 83 % av vägen, 25 000 kr nu (12 ordrar)",
        "Tid till avslut, mål högst 30 dagar: 75 % av vägen, 40 dagar nu (17 vunna affärer)",
        "Affärsmöjligheter, mål 60 i kvartalet: 38 % av vägen, 23 nya",
    ]


def test_nearly_there_is_not_there() -> None:
    way = replace(WAYS["order_value"], value=2_999_999.0, share=2_999_999 / 3_000_000)
    assert "99.9% of the way" in lines(GB, card(goals={"order_value": way}))[0]


def test_no_data_another_currency_and_another_window() -> None:
    none = {"order_value": GoalProgress(AOV, AOV.target, None, 0, None, None)}
    assert lines(GB, card(goals=none)) == ["Average order value, goal SEK 30,000: not enough yet (0 orders)"]
    apart = {"order_value": GoalProgress(AOV, AOV.target, None, 3, None, None, comparable=False)}
    assert "in EUR now, so it can’t be compared" in lines(GB, card(goals=apart, currency="EUR"))[0]
    month = {"opportunities": GoalProgress(OPPS, 60 * 30 / 91, 10.0, 10, 0.5, False)}
    thirty = Window(date(2026, 9, 2), WINDOW.end)
    assert lines(GB, card(goals=month, window=thirty)) == [
        "Opportunities, goal 60 a quarter, which is 19.8 in 30 days: 50% of the way, 10 new"
    ]


@pytest.mark.parametrize("texts", BOTH)
def test_they_stand_on_the_card_and_on_the_home_tab(texts: Texts) -> None:
    said = "\n".join(goals.progress_lines(texts, card(goals=WAYS)))
    message = pillars.card(texts, card(goals=WAYS))
    assert said in message.text
    assert said in [block.get("text", {}).get("text") for block in message.blocks]
    view = home_mine.mine(texts, home_tabs.person(), home_tabs.mine(card=card(goals=WAYS)), "{}")
    assert said in [block.get("text", {}).get("text") for block in view["blocks"]]
    assert texts.t("pillar.order_value") + "," not in pillars.card(texts, card()).text


def test_what_was_understood_is_said_and_how_to_take_it_back() -> None:
    message = goals.changed(GB, GoalChange("win_rate", False, WIN, replace(WIN, target=0.3), 8, 3))
    assert message.text.split("\n") == [
        "Your goal is set. Win rate: 40.5%.",
        "Before it was 30%.",
        "`/pillars goal win off` removes it",
    ]
    undo, show = message.blocks[-1]["elements"]
    assert (undo["action_id"], undo["value"], undo["text"]["text"]) == (ids.ACTION_UNDO_GOAL, "8:3", "Undo")
    assert (show["action_id"], show["value"]) == (ids.ACTION_SHOW_PILLARS, "mine")
    at_home = goals.changed(GB, GoalChange("win_rate", False, WIN, None, 8, 0), at_home=True)
    assert at_home.text == "Your goal is set. Win rate: 40.5%."
    assert [e["action_id"] for e in at_home.blocks[-1]["elements"]] == [ids.ACTION_UNDO_GOAL]
    removed = goals.changed(SV, GoalChange("order_value", True, None, replace(AOV, team=True), 0, 8))
    assert spaced(removed.text) == "Teamets mål är borttaget. Snittordervärde: 30 000 kr."
    assert [(e["text"]["text"], e["value"]) for e in removed.blocks[-1]["elements"]] == [
        (SV.t("button.put_back"), "0:8"),
        (SV.t("button.team"), "team"),
    ]


def test_the_same_again_has_nothing_to_undo() -> None:
    message = goals.changed(GB, GoalChange("order_value", False, AOV, AOV, 8, 8))
    assert spaced(message.text).startswith("That is your goal already. Average order value: SEK 30,000.")
    assert [e["action_id"] for e in message.blocks[-1]["elements"]] == [ids.ACTION_SHOW_PILLARS]


@pytest.mark.parametrize("team", [False, True])
@pytest.mark.parametrize("goal", [AOV, WIN, TIME, OPPS], ids=lambda goal: goal.pillar)
@pytest.mark.parametrize("texts", BOTH, ids=["sv", "en"])
def test_the_command_that_removes_is_understood(texts: Texts, goal: Goal, team: bool) -> None:
    command = goals.removing(texts, replace(goal, team=team)).removeprefix("/pillars ")
    assert parse_pillars(command, today=WINDOW.end) == RemoveGoal(goal.pillar, team)


@given(st.sampled_from(BOTH), examples.goals.filter(lambda goal: goal.currency != "JPY"))  # JP¥ is CLDR's alone
def test_a_goal_as_it_is_shown_can_be_set_again(texts: Texts, goal: Goal) -> None:
    """Or else it would be shown as something that it is not."""
    word = texts.t(f"goal.word.{goal.pillar}")
    shown = re.sub("at most |högst ", "", goals.level(texts, goal))
    goal = replace(goal, team=False)
    found = parse_pillars(f"goal {word} {shown}", today=WINDOW.end, currency=goal.currency or "SEK")
    assert found == SetGoal(goal)


def test_the_list_has_mine_with_progress_and_the_team_s() -> None:
    standing = Goals(mine=(AOV,), team=(replace(OPPS, team=True),))
    shown = spaced(goals.listing(GB, standing, card(goals={"order_value": WAYS["order_value"]})).text).split("\n")
    assert shown[:4] == [
        "Your goals",
        "Average order value, goal SEK 30,000: 83% of the way, SEK 25,000 now (12 orders)",
        "The team’s goals",
        "Opportunities: 60 a quarter",
    ]
    none = goals.listing(SV, Goals((), ()), card()).text
    assert "Du har inga mål än." in none
    assert "Teamets mål\n" not in none
    assert "`/pillars mål snittorder 30 000`" in none


@SOME
@given(examples.texts, examples.goal_changes)
def test_any_change(texts: Texts, change: GoalChange) -> None:
    message = goals.changed(texts, change)
    check_message(message)
    check_harmless(message)


@SOME
@given(examples.texts, st.lists(examples.goals, max_size=8).map(tuple), examples.cards)
def test_any_list(texts: Texts, team: tuple[Goal, ...], shown: Card) -> None:
    message = goals.listing(texts, Goals((), team), shown)
    check_message(message)
    check_harmless(message)


class TestConventions:
    def test_call_offs_only_where_there_are_any(self) -> None:
        for unit, said in (
            ("month", "call-offs by customer and month"),
            ("week", "call-offs by customer and week, from Monday"),
            ("order", "each call-off as an order of its own"),
        ):
            assert said in pillars.card(GB, card(call_offs=3, call_off_unit=unit)).text
            assert said not in pillars.card(GB, card(call_offs=0, call_off_unit=unit)).text

    def test_the_currency_where_there_is_more_than_one(self) -> None:
        assert "belopp i SEK" in pillars.card(SV, card(left_out=LeftOut(currency=2))).text
        assert "belopp i SEK" not in pillars.card(SV, card()).text


def elements(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


class TestForm:
    @pytest.mark.parametrize("texts", BOTH)
    def test_its_fields_are_those_that_errors_name_and_all_filled_in(self, texts: Texts) -> None:
        view = yardstick.modal(texts, replace(MEASURES, call_off_unit="week", week_start=6), "{}")
        check_view(view)
        found = elements(view)
        assert list(found) == list(ids.SETTINGS_FORM_FIELDS)
        assert (view["callback_id"], view["private_metadata"]) == (ids.CALLBACK_SETTINGS_FORM, "{}")
        assert found[ids.FIELD_CURRENCY]["initial_value"] == "SEK"
        assert found[ids.FIELD_HORIZON]["initial_value"] == "12"
        chosen = {name: e["initial_option"]["value"] for name, e in found.items() if "initial_option" in e}
        assert chosen == {"starting_point": "opened_on", "call_off_unit": "week", "week_start": "6"}

    @pytest.mark.parametrize("texts", BOTH)
    def test_every_choice_is_offered(self, texts: Texts) -> None:
        found = elements(yardstick.modal(texts, MEASURES, "{}"))
        offered = {n: [o["value"] for o in e["options"]] for n, e in found.items() if "options" in e}
        assert offered == {
            "starting_point": [point.value for point in StartingPoint],
            "call_off_unit": list(CALL_OFF_UNITS),
            "week_start": [str(day) for day in range(7)],
        }

    def test_weekdays_are_the_language_s(self) -> None:
        for texts, monday in ((SV, "Måndag"), (GB, "Monday")):
            options = elements(yardstick.modal(texts, MEASURES, "{}"))[ids.FIELD_WEEK_START]["options"]
            assert options[0]["text"]["text"] == monday

    def test_what_it_shows_is_read_as_it_is(self) -> None:
        for currency, months in (("SEK", 1), ("TRY", 120), ("JPY", 36)):
            shown = replace(MEASURES, currency=currency, horizon_months=months)
            found = elements(yardstick.modal(GB, shown, "{}"))
            assert parse_currency(found[ids.FIELD_CURRENCY]["initial_value"]) == currency
            assert parse_horizon(found[ids.FIELD_HORIZON]["initial_value"]) == months

    def test_what_changed_is_said_and_what_follows(self) -> None:
        after = replace(MEASURES, currency="EUR", starting_point=StartingPoint.QUOTED, horizon_months=24)
        message = yardstick.changed(GB, YardstickChange(MEASURES, after))
        assert message.text.split("\n")[:4] == [
            "Changed for the whole workspace:",
            "Currency: EUR (was SEK)",
            "Time to close counts from: The day the quote was sent (was The day the deal was opened)",
            "Recurring amounts count over: 24 months (was 12 months)",
        ]
        assert "computed anew" in message.text
        assert "another currency than EUR" in message.text
        check_message(message)

    @pytest.mark.parametrize("texts", BOTH)
    def test_nothing_changed(self, texts: Texts) -> None:
        message = yardstick.changed(texts, YardstickChange(MEASURES, MEASURES))
        assert message.text == texts.t("settings.unchanged")
        check_message(message)

    @pytest.mark.parametrize("texts", BOTH)
    def test_it_is_offered_with_what_holds_now(self, texts: Texts) -> None:
        admin = home_tabs.person(Role.ADMIN)
        shown = home_workspace.workspace(texts, admin, home_tabs.workspace(yardstick=MEASURES), "{}")
        assert ids.ACTION_SETTINGS in home_tabs.actions(shown)
        for value in yardstick.shown(texts, MEASURES).values():
            assert spaced(value) in home_tabs.words(shown)


class TestGoalForm:
    @pytest.mark.parametrize("team", [False, True])
    @pytest.mark.parametrize("texts", BOTH)
    def test_a_pillar_and_a_level(self, texts: Texts, team: bool) -> None:
        view = goal_form.modal(texts, Goals((), ()), '{"team":true}', team=team)
        check_view(view)
        found = elements(view)
        assert list(found) == list(ids.GOAL_FORM_FIELDS)
        assert (view["callback_id"], view["private_metadata"]) == (ids.CALLBACK_GOAL_FORM, '{"team":true}')
        assert [option["value"] for option in found[ids.FIELD_GOAL_PILLAR]["options"]] == list(PILLARS)
        assert len(view["title"]["text"]) <= 24
        optional = {
            block["block_id"]: block.get("optional", False) for block in view["blocks"] if block["type"] == "input"
        }
        assert optional == {ids.FIELD_GOAL_PILLAR: False, ids.FIELD_GOAL_LEVEL: True}

    def test_the_goals_that_there_are_stand_above_it(self) -> None:
        standing = Goals(mine=(AOV,), team=(replace(OPPS, team=True),))
        mine, team = (home_tabs.words(goal_form.modal(GB, standing, "{}", team=team)) for team in (False, True))
        assert "Average order value: SEK 30,000" in mine
        assert "Opportunities: 60" not in mine
        assert "Opportunities: 60 a quarter" in team
        assert "SEK 30,000" not in team
