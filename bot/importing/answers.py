"""What a plan asks, as menus that a person answers; and the answers as a mapping, to look at the file with again."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

from bot.importing import mapping
from bot.importing.amounts import DecimalMark
from bot.importing.dates import ORDERS, Order
from bot.importing.outcome import ANSWERS, ANY_OTHER, Outcome
from bot.importing.plan import Plan, Question

AT_ONCE = 8
"""Questions that are asked together; the others follow when these are answered."""

CHOICES_AT_ONCE = 64
"""Answers in the menus of those together: what a message holds."""

STAGES_AT_ONCE = 5
NONE_OF_THEM = ""
"""The answer that no column of the file is the one that was asked for."""

EVERY_ROW = {f"\n{outcome.value}": outcome for outcome in (Outcome.WON, Outcome.OPEN)}
"""The answers that no column says what became of a deal, but all rows are of one kind. No column's name is like these:
it has no line break."""

_LISTED = 40  # more columns than anybody looks through in a menu


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: the text `file.ask.<key>` with its parameters, and what can be answered.

    `about` is what the answer settles: a field for a column, a column for its field, a stage's name for its meaning,
    else nothing. Where one of `values` is likelier than the others it stands first.
    """

    key: str
    params: Mapping[str, Any]
    about: str
    values: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """What is needed to understand the answer."""
        return {"key": self.key, "about": self.about, "values": list(self.values)}

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> "Ask":
        return cls(str(said["key"]), {}, str(said["about"]), tuple(said["values"]))


def asks(plan: Plan) -> tuple[Ask, ...]:
    """What has to be answered first of what the plan leaves open; one question for what one answer settles."""
    found: list[Ask] = []
    for question in plan.questions:
        for ask in _of(question, plan):
            if not any((ask.key, ask.about) == (other.key, other.about) for other in found):
                found.append(ask)
    asked: list[Ask] = []
    for ask in found[:AT_ONCE]:
        if asked and sum(len(each.values) for each in (*asked, ask)) > CHOICES_AT_ONCE:
            break
        asked.append(ask)
    return tuple(asked)


def _of(question: Question, plan: Plan) -> Iterator[Ask]:
    params = question.params
    match question.key:
        case "which_sheet":
            yield Ask("which_sheet", {}, "", tuple(params["sheets"]))
        case "which_column":
            yield Ask("which_column", {"field": params["field"]}, params["field"], (*params["columns"], NONE_OF_THEM))
        case "which_date":
            offered = (*params["fields"], NONE_OF_THEM)
            yield Ask("which_date", {"column": params["column"]}, params["column"], offered)
        case "which_outcome":
            yield Ask("which_outcome", {}, "status", (*_columns(params["columns"]), *EVERY_ROW))
        case "too_many_stages":
            yield Ask("too_many_stages", params, "status", _columns(plan.headers))
        case "date_order":
            asked = [one.params["orders"] for one in plan.questions if one.key == "date_order"]
            yield Ask("date_order", params, "", tuple(order for order in ORDERS if any(order in one for one in asked)))
        case "decimal_mark":
            yield Ask("decimal_mark", params, "", ("comma", "point"))
        case "unknown_stages":
            yield from _stages(params["stages"], int(params["count"]))


def _columns(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name)[:_LISTED]


def _stages(stages: Sequence[tuple[str, int]], count: int) -> Iterator[Ask]:
    meanings = tuple(outcome.value for outcome in ANSWERS)
    for name, rows in stages[:STAGES_AT_ONCE]:
        yield Ask("stage", {"name": name, "count": rows}, name, meanings)
    if count > STAGES_AT_ONCE:
        yield Ask("other_stages", {"count": count - min(len(stages), STAGES_AT_ONCE)}, ANY_OTHER, meanings)


def answered(told: mapping.Mapping, asked: Sequence[Ask], chosen: Mapping[int, int]) -> mapping.Mapping:
    """What is told of a file with the answers added: `chosen` is question → the place of its answer.

    Raises IndexError for an answer that was not offered.
    """
    for place, answer in sorted(chosen.items()):
        ask = asked[place]
        value = ask.values[answer]
        match ask.key:
            case "which_sheet":
                told = replace(told, sheet=value)
            case "date_order":
                told = replace(told, dates=cast(Order, value))
            case "decimal_mark":
                told = replace(told, decimal=cast(DecimalMark, value))
            case "too_many_stages":
                # The column that was taken for the stage is not; what was chosen says all there is.
                told = replace(told, columns={**told.columns, "stage": "", ask.about: value})
            case "which_outcome" if value in EVERY_ROW:
                told = replace(told, stages={**told.stages, ANY_OTHER: EVERY_ROW[value]})
            case "which_date" if value == NONE_OF_THEM:
                told = replace(told, columns={**told.columns, **dict.fromkeys(filter(None, ask.values), "")})
            case "which_date":
                told = replace(told, columns={**told.columns, value: ask.about})
            case "stage" | "other_stages":
                told = replace(told, stages={**told.stages, ask.about: Outcome(value)})
            case _:
                told = replace(told, columns={**told.columns, ask.about: value})
    return told


def to_json(told: mapping.Mapping) -> dict[str, Any]:
    return {name: value for name, value in asdict(told).items() if value not in (None, {})}


def from_json(said: Mapping[str, Any]) -> mapping.Mapping:
    """What `to_json` made."""
    stages = {name: Outcome(outcome) for name, outcome in said.get("stages", {}).items()}
    return mapping.Mapping(**{**said, "stages": stages})
