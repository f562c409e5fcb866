"""Ids in the values of buttons."""

import pytest

from bot.errors import FormExpired
from bot.listeners.action_values import deal_number_in, number_in


def test_a_number_is_read() -> None:
    assert [number_in(value) for value in ("1", "0", "1042", "9" * 15)] == [1, 0, 1042, 10**15 - 1]


@pytest.mark.parametrize("value", ["", "x", "-1", "1e9", "1.0", " 1", "٣", "²", "9" * 16, "9" * 5000, None])
def test_anything_else_is_of_a_button_that_is_no_more(value: str | None) -> None:
    with pytest.raises(FormExpired):
        number_in(value)


def test_a_deal_s_number_fits_its_column() -> None:
    assert deal_number_in(str(2**31 - 1)) == 2**31 - 1
    with pytest.raises(FormExpired):
        deal_number_in(str(2**31))
