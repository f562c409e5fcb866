"""Summaries, windows of the past and colleagues for the tests of levers: by hand, or by Hypothesis."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import strategies as st

from pillars import PILLARS
from pillars.levers import Lever, levers_of

END = date(2026, 6, 28)
QUARTERS = [END - timedelta(days=91 * back) for back in range(4)]
SAMPLES = {f"{name}_sample": 50 for name in PILLARS}
LEVEL = {"win_rate": 0.3, "order_value": 25e5, "time_to_close": 40.0, "opportunities": 50.0}


def now(**groups: dict[str, float]) -> pd.DataFrame:
    """Summary rows; what a group does not say is 20 deals · 0.3 · 25 000 kr ÷ 50 days = 3 000 kr a day."""
    usual = {"open_now": 20, "win_rate": 0.3, "order_mean": 25e5, "close_mean": 50, "close_median": 40, "opened": 50}
    return pd.DataFrame.from_dict({name: usual | said for name, said in groups.items()}, orient="index")


def windows(group: str, *levels: dict[str, float], apart: int = 91) -> pd.DataFrame:
    """Trend rows of windows so many days apart, the last one first."""
    return pd.DataFrame(
        [
            {"end": pd.Timestamp(END) - pd.Timedelta(days=apart * back), "group": group} | LEVEL | SAMPLES | said
            for back, said in enumerate(levels)
        ]
    )


def team(**members: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame([{"group": name} | LEVEL | SAMPLES | said for name, said in members.items()])


NO_PAST = windows("Anna")[:0].reindex(columns=["end", "group", *LEVEL, *SAMPLES])
# Samples so large that chance plays no part and the levels are what they are.
SURE = dict.fromkeys(SAMPLES, 10**9)


def lever(table: pd.DataFrame, pillar: str, group: str = "Anna") -> Lever:
    return next(each for each in levers_of(table, group) if each.pillar == pillar)


COUNT = st.integers(0, 60)
# Minor units: a mean is nothing, or some part of one, never so near to nothing that halving it gives nothing.
AMOUNT = st.just(0.0) | st.floats(0.01, 1e9)


@st.composite
def levels(draw: st.DrawFn, groups: list[str]) -> pd.DataFrame:
    """Levels of windows or colleagues, some without data."""
    rows = []
    for group in groups:
        samples = {f"{name}_sample": draw(COUNT) for name in PILLARS}
        values = {
            "win_rate": draw(st.floats(0, 1)),
            "order_value": draw(AMOUNT),
            "time_to_close": draw(st.integers(0, 800)) / 2,
            "opportunities": float(samples["opportunities_sample"]),
        }
        unknown = {name: np.nan for name in list(values)[:3] if not samples[f"{name}_sample"]}
        rows.append({"group": group} | values | samples | unknown)
    return pd.DataFrame(rows)


@st.composite
def inputs(draw: st.DrawFn) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    reps = ["Anna", "Bo", "Cilla", "Dan"]
    present = now(**{rep: {} for rep in reps})
    present["win_rate"] = draw(st.lists(st.floats(0, 1), min_size=4, max_size=4))
    present["order_mean"] = draw(st.lists(st.none() | AMOUNT, min_size=4, max_size=4))
    present["close_median"] = draw(
        st.lists(st.none() | st.integers(0, 800).map(lambda n: n / 2), min_size=4, max_size=4)
    )
    present["close_mean"] = present["close_median"].astype(float) * 1.2
    past = draw(levels(reps * 4)).assign(end=np.repeat(pd.to_datetime(QUARTERS), 4))
    return present.astype(float), past, draw(levels(reps))
