"""Goals: set, removed, taken back, and how far it is to them. Each change is one transaction, told once durable."""

from collections.abc import Iterable, Mapping

from bot.errors import FormExpired, GoalChangedSince, NoGoal, NotAllowed
from bot.services.clock import Clock
from bot.storage.engine import Database
from bot.storage.goals import GoalBook, StoredGoal
from bot.values import Goal, GoalChange, GoalProgress, Goals, Person, PillarScore
from pillars import PILLARS
from pillars.goals import progress_towards


class GoalDesk:
    """Where goals are set. Everybody sets their own; the team's only those who see everyone."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def standing(self, person: Person) -> Goals:
        """One's own goals and the team's."""
        with self._database.read() as connection:
            book = GoalBook(connection, person.workspace_id)
            return Goals(_sorted(book.current(person.member_id)), _sorted(book.current(None)))

    def set(self, person: Person, goal: Goal) -> GoalChange:
        """Set a goal in place of the one before. Raises NotAllowed for the team's where the person is a rep."""
        rep_id = _whose(person, team=goal.team)
        with self._database.write() as connection:
            book = GoalBook(connection, person.workspace_id)
            book.hold()
            before = book.current_of(rep_id, goal.pillar)
            if before is not None and before.goal == goal:
                return _change(goal.pillar, goal.team, before, before)
            return self._replace(book, person, rep_id, before, goal, goal.pillar)

    def remove(self, person: Person, pillar: str, *, team: bool) -> GoalChange:
        """Raises NoGoal where there is none, NotAllowed as `set` does."""
        rep_id = _whose(person, team=team)
        with self._database.write() as connection:
            book = GoalBook(connection, person.workspace_id)
            book.hold()
            before = book.current_of(rep_id, pillar)
            if before is None:
                raise NoGoal(pillar=pillar)
            return self._replace(book, person, rep_id, before, None, pillar)

    def take_back(self, person: Person, goal_id: int, before_id: int) -> GoalChange:
        """Take a change back: what it set ends, what it ended stands again. 0 is none; see GoalChange.

        Raises GoalChangedSince where the goal is no longer as that change left it, FormExpired for rows that are not
        there, or not theirs.
        """
        with self._database.write() as connection:
            book = GoalBook(connection, person.workspace_id)
            book.hold()
            left, earlier = (book.by_id(each) if each else None for each in (goal_id, before_id))
            known = left or earlier
            if known is None or (goal_id and left is None) or (before_id and earlier is None):
                raise FormExpired
            if not known.goal.team and known.rep_id != person.member_id:
                raise FormExpired
            rep_id, pillar = _whose(person, team=known.goal.team), known.goal.pillar
            current = book.current_of(rep_id, pillar)
            if (0 if current is None else current.id) != goal_id:
                raise GoalChangedSince(pillar=pillar)
            return self._replace(book, person, rep_id, current, None if earlier is None else earlier.goal, pillar)

    def _replace(
        self,
        book: GoalBook,
        person: Person,
        rep_id: int | None,
        before: StoredGoal | None,
        goal: Goal | None,
        pillar: str,
    ) -> GoalChange:
        now = self._clock()
        if before is not None:
            book.end(before.id, person.member_id, now)
        added = None
        if goal is not None:
            added = StoredGoal(book.add(rep_id, goal, person.member_id, now), goal, rep_id)
        return _change(pillar, rep_id is None, added, before)


def progress(
    goals: Iterable[Goal], scores: Mapping[str, PillarScore], days: int, currency: str
) -> dict[str, GoalProgress]:
    """How far it is to each goal, by pillar, in a window of so many days whose money is in `currency`."""
    ways = (_way_to(goal, scores.get(goal.pillar, PillarScore(None, 0)), days, currency) for goal in goals)
    return {way.goal.pillar: way for way in ways}


def _way_to(goal: Goal, score: PillarScore, days: int, currency: str) -> GoalProgress:
    comparable = goal.currency is None or goal.currency == currency
    value = score.value if comparable else None
    way = progress_towards(goal.pillar, goal.target, value, score.sample, days=days)
    return GoalProgress(goal, way.due, way.value, score.sample, way.share, way.reached, comparable)


def _whose(person: Person, *, team: bool) -> int | None:
    """The rep whose goal it is, None for the team."""
    if not team:
        return person.member_id
    if not person.sees_everyone:
        raise NotAllowed(what="team_goal")
    return None


def _sorted(found: Iterable[StoredGoal]) -> tuple[Goal, ...]:
    return tuple(sorted((stored.goal for stored in found), key=lambda goal: PILLARS.index(goal.pillar)))


def _change(pillar: str, team: bool, now: StoredGoal | None, before: StoredGoal | None) -> GoalChange:
    return GoalChange(
        pillar=pillar,
        team=team,
        goal=None if now is None else now.goal,
        before=None if before is None else before.goal,
        goal_id=0 if now is None else now.id,
        before_id=0 if before is None else before.id,
    )
