"""What stands after `/coach`, in Swedish and English."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import CommandNotUnderstood
from bot.language import parse_coach
from bot.language.commands import (
    CoachCommand,
    CoachHelp,
    CoachHistory,
    CoachTeam,
    Done,
    OpenPlaybook,
    ShowPlan,
    Skip,
    WhyPlan,
)
from bot.language.words import COACH_WORDS


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", ShowPlan()),
        ("   ", ShowPlan()),
        ("förslag", ShowPlan()),
        ("why", WhyPlan()),
        ("Varför?", WhyPlan()),
        ("why 2", WhyPlan(place=2)),
        ("varför #3", WhyPlan(place=3)),
        ("why value before price?", WhyPlan(words="value before price")),
        ("varför ”Värde före pris”", WhyPlan(words="Värde före pris")),
        ("done", Done()),
        ("KLAR", Done()),
        ("klart.", Done()),
        ("check in", Done()),
        ("skip", Skip()),
        ("hoppa över", Skip()),
        ("hoppa\u00a0över", Skip()),
        ("inte den här veckan", Skip()),
        ("team", CoachTeam()),
        ("hela laget", CoachTeam()),
        ("history", CoachHistory()),
        ("historik", CoachHistory()),
        ("playbook", OpenPlaybook()),
        ("spelbok", OpenPlaybook()),
        ("help", CoachHelp()),
        ("hjälp mig", CoachHelp()),
        ("?", CoachHelp()),
    ],
)
def test_what_people_write(text: str, meant: object) -> None:
    assert parse_coach(text) == meant


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("dön", "done"),
        ("skp", "skip"),
        ("done it yesterday", "done"),
        ("hoppa över allt", "hoppa över"),
        ("team now", "team"),
        ("@maria", None),
        ("frobnicate", None),
        ("won 25000", None),
    ],
)
def test_what_is_not_understood_says_what_was_perhaps_meant(text: str, suggestion: str | None) -> None:
    with pytest.raises(CommandNotUnderstood) as problem:
        parse_coach(text)
    assert problem.value.params == {"command": "/coach", "text": text, "suggestion": suggestion}


@pytest.mark.parametrize("text", ["why 0", "why 4", "varför 99"])
def test_there_are_three_places(text: str) -> None:
    with pytest.raises(CommandNotUnderstood):
        parse_coach(text)


@given(st.text(max_size=60) | st.sampled_from(sorted(COACH_WORDS)))
def test_any_text_is_a_command_or_a_clear_error(text: str) -> None:
    try:
        parsed: object = parse_coach(text)
    except CommandNotUnderstood as problem:
        parsed = problem
    assert isinstance(parsed, CommandNotUnderstood | CoachCommand)
