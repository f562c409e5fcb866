"""Periods of a rep who sells as usual, and who sells otherwise."""

from datetime import date, timedelta
from typing import get_args

from coaching.baseline import Baseline, Pillar, baseline
from coaching.observed import Observed
from tests.coaching.deals import seen, spread

PILLARS: tuple[Pillar, ...] = get_args(Pillar)
START = date(2026, 3, 2)
YEAR_BEFORE = START - timedelta(weeks=52)


def frozen(pillar: Pillar, own: Observed | None, *colleagues: Observed) -> Baseline:
    found = baseline(pillar, own, colleagues)
    assert found is not None
    return found


YEAR: dict[Pillar, Observed] = {
    "win_rate": seen(120, 280),
    "order_value": seen(amounts=spread(25_000, 120)),
    "time_to_close": seen(durations=spread(35, 200), still_open=spread(25, 40)),
    "opportunities": seen(opened=[8, 7, 9, 8] * 13),
}
BETTER: dict[Pillar, Observed] = {
    "win_rate": seen(60, 40, weeks=13),
    "order_value": seen(weeks=13, amounts=spread(50_000, 40)),
    "time_to_close": seen(weeks=13, durations=spread(14, 60), still_open=spread(10, 12)),
    "opportunities": seen(weeks=13, opened=14),
}
SAME: dict[Pillar, Observed] = {
    "win_rate": seen(9, 22, weeks=4),
    "order_value": seen(weeks=4, amounts=spread(25_000, 10)),
    "time_to_close": seen(weeks=4, durations=spread(35, 10), still_open=spread(25, 2)),
    "opportunities": seen(weeks=4, opened=8),
}
WORSE: dict[Pillar, Observed] = {
    "win_rate": seen(10, 90, weeks=13),
    "order_value": seen(weeks=13, amounts=spread(8_000, 40)),
    "time_to_close": seen(weeks=13, durations=spread(110, 30), still_open=spread(100, 60)),
    "opportunities": seen(weeks=13, opened=3),
}
