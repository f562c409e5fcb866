"""Figures as JSON, for keeping: written by the keeper, read by cards. Lists of numbers, nobody's name."""

import hashlib
import json
from dataclasses import asdict, astuple, dataclass, fields
from datetime import date
from typing import Any

from bot.services.counting import Everybody, Figures, Point, Series, Team
from bot.values import Drift, LeftOut, PillarScore, Yardstick
from pillars import PILLARS, Benchmark, Direction, Window
from pillars.attribution import Attribution, Contribution

# Counts up when what is kept changes its shape or its meaning: what was kept before is then counted anew.
FORMAT = 5


@dataclass(frozen=True, slots=True)
class TeamCard:
    """What the team's card shows: the figures of all, their trend, and each rep's pillars by member id."""

    figures: Figures
    series: Series
    stale_days: float | None
    reps: dict[int, dict[str, PillarScore]]


def fingerprint(yardstick: Yardstick) -> str:
    """Names what figures were measured with. Where an admin changes that, all that is kept is out of date at once."""
    shape = [field.name for each in (PillarScore, Figures) for field in fields(each)]
    measured_with = (
        yardstick.currency,
        yardstick.starting_point.value,
        yardstick.horizon_months,
        yardstick.call_off_unit,
    )
    said = json.dumps([FORMAT, shape, PILLARS, measured_with])
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def team_to_json(everybody: Everybody) -> dict[str, Any]:
    """What every rep's card needs of the team."""
    return {
        "whole": everybody.whole.to_dict(),
        "series": everybody.series,
        "stale_days": everybody.stale_days,
        "levels": everybody.levels,
    }


def entries_to_json(everybody: Everybody) -> dict[int, dict[str, Any]]:
    """What each rep is compared with, by member id."""
    return {
        int(member): {
            "benchmark": everybody.each.take([place]).to_dict(),
            "place": place,
            "drifts": [
                (drift.pillar, drift.direction, drift.since.isoformat()) for drift in everybody.drifts.get(member, ())
            ],
        }
        for place, member in enumerate(everybody.members)
    }


def team_from_json(window: Window, team: dict[str, Any], entry: dict[str, Any] | None) -> Team:
    """The team around a rep; all of it where the rep has no entry."""
    return Team(
        window=window,
        benchmark=Benchmark.from_dict(team["whole"] if entry is None else entry["benchmark"]),
        series=_series(team["series"]),
        stale_days=team["stale_days"],
        levels=_series(team["levels"]),
        place=None if entry is None else entry["place"],
        drifts=() if entry is None else tuple(_drift(*drift) for drift in entry["drifts"]),
    )


def _drift(pillar: str, direction: Direction, since: str) -> Drift:
    return Drift(pillar, direction, date.fromisoformat(since))


def card_to_json(card: TeamCard) -> dict[str, Any]:
    """The team's card; scores as lists in the order of their fields, for there are many."""
    figures = {field.name: getattr(card.figures, field.name) for field in fields(Figures)}
    return figures | {
        "scores": _scores_to_json(card.figures.scores),
        "left_out": asdict(card.figures.left_out),
        "change": asdict(card.figures.change),
        "series": card.series,
        "stale_days": card.stale_days,
        "reps": [[rep, _scores_to_json(scores)] for rep, scores in card.reps.items()],
    }


def card_from_json(kept: dict[str, Any], *, with_reps: bool) -> TeamCard:
    """What `card_to_json` gave; without the reps where the reader may not see them."""
    figures = {field.name: kept[field.name] for field in fields(Figures)}
    figures["scores"] = _scores_from_json(kept["scores"])
    figures["left_out"] = LeftOut(**kept["left_out"])
    change = kept["change"]
    parts = tuple(Contribution(**part) for part in change["contributions"])
    figures["change"] = Attribution(**change | {"contributions": parts, "missing": tuple(change["missing"])})
    return TeamCard(
        figures=Figures(**figures),
        series=_series(kept["series"]),
        stale_days=kept["stale_days"],
        reps={rep: _scores_from_json(scores) for rep, scores in kept["reps"]} if with_reps else {},
    )


def _scores_to_json(scores: dict[str, PillarScore]) -> list[tuple[Any, ...]]:
    return [astuple(scores[pillar]) for pillar in PILLARS]


def _scores_from_json(kept: list[list[Any]]) -> dict[str, PillarScore]:
    return {pillar: PillarScore(*values) for pillar, values in zip(PILLARS, kept, strict=True)}


def _series(kept: dict[str, list[list[Any]]]) -> Series:
    return {pillar: [_point(point) for point in points] for pillar, points in kept.items()}


def _point(kept: list[Any]) -> Point:
    value, sample, low, high = kept
    return value, sample, low, high
