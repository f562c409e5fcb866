"""A row that was read in before is known again, by every later version too."""

from pathlib import Path

from bot.services.import_rows import fingerprints
from tests.importing.reading import Everything, written

HEADING = (
    "Kund;Säljare;E-post säljare;Belopp;Status;Produkt;Roll;Orsak;Anteckning;Skapad;Första möte;Offertdatum;Avslutad\n"
)
ROW = (
    "Acme;Elin;elin@acme.se;1 200,50/mån;Förlorad;Lampor;inköpare;pris;kort;2026-09-01;2026-09-02;2026-09-03;"
    "2026-10-01\n"
)


def test_what_a_row_is_known_by_stays_as_it_is(tmp_path: Path) -> None:
    """Ids of rows without one are made of it: another value here, and every such file comes in a second time."""
    rows = Everything(written(tmp_path, HEADING + ROW + "Volvo;;;;Öppen;;;;;;;;\n")).rows
    assert list(fingerprints(rows)) == ["8596b36c11c1a838", "d64ef4a488fa8b74"]
