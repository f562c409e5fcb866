"""Whatever befalls a message on its way, it arrives once, or its row says why not."""

import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.jobs.delivering import Skip
from bot.jobs.slack_line import EVENT_TYPE, SlackLine
from bot.services.post_office import NewDelivery, Timing
from bot.views.message import Message
from tests.jobs.conftest import MovingClock, Team_, say_the_period

once = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def all_have_one(team: Team_) -> bool:
    return set(team.inboxes().values()) == {1}


def test_it_carries_its_id_and_is_written_down(monday: Team_) -> None:
    monday.runs(monday.engine())
    assert all_have_one(monday)
    rows = {row.recipient_id: row for row in monday.rows()}
    for user in monday.users:
        (message,) = monday.inbox(user)
        row = rows[user]
        assert (row.state, row.ts, row.period) == ("sent", message["ts"], "2025-01-05")
        assert (row.ready_at, row.doubtful_since, row.reason) == (None, None, None)
        assert message["metadata"] == {"event_type": EVENT_TYPE, "event_payload": {"id": row.delivery_id}}
    assert len({row.delivery_id for row in rows.values()}) == 3


@once
def test_sweeping_again_sends_nothing_again(monday: Team_, moving: MovingClock) -> None:
    for _ in range(3):
        monday.runs(monday.engine())
    moving.now = datetime(2025, 1, 6, 7, 1, tzinfo=UTC)  # even where the clock is set back
    monday.weekly.set(monday.reps[monday.users[0]], weekday=0, hour=9)  # or the hour is put off on the day itself
    monday.runs(monday.engine(), hours=5)
    assert all_have_one(monday)


@once
@pytest.mark.parametrize(
    "trouble",
    [
        {"status": "timeout_after_accept"},
        {"status": 500, "after_accept": True},
        {"error": "fatal_error", "after_accept": True},
        {"error": "internal_error"},
        {"status": "drop"},
        {"status": 503},
    ],
    ids=str,
)
def test_an_answer_that_says_nothing_of_the_messages_fate(monday: Team_, trouble: dict[str, object]) -> None:
    """It is looked for before it is sent again; where it was not accepted it comes later."""
    monday.control("fail", method="chat.postMessage", times=2, **trouble)
    monday.runs(monday.engine(), hours=0.2)
    assert all_have_one(monday)
    assert monday.states() == Counter(sent=3)


@once
def test_nobody_looks_at_once(monday: Team_, moving: MovingClock) -> None:
    """Slack may still be at it."""
    monday.control("fail", method="chat.postMessage", times=1, status="drop")
    engine = monday.engine()
    engine.sweep()
    started = moving.now
    task = engine.office.take()
    assert task is not None
    engine.carry_out(task)
    row = next(row for row in monday.rows() if row.id == task.id)
    assert (row.state, row.reason) == ("due", "RemoteDisconnected")
    assert row.ready_at >= started + timedelta(seconds=Timing().doubt)
    assert row.doubtful_since == started


@once
@pytest.mark.parametrize("got_through", [True, False])
def test_a_process_dies_with_a_message_in_hand(monday: Team_, moving: MovingClock, got_through: bool) -> None:
    """Before or after Slack had it: another process takes it over once the lease has ended, and not before."""
    dying, other = monday.engine(), monday.engine()
    dying.sweep()
    task = dying.office.take()
    assert task is not None
    if got_through:
        line = SlackLine(monday.slack.api_url, 20)
        line.post("xoxb-week", line.open("xoxb-week", task.recipient_id), task.delivery_id, "in hand", [])
    monday.runs(other, hours=1 / 60)
    assert len(monday.inbox(task.recipient_id)) == int(got_through)
    assert monday.states() == Counter(sent=2, claimed=1)
    moving.now = task.lease_until
    monday.runs(other, hours=0.1)
    assert all_have_one(monday)
    assert monday.states() == Counter(sent=3)


@once
def test_who_slept_over_the_lease_does_not_send(monday: Team_, moving: MovingClock) -> None:
    """A process that stands still while composing finds its time over; what another wrote down stays."""

    def dawdle(workspace_id: int, member_id: int | None, kind: str, period: str, as_of: date) -> Message | Skip:
        moving.advance(seconds=200)
        return say_the_period(workspace_id, member_id, kind, period, as_of)

    slow = monday.engine(compose=dawdle)
    slow.sweep()
    task = slow.office.take()
    assert task is not None
    slow.carry_out(task)
    assert monday.inbox(task.recipient_id) == []
    monday.runs(monday.engine(), hours=0.1)
    assert all_have_one(monday)


@once
def test_a_rate_limit_holds_the_whole_workspace(monday: Team_, moving: MovingClock) -> None:
    monday.control("rate-limit", method="chat.postMessage", times=1, retry_after=47)
    engine = monday.engine()
    engine.sweep()
    task = engine.office.take()
    assert task is not None
    engine.carry_out(task)
    until = moving.now + timedelta(seconds=47)
    assert engine.office.take() is None
    assert engine.office.next_wake() == until
    moving.now = until
    monday.runs(engine, hours=0.1)
    assert all_have_one(monday)
    assert all(row.settled_at >= until for row in monday.rows())


@once
def test_the_pace_is_kept_by_all_processes_together(monday: Team_, moving: MovingClock) -> None:
    timing = Timing(posts_a_minute=60, looks_a_minute=10)
    monday.runs(monday.engine(timing=timing), hours=0.1)  # the first time each conversation is opened, too
    first = sorted(row.settled_at for row in monday.rows())
    assert first[2] - first[0] >= timedelta(seconds=12)
    engines = [monday.engine(timing=timing) for _ in range(2)]
    moving.now = datetime(2025, 1, 13, 7, 0, tzinfo=UTC)
    engines[0].sweep()
    taken: list[datetime] = []
    while len(taken) < 3:
        task = engines[len(taken) % 2].office.take()
        if task is None:
            moving.advance(seconds=0.1)
        else:
            taken.append(moving.now)
    assert taken[2] - taken[0] >= timedelta(seconds=2)


@once
@pytest.mark.parametrize(
    ("method", "error", "reason"),
    [
        ("conversations.open", "user_not_found", "user_not_found"),
        ("chat.postMessage", "is_archived", "is_archived"),
        ("chat.postMessage", "account_inactive", "account_inactive"),
        ("chat.postMessage", "token_revoked", "token_revoked"),
    ],
)
def test_nobody_there_any_more(monday: Team_, method: str, error: str, reason: str) -> None:
    monday.control("fail", method=method, times=1, error=error)
    monday.runs(monday.engine(), hours=3)
    assert Counter(monday.inboxes().values()) == Counter({1: 2, 0: 1})
    assert Counter((row.state, row.reason) for row in monday.rows()) == {("sent", None): 2, ("skipped", reason): 1}


@once
def test_somebody_left_and_came_back(monday: Team_, moving: MovingClock) -> None:
    user = monday.users[0]
    monday.moves(user, "Europe/Stockholm", active=False)
    monday.runs(monday.engine(), hours=24 * 14)
    mine = [row for row in monday.rows() if row.recipient_id == user]
    assert [(row.state, row.reason) for row in mine] == [("skipped", "deactivated")]  # noted once
    monday.moves(user, "Europe/Stockholm")
    moving.now = datetime(2025, 1, 22, 12, 0, tzinfo=UTC)
    monday.runs(monday.engine(), hours=24 * 6)
    assert len(monday.inbox(user)) == 1


@once
def test_the_app_was_removed(monday: Team_, moving: MovingClock) -> None:
    monday.people.forget("T0WEEK")
    monday.runs(monday.engine(), hours=24 * 14)
    assert Counter((row.state, row.reason) for row in monday.rows()) == {("skipped", "not_installed"): 3}
    assert set(monday.inboxes().values()) == {0}


@once
def test_a_conversation_that_is_not_there_any_more_is_opened_anew(monday: Team_, moving: MovingClock) -> None:
    monday.runs(monday.engine(), hours=0.1)
    moving.now = datetime(2025, 1, 13, 7, 0, tzinfo=UTC)
    monday.control("fail", method="chat.postMessage", times=1, error="channel_not_found")
    monday.runs(monday.engine(), hours=0.1)
    assert set(monday.inboxes().values()) == {2}


@once
def test_nothing_to_say(monday: Team_) -> None:
    monday.runs(monday.engine(compose=lambda *_: Skip("nothing_to_say")), hours=1)
    assert Counter((row.state, row.reason) for row in monday.rows()) == {("skipped", "nothing_to_say"): 3}


@once
def test_what_cannot_be_composed_is_given_up_after_a_while(monday: Team_) -> None:
    def fail(workspace_id: int, member_id: int | None, kind: str, period: str, as_of: date) -> Message:
        raise ZeroDivisionError

    monday.runs(monday.engine(compose=fail), hours=3)
    assert Counter((row.state, row.reason, row.attempts) for row in monday.rows()) == {
        ("failed", "compose: ZeroDivisionError", 4): 3
    }


@once
def test_slack_refuses_charts_or_the_whole(monday: Team_) -> None:
    plain = {"type": "section", "text": {"type": "plain_text", "text": "in words"}}
    charted = Message("x", (plain,), charts=({"type": "no such block"},), chart_places=(0,))
    monday.runs(monday.engine(compose=lambda *_: charted), hours=0.1)
    assert [m["blocks"][0]["text"]["text"] for u in monday.users for m in monday.inbox(u)] == ["in words"] * 3


@once
def test_what_slack_never_takes_is_not_tried_for_ever(monday: Team_) -> None:
    wrong = Message("x", ({"type": "no such block"},))
    monday.runs(monday.engine(compose=lambda *_: wrong), hours=1)
    assert Counter((row.state, row.reason) for row in monday.rows()) == {("failed", "invalid_blocks"): 3}


@once
def test_a_fate_that_nobody_may_look_into_stays_unknown(monday: Team_) -> None:
    """Rather once too few than twice."""
    monday.control("fail", method="chat.postMessage", times=1, status="timeout_after_accept")
    monday.control("fail", method="conversations.history", times=1, error="missing_scope")
    monday.runs(monday.engine(), hours=0.5)
    assert all_have_one(monday)
    assert Counter((row.state, row.reason) for row in monday.rows()) == {
        ("sent", None): 2,
        ("failed", "fate_unknown: missing_scope"): 1,
    }


@once
def test_a_message_to_a_channel(monday: Team_, moving: MovingClock) -> None:
    engine = monday.engine()
    new = NewDelivery(
        "a" * 32, monday.workspace_id, "C0GENERAL1", None, "wins", "2025-01-06", moving.now, moving.now + timedelta(1)
    )
    assert engine.office.post(new)
    assert not engine.office.post(new)
    monday.runs(engine, hours=0.1)
    assert [message["text"] for message in monday.inbox("C0GENERAL1")] == ["wins 2025-01-06"]


def test_many_senders_at_once(monday: Team_, moving: MovingClock) -> None:
    """Eight threads of two processes and as many reasons to send twice; each delivery has one taker."""
    engines = [monday.engine(timing=Timing(posts_a_minute=6e6, looks_a_minute=6e6)) for _ in range(2)]
    sweeps = [threading.Thread(target=engine.sweep) for engine in engines]
    later = moving.now + timedelta(minutes=5)
    extra = [
        NewDelivery(f"{n:032}", monday.workspace_id, "C0GENERAL1", None, f"k{n}", "2025-01-06", moving.now, later)
        for n in range(20)
    ]
    quick = Timing(posts_a_minute=6e6, looks_a_minute=6e6, same_recipient=0)
    engines += [monday.engine(timing=quick) for _ in range(2)]
    for new in extra:
        engines[0].office.post(new)
    rounds = [threading.Thread(target=engine.round) for engine in engines for _ in range(2)]
    for threads in (sweeps, rounds):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    monday.runs(engines[3], hours=0.1)
    assert all_have_one(monday)
    assert sorted(message["text"] for message in monday.inbox("C0GENERAL1")) == sorted(
        f"k{n} {date(2025, 1, 6)}" for n in range(20)
    )
    assert monday.states() == Counter(sent=23)
