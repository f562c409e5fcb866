"""Any table of deals, written in any dialect, is read back exactly, or it is asked about: never wrongly."""

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import tries
from tests.importing.reading import Everything, planned
from tests.importing.workbooks import write

ENGLISH = ["Opportunity ID", "Owner", "Customer", "Status", "Created date", "Close date", "Amount", "Note"]
SWEDISH = ["Affärs-ID", "Säljare", "Kund", "Status", "Skapad datum", "Stängningsdatum", "Belopp", "Anteckning"]
STATUSES = {"open": ("Open", "Öppen"), "won": ("Closed Won", "Vunnen"), "lost": ("Closed Lost", "Förlorad")}
MONTHS = "jan,feb,mars,apr,maj,juni,juli,aug,sept,okt,nov,dec".split(",")  # noqa: SIM905
# Letters of cp1252, so that every encoding can hold them, with what delimiters and quotes make hard.
LETTERS = "abcåäöÅÄÖéü ß€,;|\t\"'/-.0123456789"
NAMES = st.text(LETTERS, max_size=12).map(lambda text: "N" + " ".join(text.split()))
NOTES = st.text(LETTERS + "\n", max_size=20).map(
    lambda text: "n" + "\n".join(" ".join(x.split()) for x in text.split("\n"))
)


@dataclass(frozen=True)
class Deal:
    id: str
    rep: str
    customer: str
    status: str
    opened: date | None
    closed: date | None
    amount: int | None  # minor units
    note: str


@st.composite
def deals(draw: st.DrawFn) -> list[Deal]:
    made = []
    for number in range(draw(st.integers(1, 12))):
        status = draw(st.sampled_from(["open", "won", "lost"]))
        opened = draw(st.none() | st.dates(date(2000, 1, 1), date(2026, 11, 1)))
        closed = None
        if status != "open":
            start = opened or date(2010, 1, 1)
            closed = min(start + timedelta(days=draw(st.integers(0, 400))), date(2026, 11, 18))
        amount = draw(st.none() | st.integers(0, 10**12))
        made.append(Deal(f"D-{number}", draw(NAMES), draw(NAMES), status, opened, closed, amount, draw(NOTES)))
    return made


@dataclass(frozen=True)
class Dialect:
    swedish: bool
    delimiter: str
    encoding: str
    end: str
    sep: bool
    quoting: int
    decimal: str
    group: str
    money: str
    dated: str

    def day(self, day: date | None) -> str:
        if day is None:
            return ""
        return {
            "iso": day.isoformat(),
            "iso time": f"{day}T23:59:00+02:00",
            "dmy": f"{day:%d/%m/%Y}",
            "dots": f"{day.day}.{day.month}.{day.year}",
            "mdy": f"{day:%m/%d/%Y} 11:59 PM",
            "short": f"{day:%d-%m-%y}",
            "serial": str((day - date(1899, 12, 30)).days),
            "month": f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        }[self.dated]

    def amount(self, minor: int | None) -> str:
        if minor is None:
            return ""
        whole, cents = divmod(minor, 100)
        return self.money.format(f"{whole:,}".replace(",", self.group) + f"{self.decimal}{cents:02}")

    @property
    def order(self) -> str:
        return "mdy" if self.dated == "mdy" else "dmy"

    def rows(self, table: list[Deal]) -> list[list[str]]:
        return [SWEDISH if self.swedish else ENGLISH] + [
            [
                deal.id,
                deal.rep,
                deal.customer,
                STATUSES[deal.status][self.swedish],
                self.day(deal.opened),
                self.day(deal.closed),
                self.amount(deal.amount),
                deal.note,
            ]
            for deal in table
        ]

    def write(self, path: Path, table: list[Deal]) -> None:
        out = io.StringIO(newline="")
        if self.sep:
            out.write(f"sep={self.delimiter}{self.end}")
        csv.writer(out, delimiter=self.delimiter, lineterminator=self.end, quoting=self.quoting).writerows(
            self.rows(table)
        )  # type: ignore[arg-type]
        path.write_bytes(out.getvalue().encode(self.encoding))


DIALECTS = st.builds(
    Dialect,
    swedish=st.booleans(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    end=st.sampled_from(["\r\n", "\n"]),
    sep=st.booleans(),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    decimal=st.sampled_from([",", "."]),
    group=st.sampled_from(["", " ", "\u00a0", "'"]),
    money=st.sampled_from(["{}", "{} kr", "SEK {}", "kr {}"]),
    dated=st.sampled_from(["iso", "iso time", "dmy", "dots", "mdy", "short", "serial", "month"]),
)


def expected(table: list[Deal]) -> list[tuple[object, ...]]:
    return [
        (d.id, d.rep, d.customer, d.status, d.opened, d.closed, d.amount, " ".join(d.note.split("\n")).strip())
        for d in table
    ]


def found_in(everything: Everything) -> list[tuple[object, ...]]:
    return everything.deals("external_id", "rep", "customer", "status", "opened_on", "closed_on", "amount", "note")


@tries(150)
@given(deals(), DIALECTS)
def test_what_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, table: list[Deal], dialect: Dialect) -> None:
    path = tmp_path_factory.mktemp("dialect") / "deals.csv"
    dialect.write(path, table)
    plan = planned(path)
    # Few rows may leave the order of dates open. Everything else is decided, and the answer makes it exact.
    assert {question.key for question in plan.questions} <= {"date_order"}
    found = Everything(path, dates=dialect.order, chunk_rows=5)
    assert found.rejected == []
    assert found_in(found) == expected(table)
    if not plan.questions:
        assert found_in(Everything(path)) == expected(table)


@tries(40)
@given(deals(), st.booleans())
def test_a_workbook_is_read_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, table: list[Deal], from_1904: bool
) -> None:
    path = tmp_path_factory.mktemp("book") / "deals.xlsx"
    rows = [
        [
            d.id,
            d.rep,
            d.customer,
            STATUSES[d.status][0],
            d.opened,
            d.closed,
            None if d.amount is None else float(Decimal(d.amount) / 100),
            d.note,
        ]
        for d in table
    ]
    write(path, {"Deals": [ENGLISH, *rows]}, from_1904=from_1904)
    found = Everything(path)
    assert found.rejected == []
    assert found_in(found) == expected(table)
