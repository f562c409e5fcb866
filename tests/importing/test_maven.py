"""The same 8,800 opportunities in every shape give the same deals."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tests.importing.reading import Everything, planned
from tests.importing.workbooks import write

pytestmark = pytest.mark.samples
Rows = list[dict[str, str]]
HEADER = [
    "opportunity_id",
    "sales_agent",
    "product",
    "account",
    "deal_stage",
    "engage_date",
    "close_date",
    "close_value",
]
SWEDISH = ["Affärs-ID", "Säljare", "Produkt", "Kund", "Status", "Skapad datum", "Stängningsdatum", "Belopp"]
STATUS = {"Won": "Vunnen", "Lost": "Förlorad", "Engaging": "Pågående", "Prospecting": "Prospektering"}
MONTHS = ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sept", "okt", "nov", "dec"]


@pytest.fixture(scope="module")
def rows(samples: Path) -> Rows:
    with (samples / "maven" / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def original(samples: Path) -> pd.DataFrame:
    return Everything(samples / "maven" / "sales_pipeline.csv", currency="USD").rows


def table(header: list[str], rows: list[list[str]], delimiter: str, end: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def slashes(text: str) -> str:
    found = day(text)
    return f"{found.day:02}/{found.month:02}/{found.year}" if found else ""


def swedish_money(text: str) -> str:
    return f"{int(text):,}".replace(",", "\u00a0") + ",00" if text else ""


def mixed(number: int, text: str) -> str:
    found = day(text)
    if found is None:
        return ""
    d, m, y = found.day, found.month, found.year
    shapes = (
        text,
        f"{text}T14:03:59+02:00",
        f"{d}/{m}/{y}",
        f"{d:02}-{m:02}-{y % 100:02}",
        f"{d}.{m}.{y}",
        f"{d} {MONTHS[m - 1]} {y}",
        f"{found:%b} {d}, {y}",
        f"{found:%d-%b-%y}",
        str((found - date(1899, 12, 30)).days),
        f"{found:%Y/%m/%d} 09:15",
    )
    return shapes[number % len(shapes)]


def swedish_excel(folder: Path, rows: Rows) -> Path:
    lines = [
        [
            r["opportunity_id"],
            r["sales_agent"],
            r["product"],
            r["account"],
            STATUS[r["deal_stage"]],
            slashes(r["engage_date"]),
            slashes(r["close_date"]),
            swedish_money(r["close_value"]),
        ]
        for r in rows
    ]
    path = folder / "affärer.csv"
    path.write_bytes(("sep=;\r\n" + table(SWEDISH, lines, ";")).encode("cp1252"))
    return path


def utf_16(folder: Path, rows: Rows) -> Path:
    path = folder / "unicode.txt"
    path.write_bytes(table(HEADER, [[r[name] for name in HEADER] for r in rows], "\t").encode("utf-16"))
    return path


def mixed_dates(folder: Path, rows: Rows) -> Path:
    lines = []
    for number, r in enumerate(rows):
        told = r | {name: mixed(number, r[name]) for name in ("engage_date", "close_date")}
        lines.append([told[name] for name in HEADER])
    path = folder / "mixed.csv"
    path.write_text(table(HEADER, lines, ",", end="\n"), encoding="utf-8-sig")
    return path


def american(folder: Path, rows: Rows) -> Path:
    lines = []
    for r in rows:
        opened, closed = day(r["engage_date"]), day(r["close_date"])
        money = f"${int(r['close_value']):,}.00" if r["close_value"] else ""
        dates = [f"{found.month}/{found.day}/{found.year}" if found else "" for found in (opened, closed)]
        lines.append(
            [r["opportunity_id"], r["sales_agent"], r["product"], r["account"], r["deal_stage"], *dates, money]
        )
    path = folder / "american.csv"
    path.write_text(table(HEADER, lines, "|"), encoding="utf-8")
    return path


def workbook(folder: Path, rows: Rows, *, from_1904: bool = False) -> Path:
    cells = [
        [
            *(r[name] for name in HEADER[:5]),
            day(r["engage_date"]),
            day(r["close_date"]),
            float(r["close_value"]) if r["close_value"] else None,
        ]
        for r in rows
    ]
    about = [["About this file"], ["Made by the sales department"]]
    return write(folder / "deals.xlsx", {"Read me": about, "Deals": [HEADER, *cells]}, from_1904=from_1904)


def workbook_from_1904(folder: Path, rows: Rows) -> Path:
    return workbook(folder, rows, from_1904=True)


def workbook_of_texts(folder: Path, rows: Rows) -> Path:
    return write(folder / "texts.xlsx", {"Sheet1": [HEADER, *([r[name] for name in HEADER] for r in rows)]})


@pytest.mark.parametrize(
    "make",
    [swedish_excel, utf_16, mixed_dates, american, workbook, workbook_from_1904, workbook_of_texts],
    ids=lambda make: make.__name__,
)
def test_every_shape_gives_the_same_deals(
    make: Callable[[Path, Rows], Path], rows: Rows, original: pd.DataFrame, tmp_path: Path
) -> None:
    found = Everything(make(tmp_path, rows), currency="USD", chunk_rows=3_000)
    assert found.rejected == []
    assert len(found.rows) == 8_800
    kept = [column for column in original.columns if column != "line"]
    pd.testing.assert_frame_equal(found.rows[kept], original[kept])


def test_the_figures_of_the_file(original: pd.DataFrame, rows: Rows) -> None:
    won, lost = (original[original["status"] == status] for status in ("won", "lost"))
    assert (len(won), len(lost)) == (4_238, 2_473)
    assert int(won["amount"].sum()) == sum(int(r["close_value"]) * 100 for r in rows if r["deal_stage"] == "Won")
    assert won["amount"].mean() / 100 == pytest.approx(2_360.909391, abs=1e-6)
    days = (won["closed_on"] - won["opened_on"]).dt.days
    assert days.mean() == pytest.approx(51.781973, abs=1e-6)
    assert days.median() == 57
    assert int(original["opened_known"].sum()) == 8_300
    assert original["opened_on"].notna().sum() == 8_300


def test_lost_deals_without_a_value_are_pointed_out(samples: Path) -> None:
    plan = planned(samples / "maven" / "sales_pipeline.csv", currency="USD")
    assert [(warning.key, warning.params) for warning in plan.warnings] == [("lost_without_value", {"count": 2_473})]
