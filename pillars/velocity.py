"""Sales velocity: what the pipeline brings in, in money per day."""

from typing import Any, overload

import numpy as np

from pillars.columns import Figures
from pillars.ratios import Counts, Number, divide


@overload
def sales_velocity(pipeline: Counts, win_rate: Counts, order_mean: Counts, close_mean: Counts) -> Figures: ...
@overload
def sales_velocity(pipeline: Number, win_rate: Number, order_mean: Number, close_mean: Number) -> float: ...
def sales_velocity(pipeline: Any, win_rate: Any, order_mean: Any, close_mean: Any) -> Any:
    """Pipeline count × win rate × mean order value ÷ mean time to close: minor units per day.

    The pipeline is how many deals were open, without the stale ones, on the window's last day; the means are of the
    same window, time to close in days. The pipeline is a stock and time to close how long a deal stays in it, so their
    ratio is the flow through it and windows of any length compare (Little, 1961, Operations Research 9:383–387).
    nan where a factor has no data, and where every deal closed on the day it started (mean time 0).
    """
    pipeline, win_rate, order_mean = (
        np.asarray(factor, dtype=np.float64) for factor in (pipeline, win_rate, order_mean)
    )
    return divide(pipeline * win_rate * order_mean, close_mean)
