"""`/pillars goal …` and what the form for the workspace takes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import errors
from bot.errors import AmountAmbiguous, CoachError, CommandNotUnderstood, CurrencyUnknown
from bot.language import parse_pillars
from bot.language.commands import ListGoals, OpenSettings, PillarsCommand, RemoveGoal, SetGoal
from bot.language.yardsticks import CURRENCIES, parse_currency, parse_horizon
from bot.values import Goal

TODAY = date(2026, 11, 21)


def aov(kronor: float, team: bool = False) -> SetGoal:
    return SetGoal(Goal("order_value", kronor * 100, "SEK", team))


def win(share: float) -> SetGoal:
    return SetGoal(Goal("win_rate", share))


def days(number: float) -> SetGoal:
    return SetGoal(Goal("time_to_close", number))


def opps(number: float) -> SetGoal:
    return SetGoal(Goal("opportunities", number))


UNDERSTOOD: list[tuple[str, PillarsCommand]] = [
    ("goal aov 30000", aov(30_000)),
    ("goal aov 30k", aov(30_000)),
    ("mål snittorder 30 000", aov(30_000)),
    ("mål snittorder: 30 tkr", aov(30_000)),
    ("mål för snittorder på 30\u00a0000 kr", aov(30_000)),
    ("Mål Snittordervärde 1,2 mkr", aov(1_200_000)),
    ("goal average order value to 30,000.50", aov(30_000.5)),
    ("goal 30000 aov", aov(30_000)),
    ("goal team aov 30000", aov(30_000, team=True)),
    ("team goal aov 30000", aov(30_000, team=True)),
    ("mål laget snittorder 30 000", aov(30_000, team=True)),
    ("mål snittorder hela laget 30 000", aov(30_000, team=True)),
    ("goal win 40", win(0.4)),
    ("goal win 40%", win(0.4)),
    ("mål avslut 40 %", win(0.4)),
    ("mål avslutsfrekvens 40,5 procent", win(0.405)),
    ("goal win rate 0.4", win(0.4)),
    ("mål avslut 0,4", win(0.4)),
    ("goal win 0,4 %", win(0.004)),
    ("goal win 1 %", win(0.01)),
    ("goal win 100", win(1.0)),
    ("goal win 33,33%", win(0.3333)),
    ("goal time 30", days(30)),
    ("mål tid 30 dagar", days(30)),
    ("mål tid till avslut 4,5", days(4.5)),
    ("goal time 6 weeks", days(42)),
    ("goal opps 60", opps(60)),
    ("mål affärsmöjligheter 60", opps(60)),
    ("mål affärsmöjligheter 1 000 i kvartalet", opps(1000)),
    ("goal opportunities 5 a week", opps(65)),
    ("mål affärsmöjligheter 20/månad", opps(60)),
    ("goal", ListGoals()),
    ("mål", ListGoals()),
    ("goal team", ListGoals()),
    ("goal aov off", RemoveGoal("order_value")),
    ("goal aov none", RemoveGoal("order_value")),
    ("goal off aov", RemoveGoal("order_value")),
    ("mål snittorder bort", RemoveGoal("order_value")),
    ("mål ta bort tid till avslut", RemoveGoal("time_to_close")),
    ("mål laget avslut bort", RemoveGoal("win_rate", team=True)),
    ("settings", OpenSettings()),
    ("Inställningar", OpenSettings()),
]


@pytest.mark.parametrize(("text", "command"), UNDERSTOOD)
def test_pillar_and_level_as_people_write_them(text: str, command: PillarsCommand) -> None:
    assert parse_pillars(text, today=TODAY) == command


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("goal 30000", errors.GoalPillarUnknown),
        ("goal foo 30", errors.GoalPillarUnknown),
        ("goal off aov 30", errors.GoalPillarUnknown),
        ("goal aov", errors.GoalMissing),
        ("goal aov lots", errors.GoalNotUnderstood),
        ("goal aov 2 000/month", errors.GoalNotUnderstood),
        ("goal aov 0", errors.GoalOutOfRange),
        ("goal aov -5", errors.GoalOutOfRange),
        ("goal aov 9999999999999", errors.GoalOutOfRange),
        ("goal aov 30 EUR", errors.GoalCurrency),
        ("goal aov 2.500k", AmountAmbiguous),
        ("goal aov 30 XYZ", CurrencyUnknown),
        ("goal win 1", errors.GoalAmbiguous),
        ("goal win 0", errors.GoalOutOfRange),
        ("goal win 101%", errors.GoalOutOfRange),
        ("goal win -40%", errors.GoalOutOfRange),
        ("goal win ٤٠", errors.GoalNotUnderstood),
        ("goal time 0", errors.GoalOutOfRange),
        ("goal time 1001", errors.GoalOutOfRange),
        ("goal time 3 months", errors.GoalNotUnderstood),
        ("goal time 4,55", errors.GoalNotUnderstood),
        ("goal opps 0", errors.GoalOutOfRange),
        ("goal opps 60.5", errors.GoalNotUnderstood),
        ("goal opps 60 per year", errors.GoalNotUnderstood),
        ("goal opps " + "9" * 500, errors.GoalOutOfRange),
        ("goal <@U1|maria> aov 30", CommandNotUnderstood),
        ("settings q3", CommandNotUnderstood),
    ],
)
def test_what_cannot_be_a_goal_says_why(text: str, error: type[CoachError]) -> None:
    with pytest.raises(CoachError) as raised:
        parse_pillars(text, today=TODAY)
    assert type(raised.value) is error


def test_a_slip_in_the_pillar_gets_a_suggestion() -> None:
    with pytest.raises(errors.GoalPillarUnknown) as raised:
        parse_pillars("mål snitorder 30 000", today=TODAY)
    assert raised.value.params["suggestion"] == "snittorder"


def test_money_is_in_the_workspace_s_own_currency() -> None:
    euros = parse_pillars("goal aov 900", today=TODAY, currency="EUR")
    assert euros == SetGoal(Goal("order_value", 90_000, "EUR"))
    yen = parse_pillars("goal aov 30000", today=TODAY, currency="JPY")
    assert yen == SetGoal(Goal("order_value", 30_000, "JPY"))


PIECES = [
    "goal",
    "mål",
    "aov",
    "snittorder",
    "win",
    "avslut",
    "tid",
    "opps",
    "team",
    "laget",
    "30",
    "0,4",
    "%",
    "off",
    " ",
]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_gives_a_goal_within_reach_or_a_sentence(text: str) -> None:
    try:
        command = parse_pillars(f"goal {text}", today=TODAY)
    except CoachError:
        return
    assert isinstance(command, SetGoal | RemoveGoal | ListGoals)
    if isinstance(command, SetGoal):
        target = command.goal.target
        most = {"win_rate": 1, "time_to_close": 1000, "opportunities": 100_000, "order_value": 10**14}
        assert 0 < target <= most[command.goal.pillar]
        assert (command.goal.currency is not None) == (command.goal.pillar == "order_value")


@pytest.mark.parametrize(("text", "code"), [("SEK", "SEK"), (" eur ", "EUR"), ("€", "EUR"), ("TRY", "TRY")])
def test_a_currency_s_code(text: str, code: str) -> None:
    assert parse_currency(text) == code


@pytest.mark.parametrize("text", ["", "kr", "$", "XXX", "SEKK", "25 SEK", "kronor"])
def test_what_is_no_code_or_several(text: str) -> None:
    with pytest.raises(errors.CurrencyCodeUnknown):
        parse_currency(text)


def test_every_currency_is_read_as_itself() -> None:
    assert len(CURRENCIES) > 150
    assert {parse_currency(code) for code in CURRENCIES} == CURRENCIES


@pytest.mark.parametrize(
    ("text", "months"), [("12", 12), ("1", 1), ("120", 120), ("24 months", 24), ("12 mån", 12), ("2 år", 24)]
)
def test_a_number_of_months(text: str, months: int) -> None:
    assert parse_horizon(text) == months


@pytest.mark.parametrize("text", ["", "0", "121", "11 years", "-3", "1,5", "12 weeks", "many", "١٢", "9" * 50])
def test_what_is_no_number_of_months(text: str) -> None:
    with pytest.raises(errors.HorizonNotUnderstood) as raised:
        parse_horizon(text)
    assert (raised.value.params["least"], raised.value.params["most"]) == (1, 120)
