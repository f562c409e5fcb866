"""`/pillars goal …`: which pillar, whose, and the level to reach, in Swedish and English."""

import difflib
import re

from bot.errors import (
    AmountNotUnderstood,
    AmountOutOfRange,
    CommandNotUnderstood,
    GoalAmbiguous,
    GoalCurrency,
    GoalMissing,
    GoalNotUnderstood,
    GoalOutOfRange,
    GoalPillarUnknown,
)
from bot.language import numbers
from bot.language.amounts import normal, parse_amount
from bot.language.commands import ListGoals, RemoveGoal, SetGoal
from bot.language.goal_words import (
    DAY_UNITS,
    FILLERS,
    GOAL_PILLARS,
    MOST_WORDS,
    OFF,
    PER_QUARTER,
    SPELLED_GOAL_PILLARS,
)
from bot.language.slack_text import shorten
from bot.language.words import PILLARS_WORDS, fold
from bot.values import Goal

MOST_DAYS = 1000  # a sale that takes longer is a slip of the finger
MOST_OPPORTUNITIES = 100_000
_MOST_DIGITS = 20

_NUMBER = rf"(-\s?)?({numbers.NUMBER})"
_PERCENT = re.compile(rf"{_NUMBER}\s?(%|percent|per cent|procent|pct)?")
_DAYS = re.compile(rf"{_NUMBER}\s?([a-z]*)")
_COUNT = re.compile(
    rf"{_NUMBER}\s?(?:st|stycken|new|nya|affarer|deals|opps)?\s?(?:(?:/|per|a|i|om|each|every|varje)\s?([a-z]+))?"
)


def parse_goal(words: list[str], currency: str, *, team: bool = False) -> SetGoal | RemoveGoal | ListGoals:
    """What stands after `goal`; `currency` is the workspace's own (ISO 4217), which goals are in.

    `team` where the team was named before; it may also stand here. No words list the goals that there are.

    A win rate with a sign is per cent; without one it is per cent above 1 and a share below (`0,4` is 40 %), and a bare
    1 is asked about. Days may be weeks (`6 veckor`). Opportunities are per quarter of thirteen weeks; so many a week or
    a month are counted up.

    Raises GoalPillarUnknown, GoalMissing, GoalNotUnderstood, GoalOutOfRange, GoalAmbiguous, GoalCurrency, what
    `parse_amount` raises, and CommandNotUnderstood for a goal of somebody else's.
    """
    rest = [word for word in (each.strip(",") for each in words) if word]
    rest, named = _without_team(rest)
    team = team or named
    for word in rest:
        if word.startswith(("@", "<@")):
            raise CommandNotUnderstood(command="/pillars", text=shorten(word), suggestion=None)
    rest = _without_fillers(rest)
    if not rest:
        return ListGoals()
    off = next((count for count in (2, 1) if fold(" ".join(rest[:count])) in OFF), 0)  # "ta bort", "off"
    rest = _without_fillers(rest[off:])
    pillar, value = _pillar(rest)
    written = " ".join(value)
    if off:
        if written:
            raise GoalPillarUnknown(text=shorten(" ".join(rest)), suggestion=None)
        return RemoveGoal(pillar, team)
    if not written:
        raise GoalMissing(pillar=pillar)
    if fold(written) in OFF:
        return RemoveGoal(pillar, team)
    target = {
        "win_rate": _share,
        "order_value": lambda text: _amount(text, currency),
        "time_to_close": _days,
        "opportunities": _count,
    }[pillar](written)
    return SetGoal(Goal(pillar, target, currency if pillar == "order_value" else None, team))


def _without_team(words: list[str]) -> tuple[list[str], bool]:
    for count in (2, 1):
        for at in range(len(words) - count + 1):
            if PILLARS_WORDS.get(fold(" ".join(words[at : at + count])).strip(":")) == "team":
                return words[:at] + words[at + count :], True
    return words, False


def _without_fillers(words: list[str]) -> list[str]:
    while words and fold(words[0]) in FILLERS:
        words = words[1:]
    return words


def _pillar(words: list[str]) -> tuple[str, list[str]]:
    """The pillar that is named first, by as many words as name one, and the words of its value."""
    for count in range(min(len(words), MOST_WORDS), 0, -1):
        named = fold(" ".join(words[:count])).rstrip(":=")
        if named in GOAL_PILLARS:
            return GOAL_PILLARS[named], _without_fillers(words[count:])
    last = fold(words[-1]) if words else ""
    if len(words) > 1 and last in GOAL_PILLARS:  # "goal 30000 aov"
        return GOAL_PILLARS[last], words[:-1]
    close = difflib.get_close_matches(fold(words[0]), GOAL_PILLARS, 1) if words else []
    suggestion = SPELLED_GOAL_PILLARS[close[0]] if close else None
    raise GoalPillarUnknown(text=shorten(" ".join(words)), suggestion=suggestion)


def _share(text: str) -> float:
    """A win rate as a share, whole in basis points."""
    match = _PERCENT.fullmatch(fold(normal(text)))
    hundredths = _reading(match, text, "win_rate", decimals=2)
    signed = bool(match and match[3])
    if not signed and hundredths == 100:
        raise GoalAmbiguous(text=shorten(text), first="1%", second="100%")
    basis_points = hundredths if signed or hundredths > 100 else hundredths * 100
    if not 0 < basis_points <= 10_000:
        raise GoalOutOfRange(pillar="win_rate", text=shorten(text))
    return basis_points / 10_000


def _amount(text: str, currency: str) -> float:
    """Minor units of the workspace's currency."""
    try:
        amount = parse_amount(text, currency)
    except AmountNotUnderstood:
        raise GoalNotUnderstood(pillar="order_value", text=shorten(text)) from None
    except AmountOutOfRange:
        raise GoalOutOfRange(pillar="order_value", text=shorten(text)) from None
    if amount.per is not None:  # an order is worth what is paid over the horizon; which of the two is meant?
        raise GoalNotUnderstood(pillar="order_value", text=shorten(text))
    if amount.currency != currency:
        raise GoalCurrency(text=shorten(text), currency=currency)
    if amount.minor == 0:
        raise GoalOutOfRange(pillar="order_value", text=shorten(text))
    return float(amount.minor)


def _days(text: str) -> float:
    """Days, whole in tenths."""
    match = _DAYS.fullmatch(fold(normal(text)))
    hundredths = _reading(match, text, "time_to_close", decimals=2)
    unit = match[3] if match else ""
    if unit and unit not in DAY_UNITS:
        raise GoalNotUnderstood(pillar="time_to_close", text=shorten(text))
    tenths, finer = divmod(hundredths * DAY_UNITS.get(unit, 1), 10)
    if finer:
        raise GoalNotUnderstood(pillar="time_to_close", text=shorten(text))
    if not 10 <= tenths <= MOST_DAYS * 10:
        raise GoalOutOfRange(pillar="time_to_close", text=shorten(text))
    return tenths / 10


def _count(text: str) -> float:
    """New opportunities per quarter."""
    match = _COUNT.fullmatch(fold(normal(text)))
    number = _reading(match, text, "opportunities", decimals=0)
    often = match[3] if match else None
    if often and often not in PER_QUARTER:
        raise GoalNotUnderstood(pillar="opportunities", text=shorten(text))
    count = number * (PER_QUARTER[often] if often else 1)
    if not 1 <= count <= MOST_OPPORTUNITIES:
        raise GoalOutOfRange(pillar="opportunities", text=shorten(text))
    return float(count)


def _reading(match: re.Match[str] | None, text: str, pillar: str, *, decimals: int) -> int:
    """The number, in units of its last decimal."""
    if match is None:
        raise GoalNotUnderstood(pillar=pillar, text=shorten(text))
    if match[1] or len(match[2]) > _MOST_DIGITS:
        raise GoalOutOfRange(pillar=pillar, text=shorten(text))
    found = numbers.readings(match[2], factor=1, decimals=decimals)
    if len(found) != 1:
        raise GoalNotUnderstood(pillar=pillar, text=shorten(text))
    return found[0]
