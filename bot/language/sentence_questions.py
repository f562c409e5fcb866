"""Questions in plain words: about one's figures, the team's or a colleague's, one's deals, and what to do."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from bot.errors import CoachError
from bot.language.commands import Mine, Rep, Team
from bot.language.goal_words import GOAL_PILLARS, MOST_WORDS
from bot.language.periods import parse_period
from bot.language.pillars_command import parse_pillars
from bot.language.sentence_words import (
    COACHING,
    FIGURE_WORDS,
    GREETINGS,
    HELPS,
    HOW_WORDS,
    LISTING,
    LISTING_NOUNS,
    LISTING_OPEN,
    QUESTION_FILLERS,
    STATE_WORDS,
    TEAM_WORDS,
    THANKS,
    THANKS_CORE,
    UNDOING,
    UNDOING_FILLERS,
)
from bot.language.slack_text import unescape
from bot.language.tokens import flatten
from bot.language.words import DAY_WORDS, fold
from pillars import Window

MOST_WORDS_ASKED = 20
_MOST_WORDS_IN_PERIOD = 4
_MOST_WORDS_IN_NAME = 3
MOST_WORDS_UNDOING = max(len(phrase.split()) for phrase in UNDOING)
_MOST_WORDS_IN_GREETING = max(len(phrase.split()) for phrase in GREETINGS)
_TO_US = GREETINGS | {fold(word) for word in ("på", "dig", "där", "there", "du", "you", "coach", "bot", "sales", "are")}
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|([^<>]*))?>")
_PILLARS_FIRST = ("pillars", "/pillars", "pelare", "pelarna")


@dataclass(frozen=True, slots=True)
class Asked:
    """For a card: mine, the team's or a colleague's, over a window or the usual one."""

    card: Mine | Team | Rep


@dataclass(frozen=True, slots=True)
class AskedDeals:
    """For one's own deals."""

    open_only: bool


@dataclass(frozen=True, slots=True)
class AskedCoach:
    """What to do."""


@dataclass(frozen=True, slots=True)
class AskedHelp:
    """What can be written here."""


@dataclass(frozen=True, slots=True)
class AskedUndo:
    """To take back what was done last."""


@dataclass(frozen=True, slots=True)
class Greeted:
    """Nothing is asked yet."""


@dataclass(frozen=True, slots=True)
class Thanked:
    """Nothing is asked."""


Question = Asked | AskedDeals | AskedCoach | AskedHelp | AskedUndo | Greeted | Thanked


def asked(text: str, parts: list[str], *, today: date, week_start: int) -> Question | None:
    """What a message asks, or None. `parts` are its sentences, `text` is as Slack sends it, with its mentions.

    Every word of a question has to be a known one, beside a colleague's name and a period: "hur går det för Maria i
    mars" is one, "hur går det med bilen" is not.
    """
    whole = " ".join(parts)
    said = _folded(whole)
    if whole.strip() == "?" or said in HELPS:
        return AskedHelp()
    greeting, said = _greeting(said)
    if greeting and set(said.split()) <= _TO_US:
        return Greeted()
    if said in HELPS:
        return AskedHelp()
    if _undoes(said):
        return AskedUndo()
    words = said.split(" ") if said else []
    if not words or len(words) > MOST_WORDS_ASKED:
        return None
    if set(words) <= THANKS and set(words) & THANKS_CORE:
        return Thanked()
    if _coaches(said):
        return AskedCoach()
    if set(words) <= LISTING and set(words) & LISTING_NOUNS:
        return AskedDeals(open_only=bool(set(words) & LISTING_OPEN))
    if words[0] in _PILLARS_FIRST and len(words) > 1:
        with suppress(CoachError):
            command = parse_pillars(text.strip().partition(" ")[2].rstrip("?"), today=today, week_start=week_start)
            if isinstance(command, Mine | Team | Rep):
                return Asked(command)
    return _card(text, today, week_start)


def _greeting(said: str) -> tuple[bool, str]:
    """Whether a greeting comes first, and what is said after it."""
    words = said.split(" ")
    for length in range(min(_MOST_WORDS_IN_GREETING, len(words)), 0, -1):
        if " ".join(words[:length]) in GREETINGS:
            return True, " ".join(words[length:])
    return False, said


def _undoes(said: str) -> bool:
    """Whether all that is said is to take back what was done, with a few words of politeness around it."""
    words = said.split(" ")
    for length in range(min(MOST_WORDS_UNDOING, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            if " ".join(words[at : at + length]) in UNDOING:
                return all(word in UNDOING_FILLERS or word in UNDOING for word in words[:at] + words[at + length :])
    return False


def _folded(text: str) -> str:
    """Folded words with one space between them, without the punctuation around each."""
    words = [word.strip(".,!?:;…\"'“”()") for word in fold(text).replace("’", "'").split(" ")]
    return " ".join(word for word in words if any(c.isalnum() for c in word))


def _coaches(said: str) -> bool:
    """Whether a phrase about coaching is all that is said, but for a few words of politeness around it."""
    for phrase in COACHING:
        if said == phrase:
            return True
        if len(phrase.split()) > 1 and re.search(rf"(?:^| ){re.escape(phrase)}(?: |$)", said):
            rest = said.replace(phrase, " ").split()
            return all(word in QUESTION_FILLERS or word in GREETINGS or word in TEAM_WORDS for word in rest)
    return False


def _card(text: str, today: date, week_start: int) -> Asked | None:
    mentions = _MENTION.findall(text)
    written = [
        word.strip('.,!?:;…"“”()') for word in flatten(unescape(_MENTION.sub(" ", text))).replace("’", "'").split(" ")
    ]
    written = [word for word in written if any(c.isalnum() for c in word)]
    written, has_pillar = _without_pillar(written)
    words, window = _without_period(written, today, week_start)
    folded = [fold(word) for word in words]
    figures, how = bool(set(folded) & FIGURE_WORDS), bool(set(folded) & HOW_WORDS)
    team = bool(set(folded) & TEAM_WORDS)
    if not (has_pillar or figures or (how and (team or mentions or set(folded) & STATE_WORDS))):
        return None
    known = FIGURE_WORDS | HOW_WORDS | TEAM_WORDS | STATE_WORDS | QUESTION_FILLERS
    strangers = [word for word, key in zip(words, folded, strict=True) if key not in known]
    if len(mentions) == 1 and not strangers:
        return Asked(Rep(mentions[0][0], mentions[0][1] or None, window))
    if mentions or len(strangers) > _MOST_WORDS_IN_NAME or not all(_is_name(word) for word in strangers):
        return None
    if strangers:
        return Asked(Rep(None, _nominative(" ".join(strangers).lstrip("@"), possessed=has_pillar or figures), window))
    return Asked(Team(window) if team else Mine(window))


def _without_pillar(words: list[str]) -> tuple[list[str], bool]:
    """The words without the name of a pillar, and whether there was one."""
    for at in range(len(words)):
        for length in range(min(MOST_WORDS + 1, len(words) - at), 0, -1):
            if fold(" ".join(words[at : at + length])) in GOAL_PILLARS:
                return words[:at] + words[at + length :], True
    return words, False


def _without_period(words: list[str], today: date, week_start: int) -> tuple[list[str], Window | None]:
    """The words without those that name a period, and the period. A single day is none: "how is it going today"."""
    for length in range(min(_MOST_WORDS_IN_PERIOD, len(words)), 0, -1):
        for at in range(len(words) - length + 1):
            span = " ".join(words[at : at + length])
            if fold(span) in DAY_WORDS:
                continue
            with suppress(CoachError):
                window = parse_period(span, today, week_start)
                if window.start < window.end:
                    return words[:at] + words[at + length :], window
    return words, None


def _is_name(word: str) -> bool:
    return word[:1].isupper() or word.startswith("@")


def _nominative(name: str, *, possessed: bool) -> str:
    """ "Maria's win rate" is Maria's."""
    return name.removesuffix("'s") if possessed else name
