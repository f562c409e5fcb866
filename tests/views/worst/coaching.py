"""The worst that the coach, the weekly messages and the channels can have to show; as `values`, whose it uses."""

from hypothesis import strategies as st

from bot.services.playbooks import known_rules
from bot.values import StartingPoint, Yardstick
from bot.values.asking import TAGS, KeptOpenDeal, StaleDeal, StaleList, TagChoice, TagOffer
from bot.values.commitment import Answer, Commitment, SharedWork, State, TeamLine
from bot.values.letters import Agenda, Digest, Hint, LastWeek, Letter, OldDeal, Risen, WeeklyChoice
from bot.values.own_text import OwnText
from bot.values.sharing import Board, BoardLine, Place, Sharing, Win
from coaching.advice import Advice
from coaching.baseline import Baseline
from coaching.catalogue import RULES
from coaching.learning import Effect
from coaching.plan import Plan, plan
from coaching.playbook import LONGEST_TEXT, LONGEST_TITLE, MOST_ACTIONS, Playbook, build
from coaching.review import Verdict
from pillars import CALL_OFF_UNITS, PILLARS
from tests.coaching.cases import CASES, facts_of
from tests.views.worst import values as worst
from tests.views.worst.values import NAMES, counts, days, deals, long, names, pillars

# --- the coach --------------------------------------------------------------------------------------------------------

OWN_KEYS = tuple(f"own_{number}" for number in range(MOST_ACTIONS))
LINK = "https://example.com/" + "&" * 400


def _own(number: int) -> OwnText:
    pattern = NAMES[number % len(NAMES)]
    title, text = long(pattern + " ", LONGEST_TITLE), long(pattern + " ", LONGEST_TEXT)
    return OwnText(title, text, text, text, LINK if number % 2 else None)


EVERY_OWN = {key: _own(number) for number, key in enumerate(OWN_KEYS)}
own = st.sampled_from([EVERY_OWN, {}])
rules = st.sampled_from([RULES[0].key, "close_dead", RULES[-1].key, *OWN_KEYS, "gone_since"])
figures = st.sampled_from([worst.NAN, 0.0, 0.5, 1.0, -1e15, 1e15])
plans: st.SearchStrategy[Plan] = facts_of(figures).map(plan)
advices = st.sampled_from(
    [Advice(case.rule, "win_rate", case.signal, {"reason": name}) for case in CASES[:1] for name in NAMES]
)
reached = st.sampled_from([None, 0.0, 0.4, 1e12])
found = st.builds(
    Verdict,
    st.sampled_from(["moved", "probably", "too_early", "no_change"]),
    counts,
    counts,
    expected=reached,
    effect=reached,
    low=reached,
    high=reached,
)
effects = st.builds(Effect, rules, worst.ratios, worst.ratios, worst.ratios, counts, counts, counts, st.just(0.9))
baselines = st.builds(Baseline, pillars, st.just("share"), st.just(-1.0), st.just(0.1), counts, st.just(0.5))
commitments = st.builds(
    Commitment,
    id=st.just(2**62),
    member_id=st.just(1),
    rule=rules,
    pillar=st.none() | pillars,
    started_on=days,
    review_on=days,
    state=st.sampled_from(State),
    shared=st.booleans(),
    baseline=st.none() | baselines,
    verdict=st.none() | found,
    reviewed_on=st.none() | days,
    answers=st.dictionaries(days, st.sampled_from(Answer)),
)
running = st.lists(commitments, max_size=2)
histories = st.tuples(commitments, st.sampled_from([0, 1, 200])).map(lambda drawn: [drawn[0]] * drawn[1])
team_lines: st.SearchStrategy[list[TeamLine]] = st.builds(
    lambda effect, works, many: [
        TeamLine(rule, many, effect, works if number < 10 else ())
        for number, rule in enumerate([*OWN_KEYS, "gone_since"])
    ],
    st.none() | effects,
    st.tuples(commitments, st.sampled_from([0, 1, 100])).map(
        lambda drawn: tuple(SharedWork(NAMES[number % len(NAMES)], drawn[0]) for number in range(drawn[1]))
    ),
    st.none() | counts,
) | st.just([])

# --- the playbook -----------------------------------------------------------------------------------------------------


def _told(number: int) -> dict[str, object]:
    texts = {name: long("<!here>&*b* ", LONGEST_TEXT) for name in ("question", "action", "habit")}
    texts["title"] = long(("<!here> ", "*bold* ", "&amp; ", "🚀", "ש ")[number % 5], LONGEST_TITLE)
    return {"key": OWN_KEYS[number], "pillar": PILLARS[number % 4], "sv": texts, "en": texts, "link": LINK}


FULL = build(
    {
        "review_weeks": 26,
        "off": [rule.key for rule in RULES],
        "thresholds": {
            rule.key: {limit.name: limit.high for limit in rule.thresholds} for rule in RULES if rule.thresholds
        },
        "actions": [_told(number) for number in range(MOST_ACTIONS)],
    },
    known_rules(),
)
playbooks = st.sampled_from([Playbook(), FULL])
rules_with_limits = st.sampled_from([rule.key for rule in RULES if rule.thresholds])

# --- weekly -----------------------------------------------------------------------------------------------------------

last_weeks = st.builds(LastWeek, counts, counts, counts, counts, worst.minor, counts)
SMALL_ORDERS = {"small": 10**9, "orders": 10**9, "share": 1.0, "below": 1}
hints = st.builds(
    lambda rule, pillar: Hint(
        rule, pillar, "small_orders", {"small": 10**9, "orders": 10**9, "share": 1.0, "below": 1}, 26
    ),
    rules,
    st.none() | pillars,
)
letters = st.builds(
    Letter,
    sunday=days,
    currency=st.sampled_from(["SEK", "KWD"]),
    last_week=last_weeks,
    scores=worst.pillar_scores,
    ever=st.sampled_from([True, True, False]),
    focus=st.none() | pillars,
    clear=st.booleans(),
    thin=st.booleans(),
    hint=st.none() | hints,
    charted=st.just("win_rate"),
    trend=worst.trends,
)
old_deals = worst.several(5).map(lambda found: tuple(OldDeal(deal, 36_500) for deal in found))
agendas = st.builds(
    Agenda,
    week=days,
    check_ins=running.map(tuple),
    due=st.lists(st.tuples(commitments, st.none() | found), max_size=2).map(tuple),
    stale=old_deals,
    stale_in_all=st.sampled_from([5, 500]),
)
risen = st.tuples(worst.pillar_with_score, st.booleans(), st.sampled_from([0, 1, 100])).map(
    lambda drawn: tuple(
        Risen(number, NAMES[number % len(NAMES)], drawn[0][0], drawn[0][1], 5.0, drawn[1]) for number in range(drawn[2])
    )
)
digests = st.builds(
    Digest,
    sunday=days,
    currency=st.sampled_from(["SEK", "KWD"]),
    last_week=last_weeks,
    scores=worst.pillar_scores,
    change=worst.attributions,
    reps=counts,
    risen=risen,
)
weekly_choices = st.builds(
    WeeklyChoice,
    wanted=st.booleans(),
    weekday=st.sampled_from([0, 6]),
    hour=st.sampled_from([0, 23]),
    paused=st.booleans(),
    paused_until=st.none() | days,
    next_due_at=st.none() | worst.moments,
    asked=st.booleans(),
)

# --- asked, shared, set -----------------------------------------------------------------------------------------------

stale_lists = st.builds(
    StaleList,
    deals=worst.several(5).map(lambda found: tuple(StaleDeal(deal, 36_500) for deal in found)),
    total=st.sampled_from([0, 5, 500]),
    limit=worst.spans,
)
kept_open = st.builds(KeptOpenDeal, deals, days)
tags = st.sampled_from(TAGS)
offers = st.builds(
    TagOffer, tags, st.just(2**31 - 1), st.lists(names, max_size=6, unique=True).map(tuple), counts, counts
)
tag_choices = st.builds(TagChoice, tag=tags, number=st.just(2**31 - 1), value=st.none() | names)
board_lines = st.builds(
    lambda name, share, drawn, goals: BoardLine(name, share, goals, drawn[0], drawn[1], 10**9, drawn[1], 10**9),
    names,
    st.sampled_from([0.0, 1.0, 1e9]),
    pillars.flatmap(
        lambda pillar: st.tuples(st.just(pillar), worst.VALUES[pillar].filter(lambda value: value is not None))
    ),
    counts,
)
kinds = st.sampled_from(["improved", "goals"])
boards = st.builds(
    Board,
    kind=kinds,
    period=st.just("2026-10-04:improved"),
    lines=st.lists(board_lines, min_size=1, max_size=3).map(tuple),
    taking_part=counts,
    currency=st.just("KWD"),
)
places = st.builds(
    Place,
    kind=kinds,
    joined=st.booleans(),
    place=st.none() | st.just(10**9),
    taking_part=counts,
    line=st.none() | board_lines,
    currency=st.just("KWD"),
)
channels = st.none() | st.just("C0" + "A" * 9)
sharings = st.builds(
    Sharing,
    wins_channel=channels,
    wins_from=worst.minor,
    wins_currency=worst.currencies,
    wins_an_hour=st.sampled_from([1, 30]),
    wins_name_customer=st.booleans(),
    boards_channel=channels,
    improved_board=st.booleans(),
    goal_board=st.booleans(),
)
a_win = st.builds(
    Win, deal=deals, tier=st.sampled_from([1, 2, 3]), took=st.none() | counts, name_customer=st.booleans()
)
many_wins = st.tuples(a_win, st.sampled_from([1, 2, 500])).map(lambda drawn: [drawn[0]] * drawn[1])
yardsticks = st.builds(
    Yardstick,
    currency=worst.currencies,
    tz=st.just("America/Argentina/ComodRivadavia"),
    starting_point=st.sampled_from(StartingPoint),
    horizon_months=st.sampled_from([1, 120]),
    week_start=st.sampled_from([0, 6]),
    call_off_unit=st.sampled_from(CALL_OFF_UNITS),
)
