"""Several people, and their manager, change the same deals at the same time: every change stands on the one before."""

import random
import threading
from collections import defaultdict
from itertools import pairwise

from sqlalchemy import select

from bot.errors import CoachError
from bot.language.commands import Record
from bot.services.deals import DealDesk
from bot.storage import tallies
from bot.storage.deals import Deals
from bot.storage.engine import Database
from bot.storage.models import DailyTally, DealChange
from bot.storage.snapshots import to_json
from bot.values import Amount, Person, Role, Status
from tests.conftest import MakePerson, StandingClock

DEALS = 4
THREADS_EACH = 2
DEEDS_EACH = 25


def change_things(desk: DealDesk, person: Person, name: str, raised: list[BaseException]) -> None:
    chance = random.Random(name)
    for n in range(DEEDS_EACH):
        number = 1001 + chance.randrange(DEALS)
        changes = {"amount": Amount(chance.randrange(1, 10**6), "SEK"), "status": chance.choice(tuple(Status))}
        try:
            match chance.choice(("edit", "edit", "close", "close", "undo", "delete", "record")):
                case "edit":
                    desk.edit(person, number, changes, f"{name}.{n}")
                case "close":
                    desk.record(person, Record(outcome=chance.choice((Status.WON, Status.OPEN)), number=number))
                case "undo":
                    desk.undo(person)
                case "delete" if n % 5 == 0:
                    desk.delete(person, number)
                case _:
                    desk.record(person, Record(outcome=Status.WON, amount=changes["amount"]), as_new=True, again=True)
        except CoachError:
            continue
        except BaseException as error:
            raised.append(error)
            raise


def test_every_change_stands_on_the_one_before(
    database: Database, clock: StandingClock, make_person: MakePerson
) -> None:
    elin, oskar = make_person("U0ELIN", name="Elin"), make_person("U0OSKAR", name="Oskar")
    maria = make_person("U0MARIA", name="Maria", role=Role.MANAGER)
    desk = DealDesk(database, clock)
    for n in range(DEALS):
        owner = (elin, oskar)[n % 2]
        desk.record(owner, Record(outcome=Status.OPEN, amount=Amount(n + 1, "SEK")), as_new=True)
    raised: list[BaseException] = []
    threads = [
        threading.Thread(target=change_things, args=(desk, person, f"{person.name} {n}", raised), daemon=True)
        for person in (elin, oskar, maria)
        for n in range(THREADS_EACH)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    assert raised == []
    with database.write() as connection:
        histories = defaultdict(list)
        for row in connection.execute(select(DealChange).order_by(DealChange.id)):
            histories[row.deal_id].append(row)
        deals = Deals(connection, elin.workspace_id, horizon_months=12)
        for deal_id, history in histories.items():
            for earlier, later in pairwise(history):
                assert later.before == earlier.after
            assert to_json(deals.by_id(deal_id).deal) == history[-1].after
        counted = select(DailyTally).where(DailyTally.deals != 0)
        as_they_went = {tuple(row) for row in connection.execute(counted)}
        tallies.rebuild(connection, elin.workspace_id)
        assert as_they_went == {tuple(row) for row in connection.execute(counted)}
