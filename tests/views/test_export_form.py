"""The form for one's deals as a file: what it offers, and what is chosen where nobody chooses."""

from typing import Any

import pytest

from bot.texts import texts_for
from bot.values.exports import ExportFormat, Whose
from bot.views import export_form


def element_of(view: dict[str, Any], block_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(block["element"] for block in view["blocks"] if block.get("block_id") == block_id)
    return found


@pytest.mark.parametrize("locale", ["sv-SE", "en-GB"])
def test_a_workbook_unless_csv_is_chosen(locale: str) -> None:
    """It opens in columns everywhere, with its numbers as numbers."""
    form = export_form.modal(texts_for(locale), offers_all=True)
    formats = element_of(form, "export_format")
    assert formats["initial_option"]["value"] == ExportFormat.XLSX
    assert [option["value"] for option in formats["options"]] == [ExportFormat.XLSX, ExportFormat.CSV]
    assert element_of(form, "export_whose")["initial_option"]["value"] == Whose.MINE
