"""One file on its way in: each row is new, changed, unchanged or rejected, all within one transaction."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from bot.importing import Chunk, Rejected
from bot.language.slack_text import shorten
from bot.services.import_owners import Directory
from bot.services.import_rows import CONTENT, DATES, TEXTS, as_deal, days, fingerprints, plain
from bot.storage import benchmarks, tallies
from bot.storage import imports as store
from bot.storage.deal_statements import DEAL_COLUMNS
from bot.storage.deals import Deals
from bot.storage.workspaces import Members, Profile, yardstick_of
from bot.values import Deed
from pillars import customer_key


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


@dataclass(frozen=True, slots=True)
class Owner:
    """The member whose deals a file's rows are where they name nobody; with `only`, other people's rows are refused."""

    member_id: int
    only: bool


@dataclass(slots=True)
class _Counts:
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    by_status: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("won", "lost", "open"), 0))
    rejected: list[Rejected] = field(default_factory=list)
    duplicates: list[int] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)


class Reading:
    """One file on its way in, within one transaction."""

    def __init__(
        self,
        connection: Connection,
        workspace_id: int,
        source: str,
        directory: Sequence[Profile],
        rep: str | None,
        now: datetime,
        owner: Owner | None,
        *,
        dry_run: bool = False,
    ) -> None:
        """With `dry_run` the rows are sorted and counted, and nothing is written."""
        self._db = connection
        self._workspace = workspace_id
        self._source = source
        self._rep = rep
        self._owner = owner
        self._now = now
        self._members = Members(connection, workspace_id)
        self._yardstick = yardstick_of(connection, workspace_id)
        self._dry_run = dry_run
        self._directory = Directory(self._members, directory, now, writes=not dry_run)
        self._customers: dict[str, int] = {}
        self._seen: dict[int, int] = {}  # external id → content, of this file; hashes, to hold a million of them
        self._times: dict[str, int] = {}  # content → how often, where the file gives no ids
        self._first_time = not store.any_of_source(connection, workspace_id, source)
        self._counts = _Counts()
        self._import_id = 0

    def run(self, chunks: Iterable[Chunk], file_name: str, progress: Callable[[int], None]) -> ImportReport:
        if not self._dry_run:
            self._import_id = store.begin(
                self._db, self._workspace, file_name=file_name, source=self._source, at=self._now
            )
        counts = self._counts
        for chunk in chunks:
            counts.rejected += chunk.rejected
            counts.notes.update(chunk.notes)
            if len(chunk.rows):
                self._take(chunk.rows)
            progress(len(chunk.rows) + len(chunk.rejected) + chunk.blank + chunk.footer)
        if not self._dry_run:
            self._finish()
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

    def _finish(self) -> None:
        counts = self._counts
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

    def _take(self, rows: pd.DataFrame) -> None:
        """Sort the rows into new, changed and unchanged, and write them."""
        if self._owner is not None and self._owner.only:
            rows = self._own(rows, self._owner)
        content = fingerprints(rows)
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
            if known is not None and self._is_others(known):
                self._counts.rejected.append(Rejected(lines[n], "others_deal", {}, ()))
            elif known is None:
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

    def _own(self, rows: pd.DataFrame, owner: Owner) -> pd.DataFrame:
        """The rows that name the owner, or nobody; the others are rejected."""
        names, emails = plain(rows["rep"]), plain(rows["rep_email"])
        who = {key: self._directory.is_member(owner.member_id, *key) for key in set(zip(names, emails, strict=True))}
        mine = np.array([who[key] for key in zip(names, emails, strict=True)], dtype=bool)
        for n in np.flatnonzero(~mine):
            named = names[n] or emails[n] or ""
            line = int(rows["line"].iloc[n])
            self._counts.rejected.append(Rejected(line, "other_owner", {"text": shorten(named)}, ()))
        return rows[mine].reset_index(drop=True)

    def _is_others(self, known: store.Known) -> bool:
        """Whether an earlier import's deal belongs to somebody whose deals this file must leave alone."""
        return self._owner is not None and self._owner.only and known.rep_id != self._owner.member_id

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
        reps, size = self._reps(rows), len(rows)
        self._counts.added += size
        for name, count in rows["status"].value_counts().items():
            self._counts.by_status[str(name)] += int(count)
        if self._dry_run:
            return
        first = store.take_numbers(self._db, self._workspace, len(rows))
        columns = {name: plain(rows[name]) for name in (*TEXTS, "amount")}
        columns |= {name: days(rows[name]) for name in DATES}
        status, known = rows["status"].astype(str).to_list(), rows["opened_known"].to_list()
        customers = self._customer_ids(rows["customer"])
        moment = self._now if self._db.dialect.name != "sqlite" else self._now.strftime("%Y-%m-%d %H:%M:%S.%f")
        today = self._now.date().isoformat()
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

    def _change(self, rows: pd.DataFrame, known: list[store.Known], content: np.ndarray[Any, Any]) -> None:
        """Write what a later file says of deals that an earlier one added, with their history."""
        deals = Deals(self._db, self._workspace, self._yardstick.horizon_months)
        said = {name: plain(rows[name]) for name in CONTENT if name not in DATES}
        said |= {name: [None if d is None else date.fromisoformat(d) for d in days(rows[name])] for name in DATES}
        reps = self._reps(rows)
        if not self._dry_run:
            self._customer_ids(rows["customer"])
        for n, earlier in enumerate(known):
            row = {name: values[n] for name, values in said.items()}
            stored = deals.by_id(earlier.id)
            deal = as_deal(stored.deal, row, reps[n])
            self._counts.by_status[deal.status.value] += 1
            if deal == stored.deal:
                self._counts.unchanged += 1
            else:
                self._counts.changed += 1
            if self._dry_run:
                continue
            if deal != stored.deal:
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
            deals.note_imported_as(stored.id, str(content[n]))

    def _reps(self, rows: pd.DataFrame) -> list[int]:
        names = plain(rows["rep"])
        emails = plain(rows["rep_email"])
        if self._owner is not None:
            one, only = self._owner.member_id, self._owner.only
            return [
                one if only or (name is None and email is None) else self._directory.member(name, email)
                for name, email in zip(names, emails, strict=True)
            ]
        return [
            self._directory.member(name or (self._rep if email is None else None), email)
            for name, email in zip(names, emails, strict=True)
        ]

    def _customer_ids(self, names: Any) -> list[int | None]:
        as_written = plain(names)
        keys = {name: customer_key(name) for name in dict.fromkeys(as_written) if name is not None}
        new: dict[str, str] = {}
        for name, key in keys.items():
            if key and key not in self._customers:
                new.setdefault(key, " ".join(name.split())[:200])  # as it is first written
        if new:
            self._customers |= store.keep_customers(self._db, self._workspace, new)
        return [None if name is None or not keys[name] else self._customers[keys[name]] for name in as_written]
