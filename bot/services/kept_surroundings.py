"""What a coached rep is surrounded by, kept beside what they are compared with: `coaching.surroundings` as JSON."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from bot.storage.frames import tagged_deals_frame
from bot.values import Yardstick
from coaching.surroundings import Everyone, Surroundings, surroundings_of_each
from pillars import Window

PART = "coach"
"""The part of what is kept that is the coach's."""


def read_everyone(
    connection: Connection, workspace_id: int, yardstick: Yardstick, window: Window, colleagues: set[str]
) -> Everyone | None:
    """Everybody's surroundings in a window; None for a named period, in which nobody is coached."""
    if window != Window.last_days(window.end):
        return None
    before = window.previous()
    deals = tagged_deals_frame(connection, workspace_id, yardstick, since=before.start)
    return surroundings_of_each(deals, window, before, colleagues)


def with_everyone(
    team: dict[str, Any], entries: dict[int, dict[str, Any]], members: Sequence[str], everyone: Everyone | None
) -> tuple[dict[str, Any], dict[int, dict[str, Any]]]:
    """The team's and the reps' JSON with the coach's part. Counts of tags stand once, in the order of the members."""
    if everyone is None:
        return team, entries
    part = {
        "whole": everyone.whole.as_dict(),
        "products": [everyone.products.get(member, ()) for member in members],
        "roles": [everyone.roles.get(member, ()) for member in members],
    }
    added = {
        rep: entry | {PART: everyone.each[str(rep)].as_dict()} if str(rep) in everyone.each else entry
        for rep, entry in entries.items()
    }
    return team | {PART: part}, added


def surroundings_from_json(team: dict[str, Any], entry: dict[str, Any] | None) -> Surroundings | None:
    """What `with_everyone` wrote, for one rep; None where it was not for a window in which reps are coached."""
    if PART not in team:
        return None
    part, place = team[PART], None if entry is None else entry["place"]
    counts = [
        tuple(tuple(labels) for n, labels in enumerate(part[tag]) if labels and n != place)
        for tag in ("products", "roles")
    ]
    return Surroundings.from_dict((entry or {}).get(PART, part["whole"]), *counts)
