"""`/coach …`: what to do, why, what was done, and what the team has learned."""

import difflib

from bot.errors import CommandNotUnderstood
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
from bot.language.slack_text import shorten, unescape
from bot.language.tokens import flatten, tidy
from bot.language.words import COACH_WORDS, SPELLED_COACH_WORDS, fold

COMMAND = "/coach"
MOST_WORDS = max(len(word.split()) for word in COACH_WORDS)
MOST_SUGGESTIONS = 3

_AROUND_TITLES = "".join(set(" ?:,.\"'“”"))
_ALONE: dict[str, CoachCommand] = {
    "plan": ShowPlan(),
    "done": Done(),
    "skip": Skip(),
    "team": CoachTeam(),
    "history": CoachHistory(),
    "playbook": OpenPlaybook(),
}


def parse_coach(text: str) -> CoachCommand:
    """The command that stands in `text`, which is what was typed after `/coach`, as Slack sends it.

    Nothing is the plan. After `why` may stand which suggestion, by its place or by words of its title; all other words
    stand alone. Raises CommandNotUnderstood (command, text, suggestion) for anything else.
    """
    words = tidy(flatten(unescape(text))).split(" ")
    if words == [""]:
        return ShowPlan()
    count, verb = _verb(words)
    rest = " ".join(words[count:])
    if verb == "why":
        return _why(rest)
    if verb == "help":  # whatever else is asked with it
        return CoachHelp()
    if verb is None or rest.strip("?.:, "):
        raise CommandNotUnderstood(command=COMMAND, text=shorten(" ".join(words)), suggestion=_meant(words))
    return _ALONE[verb]


def _verb(words: list[str]) -> tuple[int, str | None]:
    """How many words name what is wanted, the most that do; and what that is."""
    for count in range(min(len(words), MOST_WORDS), 0, -1):
        said = fold(" ".join(words[:count]))
        verb = COACH_WORDS.get(said) or COACH_WORDS.get(said.rstrip("?:.,"))
        if verb is not None:
            return count, verb
    return 0, None


def _why(rest: str) -> WhyPlan:
    rest = rest.strip(_AROUND_TITLES)
    if not rest:
        return WhyPlan()
    digits = rest.lstrip("#")
    if digits.isascii() and digits.isdecimal() and len(digits) <= 2:
        place = int(digits)
        if not 1 <= place <= MOST_SUGGESTIONS:
            raise CommandNotUnderstood(command=COMMAND, text=shorten(rest), suggestion=None)
        return WhyPlan(place=place)
    return WhyPlan(words=rest)


def _meant(words: list[str]) -> str | None:
    """The word that was perhaps meant; a known one that has too much after it is meant by itself."""
    count, _ = _verb(words)
    if count:
        return " ".join(words[:count])
    close = difflib.get_close_matches(fold(words[0]), COACH_WORDS, 1)
    return SPELLED_COACH_WORDS[close[0]] if close else None
