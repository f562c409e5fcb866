"""Cards: the same figures by every door, and nobody sees what is not theirs."""

import math
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from bot import errors
from bot.language.commands import Record
from bot.services.deals import DealDesk
from bot.services.figures import Figures
from bot.values import Amount, Changed, Details, Kind, Per, Person, Role, Status
from pillars import CALL_OFF_UNITS, CallOffUnit, Window
from tests.conftest import NOW, MakePerson
from tests.effort import tries
from tests.services.conftest import Type

TODAY = date(2026, 11, 18)
DAYS = st.integers(min_value=0, max_value=200).map(lambda ago: TODAY - timedelta(days=ago))
AMOUNTS = st.none() | st.builds(
    Amount,
    st.integers(min_value=0, max_value=10**12),
    st.sampled_from(["SEK", "SEK", "SEK", "EUR"]),
    st.none() | st.sampled_from(Per),
)
ENTRIES = st.lists(
    st.builds(
        lambda outcome, amount, closed, customer: Record(
            outcome=outcome,
            kind=Kind.CALL_OFF if outcome is None else Kind.ONE_OFF,
            amount=amount,
            details=Details(customer=customer, closed_on=None if outcome is Status.OPEN else closed),
        ),
        st.none() | st.sampled_from(Status),
        AMOUNTS,
        DAYS,
        st.none() | st.sampled_from(["Acme", "ACME ", "Volvo"]),
    ),
    max_size=25,
)


@tries(25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=ENTRIES, unit=st.sampled_from(CALL_OFF_UNITS), horizon=st.integers(1, 120))
def test_the_answer_to_a_deal_and_the_card_say_the_same(
    entries: list[Record],
    unit: CallOffUnit,
    horizon: int,
    desk: DealDesk,
    figures: Figures,
    make_person: MakePerson,
) -> None:
    """`/deal` counts in SQL and `/pillars` in pandas; both divide by the same function, whatever is measured with."""
    elin = make_person(f"U{next(_people)}")
    elin = replace(elin, yardstick=replace(elin.yardstick, call_off_unit=unit, horizon_months=horizon))
    last = None
    for entry in entries:
        last = desk.record(elin, entry, again=True, as_new=True)
    if last is None:
        return
    assert isinstance(last, Changed)
    card = figures.rep_card(elin, elin)
    for name, score in (("win_rate", last.standing.win_rate), ("order_value", last.standing.order_value)):
        shown = card.scores[name]
        assert shown.sample == score.sample
        assert (shown.value is None) == (score.value is None)
        assert shown.value is None or score.value is None or math.isclose(shown.value, score.value, rel_tol=1e-12)


_people = iter(range(1, 1_000_000))


def test_a_card_of_nothing_is_no_data_not_zero(figures: Figures, make_person: MakePerson) -> None:
    card = figures.rep_card(make_person(), make_person())
    assert all(score.value is None for score in card.scores.values())
    assert (card.won, card.lost, card.open_now, card.velocity, card.order_median) == (0, 0, 0, None, None)


def test_the_default_window_is_thirteen_weeks_beside_the_thirteen_before(
    figures: Figures, make_person: MakePerson
) -> None:
    elin = make_person()
    card = figures.rep_card(elin, elin)
    assert card.window == Window(date(2026, 8, 20), TODAY)
    assert card.previous == Window(date(2026, 5, 21), date(2026, 8, 19))
    assert NOW.date() == TODAY


def test_a_card_adds_up(say: Type, figures: Figures, make_person: MakePerson) -> None:
    elin = make_person()
    for n in range(1, 4):
        say(elin, f"won {n}0000 Kund{n} opened:2026-10-0{n} closed:2026-11-0{n}")
    say(elin, "lost 5000 Kund4 closed:2026-11-05")
    say(elin, "won Kund5 amount:50000 opened:2026-06-01 closed:2026-07-01")
    say(elin, "open 80k Kund6")
    say(elin, "open Kund7 amount:100EUR")
    card = figures.rep_card(elin, elin)
    scores = card.scores
    assert (scores["win_rate"].value, scores["win_rate"].sample) == (0.75, 4)
    assert (scores["win_rate"].previous, scores["win_rate"].previous_sample) == (1.0, 1)
    assert (scores["order_value"].value, scores["order_value"].sample) == (2_000_000, 3)
    assert scores["order_value"].previous == 5_000_000
    assert (scores["time_to_close"].value, scores["time_to_close"].sample) == (31, 3)
    assert scores["opportunities"].value == 5
    assert (card.open_now, card.open_value, card.open_value_sample) == (2, 8_000_000, 1)
    assert card.velocity == pytest.approx(2 * 0.75 * 2_000_000 / 31)
    assert len(card.trend) == 13
    assert (card.trend[-1].end, card.trend[-1].value, card.trend[-1].sample) == (TODAY, 0.75, 4)


def test_what_was_left_out_is_counted(say: Type, figures: Figures, make_person: MakePerson) -> None:
    elin = make_person()
    say(elin, "won 100 EUR Kund1")
    say(elin, "won 100 Kund2 opened:2026-11-01")
    left_out = figures.rep_card(elin, elin).left_out
    assert (left_out.currency, left_out.started, left_out.opened) == (1, 1, 1)
    assert left_out.amount == 0  # its amount is known, only not in kronor


def test_deleted_deals_leave_every_figure(say: Type, desk: DealDesk, figures: Figures, make_person: MakePerson) -> None:
    elin = make_person()
    say(elin, "won 100 Acme")
    desk.delete(elin, 1001)
    assert figures.rep_card(elin, elin).scores["win_rate"].value is None


class TestWhoSeesWhat:
    @pytest.fixture
    def three(self, make_person: MakePerson, say: Type) -> tuple[Person, Person, Person]:
        elin, oskar = make_person("U1", name="Elin"), make_person("U2", name="Oskar")
        maria = make_person("U3", name="Maria", role=Role.MANAGER)
        say(elin, "won 100 A")
        say(oskar, "lost 100 B")
        return elin, oskar, maria

    def test_a_rep_sees_no_colleague(self, figures: Figures, three: tuple[Person, Person, Person]) -> None:
        elin, oskar, _ = three
        with pytest.raises(errors.NotAllowed):
            figures.rep_card(elin, oskar)

    def test_a_rep_sees_the_teams_total_only(self, figures: Figures, three: tuple[Person, Person, Person]) -> None:
        card = figures.team_card(three[0])
        assert (card.scores["win_rate"].value, card.reps, card.hidden_reps) == (0.5, (), True)

    def test_a_manager_sees_each_rep_by_name(self, figures: Figures, three: tuple[Person, Person, Person]) -> None:
        _, oskar, maria = three
        card = figures.team_card(maria)
        assert [line.name for line in card.reps] == ["Elin", "Oskar"]
        assert card.reps[1].scores["win_rate"].value == 0.0
        assert figures.rep_card(maria, oskar).name == "Oskar"

    def test_another_workspace_is_another_world(self, say: Type, figures: Figures, make_person: MakePerson) -> None:
        here, there = make_person("U1", team="T0HERE"), make_person("U1", team="T0THERE", role=Role.ADMIN)
        say(here, "won 100 A")
        assert figures.team_card(there).scores["win_rate"].value is None
        assert figures.team_card(there).reps == ()
