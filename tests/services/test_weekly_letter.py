"""Letters and digests: as of a Sunday, the same however late, computed once for a whole workspace."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select

from bot.assembly import build_services
from bot.services.commitments import Commitments
from bot.services.weekly_agenda import Agendas
from bot.services.weekly_letter import FRESH, Letters
from bot.storage.engine import Database
from bot.storage.models import WeeklyBatch
from bot.values import Person, Role, Status
from bot.values.letters import LastWeek, Letter
from tests.conftest import MakePerson, StandingClock
from tests.services.conftest import Type

SUNDAY = date(2026, 11, 15)
MONDAY = datetime(2026, 11, 16, 7, tzinfo=UTC)


@pytest.fixture
def letters(database: Database, clock: StandingClock) -> Letters:
    return build_services(database, clock).letters


@pytest.fixture
def elin(make_person: MakePerson, clock: StandingClock) -> Person:
    clock.now = MONDAY
    return make_person()


def batches(database: Database) -> int:
    with database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(WeeklyBatch)).scalar_one())


def a_quarter(say: Type, person: Person) -> None:
    """Some deals of every kind, on either side of the weeks' ends."""
    for n in range(12):
        say(person, f"won {20 + n}000 Kund{n} opened:2026-09-0{n % 9 + 1} closed:2026-10-1{n % 9}", again=True)
    for n in range(8):
        say(person, f"lost {30 + n}000 Annan{n} reason:price closed:2026-10-2{n}", again=True)
    say(person, "won 25000 Acme closed:2026-11-10")
    say(person, "won 15000 Boxar closed:2026-11-15")
    say(person, "lost 12000 Cedern closed:2026-11-09")
    say(person, "order 8000 Volvo closed:2026-11-12")
    say(person, "open 50000 Dahl opened:2026-11-11")
    say(person, "open 70000 Ek opened:2026-05-02")
    say(person, "won 99000 Före closed:2026-11-08")


def test_last_week_from_monday_to_sunday(letters: Letters, say: Type, elin: Person) -> None:
    a_quarter(say, elin)
    letter = letters.letter(elin, SUNDAY)
    assert letter.last_week == LastWeek(won=2, lost=1, opened=1, call_offs=1, value=4_800_000, valued=3)
    assert letter.scores["win_rate"].sample == 12 + 8 + 2 + 1 + 1
    assert letter.stale[0][1] == (SUNDAY - date(2026, 5, 2)).days
    assert letter.ever


def test_the_same_however_late_it_is_sent(
    letters: Letters, say: Type, elin: Person, make_person: MakePerson, clock: StandingClock
) -> None:
    """What its dates put after the Sunday changes nothing: new deals, and open ones that are decided since."""
    others = [make_person(f"U0{name}", name=name) for name in ("OSKAR", "MARIA", "ALI", "KARIN")]
    for person in (elin, *others):
        a_quarter(say, person)
    before = {person.member_id: letters.letter(person, SUNDAY) for person in (elin, *others)}
    digest = letters.digest(elin, SUNDAY)
    clock.now = datetime(2026, 11, 18, 15, tzinfo=UTC)
    assert clock.now - MONDAY > FRESH
    for person in (elin, *others):
        say(person, "won 400000 Granit opened:2026-11-16 closed:2026-11-17")
        say(person, "lost 5000 Hav closed:2026-11-16")
        say(person, "open 60000 Is opened:2026-11-17")
        say(person, "won Dahl closed:2026-11-18")  # was open on that Sunday
        say(person, "lost Ek closed:2026-11-17")  # was stale
        say(person, "order 9000 Volvo closed:2026-11-16")
    after = {person.member_id: letters.letter(person, SUNDAY) for person in (elin, *others)}
    assert after == before
    assert letters.digest(elin, SUNDAY) == digest
    assert letters.letter(elin, date(2026, 11, 22)).last_week.won == 2


def test_what_is_corrected_later_is_corrected_there(
    letters: Letters, say: Type, elin: Person, clock: StandingClock
) -> None:
    a_quarter(say, elin)
    first = letters.letter(elin, SUNDAY)
    say(elin, "won 5000 Glömd closed:2026-11-13")
    assert letters.letter(elin, SUNDAY) == first  # a retry minutes later says what the first try said
    clock.advance(hours=7)
    assert letters.letter(elin, SUNDAY).last_week.won == first.last_week.won + 1


def test_all_of_a_workspace_at_once(
    letters: Letters, database: Database, say: Type, elin: Person, make_person: MakePerson
) -> None:
    oskar = make_person("U0OSKAR", name="Oskar")
    say(elin, "won 25000 Acme closed:2026-11-10")
    say(oskar, "lost 25000 Acme closed:2026-11-10")
    assert letters.letter(elin, SUNDAY).last_week.won == 1
    assert letters.letter(oskar, SUNDAY).last_week.lost == 1
    assert letters.digest(oskar, SUNDAY).last_week == LastWeek(won=1, lost=1, value=2_500_000, valued=1)
    assert batches(database) == 1


def test_each_one_s_sunday_is_over_before_it_is_told(
    letters: Letters, database: Database, say: Type, make_person: MakePerson, clock: StandingClock
) -> None:
    """Monday 08:00 in Sydney is Sunday evening in Stockholm, where somebody may still win a deal."""
    sydney = make_person("U0SYD", name="Bruce", tz="Australia/Sydney")
    elin = make_person()
    clock.now = datetime(2026, 11, 15, 21, tzinfo=UTC)
    say(sydney, "won 10000 Reef closed:2026-11-15")
    assert letters.letter(sydney, SUNDAY).last_week.won == 1
    say(elin, "won 25000 Acme closed:2026-11-15")
    clock.now = datetime(2026, 11, 16, 2, tzinfo=UTC)
    assert letters.letter(elin, SUNDAY).last_week.won == 1
    assert batches(database) == 2


def test_who_has_no_deals_gets_no_zeros(letters: Letters, elin: Person) -> None:
    letter = letters.letter(elin, SUNDAY)
    assert not letter.ever
    assert letter.last_week.quiet
    assert all(score.value is None for score in letter.scores.values())
    assert letters.digest(elin, SUNDAY).last_week.quiet


def test_workspaces_are_apart(letters: Letters, say: Type, elin: Person, make_person: MakePerson) -> None:
    stranger = make_person("U0ELIN", team="T0OTHER")
    say(stranger, "won 900000 Acme closed:2026-11-10")
    say(elin, "won 25000 Acme closed:2026-11-10")
    assert letters.digest(elin, SUNDAY).last_week.value == 2_500_000
    assert letters.letter(stranger, SUNDAY).last_week.value == 90_000_000


def test_a_suggestion_that_was_declined_is_not_made(
    letters: Letters, database: Database, say: Type, elin: Person, clock: StandingClock
) -> None:
    for n in range(4):
        say(elin, f"lost 10000 Kund{n} closed:2026-11-1{n}")
    hint = letters.letter(elin, SUNDAY).hint
    assert hint is not None
    Commitments(database, clock).silence(elin, hint.rule, for_good=True)
    clock.advance(hours=7)
    again = letters.letter(elin, SUNDAY).hint
    assert again is None or again.rule != hint.rule


def test_the_digest_names_who_rose(letters: Letters, say: Type, elin: Person, make_person: MakePerson) -> None:
    oskar = make_person("U0OSKAR", name="Oskar", role=Role.REP)
    for person, won_before, won_now in ((elin, 3, 18), (oskar, 10, 10)):
        for month, won in (("06", won_before), ("10", won_now)):
            for n in range(20):
                outcome = "won" if n < won else "lost"
                say(person, f"{outcome} 10000 K{n} closed:2026-{month}-{n + 5:02}", again=True, as_new=True)
    risen = letters.digest(elin, SUNDAY).risen
    assert [(one.name, one.pillar, one.sure) for one in risen][:1] == [("Elin", "win_rate", True)]
    assert "Oskar" not in [one.name for one in risen if one.pillar == "win_rate"]


class TestAgenda:
    @pytest.fixture
    def agendas(self, database: Database, clock: StandingClock) -> Agendas:
        return Agendas(database, clock, Commitments(database, clock))

    @pytest.fixture
    def letter(self, letters: Letters, elin: Person, say: Type) -> Letter:
        a_quarter(say, elin)
        return letters.letter(elin, SUNDAY)

    def test_stale_deals_that_are_settled_are_not_asked_about(
        self, agendas: Agendas, letter: Letter, elin: Person, say: Type
    ) -> None:
        agenda = agendas.of(elin, letter)
        assert [old.deal.details.customer for old in agenda.stale] == ["Ek"]
        assert agenda.stale[0].deal.status is Status.OPEN
        say(elin, "lost Ek")
        assert agendas.of(elin, letter).stale == ()
        assert agendas.of(elin, letter).stale_in_all == 0

    def test_a_commitment_is_asked_about_once_it_ran_in_that_week(
        self, agendas: Agendas, letter: Letter, elin: Person, database: Database, clock: StandingClock
    ) -> None:
        commitments = Commitments(database, clock)
        clock.now = datetime(2026, 11, 12, 9, tzinfo=UTC)
        begun = commitments.begin(elin, "open_questions", "win_rate")
        assert begun is not None
        clock.now = datetime(2026, 11, 16, 7, tzinfo=UTC)
        agenda = agendas.of(elin, letter)
        assert [one.rule for one in agenda.check_ins] == ["open_questions"]
        assert agenda.week == date(2026, 11, 9)
        earlier = replace(letter, sunday=date(2026, 11, 8))
        assert agendas.of(elin, earlier).check_ins == ()

    def test_when_its_time_is_up_the_verdict_comes_instead(
        self, agendas: Agendas, letter: Letter, elin: Person, database: Database, clock: StandingClock
    ) -> None:
        Commitments(database, clock).begin(elin, "open_questions", "win_rate")
        clock.advance(weeks=4)
        agenda = agendas.of(elin, replace(letter, sunday=date(2026, 12, 13)))
        assert agenda.check_ins == ()
        (commitment, verdict), *_ = agenda.due
        assert commitment.rule == "open_questions"
        assert verdict is not None
        assert verdict.word == "too_early"
