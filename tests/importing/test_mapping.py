"""The mapping file: saved, loaded, and wrong in ways that are told."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import MappingDoesNotFit, MappingNotUnderstood
from bot.importing import FIELDS, Mapping, Outcome
from tests.importing.reading import Everything, planned, written

NAMES = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
MAPPINGS = st.builds(
    Mapping,
    columns=st.dictionaries(st.sampled_from(FIELDS), NAMES),
    stages=st.dictionaries(NAMES, st.sampled_from([Outcome.OPEN, Outcome.WON, Outcome.LOST, Outcome.SKIP])),
    dates=st.sampled_from([None, "dmy", "mdy", "ymd"]),
    decimal=st.sampled_from([None, "comma", "point"]),
    currency=st.sampled_from([None, "SEK", "EUR"]),
    sheet=st.none() | NAMES.filter(bool),
    header_line=st.none() | st.integers(1, 1000),
)


@given(MAPPINGS)
def test_what_is_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, mapping: Mapping) -> None:
    path = tmp_path_factory.mktemp("map") / "map.toml"
    mapping.save(path)
    assert Mapping.load(path) == mapping


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("[columns]\namount = Belopp\n", 2, "not_toml"),
        ('[columns]\nstatus = "Läge"\n\namont = "Belopp"\n', 4, "unknown_field"),
        ("[columns]\namount = 5\n", 2, "bad_column"),
        ('[stages]\nA = "won"\n"B b" = "maybe"\n', 3, "bad_stage"),
        ('[stages]\nA = "disqualified"\n', 2, "bad_stage"),
        ('\ndates = "dym"\n', 2, "bad_dates"),
        ('decimal = ","\n', 1, "bad_decimal"),
        ('currency = "kronor"\n', 1, "bad_currency"),
        ("header_line = 0\n", 1, "bad_header_line"),
        ("header_line = true\n", 1, "bad_header_line"),
        ("sheet = 5\n", 1, "bad_sheet"),
        ('columns = "x"\n', 1, "bad_columns"),
        ('# x\ncolour = "red"\n', 2, "unknown_key"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MappingNotUnderstood) as raised:
        Mapping.load(path)
    told = raised.value.params
    assert (told["name"], told["line"], told["reason"]) == ("map.toml", line, reason)


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "map.toml"
    path.write_bytes(b"\xff\xfe\x00")
    for wrong in (path, tmp_path / "nothing.toml"):
        with pytest.raises(MappingNotUnderstood) as raised:
            Mapping.load(wrong)
        assert raised.value.params["reason"] == "unreadable"


ODD = """\
Nr;Läge;Vem;Hur mycket;Kom in;Klart
1;Grön;Elin;1 054,50;3/4/2017;9/5/2017
2;Röd;Bo;1,234;3/4/2017;9/5/2017
3;Gul;Bo;5;;
"""
ODD_MAPPING = Mapping(
    columns={
        "external_id": "Nr",
        "status": "Läge",
        "rep": "Vem",
        "amount": "hur_mycket",
        "opened_on": "Kom in",
        "closed_on": "Klart",
    },
    stages={"grön": Outcome.WON, "RÖD": Outcome.LOST, "Gul": Outcome.OPEN},
    dates="mdy",
    decimal="comma",
    currency="EUR",
)


def test_a_file_of_one_s_own(tmp_path: Path) -> None:
    found = Everything(written(tmp_path, ODD), mapping=ODD_MAPPING)
    assert found.deals("external_id", "status", "rep", "amount", "currency") == [
        ("1", "won", "Elin", 105_450, "EUR"),
        ("2", "lost", "Bo", 123, "EUR"),
        ("3", "open", "Bo", 500, "EUR"),
    ]
    assert [str(day) for day in found.column("opened_on")] == ["2017-03-04", "2017-03-04", "None"]


def test_a_plan_as_a_mapping_reads_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, ODD)
    first = Everything(path, mapping=ODD_MAPPING)
    first.plan.as_mapping().save(tmp_path / "map.toml")
    again = Everything(path, mapping=Mapping.load(tmp_path / "map.toml"))
    assert again.rows.equals(first.rows)


def test_a_saved_mapping_names_every_stage(tmp_path: Path) -> None:
    plan = planned(written(tmp_path, "Stage,Amount\nWon,1\nNurture,2\nDisqualified,3\nDemo,4\n"))
    assert plan.as_mapping().stages == {
        "Won": Outcome.WON,
        "Nurture": Outcome.SKIP,
        "Disqualified": Outcome.SKIP,
        "Demo": Outcome.OPEN,
    }


def test_a_mapping_for_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MappingDoesNotFit) as raised:
        planned(written(tmp_path, "Status,Amount\nopen,1\n"), mapping=Mapping(columns={"rep": "Vem"}))
    assert raised.value.params == {"column": "Vem", "found": "Status, Amount"}


def test_an_empty_name_takes_a_column_out(tmp_path: Path) -> None:
    found = Everything(written(tmp_path, "Id,Status\n1,open\n"), mapping=Mapping(columns={"external_id": ""}))
    assert found.column("external_id") == [None]
