"""Text from Slack and for Slack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import clean, escape, unescape
from bot.language.slack_text import clean_lines
from bot.language.tokens import flatten
from bot.language.words import fold


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Marks &amp; Spencer", "Marks & Spencer"),
        ("&lt;b&gt;", "<b>"),
        ("&amp;lt;", "&lt;"),
        ("<@U123|maria>", "@maria"),
        ("<@U123>", "@U123"),
        ("<#C1|sales>", "#sales"),
        ("<!here>", "@here"),
        ("<!subteam^S1|@sales>", "@sales"),
        ("<https://acme.com|acme.com>", "acme.com"),
        ("<https://acme.com>", "https://acme.com"),
        ("<mailto:a@acme.com|a@acme.com>", "a@acme.com"),
        ("a < b > c", "a < b > c"),
    ],
)
def test_unescape_gives_back_what_was_typed(text: str, typed: str) -> None:
    assert unescape(text) == typed


def test_hidden_and_reordering_characters_are_removed() -> None:
    assert clean("A\u202ecme\u200b\x00 \ud800AB\u2066") == "Acme AB"
    assert clean("a\tb\nc\u2028d") == "a b c d"


@pytest.mark.parametrize(
    "hidden",
    ["Volvo\u200b", "Vol\u00advo", "\u202aVolvo\u202c", "\ufeffVolvo", "Vol\u200dvo", "Volvo\u200c", "Volvo\ufe0f"],
)
def test_what_shows_nothing_makes_no_other_name(hidden: str) -> None:
    assert clean(hidden) == "Volvo"


@pytest.mark.parametrize(
    "blank", ["\u3164", "\u115f", "\uffa0", "\u2800", "\u200d\u200c", "\ufe0f", "\u034f", "\u2060 \u00ad"]
)
def test_a_text_that_shows_nothing_is_empty(blank: str) -> None:
    assert clean(blank) == ""


@pytest.mark.parametrize("shaped", ["❤️‍🔥 AB", "👩‍💻", "👨‍👩‍👧‍👦", "می‌خواهم", "क्‍ष", "1️⃣", "☎️"])
def test_what_shapes_letters_and_emoji_stays(shaped: str) -> None:
    assert clean(shaped) == shaped


def test_lines_are_cleaned_one_by_one() -> None:
    assert clean_lines("\n first\r\n\n  sec\u200bond\u2028third\x00 \n") == "first\n\nsecond\nthird"


@given(st.text())
def test_escaped_text_has_no_markup_and_reads_back(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert unescape(escaped) == text


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    for normalise in (clean, clean_lines, flatten, fold):
        once = normalise(text)
        assert normalise(once) == once
