"""How many examples the properties are asked about, and which.

The gate asks each time about the same ones, so that it stops a change only for what that change does. `make explore`
asks about new ones each time, and about many more: what it finds belongs into a test of its own.
"""

import os
from typing import Any

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("SALES_COACH_EXPLORE", "0"))
"""How many times as many examples as usual, all new; 0 = as usual."""


def set_out() -> None:
    """Make this the way for every property; they are judged by what holds, not by how fast a busy machine finds it."""
    settings.register_profile(
        "effort",
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        derandomize=bool(os.environ.get("SALES_COACH_REQUIRE_ALL")) and not TIMES,
        print_blob=True,
    )
    settings.load_profile("effort")


def tries(usual: int, **more: Any) -> settings:
    """For a property that needs another number of examples than Hypothesis' own 100."""
    return settings(max_examples=usual * max(TIMES, 1), **more)
