"""All rules, in plain sight. A new one is a function in its theme's module, a line in its tuple, and texts."""

from collections.abc import Mapping

from coaching.advice import Rule, Threshold
from coaching.rules import beyond_pillars, opportunities, order_value, time_to_close, win_rate

RULES: tuple[Rule, ...] = (
    *beyond_pillars.RULES,
    *order_value.RULES,
    *win_rate.RULES,
    *time_to_close.RULES,
    *opportunities.RULES,
)


def rule(key: str) -> Rule | None:
    """The rule of this key; None where there is none."""
    return next((rule for rule in RULES if rule.key == key), None)


def thresholds() -> Mapping[str, Mapping[str, Threshold]]:
    """Every rule's thresholds by name: what a playbook may change, and in which range."""
    return {rule.key: {threshold.name: threshold for threshold in rule.thresholds} for rule in RULES}
