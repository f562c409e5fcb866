"""The page's own words: both languages say everything, nothing is said that nobody reads, nothing is shouted."""

from __future__ import annotations

import re
from pathlib import Path

from bot.playground.page import PAGE_FOLDER

SOURCES = {path.name: path.read_text(encoding="utf-8") for path in Path(PAGE_FOLDER).glob("*.js")}
FAMILIES = ("level_", "chart_", "kind_")  # put together from a name that comes with the data
_ENTRY = re.compile(r'^  (\w+):\s*"((?:[^"\\]|\\.)*)",$', re.MULTILINE)


def words(language: str) -> dict[str, str]:
    part = SOURCES["words.js"].split(f"const {language} = {{")[1].split("\n};")[0]
    return dict(_ENTRY.findall(part.replace(":\n   ", ":")))


ENGLISH, SWEDISH = words("ENGLISH"), words("SWEDISH")


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_both_languages_have_the_same_words_in_the_same_order() -> None:
    assert list(ENGLISH) == list(SWEDISH)
    assert len(ENGLISH) > 120


def test_the_same_is_put_into_them() -> None:
    assert {key: placeholders(text) for key, text in ENGLISH.items()} == {
        key: placeholders(text) for key, text in SWEDISH.items()
    }


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    code = "\n".join(text for name, text in SOURCES.items() if name != "words.js")
    asked = set(re.findall(r'\bt\("(\w+)"', code))
    assert asked <= set(ENGLISH)
    unused = {key for key in ENGLISH if f'"{key}"' not in code and not key.startswith(FAMILIES)}
    assert unused == set()


def test_nothing_is_shouted() -> None:
    assert [text for text in (*ENGLISH.values(), *SWEDISH.values()) if "!" in text or text != text.strip()] == []
