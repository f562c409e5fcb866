"""The home tab: mine in brief, what is open, and who sees what."""

from typing import Any

import pytest

from bot import ids
from bot.texts import Texts
from bot.values import DealPage, Status
from bot.views.home import home
from tests.views.examples import BOTH, EMPTY_CARD, GB, SV, card, deal, spaced

OPEN = DealPage(tuple(deal(number, Status.OPEN) for number in range(1, 8)), 1, 1, 7, open_only=True)
NONE_OPEN = DealPage((), 1, 1, 0, open_only=True)


def words(view: dict[str, Any]) -> str:
    """All texts of a view, in order."""

    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            own = [value["text"]] if isinstance(value.get("text"), str) else []
            return own + [text for nested in value.values() for text in texts(nested)]
        return [text for nested in value for text in texts(nested)] if isinstance(value, list) else []

    return spaced("\n".join(texts(view["blocks"])))


def actions(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {e["action_id"]: e for block in view["blocks"] if block["type"] == "actions" for e in block["elements"]}


@pytest.mark.parametrize("texts", BOTH)
def test_one_is_greeted_and_can_start(texts: Texts) -> None:
    view = home(texts, "Anna", card(), OPEN, sees_everyone=False)
    assert words(view).startswith(texts.t("home.greeting", name="Anna"))
    assert actions(view)[ids.ACTION_NEW_DEAL]["style"] == "primary"
    assert actions(view)[ids.ACTION_SHOW_PILLARS]["value"] == "team"


def test_pillars_in_brief_with_their_samples() -> None:
    shown = words(home(GB, "Anna", card(), OPEN, sees_everyone=False))
    assert "*42%* · 45 decided" in shown
    assert "*SEK 31,235* · 18 orders" in shown
    assert "3 Jul – 1 Oct 2026" in shown


def test_up_to_five_open_deals() -> None:
    shown = words(home(SV, "Anna", card(), OPEN, sees_everyone=False))
    assert shown.count("○ #") == 5
    assert "och 2 till" in shown
    assert SV.t("home.open.none") in words(home(SV, "Anna", card(), NONE_OPEN, sees_everyone=False))


@pytest.mark.parametrize("texts", BOTH)
def test_somebody_new_is_told_how_to_begin(texts: Texts) -> None:
    for shown in (home(texts, "Bo", None, None, False), home(texts, "Bo", EMPTY_CARD, NONE_OPEN, False)):
        assert texts.t("home.start") in words(shown)
        assert texts.t("nothing_yet") not in words(shown).lower()
    assert texts.t("home.start") not in words(home(texts, "Bo", card(), NONE_OPEN, False))
    assert texts.t("home.start") not in words(home(texts, "Bo", EMPTY_CARD, OPEN, False))


@pytest.mark.parametrize("texts", BOTH)
def test_who_sees_what_is_stated(texts: Texts) -> None:
    rep, manager = (words(home(texts, "Bo", card(), OPEN, sees)) for sees in (False, True))
    assert texts.t("home.privacy.title") in rep
    assert texts.t("home.privacy.rep") in rep
    assert texts.t("home.privacy.manager") not in rep
    assert texts.t("home.privacy.manager") in manager
