"""Which of a person's deals a plain sentence is about. Nothing is changed here."""

from bot.errors import NothingToUndo
from bot.language.commands import Record
from bot.language.words import fold
from bot.services.deal_entries import CANDIDATES
from bot.services.deals import DealDesk
from bot.storage.customers import has_all, words_typed
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.values import Deal, Foreseen, Kind, Person, Status, WhichDeal
from bot.values.said import LastDone
from pillars import customer_key

MOST_OPEN = 300
"""Open deals, the newest, among which a name in a sentence is looked for."""

_AROUND_WORDS = ".,!?:;\"'“”’()…-–"


class SaidDeals:
    def __init__(self, database: Database, desk: DealDesk) -> None:
        self._database = database
        self._desk = desk

    def foresee(self, person: Person, entry: Record) -> Foreseen | WhichDeal:
        """What recording the entry would come to, as `DealDesk.foresee` says it.

        Where no open deal is with a customer of just that name, those with one who is called so in part are asked
        about; so are all of the customer's where the entry is a quote, which seldom begins a deal. Raises what
        `record` would.
        """
        alike = self._alike(person, entry)
        if alike:
            outcome = entry.outcome or Status.WON
            return WhichDeal(outcome, alike, may_be_new=entry.amount is not None, amount=entry.amount)
        return self._desk.foresee(person, entry)

    def in_question(self, person: Person, entry: Record) -> WhichDeal | None:
        """The person's open deals with the customer of a deal that a form has won or lost as new; None where none are.

        A form for a new deal does not say that it is one: whoever presses the button means the deal they think of.
        """
        customer = entry.details.customer
        if customer is None or entry.kind is Kind.CALL_OFF or entry.outcome not in (Status.WON, Status.LOST):
            return None
        found = [d for d in self._open(person) if customer_key(d.details.customer or "") == customer_key(customer)]
        if not found:
            return None
        return WhichDeal(
            entry.outcome, tuple(_with_that_amount_first(found, entry)), may_be_new=True, amount=entry.amount
        )

    def named_in(self, person: Person, text: str) -> tuple[Deal, ...]:
        """The person's open deals with customers whose whole names stand in the text, the newest first."""
        words = f" {_plain(text)} "
        return tuple(
            deal
            for deal in self._open(person)
            if deal.details.customer and f" {_plain(deal.details.customer)} " in words
        )[:CANDIDATES]

    def last_done(self, person: Person) -> LastDone:
        """What "undo" would take back. Raises NothingToUndo."""
        with self._database.read() as connection:
            deals = Deals(connection, person.workspace_id, person.yardstick.horizon_months)
            change = deals.last_standing_change(person.member_id)
            if change is None:
                raise NothingToUndo
            return LastDone(change.deed, deals.by_id(change.deal_id).deal, change.id)

    def _alike(self, person: Person, entry: Record) -> tuple[Deal, ...]:
        customer = entry.details.customer
        if customer is None or entry.number is not None or entry.maybe_number is not None:
            return ()
        if entry.kind is Kind.CALL_OFF or entry.outcome is None:
            return ()
        quote = entry.outcome is Status.OPEN and entry.details.quoted_on is not None
        if entry.outcome is Status.OPEN and not quote:
            return ()
        found = [deal for deal in self._open(person) if deal.details.customer]
        exact = [deal for deal in found if customer_key(deal.details.customer or "") == customer_key(customer)]
        if exact:  # of what was won or lost the desk itself knows what to ask
            return tuple(_with_that_amount_first(exact, entry)) if quote else ()
        words = words_typed(customer)
        alike = [deal for deal in found if words and has_all(deal.details.customer or "", words)]
        return tuple(_with_that_amount_first(alike, entry))

    def _open(self, person: Person) -> list[Deal]:
        with self._database.read() as connection:
            deals = Deals(connection, person.workspace_id, person.yardstick.horizon_months)
            return deals.page(person.member_id, open_only=True, offset=0, limit=MOST_OPEN)[1]


def _with_that_amount_first(found: list[Deal], entry: Record) -> list[Deal]:
    return sorted(found, key=lambda deal: entry.amount is None or deal.amount != entry.amount)[:CANDIDATES]


def _plain(text: str) -> str:
    """Folded words with one space between them, without the punctuation around each."""
    return " ".join(word for each in fold(text).split() if (word := each.strip(_AROUND_WORDS)))
