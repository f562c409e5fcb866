"""Eighteen months of deals, made up from each rep's habits: the same for the same last day."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from bot.demo.cast import (
    CAST,
    CUSTOMERS,
    FRAMEWORK_CUSTOMERS,
    LOSS_REASONS,
    PRODUCTS,
    ROLES,
    SERVICE,
    Character,
)
from bot.values import Kind, Per, Status

DAYS = 548
"""Eighteen months."""

SEED = 20_200_401
# July is closed, December is short.
SEASON = {7: 0.3, 8: 0.8, 12: 0.65}
FORGOTTEN = 0.03  # deals that nobody ever decided: they grow stale
WITHOUT_AMOUNT = 0.04
RECORDED_LATE = 0.08  # recorded only when decided, so without an opening date
LOYAL = 14  # how many customers a rep goes back to


@dataclass(frozen=True, slots=True)
class PastDeal:
    """A deal as it stands on the history's last day. `kronor` None = not stated."""

    rep: str  # the rep's Slack id
    status: Status
    kind: Kind
    kronor: int | None
    per: Per | None
    customer: str
    product: str
    contact_role: str | None
    loss_reason: str | None
    opened_on: date
    opened_known: bool
    first_meeting_on: date | None
    quoted_on: date | None
    closed_on: date | None


def past_deals(last_day: date) -> list[PastDeal]:
    """The whole team's deals up to `last_day`, in the order in which they were opened."""
    deals: list[PastDeal] = []
    for number, character in enumerate(CAST):
        rng = np.random.default_rng([SEED, number])
        deals += _one_rep(character, number, last_day, rng)
    return sorted(deals, key=lambda deal: (deal.opened_on, deal.rep, deal.customer))


def _one_rep(who: Character, number: int, last_day: date, rng: np.random.Generator) -> list[PastDeal]:
    first_day = last_day - timedelta(days=DAYS)
    mine = [CUSTOMERS[(number * 7 + i * 3) % len(CUSTOMERS)] for i in range(LOYAL)]
    deals = []
    for offset in range(who.from_day, DAYS + 1):
        day = first_day + timedelta(days=offset)
        if day.weekday() >= 5:
            continue
        season = SEASON.get(day.month, 1.0)
        deals += [
            _opportunity(who, day, last_day, offset / DAYS, mine, rng)
            for _ in range(rng.poisson(who.opens_a_week / 5 * season))
        ]
        if who.call_offs and day.weekday() in (1, 3):
            deals += [_call_off(who, day, customer, rng) for customer in FRAMEWORK_CUSTOMERS if rng.random() < 0.55]
    return deals


def _opportunity(
    who: Character, opened: date, last_day: date, progress: float, mine: list[str], rng: np.random.Generator
) -> PastDeal:
    customer = str(rng.choice(mine)) if rng.random() < 0.7 else str(rng.choice(CUSTOMERS))
    product = str(rng.choice(PRODUCTS[: who.products]))
    kronor, per = _price(who, product, progress, rng)
    takes = max(0, round(rng.gamma(2.0, who.days / 2.0)))
    closed = _workday(opened + timedelta(days=takes))
    wins, forgotten = rng.random() < who.win_rate, rng.random() < FORGOTTEN
    decided = closed <= last_day and not forgotten
    late = decided and rng.random() < RECORDED_LATE
    status = (Status.WON if wins else Status.LOST) if decided else Status.OPEN
    price = rng.random() < who.price_losses
    meeting, quote = _milestones(opened, closed if decided else last_day, takes, rng)
    return PastDeal(
        rep=who.user_id,
        status=status,
        kind=Kind.ONE_OFF,
        kronor=None if rng.random() < WITHOUT_AMOUNT else kronor,
        per=per,
        customer=customer,
        product=product,
        contact_role=str(rng.choice(ROLES)) if rng.random() < 0.6 else None,
        loss_reason=("price" if price else str(rng.choice(LOSS_REASONS))) if status is Status.LOST else None,
        opened_on=closed if late else opened,
        opened_known=not late,
        first_meeting_on=None if late else meeting,
        quoted_on=None if late else quote,
        closed_on=closed if decided else None,
    )


def _price(who: Character, product: str, progress: float, rng: np.random.Generator) -> tuple[int, Per | None]:
    """Kronor, rounded as people round: to hundreds, above a hundred thousand to thousands."""
    typical = who.order * who.drift**progress
    kronor = float(np.exp(rng.normal(np.log(typical), who.spread)))
    if product == SERVICE:
        return max(300, round(kronor / 12 / 100) * 100), Per.MONTH
    step = 1_000 if kronor > 100_000 else 100
    return max(step, round(kronor / step) * step), None


def _milestones(opened: date, until: date, takes: int, rng: np.random.Generator) -> tuple[date | None, date | None]:
    """When they first met and when the quote was sent; unknown, or not yet, for some."""
    shares = np.sort(rng.random(2))
    met, quoted = (_workday(opened + timedelta(days=round(share * takes))) for share in shares)
    return (met if met <= until and rng.random() < 0.75 else None, quoted if met <= quoted <= until else None)


def _call_off(who: Character, day: date, customer: str, rng: np.random.Generator) -> PastDeal:
    kronor = max(500, round(float(np.exp(rng.normal(np.log(7_500), 0.5))) / 100) * 100)
    return PastDeal(
        rep=who.user_id,
        status=Status.WON,
        kind=Kind.CALL_OFF,
        kronor=kronor,
        per=None,
        customer=customer,
        product=PRODUCTS[2],
        contact_role=None,
        loss_reason=None,
        opened_on=day,
        opened_known=False,
        first_meeting_on=None,
        quoted_on=None,
        closed_on=day,
    )


def _workday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) % 7 if day.weekday() >= 5 else 0)
