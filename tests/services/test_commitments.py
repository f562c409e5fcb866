"""Commitments: frozen once, two at most, judged by whole days, kept with their history, and nobody else's to see."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.errors import FormExpired
from bot.services.commitments import Commitments, week_start
from bot.services.people import People
from bot.storage.engine import Database
from bot.storage.models import CheckIn, CommitmentChange, RuleSilence
from bot.storage.models import Commitment as Row
from bot.values import Person
from bot.values.commitment import Answer, Commitment, State
from coaching.facts import Silence
from coaching.plan import AT_ONCE
from tests.conftest import MakePerson, StandingClock
from tests.selling import Selling, colleagues, sell

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.fixture
def elin(make_person: MakePerson) -> Person:
    return make_person()


@pytest.fixture
def desk(database: Database, clock: StandingClock) -> Commitments:
    return Commitments(database, clock)


def begun(
    desk: Commitments, person: Person, rule: str = "next_step", pillar: str | None = "time_to_close"
) -> Commitment:
    found = desk.begin(person, rule, pillar)
    assert found is not None
    return found[0]


class TestTakingOn:
    def test_the_level_is_frozen_and_the_review_is_four_weeks_away(
        self, desk: Commitments, elin: Person, database: Database, people: People
    ) -> None:
        for other in colleagues(people, elin.workspace_id):
            sell(database, elin.workspace_id, other, Selling().deals(TODAY))
        sell(database, elin.workspace_id, elin.member_id, Selling(amount=10_000).deals(TODAY))
        found = begun(desk, elin, "account_selection", "order_value")
        assert (found.started_on, found.review_on) == (TODAY, TODAY + timedelta(weeks=4))
        assert found.baseline is not None
        assert found.baseline.sample == 60  # what is won today is after the start
        sell(database, elin.workspace_id, elin.member_id, Selling(amount=99_000, days=60).deals(TODAY))
        assert desk.one(elin, found.id) == found  # read back as it was written, whatever was recorded since

    def test_without_anything_to_freeze(self, desk: Commitments, elin: Person) -> None:
        assert begun(desk, elin).baseline is None
        measuring = begun(desk, elin, "start_measuring", None)
        assert (measuring.pillar, measuring.baseline) == (None, None)

    def test_a_second_tap_finds_the_first(self, desk: Commitments, elin: Person, clock: StandingClock) -> None:
        first = desk.begin(elin, "next_step", "time_to_close")
        clock.advance(days=3)
        assert first is not None
        assert first[1]
        assert desk.begin(elin, "next_step", "time_to_close") == (first[0], False)
        assert desk.of(elin) == [first[0]]

    def test_at_most_two_at_once(self, desk: Commitments, elin: Person) -> None:
        one, _ = begun(desk, elin, "next_step"), begun(desk, elin, "qualification", "win_rate")
        assert desk.begin(elin, "open_questions", "win_rate") is None
        desk.finish(elin, one.id)
        assert desk.begin(elin, "open_questions", "win_rate") is not None

    def test_however_many_taps_come_at_the_same_time(self, desk: Commitments, elin: Person, database: Database) -> None:
        rules = [rule for rule in ("next_step", "qualification", "open_questions") for _ in range(3)]
        gate, answers = threading.Barrier(len(rules)), list[Any]()

        def tap(rule: str) -> None:
            gate.wait(20)
            answers.append(desk.begin(elin, rule, "win_rate"))

        threads = [threading.Thread(target=tap, args=(rule,)) for rule in rules]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        running = desk.running(elin)
        assert len(running) == AT_ONCE
        assert {each[0].id for each in answers if each is not None} == {each.id for each in running}
        assert sum(each is None for each in answers) == 3
        with database.read() as connection:
            assert len(connection.execute(select(Row.id)).all()) == AT_ONCE

    @pytest.mark.parametrize("weeks", [2, 8, 13])
    def test_another_day_for_the_review(self, desk: Commitments, elin: Person, weeks: int) -> None:
        found = begun(desk, elin)
        moved = desk.review_in(elin, found.id, weeks)
        assert moved == desk.review_in(elin, found.id, weeks) == desk.one(elin, found.id)
        assert moved.review_on == TODAY + timedelta(weeks=weeks)

    def test_a_day_that_has_passed_is_today(self, desk: Commitments, elin: Person, clock: StandingClock) -> None:
        found = begun(desk, elin)
        clock.advance(days=20)
        assert desk.review_in(elin, found.id, 2).review_on == TODAY + timedelta(days=20)

    @pytest.mark.parametrize("weeks", [0, 27, -1])
    def test_no_review_in_no_time(self, desk: Commitments, elin: Person, weeks: int) -> None:
        with pytest.raises(FormExpired):
            desk.review_in(elin, begun(desk, elin).id, weeks)


class TestWeekByWeek:
    def test_an_answer_can_be_changed_and_all_are_kept(
        self, desk: Commitments, elin: Person, database: Database, clock: StandingClock
    ) -> None:
        found, week = begun(desk, elin), desk.week_of(elin)
        assert week == date(2026, 11, 16)
        for answer in (Answer.NO, Answer.NO, Answer.YES):
            noted = desk.check_in(elin, found.id, week, answer)
        assert (noted.kept, noted.asked, noted.completion) == (1, 1, 1.0)
        clock.advance(days=7)
        desk.check_in(elin, found.id, date(2026, 11, 25), Answer.PARTLY)  # any day of the week means the week
        noted = desk.check_in(elin, found.id, desk.week_of(elin), Answer.PARTLY)
        assert (noted.kept, noted.asked, noted.completion) == (2, 2, 0.75)
        assert desk.one(elin, found.id) == noted
        with database.read() as connection:
            assert [row.answer for row in connection.execute(select(CheckIn.answer))] == ["no", "yes", "partly"]

    @pytest.mark.parametrize("week", [date(2026, 11, 9), date(2026, 11, 23), date(1, 1, 8), date(9999, 12, 31)])
    def test_only_weeks_of_the_commitment(self, desk: Commitments, elin: Person, week: date) -> None:
        found = begun(desk, elin)
        with pytest.raises(FormExpired):
            desk.check_in(elin, found.id, week, Answer.YES)
        assert desk.one(elin, found.id).asked == 0

    def test_a_week_begins_where_the_workspace_says(self) -> None:
        assert [week_start(TODAY, first) for first in (0, 6, 2)] == [
            date(2026, 11, 16),
            date(2026, 11, 15),
            date(2026, 11, 18),
        ]


class TestVerdict:
    def test_it_is_given_once_and_told_again(
        self, desk: Commitments, elin: Person, database: Database, people: People, clock: StandingClock
    ) -> None:
        for other in colleagues(people, elin.workspace_id):
            sell(database, elin.workspace_id, other, Selling().deals(TODAY + timedelta(days=27)))
        sell(database, elin.workspace_id, elin.member_id, Selling(amount=10_000).deals(TODAY))
        found = begun(desk, elin, "account_selection", "order_value")
        desk.check_in(elin, found.id, desk.week_of(elin), Answer.YES)
        better = Selling(every=1, days=27, still_open=0)
        sell(database, elin.workspace_id, elin.member_id, better.deals(TODAY + timedelta(days=27)))
        clock.advance(days=28)
        assert desk.one(elin, found.id).due(desk.today(elin))
        review = desk.review(elin, found.id)
        assert (review.verdict.word, review.next_step) == ("moved", "celebrate")
        assert (review.commitment.state, review.commitment.completion) == (State.REVIEWED, 1.0)
        sell(database, elin.workspace_id, elin.member_id, Selling(amount=1, days=27).deals(TODAY + timedelta(days=28)))
        assert desk.review(elin, found.id) == review
        assert desk.running(elin) == []

    def test_on_the_first_day_it_is_too_early(self, desk: Commitments, elin: Person, database: Database) -> None:
        sell(database, elin.workspace_id, elin.member_id, Selling().deals(TODAY))
        found = begun(desk, elin, "account_selection", "order_value")
        assert desk.review(elin, found.id).verdict.word == "too_early"

    def test_a_habit_without_a_pillar_has_its_completion(self, desk: Commitments, elin: Person) -> None:
        found = begun(desk, elin, "start_measuring", None)
        desk.check_in(elin, found.id, desk.week_of(elin), Answer.NO)
        review = desk.review(elin, found.id)
        assert (review.verdict.word, review.next_step) == ("too_early", "change")

    def test_it_goes_on_from_the_same_baseline(
        self, desk: Commitments, elin: Person, database: Database, clock: StandingClock
    ) -> None:
        sell(database, elin.workspace_id, elin.member_id, Selling().deals(TODAY))
        found = begun(desk, elin, "account_selection", "order_value")
        clock.advance(days=28)
        desk.review(elin, found.id)
        desk.finish(elin, found.id)
        resumed = desk.resume(elin, found.id)
        assert resumed is not None
        assert (resumed.state, resumed.review_on) == (State.RUNNING, TODAY + timedelta(weeks=8))
        assert resumed.baseline == found.baseline
        assert desk.resume(elin, found.id) == replace(resumed, verdict=desk.one(elin, found.id).verdict)
        with database.read() as connection:
            deeds = [
                row.deed for row in connection.execute(select(CommitmentChange.deed).order_by(CommitmentChange.id))
            ]
            ended = connection.execute(select(RuleSilence.ended_at)).scalars().all()
        assert deeds == ["begun", "reviewed", "continued"]
        assert None not in ended  # what goes on does not rest

    def test_there_must_be_room_to_go_on(self, desk: Commitments, elin: Person) -> None:
        stopped = desk.finish(elin, begun(desk, elin).id)
        assert stopped.state is State.DROPPED
        begun(desk, elin, "qualification")
        begun(desk, elin, "open_questions")
        assert desk.resume(elin, stopped.id) is None

    def test_what_was_stopped_has_no_verdict(self, desk: Commitments, elin: Person) -> None:
        found = begun(desk, elin)
        desk.finish(elin, found.id)
        with pytest.raises(FormExpired):
            desk.review(elin, found.id)
        with pytest.raises(FormExpired):
            desk.check_in(elin, found.id, desk.week_of(elin), Answer.YES)


class TestSilences:
    def test_for_good_for_now_and_taken_back(self, desk: Commitments, elin: Person, database: Database) -> None:
        assert desk.silence(elin, "next_step", for_good=True) == Silence("next_step", "not_for_me")
        assert desk.silence(elin, "next_step", for_good=True).until is None
        assert desk.silence(elin, "next_step", for_good=False).until == TODAY + timedelta(weeks=8)
        desk.heed(elin, "next_step")
        with database.read() as connection:
            rows = connection.execute(select(RuleSilence.reason, RuleSilence.ended_at).order_by(RuleSilence.id)).all()
        assert [row.reason for row in rows] == ["not_for_me", "rest"]
        assert all(row.ended_at is not None for row in rows)

    def test_what_one_takes_on_after_all_is_silent_no_more(
        self, desk: Commitments, elin: Person, database: Database
    ) -> None:
        desk.silence(elin, "next_step", for_good=True)
        begun(desk, elin)
        with database.read() as connection:
            assert connection.execute(select(RuleSilence.ended_at)).scalar_one() is not None


class TestWhoseItIs:
    @pytest.mark.parametrize(
        "deed",
        [
            lambda desk, who, n: desk.one(who, n),
            lambda desk, who, n: desk.review(who, n),
            lambda desk, who, n: desk.share(who, n, shared=True),
            lambda desk, who, n: desk.review_in(who, n, 8),
            lambda desk, who, n: desk.check_in(who, n, desk.week_of(who), Answer.YES),
            lambda desk, who, n: desk.finish(who, n),
            lambda desk, who, n: desk.resume(who, n),
        ],
    )
    def test_nobody_elses(
        self, desk: Commitments, make_person: MakePerson, deed: Callable[[Commitments, Person, int], object]
    ) -> None:
        elin = make_person()
        found = begun(desk, elin)
        for other in (make_person("U0OSKAR", name="Oskar"), make_person(team="T0OTHER")):
            with pytest.raises(FormExpired):
                deed(desk, other, found.id)
            assert desk.of(other) == []
        assert desk.one(elin, found.id) == found
