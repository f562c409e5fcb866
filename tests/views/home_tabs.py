"""Home tabs to render: what their three kinds show, and ways to read what was rendered."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.values import Amount, Card, Deal, Goals, Person, Role, StartingPoint, Status, Yardstick
from bot.values.home import MyTab, OpenDeal, OpenDeals, RoleHolder, TeamTab, WorkspaceTab
from bot.values.letters import WeeklyChoice
from bot.values.sharing import Sharing
from bot.views.message import Json
from tests.views.examples import card, deal, spaced

TODAY = date(2026, 11, 18)
WEEK = date(2026, 11, 16)
YARDSTICK = Yardstick("SEK", "Europe/Stockholm", StartingPoint.OPENED, 12, 0)
NOT_ASKED = WeeklyChoice(wanted=False)


def person(role: Role = Role.REP, name: str = "Anna", *, language: str | None = None, locale: str = "en-GB") -> Person:
    return Person(1, 1, "U0ANNA", name, role, locale, "Europe/Stockholm", YARDSTICK, language)


def open_deals(*deals: OpenDeal, page: int = 1, pages: int = 1, total: int | None = None) -> OpenDeals:
    """A page; `stale` and `limit` follow from its deals."""
    stale = sum(each.stale for each in deals)
    return OpenDeals(deals, page, pages, len(deals) if total is None else total, stale, 81.0 if stale else None)


def still_open(number: int, *, age: int = 12, stale: bool = False, **details: Any) -> OpenDeal:
    found: Deal = deal(number, Status.OPEN, Amount(2_500_000, "SEK"), **details)
    return OpenDeal(found, age, stale)


SOME_OPEN = open_deals(still_open(1011, age=140, stale=True), still_open(1014), still_open(1013))


def mine(**changes: Any) -> MyTab:
    values: dict[str, Any] = {
        "card": card(),
        "open_deals": SOME_OPEN,
        "commitments": (),
        "own_texts": {},
        "week": WEEK,
        "today": TODAY,
        "weekly": NOT_ASKED,
        "boards": None,
    }
    return MyTab(**(values | changes))


def team(shown: Card | None = None, goals: Goals | None = None, **changes: Any) -> TeamTab:
    values: dict[str, Any] = {"works_on": (), "own_texts": {}}
    return TeamTab(shown, goals or Goals((), ()), **(values | changes))


def workspace(**changes: Any) -> WorkspaceTab:
    values: dict[str, Any] = {
        "yardstick": YARDSTICK,
        "rules": 50,
        "rules_off": 3,
        "own_actions": 2,
        "reasons": ("price", "Fel färg"),
        "sharing": Sharing(wins_currency="SEK"),
        "leaders": (
            RoleHolder("Maria Lind", admin=False, named=True),
            RoleHolder("Anna Falk", admin=True, named=False),
        ),
        "members": 12,
        "weekly_wanted": 5,
    }
    return WorkspaceTab(**(values | changes))


def words(view: Json) -> str:
    """All texts of a view, in order, with ordinary spaces."""

    def texts(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            if isinstance(value.get("text"), str):
                yield value["text"]
            for nested in value.values():
                yield from texts(nested)
        elif isinstance(value, list | tuple):
            for nested in value:
                yield from texts(nested)

    return spaced("\n".join(texts(view["blocks"])))


def elements(view: Json) -> list[dict[str, Any]]:
    """Its buttons and menus, in order."""
    return [
        element
        for block in view["blocks"]
        for element in (*(block["elements"] if block["type"] == "actions" else ()), block.get("accessory"))
        if element
    ]


def actions(view: Json) -> dict[str, dict[str, Any]]:
    """The same by action id; of those that are there several times, the last."""
    return {element["action_id"]: element for element in elements(view)}


def kinds(view: Json) -> list[str]:
    return [block["type"] for block in view["blocks"]]
