"""Dates in files, decided by the whole column, shape by shape, or asked about."""

from datetime import date
from pathlib import Path

import pytest

from tests.importing.reading import Everything, planned, written

THIRD = date(2017, 10, 3)


def table(folder: Path, *values: str) -> Path:
    return written(folder, "Status\tOpened\n" + "".join(f"open\t{value}\n" for value in values))


@pytest.mark.parametrize(
    "text",
    [
        "2017-10-03",
        "2017-10-03 14:22",
        "2017-10-03T23:59:59.123Z",
        "2017-10-03T00:30:00+02:00",  # the date as it is written, in the file's own zone
        "2017-10-03T23:30:00.000+0000",
        "2017/10/03",
        "2017.10.3",
        "20171003",
        "3 okt 2017",
        "3 oktober 2017",
        "den 3 oktober 2017",
        "3 okt. 2017",
        "Oct 3, 2017",
        "October 3rd, 2017",
        "Oct 3, 2017, 2:22 PM",
        "3-Oct-17",
        "03-Oct-2017",
        "3. oktober 2017",
        "tis 3 okt 2017",
        "Tue, Oct 3, 2017",
        "Tuesday, October 3, 2017",
        "43011",
        "43011.5986",
        "1507032000000",
        "2017-10-03 kl. 14.22",
    ],
)
def test_dates_that_can_be_read_in_one_way(text: str, tmp_path: Path) -> None:
    found = Everything(table(tmp_path, text))
    assert found.rejected == []
    assert found.column("opened_on") == [THIRD]


@pytest.mark.parametrize("mark", ["/", "-", "."])
@pytest.mark.parametrize("tail", ["", " 14:22", " 2:22 PM"])
def test_the_whole_column_says_what_comes_first(mark: str, tail: str, tmp_path: Path) -> None:
    def shown(*parts: str) -> str:
        return mark.join(parts) + tail

    day_first = Everything(table(tmp_path, shown("03", "10", "2017"), shown("31", "1", "2017")))
    assert day_first.column("opened_on") == [THIRD, date(2017, 1, 31)]
    month_first = Everything(table(tmp_path, shown("10", "03", "2017"), shown("1", "31", "2017")))
    assert month_first.column("opened_on") == [THIRD, date(2017, 1, 31)]


def test_each_shape_is_decided_by_itself(tmp_path: Path) -> None:
    found = Everything(table(tmp_path, "03/10/2017", "31/01/2017", "10-03-2017", "01-31-2017"))
    assert found.column("opened_on") == [THIRD, date(2017, 1, 31)] * 2


def test_each_column_is_decided_by_itself(tmp_path: Path) -> None:
    text = "Status,Created,Closed on\nWon,03/10/2017,10/13/2017\nWon,31/01/2017,02/03/2017\n"
    found = Everything(written(tmp_path, text))
    assert found.deals("opened_on", "closed_on") == [
        (THIRD, date(2017, 10, 13)),
        (date(2017, 1, 31), date(2017, 2, 3)),
    ]


@pytest.mark.parametrize(("answer", "day"), [("dmy", THIRD), ("mdy", date(2017, 3, 10))])
def test_what_the_file_does_not_decide_is_asked(answer: str, day: date, tmp_path: Path) -> None:
    path = table(tmp_path, "03/10/2017", "05/05/2017")
    (question,) = planned(path).questions
    assert (question.key, question.option) == ("date_order", "--dates")
    assert question.params == {"column": "Opened", "example": "03/10/2017", "orders": ("dmy", "mdy")}
    assert Everything(path, dates=answer).column("opened_on")[0] == day


def test_the_same_day_in_every_order_needs_no_question(tmp_path: Path) -> None:
    assert Everything(table(tmp_path, "05/05/2017")).column("opened_on") == [date(2017, 5, 5)]


def test_contradicting_orders_are_asked_about(tmp_path: Path) -> None:
    path = table(tmp_path, "31/01/2017", "01/31/2017", "03/10/2017")
    assert [question.key for question in planned(path).questions] == ["date_order"]
    found = Everything(path, dates="dmy")
    assert found.column("opened_on") == [date(2017, 1, 31), THIRD]
    assert found.reasons == {3: "date_not_understood"}


def test_contradicting_orders_that_are_all_clear_are_read(tmp_path: Path) -> None:
    found = Everything(table(tmp_path, "31/01/2017", "01/31/2017"))
    assert found.column("opened_on") == [date(2017, 1, 31)] * 2


@pytest.mark.parametrize(
    ("answer", "day"), [("dmy", date(2017, 10, 3)), ("mdy", date(2017, 3, 10)), ("ymd", date(2003, 10, 17))]
)
def test_short_years_may_stand_at_either_end(answer: str, day: date, tmp_path: Path) -> None:
    path = table(tmp_path, "03-10-17")
    assert [question.key for question in planned(path).questions] == ["date_order"]
    assert Everything(path, dates=answer).column("opened_on") == [day]


def test_short_years_show_in_a_column_that_is_long_enough(tmp_path: Path) -> None:
    days = [date(2016, 10, 1).fromordinal(date(2016, 10, 1).toordinal() + i) for i in range(0, 400, 3)]
    assert Everything(table(tmp_path, *(f"{d:%d-%m-%y}" for d in days))).column("opened_on") == days
    assert Everything(table(tmp_path, *(f"{d:%y-%m-%d}" for d in days))).column("opened_on") == days
    assert Everything(table(tmp_path, *(f"{d:%m/%d/%y}" for d in days))).column("opened_on") == days


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2017-02-30", "date_not_understood"),
        ("31/02/2017", "date_not_understood"),
        ("soon", "date_not_understood"),
        ("Q3 2017", "date_not_understood"),
        ("okt 2017", "date_not_understood"),
        ("3 brumaire 2017", "date_not_understood"),
        ("0017-10-03", "date_not_understood"),
        ("1917-10-03", "date_too_old"),
        ("12", "date_not_understood"),
    ],
)
def test_what_is_no_date_is_rejected(text: str, reason: str, tmp_path: Path) -> None:
    found = Everything(table(tmp_path, text, "2017-10-03"))
    assert found.reasons == {2: reason}
    assert found.rejected[0].params == {"column": "Opened", "text": text}


def test_day_numbers_in_a_text_file_are_pointed_out(tmp_path: Path) -> None:
    assert ("day_numbers", {"column": "Opened"}) in [
        (w.key, w.params) for w in planned(table(tmp_path, "43011")).warnings
    ]


def test_a_meeting_outside_the_deal_is_dropped_and_counted(tmp_path: Path) -> None:
    text = (
        "Status,Created,Closed on,First meeting,Quote sent\n"
        "Won,2017-01-31,2017-03-09,2017-02-01,2017-04-01\nWon,2017-01-31,2017-03-09,2017-01-01,2017-03-09\n"
    )
    found = Everything(written(tmp_path, text))
    assert found.deals("first_meeting_on", "quoted_on") == [(date(2017, 2, 1), None), (None, date(2017, 3, 9))]
    assert (found.notes["meeting_outside_deal"], found.notes["quote_outside_deal"]) == (1, 1)
