"""The four pillars of sales, their samples and intervals, computed from a frame of deals by pure pandas and numpy.

No clock, no files, no database: what comes in is a frame and dates, what goes out is a frame. `frame` says what a frame
of deals holds.
"""

from pillars.card import PILLARS, benchmarks, moves, scorecard
from pillars.customers import customer_key
from pillars.drift import DIRECTIONS, Direction, drifts
from pillars.errors import FrameError
from pillars.evidence.benchmark import Benchmark
from pillars.evidence.verdicts import VERDICTS, Verdict
from pillars.frame import COLUMNS, KINDS, STATUSES, empty, validate
from pillars.order_value import CALL_OFF_UNITS, CallOffUnit
from pillars.overview import summary
from pillars.pipeline import stale, stale_after
from pillars.series import trend
from pillars.table import table
from pillars.velocity import sales_velocity
from pillars.windows import Window

__all__ = [
    "CALL_OFF_UNITS",
    "COLUMNS",
    "DIRECTIONS",
    "KINDS",
    "PILLARS",
    "STATUSES",
    "VERDICTS",
    "Benchmark",
    "CallOffUnit",
    "Direction",
    "FrameError",
    "Verdict",
    "Window",
    "benchmarks",
    "customer_key",
    "drifts",
    "empty",
    "moves",
    "sales_velocity",
    "scorecard",
    "stale",
    "stale_after",
    "summary",
    "table",
    "trend",
    "validate",
]
