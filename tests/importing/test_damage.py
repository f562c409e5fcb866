"""Good files, damaged at random: a clear refusal or every line in its place, and never another deal's figures."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import CoachError
from bot.importing import read
from tests.importing.reading import planned
from tests.importing.test_systems import EXPORTS, PIPEDRIVE, SALESFORCE_REPORT
from tests.importing.workbooks import write

Damage = Callable[[random.Random, bytes], bytes]


def flip(r: random.Random, data: bytes) -> bytes:
    at = r.randrange(len(data))
    return data[:at] + bytes([r.randrange(256)]) + data[at + 1 :]


def drop(r: random.Random, data: bytes) -> bytes:
    at = r.randrange(len(data))
    return data[:at] + data[at + r.randint(1, 20) :]


def insert(r: random.Random, data: bytes) -> bytes:
    at = r.randrange(len(data))
    some = [
        b'"',
        b'""',
        b",",
        b";",
        b"\n",
        b"\r",
        b"\t",
        b"\x00",
        b"\xff",
        b"\xc3",
        b"'",
        b"9" * 50,
        b"-",
        b"(",
        b"\xe2\x88\x92",
    ]
    return data[:at] + r.choice(some) + data[at:]


def cut(r: random.Random, data: bytes) -> bytes:
    return data[: r.randrange(1, len(data))]


def swap(r: random.Random, data: bytes) -> bytes:
    a, b = sorted((r.randrange(len(data)), r.randrange(len(data))))
    return data[:a] + data[b : b + 1] + data[a + 1 : b] + data[a : a + 1] + data[b + 1 :]


def repeat(r: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    at = r.randrange(len(lines))
    return b"\n".join([*lines[: at + 1], *[lines[at]] * r.randint(1, 3), *lines[at + 1 :]])


DAMAGES: tuple[Damage, ...] = (flip, drop, insert, cut, swap, repeat)


def lines_of(path: Path) -> int:
    """The lines that a person would count, whatever ends them."""
    return len(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n").split(b"\n"))


def check(path: Path, count_lines: bool) -> str:
    """What came of a file. Anything but a CoachError fails the test."""
    answers = {"dates": "dmy", "decimal": "point"}
    try:
        plan = planned(path, **answers)
        chunks = list(read(plan, 3))
    except CoachError as refusal:
        return refusal.key
    rows = sum(len(chunk.rows) for chunk in chunks)
    rejected = [one for chunk in chunks for one in chunk.rejected]
    assert (plan.blank, plan.footer) == (sum(c.blank for c in chunks), sum(c.footer for c in chunks))
    assert plan.total_rows == rows + len(rejected)
    places = [int(line) for chunk in chunks for line in chunk.rows["line"]] + [one.line for one in rejected]
    assert len(places) == len(set(places))
    assert all(place > plan.header_line for place in places)
    if count_lines:  # no note in these files has line ends of its own
        assert rows + len(rejected) + plan.blank + plan.footer == lines_of(path) - plan.header_line
    for one in rejected:
        assert one.key
        assert one.cells
    for chunk in chunks:
        decided = chunk.rows[chunk.rows["status"] != "open"]
        assert decided["closed_on"].notna().all()
        assert chunk.rows["amount"].dropna().ge(0).all()
        assert chunk.rows.loc[chunk.rows["status"] == "open", "closed_on"].isna().all()
    return "read"


def test_damaged_text_files(tmp_path: Path) -> None:
    r = random.Random(20261118)
    good = [text.encode("utf-8") for text, _ in EXPORTS.values()]
    good += [PIPEDRIVE.format(created="Deal - Add time").encode("utf-16"), SALESFORCE_REPORT.encode("cp1252")]
    ends: dict[str, int] = {}
    for number in range(500):
        data = r.choice(good)
        for _ in range(r.choice([1, 1, 1, 2, 5])):
            data = r.choice(DAMAGES)(r, data) or b"x"
        path = tmp_path / f"{number % 7}.csv"
        path.write_bytes(data)
        # A stray quote may make two lines one cell; then they are one line of data, or each one's own rejection.
        end = check(path, count_lines=False)
        ends[end] = ends.get(end, 0) + 1
    assert ends["read"] > 170
    assert len(ends) > 3


def test_every_line_is_accounted_for(tmp_path: Path) -> None:
    """Damage that leaves lines lines: each is a row, rejected, blank or the footer's."""
    r = random.Random(7)
    path = tmp_path / "deals.csv"
    good = ["id,status,customer,amount,created,closed"]
    good += [
        f'{i},{["won", "lost", "open"][i % 3]},"C, {i}",{i}.50,2017-01-31,{"2017-03-09" if i % 3 < 2 else ""}'
        for i in range(40)
    ]
    read_at_all = 0
    for _ in range(150):
        lines = list(good)
        for _ in range(r.randint(1, 6)):
            at = r.randrange(1, len(lines))
            line = lines[at]
            place = r.randrange(len(line) + 1)
            what = r.choice(['"', ",", "", "x", "9", "\x00", " ", "'"])
            lines[at] = r.choice(
                [line[:place] + what + line[place:], line[:place] + line[place + 1 :], "", line[:place]]
            )
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        read_at_all += check(path, count_lines=True) == "read"
    assert read_at_all > 50


def test_an_undamaged_line_keeps_its_figures(tmp_path: Path) -> None:
    """A damaged neighbour takes no line with it and changes none."""
    r = random.Random(11)
    path = tmp_path / "deals.csv"
    good = ["id,status,customer,amount,created,closed"]
    good += [f'{i},{["won", "lost"][i % 2]},"C, ""{i}""",{1000 + i}.50,2017-01-31,2017-03-09' for i in range(30)]
    seen = 0
    for _ in range(100):
        lines = list(good)
        at = r.randrange(1, len(lines))
        place = r.randrange(len(lines[at]) + 1)
        lines[at] = lines[at][:place] + r.choice(['"', ",", "x", '"x', ";"]) + lines[at][place + r.randint(0, 3) :]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        try:
            plan = planned(path)
            rows = [row for chunk in read(plan) for row in chunk.rows.itertuples()]
        except CoachError:
            continue
        seen += 1
        whole = [row for row in rows if row.line != at + 1]
        assert [(row.line, row.external_id, row.amount) for row in whole] == [
            (line, str(line - 2), (1000 + line - 2) * 100 + 50) for line in range(2, 32) if line != at + 1
        ]
    assert seen > 50


@pytest.mark.filterwarnings("ignore")
def test_damaged_workbooks(tmp_path: Path) -> None:
    r = random.Random(5)
    rows = [["Id", "Status", "Amount", "Created"], *([i, "Open", i * 1.5, "2017-01-31"] for i in range(50))]
    good = write(tmp_path / "good.xlsx", {"Deals": rows}).read_bytes()
    ends: dict[str, int] = {}
    for number in range(150):
        data = good
        for _ in range(r.choice([1, 2, 5])):
            data = r.choice(DAMAGES[:5])(r, data) or b"x"
        path = tmp_path / f"{number % 7}.xlsx"
        path.write_bytes(data)
        end = check(path, count_lines=False)
        ends[end] = ends.get(end, 0) + 1
    assert ends["file_damaged"] > 20
