"""After a deal one question, answered by one tap; and stale deals, settled by one tap each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import ids
from bot.storage.engine import Database
from bot.values.asking import TagChoice
from tests.conftest import StandingClock
from tests.stories.conftest import ELIN, OSKAR, Answer, Office, running

REASONS = ["price", "competitor", "timing", "no decision", "no budget"]


@pytest.fixture
def restarted(tmp_path: Path, sqlite_template: Path, clock: StandingClock) -> Iterator[Office]:
    """The six deals each, and an app that starts with them there: the next deal begins the sum, the one after asks."""
    path = tmp_path / "restarted.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with running(database, clock, "socket") as office:
        for n in range(6):
            office.types(OSKAR, f"/deal lost {500 + n} Acme{n} role:CEO")
            office.types(ELIN, f"/deal förlorade {500 + n} Bolaget{n} roll:VD")
    with running(database, clock, "socket") as office:
        yield office
    database.close()


def types_until_asked(office: Office, user: str, line: str) -> Answer:
    """Loses deals until one of the answers asks something: the sum of what was lost is made in the background."""
    for n in range(100):
        answer = office.types(user, line.format(n=700 + n))
        if len([block for block in answer.message["blocks"] if block["type"] == "actions"]) > 1:
            return answer
    raise AssertionError("nothing was asked")


def test_the_reason_of_a_loss_by_one_tap(restarted: Office) -> None:
    asked = types_until_asked(restarted, OSKAR, "/deal lost {n} Volvo role:CEO")
    assert "What decided it? 0 of your last" in asked.text
    assert list(asked.buttons) == ["Undo", "Edit details", *REASONS, "Something else", "Don’t ask about this"]
    told = restarted.presses(OSKAR, asked, "price")
    assert told.message["ts"] == asked.message["ts"]
    assert "Reason for the loss: price" in told.text
    assert list(told.buttons) == ["Undo", "Edit details"]  # and no further question
    undone = restarted.presses(OSKAR, told, "Undo")
    assert "Reason for the loss" in undone.text


def test_orsaken_till_en_förlust_med_ett_tryck(restarted: Office) -> None:
    asked = types_until_asked(restarted, ELIN, "/deal förlorade {n} Volvo roll:VD")
    assert "Vad avgjorde? 0 av dina senaste" in asked.text
    told = restarted.presses(ELIN, asked, "pris")
    assert "Orsak till förlusten: pris" in told.text


def test_it_can_be_turned_down_for_a_quarter(restarted: Office) -> None:
    asked = types_until_asked(restarted, OSKAR, "/deal lost {n} Volvo role:CEO")
    said = restarted.presses(OSKAR, asked, "Don’t ask about this")
    assert said.text.startswith("Fine, no questions about “Reason for the loss” until 17 Feb 2027.")
    for n in range(3):
        answer = restarted.types(OSKAR, f"/deal lost {900 + n} Scania role:CEO")
        assert list(answer.buttons) == ["Undo", "Edit details"]


def test_something_else_opens_the_form(restarted: Office) -> None:
    asked = types_until_asked(restarted, OSKAR, "/deal lost {n} Volvo role:CEO")
    view = restarted.presses_for_form(OSKAR, asked, "Something else")
    assert view["callback_id"] == ids.CALLBACK_DEAL_FORM


def test_two_a_day_and_no_more(restarted: Office) -> None:
    types_until_asked(restarted, OSKAR, "/deal lost {n} Volvo role:CEO")
    answers = [restarted.types(OSKAR, f"/deal lost {900 + n} Volvo role:CEO") for n in range(8)]
    assert sum("What decided it?" in answer.text for answer in answers) == 1


def test_a_choice_travels_in_its_button() -> None:
    choice = TagChoice(tag="product", number=1042, value="x" * 200)
    assert TagChoice.unpack(choice.pack()) == choice
    assert len(choice.pack()) <= 2_000
