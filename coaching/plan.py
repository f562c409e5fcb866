"""What to suggest: at most three actions, one focus pillar, and for every other rule why it is not among them.

Ranked by what a step on the pillar is worth, by what the action has done for others in this team, and by how loud the
signal is. Nothing that rests, was declined, runs already or is switched off. With too little data habits, not figures.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from coaching.advice import REST_WEEKS, REVIEW_WEEKS, Advice, Params, Rule, known
from coaching.catalogue import RULES, rule
from coaching.facts import Facts, OwnAction, TeamEffect
from coaching.focus import Focus, focus
from coaching.rules.low import SAMPLE, SURE, low_advice
from coaching.rules.opportunities import cheaper_way, worth
from pillars import PILLARS
from pillars.levers import Lever

State = Literal["silent", "outranked", "resting", "not_for_me", "running", "off", "cheaper_elsewhere", "needs_figures"]

AT_MOST = 3
# More than two new habits at once are none.
AT_ONCE = 2
# A third suggestion for the same pillar gives way to one for another.
PER_PILLAR = 2

# A pillar that is worth little still counts a fifth: its signal may be the only one that is certain.
LEAST_SHARE = 0.2
# What is no pillar (measuring, yardsticks) is worth doing, and earns nothing by itself.
BESIDE_PILLARS = 0.5
# That a figure is low says less about what to do than a trigger of the rule's own.
GENERIC_SIGNALS = frozenset({"below_team", "below_before"})
GENERIC = 0.5
# The team chose its own actions for a reason that the figures do not show.
OWN_ACTION = 0.8

# Where nothing fires: the action that moves each pillar without further reason.
FIRST_STEPS = {
    "win_rate": "open_questions",
    "order_value": "value_before_price",
    "time_to_close": "design_meeting",
    "opportunities": "ask_referral",
}
# Without figures: habits that help whoever sells, in this order.
HABITS = ("start_measuring", "next_step", "open_questions")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One action to offer. `worth`: minor units a quarter, shrunk by the evidence; None unknown. `score`: its rank."""

    advice: Advice
    indicator: str
    review_weeks: int
    score: float
    worth: float | None = None
    effect: TeamEffect | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """A rule that is not suggested, and why. `until`: how long it rests; `instead`: the pillar that is cheaper."""

    rule: str
    pillar: str | None
    state: State
    advice: Advice | None = None
    score: float | None = None
    worth: float | None = None
    until: date | None = None
    instead: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What to say to one rep. `thin`: too little data for figures; `no_data`: none at all. `room`: how many more
    commitments may begin. `others` are all rules that are neither suggested nor told as notices. `aim`: the focus
    pillar's level within reach, and what it is worth; None where that is unknown, or nothing. `decided`: on how many
    decisions it all rests.
    """

    focus: Focus
    suggestions: tuple[Suggestion, ...]
    notices: tuple[Advice, ...]
    others: tuple[Weighed, ...]
    thin: bool
    no_data: bool
    room: int
    aim: Lever | None = None
    decided: int = 0


def plan(facts: Facts, rules: tuple[Rule, ...] = RULES) -> Plan:
    """Weigh every rule against these facts. The same facts give the same plan."""
    chosen_focus = focus(facts.pillars)
    no_data = not facts.decided and not any(known(fact.value) and fact.sample for fact in facts.pillars.values())
    thin = no_data or _is_thin(facts, rules)
    notices = tuple(
        a for r in rules if r.kind == "notice" and _held_back(r.key, facts) is None if (a := _ask(r, facts))
    )
    weighed = [_weigh(r, facts, chosen_focus, thin) for r in rules if r.kind == "action"]
    weighed += [_weigh_own(action, facts, chosen_focus, thin) for action in facts.overrides.actions]
    fired = [w for w in weighed if w.state == "outranked"]
    chosen = _habits(fired, weighed) if thin else _best(fired, chosen_focus)
    if not chosen and not thin:
        chosen = _first_steps(facts, weighed, chosen_focus)
    elif not thin and len(chosen) < AT_MOST:
        chosen = [*chosen, *_first_step_of_focus(facts, weighed, chosen, chosen_focus)]
    keys = {w.rule for w in chosen}
    # No row for a notice that did not fire: nobody asks why they were not told that it is not the season.
    others = tuple(w for w in weighed if w.rule not in keys)
    room = max(AT_ONCE - sum(action.running for action in facts.actions), 0)
    suggestions = tuple(_suggestion(w, facts) for w in chosen)
    aim = None if thin else _aim(facts, chosen_focus.pillar)
    return Plan(chosen_focus, suggestions, notices, others, thin, no_data, room, aim, facts.decided or 0)


def rest_until(key: str, on: date) -> date:
    """The last day of a rule's rest that begins on this day; an own action rests as long as most rules do."""
    found = rule(key)
    return on + timedelta(weeks=REST_WEEKS if found is None else found.rest_weeks)


def helped(effect: TeamEffect | None) -> float:
    """What the team's experience with an action multiplies its rank by, 0 to 2; 1 where nobody tried it.

    The weight is cautious already: a wide interval leaves it near 1.
    """
    return effect.weight if effect is not None and effect.tried > 0 and known(effect.weight) else 1.0


def _is_thin(facts: Facts, rules: tuple[Rule, ...]) -> bool:
    measuring = next((r for r in rules if r.key == "start_measuring"), None)
    advice = _ask(measuring, facts) if measuring else None
    return advice is not None and advice.signal in ("few_decided", "none_decided")


def _ask(asked: Rule, facts: Facts) -> Advice | None:
    return asked(facts, facts.overrides.thresholds.get(asked.key))


def _held_back(key: str, facts: Facts) -> tuple[State, date | None] | None:
    """Why a rule is not even asked: switched off, running, declined or resting; None where it may speak."""
    if key in facts.overrides.off:
        return "off", None
    if any(action.running and action.rule == key for action in facts.actions):
        return "running", None
    for silence in facts.silences:
        over = silence.until is not None and facts.as_of is not None and silence.until < facts.as_of
        if silence.rule == key and not over:
            return ("not_for_me" if silence.reason == "not_for_me" else "resting"), silence.until
    return None


def _weigh(asked: Rule, facts: Facts, chosen: Focus, thin: bool) -> Weighed:
    pillar = asked.pillars[0] if asked.pillars else None
    held = _held_back(asked.key, facts)
    if held is not None:
        return Weighed(asked.key, pillar, held[0], until=held[1])
    advice = _ask(asked, facts)
    if advice is None:
        instead = cheaper_way(facts) if asked.volume else None
        return Weighed(asked.key, pillar, "cheaper_elsewhere" if instead else "silent", instead=instead)
    return _ranked(advice, facts, chosen, thin, GENERIC if advice.signal in GENERIC_SIGNALS else 1.0)


def _weigh_own(action: OwnAction, facts: Facts, chosen: Focus, thin: bool) -> Weighed:
    held = _held_back(action.key, facts)
    if held is not None:
        return Weighed(action.key, action.pillar, held[0], until=held[1])
    limits = {SURE.name: SURE.default, SAMPLE.name: SAMPLE.default}
    advice = low_advice(action.key, facts, (action.pillar,), limits)
    if advice is None:
        return Weighed(action.key, action.pillar, "silent")
    return _ranked(advice, facts, chosen, thin, OWN_ACTION)


def _ranked(advice: Advice, facts: Facts, chosen: Focus, thin: bool, factor: float) -> Weighed:
    money = worth(facts, advice.pillar) if advice.pillar else None
    score = _share(advice.pillar, facts, chosen) * helped(facts.effects.get(advice.rule)) * advice.strength * factor
    # Figures of few deals do not carry an advice; stale deals and measuring are about the deals themselves.
    rests_on_figures = advice.rule not in (*HABITS, "same_yardstick", "close_dead")
    return Weighed(
        advice.rule, advice.pillar, "needs_figures" if thin and rests_on_figures else "outranked", advice, score, money
    )


def _share(pillar: str | None, facts: Facts, chosen: Focus) -> float:
    """What a step on the pillar is worth against the pillar that is worth most, not below `LEAST_SHARE`.

    In money where every pillar that was weighed has a lever, else by the probability of being the weak one.
    """
    if pillar is None:
        return BESIDE_PILLARS
    levers = {name: worth(facts, name) for name in chosen.weights}
    money = {name: value for name, value in levers.items() if value is not None}
    values = money if pillar in money and len(money) == len(levers) else chosen.weights
    top = max(values.values(), default=0.0)
    return LEAST_SHARE if top <= 0 else max(values.get(pillar, 0.0) / top, LEAST_SHARE)


def _best(fired: list[Weighed], chosen: Focus) -> list[Weighed]:
    """At most three: where the focus is clear its pillar's first; two of one pillar before a third of it."""
    first = [w for w in fired if chosen.clear and w.pillar == chosen.pillar]
    ranked = sorted(fired, key=lambda w: (w not in first, -(w.score or 0.0)))
    taken: list[Weighed] = []
    left: list[Weighed] = []
    for w in ranked:
        full = sum(other.pillar == w.pillar for other in taken) >= PER_PILLAR
        (left if full else taken).append(w)
    kept = {id(w) for w in (taken[:AT_MOST] + left)[:AT_MOST]}
    return [w for w in ranked if id(w) in kept]


def _habits(fired: list[Weighed], weighed: list[Weighed]) -> list[Weighed]:
    """Without figures: stale deals where there are some, and habits that are neither running nor declined."""
    states = {w.rule: w for w in weighed}
    found = []
    for key in ("start_measuring", "close_dead", *HABITS[1:]):
        w = states.get(key)
        if w is None or w.state not in ("outranked", "silent"):
            continue
        if w in fired and (key in ("start_measuring", "close_dead")):
            found.append(w)
        elif key in HABITS:
            found.append(Weighed(key, w.pillar, "outranked", Advice(key, w.pillar, "habit"), w.score))
    return found[:AT_MOST]


def _first_steps(facts: Facts, weighed: list[Weighed], chosen: Focus) -> list[Weighed]:
    """Nothing asks for attention: the first step on the pillar where one is worth most, and no alarm."""
    silent = {w.rule for w in weighed if w.state == "silent"}
    volume_last = cheaper_way(facts)
    order = sorted(PILLARS, key=lambda p: (-(worth(facts, p) or 0.0), -chosen.weights.get(p, 0.0), PILLARS.index(p)))
    for pillar in order:
        key = FIRST_STEPS[pillar]
        if key not in silent or (pillar == "opportunities" and volume_last is not None):
            continue
        return [_first_step(facts, pillar)]
    return []


def _first_step_of_focus(facts: Facts, weighed: list[Weighed], chosen: list[Weighed], on: Focus) -> list[Weighed]:
    """The first step on the focus pillar, where no suggestion serves it and there is a level to reach."""
    pillar = on.pillar
    if pillar is None or any(w.pillar == pillar for w in chosen) or _aim(facts, pillar) is None:
        return []
    silent = any(w.rule == FIRST_STEPS[pillar] and w.state == "silent" for w in weighed)
    return [_first_step(facts, pillar)] if silent else []


def _first_step(facts: Facts, pillar: str) -> Weighed:
    key, aim, fact = FIRST_STEPS[pillar], _aim(facts, pillar), facts.pillars.get(pillar)
    advice = Advice(key, pillar, "habit")
    if aim is not None and fact is not None and known(fact.value) and known(aim.target) and known(aim.gain):
        params: Params = {"pillar": pillar, "value": fact.value, "sample": fact.sample, "target": aim.target}
        advice = Advice(key, pillar, "upside", {**params, "lever": aim.gain})
    return Weighed(key, pillar, "outranked", advice, None, worth(facts, pillar))


def _aim(facts: Facts, pillar: str | None) -> Lever | None:
    """The pillar's level within reach; None where there is none, or it is worth nothing that is known."""
    fact = None if pillar is None else facts.pillars.get(pillar)
    if pillar is None or fact is None or not known(fact.target) or not known(fact.lever) or fact.lever <= 0:
        return None
    return Lever(pillar, fact.value, fact.target, fact.reach or "none", fact.lever)


def _suggestion(w: Weighed, facts: Facts) -> Suggestion:
    found = rule(w.rule)
    own = next((action for action in facts.overrides.actions if action.key == w.rule), None)
    usual = found.review_weeks if found else own.review_weeks if own else REVIEW_WEEKS
    return Suggestion(
        advice=w.advice or Advice(w.rule, w.pillar, "habit"),
        indicator=found.indicator if found else w.rule,
        review_weeks=facts.overrides.review_weeks.get(w.rule, usual),
        score=w.score or 0.0,
        worth=w.worth,
        effect=facts.effects.get(w.rule),
    )
