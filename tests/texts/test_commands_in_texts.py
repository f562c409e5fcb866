"""Every command that a text proposes is one that the bot understands."""

import re
from datetime import date

import pytest

from bot.errors import CommandNotUnderstood
from bot.language import parse_coach, parse_deal, parse_pillars
from bot.texts import Texts, texts_for
from bot.views.problems import sentence
from tests.texts.test_catalogues import CODES, catalogue
from tests.views.test_problems import EXAMPLES

TODAY = date(2026, 11, 18)
LEADS_IN = "example|exempel|write|Write|Skriv|like|or"


def understand(command: str) -> None:
    name, _, rest = command.partition(" ")
    if name == "/deal":
        parse_deal(rest, today=TODAY, currency="SEK", day_first=True)
    elif name == "/coach":
        parse_coach(rest)
    else:
        assert name == "/pillars"
        parse_pillars(rest, today=TODAY)


@pytest.mark.parametrize("language", CODES)
def test_commands_shown_as_code(language: str) -> None:
    shown = {
        command.format(number=1042)
        for forms in catalogue(language).values()
        for form in forms
        for command in re.findall(r"`(/[^`]+)`", form)
    }
    assert len(shown) > 10
    for command in sorted(shown):
        understand(command)


@pytest.mark.parametrize("language", CODES)
def test_the_words_to_write_are_words_that_are_read(language: str) -> None:
    """They are looked up in a text, but stay Swedish or English: nothing else is understood."""
    texts = texts_for(language)
    for outcome in ("won", "lost", "open", "order"):
        understand(f"/deal {texts.verb(outcome)} 25000 Acme")
    for command in ("deal", "pillars", "coach"):
        understand(texts.t(f"example.{command}"))
        understand(texts.t(f"help.{command}"))


@pytest.mark.parametrize("texts", [texts_for(code) for code in CODES], ids=CODES)
def test_commands_in_problems(texts: Texts) -> None:
    proposed: set[str] = set()
    for problem in EXAMPLES:
        said = sentence(texts, problem)
        proposed |= set(re.findall(r": (/(?:deal|pillars|coach) .+?)\.?$", said))
        proposed |= set(re.findall(rf"(?:{LEADS_IN}) (/(?:deal|pillars|coach) [^.]+?)(?:, |\.$|$)", said))
    assert len(proposed) > 8
    for command in sorted(proposed):
        understand(command)


def test_a_command_that_is_not_understood_would_be_noticed() -> None:
    with pytest.raises(CommandNotUnderstood):
        understand("/deal frobnicate 25")
