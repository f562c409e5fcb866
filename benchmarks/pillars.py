"""The table of four pillars of ten million deals and 100,000 reps, beside polars, DuckDB and a plain pandas groupby.

All four compute the same figures (checked to the last bit) from memory, in turns within one run, with the machine's
threads, each from the form of the deals that suits it best, made beforehand and not timed:

- ours: the frame that `pillars` takes, reps as a category, customers as text (which it tells apart itself);
- polars: reps and customers as numbers, dates as days; a lazy query a pillar, joined, which beats one query for all
  with filtered aggregates by a third;
- DuckDB: its own table in memory, else the same, and the same observation;
- pandas: our frame, with customers as numbers.

    python -m benchmarks.pillars [--deals 10000000] [--reps 100000] [--rounds 5] [--window-share 1.0] [--quick]

Exit status 1 where figures differ or a target is missed: at most 1.5 × the time of the faster of polars and DuckDB,
and at most 150 bytes a deal (1.5 GB for ten million) above the input, which a process of its own measures. `--quick`
takes a million deals and 10,000 reps, with bars a third wider.
"""

import argparse
import ctypes
import multiprocessing
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl

from pillars import KINDS, STATUSES, Window
from pillars.table import table

FIRST, DAYS = date(2022, 7, 1), 4 * 365 + 1
OPEN, WON, LOST = range(len(STATUSES))
CUSTOMERS = 200_000
TARGET_RATIO, TARGET_BYTES_A_DEAL = 1.5, 150
SLACK = 4 / 3  # how much wider the bars of --quick are: few deals take milliseconds, and those scatter
FIGURES = ["win_rate", "order_value", "time_to_close", "opportunities"]
COLUMNS = [column for name in FIGURES for column in (name, f"{name}_sample")]


def make_deals(deals: int, reps: int) -> pd.DataFrame:
    """Four years of deals in the dtypes of the frame contract, the same ones every time.

    Every fifth is open; 30 % of the others are won. One in a hundred is a call-off: of one rep in fifty, three
    customers each. Amounts (3 %) and dates (1 to 5 %) are missing here and there. Some reps have ten times the deals
    of others.
    """
    chance = np.random.default_rng(20260331)

    def some(share: float) -> npt.NDArray[np.bool_]:
        return np.asarray(chance.random(deals, dtype=np.float32) < share)

    def dates(days: npt.NDArray[np.int64], missing: npt.NDArray[np.bool_]) -> npt.NDArray[np.datetime64]:
        moments = (np.datetime64(FIRST, "D") + days).astype("datetime64[s]")
        moments[missing] = np.datetime64("NaT")
        return np.asarray(moments)

    activity = np.cumsum(chance.gamma(2.0, size=reps))
    rep = np.searchsorted(activity, chance.random(deals) * activity[-1]).astype(np.int32)
    status = np.where(some(0.2), OPEN, np.where(some(0.3), WON, LOST)).astype(np.int8)
    customer = chance.integers(0, CUSTOMERS, deals, dtype=np.int32)
    called_off = some(0.01)
    orders = int(called_off.sum())
    rep[called_off] = chance.integers(0, max(reps // 50, 1), orders)
    customer[called_off] = (3 * rep[called_off] + chance.integers(0, 3, orders)) % CUSTOMERS
    status[called_off] = WON
    opened = chance.integers(0, DAYS - 200, deals)
    started = opened + chance.integers(0, 15, deals)
    closed = np.minimum(opened + chance.gamma(2.0, 20.0, deals).astype(np.int64), DAYS - 1)
    amount = np.exp(chance.normal(np.log(25_000_00), 0.8, deals)).astype(np.int64)
    names = np.array([f"Customer {number}" for number in range(CUSTOMERS)], dtype=object)
    columns = {
        "deal": np.arange(deals),
        "rep": pd.Categorical.from_codes(rep, categories=pd.Index([f"U{number:06}" for number in range(reps)])),
        "status": pd.Categorical.from_codes(status, categories=pd.Index(STATUSES)),
        "kind": pd.Categorical.from_codes(called_off.astype(np.int8), categories=pd.Index(KINDS)),
        "amount": pd.arrays.IntegerArray(amount, some(0.03)),
        "opened_on": dates(opened, some(0.02)),
        "closed_on": dates(closed, (status == OPEN) | some(0.01)),
        "started_on": dates(started, called_off | some(0.05)),
        "customer": pd.array(names[customer], dtype="str"),
    }
    return pd.DataFrame(columns, copy=False)


def plain_columns(deals: pd.DataFrame) -> dict[str, Any]:
    """The same deals as arrays without pandas' own types: codes, days since 1970 (NaT unknown), amounts."""
    days = {name: deals[name].to_numpy().astype("datetime64[D]") for name in ("opened_on", "closed_on", "started_on")}
    return {
        "rep": deals["rep"].cat.codes.to_numpy().astype(np.int32),
        "status": deals["status"].cat.codes.to_numpy().astype(np.uint8),
        "call_off": deals["kind"].cat.codes.to_numpy() == KINDS.index("call_off"),
        "customer": pd.factorize(deals["customer"])[0].astype(np.int32),
        **days,
    }


def by_polars(deals: pd.DataFrame, window: Window) -> Callable[[], pl.DataFrame]:
    columns = {name: pl.Series(values) for name, values in plain_columns(deals).items()}
    columns["rep"] = columns["rep"].cast(pl.UInt32)
    amount = pl.Series(deals["amount"].to_numpy(dtype=np.int64, na_value=0))
    stated = pl.Series(deals["amount"].notna().to_numpy())
    frame = pl.DataFrame(columns | {"amount": amount, "stated": stated})
    frame = frame.with_columns(amount=pl.when("stated").then("amount")).drop("stated").rechunk()

    def run() -> pl.DataFrame:
        rows = frame.lazy()
        one_off, won = ~pl.col("call_off"), pl.col("status") == WON
        closed = pl.col("closed_on").is_between(window.start, window.end)
        took = pl.col("closed_on").cast(pl.Int32) - pl.col("started_on").cast(pl.Int32)
        opened = (pl.col("opened_on").is_between(window.start, window.end) & one_off).sum()
        decided = rows.filter(closed & one_off & (pl.col("status") != OPEN)).group_by("rep")
        orders = rows.filter(closed & one_off & won).group_by("rep")
        durations = rows.filter(closed & one_off & won & (pl.col("started_on") <= pl.col("closed_on")))
        called = rows.filter(closed & won & pl.col("call_off") & pl.col("amount").is_not_null())
        month = pl.col("closed_on").dt.truncate("1mo")
        observed = called.group_by("rep", "customer", month).agg(pl.col("amount").sum()).group_by("rep")
        joined = (
            rows.group_by("rep")
            .agg(opportunities=opened)
            .join(decided.agg(won=won.sum(), win_rate_sample=pl.len()), on="rep", how="left")
            .join(orders.agg(pl.col("amount").sum(), orders=pl.col("amount").count()), on="rep", how="left")
            .join(
                durations.select("rep", took=took)
                .group_by("rep")
                .agg(time_to_close=pl.col("took").median(), time_to_close_sample=pl.len()),
                on="rep",
                how="left",
            )
            .join(observed.agg(called=pl.col("amount").sum(), observed=pl.len()), on="rep", how="left")
        )
        total = pl.col("amount").fill_null(0) + pl.col("called").fill_null(0)
        count = pl.col("orders").fill_null(0) + pl.col("observed").fill_null(0)
        return joined.select(
            "rep",
            "win_rate_sample",
            "time_to_close",
            "time_to_close_sample",
            "opportunities",
            win_rate=pl.col("won") / pl.col("win_rate_sample"),
            order_value=total / pl.when(count > 0).then(count),
            order_value_sample=count,
            opportunities_sample=pl.col("opportunities"),
        ).collect()

    return run


DUCKDB_TABLE = """
create table deals as select rep, status, call_off, customer, amount::bigint as amount,
    opened_on::date as opened_on, closed_on::date as closed_on, started_on::date as started_on from source"""
DUCKDB_QUERY = """
with opened as (
    select rep, count(*) filter (opened_on between $start and $end and not call_off) as opportunities
    from deals group by rep),
closed as (select * from deals where closed_on between $start and $end and status <> 0),
decided as (
    select rep, count(*) filter (status = 1) as won, count(*) as decisions,
        sum(case when status = 1 then amount end) as amount, count(case when status = 1 then amount end) as orders
    from closed where not call_off group by rep),
durations as (
    select rep, median(closed_on - started_on) as time_to_close, count(*) as durations
    from closed where not call_off and status = 1 and started_on <= closed_on group by rep),
observed as (
    select rep, customer, date_trunc('month', closed_on) as month, sum(amount) as amount
    from closed where call_off and status = 1 and amount is not null group by all),
called as (select rep, sum(amount) as amount, count(*) as observed from observed group by rep)
select rep, won / decisions as win_rate, decisions as win_rate_sample,
    (coalesce(decided.amount, 0) + coalesce(called.amount, 0))
        / nullif(coalesce(orders, 0) + coalesce(observed, 0), 0) as order_value,
    coalesce(orders, 0) + coalesce(observed, 0) as order_value_sample,
    time_to_close, durations as time_to_close_sample, opportunities, opportunities as opportunities_sample
from opened left join decided using (rep) left join durations using (rep) left join called using (rep)"""


def by_duckdb(deals: pd.DataFrame, window: Window) -> Callable[[], Any]:
    connection = duckdb.connect(":memory:")
    connection.execute(f"set threads = {os.cpu_count()}")
    plain = {name: values for name, values in plain_columns(deals).items() if not name.endswith("_on")}
    dated = {name: deals[name] for name in ("amount", "opened_on", "closed_on", "started_on")}
    connection.register("source", pd.DataFrame(plain | dated))
    connection.execute(DUCKDB_TABLE)
    connection.unregister("source")
    return lambda: connection.execute(DUCKDB_QUERY, {"start": window.start, "end": window.end}).fetchnumpy()


def by_pandas(deals: pd.DataFrame, window: Window) -> Callable[[], pd.DataFrame]:
    deals = deals.assign(customer=pd.factorize(deals["customer"])[0])
    first, last = pd.Timestamp(window.start), pd.Timestamp(window.end)

    def run() -> pd.DataFrame:
        one_off = deals["kind"] == "one_off"
        closed = deals[deals["closed_on"].between(first, last) & (deals["status"] != "open")]
        decided = closed[closed["kind"] == "one_off"]
        won = decided["status"] == "won"
        orders = decided[won]
        called = closed[(closed["kind"] == "call_off") & (closed["status"] == "won") & closed["amount"].notna()]
        month = called["closed_on"].dt.to_period("M").rename("month")
        observed = called.groupby(["rep", "customer", month], observed=True)["amount"].sum().reset_index()
        amounts = pd.concat([orders[["rep", "amount"]], observed[["rep", "amount"]]]).groupby("rep", observed=False)
        total, count = amounts["amount"].sum(), amounts["amount"].count()
        decisions = won.groupby(decided["rep"], observed=False)
        took = (orders["closed_on"] - orders["started_on"]).dt.days
        durations = took[took >= 0].groupby(orders["rep"], observed=False)
        opened = (deals["opened_on"].between(first, last) & one_off).groupby(deals["rep"], observed=False).sum()
        return pd.DataFrame(
            {
                "win_rate": decisions.sum() / decisions.count(),
                "win_rate_sample": decisions.count(),
                "order_value": total.astype("float64") / count.astype("float64"),
                "order_value_sample": count,
                "time_to_close": durations.median(),
                "time_to_close_sample": durations.count(),
                "opportunities": opened,
                "opportunities_sample": opened,
            }
        )

    return run


def compared(result: Any, reps: pd.Index) -> npt.NDArray[np.float64]:
    """A result as a row a rep and a column a figure; no data is nan, and a count of nothing 0."""
    if isinstance(result, pd.DataFrame):
        rows = reps.get_indexer(pd.Index(result.index))
        columns = {name: result[name].to_numpy(dtype=float) for name in COLUMNS}
    else:  # polars' columns, or the masked arrays that DuckDB gives
        rows = np.asarray(result["rep"])
        columns = {name: np.ma.array(result[name], dtype=float).filled(np.nan) for name in COLUMNS}
    counts = [*[f"{name}_sample" for name in FIGURES], "opportunities"]
    found = pd.DataFrame(columns, index=rows).reindex(np.arange(len(reps)))
    return found.fillna(dict.fromkeys(counts, 0.0)).to_numpy()


def peak_above_input(deals: int, reps: int, window: Window) -> int:
    """Bytes that the table takes at its peak beyond the deals, in this process."""
    frame = make_deals(deals, reps)
    table(frame.head(1000), window)  # what is loaded at first use is not the table's
    ctypes.CDLL(None).malloc_trim(0)  # nor may it live on what making the deals left behind
    Path("/proc/self/clear_refs").write_text("5")  # sets the mark of the highest memory back to the present
    before = _status_bytes("VmRSS")
    table(frame, window)
    return _status_bytes("VmHWM") - before


def _status_bytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith(name))


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--deals", type=int, default=10_000_000)
    arguments.add_argument("--reps", type=int, default=100_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--window-share", type=float, default=1.0, help="of the four years, the last days")
    arguments.add_argument("--quick", action="store_true", help="a million deals of 10,000 reps")
    chosen = arguments.parse_args()
    deals, reps = (1_000_000, 10_000) if chosen.quick else (chosen.deals, chosen.reps)
    last = FIRST + timedelta(days=DAYS - 1)
    window = Window(last - timedelta(days=max(round(DAYS * chosen.window_share), 1) - 1), last)
    with multiprocessing.get_context("spawn").Pool(1) as one:
        peak = one.apply(peak_above_input, (deals, reps, window))
    frame = make_deals(deals, reps)
    engines: dict[str, Callable[[], Any]] = {
        "pillars.table": lambda: table(frame, window),
        "polars": by_polars(frame, window),
        "DuckDB": by_duckdb(frame, window),
        "pandas": by_pandas(frame, window),
    }
    names = frame["rep"].cat.categories
    results = {name: compared(run(), names) for name, run in engines.items()}
    same = {name: np.array_equal(found, results["pillars.table"], equal_nan=True) for name, found in results.items()}
    times, work = measure(engines, chosen.rounds)
    print(f"{deals:,} deals of {reps:,} reps, {window.days} days, {os.cpu_count()} threads, {chosen.rounds} rounds")
    for name in engines:
        middle, processor = statistics.median(times[name]), statistics.median(work[name])
        print(f"  {name:14} {middle:7.3f} s   fastest {min(times[name]):7.3f} s   of processors {processor:7.3f} s")
    return report(times, same, peak / deals, SLACK if chosen.quick else 1.0)


def measure(engines: dict[str, Callable[[], Any]], rounds: int) -> tuple[dict[str, list[float]], ...]:
    """Seconds of each engine and of the processors, in turns, so that what else the machine does hits all alike."""
    times: dict[str, list[float]] = {name: [] for name in engines}
    work: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(rounds):
        for name, run in engines.items():
            started, processors = time.perf_counter(), time.process_time()
            run()
            times[name].append(time.perf_counter() - started)
            work[name].append(time.process_time() - processors)
    return times, work


def report(times: dict[str, list[float]], same: dict[str, bool], bytes_a_deal: float, slack: float) -> int:
    faster = min(("polars", "DuckDB"), key=lambda name: statistics.median(times[name]))
    ratio = statistics.median(a / b for a, b in zip(times["pillars.table"], times[faster], strict=True))
    checks = {
        f"the same figures, to the last bit: {', '.join(name for name in same if same[name])}": all(same.values()),
        f"{ratio:.2f} × the time of {faster} (target {TARGET_RATIO * slack:.2g})": ratio <= TARGET_RATIO * slack,
        f"{bytes_a_deal:.0f} bytes a deal above the input (target {TARGET_BYTES_A_DEAL * slack:.0f})": bytes_a_deal
        <= TARGET_BYTES_A_DEAL * slack,
    }
    for line, met in checks.items():
        print(f"  {'met   ' if met else 'MISSED'}  {line}")
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
