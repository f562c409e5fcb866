"""Deals and their history in one workspace. Nothing here reads or writes beyond that workspace."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection
from sqlalchemy.dialects import postgresql, sqlite

from bot.errors import StorageBusy
from bot.storage import deal_statements as sql
from bot.storage import tallies
from bot.storage.customers import note_words
from bot.storage.models import Customer
from bot.storage.order_value import order_value
from bot.storage.prepared import Prepared
from bot.storage.snapshots import to_json
from bot.values import Amount, Deal, Deed, Details, Kind, Per, Status, Yardstick
from pillars import Window, customer_key


@dataclass(frozen=True, slots=True)
class Stored:
    """A deal with its row's id, which nobody outside storage and services sees."""

    id: int
    deal: Deal


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a deal's history, `before` and `after` as snapshots."""

    id: int
    deal_id: int
    actor_id: int | None
    at: datetime
    deed: Deed
    before: dict[str, Any] | None
    after: dict[str, Any]
    undoes_id: int | None


class Deals:
    """The deals of one workspace, seen through one transaction."""

    def __init__(self, connection: Connection, workspace_id: int, horizon_months: int) -> None:
        self._db = connection
        self._workspace = workspace_id
        self._horizon = horizon_months
        self._held: set[int] = set()

    # Reading

    def by_number(self, number: int) -> Stored | None:
        """The deal of that number, deleted ones included."""
        return self._first(sql.BY_NUMBER, number=number)

    def by_id(self, deal_id: int) -> Stored:
        found = self._first(sql.BY_ID, deal=deal_id)
        if found is None:
            raise LookupError(f"no deal {deal_id} in workspace {self._workspace}")
        return found

    def by_ids(self, deal_ids: Sequence[int]) -> list[Stored]:
        """Many deals by their rows' ids, in no order; those that are not there are left out."""
        rows = self._db.execute(sql.BY_IDS, {"workspace": self._workspace, "deals": list(deal_ids)})
        return [Stored(row.id, self._deal(row)) for row in rows]

    def open_of_number(self, rep_id: int, number: int) -> Stored | None:
        """A rep's open deal of that number."""
        return self._first(sql.OPEN_OF_NUMBER, rep=rep_id, number=number)

    def open_of_customer(self, rep_id: int, customer: str) -> list[Stored]:
        """A rep's open deals with that customer, newest first."""
        return self._all(sql.OPEN_OF_CUSTOMER, rep=rep_id, customer=customer_key(customer))

    def twin(self, deal: Deal, since: datetime) -> Stored | None:
        """The newest deal that says the same as `deal` and was recorded after `since`."""
        customer = deal.details.customer
        return self._first(
            sql.TWIN_WITHOUT_AMOUNT if deal.amount is None else sql.TWIN,
            rep=deal.rep_id,
            since=since,
            status=deal.status.value,
            kind=deal.kind.value,
            customer=None if customer is None else customer_key(customer),
            **_stated(deal.amount),
        )

    def every(self, which: ColumnElement[bool] | None = None) -> Iterator[Deal]:
        """Every deal that is not deleted, or those of them for which `which` holds, oldest first."""
        wanted = sql.EVERY if which is None else sql.EVERY.where(which)
        query = wanted.execution_options(yield_per=10_000)
        for row in self._db.execute(query, {"workspace": self._workspace}):
            yield self._deal(row)

    def page(self, rep_id: int, *, open_only: bool, offset: int, limit: int) -> tuple[int, list[Deal]]:
        """How many deals a rep has, and a page of them, newest first."""
        which = {"rep": rep_id, "open_only": int(open_only)}
        total = int(self._run(sql.COUNT, **which)[0][0])
        return total, [stored.deal for stored in self._all(sql.PAGE, **which, offset=offset, limit=limit)]

    def tally(self, rep_id: int, window: Window, yardstick: Yardstick) -> tallies.Tally:
        """What a rep decided and sold in a window."""
        return tallies.tally(self._db, self._workspace, rep_id, window, yardstick)

    # Writing

    def hold_rep(self, rep_id: int) -> None:
        """Let one change at a time happen to a rep's deals, until this transaction ends (SQLite: always so)."""
        if self._db.dialect.name != "sqlite" and rep_id not in self._held:
            self._run(sql.HOLD_REP, rep=rep_id)
            self._held.add(rep_id)

    def next_number(self) -> int:
        """The next deal's number, taken for good when the transaction ends."""
        return int(self._run(sql.NEXT_NUMBER)[0].next_number) - 1

    def add(self, deal: Deal, *, source: str, at: datetime) -> int:
        """Write a new deal; returns its row's id."""
        values = self._values(deal) | {
            "workspace_id": self._workspace,
            "number": deal.number,
            "source": source,
            "external_id": None,
            "import_id": None,
            "imported_as": None,
            "created_at": at,
            "deleted_at": None,
        }
        tallies.count(self._db, self._workspace, deal, 1)
        return int(sql.ADD.run(self._db, values)[0].id)

    def put(self, was: Stored, deal: Deal, at: datetime) -> None:
        """Write how a deal now is.

        Raises StorageBusy where somebody has changed it since `was` was read: a change stands on the one before.
        """
        if self._db.dialect.name != "sqlite":  # SQLite lets nobody else write in between
            self.hold_rep(was.deal.rep_id)
            if self.by_id(was.id) != was:
                raise StorageBusy
        tallies.count(self._db, self._workspace, was.deal, -1)
        tallies.count(self._db, self._workspace, deal, 1)
        values = self._values(deal) | {"deleted_at": at if deal.deleted else None}
        self._run(sql.PUT, deal=was.id, **{f"new_{name}": values[name] for name in sql.PUT_COLUMNS})

    def somebody_sells(self) -> bool:
        """Whether there is any deal at all."""
        return bool(self._run(sql.SOMEBODY_SELLS))

    def note_imported_as(self, deal_id: int, content: str) -> None:
        """What a file said of the deal the last time it was read in."""
        self._run(sql.IMPORTED_AS, deal=deal_id, new_imported_as=content)

    # History

    def note_change(
        self,
        deal_id: int,
        actor_id: int | None,
        deed: Deed,
        *,
        before: Deal | None,
        after: Deal,
        at: datetime,
        undoes_id: int | None = None,
        request_key: str | None = None,
        import_id: int | None = None,
    ) -> int:
        """Write a history row; returns its id. An IntegrityError says that this request was carried out before."""
        values = {
            "workspace_id": self._workspace,
            "deal_id": deal_id,
            "actor_id": actor_id,
            "import_id": import_id,
            "at": at,
            "deed": deed.value,
            "before": None if before is None else to_json(before),
            "after": to_json(after),
            "undoes_id": undoes_id,
            "request_key": request_key,
        }
        return int(sql.ADD_CHANGE.run(self._db, values)[0].id)

    def change(self, change_id: int) -> Change | None:
        return self._change(sql.CHANGE, change=change_id)

    def change_of_request(self, request_key: str) -> Change | None:
        return self._change(sql.CHANGE_OF_REQUEST, request=request_key)

    def last_standing_change(self, actor_id: int, depth: int = 1000) -> Change | None:
        """The newest change by `actor_id` that nobody has taken back. Takings-back themselves do not count."""
        taken_back: set[int] = set()
        # Newest first: whether a change still stands is known before what it took back is met.
        for row in self._run(sql.LATEST_CHANGES, actor=actor_id, depth=depth):
            if row.id in taken_back:
                continue
            if row.undoes_id is not None:
                taken_back.add(row.undoes_id)
            elif row.actor_id == actor_id:
                return self.change(row.id)
        return None

    def history(self, deal_id: int) -> list[Change]:
        """All changes to a deal, oldest first."""
        return [_as_change(row) for row in self._run(sql.HISTORY, deal=deal_id)]

    # Details

    def _run(self, statement: Prepared, **parameters: Any) -> list[Any]:
        return statement.run(self._db, {"workspace": self._workspace, **parameters})

    def _first(self, statement: Prepared, **parameters: Any) -> Stored | None:
        found = self._all(statement, **parameters)
        return found[0] if found else None

    def _all(self, statement: Prepared, **parameters: Any) -> list[Stored]:
        return [Stored(row.id, self._deal(row)) for row in self._run(statement, **parameters)]

    def _change(self, statement: Prepared, **parameters: Any) -> Change | None:
        found = self._run(statement, **parameters)
        return _as_change(found[0]) if found else None

    def _deal(self, row: Any) -> Deal:
        amount = None
        if row.amount is not None:
            amount = Amount(row.amount, row.currency, None if row.per is None else Per(row.per))
        return Deal(
            number=row.number,
            rep_id=row.rep_id,
            rep_name=row.rep_name,
            status=Status(row.status),
            kind=Kind(row.kind),
            amount=amount,
            order_value=order_value(amount, self._horizon),
            horizon_months=self._horizon,
            opened_known=row.opened_known,
            deleted=row.deleted_at is not None,
            details=Details(
                customer=row.customer,
                product=row.product,
                contact_role=row.contact_role,
                loss_reason=row.loss_reason,
                note=row.note,
                opened_on=row.opened_on,
                first_meeting_on=row.first_meeting_on,
                quoted_on=row.quoted_on,
                closed_on=row.closed_on,
            ),
        )

    def _values(self, deal: Deal) -> dict[str, Any]:
        details = deal.details
        return {
            "rep_id": deal.rep_id,
            "status": deal.status.value,
            "kind": deal.kind.value,
            **_stated(deal.amount),
            "customer_id": None if details.customer is None else self._customer(details.customer),
            "product": details.product,
            "contact_role": details.contact_role,
            "loss_reason": details.loss_reason,
            "note": details.note,
            "opened_on": details.opened_on,
            "opened_known": deal.opened_known,
            "first_meeting_on": details.first_meeting_on,
            "quoted_on": details.quoted_on,
            "closed_on": details.closed_on,
        }

    def _customer(self, name: str) -> int:
        """The id of the customer of that name, written down if it is new."""
        key = customer_key(name)
        found = self._run(sql.CUSTOMER, customer=key)
        if not found:
            upsert = sqlite.insert if self._db.dialect.name == "sqlite" else postgresql.insert
            new = {"workspace_id": self._workspace, "name": " ".join(name.split()), "key": key}
            self._db.execute(upsert(Customer).on_conflict_do_nothing(), new)  # another transaction may have been first
            found = self._run(sql.CUSTOMER, customer=key)
            note_words(self._db, self._workspace, {int(found[0].id): name})
        return int(found[0].id)


def _stated(amount: Amount | None) -> dict[str, Any]:
    """An amount as it stands in the table."""
    if amount is None:
        return {"amount": None, "currency": None, "per": None}
    return {
        "amount": amount.minor,
        "currency": amount.currency,
        "per": None if amount.per is None else amount.per.value,
    }


def _as_change(row: Any) -> Change:
    return Change(row.id, row.deal_id, row.actor_id, row.at, Deed(row.deed), row.before, row.after, row.undoes_id)
