"""What a person typed is shown as it is and does nothing."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import entities, escape
from bot.texts.mrkdwn import ZERO_WIDTH_SPACE as ZW

HOSTILE = st.text(alphabet=st.sampled_from("*_~`<>&! \nab1.,@#|:é中🚀"), max_size=40)


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("Acme & Co", "Acme &amp; Co"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("<@U123|maria>", "&lt;@U123|maria&gt;"),
        ("*bold*", f"*{ZW}bold{ZW}*"),
        ("_so_", f"_{ZW}so{ZW}_"),
        ("~gone~", f"~{ZW}gone{ZW}~"),
        ("`code`", f"`{ZW}code{ZW}`"),
        ("> quote", f"{ZW}&gt; quote"),
        ("one\n> two", f"one\n{ZW}&gt; two"),
    ],
)
def test_what_would_format_is_defused(typed: str, escaped: str) -> None:
    assert escape(typed) == escaped


@pytest.mark.parametrize("typed", ["Acme", "snake_case_name", "2*3*4", "a~b", "5 * 4 * 3", "Åsa Öberg", ":rocket:", ""])
def test_what_formats_nothing_stays_to_be_copied(typed: str) -> None:
    assert escape(typed) == typed


@given(HOSTILE)
def test_nothing_is_lost(typed: str) -> None:
    assert html.unescape(escape(typed)).replace(ZW, "") == typed


@given(HOSTILE)
def test_no_markup_is_left(typed: str) -> None:
    escaped = escape(typed)
    assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)", escaped)
    for sign in "*_~`":
        mark = re.escape(sign)
        # A sign opens after a boundary and directly before something, and closes the other way round.
        opens = rf"(?:^|(?<=[\s.,!@#|:*~`({ZW}])){mark}(?=[^\s{ZW}{mark}])"
        closes = rf"(?<=[^\s{ZW}{mark}]){mark}(?=[\s.,!@#|:*~`){ZW}]|$)"
        assert not re.search(f"{opens}.*{closes}", html.unescape(escaped)), escaped


@given(HOSTILE, HOSTILE)
def test_two_texts_on_a_line_do_not_pair(one: str, other: str) -> None:
    line = html.unescape(f"{escape(one)} · {escape(other)}")
    for sign in "*_~`":
        mark = re.escape(sign)
        assert not re.search(rf"(?<=[\s{ZW}]){mark}[^\s{ZW}{mark}][^\n]*[^\s{ZW}{mark}]{mark}(?=[\s{ZW}]|$)", line)


def test_inside_code_only_entities_matter() -> None:
    assert entities('/deal won 25000 "A & <B> *c*"') == '/deal won 25000 "A &amp; &lt;B&gt; *c*"'
