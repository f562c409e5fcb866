"""`/pillars …`: whose figures and of which period."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import CoachError, CommandNotUnderstood, PeriodNotUnderstood
from bot.language import PILLARS_EXAMPLES, Mine, PillarsCommand, PillarsHelp, Rep, Team, parse_pillars
from pillars import Window

TODAY = date(2026, 11, 21)
Q3 = Window(date(2026, 7, 1), date(2026, 9, 30))
DAYS_30 = Window(date(2026, 10, 23), TODAY)

UNDERSTOOD: list[tuple[str, PillarsCommand]] = [
    ("", Mine()),
    ("  ", Mine()),
    ("me", Mine()),
    ("mina", Mine()),
    ("30d", Mine(DAYS_30)),
    ("q3", Mine(Q3)),
    ("mina förra kvartalet", Mine(Q3)),
    ("i år", Mine(Window(date(2026, 1, 1), TODAY))),
    ("team", Team()),
    ("laget", Team()),
    ("team 30d", Team(DAYS_30)),
    ("30d team", Team(DAYS_30)),
    ("hela laget q3", Team(Q3)),
    ("laget förra kvartalet", Team(Q3)),
    ("förra kvartalet, laget", Team(Q3)),
    ("<@U123|maria>", Rep("U123", "maria")),
    ("<@U123>", Rep("U123", None)),
    ("<@W123|maria> q3", Rep("W123", "maria", Q3)),
    ("30d <@U123|maria>", Rep("U123", "maria", DAYS_30)),
    ("@maria", Rep(None, "maria")),
    ("@maria q3", Rep(None, "maria", Q3)),
    ("q3 @maria", Rep(None, "maria", Q3)),
    ("@maria svensson", Rep(None, "maria svensson")),
    ("@maria svensson förra kvartalet", Rep(None, "maria svensson", Q3)),
    ("help", PillarsHelp()),
    ("hjälp", PillarsHelp()),
    ("?", PillarsHelp()),
]


@pytest.mark.parametrize(("text", "command"), UNDERSTOOD)
def test_whose_and_when_in_any_order(text: str, command: PillarsCommand) -> None:
    assert parse_pillars(text, today=TODAY) == command


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("foo bar", PeriodNotUnderstood),
        ("team foo bar", PeriodNotUnderstood),
        ("<@U123> foo bar", PeriodNotUnderstood),
        ("2027", PeriodNotUnderstood),
        ("temm", CommandNotUnderstood),
        ("team me", CommandNotUnderstood),
        ("team @maria", CommandNotUnderstood),
        ("<@U1> team", CommandNotUnderstood),
        ("<@U1> <@U2>", CommandNotUnderstood),
        ("@maria @erik", CommandNotUnderstood),
    ],
)
def test_what_cannot_be_understood_says_why(text: str, error: type[CoachError]) -> None:
    with pytest.raises(CoachError) as raised:
        parse_pillars(text, today=TODAY)
    assert type(raised.value) is error


def test_a_slip_gets_a_suggestion() -> None:
    with pytest.raises(CommandNotUnderstood) as raised:
        parse_pillars("lagett", today=TODAY)
    assert raised.value.params == {"command": "/pillars", "text": "lagett", "suggestion": "laget"}


def test_the_workspaces_week_counts() -> None:
    assert parse_pillars("team this week", today=TODAY, week_start=6) == Team(Window(date(2026, 11, 15), TODAY))


@pytest.mark.parametrize("language", ["en", "sv"])
def test_what_the_help_prints_is_understood(language: str) -> None:
    english, own = (
        [parse_pillars(line.removeprefix("/pillars"), today=TODAY) for line in PILLARS_EXAMPLES[each]]
        for each in ("en", language)
    )
    assert own == english


PIECES = [
    "team",
    "laget",
    "@maria",
    "<@U123|maria>",
    "<@U1>",
    "q3",
    "30d",
    "förra",
    "kvartalet",
    "..",
    "2026",
    "me",
    " ",
    ",",
]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join) | st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_gives_a_command_or_a_sentence(text: str) -> None:
    try:
        command = parse_pillars(text, today=TODAY)
    except CoachError:
        return
    if not isinstance(command, PillarsHelp) and command.window:
        assert command.window.start <= command.window.end <= TODAY
