"""Reading files in: one transaction a file, the same row once, and all of it can be taken back."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from bot import errors
from bot.importing import Chunk, Rejected
from bot.services.clock import Clock
from bot.storage import benchmarks, tallies
from bot.storage import imports as store
from bot.storage.deal_statements import DEAL_COLUMNS
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.storage.order_value import order_value
from bot.storage.snapshots import from_json, to_json
from bot.storage.workspaces import Members, Profile, yardstick_of
from bot.values import (
    Amount,
    Deal,
    Deed,
    Details,
    Kind,
    PastImport,
    Per,
    Person,
    Role,
    Status,
    UndoneImport,
)
from pillars import customer_key

NO_OWNER = "No owner"
"""Under which name deals wait whose file names nobody."""

# What makes a row what it is: as these say, so is it the same row or a changed one.
_CONTENT = (
    "rep",
    "rep_email",
    "status",
    "kind",
    "amount",
    "currency",
    "per",
    "customer",
    "product",
    "contact_role",
    "loss_reason",
    "note",
    "opened_on",
    "opened_known",
    "first_meeting_on",
    "quoted_on",
    "closed_on",
)
_DATES = ("opened_on", "first_meeting_on", "quoted_on", "closed_on")
_TEXTS = ("currency", "per", "product", "contact_role", "loss_reason", "note")


class _DryRun(Exception):
    """Ends the transaction of a dry run without a trace."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What came of a file. Every row of it is in exactly one of the counts."""

    import_id: int
    added: int
    changed: int
    unchanged: int
    rejected: tuple[Rejected, ...]
    duplicates: tuple[int, ...]  # lines that say exactly what an earlier line says; they were read in all the same
    won: int
    lost: int
    open: int
    notes: tuple[tuple[str, int], ...]  # what was changed on the way in, and how often: `Chunk.notes`
    joined: tuple[str, ...]  # names of the file that are Slack members
    waiting: tuple[str, ...]  # names that nobody is known by


@dataclass(slots=True)
class _Counts:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    by_status: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("won", "lost", "open"), 0))
    rejected: list[Rejected] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)


class Imports:
    """Files in, and out again."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def run(
        self,
        workspace_id: int,
        chunks: Iterable[Chunk],
        *,
        file_name: str,
        source: str,
        directory: Sequence[Profile] = (),
        rep: str | None = None,
        dry_run: bool = False,
        progress: Callable[[int], None] = lambda rows: None,
    ) -> ImportReport:
        """Read the chunks of a file into a workspace, all of it or nothing.

        `directory` is who Slack knows, for matching by e-mail and name; `rep` owns rows that name nobody. `progress` is
        told how many rows each step took. A dry run does the same and leaves nothing behind.
        """
        reports: list[ImportReport] = []
        try:
            with self._database.write() as connection:
                reading = _Reading(connection, workspace_id, source, directory, rep, self._clock())
                with store.room_for_many(connection):
                    reports.append(reading.run(chunks, file_name, progress))
                if dry_run:
                    raise _DryRun
        except _DryRun:
            pass
        return reports[0]

    def undo(self, workspace_id: int, import_id: int) -> UndoneImport:
        """Take an import back: what it added leaves every figure, what it changed is as it was.

        What somebody has changed since stays. Raises ImportNotFound, ImportAlreadyUndone.
        """
        now = self._clock()
        with self._database.write() as connection:
            past = store.past(connection, workspace_id, import_id)
            if past is None:
                raise errors.ImportNotFound(number=import_id)
            if past.undone:
                raise errors.ImportAlreadyUndone(number=import_id)
            yardstick = yardstick_of(connection, workspace_id)
            deals = Deals(connection, workspace_id, yardstick.horizon_months)
            restored = kept = 0
            for change_id in store.changed_by(connection, workspace_id, import_id):
                change = deals.change(change_id)
                if change is None or change.before is None:
                    continue
                stored = deals.by_id(change.deal_id)
                if to_json(stored.deal) != change.after:
                    kept += 1
                    continue
                was = from_json(change.before, stored.deal)
                deals.put(stored, was, now)
                deals.note_change(
                    stored.id, None, Deed.UNDONE, before=stored.deal, after=was, at=now, undoes_id=change_id
                )
                restored += 1
            deleted, stay = store.delete_added(connection, workspace_id, import_id, now)
            store.mark_undone(connection, workspace_id, import_id, now)
            tallies.rebuild(connection, workspace_id)
            benchmarks.say_out_of_date(connection, workspace_id, now)
        return UndoneImport(import_id, past.file_name, deleted, restored, kept + stay)

    def newest(self, workspace_id: int) -> PastImport | None:
        """The newest import that stands."""
        with self._database.read() as connection:
            past = store.past(connection, workspace_id)
        return None if past is None else PastImport(past.id, past.file_name, past.at.date(), past.added, past.changed)

    def offered_to_undo(self, person: Person) -> PastImport | None:
        """The import that an admin's "undo" may mean: the newest, where they have changed nothing themselves since."""
        if person.role is not Role.ADMIN:
            return None
        with self._database.read() as connection:
            past = store.past(connection, person.workspace_id)
            change = Deals(connection, person.workspace_id, 12).last_standing_change(person.member_id)
        if past is None or (change is not None and change.at > past.at):
            return None
        return PastImport(past.id, past.file_name, past.at.date(), past.added, past.changed)

    def undo_as(self, person: Person, import_id: int) -> UndoneImport:
        """`undo`, for an admin. Raises NotAllowed for anybody else."""
        if person.role is not Role.ADMIN:
            raise errors.NotAllowed(what="undo_import")
        return self.undo(person.workspace_id, import_id)

    def join(self, workspace_id: int, waiting: str, slack_user_id: str) -> int:
        """Give a Slack member the deals that wait under a file's name; returns how many. Raises MemberUnknown."""
        with self._database.write() as connection:
            members = Members(connection, workspace_id)
            name, member = members.waiting(waiting), members.by_slack_id(slack_user_id)
            if name is None:
                raise errors.MemberUnknown(who=waiting)
            if member is None:
                raise errors.MemberUnknown(who=slack_user_id)
            moved = members.join(name.id, member.id)
            tallies.rebuild(connection, workspace_id)
            benchmarks.say_out_of_date(connection, workspace_id, self._clock())
        return moved


class _Reading:
    """One file on its way in, within one transaction."""

    def __init__(
        self,
        connection: Connection,
        workspace_id: int,
        source: str,
        directory: Sequence[Profile],
        rep: str | None,
        now: datetime,
    ) -> None:
        self._db = connection
        self._workspace = workspace_id
        self._source = source
        self._rep = rep
        self._now = now
        self._members = Members(connection, workspace_id)
        self._yardstick = yardstick_of(connection, workspace_id)
        self._directory = _Directory(self._members, directory, now)
        self._customers: dict[str, int] = {}
        self._seen: dict[int, int] = {}  # external id → content, of this file; hashes, to hold a million of them
        self._times: dict[str, int] = {}  # content → how often, where the file gives no ids
        self._first_time = not store.any_of_source(connection, workspace_id, source)
        self._counts = _Counts()
        self._import_id = 0

    def run(self, chunks: Iterable[Chunk], file_name: str, progress: Callable[[int], None]) -> ImportReport:
        self._import_id = store.begin(self._db, self._workspace, file_name=file_name, source=self._source, at=self._now)
        counts = self._counts
        for chunk in chunks:
            counts.rejected += chunk.rejected
            counts.notes.update(chunk.notes)
            if len(chunk.rows):
                self._take(chunk.rows)
            progress(len(chunk.rows) + len(chunk.rejected) + chunk.blank + chunk.footer)
        store.finish(
            self._db,
            self._workspace,
            self._import_id,
            added=counts.added,
            changed=counts.changed,
            unchanged=counts.unchanged,
            rejected=len(counts.rejected),
        )
        tallies.rebuild(self._db, self._workspace)
        benchmarks.say_out_of_date(self._db, self._workspace, self._now)
        return ImportReport(
            import_id=self._import_id,
            added=counts.added,
            changed=counts.changed,
            unchanged=counts.unchanged,
            rejected=tuple(counts.rejected),
            duplicates=tuple(counts.duplicates),
            won=counts.by_status["won"],
            lost=counts.by_status["lost"],
            open=counts.by_status["open"],
            notes=tuple(sorted((key, count) for key, count in counts.notes.items() if count)),
            joined=tuple(sorted(self._directory.joined)),
            waiting=tuple(sorted(self._directory.waiting)),
        )

    def _take(self, rows: pd.DataFrame) -> None:
        """Sort the rows into new, changed and unchanged, and write them."""
        content = _fingerprints(rows)
        ids = self._external_ids(rows, content)
        new, changed = np.zeros(len(rows), dtype=bool), []
        earlier = {} if self._first_time else store.known(self._db, self._workspace, self._source, ids)
        lines = rows["line"].to_list()
        for n, (external_id, said) in enumerate(zip(ids, content, strict=True)):
            before = self._seen.get(hash(external_id))
            if before is not None:
                # The same id twice in one file: the same words are one deal, other words cannot both be true.
                if before == hash(said):
                    self._counts.unchanged += 1
                    self._counts.duplicates.append(lines[n])
                else:
                    self._counts.rejected.append(Rejected(lines[n], "same_id_twice", {"id": external_id}, ()))
                continue
            self._seen[hash(external_id)] = hash(said)
            known = earlier.get(external_id)
            if known is None:
                new[n] = True
            elif known.imported_as != said or known.deleted:
                changed.append((n, known))
            else:
                self._counts.unchanged += 1
                self._counts.by_status[rows["status"].iloc[n]] += 1
        if new.any():
            self._add(rows[new], [i for i, is_new in zip(ids, new, strict=True) if is_new], content[new])
        if changed:
            at = [n for n, _ in changed]
            self._change(rows.iloc[at], [known for _, known in changed], content[at])

    def _external_ids(self, rows: pd.DataFrame, content: np.ndarray[Any, Any]) -> list[str]:
        """The file's own ids; where it gives none, what the row says, and the how manieth time it says so."""
        ids = rows["external_id"].astype(object).where(rows["external_id"].notna(), None).to_list()
        for n, external_id in enumerate(ids):
            if external_id is None:
                said = content[n]
                times = self._times[said] = self._times.get(said, 0) + 1
                ids[n] = f"content:{said}:{times}"
                if times > 1:
                    self._counts.duplicates.append(int(rows["line"].iloc[n]))
        return ids

    def _add(self, rows: pd.DataFrame, ids: list[str], content: np.ndarray[Any, Any]) -> None:
        first = store.take_numbers(self._db, self._workspace, len(rows))
        columns = {name: _plain(rows[name]) for name in (*_TEXTS, "amount")}
        columns |= {name: _days(rows[name]) for name in _DATES}
        status, known = rows["status"].astype(str).to_list(), rows["opened_known"].to_list()
        reps, customers = self._reps(rows), self._customer_ids(rows["customer"])
        moment = self._now if self._db.dialect.name != "sqlite" else self._now.strftime("%Y-%m-%d %H:%M:%S.%f")
        today = self._now.date().isoformat()
        size = len(rows)
        values: dict[str, Sequence[Any]] = {
            "workspace_id": [self._workspace] * size,
            "number": range(first, first + size),
            "rep_id": reps,
            "status": status,
            "kind": rows["kind"].astype(str).to_list(),
            **columns,
            "currency": [
                c if a is not None else None for c, a in zip(columns["currency"], columns["amount"], strict=True)
            ],
            "customer_id": customers,
            # Where nobody said when it opened, the date is a stand-in that no figure uses.
            "opened_on": [o or c or today for o, c in zip(columns["opened_on"], columns["closed_on"], strict=True)],
            "opened_known": [bool(k) for k in known],
            "source": [self._source] * size,
            "external_id": ids,
            "import_id": [self._import_id] * size,
            "imported_as": list(content),
            "created_at": [moment] * size,
            "deleted_at": [None] * size,
        }
        store.add_deals(self._db, zip(*(values[name] for name in DEAL_COLUMNS), strict=True))
        self._counts.added += size
        for name, count in rows["status"].value_counts().items():
            self._counts.by_status[str(name)] += int(count)

    def _change(self, rows: pd.DataFrame, known: list[store.Known], content: np.ndarray[Any, Any]) -> None:
        """Write what a later file says of deals that an earlier one added, with their history."""
        deals = Deals(self._db, self._workspace, self._yardstick.horizon_months)
        said = {name: _plain(rows[name]) for name in _CONTENT if name not in _DATES}
        said |= {name: [None if d is None else date.fromisoformat(d) for d in _days(rows[name])] for name in _DATES}
        reps = self._reps(rows)
        self._customer_ids(rows["customer"])
        for n, earlier in enumerate(known):
            row = {name: values[n] for name, values in said.items()}
            stored = deals.by_id(earlier.id)
            deal = _as_deal(stored.deal, row, reps[n])
            self._counts.by_status[deal.status.value] += 1
            if deal == stored.deal:
                self._counts.unchanged += 1
            else:
                deals.put(stored, deal, self._now)
                deals.note_change(
                    stored.id,
                    None,
                    Deed.EDITED,
                    before=stored.deal,
                    after=deal,
                    at=self._now,
                    import_id=self._import_id,
                )
                self._counts.changed += 1
            deals.note_imported_as(stored.id, str(content[n]))

    def _reps(self, rows: pd.DataFrame) -> list[int]:
        names = _plain(rows["rep"])
        emails = _plain(rows["rep_email"])
        return [
            self._directory.member(name or (self._rep if email is None else None), email)
            for name, email in zip(names, emails, strict=True)
        ]

    def _customer_ids(self, names: Any) -> list[int | None]:
        plain = _plain(names)
        keys = {name: customer_key(name) for name in dict.fromkeys(plain) if name is not None}
        new: dict[str, str] = {}
        for name, key in keys.items():
            if key and key not in self._customers:
                new.setdefault(key, " ".join(name.split())[:200])  # as it is first written
        if new:
            self._customers |= store.keep_customers(self._db, self._workspace, new)
        return [None if name is None or not keys[name] else self._customers[keys[name]] for name in plain]


def _as_deal(deal: Deal, row: Mapping[str, Any], rep_id: int) -> Deal:
    """`deal` as a row of a file now has it."""
    amount = None
    if row["amount"] is not None:
        amount = Amount(int(row["amount"]), row["currency"], None if row["per"] is None else Per(row["per"]))
    details = {name: row[name] for name in Details.__dataclass_fields__}
    details["opened_on"] = details["opened_on"] or details["closed_on"] or deal.details.opened_on
    return replace(
        deal,
        rep_id=rep_id,
        status=Status(row["status"]),
        kind=Kind(row["kind"]),
        amount=amount,
        order_value=order_value(amount, deal.horizon_months),
        opened_known=bool(row["opened_known"]),
        deleted=False,
        details=Details(**details),
    )


class _Directory:
    """Who the names of a file are: a Slack member by e-mail, then by name, else somebody who waits under that name."""

    def __init__(self, members: Members, profiles: Sequence[Profile], now: datetime) -> None:
        self._members = members
        self._now = now
        self._profiles = profiles
        everybody = members.all()
        self._here = [m for m in everybody if m.profile.slack_user_id]
        self._waiting = {_name_key(m.profile.name): m.id for m in everybody if not m.profile.slack_user_id}
        self._known: dict[tuple[str | None, str | None], int] = {}
        self.joined: set[str] = set()
        self.waiting: set[str] = set()

    def member(self, name: str | None, email: str | None) -> int:
        """The member's id, for a name and an e-mail address as the file has them."""
        key = (name, email)
        if key not in self._known:
            self._known[key] = self._find(name, email)
        return self._known[key]

    def _find(self, name: str | None, email: str | None) -> int:
        called = name or email or NO_OWNER
        candidates = [p for p in self._profiles if email and p.email and p.email.casefold() == email.casefold()]
        if not candidates and name:
            wanted = _name_key(name)
            candidates = [p for p in self._profiles if wanted in (_name_key(p.name), _name_key(p.handle))]
        if not candidates:
            found = [member for member in self._here if _is(member.profile, name, email)]
            if len(found) == 1:
                self.joined.add(called)
                return found[0].id
        if len(candidates) == 1:  # two people of one name are for an admin to tell apart
            self.joined.add(called)
            return self._members.keep(candidates[0], self._now)
        self.waiting.add(called)
        key = _name_key(called)
        if key not in self._waiting:
            self._waiting[key] = self._members.keep_waiting(called, self._now)
        return self._waiting[key]


def _is(profile: Profile, name: str | None, email: str | None) -> bool:
    if email and profile.email:
        return email.casefold() == profile.email.casefold()
    return bool(name) and _name_key(name or "") in (_name_key(profile.name), _name_key(profile.handle))


def _name_key(name: str) -> str:
    return " ".join(name.casefold().split())


def _fingerprints(rows: pd.DataFrame) -> np.ndarray[Any, Any]:
    """What each row says, as sixteen hexadecimal digits; the line and the id are not part of it."""
    said = {}
    for name in _CONTENT:
        column = rows[name]
        said[name] = (
            (_days(column) if name in _DATES else _plain(column)) if name != "opened_known" else column.astype(bool)
        )
    text = pd.DataFrame({name: pd.Series(list(values), dtype=object).astype(str) for name, values in said.items()})
    hashed = pd.util.hash_pandas_object(text, index=False).to_numpy()
    return np.array([f"{value:016x}" for value in hashed], dtype=object)


def _plain(column: Any) -> list[Any]:
    """A column as Python's own values, None for what is missing."""
    values: list[Any] = column.astype(object).where(column.notna(), None).to_list()
    return values


def _days(column: Any) -> list[str | None]:
    """A column of dates as ISO text, None for what is missing."""
    days = column.to_numpy().astype("datetime64[D]")
    text = days.astype(str).astype(object)
    text[np.isnat(days)] = None
    return list(text)
