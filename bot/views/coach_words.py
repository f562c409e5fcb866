"""The coach's pieces in words: a rule's title, the line with its figures, a change with its interval. All plain text.

What an admin wrote for an action of the team's own arrives as `OwnText`; what a person typed (a loss reason) is
shortened here, and made safe for mrkdwn by whoever shows it.
"""

import math
from collections.abc import Callable, Mapping

from bot.texts import Texts, escape
from bot.values.own_text import NO_OWN, OwnText, OwnTexts
from bot.views.card_lines import known, value_of
from bot.views.message import typed
from bot.views.rounding import two_digits
from bot.views.verdict_words import OTHERWISE
from coaching.advice import Advice
from coaching.facts import ahead

TITLE = 60
SENTENCE = 300
# An interval whose ends are so many times apart says no more than that nobody knows.
TOO_WIDE = 10.0
REASON = 40
# What the figures of a weakness are compared with.
_COMPARED_WITH = {"below_team": "team", "below_before": "previous"}


def rule_text(texts: Texts, rule: str, own: OwnTexts = NO_OWN) -> OwnText:
    """What is said of a rule, built in or the team's own; of a rule that is gone, its key."""
    if rule in own:
        said = own[rule]
        return OwnText(
            _shortened(said.title, TITLE),
            _shortened(said.question, SENTENCE),
            _shortened(said.action, SENTENCE),
            _shortened(said.habit, SENTENCE),
            said.link,
        )
    try:
        return OwnText(
            texts.t(f"coach.rule.{rule}.title"),
            texts.t(f"coach.rule.{rule}.question"),
            texts.t(f"coach.rule.{rule}.action"),
            texts.t(f"coach.rule.{rule}.habit"),
        )
    except KeyError:  # an own action that has left the playbook since
        return OwnText(*(typed(rule, TITLE),) * 4)


def habit_of(text: OwnText, rule: str, own: OwnTexts) -> str:
    """The habit as mrkdwn: our own words bring their formatting, an admin's are made safe."""
    return escape(text.habit) if rule in own else text.habit


def _shortened(text: str, limit: int) -> str:
    """On one line, at most `limit` characters; where entities would make it far longer, so much shorter."""
    line = typed(text, limit)
    return line if len(escape(line)) <= limit * 3 // 2 else typed(text, limit // 5)


def trigger(texts: Texts, advice: Advice, currency: str, own: OwnTexts = NO_OWN) -> str:
    """The line that a suggestion rests on: its figures, each with its sample, and why they may look otherwise."""
    said = texts.t(f"coach.trigger.{advice.signal}", **_places(texts, advice, currency, own))
    other = advice.params.get(_COMPARED_WITH.get(advice.signal, ""))
    pillar, value = str(advice.params.get("pillar")), advice.params.get("value")
    if not isinstance(value, int | float) or not isinstance(other, int | float):
        return said
    elsewhere = pillar in OTHERWISE and ahead(pillar, value, other)
    return f"{said} {texts.t(f'coach.otherwise.{pillar}')}" if elsewhere else said


def _places(texts: Texts, advice: Advice, currency: str, own: OwnTexts) -> dict[str, str]:
    """The named places of a trigger's text, filled from the advice's raw numbers."""
    params = advice.params
    places = {
        name: _WORDS[name](texts, value, currency)
        for name, value in params.items()
        if name in _WORDS and isinstance(value, int | float)
    }
    if "own" in params and advice.signal in _BREADTHS:
        places["own"] = _BREADTHS[advice.signal](texts, int(params["own"]))
    if "reason" in params:
        places["reason"] = typed(texts.reason(str(params["reason"])), REASON)
    if "action" in params:
        places["action"] = rule_text(texts, str(params["action"]), own).title
    if "pillar" in params:
        places |= _pillar_places(texts, advice, currency)
    return places


def _pillar_places(texts: Texts, advice: Advice, currency: str) -> dict[str, str]:
    params = advice.params
    pillar = str(params["pillar"])
    places = {"pillar": texts.t(f"pillar.{pillar}")}
    for place, value, sample in (("now", "value", "sample"), ("before", "previous", "previous_sample")):
        if value in params:
            places[place] = with_sample(texts, pillar, float(params[value]), int(params.get(sample, 0)), currency)
    if "team" in params:
        places["others"] = _others(texts, pillar, float(params["team"]), int(params["team_sample"]), currency)
    if "target" in params:
        places["goal"] = value_of(texts, pillar, float(params["target"]), currency)
    return places


def with_sample(texts: Texts, pillar: str, value: float, sample: int, currency: str) -> str:
    """`42% (45 decided)`; of opportunities, which are their own sample, `23 new`."""
    if pillar == "opportunities":
        return texts.n("pillar.opportunities.sample", round(value) if known(value) else 0)
    said = texts.n(f"pillar.{pillar}.sample", sample)
    return texts.t("card.cell", value=value_of(texts, pillar, value, currency), sample=said)


def _others(texts: Texts, pillar: str, value: float, sample: int, currency: str) -> str:
    """The team's side; of opportunities the mean per colleague."""
    if pillar != "opportunities":
        return with_sample(texts, pillar, value, sample, currency)
    said = texts.n("pillar.opportunities.sample", sample)
    return texts.t("coach.per_colleague", value=texts.number(value, 1), sample=said)


def tells(low: float | None, high: float | None) -> bool:
    """Whether the interval of a ratio says anything of it."""
    return low is not None and high is not None and 0 < low <= high <= TOO_WIDE * low and math.isfinite(high)


def change(texts: Texts, ratio: float) -> str:
    """A relative change with its sign: 0.4 is `+40%`, −0.1 is `−10%`."""
    shown = texts.percent(abs(ratio))
    return f"+{shown}" if ratio > 0 else f"−{shown}" if ratio < 0 else shown


def _share(texts: Texts, value: float, currency: str) -> str:
    return texts.percent(value)


def _money(texts: Texts, value: float, currency: str) -> str:
    return texts.average(value, currency)


def _rough_money(texts: Texts, value: float, currency: str) -> str:
    return texts.average(two_digits(value), currency)


def _days(texts: Texts, value: float, currency: str) -> str:
    return texts.days(value, 0)


def _number(texts: Texts, value: float, currency: str) -> str:
    return texts.number(value)


def _with_decimal(texts: Texts, value: float, currency: str) -> str:
    return texts.number(value, 1)


# How each figure of an advice is written. Money is minor units; the rest is as its text says.
_WORDS: Mapping[str, Callable[[Texts, float, str], str]] = {
    "share": _share,
    "discount": _share,
    "below": _money,
    "stale_value": _money,
    "lever": _rough_money,
    "lost_days": _days,
    "won_days": _days,
    "oldest": _days,
    "limit": _days,
    "team_breadth": _with_decimal,
    **dict.fromkeys(
        ("small", "low", "top", "without", "count", "known", "unknown", "missing", "still", "enough"), _number
    ),
    "orders": lambda texts, value, _: texts.n("coach.count.orders", int(value)),
    "decided": lambda texts, value, _: texts.n("coach.count.decided", int(value)),
    "deals": lambda texts, value, _: texts.n("coach.count.deals", int(value)),
    "losses": lambda texts, value, _: texts.n("coach.count.losses", int(value)),
    "wins": lambda texts, value, _: texts.n("coach.count.wins", int(value)),
    "open": lambda texts, value, _: texts.n("coach.count.open", int(value)),
    "stale": lambda texts, value, _: texts.n("coach.count.open", int(value)),
    "customers": lambda texts, value, _: texts.n("coach.count.customers", int(value)),
    "colleagues": lambda texts, value, _: texts.n("coach.count.colleagues", int(value)),
}
_BREADTHS: Mapping[str, Callable[[Texts, int], str]] = {
    "few_products": lambda texts, count: texts.n("coach.count.products", count),
    "few_roles": lambda texts, count: texts.n("coach.count.roles", count),
}
