"""The weekly message as people meet it: offered, agreed to, read, answered, stopped."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot import ids
from bot.assembly import build_services
from bot.jobs.engine import Engine
from bot.jobs.starting import engine_of
from bot.storage.engine import Database
from tests.conftest import StandingClock
from tests.stories.at_home import Home
from tests.stories.conftest import ANNA, ELIN, MARIA, OSKAR, SALES, Answer, Office, office_settings, running

# A Monday, a minute after eight in Stockholm; long before the local Slack's own time stamps.
MONDAY = datetime(2026, 11, 23, 7, 1, tzinfo=UTC)


class Week:
    """An office with the engine that sends, and a clock that is moved by hand."""

    def __init__(self, office: Office, engine: Engine, clock: StandingClock) -> None:
        self.office, self.clock = office, clock
        self._engine = engine

    def passes_to(self, moment: datetime) -> None:
        """The time passes, with a sweep now and then."""
        self.clock.now = moment
        for _ in range(3):
            self._engine.sweep()
            self._engine.round()
            self.clock.advance(seconds=2)

    def passes(self, **by: float) -> None:
        self.passes_to(self.clock.now + timedelta(**by))

    def dms(self, user: str) -> list[Answer]:
        """The direct messages between a person and the app."""
        return self.office.sees(user, user)

    def opens_home(self, user: str) -> dict[str, Any]:
        view: dict[str, Any] = self.office.control("open-home", user=user)["view"]
        return view

    def presses_home(self, user: str, action: str) -> None:
        view = self.opens_home(user)
        rows = [block for block in view["blocks"] if block["type"] == "actions"]
        row, button = next((r, e) for r in rows for e in r["elements"] if e["action_id"] == action)
        pressed = {"type": "button", "action_id": action, "block_id": row["block_id"], "value": button.get("value")}
        done = self.office.control("interact", user=user, home=True, action=pressed)
        assert done["ok"], done


@pytest.fixture
def week(tmp_path: Path, sqlite_template: Path, clock: StandingClock) -> Iterator[Week]:
    path = tmp_path / "week.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with running(database, clock, "socket") as office:
        services = build_services(database, clock)
        engine = engine_of(
            office_settings(office.slack),
            database,
            clock,
            people=services.people,
            weekly=services.weekly,
            letters=services.letters,
            commitments=services.commitments,
            coach=services.coach,
            nap=lambda seconds: clock.advance(seconds=seconds),
        )
        yield Week(office, engine, clock)
    database.close()


def rows_of(answer: Answer) -> list[str]:
    return [e["action_id"] for b in answer.message["blocks"] if b["type"] == "actions" for e in b["elements"]]


def press(week: Week, user: str, answer: Answer, action_id: str, value: str | None = None) -> None:
    """A button of a direct message."""
    rows = [block for block in answer.message["blocks"] if block["type"] == "actions"]
    row, button = next(
        (r, e) for r in rows for e in r["elements"] if e["action_id"] == action_id and value in (None, e.get("value"))
    )
    pressed = {"type": "button", "action_id": action_id, "block_id": row["block_id"], "value": button.get("value")}
    channel = answer.message["channel"]
    done = week.office.control("interact", channel=channel, user=user, messageTs=answer.message["ts"], action=pressed)
    assert done["ok"], done


def test_nothing_comes_unasked(week: Week) -> None:
    week.office.types(ELIN, "/deal vann 25 000 kr Acme")
    week.opens_home(ELIN)
    week.passes_to(MONDAY)
    assert week.dms(ELIN) == []


def test_yes_and_it_comes_on_monday_once(week: Week) -> None:
    week.office.types(ELIN, "/deal vann 25 000 kr Acme")
    week.presses_home(ELIN, ids.ACTION_WEEKLY_YES)
    shown = str(week.opens_home(ELIN)["blocks"])
    assert "måndagar kl. 08:00" in shown
    assert ids.ACTION_WEEKLY_YES not in shown
    week.passes_to(MONDAY - timedelta(minutes=2))
    assert week.dms(ELIN) == []
    week.passes_to(MONDAY)
    week.passes(hours=5)
    (letter,) = week.dms(ELIN)
    assert letter.text.splitlines()[0] == "Din vecka, 16–22 nov. 2026"
    assert letter.text.splitlines()[1] == "*1 vunnen.* Sålt för 25 000 kr."
    assert letter.message["metadata"]["event_type"] == "sales_coach_delivery"


def test_no_thanks_is_remembered(week: Week) -> None:
    week.presses_home(OSKAR, ids.ACTION_WEEKLY_NO)
    assert "You get no weekly message." in str(week.opens_home(OSKAR)["blocks"])
    week.passes_to(MONDAY)
    assert week.dms(OSKAR) == []


def test_day_and_hour_are_ones_own(week: Week) -> None:
    week.office.types(OSKAR, "/deal won 25000 Acme")
    week.presses_home(OSKAR, ids.ACTION_WEEKLY_CHOOSE)
    done = week.office.submits(OSKAR, weekday="4", hour="15")
    assert done["errors"] == {}, done
    assert "Fridays at 15:00" in str(week.opens_home(OSKAR)["blocks"])
    week.passes_to(datetime(2026, 11, 20, 14, 58, tzinfo=UTC))  # London
    assert week.dms(OSKAR) == []
    week.passes_to(datetime(2026, 11, 20, 15, 1, tzinfo=UTC))
    assert len(week.dms(OSKAR)) == 1


def test_a_pause_for_the_holidays(week: Week) -> None:
    week.office.types(OSKAR, "/deal won 25000 Acme")
    week.presses_home(OSKAR, ids.ACTION_WEEKLY_CHOOSE)
    refused = week.office.submits(OSKAR, weekday="0", hour="8", pause_until="2026-11-01")
    assert set(refused["errors"]) == {ids.FIELD_PAUSE_UNTIL}
    assert week.office.submits(OSKAR, weekday="0", hour="8", pause_until="2026-12-07")["errors"] == {}
    assert "Paused until 7 Dec 2026" in str(week.opens_home(OSKAR)["blocks"])
    week.passes_to(MONDAY + timedelta(hours=2))
    week.passes_to(MONDAY + timedelta(weeks=1, hours=2))
    assert week.dms(OSKAR) == []
    week.passes_to(MONDAY + timedelta(weeks=2, hours=2))
    assert len(week.dms(OSKAR)) == 1


def test_stop_works_at_once_and_says_how_to_begin_again(week: Week) -> None:
    week.office.types(OSKAR, "/deal won 25000 Acme")
    week.presses_home(OSKAR, ids.ACTION_WEEKLY_YES)
    week.passes_to(MONDAY + timedelta(hours=1))
    (letter,) = week.dms(OSKAR)
    press(week, OSKAR, letter, ids.ACTION_WEEKLY_STOP)
    (stopped,) = week.dms(OSKAR)
    assert "Stopped." in str(stopped.message["blocks"])
    assert "1 won" in str(stopped.message["blocks"])  # the letter itself is still there to be read
    week.passes_to(MONDAY + timedelta(weeks=1, hours=1))
    assert len(week.dms(OSKAR)) == 1
    press(week, OSKAR, week.dms(OSKAR)[0], ids.ACTION_WEEKLY_YES)
    begun = str(week.dms(OSKAR)[0].message["blocks"])
    assert "Mondays at 08:00" in begun
    assert "Stopped." not in begun  # which holds no longer
    week.passes_to(MONDAY + timedelta(weeks=2, hours=1))
    assert len(week.dms(OSKAR)) == 2


def test_a_quiet_week_is_a_line(week: Week) -> None:
    week.office.types(OSKAR, "/deal won 25000 Acme closed:2026-11-10")
    week.presses_home(OSKAR, ids.ACTION_WEEKLY_YES)
    week.passes_to(MONDAY + timedelta(hours=1))
    (letter,) = week.dms(OSKAR)
    assert letter.text.splitlines()[1].startswith("A quiet week")
    assert len(letter.text.splitlines()) == 2


def test_a_suggestion_is_taken_on_and_asked_about(week: Week) -> None:
    week.office.types(OSKAR, "/deal lost 25000 Acme reason:price")
    week.presses_home(OSKAR, ids.ACTION_WEEKLY_YES)
    week.passes_to(MONDAY + timedelta(hours=1))
    press(week, OSKAR, week.dms(OSKAR)[0], ids.ACTION_COACH_COMMIT)
    (letter,) = week.dms(OSKAR)
    assert "*1 lost.*" in str(letter.message["blocks"])
    assert ids.ACTION_COACH_COMMIT not in rows_of(letter)
    week.passes_to(MONDAY + timedelta(weeks=1, hours=1))
    second = week.dms(OSKAR)[-1]
    press(week, OSKAR, second, ids.ACTION_COACH_CHECK_PARTLY)
    answered = week.dms(OSKAR)[-1]
    assert ids.ACTION_COACH_CHECK_YES not in rows_of(answered)
    assert "Your answer: *Partly*" in str(answered.message["blocks"])
    assert "A part counts too" in str(answered.message["blocks"])


def two_asked_about(week: Week, user: str) -> Answer:
    """A letter with two check-ins."""
    week.office.types(user, "/deal lost 25000 Acme reason:price")
    week.presses_home(user, ids.ACTION_WEEKLY_YES)
    plan = week.office.types(user, "/coach")
    for place in (0, 1):
        row = [b for b in plan.message["blocks"] if ids.ACTION_COACH_COMMIT in str(b)][place]
        pressed = {"action_id": ids.ACTION_COACH_COMMIT, "block_id": row["block_id"]}
        ts = plan.message["ts"]
        assert week.office.control("interact", channel=SALES, user=user, messageTs=ts, action=pressed)["ok"]
    week.passes_to(MONDAY + timedelta(hours=1))
    (letter,) = week.dms(user)
    assert rows_of(letter).count(ids.ACTION_COACH_CHECK_YES) == 2
    return letter


def held(answer: Answer, letter: Answer) -> bool:
    """Whether all that the letter says still stands in it, in its order, but for the check-ins' buttons."""
    kept = [b for b in letter.message["blocks"] if ":check:" not in b["block_id"]]
    return [b for b in answer.message["blocks"] if ":check:" not in b["block_id"]] == kept


@pytest.mark.parametrize(
    ("user", "partly", "yes", "change"),
    [
        (OSKAR, "Your answer: *Partly*", "Your answer: *Yes, done*", "Change answer"),
        (ELIN, "Ditt svar: *Delvis*", "Ditt svar: *Ja, det blev av*", "Ändra svaret"),
    ],
)
def test_an_answer_takes_the_buttons_place_and_can_be_changed(
    week: Week, user: str, partly: str, yes: str, change: str
) -> None:
    letter = two_asked_about(week, user)
    press(week, user, letter, ids.ACTION_COACH_CHECK_PARTLY)
    (answered,) = week.dms(user)
    assert held(answered, letter)
    assert str(answered.message["blocks"]).count(partly) == 1
    assert rows_of(answered).count(ids.ACTION_COACH_CHECK_YES) == 1, "the other is still asked about"
    assert change in answered.buttons
    press(week, user, answered, ids.ACTION_COACH_CHECK_AGAIN)
    (asked,) = week.dms(user)
    assert asked.message["blocks"] == letter.message["blocks"]
    press(week, user, asked, ids.ACTION_COACH_CHECK_YES)
    (final,) = week.dms(user)
    assert held(final, letter)
    assert yes in str(final.message["blocks"])
    assert partly not in str(final.message["blocks"])


def test_a_client_that_still_shows_the_buttons(week: Week) -> None:
    """What it sends along is the letter as it was: the newest answer counts, and no answer is lost by it."""
    letter = two_asked_about(week, OSKAR)
    first, second = (b["elements"][0]["value"] for b in letter.message["blocks"] if ":check:" in b["block_id"])

    def turn_back() -> Answer:
        slack = week.office.slack
        where = {"channel": letter.message["channel"], "ts": letter.message["ts"]}
        WebClient("xoxb-test", base_url=slack.api_url).chat_update(
            **where, text=letter.message["text"], blocks=letter.message["blocks"]
        )
        return week.dms(OSKAR)[0]

    press(week, OSKAR, letter, ids.ACTION_COACH_CHECK_PARTLY, first)
    for _ in range(2):
        press(week, OSKAR, turn_back(), ids.ACTION_COACH_CHECK_YES, first)
    press(week, OSKAR, turn_back(), ids.ACTION_COACH_CHECK_NO, second)
    (answered,) = week.dms(OSKAR)
    assert held(answered, letter)
    shown = str(answered.message["blocks"])
    assert "Your answer: *Yes, done*" in shown
    assert "Your answer: *Not this time*" in shown
    assert ids.ACTION_COACH_CHECK_YES not in rows_of(answered)
    assert week.office.types(OSKAR, "/coach history").text.count("kept in") == 2


def test_the_manager_gets_the_teams_week(week: Week) -> None:
    week.office.types(ELIN, "/deal vann 25 000 kr Acme")
    Home(week.office, MARIA, "mine").presses(ids.ACTION_WEEKLY_YES)
    week.passes_to(MONDAY)
    week.passes(minutes=1)
    (digest,) = week.dms(MARIA)  # she sells nothing herself, so there is no letter beside it
    assert digest.text.startswith("The team’s week, 16–22 Nov 2026\n*1 won.* Sold for SEK 25,000.")


def switch_on(week: Week, **more: Any) -> dict[str, Any]:
    Home(week.office, ANNA, "workspace").presses_for_form(ids.ACTION_CHANNELS)
    values = {"wins_channel": SALES, "wins_from": "50 000", "wins_an_hour": "2", **more}
    return week.office.submits(ANNA, **values)


def posts(week: Week) -> list[str]:
    return [answer.text for answer in week.office.sees(MARIA) if answer.message.get("metadata")]


def test_wins_in_a_channel_once_an_admin_wants_them(week: Week) -> None:
    week.office.types(ELIN, "/deal vann 90 000 kr Acme")
    week.passes(minutes=5)
    assert set(switch_on(week, wins_from="lots")["errors"]) == {ids.FIELD_WINS_FROM}
    assert set(week.office.submits(ANNA, wins_from="50k", wins_an_hour="99")["errors"]) == {ids.FIELD_WINS_AN_HOUR}
    assert switch_on(week)["errors"] == {}
    week.office.types(ELIN, "/deal vann 60 000 kr Boxar")
    undo = week.office.types(OSKAR, "/deal won 250000 Granit")
    week.office.types(OSKAR, "/deal won 49000 Small")
    week.passes(minutes=3)
    assert posts(week) == [
        "Elin Sandberg won Boxar: SEK 60,000",
        "Oskar Berg won Granit: SEK 250,000 Orders like this one are rare here. Ask how it was done.",
    ]
    week.office.presses(OSKAR, undo, "Undo")
    week.passes(minutes=3)
    assert posts(week) == ["Elin Sandberg won Boxar: SEK 60,000"]
    week.passes(minutes=3)
    assert len(posts(week)) == 1


def test_a_board_with_a_place_of_ones_own(week: Week) -> None:
    switch_on(week, boards_channel=SALES, boards=["improved"])
    assert ids.ACTION_BOARD_JOIN in str(week.opens_home(OSKAR)["blocks"])
    week.presses_home(OSKAR, ids.ACTION_BOARD_JOIN)
    assert ids.ACTION_BOARD_LEAVE in str(week.opens_home(OSKAR)["blocks"])
    week.passes_to(MONDAY + timedelta(hours=2))
    assert posts(week) == []  # one is no board
