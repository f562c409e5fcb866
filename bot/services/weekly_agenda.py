"""What a weekly letter asks: check-ins, reviews that are due, stale deals. As things are when it is sent."""

from datetime import date, timedelta
from typing import Final, Protocol

from bot.services.clock import Clock, today_of
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.storage.kept_open import kept_open_numbers
from bot.values import Person, Status
from bot.values.commitment import Commitment
from bot.values.letters import Agenda, Letter, OldDeal
from coaching.review import Verdict

ASKED: Final = 3
"""Stale deals in one letter."""

MIDWEEK: Final = timedelta(days=3)
"""Before Sunday: the Thursday, which lies in the week that is meant, whether weeks begin on Sunday or on Monday."""


class Commitments(Protocol):
    """What a person has taken on; `bot.services.commitments.Commitments` is one."""

    def running(self, person: Person) -> list[Commitment]: ...

    def week_of(self, person: Person, day: date | None = None) -> date: ...

    def verdict_so_far(self, person: Person, commitment: Commitment) -> Verdict: ...


class Agendas:
    """Looks up what is to be asked of one person."""

    def __init__(self, database: Database, clock: Clock, commitments: Commitments) -> None:
        self._database = database
        self._clock = clock
        self._commitments = commitments

    def of(self, person: Person, letter: Letter) -> Agenda:
        """The agenda of a letter: at most `ASKED` of its stale deals, those that are open still and not left in peace.

        A commitment is asked about where it ran in that week and nobody has answered yet; where its review is due, that
        comes instead.
        """
        today = today_of(person, self._clock())
        week = self._commitments.week_of(person, letter.sunday - MIDWEEK)
        running = self._commitments.running(person)
        due = [one for one in running if one.due(today)]
        check_ins = [one for one in running if one not in due and _asks(one, week)]
        stale, in_all = self._stale(person, letter, today)
        return Agenda(
            week=week,
            check_ins=tuple(check_ins),
            due=tuple((one, self._commitments.verdict_so_far(person, one)) for one in due),
            stale=stale,
            stale_in_all=in_all,
        )

    def _stale(self, person: Person, letter: Letter, today: date) -> tuple[tuple[OldDeal, ...], int]:
        if not letter.stale:
            return (), 0
        with self._database.read() as connection:
            at_peace = kept_open_numbers(connection, person.workspace_id, person.member_id, today)
            deals = Deals(connection, person.workspace_id, person.yardstick.horizon_months)
            asked = []
            left = [(number, age) for number, age in letter.stale if number not in at_peace]
            for number, age in left:
                found = deals.by_number(number)
                if found is None or found.deal.deleted or found.deal.status is not Status.OPEN:
                    left = [one for one in left if one[0] != number]
                elif found.deal.rep_id == person.member_id:
                    asked.append(OldDeal(found.deal, age))
                if len(asked) == ASKED:
                    break
        return tuple(asked), max(len(left), len(asked))


def _asks(commitment: Commitment, week: date) -> bool:
    began = commitment.started_on <= week + timedelta(days=6)
    return began and week not in commitment.answers
