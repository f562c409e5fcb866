"""The worst that the views can be given: what people type at its longest and oddest, the largest figures, and no data.

Few values, each an extreme, so that a handful of draws meets the bad combinations. What a service or a parser would
have refused (an empty name, a year 0) is not here: it cannot come.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from bot.texts import languages, texts_for
from bot.values import (
    Amount,
    Card,
    Changed,
    Deal,
    DealPage,
    Deed,
    Details,
    Drift,
    Goal,
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
from pillars.attribution import FACTORS, Attribution, Contribution
from pillars.levers import LEVER_SOURCES, Lever

LONGEST_NAME = 200


def long(pattern: str, length: int = LONGEST_NAME) -> str:
    return (pattern * length)[:length].strip()


NAMES = (
    "A",
    long("<!channel> "),
    long("*bold* "),
    long("&amp; "),
    long("&"),
    long("<"),
    '=HYPERLINK("https://evil.example","Acme")',
    long("_ital_ ~gone~ `code` "),
    "> quoted\n> twice\r\n\ttabbed\u2028and\u2029on",
    long("🚀"),
    long("👩‍👩‍👧‍👦 "),
    long("חברת שלום "),
    "\u202eeman a\u202c \u2066شركة\u2069 \u200f x",
    long("e\u0301\u0323\u0302 "),
    long("W"),
    "@here #general <@U0ADMIN> <#C0SALES|sales> <https://evil.example|Acme>",
    "https://evil.example/?a=b|c d@evil.example",
    "```\ncode\n```",
    "\x00\x07\x1b[31mbell",
)
names = st.sampled_from(NAMES)
short_names = names.map(lambda name: name[:60].strip())
notes = st.sampled_from([long(pattern, 1000) for pattern in ("<!here>\n", "*b* _i_ & ", "🚀 ", "ש ", "wort ")])

every_language = [texts_for(language.code) for language in languages()]
texts = st.sampled_from([*every_language, texts_for("en-US")])

days = st.sampled_from([date(1990, 1, 1), date(2026, 2, 28), date(2026, 9, 30), date(2099, 12, 31)])
moments = st.sampled_from([datetime(1990, 1, 1, tzinfo=UTC), datetime(2026, 9, 30, 23, 59, tzinfo=UTC)])
counts = st.sampled_from([0, 1, 2, 500, 10**9])
currencies = st.sampled_from(["SEK", "USD", "JPY", "KWD", "XTS"])
LARGEST = 10**12 * 100
minor = st.sampled_from([0, 1, 99, 2_500_050, LARGEST])
amounts = st.builds(Amount, minor, currencies, st.none() | st.sampled_from(Per))
shares = st.sampled_from([None, 0.0, 0.0004, 1 / 3, 0.9996, 1.0])
money = st.sampled_from([None, 0.0, 0.4, 2_500_049.5, float(LARGEST * 500)])
spans = st.sampled_from([None, 0.0, 0.04, 12.5, 36_500.0])
ratios = st.sampled_from([0.0, -1.0, 0.0004, -0.5, 1.0, 1e9])
NAN = float("nan")

REASONS = ("price", "no_decision", *(name[:75].strip() for name in NAMES), *NAMES)
reasons = st.sampled_from(REASONS)
details = st.builds(
    Details,
    customer=st.none() | names,
    product=st.none() | names.map(lambda name: name[:100]),
    contact_role=st.none() | names.map(lambda name: name[:100]),
    loss_reason=st.none() | reasons,
    note=st.none() | notes,
    opened_on=days,
    first_meeting_on=st.none() | days,
    quoted_on=st.none() | days,
    closed_on=st.none() | days,
)
deals = st.builds(
    Deal,
    number=st.sampled_from([1, 1042, 2**31 - 1]),
    rep_id=st.just(1),
    rep_name=names,
    status=st.sampled_from(Status),
    kind=st.sampled_from(Kind),
    amount=st.none() | amounts,
    order_value=st.none() | minor,
    horizon_months=st.sampled_from([1, 12, 120]),
    opened_known=st.booleans(),
    deleted=st.booleans(),
    details=details,
)


def several(most: int) -> st.SearchStrategy[tuple[Deal, ...]]:
    """None, one, or `most` deals with numbers of their own, as long as they can be."""
    return st.tuples(st.sampled_from([0, 1, most]), deals).map(
        lambda drawn: tuple(_numbered(drawn[1], number, most) for number in range(1, drawn[0] + 1))
    )


def _numbered(deal: Deal, number: int, most: int) -> Deal:
    """Another one like it, with a customer of its own where it has one."""
    customer = NAMES[number % len(NAMES)] if deal.details.customer else None
    return replace(deal, number=2**31 - 1 - most + number, details=replace(deal.details, customer=customer))


pages = st.builds(
    lambda deals, page, total, open_only: DealPage(deals, page, 50, total if deals else 0, open_only),
    several(10),
    st.sampled_from([1, 50]),
    st.sampled_from([10, 500]),
    st.booleans(),
)
standings = st.builds(
    Standing, st.builds(Score, shares, counts), st.builds(Score, money, counts), st.sampled_from(["SEK", "KWD"])
)
changes = st.builds(
    Changed,
    deed=st.sampled_from(Deed),
    deal=deals,
    change_id=st.just(2**62),
    standing=standings,
    before=st.none() | deals,
    undid=st.none() | st.sampled_from(Deed),
    could_be_amount=st.none() | amounts,
)

# --- figures ----------------------------------------------------------------------------------------------------------

verdicts = st.sampled_from(["better", "worse", "steady", "too_early"])
pillars = st.sampled_from(PILLARS)


def _score(values: st.SearchStrategy[float | None]) -> st.SearchStrategy[PillarScore]:
    return st.builds(
        PillarScore,
        value=values,
        sample=counts,
        low=values,
        high=values,
        previous=values,
        previous_sample=counts,
        team=values,
        team_sample=counts,
        level=values,
        vs_previous=verdicts,
        vs_team=verdicts,
        previous_more=st.sampled_from([None, 1.0, 1e6]),
        team_more=st.sampled_from([None, 1.0, 1e6]),
        season=verdicts,
    )


WHOLE = st.sampled_from([None, 0.0, 1.0, 1e9])
VALUES = {"win_rate": shares, "order_value": money, "time_to_close": spans, "opportunities": WHOLE}
pillar_scores = st.fixed_dictionaries({pillar: _score(VALUES[pillar]) for pillar in PILLARS})
pillar_with_value = pillars.flatmap(lambda pillar: st.tuples(st.just(pillar), VALUES[pillar]))
pillar_with_known_value = pillar_with_value.filter(lambda drawn: drawn[1] is not None)
pillar_with_score = pillars.flatmap(lambda pillar: st.tuples(st.just(pillar), _score(VALUES[pillar])))

WINDOWS = (
    Window(date(2026, 7, 3), date(2026, 10, 1)),
    Window(date(2026, 9, 30), date(2026, 9, 30)),
    Window(date(1990, 1, 1), date(2099, 12, 31)),
)
windows = st.sampled_from(WINDOWS)


def _trend(values: st.SearchStrategy[float | None]) -> st.SearchStrategy[tuple[TrendPoint, ...]]:
    def points(length: int, value: float | None, other: float | None, sample: int) -> tuple[TrendPoint, ...]:
        ends = [date.fromordinal(date(2026, 9, 30).toordinal() - 7 * week) for week in reversed(range(length))]
        return tuple(
            TrendPoint(end, value if n % 2 else other, sample, team=other, team_sample=sample, low=other, high=value)
            for n, end in enumerate(ends)
        )

    return st.builds(points, st.sampled_from([0, 1, 2, 13]), values, values, counts)


trends = _trend(st.sampled_from([None, NAN, 0.0, 1.0]))
pillar_with_points = pillars.flatmap(
    lambda pillar: st.tuples(st.just(pillar), _trend(VALUES[pillar]).filter(lambda points: len(points) > 1))
)
goals = pillars.flatmap(
    lambda pillar: st.builds(
        Goal,
        st.just(pillar),
        {
            "win_rate": st.sampled_from([0.0001, 1.0]),
            "order_value": st.sampled_from([1.0, float(LARGEST)]),
            "time_to_close": st.sampled_from([1.0, 1000.0]),
            "opportunities": st.sampled_from([1.0, 100_000.0]),
        }[pillar],
        st.sampled_from(["SEK", "KWD"]) if pillar == "order_value" else st.none(),
        st.booleans(),
    )
)


def _progress(goal: Goal) -> st.SearchStrategy[GoalProgress]:
    def made(value: float | None, sample: int, share: float | None, comparable: bool) -> GoalProgress:
        reached = None if share is None else share >= 1
        return GoalProgress(goal, goal.target, value, sample, share, reached, comparable)

    return st.builds(made, VALUES[goal.pillar], counts, st.sampled_from([None, 0.0, 0.9999, 1e9]), st.booleans())


progresses = st.lists(goals, max_size=4, unique_by=lambda goal: goal.pillar).flatmap(
    lambda chosen: st.fixed_dictionaries({goal.pillar: _progress(goal) for goal in chosen})
)
changes_of_velocity = st.sampled_from([None, -float(LARGEST), 0.0, float(LARGEST)])
attributions = st.builds(
    lambda before, now, change, log, share: Attribution(
        before, now, change, log, tuple(Contribution(factor, share, change) for factor in FACTORS), FACTORS
    ),
    money,
    money,
    changes_of_velocity,
    st.sampled_from([None, -20.0, 0.0, 20.0]),
    st.sampled_from([None, -5.0, 0.0, 5.0]),
)
levers = pillars.flatmap(
    lambda pillar: st.builds(
        Lever, st.just(pillar), VALUES[pillar], VALUES[pillar], st.sampled_from(LEVER_SOURCES), money
    )
)
reps = st.tuples(st.sampled_from([0, 1, 100]), pillar_scores).map(
    lambda drawn: tuple(RepLine(NAMES[number % len(NAMES)], drawn[1]) for number in range(drawn[0]))
)
cards = st.builds(
    Card,
    name=st.none() | names,
    mine=st.booleans(),
    window=windows,
    previous=windows,
    today=days,
    currency=st.sampled_from(["SEK", "KWD"]),
    starting_point=st.sampled_from(StartingPoint),
    horizon_months=st.sampled_from([1, 120]),
    scores=pillar_scores,
    won=counts,
    lost=counts,
    order_median=money,
    order_total=minor,
    close_mean=spans,
    open_now=counts,
    open_value=minor,
    open_value_sample=counts,
    stale=counts,
    stale_after=spans,
    velocity=money,
    call_offs=counts,
    left_out=st.builds(LeftOut, counts, counts, counts, counts),
    trend=trends,
    reps=reps,
    hidden_reps=st.booleans(),
    call_off_unit=st.sampled_from(CALL_OFF_UNITS),
    goals=progresses,
    benchmark_day=st.none() | days,
    colleagues=counts,
    team_pending=st.booleans(),
    as_of=st.none() | moments,
    levers=st.lists(levers, max_size=4).map(tuple),
    drifts=st.lists(st.builds(Drift, pillars, st.sampled_from(["better", "worse"]), days), max_size=4).map(tuple),
    change=st.none() | attributions,
    member_id=st.none() | st.just(2**62),
    trends=st.fixed_dictionaries({pillar: _trend(VALUES[pillar]) for pillar in PILLARS}),
)
