"""What no heading names, and figures need: asked for rather than passed over."""

from datetime import date
from pathlib import Path

import pytest

from bot.importing import Mapping
from bot.importing.answers import answered, asks
from tests.importing.reading import Everything, planned, written

NET_AND_GROSS = "Kund;Belopp exkl moms;Belopp inkl moms;Status;Avslutad\nAcme;100;125;Vunnen;2026-10-01\n"
SIGNED = "Kund;Belopp;Status;Signerat;Ordernr\nAcme;100;Vunnen;2026-10-01;45012\nVolvo;200;Offert;;45013\n"
ORDERS = "Kund;Summa;Orderdatum\nAcme;100;2026-10-01\nVolvo;200;2026-10-02\n"


def test_the_column_of_the_amount(tmp_path: Path) -> None:
    path = written(tmp_path, NET_AND_GROSS)
    (ask,) = found = asks(planned(path))
    assert (ask.key, ask.about) == ("which_column", "amount")
    assert ask.values == ("Belopp exkl moms", "Belopp inkl moms", "")
    assert Everything(path, mapping=answered(Mapping(), found, {0: 0})).column("amount") == [10_000]
    assert Everything(path, mapping=answered(Mapping(), found, {0: 2})).column("amount") == [None]


def test_the_day_on_which_deals_were_decided(tmp_path: Path) -> None:
    path = written(tmp_path, SIGNED)
    (ask,) = found = asks(planned(path))
    assert (ask.key, ask.about, ask.values) == ("which_column", "closed_on", ("Signerat", ""))
    read = Everything(path, mapping=answered(Mapping(), found, {0: 0}))
    assert read.column("closed_on") == [date(2026, 10, 1), None]


@pytest.mark.parametrize(
    "content",
    [
        SIGNED.replace("Vunnen", "Offert"),  # nothing is decided
        SIGNED.replace("2026-10-01", "ja"),  # no dates
        "Kund;Status;Avslutad;Värdeord;Nr på pris\nAcme;Vunnen;2026-10-01;trygg;A1\n",  # no numbers
        "Kund;Status;Avslutad;Antal\nAcme;Vunnen;2026-10-01;5\n",  # no word for money
    ],
)
def test_what_does_not_look_like_it_is_not_offered(content: str, tmp_path: Path) -> None:
    assert planned(written(tmp_path, content)).questions == ()


def test_what_became_of_every_row(tmp_path: Path) -> None:
    path = written(tmp_path, ORDERS)
    (ask,) = found = asks(planned(path))
    assert ask.key == "which_outcome"
    told = answered(Mapping(), found, {0: len(ask.values) - 2})
    read = Everything(path, mapping=told)
    assert read.deals("status", "amount") == [("won", 10_000), ("won", 20_000)]
    read.plan.as_mapping().save(tmp_path / "map.toml")
    assert Everything(path, mapping=Mapping.load(tmp_path / "map.toml")).rows.equals(read.rows)


def test_what_a_column_says_goes_before_what_holds_for_every_row(tmp_path: Path) -> None:
    path = written(tmp_path, "Kund;Vunnen den;Förlorad den\nAcme;2026-10-01;\nVolvo;;2026-10-02\n")
    told = answered(Mapping(), asks(planned(written(tmp_path, ORDERS, name="o.csv"))), {0: 3})
    assert Everything(path, mapping=told).column("status") == ["won", "lost"]
