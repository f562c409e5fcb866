"""Tags without a burden: after a decided deal one question about what the coach lacks for this rep, or none.

`/deal` itself reads nothing for it. What a rep's deals say is summed up in the background and remembered; an answer
looks only at that. Who has just begun here is asked from the second deal on, when the sum is there.
"""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from bot import errors
from bot.services.clock import Clock, day_in, today_of
from bot.services.deals import DealDesk
from bot.storage import loss_reasons
from bot.storage import tags as store
from bot.storage.engine import Database
from bot.storage.tags import AskedQuestion, TaggedDeal
from bot.values import Changed, Deal, Deed, Kind, Person, Status
from bot.values.asking import TAGS, Tag, TagChoice, TagOffer
from bot.values.loss_reasons import DEFAULT_REASONS

log = logging.getLogger(__name__)

LOOKED_AT: Final = 20
"""Decided deals of a rep: enough to see a habit, few enough to see a new one."""

NEEDED: Final = 5
"""Below this a rep has just begun, and is not to be met with questions."""

ENOUGH: Final = 0.6
"""Share of deals that carry a tag, from which on the coach's rules about it have something to go by."""

MOST_A_DAY: Final = 2
"""Questions to one rep. A third one on the same day is a form in slices."""

DISMISSED_FOR: Final = timedelta(days=91)
IGNORED: Final = 3
IGNORED_FOR: Final = timedelta(days=28)
"""Who left the last three questions about a tag alone has answered, too."""

CHOICES: Final = 5
RECORDED: Final = 300
"""Deals of everybody, of which the team's usual values are taken."""

FRESH_S: Final = 600.0
"""A sum that is older serves once more and is then made anew."""

MOST_REMEMBERED: Final = 10_000

_Who = tuple[int, int]
"""Workspace and member."""


@dataclass(slots=True)
class _Sum:
    """What is remembered of a rep: by tag how many deals carry it, of how many, the likely values, until when it rests.

    `asked` are the days of the questions of late, one each.
    """

    made: float
    carried: dict[Tag, tuple[int, int]]
    choices: dict[Tag, tuple[str, ...]]
    rests: dict[Tag, datetime]
    asked: list[date] = field(default_factory=list)


class Tags:
    """Asks for tags, and records them."""

    def __init__(self, database: Database, clock: Clock, desk: DealDesk) -> None:
        self._database = database
        self._clock = clock
        self._desk = desk
        self._lock = threading.Lock()
        self._sums: dict[_Who, _Sum] = {}
        self._awaited: set[_Who] = set()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="tags")

    # In the answer to a deal

    def offer(self, person: Person, change: Changed) -> TagOffer | None:
        """The one question to ask after this change, if any. Touches no database."""
        deal = change.deal
        if change.deed not in (Deed.RECORDED, Deed.CLOSED) or deal.status is Status.OPEN or deal.kind is Kind.CALL_OFF:
            return None
        who = (person.workspace_id, person.member_id)
        if deal.rep_id != person.member_id:
            return None
        known = self._sums.get(who)
        if known is None or time.monotonic() - known.made > FRESH_S:
            self._sum_up_soon(who, person.tz)
        if known is None:
            return None
        now = self._clock()
        with self._lock:
            chosen = _choose(known, deal, now, today_of(person, now))
            if chosen is None:
                return None
            known.asked.append(today_of(person, now))
        self._soon(lambda: self._note_question(who, chosen, now))
        carried, decided = known.carried[chosen.tag]
        return TagOffer(chosen.tag, deal.number, known.choices[chosen.tag], carried, decided)

    # Its buttons

    def tell(self, person: Person, choice: TagChoice, request_key: str) -> Changed:
        """Record a tag: an edit of the deal like any other, with its undo.

        Raises what editing a deal raises, and FormExpired where there is nothing to record, or where the deal that a
        reason was asked for is not lost any more.
        """
        if choice.value is None:
            raise errors.FormExpired
        deal = self._desk.find(person, choice.number)
        if choice.tag == "loss_reason" and deal.status is not Status.LOST:
            raise errors.FormExpired
        changed = self._desk.edit(person, choice.number, {choice.tag: choice.value}, request_key)
        self._note_answer(person, choice, "told")
        return changed

    def dismiss(self, person: Person, choice: TagChoice) -> date:
        """Do not ask about this tag for a quarter; returns the day until which."""
        self._note_answer(person, choice, "dismissed")
        until = self._clock() + DISMISSED_FOR
        with self._lock:
            known = self._sums.get((person.workspace_id, person.member_id))
            if known is not None:
                known.rests[choice.tag] = until
        return day_in(person.tz, until)

    def _note_answer(self, person: Person, choice: TagChoice, answer: str) -> None:
        with self._database.write() as connection:
            store.note_answer(
                connection,
                person.workspace_id,
                person.member_id,
                choice.tag,
                choice.number,
                self._clock(),
                answer,
            )

    # In the background

    def settle(self) -> None:
        """Wait until what was begun in the background is done."""
        self._worker.submit(lambda: None).result()

    def close(self) -> None:
        """Stop; what waits is left undone."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def sum_up(self, who: _Who, tz: str = "UTC") -> None:
        """Read what a rep's deals say and remember it."""
        now = self._clock()
        with self._database.read() as connection:
            mine = store.last_decided(connection, *who, LOOKED_AT)
            all_ = store.last_recorded(connection, who[0], RECORDED)
            asked = store.questions_since(connection, *who, now - DISMISSED_FOR)
            listed = loss_reasons.newest(connection, who[0])
        reasons = DEFAULT_REASONS if listed is None else listed.reasons
        fresh = _Sum(
            made=time.monotonic(),
            carried={tag: _carried(tag, mine) for tag in TAGS},
            choices={tag: _choices(tag, mine, all_, reasons) for tag in TAGS},
            rests=_rests(asked),
            asked=[day_in(tz, question.asked_at) for question in asked],
        )
        with self._lock:
            if len(self._sums) >= MOST_REMEMBERED:
                self._sums.clear()
            before = self._sums.get(who)
            if before is not None and len(before.asked) > len(fresh.asked):
                fresh.asked = before.asked  # a question that is asked, but not written down yet
            self._sums[who] = fresh

    def _sum_up_soon(self, who: _Who, tz: str) -> None:
        with self._lock:
            if who in self._awaited:
                return
            self._awaited.add(who)
        self._soon(lambda: self._sum_up_once(who, tz))

    def _sum_up_once(self, who: _Who, tz: str) -> None:
        try:
            self.sum_up(who, tz)
        finally:
            with self._lock:
                self._awaited.discard(who)

    def _note_question(self, who: _Who, chosen: "_Chosen", at: datetime) -> None:
        with self._database.write() as connection:
            store.note_question(connection, *who, chosen.tag, chosen.number, at)

    def _soon(self, what: Callable[[], None]) -> None:
        def tried() -> None:
            try:
                what()
            except Exception:
                log.exception("tags could not be looked after")

        try:
            self._worker.submit(tried)
        except RuntimeError:  # we are stopping
            log.debug("not done any more: %s", what)


@dataclass(frozen=True, slots=True)
class _Chosen:
    tag: Tag
    number: int


def _choose(known: _Sum, deal: Deal, now: datetime, today: date) -> _Chosen | None:
    """The first tag that the deal and the rep's deals lack, and that does not rest; None where there is none."""
    if known.asked.count(today) >= MOST_A_DAY:
        return None
    for tag in TAGS:
        if getattr(deal.details, tag) or (tag == "loss_reason" and deal.status is not Status.LOST):
            continue
        if now < known.rests.get(tag, now) or not _lacking(tag, known):
            continue
        return _Chosen(tag, deal.number)
    return None


def _lacking(tag: Tag, known: _Sum) -> bool:
    carried, decided = known.carried[tag]
    if known.carried["product"][1] < NEEDED:  # of all decided deals
        return False
    if tag == "product" and not known.choices["product"]:
        return False  # a team that names no products has none to tell apart, or one only
    return carried < ENOUGH * decided if decided else True


def _carried(tag: Tag, mine: Sequence[TaggedDeal]) -> tuple[int, int]:
    deals = [deal for deal in mine if tag != "loss_reason" or deal.status == Status.LOST.value]
    return sum(bool(getattr(deal, tag)) for deal in deals), len(deals)


def _choices(
    tag: Tag, mine: Sequence[TaggedDeal], all_: Sequence[TaggedDeal], reasons: Sequence[str]
) -> tuple[str, ...]:
    """The values used most, the rep's own before the team's; the workspace's list of reasons fills what is left."""
    found: dict[str, str] = {}
    for deals in (mine, all_):
        named = Counter(value for deal in deals if (value := getattr(deal, tag)))
        for value, _ in named.most_common():
            found.setdefault(value.casefold(), value)
    if tag == "loss_reason":
        for reason in reasons:
            found.setdefault(reason.casefold(), reason)
    return tuple(found.values())[:CHOICES]


def _rests(asked: Sequence[AskedQuestion]) -> dict[Tag, datetime]:
    """Until when each tag is not asked about: after being dismissed, or left alone several times in a row."""
    rests: dict[Tag, datetime] = {}
    for tag in TAGS:
        questions = [question for question in asked if question.tag == tag]  # the newest first
        dismissed = [q.answered_at for q in questions if q.answer == "dismissed" and q.answered_at is not None]
        if dismissed:
            rests[tag] = max(dismissed) + DISMISSED_FOR
        elif len(questions) >= IGNORED and all(q.answer is None for q in questions[:IGNORED]):
            rests[tag] = questions[0].asked_at + IGNORED_FOR
    return rests
