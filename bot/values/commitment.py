"""What a rep has taken on, as services tell it and views show it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from coaching.baseline import Baseline
from coaching.facts import TeamEffect
from coaching.review import Next, Verdict


class State(StrEnum):
    RUNNING = "running"
    REVIEWED = "reviewed"
    DROPPED = "dropped"


class Answer(StrEnum):
    """How a week went with the habit."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


# What a week counts for in the share of weeks that the habit was kept.
WORTH: Mapping[str, float] = {Answer.YES: 1.0, Answer.PARTLY: 0.5, Answer.NO: 0.0}


@dataclass(frozen=True, slots=True)
class Commitment:
    """An action that a rep took on, on `started_on`; the verdict is due on `review_on`.

    `pillar` and `baseline` are None where no pillar is meant to move (to begin to measure), and the baseline also where
    nothing was there to compare with. `answers` are the check-ins by the first day of their week.
    """

    id: int
    member_id: int
    rule: str
    pillar: str | None
    started_on: date
    review_on: date
    state: State
    shared: bool = False
    baseline: Baseline | None = None
    verdict: Verdict | None = None
    reviewed_on: date | None = None
    answers: Mapping[date, Answer] = field(default_factory=dict)

    @property
    def running(self) -> bool:
        return self.state is State.RUNNING

    @property
    def asked(self) -> int:
        """Weeks that were answered for."""
        return len(self.answers)

    @property
    def kept(self) -> int:
        """Weeks in which the habit was kept, at least in part."""
        return sum(answer is not Answer.NO for answer in self.answers.values())

    @property
    def completion(self) -> float | None:
        """Share of the answered weeks, 0–1, of which a partly kept one is half; None: nobody has answered."""
        return sum(WORTH[answer] for answer in self.answers.values()) / self.asked if self.answers else None

    def due(self, today: date) -> bool:
        """Whether the review's day has come."""
        return self.running and today >= self.review_on


@dataclass(frozen=True, slots=True)
class Review:
    """A verdict as it is told: with the commitment that it ends, and what may come next."""

    commitment: Commitment
    verdict: Verdict
    next_step: Next


@dataclass(frozen=True, slots=True)
class SharedWork:
    """What a rep lets the manager see of one commitment."""

    name: str
    commitment: Commitment


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One action in the team: how many have it under way (None: not for the reader to know), what it did for those who
    tried it, and the work of those who share.
    """

    rule: str
    running: int | None
    effect: TeamEffect | None = None
    shared_by: tuple[SharedWork, ...] = ()
