"""What is shown of a file: within Slack's limits whatever stands in it, and harmless."""

from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.importing import CONTENT, FIELDS, Mapping, Notice, Plan, Rejected
from bot.importing.answers import Ask, answered, asks, from_json, to_json
from bot.importing.fields import meanings
from bot.importing.outcome import Outcome, Rules
from bot.importing.plan import Layout, Question
from bot.importing.preview import Asking, Preview
from bot.texts import Texts
from bot.values import Amount
from bot.values.exports import ExportFormat, ExportPeriod, ExportWanted, Whose
from bot.values.imports import FileRef, ReadIn
from bot.views import export_form, import_files
from bot.views.reports import EXPORT_COLUMNS, as_csv, export_rows
from pillars import Window
from tests.views import examples
from tests.views.examples import BOTH, GB, SV
from tests.views.slack_rules import check_message, check_view
from tests.views.test_hostile import SOME, check_harmless

NASTY = '=HYPERLINK("https://x.example")<!channel>'
REF = FileRef(7, 1)


def plan(names: list[str], name: str = "deals.csv", *, warnings: Any = (), questions: Any = ()) -> Plan:
    """As many columns as there are names, read as the fields in their order, and a row of the names again."""
    headers = tuple(f"{n} {header}" for n, header in enumerate(names))
    return Plan(
        layout=Layout(Path("x") / (name.replace("/", "_") or "x"), "csv", 1, headers, "utf-8", ","),
        system="plain",
        headers=headers,
        columns=MappingProxyType(dict(zip(FIELDS, headers, strict=False))),
        unused=headers[len(FIELDS) :],
        amount=None,
        dates=MappingProxyType({}),
        stages=(),
        rules=Rules(),
        samples=(tuple(names), ("",) * len(names)),
        total_rows=10**7,
        blank=0,
        footer=0,
        currencies=MappingProxyType({}),
        warnings=tuple(warnings),
        questions=tuple(questions),
        currency="SEK",
        today=date(2026, 11, 18),
        stamp=(1, 1),
        answers=Mapping(),
    )


@SOME
@given(examples.texts, st.lists(examples.names, min_size=1, max_size=60), examples.names, st.integers(0, 10**9))
def test_preview(texts: Texts, names: list[str], name: str, count: int) -> None:
    keys = ("other_owner", "amount_not_understood", "same_id_twice", "too_many_cells", "skipped_stage")
    params = {"column": name, "text": name, "id": name, "found": count, "expected": 3}
    left_out = tuple(Rejected(n, key, params, tuple(names)) for n, key in enumerate(keys))
    warnings = [
        Notice("amounts_mixed", {"column": name, "example": name}),
        Notice("amounts_recurring", {"column": name, "per": "month"}),
        Notice("no_reps", {}),
        Notice("disqualified", {"count": count}),
    ]
    found = Preview(
        plan(names, name, warnings=warnings),
        count,
        count,
        count,
        left_out,
        count,
        count,
        count,
        notes=(("shortened", count),),
        waiting=tuple(names),
        here_already=True,
    )
    message = import_files.found(texts, found, REF)
    check_message(message)
    check_harmless(message)


@SOME
@given(examples.texts, st.lists(examples.names, min_size=1, max_size=45), examples.names, st.integers(1, 3000))
def test_questions(texts: Texts, names: list[str], name: str, count: int) -> None:
    questions = [
        Question("which_sheet", {"sheets": tuple(names)}, ""),
        Question("which_column", {"field": "amount", "columns": tuple(names)}, ""),
        Question("which_outcome", {"columns": ("x", *names)}, ""),
        Question("which_date", {"column": name, "fields": ("closed_on", "opened_on"), "guess": "closed_on"}, ""),
        Question("date_order", {"column": name, "example": name, "orders": ("dmy", "mdy", "ymd")}, ""),
        Question("decimal_mark", {"column": name, "example": name}, ""),
        Question("unknown_stages", {"stages": tuple((one, count) for one in names), "count": len(names)}, ""),
    ]
    asking = Asking(asked := plan(names, name, questions=questions), asks(asked))
    message = import_files.found(texts, asking, REF)
    check_message(message)
    check_harmless(message)
    assert len(asking.asks) <= 8


@SOME
@given(examples.texts, examples.names, st.integers(0, 10**9), st.booleans())
def test_what_came_of_it(texts: Texts, name: str, count: int, sent: bool) -> None:
    for message in (
        import_files.reading(texts, name),
        import_files.wrong_kind(texts, name),
        import_files.dismissed(texts, name),
        import_files.done(texts, ReadIn(1, name, count, count, count, count), sent=sent),
    ):
        check_message(message)
        check_harmless(message)
    check_view(import_files.begun(texts, [name or "x"] * 5))


@pytest.mark.parametrize("texts", BOTH, ids=["sv", "en"])
def test_forms(texts: Texts) -> None:
    for view in (import_files.modal(texts, 50_000, 20), export_form.modal(texts, offers_all=True)):
        check_view(view)
        assert len(view["title"]["text"]) <= 24
        assert len(view["submit"]["text"]) <= 24
    mine, all_ = (export_form.modal(texts, offers_all=sees)["blocks"] for sees in (False, True))
    assert len(all_) == len(mine) + 1


def test_names_of_exports() -> None:
    year = ExportWanted(ExportFormat.XLSX, Window(date(2026, 1, 1), date(2026, 12, 31)), Whose.ALL)
    assert export_form.file_name(SV, year) == "allas-affarer-2026-01-01-2026-12-31.xlsx"
    assert export_form.file_name(GB, ExportWanted()) == "my-deals.csv"
    assert import_files.left_out_name(SV, "affärer.xlsx") == "affärer.utelämnade.csv"


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (ExportPeriod.THIS_QUARTER, date(2026, 1, 1), date(2026, 3, 31)),
        (ExportPeriod.LAST_QUARTER, date(2025, 10, 1), date(2025, 12, 31)),
        (ExportPeriod.THIS_YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        (ExportPeriod.LAST_YEAR, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_periods(period: ExportPeriod, start: date, end: date) -> None:
    assert period.window(date(2026, 2, 28)) == Window(start, end)
    assert ExportPeriod.ALL.window(date(2026, 2, 28)) is None


def test_rows_that_are_left_out_run_nothing() -> None:
    rejected = (Rejected(3, "amount_not_understood", {"column": "A", "text": NASTY}, (NASTY, "-2+3", "@x", "\tx")),)
    heading, row = as_csv(import_files.left_out_rows(GB, plan(["=A"]), rejected))
    assert heading == "Line,Left out because,0 =A\r\n"
    assert ",\"'=HYPERLINK(" in row
    assert ",'-2+3,'@x,'\tx" in row


def test_a_negative_amount_is_a_number_and_no_formula() -> None:
    rows = export_rows([examples.deal(amount=Amount(-150, "SEK"), customer="-150", note="=1+1")])
    _, row = as_csv(rows)
    assert ",-1.50,SEK,," in row
    assert ",'-150," in row
    assert ",'=1+1," in row


@pytest.mark.parametrize(
    ("texts", "options"),
    [
        (
            SV,
            [
                "Affären öppnades (troligast)",
                "Affären avgjordes, eller ska avgöras",
                "Något annat: hoppa över kolumnen",
            ],
        ),
        (
            GB,
            [
                "The deal was opened (most likely)",
                "The deal was decided, or is to be",
                "Something else: leave the column out",
            ],
        ),
    ],
    ids=["sv", "en"],
)
def test_the_likeliest_date_is_marked(texts: Texts, options: list[str]) -> None:
    question = Question(
        "which_date", {"column": "Datum", "fields": ("opened_on", "closed_on"), "guess": "opened_on"}, ""
    )
    asking = Asking(asked := plan(["Kund", "Datum"], questions=[question]), asks(asked))
    menu = import_files.found(texts, asking, REF).blocks[2]
    assert "”Datum”" in menu["text"]["text"] or "“Datum”" in menu["text"]["text"]
    assert [option["text"]["text"] for option in menu["accessory"]["options"]] == options
    assert "initial_option" not in menu["accessory"]


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (Notice("disqualified", {"count": 1}), "1 diskvalificerad affär utelämnas."),
        (Notice("disqualified", {"count": 2}), "2 diskvalificerade affärer utelämnas."),
        (
            Notice("lost_without_value", {"count": 1}),
            "1 förlorad affär har värdet 0 enligt filen. Det behålls och räknas i avslutsfrekvensen efter värde.",
        ),
    ],
)
def test_one_is_not_spoken_of_as_many(notice: Notice, said: str) -> None:
    found = Preview(plan(["Kund"], warnings=[notice]), 1, 0, 0, (), 1, 0, 0)
    assert said in str(import_files.found(SV, found, REF).blocks)


def test_a_row_of_one_cell() -> None:
    row = Rejected(3, "too_few_cells", {"found": 1, "expected": 4}, ("x",))
    assert import_files.reason(GB, row) == "1 cell where the heading has 4"
    assert import_files.reason(SV, row) == "1 cell där rubriken har 4"


def test_what_is_exported_can_be_read_in() -> None:
    """Under the names that a deal's fields have here; the number says which deal it was, and is its id."""
    assert {*EXPORT_COLUMNS} <= {*CONTENT, "number"}
    assert {*CONTENT} <= {*FIELDS}
    assert {name for name, _ in (one for header in EXPORT_COLUMNS for one in meanings(header))} >= {
        name for name in EXPORT_COLUMNS if name != "number"
    }


class TestAnswers:
    def test_each_settles_what_it_is_about(self) -> None:
        asked = (
            Ask("which_column", {}, "amount", ("Belopp", "Värde", "")),
            Ask("date_order", {}, "", ("dmy", "mdy", "ymd")),
            Ask("decimal_mark", {}, "", ("comma", "point")),
            Ask("stage", {}, "Zonk", ("open", "won", "lost", "skip")),
            Ask("other_stages", {}, "*", ("open", "won", "lost", "skip")),
            Ask("which_sheet", {}, "", ("A", "B")),
            Ask("too_many_stages", {}, "status", ("X", "Y")),
            Ask("which_date", {}, "Datum", ("closed_on", "opened_on", "")),
        )
        told = answered(Mapping(currency="EUR"), asked, {0: 2, 1: 1, 2: 0, 3: 2, 4: 3, 5: 1, 6: 0, 7: 1})
        assert told == Mapping(
            columns={"amount": "", "stage": "", "status": "X", "opened_on": "Datum"},
            stages={"Zonk": Outcome.LOST, "*": Outcome.SKIP},
            dates="mdy",
            decimal="comma",
            currency="EUR",
            sheet="B",
        )
        assert from_json(to_json(told)) == told
        assert [Ask.from_json(ask.to_json()).values for ask in asked] == [ask.values for ask in asked]

    def test_that_a_column_is_none_of_the_dates(self) -> None:
        asked = (Ask("which_date", {}, "Datum", ("closed_on", "opened_on", "")),)
        assert answered(Mapping(), asked, {0: 2}) == Mapping(columns={"closed_on": "", "opened_on": ""})

    def test_that_every_row_is_won(self) -> None:
        (ask,) = asks(plan(["A"], questions=[Question("which_outcome", {"columns": ("A", "B")}, "")]))
        assert ask.values[:2] == ("A", "B")
        assert answered(Mapping(), (ask,), {0: 1}) == Mapping(columns={"status": "B"})
        assert answered(Mapping(), (ask,), {0: 2}) == Mapping(stages={"*": Outcome.WON})
        assert answered(Mapping(), (ask,), {0: 3}) == Mapping(stages={"*": Outcome.OPEN})

    def test_what_was_not_offered_is_refused(self) -> None:
        with pytest.raises(IndexError):
            answered(Mapping(), (Ask("date_order", {}, "", ("dmy", "mdy", "ymd")),), {0: 3})

    def test_one_answer_for_all_columns_of_dates(self) -> None:
        about = (("A", "1/2/2026", ("dmy", "mdy")), ("B", "01-02-03", ("dmy", "ymd")))
        questions = [
            Question("date_order", {"column": column, "example": example, "orders": orders}, "")
            for column, example, orders in about
        ]
        (ask,) = asks(plan(["A", "B"], questions=questions))
        assert ask.values == ("dmy", "mdy", "ymd")

    def test_many_stages_are_asked_about_a_few_at_a_time(self) -> None:
        stages = tuple((f"S{n}", n) for n in range(40))
        found = asks(plan(["A"], questions=[Question("unknown_stages", {"stages": stages, "count": 300}, "")]))
        assert [ask.key for ask in found] == ["stage"] * 5 + ["other_stages"]
        assert found[-1].params["count"] == 295
