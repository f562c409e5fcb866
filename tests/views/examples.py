"""Deals, standings and cards to render, and the same at random, with texts that try to break out."""

from datetime import date, timedelta

from hypothesis import strategies as st

from bot.texts import texts_for
from bot.values import (
    Amount,
    Card,
    Changed,
    Deal,
    DealPage,
    Deed,
    Details,
    Goal,
    GoalChange,
    GoalProgress,
    Kind,
    LeftOut,
    Per,
    PillarScore,
    RepLine,
    Score,
    Standing,
    StartingPoint,
    Status,
    TrendPoint,
)
from pillars import CALL_OFF_UNITS, PILLARS, Window

SV, GB = texts_for("sv-SE"), texts_for("en-GB")
BOTH = (SV, GB)

OPENED, CLOSED = date(2026, 9, 1), date(2026, 10, 1)
WINDOW = Window(date(2026, 7, 3), date(2026, 10, 1))
USUAL = Amount(2_500_000, "SEK")


def spaced(text: str) -> str:
    """With ordinary spaces, to compare with what one types."""
    return text.replace("\xa0", " ").replace("\u2009", " ")


def deal(
    number: int = 1042,
    status: Status = Status.WON,
    amount: Amount | None = USUAL,
    *,
    kind: Kind = Kind.ONE_OFF,
    opened_known: bool = False,
    deleted: bool = False,
    **details: object,
) -> Deal:
    said: dict[str, object] = {"customer": "Acme", "opened_on": OPENED}
    if status is not Status.OPEN:
        said["closed_on"] = CLOSED
    order_value = None if amount is None else amount.minor * (12 if amount.per is Per.MONTH else 1)
    return Deal(
        number=number,
        rep_id=1,
        rep_name="Anna",
        status=status,
        kind=kind,
        amount=amount,
        order_value=order_value,
        horizon_months=12,
        opened_known=opened_known,
        deleted=deleted,
        details=Details(**{**said, **details}),  # type: ignore[arg-type]
    )


STANDING = Standing(Score(19 / 45, 45), Score(3_123_456.0, 18), "SEK")
NO_STANDING = Standing(Score(None, 0), Score(None, 0), "SEK")

SCORES = {
    "win_rate": PillarScore(19 / 45, 45, previous=0.39, previous_sample=41),
    "order_value": PillarScore(3_123_456.0, 18, previous=2_900_000.0, previous_sample=16),
    "time_to_close": PillarScore(38.0, 17, previous=None, previous_sample=0),
    "opportunities": PillarScore(23.0, 23, previous=19.0, previous_sample=19),
}
NO_SCORES = {pillar: PillarScore(None, 0) for pillar in PILLARS}
TREND = tuple(
    TrendPoint(WINDOW.end - timedelta(weeks=weeks), 0.4 + weeks / 100, 40 + weeks, team=0.35, team_sample=400)
    for weeks in reversed(range(13))
)


def card(**changes: object) -> Card:
    values: dict[str, object] = {
        "name": "Anna Andersson",
        "mine": True,
        "window": WINDOW,
        "previous": WINDOW.previous(),
        "today": WINDOW.end,
        "currency": "SEK",
        "starting_point": StartingPoint.FIRST_MEETING,
        "horizon_months": 12,
        "scores": SCORES,
        "won": 19,
        "lost": 26,
        "order_median": 2_800_000.0,
        "order_total": 56_222_200,
        "close_mean": 40.0,
        "open_now": 12,
        "open_value": 40_000_000,
        "open_value_sample": 10,
        "stale": 3,
        "stale_after": 81.0,
        "velocity": 12 * (19 / 45) * 3_123_456.0 / 40.0,
        "call_offs": 0,
        "left_out": LeftOut(),
        "trend": TREND,
    }
    return Card(**{**values, **changes})  # type: ignore[arg-type]


EMPTY_CARD = card(
    scores=NO_SCORES,
    won=0,
    lost=0,
    order_median=None,
    order_total=0,
    close_mean=None,
    open_now=0,
    open_value=0,
    open_value_sample=0,
    stale=0,
    stale_after=None,
    velocity=None,
    trend=(),
)

# --- at random --------------------------------------------------------------------------------------------------------

MARKUP = ("<!channel>", "<@U1>", "*b*", "_i_", "`c`", "```", "> q", "&amp;")
SIGNS = ("\u202e", "שלום", "مرحبا", "🚀", "é", "\n", "\x00")
names = st.lists(st.sampled_from(MARKUP + SIGNS) | st.text(max_size=20), max_size=40).map(
    lambda parts: "".join(parts)[:200]
)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
amounts = st.builds(
    Amount,
    minor=st.integers(0, 10**14) | st.just(10**14),
    currency=st.sampled_from(["SEK", "EUR", "USD", "NOK", "JPY", "KWD", "XTS"]),
    per=st.none() | st.sampled_from(Per),
)
texts = st.sampled_from([SV, GB, texts_for("en-US")])
details = st.builds(
    Details,
    customer=st.none() | names,
    product=st.none() | names.map(lambda name: name[:100]),
    contact_role=st.none() | names.map(lambda name: name[:100]),
    loss_reason=st.none() | st.sampled_from(["price", "no_decision"]) | names.filter(bool),
    note=st.none() | st.lists(names, max_size=8).map(lambda parts: "".join(parts)[:1000]),
    opened_on=days,
    first_meeting_on=st.none() | days,
    quoted_on=st.none() | days,
    closed_on=st.none() | days,
)
deals = st.builds(
    Deal,
    number=st.integers(1, 2**31 - 1),
    rep_id=st.just(1),
    rep_name=names,
    status=st.sampled_from(Status),
    kind=st.sampled_from(Kind),
    amount=st.none() | amounts,
    order_value=st.none() | st.integers(0, 10**16),
    horizon_months=st.integers(1, 120),
    opened_known=st.booleans(),
    deleted=st.booleans(),
    details=details,
)
counts = st.integers(0, 10**7)
shares = st.none() | st.floats(0, 1)
money = st.none() | st.floats(0, 1e16)
spans = st.none() | st.floats(0, 40_000)
standings = st.builds(
    Standing,
    win_rate=st.builds(Score, shares, counts),
    order_value=st.builds(Score, money, counts),
    currency=st.sampled_from(["SEK", "USD"]),
)
changes = st.builds(
    Changed,
    deed=st.sampled_from(Deed),
    deal=deals,
    change_id=st.integers(1, 2**62),
    standing=standings,
    before=st.none() | deals,
    undid=st.none() | st.sampled_from(Deed),
    could_be_amount=st.none() | amounts,
)
pages = st.builds(
    DealPage,
    deals=st.lists(deals, max_size=12).map(tuple),
    page=st.integers(1, 1000),
    pages=st.integers(1, 1000),
    total=counts,
    open_only=st.booleans(),
)


def _score(values: st.SearchStrategy[float | None]) -> st.SearchStrategy[PillarScore]:
    return st.builds(PillarScore, values, counts, st.none(), st.none(), values, counts)


pillar_scores = st.fixed_dictionaries(
    {
        "win_rate": _score(shares),
        "order_value": _score(money),
        "time_to_close": _score(spans),
        "opportunities": _score(st.none() | counts.map(float)),
    }
)
windows = st.tuples(days, days).map(lambda pair: Window(min(pair), max(pair)))
trends = st.lists(
    st.builds(TrendPoint, days, shares | st.just(float("nan")), counts, shares, counts),
    max_size=30,
    unique_by=lambda point: point.end,
).map(lambda points: tuple(sorted(points, key=lambda point: point.end)))
targets = {
    "win_rate": st.integers(1, 10_000).map(lambda basis_points: basis_points / 10_000),
    "order_value": st.integers(1, 10**14).map(float),
    "time_to_close": st.integers(10, 10_000).map(lambda tenths: tenths / 10),
    "opportunities": st.integers(1, 100_000).map(float),
}
goals = st.sampled_from(PILLARS).flatmap(
    lambda pillar: st.builds(
        Goal,
        st.just(pillar),
        targets[pillar],
        st.sampled_from(["SEK", "USD", "JPY"]) if pillar == "order_value" else st.none(),
        st.booleans(),
    )
)


def _progress(goal: Goal) -> st.SearchStrategy[GoalProgress]:
    """Of every kind: without data, in another currency, over another window, reached by far."""
    return st.builds(
        lambda target, value, sample, share, comparable: GoalProgress(
            goal, target, value, sample, share, None if share is None else share >= 1, comparable
        ),
        st.just(goal.target) | st.floats(1e-6, 1e6),
        st.none() | st.floats(0, 1) if goal.pillar == "win_rate" else money,
        counts,
        st.none() | st.floats(0, 1e9),
        st.booleans(),
    )


progresses = st.lists(goals, max_size=4, unique_by=lambda goal: goal.pillar).flatmap(
    lambda chosen: st.fixed_dictionaries({goal.pillar: _progress(goal) for goal in chosen})
)
goal_changes = goals.flatmap(
    lambda goal: st.builds(
        GoalChange,
        st.just(goal.pillar),
        st.just(goal.team),
        st.none() | st.just(goal),
        st.none() | st.just(goal),
        st.integers(0, 2**62),
        st.integers(0, 2**62),
    )
)
cards = st.builds(
    Card,
    name=st.none() | names,
    mine=st.booleans(),
    window=windows,
    previous=windows,
    today=days,
    currency=st.sampled_from(["SEK", "USD", "JPY"]),
    starting_point=st.sampled_from(StartingPoint),
    horizon_months=st.integers(1, 120),
    scores=pillar_scores,
    won=counts,
    lost=counts,
    order_median=money,
    order_total=st.integers(0, 10**17),
    close_mean=spans,
    open_now=counts,
    open_value=st.integers(0, 10**17),
    open_value_sample=counts,
    stale=counts,
    stale_after=spans,
    velocity=money,
    call_offs=counts,
    left_out=st.builds(LeftOut, counts, counts, counts, counts),
    trend=trends,
    # The same figures for everybody: what matters here is how many there are, and their names.
    reps=st.tuples(st.lists(names, max_size=130), pillar_scores).map(
        lambda drawn: tuple(RepLine(name, drawn[1]) for name in drawn[0])
    ),
    hidden_reps=st.booleans(),
    call_off_unit=st.sampled_from(CALL_OFF_UNITS),
    goals=progresses,
)
