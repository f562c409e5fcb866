"""Imports taken back and exports sent outside a request, as after a death: by the row alone, once, and told."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from bot.jobs import slack_files
from bot.services.errands import AT_ONCE, ErrandRow
from bot.services.file_imports import LEASE, MOST_ATTEMPTS
from bot.storage.engine import Database
from bot.values.errands import ErrandState, Place
from bot.values.exports import ExportWanted, Whose
from bot.values.imports import FileRef
from tests.conftest import StandingClock
from tests.jobs import test_file_work
from tests.jobs.test_file_work import ELIN, Desk

HEADING = "Kund;Belopp;Status;Avslutad\n"
MANY = AT_ONCE + 100


@pytest.fixture
def desk(database: Database, clock: StandingClock) -> Iterator[Desk]:
    with test_file_work.opened(database, clock) as opened:
        yield opened


def reads_in(desk: Desk, rows: int) -> tuple[int, Place]:
    """A file of so many deals; returns the import's id, and the message that tells of it."""
    desk.drop(HEADING + "".join(f"Kund {n};{n + 1};vunnen;2026-10-01\n" for n in range(rows)))
    row = desk.take()
    desk.work.carry_out(row)
    assert desk.services.files.confirm(desk.elin, FileRef(row.id))
    row = desk.take()
    desk.work.carry_out(row)
    assert desk.deals() == rows
    past = desk.services.imports.newest(desk.elin.workspace_id)
    assert past is not None
    assert row.channel is not None
    assert row.message_ts is not None
    return past.id, Place(row.channel, row.message_ts)


def take(desk: Desk) -> ErrandRow:
    row = desk.services.errands.take()
    assert row is not None
    return row


def nothing_left(desk: Desk) -> bool:
    desk.clock.advance(days=1)
    return desk.services.errands.take() is None


def files(desk: Desk) -> list[dict[str, Any]]:
    """The files that the bot has sent, as their reader sees them."""
    url = f"{desk.slack.url}/_control/messages/{ELIN}?user={ELIN}"
    found = requests.get(url, timeout=15).json()["messages"]
    return [file for each in found if each.get("bot_id") for file in each.get("files") or ()]


class TestTakingBack:
    def test_is_told_where_it_was_asked_for(self, desk: Desk) -> None:
        number, place = reads_in(desk, MANY)
        desk.services.errands.take_back(desk.elin, number, place)
        desk.work.carry_out(take(desk))
        assert desk.deals() == 0
        assert desk.said() == [f"Importen av deals.csv är återtagen: {MANY} affärer ingår inte längre i några siffror."]
        assert nothing_left(desk)

    def test_is_told_in_a_message_of_its_own_where_it_was_asked_for_out_of_sight(self, desk: Desk) -> None:
        number, _ = reads_in(desk, 1)
        desk.services.errands.take_back(desk.elin, number, None)
        desk.work.carry_out(take(desk))
        assert desk.said()[0].startswith("deals.csv är inläst")
        assert desk.said()[1].startswith("Importen av deals.csv är återtagen: 1 affär")

    def test_after_a_death_between_taking_back_and_telling(self, desk: Desk) -> None:
        number, place = reads_in(desk, 1)
        desk.services.errands.take_back(desk.elin, number, place)
        dead = take(desk)
        assert desk.services.errands.undo(dead) is not None
        desk.clock.advance(seconds=LEASE.total_seconds() + 1)
        heir = take(desk)
        assert heir.state is ErrandState.DONE
        desk.work.carry_out(heir)
        assert desk.said()[0].startswith("Importen av deals.csv är återtagen: 1 affär")
        desk.work.carry_out(dead)  # the one that was taken for dead wakes up
        assert len(desk.said()) == 1
        assert nothing_left(desk)

    def test_done_meanwhile_on_the_command_line_it_is_said(self, desk: Desk) -> None:
        number, place = reads_in(desk, 1)
        desk.services.errands.take_back(desk.elin, number, place)
        desk.services.imports.undo(desk.elin.workspace_id, number)
        desk.work.carry_out(take(desk))
        assert desk.said() == [f"Import {number} är redan återtagen."]
        assert nothing_left(desk)

    def test_what_slack_does_not_take_is_told_later(self, desk: Desk) -> None:
        number, place = reads_in(desk, 1)
        desk.services.errands.take_back(desk.elin, number, place)
        desk.fails("chat.update", times=1)
        desk.work.carry_out(take(desk))
        assert desk.deals() == 0
        assert desk.said()[0].startswith("deals.csv är inläst")
        desk.clock.advance(seconds=11)
        desk.work.carry_out(take(desk))
        assert desk.said()[0].startswith("Importen av deals.csv är återtagen")

    def test_where_the_process_dies_each_time_it_is_given_up_and_can_be_asked_for_again(self, desk: Desk) -> None:
        number, place = reads_in(desk, 1)
        desk.services.errands.take_back(desk.elin, number, place)
        for _ in range(MOST_ATTEMPTS):
            take(desk)
            desk.clock.advance(seconds=LEASE.total_seconds() + 1)
        desk.work.carry_out(take(desk))
        assert "referensen" in desk.said()[0]
        assert desk.deals() == 1
        desk.services.errands.take_back(desk.elin, number, place)
        desk.work.carry_out(take(desk))
        assert desk.deals() == 0


class TestSending:
    @pytest.fixture(autouse=True)
    def _with_a_deal(self, desk: Desk) -> None:
        reads_in(desk, 1)
        assert desk.services.errands.send(desk.elin, "V1", ExportWanted(), 1)

    def test_is_sent_once(self, desk: Desk) -> None:
        desk.work.carry_out(take(desk))
        assert [file["name"] for file in files(desk)] == ["mina-affarer.csv"]
        assert desk.said()[-1] == "1 affär, den äldsta först."
        assert nothing_left(desk)

    def test_after_a_death_before_it_was_made(self, desk: Desk) -> None:
        take(desk)
        desk.clock.advance(seconds=LEASE.total_seconds() + 1)
        desk.work.carry_out(take(desk))
        assert len(files(desk)) == 1

    def test_after_a_death_between_sending_and_writing_that_down_it_is_not_sent_again(self, desk: Desk) -> None:
        dead = take(desk)
        desk.work.carry_out(dead)
        desk.clock.advance(seconds=LEASE.total_seconds() + 1)
        assert desk.services.errands.take() is None
        desk.services.errands.send(desk.elin, "V2", ExportWanted(), 1)
        dead = desk.services.errands.uploaded(take(desk), files(desk)[0]["id"])
        desk.clock.advance(seconds=LEASE.total_seconds() + 1)
        desk.work.carry_out(take(desk))
        assert len(files(desk)) == 1
        assert nothing_left(desk)

    def test_where_the_answer_to_sharing_is_lost_slack_is_asked(self, desk: Desk) -> None:
        desk.fails("files.completeUploadExternal", times=1)
        desk.work.carry_out(take(desk))
        assert files(desk) == []
        desk.clock.advance(seconds=11)
        row = take(desk)
        assert row.outcome["slack_file_id"]  # there, but nobody can see it
        desk.work.carry_out(row)
        assert len(files(desk)) == 1

    def test_while_slack_does_not_say_nothing_is_sent(self, desk: Desk) -> None:
        desk.fails("files.completeUploadExternal", times=1)
        desk.work.carry_out(take(desk))
        desk.clock.advance(seconds=11)
        desk.fails("files.info", times=1)
        desk.work.carry_out(take(desk))
        assert files(desk) == []
        desk.clock.advance(seconds=21)
        desk.work.carry_out(take(desk))
        assert len(files(desk)) == 1

    def test_what_may_not_be_sent_is_said(self, desk: Desk) -> None:
        desk.fails("files.getUploadURLExternal", times=1, error="missing_scope")
        desk.work.carry_out(take(desk))
        assert "files:write" in desk.said()[-1]
        assert nothing_left(desk)

    def test_where_the_deals_are_gone_by_then_it_is_said(self, desk: Desk) -> None:
        past = desk.services.imports.newest(desk.elin.workspace_id)
        assert past is not None
        desk.services.imports.undo(desk.elin.workspace_id, past.id)
        desk.work.carry_out(take(desk))
        assert files(desk) == []
        assert "inga affärer" in desk.said()[-1]
        assert nothing_left(desk)

    def test_who_may_not_see_everyones_any_more_gets_none(self, desk: Desk) -> None:
        desk.work.carry_out(take(desk))
        desk.services.errands.send(desk.elin, "V2", ExportWanted(whose=Whose.ALL), 1)
        desk.work.carry_out(take(desk))
        assert len(files(desk)) == 1
        assert nothing_left(desk)


def test_whether_a_file_is_shared_is_not_guessed(desk: Desk) -> None:
    assert not slack_files.is_shared(desk.client(), "F0NOBODY")
