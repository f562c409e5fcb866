"""Both languages say the same things, in the same places, and the code asks for nothing else."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

import bot
from bot.texts import texts_for
from bot.texts.catalogue import LANGUAGES

ROOT = Path(bot.__file__).parent
SOURCES = sorted(path for room in ("texts", "views", "command_line") for path in (ROOT / room).glob("*.py"))


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Key → its text, or its singular and plural."""
    with (ROOT / "texts" / f"{language}.po").open("rb") as source:
        messages = read_po(source, locale=language)
    texts: dict[str, tuple[str, ...]] = {}
    for message in messages:
        if message.id:
            key = str(message.id[0] if isinstance(message.id, list | tuple) else message.id)
            assert key not in texts
            forms = message.string if isinstance(message.string, list | tuple) else (message.string,)
            texts[key] = tuple(form or "" for form in forms)
    return texts


def everything() -> Iterator[tuple[str, str, str]]:
    for language in LANGUAGES:
        for key, forms in catalogue(language).items():
            for form in forms:
                yield language, key, form


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def asked_for() -> Iterator[tuple[str, str, str]]:
    """What the source asks for: kind ("t" or "n"), the key as a regular expression, and where."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            kind = {"t": "t", "n": "n", "gettext": "t", "ngettext": "n"}.get(node.func.attr)
            if kind is None:
                continue
            alternatives = [node.args[0]]
            if isinstance(node.args[0], ast.IfExp):
                alternatives = [node.args[0].body, node.args[0].orelse]
            for key in alternatives:
                if isinstance(key, ast.Constant):
                    yield kind, re.escape(str(key.value)), path.name
                elif isinstance(key, ast.JoinedStr):
                    yield kind, _pattern(key), path.name


def _pattern(key: ast.JoinedStr) -> str:
    return "".join(
        re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_]+" for part in key.values
    )


def keys_in_variables() -> set[str]:
    """Keys that problems.py chooses before it asks: they stand there as they are, or with the error's own key."""
    tree = ast.parse((ROOT / "views" / "problems.py").read_text())
    constants = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    patterns = {_pattern(node) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)}
    return {re.escape(c) for c in constants if isinstance(c, str) and c.startswith("error.")} | {
        p for p in patterns if p.startswith("error")
    }


def test_the_languages_have_the_same_keys_in_the_same_order() -> None:
    assert list(catalogue("sv")) == list(catalogue("en"))


def test_each_text_has_the_same_places_in_both_languages() -> None:
    for key, english in catalogue("en").items():
        swedish = catalogue("sv")[key]
        assert len(swedish) == len(english), key
        for one, other in zip(english, swedish, strict=True):
            assert places(one) == places(other), key
        # Only the count may be left to the words: "within the last minute".
        assert places(english[-1]) - places(english[0]) <= {"count"}, key


def test_nothing_is_left_untranslated() -> None:
    for language, key, text in everything():
        assert text.strip(), (language, key)
    # These are the same word or sign in both languages; any other that is the same was forgotten.
    same = {key for key, forms in catalogue("en").items() if catalogue("sv")[key] == forms}
    joined = {
        "card.cell",
        "chart.point",
        "card.change.part",
        "pillar.compared",
        "card.season.move",
        "coach.team.reviewed",
    }
    assert same <= joined | {"chart.pillar.unit.order_value", "example.pillars", "error.several_deals", "reason.timing"}


def test_every_key_that_the_code_asks_for_exists() -> None:
    asked = list(asked_for())
    assert len(asked) > 80
    for kind, pattern, where in asked:
        matching = [key for key in catalogue("en") if re.fullmatch(pattern, key)]
        assert matching, f"{where} asks for {pattern}"
        for key in matching:
            plural = len(catalogue("en")[key]) > 1
            assert plural == (kind == "n"), f"{where} asks for {key} with {kind}"


def test_every_key_is_asked_for() -> None:
    patterns = {pattern for _, pattern, _ in asked_for()} | keys_in_variables()
    unused = [key for key in catalogue("en") if not any(re.fullmatch(pattern, key) for pattern in patterns)]
    assert unused == []


def test_the_tone_is_calm() -> None:
    for language, key, text in everything():
        assert "!" not in text, (language, key)
        assert text == text.strip(), (language, key)
        assert "  " not in text, (language, key)


def test_quotation_marks_and_apostrophes_are_the_language_s_own() -> None:
    for language, key, text in everything():
        assert "'" not in text, (language, key)
        if language == "sv":
            assert "“" not in text, key
        # Straight ones are only for what is to be typed.
        assert '"' not in text or "/deal" in text, (language, key)


def test_titles_and_buttons_fit_where_they_stand() -> None:
    for language, key, text in everything():
        if key.startswith("form.title") or key in ("form.save", "form.cancel"):
            assert len(text.format(number=999_999_999)) <= 24, (language, key)
        if key.startswith("button."):
            assert len(text.format(amount="x" * 40) if places(text) else text) <= 75, (language, key)
        if key == "chart.title":
            assert len(text.format(days=91)) <= 50, (language, key)
        if key in ("chart.you", "chart.team", "card.rep"):
            assert len(text) <= 20, (language, key)


def test_an_unknown_key_is_loud() -> None:
    for locale in ("sv-SE", "en-GB"):
        with pytest.raises(KeyError):
            texts_for(locale).t("no.such.key")
        with pytest.raises(KeyError):
            texts_for(locale).n("no.such.key", 2)
