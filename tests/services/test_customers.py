"""Which customers are offered for what is typed, on both databases."""

from collections.abc import Callable

import pytest
from sqlalchemy import insert, select

from bot.errors import FormExpired
from bot.language.commands import Record
from bot.language.deal_command import parse_deal
from bot.services.customers import Customers
from bot.services.deals import DealDesk
from bot.storage import customers as store
from bot.storage.customers import note_words, words_of, words_typed
from bot.storage.engine import Database
from bot.storage.models import Customer
from bot.values import Person
from pillars import customer_key
from tests.conftest import NOW, MakePerson, StandingClock

Sell = Callable[..., None]


@pytest.fixture
def customers(database: Database) -> Customers:
    return Customers(database)


@pytest.fixture
def sell(database: Database, clock: StandingClock) -> Sell:
    desk = DealDesk(database, clock)

    def record(person: Person, *names: str) -> None:
        for name in names:
            entry = parse_deal(f'won 1000 "{name}"', today=NOW.date(), currency="SEK", day_first=True)
            assert isinstance(entry, Record)
            desk.record(person, entry, again=True, as_new=True)

    return record


def offered(customers: Customers, person: Person, typed: str) -> list[str]:
    return [each.name for each in customers.suggest(person, typed).customers]


def test_the_words_of_a_name() -> None:
    assert words_of("Svensson & Söner AB") == {"svensson&sonerab", "sonerab", "ab"}
    assert words_of("*bold*") == {"*bold*", "bold*"}
    assert words_of("  ") == set()


def test_words_case_spaces_and_accents(customers: Customers, make_person: MakePerson, sell: Sell) -> None:
    elin = make_person()
    sell(elin, "Åhléns City", "Örebro Åkeri", "Ohlsson", "Öhlins", "H&M", "3M Svenska", "Volvo Lastvagnar AB")
    for typed, found in {
        "åhl": ["Åhléns City"],
        "ÅHLENS": ["Åhléns City"],
        "ahlens": ["Åhléns City"],
        "city": ["Åhléns City"],
        "öhl": ["Öhlins", "Ohlsson"],
        "ohl": ["Ohlsson", "Öhlins"],
        "h&m": ["H&M"],
        "3 m": ["3M Svenska"],
        "lastvagnar ab": ["Volvo Lastvagnar AB"],
        "ab volvo": ["Volvo Lastvagnar AB"],
        "volvolast": ["Volvo Lastvagnar AB"],
        "olvo": [],
        "%": [],
        "_": [],
    }.items():
        assert sorted(offered(customers, elin, typed)) == sorted(found), typed


def test_the_exact_one_first_then_one_s_own_of_late(customers: Customers, make_person: MakePerson, sell: Sell) -> None:
    elin, oskar = make_person(), make_person("U0OSKAR", name="Oskar")
    sell(elin, "Volvo Cars", "Volvo Penta")
    sell(oskar, "Volvo Group", "Volvo Group", "Volvo")
    assert offered(customers, elin, "volvo") == ["Volvo", "Volvo Penta", "Volvo Cars", "Volvo Group"]
    assert offered(customers, oskar, "volvo")[:2] == ["Volvo", "Volvo Group"]
    assert offered(customers, elin, "")[:2] == ["Volvo Penta", "Volvo Cars"]


def test_a_new_one_is_offered_where_there_is_none_of_the_name(
    customers: Customers, make_person: MakePerson, sell: Sell
) -> None:
    elin = make_person()
    sell(elin, "Volvo AB")
    assert customers.suggest(elin, "volvo").new == "volvo"
    assert customers.suggest(elin, " volvo  ab ").new is None
    assert customers.suggest(elin, "  New \n name ").new == "New name"
    assert customers.suggest(elin, "x" * 149).new == "x" * 149
    assert customers.suggest(elin, "x" * 150).new is None
    assert customers.suggest(elin, "   ").new is None


def test_a_workspace_sees_its_own_only(customers: Customers, make_person: MakePerson, sell: Sell) -> None:
    elin, stranger = make_person(), make_person("U9", team="T9", name="Other")
    sell(elin, "Volvo")
    (volvo,) = customers.suggest(elin, "vol").customers
    assert customers.name_of(elin, volvo.id) == "Volvo"
    assert customers.first_known(elin, ["Saab", "volvo"]) == "Volvo"
    assert offered(customers, stranger, "vol") == []
    assert customers.first_known(stranger, ["Volvo"]) is None
    with pytest.raises(FormExpired):
        customers.name_of(stranger, volvo.id)


def test_there_are_never_more_than_a_menu_holds(customers: Customers, make_person: MakePerson, sell: Sell) -> None:
    elin = make_person()
    sell(elin, *(f"Kund {number}" for number in range(130)))
    assert len(offered(customers, elin, "kund")) == 99
    assert offered(customers, elin, "kund")[0] == "Kund 129"


def write_down(database: Database, person: Person, names: list[str]) -> None:
    """Customers without deals, in one go."""
    rows = [{"workspace_id": person.workspace_id, "name": name, "key": customer_key(name)} for name in names]
    with database.write() as connection:
        connection.execute(insert(Customer), rows)
        found = connection.execute(select(Customer.id, Customer.name))
        note_words(connection, person.workspace_id, {row.id: row.name for row in found})


def test_by_several_words_however_many_others_have_each_of_them(
    database: Database, customers: Customers, make_person: MakePerson
) -> None:
    elin, many = make_person(), store.COMPARED + 100  # more than are compared one by one
    names = [f"Andersson {number:04d} Bygg AB" for number in range(many)]
    names += [f"Väst {number:04d} Frakt" for number in range(many)]
    names += ["Bygg & Co Andersson", "Zeta Måleri Andersson Bygg", "Bygg i Malmö Andersson Väst"]
    write_down(database, elin, names)
    for typed, found in {
        "zeta andersson": ["Zeta Måleri Andersson Bygg"],
        "Andersson zeta": ["Zeta Måleri Andersson Bygg"],
        "andersson 0899 ab": ["Andersson 0899 Bygg AB"],
        "ab 3099": ["Andersson 3099 Bygg AB"],
        "malmo andersson": ["Bygg i Malmö Andersson Väst"],
        "vast andersson": ["Bygg i Malmö Andersson Väst"],  # both have thousands, together they have one
        "andersson väst bygg": ["Bygg i Malmö Andersson Väst"],
        "väst ndersson": [],
    }.items():
        assert offered(customers, elin, typed) == found, typed
    both = offered(customers, elin, "bygg andersson")
    assert len(both) == 99
    assert all("Andersson" in name and "Bygg" in name for name in both)


def test_a_whole_letter_is_looked_for_by_its_beginning(
    customers: Customers, make_person: MakePerson, sell: Sell
) -> None:
    elin = make_person()
    sell(elin, "Volvo Cars")
    assert offered(customers, elin, "cars volvo " + "v" * 2_100) == []
    assert customers.suggest(elin, "volvo " * 350).new is None
    assert offered(customers, elin, "cars volvo " * 191) == ["Volvo Cars"]


def test_the_words_that_are_looked_for() -> None:
    assert words_typed("ab  Abba VOLVO ab") == ["abba", "volvo"]
    assert words_typed("– . ") == words_typed("–") + words_typed(".")
    assert len(words_typed("a b c d e f g h")) == store.MOST_TYPED
