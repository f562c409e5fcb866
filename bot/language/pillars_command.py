"""`/pillars …`: whose figures, and of which period, in any order."""

import difflib
import re
from datetime import date

from bot.errors import CommandNotUnderstood, PeriodNotUnderstood
from bot.language.commands import Mine, OpenSettings, PillarsCommand, PillarsHelp, Rep, Team, Why
from bot.language.goals import parse_goal
from bot.language.periods import parse_period
from bot.language.slack_text import shorten, unescape
from bot.language.tokens import flatten, tidy
from bot.language.words import PILLARS_WORDS, SPELLED_PILLARS_WORDS, fold
from pillars import Window

COMMAND = "/pillars"
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>")
_MOST_WORDS_IN_WHOSE = 2  # "hela laget"


def parse_pillars(text: str, *, today: date, week_start: int = 0, currency: str = "SEK") -> PillarsCommand:
    """The command that stands in `text`, which is what was typed after `/pillars`, as Slack sends it.

    Whose (`me`, `team`, `@maria`; nothing means one's own) and a period, either first. `window` is None where no period
    was written. A name after "@" that Slack did not turn into a mention may have several words. After `goal` (also
    `team goal`) stands what `goals.parse_goal` reads, in the workspace's `currency`; `settings` stands alone. After
    `why` stands what a card is asked for with.

    Raises CommandNotUnderstood (command, text, suggestion) for words that are neither, and for two people;
    PeriodNotUnderstood where the rest of a command is no period; what `parse_goal` raises.
    """
    first, _, rest = text.strip().partition(" ")
    if PILLARS_WORDS.get(fold(first).strip("?:")) == "why":
        which = parse_pillars(rest, today=today, week_start=week_start, currency=currency)
        if isinstance(which, Mine | Team | Rep):
            return Why(which)
        raise CommandNotUnderstood(command=COMMAND, text=shorten(unescape(text)), suggestion=first)
    mentions = _MENTION.findall(text)
    own = _own_verb(tidy(flatten(unescape(text))).split(" "), currency)
    if own is not None:
        return own
    if mentions:
        user_id, label = mentions[0]
        if len(mentions) > 1:
            raise CommandNotUnderstood(command=COMMAND, text=shorten(unescape(text)), suggestion=None)
        rest = flatten(unescape(_MENTION.sub(" ", text)))
        _refuse_second_person(rest)
        name = tidy(flatten(label)).lstrip("@") or None
        return Rep(user_id, name, _window(rest, today, week_start))
    words = tidy(flatten(unescape(text))).split(" ")
    if words == [""]:
        return Mine()
    if PILLARS_WORDS.get(fold(words[0])) == "help":
        return PillarsHelp()
    if any(word.startswith("@") and len(word) > 1 for word in words):
        return _by_name(words, today, week_start)
    whose, rest = _whose(words)
    return (Team if whose == "team" else Mine)(_window(rest, today, week_start))


def _own_verb(words: list[str], currency: str) -> PillarsCommand | None:
    """A goal or the settings, which begin with a word of their own; None for everything else."""
    verbs = [PILLARS_WORDS.get(fold(word).strip(":")) for word in words[:2]]
    if verbs[0] == "settings":
        if len(words) > 1:
            raise CommandNotUnderstood(command=COMMAND, text=shorten(" ".join(words)), suggestion=words[0])
        return OpenSettings()
    if verbs[0] == "goal":
        return parse_goal(words[1:], currency)
    if verbs in (["team", "goal"], ["mine", "goal"]):
        return parse_goal(words[2:], currency, team=verbs[0] == "team")
    return None


def _whose(words: list[str]) -> tuple[str, str]:
    """ "team" or "mine", and the other words. Both at once, or "help" among others, are not understood."""
    for count in range(min(len(words), _MOST_WORDS_IN_WHOSE), 0, -1):
        for at in range(len(words) - count + 1):
            whose = PILLARS_WORDS.get(fold(" ".join(words[at : at + count])).strip(",:"))
            if whose in ("team", "mine"):
                rest = words[:at] + words[at + count :]
                _refuse_second_person(" ".join(rest))
                return whose, " ".join(rest)
    return "mine", " ".join(words)


def _refuse_second_person(rest: str) -> None:
    for word in rest.split(" "):
        if word.startswith("@") or PILLARS_WORDS.get(fold(word)) in ("team", "mine"):
            raise CommandNotUnderstood(command=COMMAND, text=shorten(word), suggestion=None)


def _by_name(words: list[str], today: date, week_start: int) -> Rep:
    """A rep by a typed "@name": the fewest words after "@" such that the others are a period, or none are left."""
    at = next(i for i, word in enumerate(words) if word.startswith("@") and len(word) > 1)
    error: PeriodNotUnderstood | None = None
    for end in range(at + 1, len(words) + 1):
        rest = " ".join(words[:at] + words[end:])
        _refuse_second_person(rest)
        try:
            window = _window(rest, today, week_start)
        except PeriodNotUnderstood as problem:
            error = error or problem
        else:
            return Rep(None, " ".join(words[at:end]).lstrip("@"), window)
    raise error or PeriodNotUnderstood(text=shorten(" ".join(words)))


def _window(rest: str, today: date, week_start: int) -> Window | None:
    rest = rest.strip(" ,")
    if not rest:
        return None
    try:
        return parse_period(rest, today, week_start)
    except PeriodNotUnderstood:
        close = difflib.get_close_matches(fold(rest), PILLARS_WORDS, 1)
        if close:
            raise CommandNotUnderstood(
                command=COMMAND, text=shorten(rest), suggestion=SPELLED_PILLARS_WORDS[close[0]]
            ) from None
        raise
