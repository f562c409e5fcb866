"""The clock that can be moved forward, alone and as everything in the workspace follows it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground import LocalClock, Playground, User
from bot.playground.clock import WeekdayTime

from .conftest import ADA, GENERAL, Hands, until

WEDNESDAY = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
WEEK = timedelta(days=7)


@pytest.fixture
def clock() -> LocalClock:
    """It stands still where a real one would tick."""
    return LocalClock(real=WEDNESDAY.timestamp)


def test_it_begins_with_the_real_time_and_moves_forward(clock: LocalClock) -> None:
    assert (clock.now(), clock.offset) == (WEDNESDAY, timedelta())
    assert clock.forward(WEEK) == WEDNESDAY + WEEK
    clock.forward(timedelta(hours=1))
    assert clock.now() == WEDNESDAY + WEEK + timedelta(hours=1)
    assert clock.timestamp() == clock.now().timestamp()
    clock.move_to(datetime(2026, 12, 24, 15, 0, tzinfo=STOCKHOLM))
    assert clock.now() == datetime(2026, 12, 24, 14, 0, tzinfo=UTC)
    clock.reset()
    assert clock.now() == WEDNESDAY


def test_it_goes_on_ticking() -> None:
    seconds = [100.0]
    clock = LocalClock(real=lambda: seconds[0])
    clock.forward(timedelta(days=1))
    seconds[0] += 5
    assert clock.timestamp() == 100 + 86_400 + 5


def test_it_does_not_go_back_nor_too_far(clock: LocalClock) -> None:
    clock.forward(WEEK)
    with pytest.raises(ValueError, match="only moves forward"):
        clock.forward(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="only moves forward"):
        clock.move_to(WEDNESDAY)
    with pytest.raises(ValueError, match="ten years"):
        clock.forward(timedelta(days=3660))
    with pytest.raises(ValueError, match="must say its zone"):
        clock.move_to(datetime(2027, 1, 1))  # noqa: DTZ001
    assert clock.now() == WEDNESDAY + WEEK


def test_listeners_hear_of_moves_until_they_leave(clock: LocalClock, caplog: pytest.LogCaptureFixture) -> None:
    heard: list[datetime] = []

    def broken() -> None:
        raise OSError("no")

    clock.listen(broken)
    leave = clock.listen(lambda: heard.append(clock.now()))
    clock.forward(WEEK)
    clock.reset()
    clock.reset()  # nothing moves any more
    leave()
    clock.forward(WEEK)
    assert heard == [WEDNESDAY + WEEK, WEDNESDAY]
    assert "a listener to the clock failed" in caplog.text


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        ("2026-11-18T09:30", "2026-11-23T08:00"),
        ("2026-11-23T07:59", "2026-11-23T08:00"),
        ("2026-11-23T08:00", "2026-11-30T08:00"),
        ("2026-11-22T23:30", "2026-11-23T08:00"),
        ("2026-10-24T12:00", "2026-10-26T08:00"),  # summer time ends in between
    ],
)
def test_next_monday_morning(now: str, wanted: str) -> None:
    here = datetime.fromisoformat(now).replace(tzinfo=STOCKHOLM)
    following = WeekdayTime(0, time(8), STOCKHOLM).after(here)
    assert following == datetime.fromisoformat(wanted).replace(tzinfo=STOCKHOLM)


def test_time_stamps_follow(playground: Playground, client: WebClient, hands: Hands) -> None:
    before = float(client.chat_postMessage(channel=GENERAL, text="today")["ts"])
    moved = hands("clock", days=7)
    assert moved["ok"]
    assert moved["offset_seconds"] == WEEK.total_seconds()
    after = float(client.chat_postMessage(channel=GENERAL, text="in a week")["ts"])
    assert WEEK.total_seconds() <= after - before < WEEK.total_seconds() + 60
    assert playground.clock.offset == WEEK
    assert hands.get("_page/snapshot")["clock"]["offset_seconds"] == WEEK.total_seconds()
    back = hands("clock", reset=True)
    assert back["offset_seconds"] == 0
    later = client.chat_postMessage(channel=GENERAL, text="after the reset")["ts"]
    assert float(later) > after  # the order of messages holds


def test_an_app_in_the_same_process_shares_it(hands: Hands) -> None:
    clock = LocalClock(real=WEDNESDAY.timestamp)
    with Playground(clock=clock) as playground:
        own = Hands(playground)
        answer = own("clock", next="monday 08:00", user=ADA)
        assert answer["now"] == "2026-11-23T07:00:00+00:00"
        assert clock.now() == datetime(2026, 11, 23, 7, tzinfo=UTC)
        assert own.get("_control/clock")["now"] == answer["now"]
        assert own("clock", to="2026-12-24T15:00", tz="Europe/Stockholm")["now"] == "2026-12-24T14:00:00+00:00"
        assert own("reset")["ok"]
        assert clock.now() == WEDNESDAY


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"to": "tomorrow"}, "tomorrow is not a moment"),
        ({"to": "2001-01-01T00:00"}, "only moves forward"),
        ({"days": -1}, "only moves forward"),
        ({"days": "many"}, "could not convert"),
        ({"days": 1e300}, ""),
        ({"weeks": 9999}, "ten years"),
        ({"next": "måndag"}, "måndag is not a weekday"),
        ({"next": "monday 25:00"}, "write it as monday 08:00"),
    ],
)
def test_what_cannot_be_done_is_said(hands: Hands, body: dict[str, object], sentence: str) -> None:
    answer = hands("clock", **body)
    assert answer["error"] == "invalid_arguments"
    assert sentence in answer["response_metadata"]["messages"][0]
    assert hands.get("_control/clock")["offset_seconds"] == 0


def test_whoever_waits_for_a_message_gets_it_when_its_time_comes(client: WebClient, hands: Hands) -> None:
    now = hands.get("_control/clock")["ts"]
    for days in (2, 9):
        client.chat_scheduleMessage(channel=GENERAL, text=f"in {days}", post_at=int(now + days * 86_400))
    hands("clock", days=3)
    message = until(lambda: hands.messages())[0]
    assert message["text"] == "in 2"
    assert float(message["ts"]) >= now + 3 * 86_400
    assert [one["text"] for one in client.chat_scheduledMessages_list()["scheduled_messages"]] == ["in 9"]
    with pytest.raises(SlackApiError) as refused:
        client.chat_scheduleMessage(channel=GENERAL, text="x", post_at=int(now + 86_400))
    assert refused.value.response["error"] == "time_in_past"


def test_summer_time_comes_with_it(client: WebClient) -> None:
    clock = LocalClock(real=WEDNESDAY.timestamp)
    with Playground(clock=clock, users=[User("U1", "eva", "Eva Ek", tz="Europe/Stockholm")]) as playground:
        own = WebClient(token="xoxb-local", base_url=playground.api_url)
        assert own.users_info(user="U1")["user"]["tz_offset"] == 3600
        Hands(playground)("clock", to="2027-07-01T12:00")
        assert own.users_info(user="U1")["user"]["tz_offset"] == 7200
