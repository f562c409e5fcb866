"""From a plan to deals, a chunk at a time; what cannot be read is rejected line by line with its reason."""

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import StrEnum
from types import NoneType

import numpy as np
import pandas as pd

from bot.errors import FileChanged, QuestionsOpen
from bot.importing import dates, opening, texts
from bot.importing.asking import EVIDENCE, Key, evidence_of
from bot.importing.cells import Memo, Problems, columns, strings, texts_of, uncollected
from bot.importing.money import MoneyReader
from bot.importing.outcome import Outcome, flag
from bot.importing.plan import CONTENT, Cell, Chunk, Plan, Rejected, as_text
from bot.importing.sorting import Sorted, sort
from bot.language import loss_reason
from bot.language.slack_text import shorten
from bot.values import Kind
from bot.values.exports import is_own_export

STATUSES = (Outcome.OPEN, Outcome.WON, Outcome.LOST)
NOTES = ("planned_closing", "other_currency", "rounded", "shortened", "meeting_outside_deal", "quote_outside_deal")
_OUTCOMES = (*STATUSES, *(outcome for outcome in Outcome if outcome not in STATUSES))
_DAY = 86_400
_NAT = np.int64(dates.MISSING)
_DATE_PROBLEMS = {
    dates.NOT_UNDERSTOOD: "date_not_understood",
    dates.AMBIGUOUS: "date_ambiguous",
    dates.TOO_OLD: "date_too_old",
}
_LAST_PROBLEM = dates.TOO_OLD
_KINDS = {"call off": Kind.CALL_OFF, "calloff": Kind.CALL_OFF, "avrop": Kind.CALL_OFF, "one off": Kind.ONE_OFF}
Days = np.ndarray[tuple[int], np.dtype[np.int64]]
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


def read(plan: Plan, chunk_rows: int = 50_000) -> Iterator[Chunk]:
    """The file's deals, `chunk_rows` lines at a time, in its order. Every line below the header is in one place.

    Raises QuestionsOpen where the plan has questions, FileChanged where the file is no longer the one inspected.
    """
    if plan.questions:
        raise QuestionsOpen(name=plan.path.name, count=len(plan.questions))
    try:
        found = plan.path.stat()
    except OSError as problem:
        raise FileChanged(name=plan.path.name) from problem
    if (found.st_size, found.st_mtime_ns) != plan.stamp:
        raise FileChanged(name=plan.path.name)
    return _chunks(plan, max(1, chunk_rows))


def _chunks(plan: Plan, chunk_rows: int) -> Iterator[Chunk]:
    reader = _Reader(plan)
    for batch in opening.batches(plan.layout, chunk_rows):
        with uncollected():
            chunk = reader.chunk(sort(batch, plan.layout))
        yield chunk


class _Reader:
    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.chosen = {name: plan.headers.index(header) for name, header in plan.columns.items()}
        self.today = (plan.today.toordinal() - 719_163) * _DAY
        self.outcomes = Memo(self._outcome)
        self.dates = {name: Memo(style.read) for name, style in plan.dates.items()}
        self.money = MoneyReader(plan)
        self.flags = Memo(flag)
        self.kinds = Memo(_kind)
        ours = is_own_export(plan.headers)
        fields = (*texts.LIMITS, "rep", "rep_email")
        self.tidied = {name: Memo(texts.tidier(name, to_the_letter=ours)) for name in fields}
        self.reasons = Memo(loss_reason)

    def _outcome(self, key: Key) -> int:
        return _OUTCOMES.index(self.plan.rules.outcome(evidence_of(key, self.plan.system)))

    def chunk(self, found: Sorted) -> Chunk:
        values = columns(found.rows, self.chosen)
        count = len(found.rows)
        problems = Problems()
        notes = Counter(dict.fromkeys(NOTES, 0))
        frame: dict[str, object] = {"line": np.array(found.lines, dtype=np.int64)}
        status = self._statuses(values, count, problems)
        frame |= self._texts(values, count, problems, notes)
        frame |= self._dates(values, status, problems, notes)
        frame |= self.money.columns(values, count, problems, notes)
        frame["status"] = pd.Categorical.from_codes(
            np.maximum(status, 0), categories=pd.Index([s.value for s in STATUSES])
        )
        kinds = self.kinds.all(texts_of(values["kind"])) if "kind" in values else [0] * count
        problems.add(np.array(kinds) < 0, "kind_not_understood", "kind")
        frame["kind"] = pd.Categorical.from_codes(
            np.maximum(kinds, 0), categories=pd.Index([kind.value for kind in _ORDERED_KINDS])
        )
        rejected = [*found.rejected, *self._rejected(found, problems)]
        rows = pd.DataFrame(frame, columns=list(_COLUMNS))
        if problems.where:
            rows = rows.drop(index=list(problems.where)).reset_index(drop=True)
        notes["other_currency"] = int((rows["currency"].dropna() != self.plan.currency).sum())
        return Chunk(rows, tuple(sorted(rejected, key=lambda one: one.line)), found.blank, found.footer, notes)

    def _statuses(self, values: dict[str, Sequence[Cell]], count: int, problems: Problems) -> Days:
        """0, 1, 2 for open, won, lost; -1 where the row is rejected for it."""
        cells: list[Sequence[str | None]] = []
        for name in EVIDENCE:
            if name not in values:
                cells.append([None] * count)
            elif name in ("won_on", "lost_on"):
                cells.append(["" if dates.empty(cell) else "x" for cell in values[name]])
            else:
                cells.append(texts_of(values[name]))
        found = np.array(self.outcomes.all(list(zip(*cells, strict=True))), dtype=np.int64)
        status = np.where(found < len(STATUSES), found, -1)
        named = next((name for name in ("status", "stage", "is_won", "is_closed", "is_lost") if name in values), None)
        for row in np.flatnonzero(status < 0):
            problems.where[int(row)] = (_OUTCOME_PROBLEMS[_OUTCOMES[found[row]]], named)
        return status

    def _texts(
        self, values: dict[str, Sequence[Cell]], count: int, problems: Problems, notes: Counter[str]
    ) -> dict[str, object]:
        found: dict[str, list[str | None]] = {}
        for name, memo in self.tidied.items():
            if name not in values:
                found[name] = [None] * count
                continue
            column = memo.all(texts_of(values[name]))
            if not {*map(type, column)} <= {str, NoneType}:
                for row, text in enumerate(column):
                    if type(text) is texts.Wrong:
                        problems.add_one(row, str(text), name)
                notes["shortened"] += sum(type(text) is texts.Shortened for text in column)
                column = [text if text is None else str(text) for text in column]
            found[name] = column
        if "rep" in values:
            self._who(found)
        titles = found.pop("title")
        found["note"] = [note or title for note, title in zip(found["note"], titles, strict=True)]
        if "loss_reason" in values:
            found["loss_reason"] = [self.reasons[text] if text else None for text in found["loss_reason"]]
        return {name: strings(column) for name, column in found.items()}

    @staticmethod
    def _who(found: dict[str, list[str | None]]) -> None:
        """An address in the rep's own column: "Elin Ek <elin@acme.se>", or nothing else."""
        for row, name in enumerate(found["rep"]):
            if name and "@" in name:
                rep, email = texts.name_and_email(name)
                found["rep"][row] = rep
                found["rep_email"][row] = found["rep_email"][row] or email

    def _dates(
        self, values: dict[str, Sequence[Cell]], status: Days, problems: Problems, notes: Counter[str]
    ) -> dict[str, object]:
        count = len(status)
        read = {
            name: np.fromiter(memo.all(dates.without_time(values[name])), dtype=np.int64, count=count)
            for name, memo in self.dates.items()
        }
        nothing = np.full(count, _NAT)
        decided = status > 0
        for name, found in read.items():
            # Not read where it is not used: the closing of an open deal, the loss of one that was won.
            used = {"closed_on": decided, "won_on": status == 1, "lost_on": status == 2}.get(
                name, np.ones(count, dtype=bool)
            )
            for code, key in _DATE_PROBLEMS.items():
                problems.add((found == code) & used, key, name)
            read[name] = np.where((found <= _LAST_PROBLEM) | ~used, _NAT, found)
        if "closed_on" in self.plan.dates:
            raw = np.fromiter(map(bool, texts_of(values["closed_on"])), dtype=bool, count=count)
            notes["planned_closing"] += int((raw & (status == 0)).sum())
        opened = read.get("opened_on", nothing)
        closed = np.where(status == 1, read.get("won_on", nothing), read.get("lost_on", nothing))
        closed = np.where(closed == _NAT, read.get("closed_on", nothing), closed)
        closing = next((name for name in ("closed_on", "won_on", "lost_on") if name in self.chosen), None)
        problems.add(decided & (closed == _NAT), "no_closing_date", closing)
        problems.add(closed > self.today, "closed_in_future", closing)
        problems.add(opened > self.today, "opened_in_future", "opened_on")
        problems.add((closed != _NAT) & (opened != _NAT) & (closed < opened), "closed_before_opened", closing)
        for name, note in (("first_meeting_on", "meeting_outside_deal"), ("quoted_on", "quote_outside_deal")):
            found = read.get(name, nothing)
            outside = (found != _NAT) & (
                (found < opened) | ((closed != _NAT) & (found > closed)) | (found > self.today)
            )
            notes[note] += int(outside.sum())
            read[name] = np.where(outside, _NAT, found)
        known = opened != _NAT
        if "opened_known" in values:
            known &= np.array([one is True for one in self.flags.all(texts_of(values["opened_known"]))])
        result: dict[str, object] = {
            name: read.get(name, nothing).view("datetime64[s]") for name in ("first_meeting_on", "quoted_on")
        }
        return result | {
            "opened_on": opened.view("datetime64[s]"),
            "closed_on": closed.view("datetime64[s]"),
            "opened_known": known,
        }

    def _rejected(self, found: Sorted, problems: Problems) -> Iterator[Rejected]:
        for row, (key, name) in problems.where.items():
            cells = tuple(as_text(cell) for cell in found.rows[row])
            params = {}
            if name is not None and name in self.chosen:
                params = {"column": self.plan.columns[name], "text": shorten(cells[self.chosen[name]])}
            yield Rejected(found.lines[row], key, params, cells)


_OUTCOME_PROBLEMS = {
    Outcome.DISQUALIFIED: "disqualified",
    Outcome.SKIP: "skipped_stage",
    Outcome.UNKNOWN: "unknown_stage",
    Outcome.EMPTY: "no_status",
    Outcome.CONTRADICTION: "status_contradicts",
    Outcome.FLAG_NOT_UNDERSTOOD: "flag_not_understood",
}
_ORDERED_KINDS = (Kind.ONE_OFF, Kind.CALL_OFF)
_COLUMNS = ("line", "external_id", *CONTENT)


def _category(codes: Days, values: Sequence[StrEnum]) -> pd.Categorical:
    """Codes as a category; what is negative belongs to a row that is rejected."""
    return pd.Categorical.from_codes(np.maximum(codes, 0), categories=pd.Index([value.value for value in values]))  # type: ignore[return-value]


def _kind(text: str) -> int:
    """Which of `_ORDERED_KINDS`, or -1."""
    word = dates.normal(text).replace("-", " ").replace("_", " ")
    if not word:
        return 0
    kind = _KINDS.get(word)
    if kind is None:
        yes = flag(text)  # a column "call off" with yes and no
        return -1 if yes is None else int(yes)
    return _ORDERED_KINDS.index(kind)
