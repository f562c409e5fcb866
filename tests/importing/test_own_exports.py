"""An export of ours comes back exact, whichever kind of file it is and whatever its texts are."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.importing import inspect
from bot.language.slack_text import clean
from bot.texts import texts_for
from bot.values import Amount, Deal, Per
from bot.values.exports import EXPORT_COLUMNS
from bot.views.reports import FOR_DECIMAL_COMMAS, FOR_PROGRAMS, CsvStyle, as_csv, csv_style, export_rows, write_xlsx
from tests.importing.reading import TODAY, Everything, written
from tests.views import examples

Write = Callable[[Path, list[Deal]], None]
NASTY = (
    "=HYPERLINK(1)",
    "+46 70 123 45 67",
    "-1",
    "@home",
    "'=x",
    "'-1",
    "''+46",
    "'t Hooft",
    "-",
    "--",
    "–",
    "#N/A",
    "(blank)",
    "N/A",
    "nan",
    "None",
    "Acme;=1+1",
    'Acme;"=1+1"',
    "1 500,-",
    'say "hi"',
    "007",
    "1e5",
    "TRUE",
    "12,5",
    "2026-01-02",
    "＝1+1",
    "Åhléns; & co",
)
AMOUNTS = (
    Amount(25_000_00, "SEK"),
    Amount(25_000_50, "SEK"),
    Amount(1, "SEK"),
    Amount(1_234_567, "JPY"),
    Amount(234_567, "KWD"),
    Amount(1_001, "KWD"),
    Amount(2_000_00, "EUR", Per.MONTH),
    None,
)


def _csv(style: CsvStyle) -> Write:
    def write(path: Path, deals: list[Deal]) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            file.writelines(as_csv(export_rows(deals), style))

    return write


def _xlsx(path: Path, deals: list[Deal]) -> None:
    write_xlsx(path, export_rows(deals))


WRITERS = [
    pytest.param(_csv(FOR_PROGRAMS), id="commas"),
    pytest.param(_csv(FOR_DECIMAL_COMMAS), id="semicolons"),
    pytest.param(_xlsx, id="workbook"),
]


def back(folder: Path, write: Write, deals: list[Deal]) -> Everything:
    path = folder / ("deals.xlsx" if write is _xlsx else "deals.csv")
    write(path, deals)
    found = Everything(path)
    assert found.rejected == []
    return found


@pytest.mark.parametrize("write", WRITERS)
def test_texts(tmp_path: Path, write: Write) -> None:
    deals = [examples.deal(n, customer=one, product=one, note=one) for n, one in enumerate(NASTY, 1001)]
    found = back(tmp_path, write, deals)
    for name in ("customer", "product", "note"):
        assert found.column(name) == list(NASTY)


@pytest.mark.parametrize("write", WRITERS)
def test_what_is_not_stated_stays_so(tmp_path: Path, write: Write) -> None:
    found = back(tmp_path, write, [examples.deal(1001, customer=None, product=None, note=None), examples.deal(1002)])
    assert found.deals("customer", "product", "note")[0] == (None, None, None)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("amounts", [AMOUNTS, *((one,) for one in AMOUNTS)], ids=str)
def test_amounts(tmp_path: Path, write: Write, amounts: tuple[Amount | None, ...]) -> None:
    """Beside others, which tell which mark is the decimals', and alone."""
    found = back(tmp_path, write, [examples.deal(n, amount=one) for n, one in enumerate(amounts, 1001)])
    stated = [None if one is None else (one.minor, one.currency, one.per) for one in amounts]
    assert [
        None if minor is None else (minor, code, per) for minor, code, per in found.deals("amount", "currency", "per")
    ] == stated


@given(st.lists(st.text(alphabet="=+-@'\";,\n aå1", max_size=12).map(clean), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize("write", WRITERS)
def test_whatever_is_typed_into_a_note(
    tmp_path_factory: pytest.TempPathFactory, write: Write, notes: list[str]
) -> None:
    deals = [examples.deal(n, note=one) for n, one in enumerate(notes, 1001)]
    found = back(tmp_path_factory.mktemp("exports"), write, deals)
    assert found.column("note") == [one or None for one in notes]


def test_others_mean_nothing_by_a_dash(tmp_path: Path) -> None:
    file = written(
        tmp_path, "customer,status,amount,closed_on,note\nAcme,won,1000,2026-10-01,-\n'=x,won,1,2026-10-01,#N/A\n"
    )
    found = Everything(file)
    assert found.deals("customer", "note") == [("Acme", None), ("=x", None)]


def test_rows_that_were_left_out_come_back_with_their_reasons(tmp_path: Path) -> None:
    """Such a file has two headings more."""
    columns = ",".join(("line", "left_out_because", *EXPORT_COLUMNS))
    row = "3,why,1001,Anna,won,one_off,1500,SEK,,'-,,,,a;'=1,2026-09-01,,,2026-10-01"
    (deal,) = Everything(written(tmp_path, f"{columns}\n{row}\n")).deals("customer", "note", "amount")
    assert deal == ("-", "a;=1", 1_500_00)


@pytest.mark.parametrize(
    ("locale", "line"), [("sv-SE", "1001;25000,50;-1,5;a,b\r\n"), ("en-GB", '1001,25000.50,-1.5,"a,b"\r\n')]
)
def test_a_spreadsheet_gets_what_its_language_writes(locale: str, line: str) -> None:
    (amount,) = [row[4] for row in export_rows([examples.deal(amount=Amount(25_000_50, "SEK"))]) if row[0] != "number"]
    assert list(as_csv([[1001, amount, -1.5, "a,b"]], csv_style(texts_for(locale)))) == [line]


def test_a_file_for_programs_is_the_same_whoever_asks(tmp_path: Path) -> None:
    path = tmp_path / "deals.csv"
    _csv(FOR_PROGRAMS)(path, [examples.deal()])
    assert inspect(path, currency="SEK", today=TODAY).delimiter == ","
    assert list(as_csv([["a;=1", 0.5]])) == ["a;'=1,0.5\r\n"]
