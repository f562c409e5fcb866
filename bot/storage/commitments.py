"""Commitments, check-ins and silences as stored. Nothing is removed: what changed has a row that says when."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select, update

from bot.storage.models import CheckIn, CommitmentChange, Deal, Member, RuleSilence
from bot.storage.models import Commitment as CommitmentRow
from bot.values.commitment import Answer, Commitment, SharedWork, State
from coaching.baseline import Baseline
from coaching.facts import Silence, SilenceReason
from coaching.learning import Try
from coaching.review import Verdict


def latest_change_id(connection: Connection) -> int:
    """The newest change to any commitment, 0 before the first: while it stays the same, nothing has been learned."""
    return int(connection.execute(select(func.max(CommitmentChange.id))).scalar_one() or 0)


class CommitmentBook:
    """The commitments of one workspace. Who may see them is the caller's to ask for, by member."""

    def __init__(self, connection: Connection, workspace_id: int) -> None:
        self._db = connection
        self._workspace = workspace_id

    def hold(self, member_id: int) -> None:
        """Let one change of this member's at a time happen, until this transaction ends (SQLite: always so)."""
        if self._db.dialect.name != "sqlite":
            held = select(Member.id).where(Member.id == member_id).with_for_update(key_share=True)
            self._db.execute(held)

    def of(self, member_id: int) -> list[Commitment]:
        """All that a member ever took on, oldest first."""
        return self._read(CommitmentRow.member_id == member_id)

    def running(self, member_id: int) -> list[Commitment]:
        """What a member has under way, oldest first."""
        return self._read(CommitmentRow.member_id == member_id, CommitmentRow.state == State.RUNNING.value)

    def all_running(self) -> list[Commitment]:
        """What everybody has under way."""
        return self._read(CommitmentRow.state == State.RUNNING.value)

    def one(self, member_id: int, commitment_id: int) -> Commitment | None:
        """That commitment, if it is this member's."""
        found = self._read(CommitmentRow.member_id == member_id, CommitmentRow.id == commitment_id)
        return found[0] if found else None

    def shared(self) -> list[SharedWork]:
        """What reps share, with their names: what runs, and what was reviewed."""
        mine = (CommitmentRow.shared.is_(True), CommitmentRow.state != State.DROPPED.value)
        found = self._read(*mine)
        names = {
            row.id: row.name
            for row in self._db.execute(
                select(Member.id, Member.name).where(
                    Member.workspace_id == self._workspace,
                    Member.active.is_(True),
                    Member.id.in_({each.member_id for each in found}),
                )
            )
        }
        return [SharedWork(names[each.member_id], each) for each in found if each.member_id in names]

    def running_counts(self) -> dict[str, int]:
        """How many active members have each action under way."""
        query = (
            select(CommitmentRow.rule, func.count())
            .join(Member, Member.id == CommitmentRow.member_id)
            .where(CommitmentRow.workspace_id == self._workspace, CommitmentRow.state == State.RUNNING.value)
            .where(Member.active.is_(True))
            .group_by(CommitmentRow.rule)
        )
        return {str(rule): int(count) for rule, count in self._db.execute(query)}

    def tries(self) -> list[Try]:
        """Everybody's newest verdicts, by member id; those who have left taught us something too."""
        query = select(CommitmentRow.rule, CommitmentRow.member_id, CommitmentRow.verdict).where(
            CommitmentRow.workspace_id == self._workspace,
            CommitmentRow.reviewed_on.is_not(None),
            CommitmentRow.state != State.DROPPED.value,
        )
        return [
            Try(rule, str(member), verdict["word"], verdict["gain"], verdict["error"])
            for rule, member, verdict in self._db.execute(query)
            if verdict is not None
        ]

    def add(self, commitment: Commitment, at: datetime) -> int:
        """Write a new commitment with its first history row; returns its id, which `commitment` does not have yet."""
        values = {
            "workspace_id": self._workspace,
            "member_id": commitment.member_id,
            "rule": commitment.rule,
            "pillar": commitment.pillar,
            "started_on": commitment.started_on,
            "review_on": commitment.review_on,
            "baseline": None if commitment.baseline is None else commitment.baseline.as_dict(),
            "shared": commitment.shared,
            "state": commitment.state.value,
        }
        added = int(self._db.execute(insert(CommitmentRow).returning(CommitmentRow.id), values).scalar_one())
        self._note(added, at, "begun", {"review_on": commitment.review_on.isoformat()})
        return added

    def change(self, commitment_id: int, at: datetime, deed: str, **values: Any) -> None:
        """Set columns and write the history row that says so. A verdict is given as a `Verdict`."""
        verdict = values.get("verdict")
        if isinstance(verdict, Verdict):
            values["verdict"] = asdict(verdict)
        mine = (CommitmentRow.workspace_id == self._workspace, CommitmentRow.id == commitment_id)
        if values:
            self._db.execute(update(CommitmentRow).where(*mine).values(values))
        said = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
        self._note(commitment_id, at, deed, said)

    def check_in(self, commitment_id: int, period: date, answer: Answer, at: datetime) -> None:
        """Write an answer for the week that begins with `period`; of several the newest counts."""
        values = {"commitment_id": commitment_id, "period": period, "answer": answer.value, "at": at}
        self._db.execute(insert(CheckIn), values | {"workspace_id": self._workspace})

    def _note(self, commitment_id: int, at: datetime, deed: str, said: Mapping[str, Any]) -> None:
        values = {"workspace_id": self._workspace, "commitment_id": commitment_id, "at": at, "deed": deed}
        self._db.execute(insert(CommitmentChange), values | {"said": dict(said)})

    def _read(self, *wanted: ColumnElement[bool]) -> list[Commitment]:
        query = select(CommitmentRow).where(CommitmentRow.workspace_id == self._workspace, *wanted)
        rows = self._db.execute(query.order_by(CommitmentRow.id)).all()
        answers = self._answers(row.id for row in rows)
        return [_commitment(row, answers.get(row.id, {})) for row in rows]

    def _answers(self, commitments: Iterable[int]) -> dict[int, dict[date, Answer]]:
        wanted = list(commitments)
        if not wanted:
            return {}
        query = select(CheckIn.commitment_id, CheckIn.period, CheckIn.answer).where(CheckIn.commitment_id.in_(wanted))
        found: dict[int, dict[date, Answer]] = {}
        for commitment, period, answer in self._db.execute(query.order_by(CheckIn.id)):
            found.setdefault(commitment, {})[period] = Answer(answer)
        return found


class SilenceBook:
    """The rules that members of one workspace do not want to hear of, for now or for good."""

    def __init__(self, connection: Connection, workspace_id: int) -> None:
        self._db = connection
        self._workspace = workspace_id

    def current(self, member_id: int, today: date) -> tuple[Silence, ...]:
        """Those that hold on a day, the oldest first."""
        return self.of_all(today, member_id).get(member_id, ())

    def of_all(self, today: date, member_id: int | None = None) -> dict[int, tuple[Silence, ...]]:
        """The same of everybody by member, or of one."""
        query = select(RuleSilence.member_id, RuleSilence.rule, RuleSilence.reason, RuleSilence.until).where(
            RuleSilence.workspace_id == self._workspace,
            RuleSilence.ended_at.is_(None),
            or_(RuleSilence.until.is_(None), RuleSilence.until >= today),
        )
        if member_id is not None:
            query = query.where(RuleSilence.member_id == member_id)
        found: dict[int, tuple[Silence, ...]] = {}
        for row in self._db.execute(query.order_by(RuleSilence.id)):
            found[row.member_id] = (*found.get(row.member_id, ()), Silence(row.rule, row.reason, row.until))
        return found

    def add(self, member_id: int, rule: str, reason: SilenceReason, until: date | None, at: datetime) -> int:
        values = {"workspace_id": self._workspace, "member_id": member_id, "rule": rule, "reason": reason}
        new = values | {"until": until, "at": at}
        return int(self._db.execute(insert(RuleSilence).returning(RuleSilence.id), new).scalar_one())

    def end(self, member_id: int, rule: str, at: datetime) -> bool:
        """Let a rule be suggested again; False where nothing kept it from that."""
        ending = (
            update(RuleSilence)
            .where(*self._mine(member_id), RuleSilence.rule == rule, RuleSilence.ended_at.is_(None))
            .values(ended_at=at)
        )
        return bool(self._db.execute(ending).rowcount)

    def _mine(self, member_id: int) -> tuple[ColumnElement[bool], ...]:
        return RuleSilence.workspace_id == self._workspace, RuleSilence.member_id == member_id


def _commitment(row: Row[Any], answers: Mapping[date, Answer]) -> Commitment:
    return Commitment(
        id=row.id,
        member_id=row.member_id,
        rule=row.rule,
        pillar=row.pillar,
        started_on=row.started_on,
        review_on=row.review_on,
        state=State(row.state),
        shared=row.shared,
        baseline=None if row.baseline is None else Baseline.from_dict(row.baseline),
        verdict=None if row.verdict is None else Verdict(**row.verdict),
        reviewed_on=row.reviewed_on,
        answers=answers,
    )


def active_sellers(connection: Connection, workspace_id: int, besides: int, since: date, limit: int) -> list[int]:
    """Some active members, the longest known first, who closed deals since a day."""
    closed = select(Deal.id).where(
        Deal.workspace_id == workspace_id, Deal.rep_id == Member.id, Deal.closed_on >= since, Deal.deleted_at.is_(None)
    )
    query = (
        select(Member.id)
        .where(Member.workspace_id == workspace_id, Member.active.is_(True), Member.id != besides, closed.exists())
        .order_by(Member.id)
        .limit(limit)
    )
    return [int(row.id) for row in connection.execute(query)]
