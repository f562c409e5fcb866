"""What a rule says, and what a rule is. Keys and raw numbers: sentences are made where they are shown."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeGuard

from coaching.facts import Facts

Params = Mapping[str, float | int | str]
Limits = Mapping[str, float]
Kind = Literal["action", "notice"]

# Four weeks: long enough for a habit to show, short enough to remember why one began.
REVIEW_WEEKS = 4
# After "not now" two months pass before the same thing is suggested again; sooner is nagging.
REST_WEEKS = 8


@dataclass(frozen=True, slots=True)
class Advice:
    """One suggestion: the rule, the pillar it serves (None: none), the signal that fired, its figures with samples.

    `signal` names the trigger's text; `strength`, 0.5 at the threshold to 1 far beyond it, is how loud the signal is.
    """

    rule: str
    pillar: str | None
    signal: str
    params: Params = field(default_factory=dict)
    strength: float = 0.5


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit that a playbook may move between `low` and `high`; the rule's module says why its default is what it is.

    `whole`: only whole numbers make sense (a count of deals).
    """

    name: str
    default: float
    low: float
    high: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A trigger with what is needed to follow it up. Call it with facts and get an `Advice`, or None: it stays silent.

    `pillars`: those it may serve, the likeliest first. `indicator`: the countable habit's key. `kind`: an action can be
    committed to, a notice is only said. `habit`: makes sense without any figures. `volume`: it adds deals, which is
    suggested only where the other three pillars are not the cheaper way.
    """

    key: str
    theme: str
    pillars: tuple[str, ...]
    indicator: str
    fires: Callable[[Facts, Limits], Advice | None]
    thresholds: tuple[Threshold, ...] = ()
    review_weeks: int = REVIEW_WEEKS
    rest_weeks: int = REST_WEEKS
    kind: Kind = "action"
    habit: bool = False
    volume: bool = False

    def limits(self, changed: Limits | None = None) -> Limits:
        """The thresholds in force: the defaults, with those of `changed` that exist and lie in their range."""
        limits = {threshold.name: threshold.default for threshold in self.thresholds}
        for threshold in self.thresholds:
            value = (changed or {}).get(threshold.name)
            if known(value) and threshold.low <= value <= threshold.high:
                limits[threshold.name] = float(value)
        return limits

    def __call__(self, facts: Facts, changed: Limits | None = None) -> Advice | None:
        """The advice that these facts give reason for; None where they do not, or where the fact is missing."""
        return self.fires(facts, self.limits(changed))


def known(value: float | None) -> TypeGuard[float]:
    """Whether there is a finite number; nan and None both say that nothing is known."""
    return value is not None and math.isfinite(value)


def loudness(value: float, threshold: float, full: float) -> float:
    """0.5 at the threshold, 1 at `full` and beyond, in between in proportion; `full` may lie below the threshold."""
    if not (known(value) and known(threshold) and known(full)) or full == threshold:
        return 0.5
    return 0.5 + 0.5 * min(max((value - threshold) / (full - threshold), 0.0), 1.0)
