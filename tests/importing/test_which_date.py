"""A column called "Date" and no more: what happened on that day is asked, and every answer holds."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.importing import Mapping, Plan
from bot.importing.answers import Ask, answered, asks
from tests.importing.reading import Everything, planned, written
from tests.importing.workbooks import write

DECIDED = "Kund;Belopp;Status;Datum\nAcme;100;Vunnen;2026-10-01\nVolvo;200;Förlorad;2026-10-02\n"
OPEN = "Kund;Belopp;Status;Datum\nAcme;100;Offert;2026-10-01\nVolvo;200;Demo;2026-10-02\n"


def asked(plan: Plan) -> Ask:
    (ask,) = asks(plan)
    return ask


def read(path: Path, answer: str, **options: Any) -> Everything:
    """The file with that answer to its only question."""
    ask = asked(planned(path, **options))
    return Everything(path, mapping=answered(Mapping(), [ask], {0: ask.values.index(answer)}), **options)


@pytest.mark.parametrize("name", ["Datum", "Date", "DATE", "Deal date", "Affärsdatum", "Dag"])
def test_it_is_no_closing_date_before_somebody_says_so(name: str, tmp_path: Path) -> None:
    plan = planned(written(tmp_path, DECIDED.replace("Datum", name)))
    (question,) = plan.questions
    assert (question.key, question.option) == ("which_date", "--map")
    assert question.params == {"column": name, "fields": ("closed_on", "opened_on"), "guess": "closed_on"}
    assert "closed_on" not in plan.columns
    assert plan.unused == (name,)
    assert "no_opening_dates" not in {notice.key for notice in plan.warnings}


def test_every_answer_holds(tmp_path: Path) -> None:
    path = written(tmp_path, DECIDED)
    first, second = date(2026, 10, 1), date(2026, 10, 2)
    assert read(path, "closed_on").deals("opened_on", "closed_on") == [(None, first), (None, second)]
    path = written(tmp_path, OPEN)
    assert read(path, "opened_on").deals("opened_on", "closed_on") == [(first, None), (second, None)]
    assert read(path, "").deals("opened_on", "closed_on") == [(None, None), (None, None)]


@pytest.mark.parametrize(
    ("content", "values"),
    [
        (DECIDED, ("closed_on", "opened_on", "")),
        (DECIDED.replace("Vunnen", "Offert"), ("closed_on", "opened_on", "")),
        (OPEN, ("opened_on", "closed_on", "")),
        (OPEN.replace("2026-10-02", "2027-10-02"), ("closed_on", "opened_on", "")),  # nobody opens a deal next year
        ("Kund;Status;Avslutad;Datum\nAcme;Vunnen;2026-10-01;2026-09-01\n", ("opened_on", "")),
        ("Kund;Status;Skapad;Datum\nAcme;Vunnen;2026-09-01;2026-10-01\n", ("closed_on", "")),
        ("Kund;Status;Datum;Vunnen den;Förlorad den\nAcme;Vunnen;2026-09-01;2026-10-01;\n", ("opened_on", "")),
    ],
)
def test_the_likeliest_stands_first(content: str, values: tuple[str, ...], tmp_path: Path) -> None:
    assert asked(planned(written(tmp_path, content))).values == values


@pytest.mark.parametrize(
    "content",
    [
        "Kund;Status;Skapad;Avslutad;Datum\nAcme;Vunnen;2026-09-01;2026-10-01;2026-10-02\n",  # both are known
        "Kund;Status;Skapad;Datum\nAcme;Offert;2026-09-01;2027-10-01\n",  # a planned closing is not kept
        "Kund;Status;Avslutad;Datum\nAcme;Vunnen;2026-10-01;\n",  # nothing in it
        "Kund;Status;Avslutad;Dag\nAcme;Vunnen;2026-10-01;måndag\n",  # no dates
    ],
)
def test_what_changes_nothing_is_not_asked(content: str, tmp_path: Path) -> None:
    plan = planned(written(tmp_path, content))
    assert plan.questions == ()
    assert plan.unused[-1] in ("Datum", "Dag")


@pytest.mark.parametrize("field", ["opened_on", "closed_on", "quoted_on"])
def test_a_map_answers_it(field: str, tmp_path: Path) -> None:
    path = written(tmp_path, DECIDED)
    plan = planned(path, mapping=Mapping(columns={field: "Datum"}))
    assert "which_date" not in {question.key for question in plan.questions}
    assert plan.columns[field] == "Datum"


@pytest.mark.parametrize("answer", ["closed_on", "opened_on", ""])
def test_a_saved_map_keeps_the_answer(answer: str, tmp_path: Path) -> None:
    path = written(tmp_path, OPEN)
    first = read(path, answer)
    first.plan.as_mapping().save(tmp_path / "map.toml")
    again = Everything(path, mapping=Mapping.load(tmp_path / "map.toml"))
    assert again.rows.equals(first.rows)


def test_two_of_them_are_told_apart(tmp_path: Path) -> None:
    path = written(tmp_path, "Kund;Status;Datum;Datum\nAcme;Vunnen;2026-09-01;2026-10-02\n")
    closing, opening = found = asks(planned(path))
    assert [(ask.key, ask.about) for ask in found] == [("which_column", "closed_on"), ("which_column", "opened_on")]
    assert closing.values == opening.values == ("Datum", "Datum #2", "")
    told = answered(Mapping(), found, {0: 1, 1: 0})
    rows = Everything(path, mapping=told).deals("opened_on", "closed_on")
    assert rows == [(date(2026, 9, 1), date(2026, 10, 2))]


def test_the_order_of_day_and_month_is_asked_with_it(tmp_path: Path) -> None:
    path = written(tmp_path, "Customer,Status,Date\nAcme,Won,3/4/2026\nVolvo,Won,5/6/2026\n")
    found = asks(planned(path))
    assert [ask.key for ask in found] == ["which_date", "date_order"]
    assert found[1].values == ("dmy", "mdy")
    told = answered(Mapping(), found, {0: 0, 1: 1})
    assert Everything(path, mapping=told).column("closed_on") == [date(2026, 3, 4), date(2026, 5, 6)]


def test_in_a_workbook(tmp_path: Path) -> None:
    rows = [["Försäljning"], [], ["Kund", "Status", "Datum"], ["Acme", "Vunnen", date(2026, 10, 1)]]
    path = write(tmp_path / "a.xlsx", {"Blad": rows})
    assert read(path, "closed_on").column("closed_on") == [date(2026, 10, 1)]
