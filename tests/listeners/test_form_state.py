"""Whatever a form brings comes in clean, by one door."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.slack_text import clean
from bot.listeners.form_state import choices_of, elements, lines_of, text_of


def one(element: dict[str, Any]) -> dict[str, Any]:
    return elements({"state": {"values": {"field": {"field": element}}}})["field"]


@pytest.mark.parametrize(
    "name", ["Volvo", "Volvo\u200b", "Vol\u00advo", "\u202aVolvo\u202c", "\ufeffVolvo", " Volvo\x00"]
)
def test_what_cannot_be_seen_tells_no_two_names_apart(name: str) -> None:
    assert text_of(one({"value": name})) == "Volvo"
    assert text_of(one({"selected_option": {"value": name}})) == "Volvo"
    assert choices_of(one({"selected_options": [{"value": name}, {"value": "b"}]})) == ("Volvo", "b")


@pytest.mark.parametrize(
    "nothing", ["", " ", "\n", "\u200b", "\u2066\u2069", "\u3164", "\u00ad", "\x00", "\ud800", "\u200d"]
)
def test_what_shows_nothing_is_nothing(nothing: str) -> None:
    assert text_of(one({"value": nothing})) is None
    assert lines_of(one({"value": nothing})) is None


def test_a_field_that_was_left_empty_says_nothing() -> None:
    assert text_of(one({"value": None})) is None
    assert text_of(one({"selected_option": None, "selected_date": None})) is None
    assert choices_of(one({"selected_options": None})) == ()
    assert elements({"state": {"values": {"field": {}}}}) == {"field": {}}


def test_lines_stay_lines_and_what_is_on_one_line_stays_there() -> None:
    said = one({"value": "first\r\n\r\n  sec\u200bond \x00\u2028third\n"})
    assert lines_of(said) == "first\n\nsecond\nthird"
    assert text_of(said) == "first second third"


@given(st.text(st.characters(exclude_categories=[])))
def test_every_text_can_be_kept_and_sent(typed: str) -> None:
    kept = lines_of(one({"value": typed})) or ""
    assert kept.encode().decode() == kept  # no half of a surrogate pair
    assert "\x00" not in kept
    assert [clean(line) for line in kept.splitlines()] == kept.splitlines()
