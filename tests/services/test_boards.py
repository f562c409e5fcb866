"""Boards: who joined, the first three, at least five, and one's own place."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from bot.assembly import build_services
from bot.services.boards import Boards
from bot.services.channels import Channels
from bot.services.goals import GoalDesk
from bot.services.improvement import gain, risen, tides
from bot.storage.engine import Database
from bot.storage.models import Delivery
from bot.values import Goal, Person, PillarScore, Role
from bot.values.sharing import Sharing
from tests.conftest import MakePerson, StandingClock
from tests.selling import sell

MONDAY = datetime(2026, 11, 16, 8, 1, tzinfo=UTC)  # 09:01 in Stockholm
PERIOD = "2026-11-15"
ON = Sharing(boards_channel="C0BOARD", improved_board=True, goal_board=True)


@pytest.fixture
def boards(database: Database, clock: StandingClock) -> Boards:
    clock.now = MONDAY
    return build_services(database, clock).boards


@pytest.fixture
def channels(database: Database, clock: StandingClock) -> Channels:
    return Channels(database, clock)


@pytest.fixture
def team(make_person: MakePerson, database: Database, boards: Boards) -> list[Person]:
    """Six reps whose win rate rose from a quarter to a quarter and 0, 2, 4 … more of twenty."""
    reps = [make_person(f"U0REP{n}", name=f"Rep {n}") for n in range(6)]
    for n, rep in enumerate(reps):
        for month, won in ((6, 5), (10, 5 + 2 * n)):
            days = [date(2026, month, 5 + nth) for nth in range(20)]
            sell(database, rep.workspace_id, rep.member_id, [a_deal(day, nth < won) for nth, day in enumerate(days)])
    return reps


def a_deal(day: date, won: bool) -> dict[str, object]:
    """Decided that day; when it began nobody knows."""
    status = "won" if won else "lost"
    return {"status": status, "amount": 10_000_00, "opened_on": day, "opened_known": False, "closed_on": day}


def join(channels: Channels, reps: list[Person]) -> None:
    for rep in reps:
        channels.take_part(rep, joins=True)


def test_nobody_is_on_a_board_unasked(boards: Boards, team: list[Person]) -> None:
    assert boards.board(team[0].workspace_id, f"{PERIOD}:improved") is None


def test_three_names_at_most_the_most_improved_first(boards: Boards, team: list[Person], channels: Channels) -> None:
    join(channels, team[:4])
    assert boards.board(team[0].workspace_id, f"{PERIOD}:improved") is None  # four are no board
    join(channels, team)
    board = boards.board(team[0].workspace_id, f"{PERIOD}:improved")
    assert board is not None
    # Rep 3 rose, too, but no more than the team as a whole.
    assert [line.name for line in board.lines] == ["Rep 5", "Rep 4"]
    assert board.lines[0].pillar == "win_rate"
    assert (board.lines[0].before_sample, board.lines[0].now_sample) == (20, 20)
    assert board.taking_part == 6


def test_ones_own_place_is_ones_own(boards: Boards, team: list[Person], channels: Channels) -> None:
    join(channels, team[1:])
    place = boards.place(team[4], f"{PERIOD}:improved")
    assert (place.joined, place.place, place.taking_part) == (True, 2, 5)
    outside = boards.place(team[0], f"{PERIOD}:improved")
    assert (outside.joined, outside.place, outside.line) == (False, None, None)
    channels.take_part(team[4], joins=False)
    assert not boards.place(team[4], f"{PERIOD}:improved").joined
    assert boards.board(team[0].workspace_id, f"{PERIOD}:improved") is None  # four are left


def test_goals_by_share_never_naming_the_last(
    boards: Boards, team: list[Person], channels: Channels, database: Database, clock: StandingClock
) -> None:
    join(channels, team)
    desk = GoalDesk(database, clock)
    for n, rep in enumerate(team[:5]):
        desk.set(rep, Goal("win_rate", 0.3 + 0.1 * n))
    board = boards.board(team[0].workspace_id, f"{PERIOD}:goals")
    assert board is not None
    assert board.taking_part == 5  # who has no goal is not counted
    assert len(board.lines) == 3
    shares = [line.share or 0.0 for line in board.lines]
    assert shares == sorted(shares, reverse=True)
    assert boards.place(team[5], f"{PERIOD}:goals").place is None


def test_planned_on_monday_at_nine_where_the_workspace_is_and_once(
    boards: Boards, make_person: MakePerson, channels: Channels, database: Database, clock: StandingClock
) -> None:
    anna = make_person("U0ANNA", name="Anna", role=Role.ADMIN)
    clock.now = datetime(2026, 11, 16, 7, 59, tzinfo=UTC)
    channels.change(anna, ON)
    assert boards.plan(clock.now) == 0
    assert boards.plan(MONDAY) == 2
    assert boards.plan(MONDAY) == 0
    assert Boards(database, clock, build_services(database, clock).letters).plan(MONDAY) == 0  # another process
    with database.read() as connection:
        periods = sorted(connection.execute(select(Delivery.period)).scalars())
    assert periods == [f"{PERIOD}:goals", f"{PERIOD}:improved"]
    assert boards.plan(datetime(2026, 11, 19, 12, tzinfo=UTC)) == 0  # nobody reads Monday's board on a Thursday
    assert boards.plan(datetime(2026, 11, 23, 8, 1, tzinfo=UTC)) == 2


def score(value: float, sample: int, previous: float, previous_sample: int, **more: object) -> PillarScore:
    return PillarScore(value, sample, previous=previous, previous_sample=previous_sample, **more)  # type: ignore[arg-type]


class TestImprovement:
    def test_three_lucky_deals_do_not_beat_a_steady_climb(self) -> None:
        lucky, steady = score(0.8, 5, 0.4, 5), score(0.4, 200, 0.3, 200)
        assert (gain("win_rate", lucky) or 0) < (gain("win_rate", steady) or 0)

    def test_shorter_is_better_for_time(self) -> None:
        assert (gain("time_to_close", score(20, 50, 40, 50)) or 0) > 0
        assert (gain("order_value", score(20, 50, 40, 50)) or 0) < 0

    def test_too_few_are_not_compared(self) -> None:
        assert gain("win_rate", score(0.8, 4, 0.4, 50)) is None
        assert gain("order_value", score(0.0, 40, 10.0, 50)) is None
        assert gain("order_value", PillarScore(None, 0)) is None

    def test_the_season_is_nobody_s_merit(self) -> None:
        up, more = (score(now, now, 30, 30, season="better") for now in (60, 120))
        everybody = [{"opportunities": each} for each in (up, up, up, more)]
        tide = tides(everybody)
        assert risen(1, "A", {"opportunities": up}, tide) is None
        assert risen(1, "A", {"opportunities": more}, tide) is not None
        assert risen(1, "A", {"opportunities": score(60, 60, 30, 30)}, tides([])) is not None

    def test_what_is_sure_comes_before_what_is_large(self) -> None:
        found = risen(
            1, "A", {"win_rate": score(0.5, 90, 0.4, 90, vs_previous="better"), "opportunities": score(90, 90, 20, 20)}
        )
        assert found is not None
        assert (found.pillar, found.sure) == ("win_rate", True)
