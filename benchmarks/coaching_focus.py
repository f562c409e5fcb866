"""How often the coach finds the weak pillar: simulated reps, one pillar 30 % weaker than the team's, or none.

    python -m benchmarks.coaching_focus [--quick]

Opportunities come as a Poisson process; a win rate of 0.30; orders are log-normal (σ 0.8) around 25 000; deals take a
gamma distributed time (mean 40 days, shape 2) whether won or lost. A team is nine reps, one of them weak. Without the
evidence's verdicts: what is tried is the choice alone, from the deals to `coaching.focus.focus`.
"""

import argparse
from datetime import date, timedelta

import numpy as np
import pandas as pd

from coaching.focus import Focus, focus
from coaching.gaps import pillar_facts
from pillars import PILLARS, Window

REPS = 9
WEAKER = 0.7
WIN_RATE, MIDDLE_ORDER, ORDER_SPREAD = 0.30, 2_500_000, 0.8
MEAN_DAYS, SHAPE = 40.0, 2.0
RUN_IN = 150  # days, so that deals close in the window that were opened long before
WINDOW = Window.last_days(date(2026, 6, 30))


def team(rng: np.random.Generator, decided: int, weak: str | None, windows: int) -> pd.DataFrame:
    """Deals of a team of nine, of whom rep `0` is weak in one pillar; about `decided` decisions a rep and window."""
    days = RUN_IN + windows * WINDOW.days
    parts = []
    for rep in range(REPS):
        worse = {pillar: WEAKER if rep == 0 and pillar == weak else 1.0 for pillar in PILLARS}
        size = rng.poisson(decided / WINDOW.days * days * worse["opportunities"])
        opened = rng.integers(0, days, size)
        took = rng.gamma(SHAPE, MEAN_DAYS / SHAPE / worse["time_to_close"], size).astype(int)
        amount = MIDDLE_ORDER * worse["order_value"] * np.exp(ORDER_SPREAD * rng.standard_normal(size))
        won = rng.random(size) < WIN_RATE * worse["win_rate"]
        still_open = opened + took >= days
        parts.append(
            pd.DataFrame(
                {
                    "rep": str(rep),
                    "status": np.where(still_open, "open", np.where(won, "won", "lost")),
                    "amount": amount.astype(np.int64),
                    "opened": opened,
                    "closed": np.where(still_open, -1, opened + took),
                }
            )
        )
    deals = pd.concat(parts, ignore_index=True)
    first = np.datetime64(WINDOW.end - timedelta(days=days - 1), "s")
    opened_on = first + deals["opened"].to_numpy() * np.timedelta64(86_400, "s")
    closed_on = first + deals["closed"].to_numpy() * np.timedelta64(86_400, "s")
    return pd.DataFrame(
        {
            "deal": np.arange(len(deals)),
            "rep": deals["rep"],
            "status": pd.Categorical(deals["status"], categories=["open", "won", "lost"]),
            "kind": pd.Categorical(["one_off"] * len(deals), categories=["one_off", "call_off"]),
            "amount": deals["amount"].astype("Int64"),
            "opened_on": opened_on,
            "closed_on": np.where(deals["closed"] < 0, np.datetime64("NaT", "s"), closed_on),
            "started_on": opened_on,
            "customer": pd.Series([None] * len(deals), dtype="str"),
        }
    )


def choice(rng: np.random.Generator, decided: int, weak: str | None, *, with_previous: bool) -> Focus:
    """The focus of the weak rep of one simulated team, with one window of history or two."""
    deals = team(rng, decided, weak, 2 if with_previous else 1)
    return focus(pillar_facts(deals, "0", WINDOW, WINDOW.previous() if with_previous else None))


def found(seed: int, decided: int, teams: int, *, with_previous: bool) -> dict[str, float]:
    """Share of `teams` simulated reps whose weak pillar was the focus, by weak pillar, and `all`: their mean."""
    rng = np.random.default_rng(seed)
    shares = {
        weak: float(
            np.mean([choice(rng, decided, weak, with_previous=with_previous).pillar == weak for _ in range(teams)])
        )
        for weak in PILLARS
    }
    return shares | {"all": float(np.mean(list(shares.values())))}


def alarms(seed: int, decided: int, teams: int, *, with_previous: bool) -> float:
    """Share of `teams` reps, alike in all pillars, of whom a clear weakness is named."""
    rng = np.random.default_rng(seed)
    return float(np.mean([choice(rng, decided, None, with_previous=with_previous).clear for _ in range(teams)]))


def main() -> None:
    """Print the shares as a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer teams: within a minute")
    teams = 60 if parser.parse_args().quick else 400
    for with_previous in (False, True):
        for decided in (100, 50):
            shares = found(1, decided, teams, with_previous=with_previous)
            alarm = alarms(2, decided, 2 * teams, with_previous=with_previous)
            cells = ", ".join(f"{name} {share:.0%}" for name, share in shares.items())
            history = "with the window before" if with_previous else "one window"
            print(f"{decided} decided, {history}: found {cells}; alike, yet called clearly weak {alarm:.1%}")


if __name__ == "__main__":
    main()
