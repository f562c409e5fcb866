"""What the coach knows of one rep: a frozen value, every part of it optional. A rule without its fact stays silent.

Numbers are raw: shares 0–1, money in whole minor units of the workspace's currency, time in days, counts in deals. A
figure never travels without the sample it rests on. None, nan and an absent key all say the same: not known.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol

from pillars import Window

Verdict = Literal["better", "worse", "steady", "too_early"]
Drift = Literal["better", "worse"]
Reach = Literal["own_best", "team_quartile"]
SilenceReason = Literal["not_for_me", "rest"]

# A shorter time to close is the better one; of the other pillars more is better.
LOWER_IS_BETTER = frozenset({"time_to_close"})


@dataclass(frozen=True, slots=True)
class PillarFact:
    """One pillar of the rep: `value` in its natural unit (share, minor units, days, count) with `sample`.

    `low`, `high`: its 95 % interval. `previous`: the same over the window before. `team`: the rest of the team, without
    the rep; of opportunities the mean per colleague, with `team_sample` what all of them opened. `level`: the rep's
    value shrunk towards the team's. `vs_previous`, `vs_team`: the evidence's verdicts; `season`: the verdict on the
    team's own move since the window before; `drift`: where many small moves add up. `lever`: minor units a quarter that
    reaching `target` is worth, and `reach` whose level that is. `evidence`: how sure it is that this pillar is weaker
    than the team's, 0–1.
    `gap`: logarithm of the rep's level over the team's, signed so that below 0 is weaker, and `gap_error` its standard
    error; `coaching.gather.pillar_facts` computes both from the deals, and `coaching.focus` makes do without them.
    """

    value: float | None = None
    sample: int = 0
    low: float | None = None
    high: float | None = None
    previous: float | None = None
    previous_sample: int = 0
    team: float | None = None
    team_sample: int = 0
    level: float | None = None
    vs_previous: Verdict | None = None
    vs_team: Verdict | None = None
    season: Verdict | None = None
    drift: Drift | None = None
    lever: float | None = None
    target: float | None = None
    reach: Reach | None = None
    evidence: float | None = None
    gap: float | None = None
    gap_error: float | None = None


def ahead(pillar: str, value: float | None, other: float | None) -> bool:
    """Whether a figure is better than another, as they are shown; False where either is unknown."""
    if value is None or other is None or not (math.isfinite(value) and math.isfinite(other)):
        return False
    return value < other if pillar in LOWER_IS_BETTER else value > other


@dataclass(frozen=True, slots=True)
class Part:
    """`hits` of `sample`, as a share; nan where there is no sample. `team` is the share among all colleagues' deals."""

    hits: int
    sample: int
    team: float | None = None

    @property
    def share(self) -> float:
        """0–1; nan where the sample is 0."""
        return self.hits / self.sample if self.sample > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class SmallOrders:
    """Orders below `below` minor units, which is half of what the middle order of the team is worth."""

    part: Part
    below: int


@dataclass(frozen=True, slots=True)
class Concentration:
    """`share` of the value of `orders` came from the `top` largest, a fifth, of `customers` customers."""

    share: float
    orders: int
    customers: int
    top: int


@dataclass(frozen=True, slots=True)
class Breadth:
    """How many different ones (products, contact roles) `deals` tagged deals of the rep name.

    `team` is the colleagues' median: what each of them would have named in as many deals as the rep (rarefied, so that
    a rep with fewer deals is not thought narrow). `colleagues` is how many that median rests on.
    """

    own: int
    deals: int
    team: float
    colleagues: int


@dataclass(frozen=True, slots=True)
class LossReasons:
    """Lost deals by reason, of the rep and of all colleagues. Deals without a stated reason are counted apart."""

    counts: Mapping[str, int]
    unknown: int = 0
    team: Mapping[str, int] = field(default_factory=dict)
    team_unknown: int = 0

    @property
    def known(self) -> int:
        """Lost deals whose reason is stated."""
        return sum(self.counts.values())

    @property
    def losses(self) -> int:
        """All lost deals."""
        return self.known + self.unknown


@dataclass(frozen=True, slots=True)
class Discount:
    """Won amounts ÷ quoted amounts over the `deals` won that state both; 0.9 is ten percent below what was quoted."""

    ratio: float
    deals: int


@dataclass(frozen=True, slots=True)
class LateLosses:
    """Median days in process of the lost deals, and of the won ones, with how many state when they began."""

    lost_days: float
    lost: int
    won_days: float
    won: int


@dataclass(frozen=True, slots=True)
class StaleDeals:
    """Open deals older than `limit` days, which nine in ten won deals did not take. `value` None: no amounts stated."""

    count: int
    open: int
    oldest: float
    limit: float
    value: int | None = None


@dataclass(frozen=True, slots=True)
class PastAction:
    """One commitment of the rep. `completion` is the share of check-ins done, 0–1; `verdict` the review's word."""

    rule: str
    pillar: str | None = None
    running: bool = False
    review_due: bool = False
    verdict: str | None = None
    completion: float | None = None
    check_ins: int = 0


class TeamEffect(Protocol):
    """What an action did for those in this team who tried it; `coaching.learning.Effect` is one.

    `mean`, `low`, `high`: a relative change with its 95 % interval (0.08 is 8 % better). `tried`: by how many people,
    `moved`: for how many. `tells`: whether so many of them showed a figure that it is worth showing. `weight`: what to
    multiply a rank with, 1 where nothing is known.
    """

    @property
    def mean(self) -> float: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...
    @property
    def tried(self) -> int: ...
    @property
    def moved(self) -> int: ...
    @property
    def tells(self) -> bool: ...
    @property
    def weight(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Silence:
    """A rule that is not to be suggested: until a day, that day included, or for good (`until` None)."""

    rule: str
    reason: SilenceReason
    until: date | None = None


@dataclass(frozen=True, slots=True)
class OwnAction:
    """An action of the team's own playbook: suggested where its pillar is weak, like the built-in ones."""

    key: str
    pillar: str
    review_weeks: int = 4


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the team's playbook changes: rules that are off, thresholds by rule and name, and actions of its own."""

    off: frozenset[str] = frozenset()
    thresholds: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    review_weeks: Mapping[str, int] = field(default_factory=dict)
    actions: tuple[OwnAction, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is known of one rep over one window. The default is to know nothing.

    `decided` = `won` + `lost` deals of the window; `colleagues`: active ones, without the rep. `as_of`: the day of the
    question, against which silences run out.
    """

    pillars: Mapping[str, PillarFact] = field(default_factory=dict)
    window: Window | None = None
    as_of: date | None = None
    colleagues: int | None = None
    decided: int | None = None
    won: int | None = None
    lost: int | None = None
    small_orders: SmallOrders | None = None
    concentration: Concentration | None = None
    low_potential: Part | None = None
    products: Breadth | None = None
    contact_roles: Breadth | None = None
    loss_reasons: LossReasons | None = None
    discount: Discount | None = None
    late_losses: LateLosses | None = None
    losses_without_role: Part | None = None  # `team` is here the share among the rep's own won deals
    stale: StaleDeals | None = None
    without_start: Part | None = None
    without_opening: Part | None = None
    actions: tuple[PastAction, ...] = ()
    effects: Mapping[str, TeamEffect] = field(default_factory=dict)
    silences: tuple[Silence, ...] = ()
    overrides: Overrides = Overrides()
