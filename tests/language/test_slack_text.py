"""Text from Slack and for Slack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import clean, escape, unescape
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


@given(st.text())
def test_escaped_text_has_no_markup_and_reads_back(text: str) -> None:
    escaped = escape(text)
    assert "<" not in escaped
    assert ">" not in escaped
    assert unescape(escaped) == text


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    for normalise in (clean, flatten, fold):
        once = normalise(text)
        assert normalise(once) == once
