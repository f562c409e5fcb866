"""Not a pillar: measuring itself, the season, what goes well, and what was agreed."""

from coaching.advice import Advice, Limits, Rule, Threshold, known, loudness
from coaching.facts import LOWER_IS_BETTER, Facts, PillarFact
from pillars import PILLARS

THEME = "beyond_pillars"

# Of ten decisions, one more or less moves the win rate by ten points: below that a figure is a diary, not a measure.
FEW_DECIDED = Threshold("few_decided", 10, 5, 50, whole=True)
# Half of the deals without an opening date: time to close and opportunities rest on the other half.
NO_OPENING = Threshold("no_opening", 0.5, 0.2, 0.95)
DATED_DEALS = 5


def start_measuring(facts: Facts, limits: Limits) -> Advice | None:
    """Too few decided deals for figures, or most deals recorded only when they were decided."""
    if facts.decided is not None and facts.decided < limits["few_decided"]:
        strength = loudness(facts.decided, limits["few_decided"], 0)
        signal = "few_decided" if facts.decided > 0 else "none_decided"
        params = {"decided": facts.decided, "enough": limits["few_decided"]} if facts.decided > 0 else {}
        return Advice("start_measuring", None, signal, params, strength)
    part = facts.without_opening
    if part is None or part.sample < DATED_DEALS or part.share < limits["no_opening"]:
        return None
    params = {"missing": part.hits, "deals": part.sample, "share": part.share}
    return Advice("start_measuring", None, "no_opening", params, loudness(part.share, limits["no_opening"], 1.0))


NO_START = Threshold("no_start", 0.5, 0.2, 0.95)


def same_yardstick(facts: Facts, limits: Limits) -> Advice | None:
    """Half of the won deals lack the starting point that the workspace counts time to close from."""
    part = facts.without_start
    if part is None or part.sample < DATED_DEALS or part.share < limits["no_start"]:
        return None
    params = {"missing": part.hits, "wins": part.sample, "share": part.share}
    strength = loudness(part.share, limits["no_start"], 1.0)
    return Advice("same_yardstick", "time_to_close", "no_start", params, strength)


def season(facts: Facts, limits: Limits) -> Advice | None:
    """The whole team moved, and the rep with it: no alarm, and no applause either."""
    for name in PILLARS:
        fact = facts.pillars.get(name)
        if fact is None or fact.season not in ("better", "worse") or not _moved_with(name, fact, fact.season):
            continue
        params: dict[str, float | int | str] = {"pillar": name, "value": fact.value or 0.0, "sample": fact.sample}
        params |= {"previous": fact.previous or 0.0, "previous_sample": fact.previous_sample}
        return Advice("season", name, f"season_{fact.season}", params, 1.0)
    return None


def _moved_with(pillar: str, fact: PillarFact, way: str) -> bool:
    """Whether the rep's own figure went the way that the team went."""
    if not known(fact.value) or not known(fact.previous):
        return False
    rose = fact.value > fact.previous
    fell = fact.value < fact.previous
    better, worse = (fell, rose) if pillar in LOWER_IS_BETTER else (rose, fell)
    return better if way == "better" else worse


def keep_doing(facts: Facts, limits: Limits) -> Advice | None:
    """A pillar rose while a commitment on it ran, by verdict; not where the season carried it."""
    for action in facts.actions:
        fact = facts.pillars.get(action.pillar) if action.pillar else None
        if not action.running or fact is None or not known(fact.value) or not known(fact.previous):
            continue
        if (fact.vs_previous == "better" or fact.drift == "better") and fact.season != "better":
            params: dict[str, float | int | str] = {"pillar": action.pillar or "", "action": action.rule}
            params |= {"value": fact.value, "sample": fact.sample}
            params |= {"previous": fact.previous, "previous_sample": fact.previous_sample}
            return Advice("keep_doing", action.pillar, "rose", params, 1.0)
    return None


def review_due(facts: Facts, limits: Limits) -> Advice | None:
    """What was agreed has run its time."""
    for action in facts.actions:
        if action.review_due:
            return Advice("review_due", action.pillar, "due", {"action": action.rule}, 1.0)
    return None


RULES: tuple[Rule, ...] = (
    Rule("review_due", THEME, (), "reviews_done", review_due, kind="notice", rest_weeks=0),
    Rule("season", THEME, PILLARS, "weeks_as_usual", season, kind="notice", rest_weeks=0),
    Rule("keep_doing", THEME, PILLARS, "weeks_kept_up", keep_doing, kind="notice", rest_weeks=0),
    # Measuring is never finished with; a fortnight's rest is enough.
    Rule(
        "start_measuring",
        THEME,
        (),
        "deals_logged_when_opened",
        start_measuring,
        (FEW_DECIDED, NO_OPENING),
        rest_weeks=2,
        habit=True,
    ),
    Rule(
        "same_yardstick",
        THEME,
        ("time_to_close",),
        "deals_with_starting_date",
        same_yardstick,
        (NO_START,),
        rest_weeks=4,
    ),
)
