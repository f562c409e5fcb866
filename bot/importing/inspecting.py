"""Looking at a whole file before reading it: what is decided by all of its rows together, and what has to be asked."""

from collections import Counter
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from bot.errors import FileWithoutRows, MappingDoesNotFit
from bot.importing import amounts, asking, dates, fields, missing, opening, units, which_date
from bot.importing.asking import EVIDENCE, Key
from bot.importing.cells import columns, text_of, texts_of, uncollected
from bot.importing.mapping import Mapping
from bot.importing.outcome import Rules, flag, known
from bot.importing.plan import Cell, Layout, Plan, StageFound
from bot.importing.sorting import Sorted, sort
from bot.language.slack_text import shorten

_BATCH = 50_000
_SAMPLES = 5
# More different combinations of status, stage and flags than this are no statuses: it is the wrong column.
_MOST_STAGES = 3_000
_LISTED = 40


@dataclass(slots=True)
class _Seen:
    """What one pass over the file gathers."""

    evidence: dict[str, dates.Evidence]
    loose: dict[str, int]  # columns of which only that they are dates is known; their evidence stands under these names
    amount: amounts.Evidence
    outcomes: Counter[tuple[Key, bool]] = field(default_factory=Counter)  # with whether the amount is zero
    currencies: Counter[str] = field(default_factory=Counter)
    samples: list[tuple[Cell, ...]] = field(default_factory=list)
    data: int = 0
    blank: int = 0
    footer: int = 0
    tail: Sorted = field(default_factory=Sorted)
    too_many_stages: bool = False


def inspect(
    path: Path | str,
    *,
    currency: str,
    today: date,
    dates: Literal["dmy", "mdy", "ymd"] | None = None,
    decimal: amounts.DecimalMark | None = None,
    sheet: str | None = None,
    mapping: Mapping | None = None,
) -> Plan:
    """How a file will be read, found in it by itself, and what it leaves open.

    `currency` is the workspace's (ISO 4217), `today` its date. `dates`, `decimal` and `sheet` answer questions and go
    before what `mapping` says. The whole file is read once, in bounded memory.

    Raises FileNotFound, FileEmpty, FileNotATable, FileProtected, FileTooLarge, FileDamaged, FileWithoutRows,
    ColumnsNotRecognised, SheetUnknown or MappingDoesNotFit.
    """
    told = mapping or Mapping()
    told = replace(told, dates=dates or told.dates, decimal=decimal or told.decimal, sheet=sheet or told.sheet)
    path = Path(path)
    found = opening.find(path, told)
    layout, other_sheets = found.layout, found.others
    stamp = path.stat()
    headers = _unique(layout.header)
    chosen, doubtful = _columns(headers, layout, told)
    decided = {*told.columns, *doubtful}
    layout, chosen, seen = _look(found, chosen, told, decided, currency=told.currency or currency, today=today)
    if seen.data == 0:
        raise FileWithoutRows(name=path.name)
    named = {name: headers[column] for name, column in chosen.items()}
    own = told.currency or currency
    unit = units.unit_of(named["amount"], own) if "amount" in named else units.Unit()
    amount = seen.amount.style(told.decimal, unit) if "amount" in named else None
    both = {name: evidence.style(told.dates) for name, evidence in seen.evidence.items()}
    styles = {name: style for name, style in both.items() if name in named}
    rules = Rules(MappingProxyType(dict(told.stages)))
    system = fields.system(layout.header)
    stages = asking.stages(seen.outcomes, rules, system)
    used, settled = set(chosen.values()), {*chosen, *decided}
    loose, meanings = _loose(seen, both, settled, stages, today)
    loose_names = {name: headers[column] for name, column in loose.items()}
    asked = {name: style for name, style in both.items() if name in named or name in loose}
    questions = (
        *asking.about_columns(named, doubtful, headers, (layout.sheet or "", *other_sheets), rules),
        *which_date.questions(tuple(loose_names.values()), meanings),
        *missing.questions(settled | {*meanings}, headers, used | {*loose.values()}, seen.samples, stages, today),
        *asking.about_values(named | loose_names, seen.evidence, asked, seen.amount, amount),
        *asking.about_stages(stages, too_many=seen.too_many_stages),
    )
    warnings = [
        notice
        for notice in asking.warnings(named, seen.outcomes, stages, styles, seen.amount, amount, layout, rules, system)
        if notice.key != "no_opening_dates" or not loose  # said where it is settled that there are none
    ]
    return Plan(
        layout=layout,
        system=system,
        headers=headers,
        columns=MappingProxyType(named),
        unused=tuple(name for column, name in enumerate(headers) if name and column not in used),
        amount=amount,
        dates=MappingProxyType(styles),
        stages=stages,
        rules=rules,
        samples=tuple(seen.samples),
        total_rows=seen.data,
        blank=seen.blank,
        footer=seen.footer,
        currencies=MappingProxyType(dict(seen.currencies.most_common(_LISTED))),
        warnings=tuple(warnings),
        questions=questions,
        currency=own,
        today=today,
        stamp=(stamp.st_size, stamp.st_mtime_ns),
        answers=told,
    )


def _loose(
    seen: _Seen, styles: MappingType[str, dates.Style], settled: set[str], stages: Sequence[StageFound], today: date
) -> tuple[dict[str, int], tuple[str, ...]]:
    """The columns of dates to be asked about, and what they may be, the likeliest first."""
    loose = {name: column for name, column in seen.loose.items() if styles[name].shapes}
    cells = {name: [row[column] for row in seen.samples if column < len(row)] for name, column in loose.items()}
    later = any(which_date.yet_to_come(cells[name], styles[name], today) for name in loose)
    meanings = which_date.likeliest_first(settled, stages, yet_to_come=later)
    return (loose, meanings) if loose and meanings else ({}, ())


def _unique(header: Sequence[str]) -> tuple[str, ...]:
    """Header names with a number behind those that come again, so that each names one column."""
    count: Counter[str] = Counter()
    names = []
    for cell in header:
        name = " ".join(cell.replace("\ufeff", "").split())
        count[name] += 1
        names.append(f"{name} #{count[name]}" if name and count[name] > 1 else name)
    return tuple(names)


def _columns(
    headers: Sequence[str], layout: Layout, told: Mapping
) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    """Field → column, as the mapping says and else as the headers say, and the fields that have to be asked about."""
    chosen, doubtful = fields.assign(layout.header)
    by_name = {name: column for column, name in reversed(list(enumerate(headers))) if name}
    by_plain = {fields.plain(name): column for name, column in by_name.items()}
    for name, header in told.columns.items():
        chosen.pop(name, None)
        doubtful.pop(name, None)
        if not header:
            continue
        column = by_name.get(header, by_plain.get(fields.plain(header)))
        if column is None:
            raise MappingDoesNotFit(
                column=shorten(header), found=", ".join([name for name in headers if name][:_LISTED])
            )
        chosen[name] = column
    claimed = {chosen[name] for name in told.columns if name in chosen}
    chosen = {name: column for name, column in chosen.items() if name in told.columns or column not in claimed}
    return chosen, doubtful


def _look(
    table: opening.Found, chosen: dict[str, int], told: Mapping, decided: set[str], *, currency: str, today: date
) -> tuple[Layout, dict[str, int], _Seen]:
    """One pass over the file. `decided`: the fields that a person has decided about, or will."""
    layout = table.layout
    seen: _Seen | None = None
    for batch in opening.batches(layout, _BATCH, table.sheet):
        if seen is None:
            chosen = _settle(chosen, told, sort(batch, layout).rows)
            outcome_columns = tuple(chosen[name] for name in fields.OUTCOME if name in chosen)
            layout = replace(layout, outcome_columns=outcome_columns)
            loose = which_date.candidates(layout.header, chosen, decided)
            dated = (*(name for name in fields.DATES if name in chosen), *loose)
            evidence = {name: dates.Evidence(today, from_1904=layout.from_1904) for name in dated}
            seen = _Seen(evidence, loose, amounts.Evidence(currency))
        with uncollected():
            found = sort(batch, layout)
            _count(seen, found)
            if found.rows:
                _weigh(seen, columns(found.rows, chosen | seen.loose), len(found.rows), chosen)
                if len(seen.samples) < _SAMPLES:
                    seen.samples += map(_sample, found.rows[: _SAMPLES - len(seen.samples)])
    if seen is None:
        raise FileWithoutRows(name=layout.path.name)
    if seen.tail.gap is not None:
        # What stands alone below a gap at the end is an imprint: a company's name, a report's.
        lone = [line for line in seen.tail.lone if line > seen.tail.gap]
        layout = replace(layout, tail_from=seen.tail.gap)
        seen.footer += len(lone)
        seen.data -= len(lone)
    return layout, chosen, seen


def _sample(row: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple(shorten(cell) if isinstance(cell, str) else cell for cell in row)


def _count(seen: _Seen, found: Sorted) -> None:
    seen.data += len(found.rows) + len(found.rejected)
    seen.blank += found.blank
    seen.footer += found.footer
    if found.solid:
        seen.tail = Sorted(solid=found.solid, gap=found.gap, lone=found.lone)
    else:
        seen.tail.gap = seen.tail.gap or found.gap
        seen.tail.lone += found.lone


def _settle(chosen: dict[str, int], told: Mapping, rows: Sequence[Sequence[Cell]]) -> dict[str, int]:
    """A header like "Won" or "Closed" may be a yes or no, a date or a status: the values tell."""
    chosen = dict(chosen)
    turns = {"is_won": "won_on", "is_lost": "lost_on", "is_closed": "closed_on"}
    for name, dated in turns.items():
        if name not in chosen or name in told.columns:
            continue
        values = {text_of(row[chosen[name]]) for row in rows} - {""}
        if all(flag(value) is not None for value in values):
            if values and chosen.get(dated) == chosen[name]:
                del chosen[dated]
            continue
        column = chosen.pop(name)
        some = list(values)[:200]
        evidence = dates.Evidence(date(2100, 1, 1))
        evidence.add(some)
        if evidence.kinds or evidence.shapes:
            chosen.setdefault(dated, column)
        elif "status" not in chosen and all(known(value) for value in some):
            chosen["status"] = column
    return chosen


def _weigh(seen: _Seen, values: dict[str, Sequence[Cell]], count: int, chosen: dict[str, int]) -> None:
    for name, evidence in seen.evidence.items():
        evidence.add(set(dates.without_time(set(values[name]))))
    stated: Sequence[Cell] = values.get("amount", [""] * count)
    seen.amount.add(set(stated))  # type: ignore[arg-type]
    if "currency" in values:
        seen.currencies.update(texts_of(values["currency"]))
    if seen.too_many_stages:
        return
    cells = [
        [None] * count
        if name not in chosen
        else texts_of(values[name])
        if name in fields.OUTCOME
        else ["" if dates.empty(cell) else "x" for cell in values[name]]
        for name in EVIDENCE
    ]
    both = Counter(zip(zip(*cells, strict=True), map(_is_zero, stated), strict=True))
    seen.outcomes.update(both)
    seen.too_many_stages = len(seen.outcomes) > _MOST_STAGES


def _is_zero(cell: Cell) -> bool:
    """Whether an amount is 0 at first sight; only a warning hangs on it."""
    return cell != "" and not cell.strip("0.,") if isinstance(cell, str) else cell == 0
