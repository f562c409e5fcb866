"""Low order value: which customers, which part of the offer, which decision-makers, and value before price."""

from coaching.advice import Advice, Limits, Params, Rule, Threshold, known, loudness
from coaching.facts import Breadth, Facts, LossReasons
from coaching.rules.low import LOW_LIMITS, excels, low_advice, serves

THEME = "order_value"

# --- account selection ------------------------------------------------------------------------------------------------

# Of orders that spread as they usually do (a factor of two around the middle one), one in five lies below half the
# middle order; more than one in three is a habit, not chance, once ten orders are counted.
SMALL_SHARE = Threshold("small_share", 0.35, 0.2, 0.9)
# Some trades have many small orders: then half as many again as the colleagues have.
SMALL_OVER_TEAM = 1.5
# The old rule of thumb is that a fifth of the customers brings four fifths of the value; at that point the other four
# fifths of the customers are worth a second look.
CONCENTRATED = Threshold("concentrated", 0.8, 0.5, 0.99)
CONCENTRATED_CUSTOMERS = 10  # below that a fifth is one customer
# The smallest customers that bring a tenth of all value are usually a third of the customers; half of the decisions is
# time spent where the least can be won.
LOW_POTENTIAL = Threshold("low_potential", 0.5, 0.2, 0.95)
ORDERS = Threshold("orders", 10, 5, 200, whole=True)


def account_selection(facts: Facts, limits: Limits) -> Advice | None:
    """Many small orders; value concentrated in few customers; low-potential customers take most decisions."""
    if excels(facts, ("order_value",)):
        return None
    found = [
        advice
        for advice in (_small(facts, limits), _low_potential(facts, limits), _concentrated(facts, limits))
        if advice is not None
    ]
    return max(found, key=lambda advice: advice.strength, default=None)


def _small(facts: Facts, limits: Limits) -> Advice | None:
    small = facts.small_orders
    if small is None or small.part.sample < limits["orders"]:
        return None
    usual = SMALL_OVER_TEAM * small.part.team if known(small.part.team) else 0.0
    if small.part.share < max(limits["small_share"], usual):
        return None
    params = {"small": small.part.hits, "orders": small.part.sample, "share": small.part.share, "below": small.below}
    return _selection("small_orders", params, loudness(small.part.share, limits["small_share"], 0.7))


def _low_potential(facts: Facts, limits: Limits) -> Advice | None:
    part = facts.low_potential
    if part is None or part.sample < limits["orders"] or part.share < limits["low_potential"]:
        return None
    params = {"low": part.hits, "decided": part.sample, "share": part.share}
    return _selection("low_potential", params, loudness(part.share, limits["low_potential"], 0.9))


def _concentrated(facts: Facts, limits: Limits) -> Advice | None:
    value = facts.concentration
    if value is None or value.customers < CONCENTRATED_CUSTOMERS or not value.share >= limits["concentrated"]:
        return None
    params = {"share": value.share, "top": value.top, "customers": value.customers, "orders": value.orders}
    # One very good customer is no fault: this signal speaks more quietly than the two others.
    return _selection("concentrated", params, 0.8 * loudness(value.share, limits["concentrated"], 1.0))


def _selection(signal: str, params: Params, strength: float) -> Advice:
    return Advice("account_selection", "order_value", signal, params, strength)


# --- comfort zone -----------------------------------------------------------------------------------------------------

# Two where the colleagues name three is chance; two where they name four is a habit.
NARROW = Threshold("narrow", 0.6, 0.2, 0.9)
TAGGED = Threshold("tagged", 10, 5, 200, whole=True)


def comfort_zone(facts: Facts, limits: Limits) -> Advice | None:
    """Few products or few contact roles compared with the team, in as many deals."""
    if excels(facts, ("order_value",)):
        return None
    found = [
        Advice(
            "comfort_zone",
            "order_value",
            signal,
            {
                "own": breadth.own,
                "team_breadth": breadth.team,
                "deals": breadth.deals,
                "colleagues": breadth.colleagues,
            },
            loudness(breadth.own / breadth.team, limits["narrow"], 0.2),
        )
        for signal, breadth in (("few_products", facts.products), ("few_roles", facts.contact_roles))
        if breadth is not None and _narrow(breadth, limits)
    ]
    return max(found, key=lambda advice: advice.strength, default=None)


def _narrow(breadth: Breadth, limits: Limits) -> bool:
    enough = breadth.deals >= limits["tagged"] and breadth.colleagues > 0
    return enough and known(breadth.team) and breadth.team > 1 and breadth.own <= limits["narrow"] * breadth.team


# --- open questions ---------------------------------------------------------------------------------------------------

# Half of the losses without a need that was met or missed: then it was not asked for.
WITHOUT_NEED = Threshold("without_need", 0.5, 0.2, 0.95)
LOSSES = Threshold("losses", 6, 3, 100, whole=True)


def open_questions(facts: Facts, limits: Limits) -> Advice | None:
    """Order value or win rate low, or losses without a stated need: reason "no need", or no reason stated at all."""
    pillars = ("win_rate", "order_value")
    if excels(facts, pillars):
        return None
    reasons = facts.loss_reasons
    if reasons is not None and reasons.losses >= limits["losses"]:
        without = reasons.counts.get("no_need", 0) + reasons.unknown
        share = without / reasons.losses
        if share >= limits["without_need"]:
            params = {"without": without, "losses": reasons.losses, "share": share}
            strength = loudness(share, limits["without_need"], 1.0)
            return Advice("open_questions", serves(facts, pillars), "without_need", params, strength)
    return low_advice("open_questions", facts, pillars, limits)


# --- value before price -----------------------------------------------------------------------------------------------

# A reason leads when none is named oftener, and it is named thrice and in three of ten losses whose reason is known.
PRICE_SHARE = Threshold("price_share", 0.3, 0.15, 0.9)
PRICE_COUNT = Threshold("price_count", 3, 2, 50, whole=True)
# Five percent is rounding and freight; what goes beyond is given away.
BELOW_QUOTE = Threshold("below_quote", 0.95, 0.5, 0.99)
QUOTED_DEALS = 5  # fewer are single stories


def value_before_price(facts: Facts, limits: Limits) -> Advice | None:
    """ "Price" leads the loss reasons, or won amounts fall below what was quoted."""
    pillars = ("win_rate", "order_value")
    if excels(facts, pillars):
        return None
    found = []
    reasons = facts.loss_reasons
    if reasons is not None and leads("price", reasons, limits["price_share"], int(limits["price_count"])):
        count, share = reasons.counts["price"], reasons.counts["price"] / reasons.known
        params = {"count": count, "known": reasons.known, "losses": reasons.losses, "share": share}
        strength = loudness(share, limits["price_share"], 0.6)
        found.append(Advice("value_before_price", serves(facts, pillars), "price_leads", params, strength))
    discount = facts.discount
    if discount is not None and discount.deals >= QUOTED_DEALS and discount.ratio <= limits["below_quote"]:
        below = {"discount": 1 - discount.ratio, "deals": discount.deals}
        strength = loudness(discount.ratio, limits["below_quote"], 0.8)
        found.append(Advice("value_before_price", "order_value", "below_quote", below, strength))
    return max(found, key=lambda advice: advice.strength, default=None)


def leads(reason: str, reasons: LossReasons, share: float, count: int) -> bool:
    """Whether a reason is named at least `count` times, in `share` of the losses with a reason, and none oftener."""
    named = reasons.counts.get(reason, 0)
    return named >= max(count, 1) and named >= share * reasons.known and named >= max(reasons.counts.values())


# --- account-based marketing ------------------------------------------------------------------------------------------


def account_marketing(facts: Facts, limits: Limits) -> Advice | None:
    """The deals that come are from the wrong customers, or too small: the order value is low."""
    if excels(facts, ("order_value",)):
        return None
    wrong = _low_potential(facts, limits)
    if wrong is not None:
        # The same figures speak for choosing among the customers one has, which costs less than finding new ones.
        return Advice("account_marketing", "order_value", wrong.signal, wrong.params, 0.9 * wrong.strength)
    return low_advice("account_marketing", facts, ("order_value",), limits)


RULES: tuple[Rule, ...] = (
    Rule(
        "account_selection",
        THEME,
        ("order_value",),
        "meetings_with_a_customers",
        account_selection,
        (SMALL_SHARE, LOW_POTENTIAL, CONCENTRATED, ORDERS),
    ),
    Rule("comfort_zone", THEME, ("order_value",), "meetings_with_new_role_or_product", comfort_zone, (NARROW, TAGGED)),
    Rule(
        "open_questions",
        THEME,
        ("win_rate", "order_value"),
        "meetings_prepared_with_questions",
        open_questions,
        (WITHOUT_NEED, LOSSES, *LOW_LIMITS),
        habit=True,
    ),
    Rule(
        "value_before_price",
        THEME,
        ("win_rate", "order_value"),
        "offers_with_stated_value",
        value_before_price,
        (PRICE_SHARE, PRICE_COUNT, BELOW_QUOTE),
    ),
    # Ten accounts, three touches each, take more than four weeks to be answered.
    Rule(
        "account_marketing",
        THEME,
        ("order_value",),
        "touches_made",
        account_marketing,
        (LOW_POTENTIAL, ORDERS, *LOW_LIMITS),
        review_weeks=8,
    ),
)
