"""Reading files in: all or nothing, the same row once, back out again; on both databases."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pandas as pd
import pytest

from bot import errors
from bot.importing import Chunk, Rejected
from bot.services.deals import DealDesk
from bot.services.figures import Figures
from bot.services.import_reading import Reading
from bot.services.import_report import Prepared, Rehearsal
from bot.services.import_undoing import Undoing
from bot.services.imports import ImportReport, Imports
from bot.services.people import People, Profile
from bot.services.reports import Reports
from bot.storage import benchmarks, tallies
from bot.storage.engine import Database
from bot.values import Amount, Per, Role
from pillars import Window
from tests.conftest import NOW, MakePerson, StandingClock
from tests.services.conftest import Type

YEAR = Window(date(2026, 1, 1), date(2026, 12, 31))
TEXTS = (
    "external_id",
    "rep",
    "rep_email",
    "currency",
    "per",
    "customer",
    "product",
    "contact_role",
    "loss_reason",
    "note",
)
DAYS = ("opened_on", "first_meeting_on", "quoted_on", "closed_on")


def chunk(*rows: dict[str, Any], rejected: tuple[Rejected, ...] = ()) -> Chunk:
    """Rows as the reader gives them; what a row does not say is missing."""
    usual = {"rep": "Elin", "status": "won", "kind": "one_off", "currency": "SEK", "opened_known": False}
    said = [{"line": n, **usual, **row} for n, row in enumerate(rows, 2)]
    frame = pd.DataFrame(said)
    for name in (*TEXTS, *DAYS, "amount"):
        if name not in frame:
            frame[name] = None
    for name in TEXTS:
        frame[name] = frame[name].astype("string")
    for name in DAYS:
        frame[name] = pd.to_datetime(frame[name]).astype("datetime64[s]")
    frame["amount"] = frame["amount"].astype("Int64")
    frame["opened_known"] = frame["opened_on"].notna()
    return Chunk(frame, rejected, 0, 0, {})


ROWS = (
    {"external_id": "1", "amount": 10_000, "customer": "Acme", "closed_on": "2026-11-02", "opened_on": "2026-10-01"},
    {"external_id": "2", "amount": 30_000, "customer": "ACME ", "closed_on": "2026-11-03", "per": "month"},
    {"external_id": "3", "status": "lost", "loss_reason": "price", "closed_on": "2026-11-04", "rep": "Moses Frase"},
    {"external_id": "4", "status": "open", "amount": 50_000, "opened_on": "2026-11-01", "product": "Lamps"},
)


@pytest.fixture
def imports(database: Database, clock: StandingClock) -> Imports:
    return Imports(database, clock)


@pytest.fixture
def reports(database: Database, clock: StandingClock) -> Reports:
    return Reports(database, clock)


def read_in(imports: Imports, workspace_id: int, *chunks: Chunk, **how: Any) -> ImportReport:
    return imports.run(workspace_id, list(chunks), file_name="deals.csv", source="import:plain", **how)


def tallies_are_right(database: Database, workspace_id: int) -> bool:
    """Whether the daily tallies say what a recount says."""

    def counted() -> list[Any]:
        with database.read() as connection:
            rows = connection.exec_driver_sql("SELECT * FROM daily_tallies WHERE deals <> 0 ORDER BY 2, 3, 4, 5, 6, 7")
            return [tuple(row) for row in rows]

    before = counted()
    with database.write() as connection:
        tallies.rebuild(connection, workspace_id)
    return before == counted()


def test_rows_become_deals(
    imports: Imports, desk: DealDesk, figures: Figures, database: Database, make_person: MakePerson
) -> None:
    elin = make_person()
    report = read_in(imports, elin.workspace_id, chunk(*ROWS))
    assert (report.added, report.changed, report.unchanged) == (4, 0, 0)
    assert (report.won, report.lost, report.open) == (2, 1, 1)
    assert (report.joined, report.waiting) == (("Elin",), ("Moses Frase",))
    deals = {deal.number: deal for deal in desk.page(elin).deals}
    assert sorted(deals) == [1001, 1002, 1004]
    assert deals[1002].amount == Amount(30_000, "SEK", Per.MONTH)
    assert deals[1001].details.customer == deals[1002].details.customer == "Acme"
    assert (deals[1001].opened_known, deals[1002].opened_known) == (True, False)
    card = figures.rep_card(elin, elin)
    assert (card.won, card.lost, card.open_now) == (2, 0, 1)
    assert tallies_are_right(database, elin.workspace_id)
    assert desk.edit(elin, 1001, {"amount": Amount(1, "SEK")}).standing.win_rate.sample == 2  # and stays right


def test_the_same_file_again_changes_nothing(imports: Imports, make_person: MakePerson) -> None:
    workspace_id = make_person().workspace_id
    read_in(imports, workspace_id, chunk(*ROWS))
    again = read_in(imports, workspace_id, chunk(*ROWS[:2]), chunk(*ROWS[2:]))
    assert (again.added, again.changed, again.unchanged) == (0, 0, 4)
    assert (again.won, again.lost, again.open) == (2, 1, 1)


def test_a_row_without_an_id_is_known_by_what_it_says(imports: Imports, make_person: MakePerson) -> None:
    workspace_id = make_person().workspace_id
    twice = [{**row, "external_id": None} for row in (ROWS[0], ROWS[0], ROWS[2])]
    first = read_in(imports, workspace_id, chunk(*twice))
    assert (first.added, first.duplicates) == (3, (3,))
    again = read_in(imports, workspace_id, chunk(*reversed(twice)))
    assert (again.added, again.unchanged) == (0, 3)


def test_a_changed_row_changes_its_deal_with_history(
    imports: Imports, desk: DealDesk, database: Database, make_person: MakePerson
) -> None:
    elin = make_person()
    read_in(imports, elin.workspace_id, chunk(*ROWS))
    later = {**ROWS[3], "status": "won", "closed_on": "2026-11-10", "amount": 60_000}
    report = read_in(imports, elin.workspace_id, chunk(*ROWS[:3], later))
    assert (report.added, report.changed, report.unchanged) == (0, 1, 3)
    deal = desk.find(elin, 1004)
    assert (deal.status.value, deal.amount) == ("won", Amount(60_000, "SEK"))
    undone = imports.undo(elin.workspace_id, report.import_id)
    assert (undone.deleted, undone.restored, undone.kept) == (0, 1, 0)
    assert desk.find(elin, 1004).status.value == "open"
    assert tallies_are_right(database, elin.workspace_id)


def test_what_changes_between_working_it_out_and_writing_is_seen(
    imports: Imports, say: Type, desk: DealDesk, database: Database, make_person: MakePerson
) -> None:
    elin = make_person()
    read_in(imports, elin.workspace_id, chunk(*ROWS))
    later = [Prepared.of(chunk(*({**row, "amount": 77_000, "note": "later"} for row in ROWS)))]
    about = (elin.workspace_id, "import:plain", (), None, NOW, None)
    with database.read() as connection:
        rehearsal = Rehearsal(benchmarks.latest_change_id(connection))
        Reading(connection, *about, dry_run=True, rehearsal=rehearsal).run(later, "x.csv", lambda rows: None)
    assert len(rehearsal.judged) == 4
    say(elin, "edit 1001 999")
    with database.write() as connection:
        report = Reading(connection, *about, rehearsal=rehearsal).run(later, "x.csv", lambda rows: None)
    assert report.changed == 4
    assert [desk.find(elin, n).amount for n in (1001, 1004)] == [Amount(77_000, "SEK")] * 2
    assert tallies_are_right(database, elin.workspace_id)
    assert imports.undo(elin.workspace_id, report.import_id).restored == 4
    assert desk.find(elin, 1001).amount == Amount(99_900, "SEK")  # what it was before the import, not before the trial


def test_what_a_rep_has_put_right_stays_until_the_file_says_something_new(
    imports: Imports, say: Type, desk: DealDesk, make_person: MakePerson
) -> None:
    elin = make_person()
    read_in(imports, elin.workspace_id, chunk(*ROWS))
    say(elin, "edit 1001 999")
    assert read_in(imports, elin.workspace_id, chunk(*ROWS)).unchanged == 4
    assert desk.find(elin, 1001).amount == Amount(99_900, "SEK")


def test_field_by_field_over_many_files(
    imports: Imports, say: Type, desk: DealDesk, database: Database, make_person: MakePerson
) -> None:
    """Won here; the file goes on saying that it is open, while other things in it change."""
    elin = make_person()
    row = ROWS[3]
    read_in(imports, elin.workspace_id, chunk(row))
    say(elin, "won 1001")
    for note in ("called", "called again"):
        report = read_in(imports, elin.workspace_id, chunk({**row, "note": note}))
        assert (report.changed, dict(report.notes)) == (1, {"kept_here": 1})
        deal = desk.find(elin, 1001)
        assert (deal.status.value, deal.details.note) == ("won", note)
        assert deal.details.closed_on is not None
    report = read_in(imports, elin.workspace_id, chunk({**row, "status": "lost", "closed_on": "2026-11-16"}))
    assert (report.changed, report.notes) == (1, ())
    deal = desk.find(elin, 1001)
    assert (deal.status.value, deal.details.closed_on) == ("lost", date(2026, 11, 16))
    assert tallies_are_right(database, elin.workspace_id)


def test_what_was_deleted_here_stays_deleted(
    imports: Imports, desk: DealDesk, database: Database, make_person: MakePerson
) -> None:
    elin = make_person()
    read_in(imports, elin.workspace_id, chunk(ROWS[3]))
    desk.delete(elin, 1001)
    later = {**ROWS[3], "note": "called"}
    for row in (ROWS[3], later):
        report = read_in(imports, elin.workspace_id, chunk(row))
        assert (report.added, report.changed, report.unchanged) == (0, 0, 1)
        assert (report.open, dict(report.notes), desk.page(elin).total) == (0, {"stays_deleted": 1}, 0)
    desk.undo(elin)
    assert read_in(imports, elin.workspace_id, chunk(later)).changed == 1
    assert desk.find(elin, 1001).details.note == "called"
    assert tallies_are_right(database, elin.workspace_id)


class TestTakingBack:
    def test_removes_what_was_added_and_can_be_read_in_again(
        self, imports: Imports, figures: Figures, database: Database, make_person: MakePerson
    ) -> None:
        elin = make_person()
        report = read_in(imports, elin.workspace_id, chunk(*ROWS))
        undone = imports.undo(elin.workspace_id, report.import_id)
        assert (undone.deleted, undone.kept) == (4, 0)
        assert figures.team_card(elin).scores["win_rate"].value is None
        assert tallies_are_right(database, elin.workspace_id)
        again = read_in(imports, elin.workspace_id, chunk(*ROWS))
        assert again.added + again.changed == 4
        assert figures.team_card(elin).won == 2
        assert tallies_are_right(database, elin.workspace_id)

    def test_keeps_what_was_changed_since(
        self, imports: Imports, say: Type, desk: DealDesk, make_person: MakePerson
    ) -> None:
        elin = make_person()
        report = read_in(imports, elin.workspace_id, chunk(*ROWS))
        say(elin, "edit 1001 999")
        undone = imports.undo(elin.workspace_id, report.import_id)
        assert (undone.deleted, undone.kept) == (3, 1)
        assert desk.find(elin, 1001).amount == Amount(99_900, "SEK")

    def test_what_it_had_changed_can_be_read_in_again(
        self, imports: Imports, desk: DealDesk, database: Database, make_person: MakePerson
    ) -> None:
        elin = make_person()
        later = {**ROWS[0], "amount": 77_000}
        read_in(imports, elin.workspace_id, chunk(*ROWS))
        imports.undo(elin.workspace_id, read_in(imports, elin.workspace_id, chunk(later)).import_id)
        assert desk.find(elin, 1001).amount == Amount(10_000, "SEK")
        assert read_in(imports, elin.workspace_id, chunk(later)).changed == 1
        assert desk.find(elin, 1001).amount == Amount(77_000, "SEK")
        assert tallies_are_right(database, elin.workspace_id)

    def test_puts_everything_back(
        self, imports: Imports, desk: DealDesk, database: Database, make_person: MakePerson
    ) -> None:
        elin = make_person()
        read_in(imports, elin.workspace_id, chunk(*ROWS))
        before = [desk.find(elin, number) for number in (1001, 1002, 1004)]
        other = {"kind": "call_off", "per": "year", "currency": "EUR", "amount": 5, "note": "n", "product": "p"}
        said = [{**row, **other, "customer": "Saab", "closed_on": "2026-11-07", "status": "won"} for row in ROWS]
        report = read_in(imports, elin.workspace_id, chunk(*said))
        assert report.changed == 4
        assert desk.find(elin, 1002).details.customer == "Saab"
        assert tallies_are_right(database, elin.workspace_id)
        assert imports.undo(elin.workspace_id, report.import_id).restored == 4
        assert [desk.find(elin, number) for number in (1001, 1002, 1004)] == before
        assert tallies_are_right(database, elin.workspace_id)

    def test_another_spelling_of_the_customer_is_no_change_by_somebody(
        self, imports: Imports, desk: DealDesk, make_person: MakePerson
    ) -> None:
        elin = make_person()
        read_in(imports, elin.workspace_id, chunk(*ROWS))
        report = read_in(imports, elin.workspace_id, chunk({**ROWS[0], "customer": "a c m e", "amount": 1}))
        assert desk.find(elin, 1001).details.customer == "Acme"
        undone = imports.undo(elin.workspace_id, report.import_id)
        assert (undone.restored, undone.kept) == (1, 0)

    def test_what_changes_between_working_it_out_and_writing_stays(
        self, imports: Imports, say: Type, desk: DealDesk, database: Database, make_person: MakePerson
    ) -> None:
        elin = make_person()
        read_in(imports, elin.workspace_id, chunk(*ROWS))
        later = [{**row, "amount": 77_000} for row in ROWS]
        report = read_in(imports, elin.workspace_id, chunk(*later))
        with database.read() as connection:
            rehearsed = Undoing(connection, elin.workspace_id, report.import_id).rehearse()
        say(elin, "edit 1001 999")
        moses = make_person("U8", name="Moses")
        imports.join(elin.workspace_id, "Moses Frase", "U8")  # leaves no history row
        with database.write() as connection:
            undone = Undoing(connection, elin.workspace_id, report.import_id).carry_out(NOW, rehearsed)
        assert (undone.restored, undone.kept) == (2, 2)
        assert desk.find(elin, 1001).amount == Amount(99_900, "SEK")
        assert desk.find(elin, 1002).amount == Amount(30_000, "SEK", Per.MONTH)
        assert [deal.amount for deal in desk.page(moses).deals] == [Amount(77_000, "SEK")]
        assert tallies_are_right(database, elin.workspace_id)

    def test_happens_once(self, imports: Imports, make_person: MakePerson) -> None:
        workspace_id = make_person().workspace_id
        report = read_in(imports, workspace_id, chunk(*ROWS))
        imports.undo(workspace_id, report.import_id)
        with pytest.raises(errors.ImportAlreadyUndone):
            imports.undo(workspace_id, report.import_id)
        with pytest.raises(errors.ImportNotFound):
            imports.undo(workspace_id, 4711)

    def test_is_for_ones_own_workspace(self, imports: Imports, make_person: MakePerson) -> None:
        here, there = make_person(team="T0HERE"), make_person(team="T0THERE")
        report = read_in(imports, here.workspace_id, chunk(*ROWS))
        with pytest.raises(errors.ImportNotFound):
            imports.undo(there.workspace_id, report.import_id)


def test_a_dry_run_leaves_nothing_behind(
    imports: Imports, people: People, desk: DealDesk, make_person: MakePerson
) -> None:
    elin = make_person()
    report = read_in(imports, elin.workspace_id, chunk(*ROWS), dry_run=True)
    assert (report.added, report.won) == (4, 2)
    assert desk.page(elin).total == 0
    assert imports.newest(elin.workspace_id) is None
    assert [m.profile.name for m in people.members(elin.workspace_id)] == ["Elin"]


def test_a_file_that_breaks_off_leaves_nothing_behind(
    imports: Imports, desk: DealDesk, make_person: MakePerson
) -> None:
    elin = make_person()

    def broken() -> Iterator[Chunk]:
        yield chunk(*ROWS)
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        imports.run(elin.workspace_id, broken(), file_name="x.csv", source="import:plain")
    assert desk.page(elin).total == 0
    assert read_in(imports, elin.workspace_id, chunk(*ROWS)).added == 4


def test_one_id_with_two_meanings_is_left_out(imports: Imports, make_person: MakePerson) -> None:
    other = {**ROWS[0], "amount": 99}
    report = read_in(imports, make_person().workspace_id, chunk(ROWS[0], other, ROWS[0]))
    assert (report.added, report.unchanged, report.duplicates) == (1, 1, (4,))
    assert [(row.line, row.key) for row in report.rejected] == [(3, "same_id_twice")]


class TestWhoseDealsTheyAre:
    def test_by_mail_before_name(self, imports: Imports, people: People, make_person: MakePerson) -> None:
        workspace_id = make_person().workspace_id
        known = [
            Profile("U7", "Elin Ek", "elin.ek", "Europe/Stockholm", "sv", False, True, "elin@acme.se"),
            Profile("U8", "Moses Frase", "moses", "Europe/Stockholm", "sv", False, True, None),
        ]
        rows = ({"rep": "E. Ek", "rep_email": "ELIN@acme.se"}, {"rep": "moses  frase"}, {"rep": "Nobody Known"})
        full = [{**row, "external_id": str(n), "closed_on": "2026-11-01"} for n, row in enumerate(rows)]
        report = read_in(imports, workspace_id, chunk(*full), directory=known)
        assert report.waiting == ("Nobody Known",)
        assert {"Elin Ek", "Moses Frase", "Nobody Known"} <= {m.profile.name for m in people.members(workspace_id)}

    def test_who_waits_is_joined_by_an_admin(
        self, imports: Imports, desk: DealDesk, database: Database, make_person: MakePerson
    ) -> None:
        elin = make_person()
        read_in(imports, elin.workspace_id, chunk(*ROWS))
        moses = make_person("U8", name="Moses")
        with pytest.raises(errors.MemberUnknown):
            imports.join(elin.workspace_id, "Somebody Else", "U8")
        assert imports.join(elin.workspace_id, "moses frase", "U8") == 1
        assert [deal.number for deal in desk.page(moses).deals] == [1003]
        assert tallies_are_right(database, elin.workspace_id)

    def test_those_of_nobody_go_to_the_rep_that_is_named(self, imports: Imports, make_person: MakePerson) -> None:
        row = {"rep": None, "external_id": "1", "closed_on": "2026-11-01"}
        assert read_in(imports, make_person().workspace_id, chunk(row), rep="Elin").joined == ("Elin",)


def test_a_report_by_every_grouping(imports: Imports, reports: Reports, make_person: MakePerson) -> None:
    workspace_id = make_person(role=Role.MANAGER).workspace_id
    read_in(imports, workspace_id, chunk(*ROWS))
    by_rep = reports.report(workspace_id, "Test", "rep", YEAR)
    assert [(g.group, g.won, g.lost) for g in by_rep.groups] == [("Elin", 2, 0), ("Moses Frase", 0, 1)]
    assert (by_rep.everyone.won, by_rep.everyone.order_total) == (2, 10_000 + 12 * 30_000)
    assert by_rep.everyone.win_rate.value == pytest.approx(2 / 3)
    by_customer = reports.report(workspace_id, "Test", "customer", YEAR)
    assert [(g.group, g.won) for g in by_customer.groups] == [("(none)", 0), ("Acme", 2)]
    assert [g.group for g in reports.report(workspace_id, "Test", "product", YEAR).groups] == ["(none)", "Lamps"]
    months = reports.report(workspace_id, "Test", "month", Window(date(2026, 10, 15), date(2026, 11, 18)))
    assert [(g.group, g.won, g.opened) for g in months.groups] == [("2026-10", 0, 0), ("2026-11", 2, 1)]
    assert [g.won for g in reports.report(workspace_id, "Test", "team", YEAR).groups] == [2]
