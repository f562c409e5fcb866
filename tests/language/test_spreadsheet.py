"""What a spreadsheet would run is kept from that, however a reader splits the file, and comes back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.spreadsheet import guard, unguard

HOSTILE = st.text(alphabet=st.sampled_from("=+-@＝'\";,\t\r\n aå1"), max_size=30)
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+46 70 123", "'+46 70 123"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'\t'=1"),
        ("Acme;=1+1", "Acme;'=1+1"),
        ('Acme;"=1+1"', 'Acme;"\'=1+1"'),
        ("one\n=two", "one\n'=two"),
        ("1 500,-", "1 500,'-"),
        ("'=x", "''=x"),
    ],
)
def test_what_could_begin_a_formula(typed: str, written: str) -> None:
    assert guard(typed) == written
    assert unguard(written) == typed


@pytest.mark.parametrize("typed", ["Acme", "a=b", "2 + 2; or more", "'t Hooft", "a - b, - c", "e-post: a@b.se", ""])
def test_what_could_not_stays(typed: str) -> None:
    assert guard(typed) == typed
    assert unguard(typed) == typed


@given(HOSTILE)
def test_it_comes_back_as_it_was(typed: str) -> None:
    assert unguard(guard(typed)) == typed


@given(st.lists(HOSTILE, min_size=1, max_size=4), st.sampled_from(",;\t"), st.sampled_from(",;\t"))
def test_no_cell_begins_a_formula_wherever_it_is_split(typed: list[str], written_with: str, read_with: str) -> None:
    made = io.StringIO()
    csv.writer(made, delimiter=written_with, lineterminator="\r\n").writerow(["1001", *map(guard, typed)])
    read = csv.reader(io.StringIO(made.getvalue(), newline=""), delimiter=read_with)
    assert not [cell for row in read for cell in row if cell.startswith(SIGNS)]
