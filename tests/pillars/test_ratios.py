from decimal import Decimal

import numpy as np
import pytest

from pillars import customer_key, ratios, sales_velocity


def test_a_share_of_what_was_decided() -> None:
    assert ratios.win_rate(3, 1) == 0.75
    assert ratios.win_rate(0, 4) == 0
    assert isinstance(ratios.win_rate(3, 1), float)
    assert ratios.win_rate(np.array([3, 0, 0]), np.array([1, 4, 0])) == pytest.approx([0.75, 0, np.nan], nan_ok=True)


@pytest.mark.parametrize("figure", [ratios.win_rate(0, 0), ratios.mean(0, 0), ratios.mean(None, 0)])
def test_no_data_is_not_zero(figure: float) -> None:
    assert np.isnan(figure)


def test_what_a_database_counts_divides_alike() -> None:
    assert ratios.mean(Decimal("7500"), 2) == 3750
    assert ratios.mean(10**14 * 3, 3) == 10**14


def test_velocity_is_what_its_sum_says() -> None:
    # 20 open deals, 4 in 10 won, 25 000 kr each, 50 days: 20 · 0.4 · 2 500 000 öre ÷ 50 = 4 000 kr a day
    assert sales_velocity(20, 0.4, 2_500_000, 50) == pytest.approx(400_000)
    assert sales_velocity(0, 0.4, 2_500_000, 50) == 0


@pytest.mark.parametrize(
    "factors",
    [(20, np.nan, 25, 50), (20, 0.4, np.nan, 50), (20, 0.4, 25, np.nan), (20, 0.4, 25, 0), (np.nan, 0.4, 25, 50)],
)
def test_velocity_without_one_of_its_factors_is_no_data(factors: tuple[float, ...]) -> None:
    assert np.isnan(sales_velocity(*factors))


@pytest.mark.parametrize("spelling", ["Åre Bageri AB", " åre  bageri ab", "ÅRE\u00a0BAGERI AB", "A\u030are bageriAB"])
def test_spellings_of_one_customer(spelling: str) -> None:
    assert customer_key(spelling) == customer_key("Åre Bageri AB")


def test_other_customers_stay_apart() -> None:
    assert customer_key("Are Bageri AB") != customer_key("Åre Bageri AB")
    assert customer_key("Volvo AB") != customer_key("Volvo")
