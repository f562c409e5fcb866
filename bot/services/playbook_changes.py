"""What a form changes in a playbook, as values for `coaching.playbook.build`. Pure; the caller checks and writes."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from coaching.catalogue import thresholds
from coaching.playbook import Playbook

Values = dict[str, Any]

LONGEST_KEY = 40
_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


def values_of(playbook: Playbook) -> Values:
    """A playbook as plain values, which `coaching.playbook.build` reads back."""
    return playbook.model_dump(mode="json")


def with_rules(
    playbook: Playbook, shown_off: Collection[str], wanted_off: Collection[str], review_weeks: object | None
) -> Values:
    """Rules switched on and off. Only what the form showed otherwise than it came back is changed.

    So two admins who change different things at the same time both get what they wanted. `review_weeks` None: as is.
    """
    turned_on, turned_off = set(shown_off) - set(wanted_off), set(wanted_off) - set(shown_off)
    kept = [rule for rule in playbook.off if rule not in turned_on]
    off = [*kept, *(rule for rule in wanted_off if rule in turned_off and rule not in kept)]
    changed = {"off": off} | ({} if review_weeks is None else {"review_weeks": review_weeks})
    return values_of(playbook) | changed


def with_thresholds(playbook: Playbook, rule: str, wanted: Mapping[str, object | None]) -> Values:
    """One rule's thresholds. What is None, or what it is by default, leaves the playbook."""
    defaults = {name: threshold.default for name, threshold in thresholds().get(rule, {}).items()}
    kept = {name: value for name, value in wanted.items() if value is not None and value != defaults.get(name)}
    everything = {name: dict(limits) for name, limits in playbook.thresholds.items() if name != rule}
    return values_of(playbook) | {"thresholds": everything | ({rule: kept} if kept else {})}


def with_action(playbook: Playbook, told: Mapping[str, Any], taken: Collection[str]) -> Values:
    """One more action of the team's own; its key is made of its English title."""
    used = {*taken, *(action.key for action in playbook.actions)}
    title = told.get("en", {}).get("title")
    values = values_of(playbook)
    return values | {"actions": [*values["actions"], {"key": key_for(str(title or ""), used), **told}]}


def without_action(playbook: Playbook, key: str) -> Values:
    """Without an action of the team's own; as it is where there is none of that key."""
    values = values_of(playbook)
    return values | {"actions": [action for action in values["actions"] if action["key"] != key]}


def key_for(title: str, used: Collection[str]) -> str:
    """A key of letters, digits and underscores that nobody uses: "Friday demo" becomes `friday_demo`."""
    plain = "".join(c for c in unicodedata.normalize("NFD", title.casefold()) if not unicodedata.combining(c))
    name = _NOT_IN_KEYS.sub("_", plain).strip("_")
    name = (name if name[:1].isalpha() else f"action_{name}".strip("_"))[: LONGEST_KEY - 4].strip("_")
    return next(key for n in range(1, len(used) + 2) if (key := name if n == 1 else f"{name}_{n}") not in used)
