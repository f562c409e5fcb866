"""What became of a deal: open, won or lost, from stage names, statuses and won/closed flags.

What the words and flags do not decide is said so (`UNKNOWN`, `CONTRADICTION`, …) and never guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from bot.language.words import fold, index


class Outcome(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"
    DISQUALIFIED = "disqualified"  # never an opportunity: left out unless the map says what it is
    SKIP = "skip"  # left out because the map says so
    UNKNOWN = "unknown"
    EMPTY = "empty"
    CONTRADICTION = "contradiction"
    FLAG_NOT_UNDERSTOOD = "flag_not_understood"


# What a mapping file may make of a stage.
ANSWERS = (Outcome.OPEN, Outcome.WON, Outcome.LOST, Outcome.SKIP)
# In a mapping file: every stage that is not known otherwise; every row, where no column says what became of it.
ANY_OTHER = "*"

_STAGES = index(
    {
        Outcome.WON: "won, closed won, closedwon, win, deal won, won deal, vunnen, vunnet, vunna, vann, vunnen affär,"
        " affär vunnen, avslutad vunnen, stängd vunnen, avslutat vunnet, stängd som vunnen, avslutad som vunnen,"
        " stängd och vunnen, closed as won, closed and won, vunnen stängd, won closed",
        Outcome.LOST: "lost, closed lost, closedlost, loss, deal lost, lost deal, förlorad, förlorat, förlorade,"
        " förlorad affär, affär förlorad, avslutad förlorad, stängd förlorad, avslutat förlorat, tappad, tappat,"
        " stängd som förlorad, avslutad som förlorad, stängd och förlorad, closed as lost, closed and lost,"
        " förlorad stängd, lost closed",
        Outcome.OPEN: "open, öppen, öppet, öppna, pågående, pågår, in progress, ongoing, ny, new, new deal, pipeline,"
        " prospecting, prospect, prospekt, prospektering, engaging, engaged, lead, leads, lead in, qualification,"
        " qualifying, qualified, kvalificering, kvalificerad, kvalificerat, needs analysis, behovsanalys,"
        " value proposition, id decision makers, perception analysis, proposal, proposal made, proposal sent,"
        " proposal price quote, offert, offert skickad, offererad, offererat, quote, quote sent, quoted, negotiation,"
        " negotiating, negotiations started, negotiation review, negotiation started, förhandling, i förhandling,"
        " appointment scheduled, appointmentscheduled, qualified to buy, qualifiedtobuy, presentation scheduled,"
        " presentationscheduled, decision maker bought in, decisionmakerboughtin, contract sent, contractsent,"
        " contact made, kontakt tagen, demo, demo scheduled, demo bokad, discovery, möte, möte bokat, meeting,"
        " meeting scheduled, meeting booked, avtal skickat, kontrakt skickat, verbal commit, muntligt ja, presentation,"
        " möte inbokat, kvalificerad för köp, redo för köp, presentation inbokad, beslutsfattare övertygad",
        Outcome.DISQUALIFIED: "disqualified, diskvalificerad, diskvalificerat, unqualified, okvalificerad,"
        " ej kvalificerad, not qualified, closed disqualified, archived, arkiverad, deleted, raderad, borttagen",
    }
)
_YES = frozenset(index({"": "1, true, yes, ja, sant, y, t, x, sann, ✓"}))
_NO = frozenset({"", *index({"": "0, false, no, nej, falskt, n, f, falsk"})})

_PIPELINE = re.compile(r"\s*\([^()]*\)\s*$")  # HubSpot: "Closed Won (Sales Pipeline)"
_NUMBERED = re.compile(r"^[0-9]{1,2}\s*[-.:)]*\s*")  # "6 - Closed Won", "06. Förlorad"
_MARKS = re.compile(r"[^\w]+|_+")


@lru_cache(maxsize=4096)
def same(name: str) -> str:
    """The form in which stage names are compared: without regard to case, accents, hyphens and spaces."""
    return _MARKS.sub(" ", fold(name)).strip()


@lru_cache(maxsize=4096)
def known(name: str) -> Outcome | None:
    """What a stage or status of this name means, or None. Pure words; a pipeline in parentheses is disregarded."""
    for form in (name, _PIPELINE.sub("", name), _NUMBERED.sub("", _PIPELINE.sub("", name).strip())):
        if found := _STAGES.get(same(form)):
            return found
    return None


@lru_cache(maxsize=4096)
def flag(text: str) -> bool | None:
    """A yes or no as exporters write it; empty is no. None where it is neither."""
    word = fold(text).strip()
    return True if word in _YES else False if word in _NO else None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a row says of its outcome, as text. None: the file has no such column."""

    status: str | None = None
    stage: str | None = None
    is_won: str | None = None
    is_closed: str | None = None
    is_lost: str | None = None
    won_on: str | None = None
    lost_on: str | None = None

    @property
    def name(self) -> str:
        """The words that a mapping file can give a meaning to."""
        return self.status or self.stage or ""


_NOTHING = Evidence()


@dataclass(frozen=True, slots=True)
class Rules:
    """`stages`: name as written in a mapping file → what it is."""

    stages: Mapping[str, Outcome] = field(default_factory=lambda: MappingProxyType({}))

    def outcome(self, row: Evidence) -> Outcome:
        """What became of the deal. The mapping file decides first, then flags and words, which must agree."""
        mapped = {same(name): outcome for name, outcome in self.stages.items() if name != ANY_OTHER}
        for name in (row.status, row.stage):
            if name and same(name) in mapped:
                return mapped[same(name)]
        found = _decided(row)
        if ANY_OTHER in self.stages and (found is Outcome.UNKNOWN or row == _NOTHING):
            return self.stages[ANY_OTHER]
        return found


def _decided(row: Evidence) -> Outcome:
    words = _by_words(row.status, row.stage)
    if words is Outcome.DISQUALIFIED:
        return words
    if row.is_won is None and row.is_closed is None and row.is_lost is None:
        if row.status is None and row.stage is None:
            return _by_dates(row)
        return words
    won, closed, lost = (flag(text or "") for text in (row.is_won, row.is_closed, row.is_lost))
    if won is None or closed is None or lost is None:
        return Outcome.FLAG_NOT_UNDERSTOOD
    if (won and lost) or ((won or lost) and row.is_closed is not None and not closed):
        return Outcome.CONTRADICTION
    if won or lost:
        return _agreeing(Outcome.WON if won else Outcome.LOST, words)
    if row.is_closed is None:  # not won (or not lost) is all that is known
        excluded = Outcome.WON if row.is_won is not None else Outcome.LOST
        both = row.is_won is not None and row.is_lost is not None
        if both:
            return _agreeing(Outcome.OPEN, words)
        return Outcome.CONTRADICTION if words is excluded else words
    if not closed:
        return _agreeing(Outcome.OPEN, words)
    if row.is_won is not None:
        return _agreeing(Outcome.LOST, words)
    if row.is_lost is not None:
        return _agreeing(Outcome.WON, words)
    return Outcome.CONTRADICTION if words is Outcome.OPEN else words


def _agreeing(flags: Outcome, words: Outcome) -> Outcome:
    """The flags' outcome unless the stage's own name says another; a closed deal may keep the stage it was in."""
    if words is Outcome.CONTRADICTION or (words in (Outcome.WON, Outcome.LOST) and words is not flags):
        return Outcome.CONTRADICTION
    return flags


def _by_words(status: str | None, stage: str | None) -> Outcome:
    if not status and not stage:
        return Outcome.EMPTY
    first, second = known(status or ""), known(stage or "")
    if Outcome.DISQUALIFIED in (first, second):
        return Outcome.DISQUALIFIED
    if first is None:
        return second or Outcome.UNKNOWN
    if second in (Outcome.WON, Outcome.LOST) and second is not first:
        return Outcome.CONTRADICTION
    return first


def _by_dates(row: Evidence) -> Outcome:
    if row.won_on is None and row.lost_on is None:
        return Outcome.EMPTY
    if row.won_on and row.lost_on:
        return Outcome.CONTRADICTION
    return Outcome.WON if row.won_on else Outcome.LOST if row.lost_on else Outcome.OPEN
