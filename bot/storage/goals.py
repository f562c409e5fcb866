"""Goals in one workspace: a rep's and the team's, each pillar's current one, and those that were."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from bot.storage.holding import hold_workspace
from bot.storage.models import Goal as GoalRow
from bot.values import Goal

SCALE = {"win_rate": 10_000, "order_value": 1, "time_to_close": 10, "opportunities": 1}
"""How many of the whole numbers that are stored make one of the pillar's own unit."""


@dataclass(frozen=True, slots=True)
class StoredGoal:
    """A goal with its row's id, and whose it is: `rep_id` None is the team's."""

    id: int
    goal: Goal
    rep_id: int | None


class GoalBook:
    """The goals of one workspace, seen through one transaction."""

    def __init__(self, connection: Connection, workspace_id: int) -> None:
        self._db = connection
        self._workspace = workspace_id

    def hold(self) -> None:
        """Let one change of goals at a time happen here, until this transaction ends (SQLite: always so)."""
        hold_workspace(self._db, self._workspace)

    def current(self, rep_id: int | None) -> list[StoredGoal]:
        """A rep's goals that stand, or (None) the team's; at most one a pillar."""
        return self._find(_of(rep_id), GoalRow.ended_at.is_(None))

    def current_of(self, rep_id: int | None, pillar: str) -> StoredGoal | None:
        found = self._find(_of(rep_id), GoalRow.pillar == pillar, GoalRow.ended_at.is_(None))
        return found[0] if found else None

    def by_id(self, goal_id: int) -> StoredGoal | None:
        """A goal of this workspace, whether it stands or has ended."""
        found = self._find(GoalRow.id == goal_id)
        return found[0] if found else None

    def end(self, goal_id: int, actor_id: int, at: datetime) -> None:
        mine = (GoalRow.workspace_id == self._workspace, GoalRow.id == goal_id)
        self._db.execute(update(GoalRow).where(*mine).values(ended_at=at, ended_by=actor_id))

    def add(self, rep_id: int | None, goal: Goal, actor_id: int, at: datetime) -> int:
        """Write a goal; returns its row's id. The one that it takes the place of has to be ended before."""
        values = {
            "workspace_id": self._workspace,
            "rep_id": rep_id,
            "pillar": goal.pillar,
            "value": round(goal.target * SCALE[goal.pillar]),
            "currency": goal.currency,
            "set_by": actor_id,
            "set_at": at,
        }
        return int(self._db.execute(insert(GoalRow).returning(GoalRow.id), values).scalar_one())

    def _find(self, *wanted: ColumnElement[bool]) -> list[StoredGoal]:
        here = select(GoalRow.id, GoalRow.rep_id, GoalRow.pillar, GoalRow.value, GoalRow.currency).where(
            GoalRow.workspace_id == self._workspace, *wanted
        )
        return [_stored(row) for row in self._db.execute(here)]


def _of(rep_id: int | None) -> ColumnElement[bool]:
    return GoalRow.rep_id.is_(None) if rep_id is None else GoalRow.rep_id == rep_id


def _stored(row: Any) -> StoredGoal:
    goal = Goal(row.pillar, row.value / SCALE[row.pillar], row.currency, team=row.rep_id is None)
    return StoredGoal(row.id, goal, row.rep_id)
