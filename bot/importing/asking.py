"""What a file leaves open (questions), and what one should know before it is read (warnings)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.importing import amounts, dates
from bot.importing.fields import OUTCOME, System
from bot.importing.outcome import ANY_OTHER, Evidence, Outcome, Rules
from bot.importing.plan import Layout, Notice, Question, StageFound

EVIDENCE = (*OUTCOME, "won_on", "lost_on")
Key = tuple[str | None, ...]  # in the order of EVIDENCE; None where the file has no such column
_LISTED = 40
# Two columns that may be one of these are not worth a question: no figure depends on them.
_UNIMPORTANT = frozenset({"title", "note", "contact_role", "loss_reason"})
MAP, SHEET, DATES, DECIMAL = "--map", "--sheet", "--dates", "--decimal"


def evidence_of(key: Key, system: System) -> Evidence:
    """A row's evidence. Pipedrive's stage stays what it was when the deal was decided, so its status decides."""
    found = Evidence(*key)
    return replace(found, stage=None) if system == "pipedrive" and found.status else found


def stages(outcomes: Mapping[tuple[Key, bool], int], rules: Rules, system: System) -> tuple[StageFound, ...]:
    """Every stage as the file names it with its outcome, the most frequent first."""
    count: Counter[tuple[str, Outcome]] = Counter()
    for (key, _), number in outcomes.items():
        found = evidence_of(key, system)
        count[found.name, rules.outcome(found)] += number
    ordered = sorted(count.items(), key=lambda item: -item[1])
    return tuple(StageFound(name, outcome, number) for (name, outcome), number in ordered)


def about_columns(
    named: Mapping[str, str],
    doubtful: Mapping[str, Sequence[int]],
    headers: Sequence[str],
    sheets: Sequence[str],
    rules: Rules,
) -> Iterator[Question]:
    if len(sheets) > 1:
        yield Question("which_sheet", {"sheets": tuple(sheets)}, SHEET)
    for name, offered in doubtful.items():
        if name not in _UNIMPORTANT:
            yield Question("which_column", {"field": name, "columns": tuple(headers[i] for i in offered)}, MAP)
    sources = {*EVIDENCE}
    if not sources & {*named, *doubtful} and ANY_OTHER not in rules.stages:
        yield Question("which_outcome", {"columns": tuple(name for name in headers if name)[:_LISTED]}, MAP)


def about_values(
    named: Mapping[str, str],
    evidence: Mapping[str, dates.Evidence],
    styles: Mapping[str, dates.Style],
    seen: amounts.Evidence,
    amount: amounts.Style | None,
) -> Iterator[Question]:
    for name, style in styles.items():
        for example, orders in evidence[name].open_questions(style):
            yield Question("date_order", {"column": named[name], "example": example, "orders": orders}, DATES)
    if amount is not None and amount.decimal is None and seen.undecided:
        yield Question("decimal_mark", {"column": named["amount"], "example": seen.example}, DECIMAL)


def about_stages(found: Sequence[StageFound], *, too_many: bool) -> Iterator[Question]:
    if too_many:
        yield Question("too_many_stages", {"count": len(found)}, MAP)
        return
    unknown = [(stage.name, stage.count) for stage in found if stage.outcome is Outcome.UNKNOWN]
    if unknown:
        yield Question("unknown_stages", {"stages": tuple(unknown[:_LISTED]), "count": len(unknown)}, MAP)


def warnings(
    named: Mapping[str, str],
    outcomes: Mapping[tuple[Key, bool], int],
    found: Sequence[StageFound],
    styles: Mapping[str, dates.Style],
    seen: amounts.Evidence,
    amount: amounts.Style | None,
    layout: Layout,
    rules: Rules,
    system: System,
) -> Iterator[Notice]:
    for needed, key in (("amount", "no_amounts"), ("opened_on", "no_opening_dates"), ("external_id", "no_ids")):
        if needed not in named and (needed, "amount_minor" in named) != ("amount", True):
            yield Notice(key, {})
    if "rep" not in named and "rep_email" not in named:
        yield Notice("no_reps", {})
    left_out = sum(stage.count for stage in found if stage.outcome is Outcome.DISQUALIFIED)
    if left_out:
        yield Notice("disqualified", {"count": left_out})
    zeros: Counter[tuple[Outcome, bool]] = Counter()
    for (cells, zero), number in outcomes.items():
        zeros[rules.outcome(evidence_of(cells, system)), zero] += number
    if zeros[Outcome.LOST, True] and not zeros[Outcome.LOST, False] and zeros[Outcome.WON, False]:
        yield Notice("lost_without_value", {"count": zeros[Outcome.LOST, True]})
    if amount is not None:
        if amount.decimal == "mixed" and seen.undecided:
            yield Notice("amounts_mixed", {"column": named["amount"], "example": seen.example})
        if amount.unit.factor != 1:
            yield Notice("amounts_scaled", {"column": named["amount"], "factor": amount.unit.factor})
        if amount.unit.per is not None:
            yield Notice("amounts_recurring", {"column": named["amount"], "per": amount.unit.per.value})
    for name, style in styles.items():
        if style.serials and layout.kind == "csv":
            yield Notice("day_numbers", {"column": named[name]})
        if style.from_1904:
            yield Notice("from_1904", {"column": named[name]})
