"""One file on its way in: each row is new, changed, unchanged or rejected, all within one transaction."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.errors import StorageBusy
from bot.importing import Rejected
from bot.language.slack_text import shorten
from bot.services.import_customers import Customers
from bot.services.import_owners import Directory
from bot.services.import_report import Counts, ImportReport, Judged, Owner, Prepared, Rehearsal
from bot.services.import_rows import DATES, TEXTS, Rows, as_deal, keeping
from bot.storage import benchmarks, deal_batches
from bot.storage import imports as store
from bot.storage.deal_batches import IN_ONE_GO, Rewrite
from bot.storage.workspaces import Members, Profile, yardstick_of
from bot.values import Deed


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
        rehearsal: Rehearsal | None = None,
        words: Mapping[str, frozenset[str]] | None = None,
    ) -> None:
        """With `dry_run` the rows are sorted and counted, nothing is written, and a `rehearsal` is filled.

        `words` is what the customers may be found by, where that was worked out before.
        """
        self._db = connection
        self._workspace = workspace_id
        self._source = source
        self._rep = rep
        self._owner = owner
        self._now = now
        self._members = Members(connection, workspace_id)
        self._horizon = yardstick_of(connection, workspace_id).horizon_months
        self._dry_run = dry_run
        self._directory = Directory(self._members, directory, now, writes=not dry_run)
        self._customers = Customers(connection, workspace_id, words)
        self._seen: dict[int, int] = {}  # external id → content, of this file; hashes, to hold a million of them
        self._times: dict[str, int] = {}  # content → how often, where the file gives no ids
        self._first_time = not store.any_of_source(connection, workspace_id, source)
        self._rehearsal = rehearsal
        self._stale: set[int] = set()  # deals that were changed since the rehearsal
        self._counts = Counts()
        self._import_id = 0

    def run(self, chunks: Iterable[Prepared], file_name: str, progress: Callable[[int], None]) -> ImportReport:
        if not self._dry_run:
            self._import_id = store.begin(
                self._db, self._workspace, file_name=file_name, source=self._source, at=self._now
            )
            if self._rehearsal is not None:
                self._stale = deal_batches.changed_since(self._db, self._workspace, self._rehearsal.seen)
        counts = self._counts
        for prepared in chunks:
            chunk = prepared.chunk
            counts.rejected += chunk.rejected
            counts.notes.update(chunk.notes)
            if len(prepared.rows):
                self._take(prepared.rows)
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
        benchmarks.say_out_of_date(self._db, self._workspace, self._now)

    def _take(self, rows: Rows) -> None:
        """Sort the rows into new, changed and unchanged, and write them."""
        if self._owner is not None and self._owner.only:
            rows = self._own(rows, self._owner)
        ids = self._external_ids(rows)
        new: list[int] = []
        changed: list[tuple[int, store.Known]] = []
        earlier = {} if self._first_time else store.known(self._db, self._workspace, self._source, ids)
        lines, status = rows["line"], rows["status"]
        for n, (external_id, said) in enumerate(zip(ids, rows.content, strict=True)):
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
                new.append(n)
            elif known.deleted and known.imported_as:  # by hand: what an undone import added has no such mark
                self._counts.unchanged += 1
                self._counts.notes["stays_deleted"] += 1
            elif known.imported_as != said:
                changed.append((n, known))
            else:
                self._counts.unchanged += 1
                self._counts.by_status[status[n]] += 1
        if new:
            self._add(rows.at(new), [ids[n] for n in new])
        for first in range(0, len(changed), IN_ONE_GO):
            some = changed[first : first + IN_ONE_GO]
            self._change(rows.at([n for n, _ in some]), [known for _, known in some])

    def _own(self, rows: Rows, owner: Owner) -> Rows:
        """The rows that name the owner, or nobody; the others are rejected."""
        named = list(zip(rows["rep"], rows["rep_email"], strict=True))
        who = {key: self._directory.is_member(owner.member_id, *key) for key in set(named)}
        for n, key in enumerate(named):
            if not who[key]:
                text = shorten(key[0] or key[1] or "")
                self._counts.rejected.append(Rejected(rows["line"][n], "other_owner", {"text": text}, ()))
        return rows.at([n for n, key in enumerate(named) if who[key]])

    def _is_others(self, known: store.Known) -> bool:
        """Whether an earlier import's deal belongs to somebody whose deals this file must leave alone."""
        return self._owner is not None and self._owner.only and known.rep_id != self._owner.member_id

    def _external_ids(self, rows: Rows) -> list[str]:
        """The file's own ids; where it gives none, what the row says, and the how manieth time it says so."""
        ids = list(rows["external_id"])
        for n, external_id in enumerate(ids):
            if external_id is None:
                said = rows.content[n]
                times = self._times[said] = self._times.get(said, 0) + 1
                ids[n] = f"content:{said}:{times}"
                if times > 1:
                    self._counts.duplicates.append(rows["line"][n])
        return ids

    def _add(self, rows: Rows, ids: list[str]) -> None:
        reps, size = self._reps(rows), len(rows)
        self._counts.added += size
        self._counts.by_status.update(rows["status"])
        if self._dry_run:
            return
        first = store.take_numbers(self._db, self._workspace, size)
        columns = {name: rows[name] for name in (*TEXTS, *DATES, "amount", "opened_known", "status", "kind")}
        called = self._customers.called(rows["customer"])
        customers = self._customers.written_down(called)
        today = self._now.date().isoformat()
        values = columns | {
            "workspace_id": [self._workspace] * size,
            "number": range(first, first + size),
            "rep_id": reps,
            "currency": [
                c if a is not None else None for c, a in zip(columns["currency"], columns["amount"], strict=True)
            ],
            "customer_id": [None if name is None else customers[name] for name in called],
            # Where nobody said when it opened, the date is a stand-in that no figure uses.
            "opened_on": [o or c or today for o, c in zip(columns["opened_on"], columns["closed_on"], strict=True)],
            "source": [self._source] * size,
            "external_id": ids,
            "import_id": [self._import_id] * size,
            "imported_as": rows.content,
            "created_at": [self._now] * size,
            "deleted_at": [None] * size,
        }
        store.add_deals(self._db, values)

    def _change(self, rows: Rows, known: list[store.Known]) -> None:
        """Write what a later file says of deals that an earlier one added, with their history."""
        judged = self._judged(rows, known)
        for one in judged:
            self._counts.by_status[one.deal.status.value] += 1
            self._counts.notes["kept_here"] += one.keeps
        rewrites = [one.rewrite for one in judged if one.rewrite is not None]
        self._counts.changed += len(rewrites)
        self._counts.unchanged += len(judged) - len(rewrites)
        if self._dry_run:
            if self._rehearsal is not None:
                self._rehearsal.judged |= {one.was.id: one for one in judged}
            return
        deal_batches.rewrite(
            self._db,
            self._workspace,
            rewrites,
            self._customers.written_down(one.deal.details.customer for one in rewrites),
            deed=Deed.EDITED,
            at=self._now,
            import_id=self._import_id,
        )
        deal_batches.note_imported_as(self._db, self._workspace, ((one.was.id, one.said) for one in judged))

    def _judged(self, rows: Rows, known: list[store.Known]) -> list[Judged]:
        """What each row makes of its deal: as rehearsed, where that holds."""
        reps, called = self._reps(rows), self._customers.called(rows["customer"])
        found = {
            n: one
            for n, earlier in enumerate(known)
            if (one := self._rehearsed(earlier, rows.content[n], reps[n], called[n])) is not None
        }
        left = [n for n in range(len(known)) if n not in found]
        if left:
            if not self._dry_run:
                deal_batches.hold(self._db, self._workspace, (known[n].rep_id for n in left))
            stored = deal_batches.read(self._db, self._workspace, self._horizon, [known[n].id for n in left])
            # Of what was taken back, and of what no file has said, nothing is to be kept.
            again = [known[n].id for n in left if known[n].imported_as]
            said_before = deal_batches.said_by_files(self._db, self._workspace, again)
            for n in left:
                was = stored[known[n].id]
                if was.deal.rep_id != known[n].rep_id:
                    raise StorageBusy  # it went to somebody else in between, whose deals nobody holds
                says = as_deal(was.deal, rows.row(n) | {"customer": called[n]}, reps[n])
                before = said_before.get(was.id)
                deal = says if before is None else keeping(was.deal, says, before)
                rewrite = None if deal == was.deal else Rewrite.of(was, deal)
                found[n] = Judged(rows.content[n], was, says, deal, rewrite)
        return [found[n] for n in range(len(known))]

    def _rehearsed(self, earlier: store.Known, said: str, rep_id: int, customer: str | None) -> Judged | None:
        """What the trial made of it; None where anything that it rests on may be otherwise now."""
        if self._dry_run or self._rehearsal is None or earlier.id in self._stale:
            return None
        one = self._rehearsal.judged.get(earlier.id)
        if one is None or one.was.deal.rep_id != earlier.rep_id or one.was.deal.deleted != earlier.deleted:
            return None
        says_the_same = one.said == said and one.says.rep_id == rep_id and one.says.details.customer == customer
        return one if says_the_same else None

    def _reps(self, rows: Rows) -> list[int]:
        named = zip(rows["rep"], rows["rep_email"], strict=True)
        if self._owner is not None:
            one, only = self._owner.member_id, self._owner.only
            return [
                one if only or (name is None and email is None) else self._directory.member(name, email)
                for name, email in named
            ]
        return [self._directory.member(name or (self._rep if email is None else None), email) for name, email in named]
