"""Who works at the demo's company, and how each of them sells. All of it is invented."""

from dataclasses import dataclass
from typing import Final

TEAM_ID: Final = "T0NORDLJUS"
TEAM_NAME: Final = "Nordljus Belysning"
CHANNELS: Final = (
    ("C0SALJ", "sälj", "Prova: /deal vann 25 000 kr Granit AB · /pillars"),
    ("C0SALES", "sales", "Try: /deal won 25000 Granit · /pillars · /pillars team"),
    ("C0ALLMANT", "allmänt", "Allt möjligt"),
)


@dataclass(frozen=True, slots=True)
class Character:
    """A rep and the habits behind their figures. Money in whole kronor, times in days."""

    user_id: str
    name: str
    handle: str
    title: str
    opens_a_week: float
    win_rate: float
    order: int  # typical order
    spread: float  # σ of its logarithm
    days: float  # mean time to close
    price_losses: float = 0.25  # share of losses for which the price is blamed
    from_day: int = 0  # first working day, in days after the history's beginning
    drift: float = 1.0  # what the typical order has become by now, as a factor
    call_offs: bool = False  # sells on framework agreements
    products: int = 5  # how much of the range they offer
    locale: str = "sv-SE"


MANAGER_ID: Final = "U0MARIA"
MANAGER_NAME: Final = "Maria Lindqvist"
MANAGER_HANDLE: Final = "maria"

CAST: Final = (
    # An all-rounder, the one to compare with.
    Character("U0ELIN", "Elin Sandberg", "elin", "Säljare, Mälardalen", 5.0, 0.34, 32_000, 0.8, 38),
    Character(
        "U0OLIVIA",
        "Olivia Bennett",
        "olivia",
        "Account manager, export",
        5.2,
        0.36,
        34_000,
        0.75,
        36,
        drift=1.25,
        locale="en-GB",
    ),
    # Sells often and small: one product, the same kind of customer.
    Character("U0OSKAR", "Oskar Bergström", "oskar", "Säljare, Norr", 7.0, 0.40, 9_500, 0.6, 24, products=2),
    # Wins most of what she takes on, and takes on little.
    Character("U0FATIMA", "Fatima Haddad", "fatima", "Säljare, Öst", 2.4, 0.56, 41_000, 0.7, 40),
    # Good deals that take for ever.
    Character("U0JOHAN", "Johan Ek", "johan", "Säljare, Väst", 4.4, 0.33, 36_000, 0.8, 74),
    # Few and large.
    Character("U0INGRID", "Ingrid Nyström", "ingrid", "Key account manager", 1.9, 0.37, 118_000, 0.7, 62),
    # Loses on price.
    Character("U0ALI", "Ali Rezaei", "ali", "Säljare, Stockholm", 5.6, 0.22, 30_000, 0.8, 35, price_losses=0.7),
    # Orders that have grown smaller.
    Character("U0KARIN", "Karin Holm", "karin", "Säljare, Syd", 4.8, 0.33, 38_000, 0.75, 37, drift=0.6),
    # New: too few deals to say anything.
    Character("U0VIKTOR", "Viktor Lund", "viktor", "Säljare, nyanställd", 2.2, 0.28, 24_000, 0.8, 40, from_day=500),
    # Framework agreements with municipalities: call-offs every week.
    Character(
        "U0PERAKE",
        "Per-Åke Söderström",
        "perake",
        "Säljare, offentlig sektor",
        2.0,
        0.31,
        52_000,
        0.6,
        85,
        call_offs=True,
    ),
    # Fills the funnel, seldom gets to the end of it.
    Character("U0SOFIA", "Sofia Wikström", "sofia", "Säljare, nykund", 9.5, 0.19, 27_000, 0.85, 33),
)

PRODUCTS: Final = ("Kontorsbelysning", "Industriarmatur", "Utomhus", "Styrsystem", "Serviceavtal")
SERVICE: Final = "Serviceavtal"  # paid by the month
ROLES: Final = ("inköpare", "fastighetschef", "vd", "arkitekt", "driftchef")
LOSS_REASONS: Final = ("competitor", "timing", "no_decision", "no_budget", "no_need")
FRAMEWORK_CUSTOMERS: Final = ("Havsviks kommun", "Region Norrdal", "Ekängens kommun")

_FIRST: Final = (
    "Fjord",
    "Norr",
    "Svea",
    "Göta",
    "Mälar",
    "Ek",
    "Björk",
    "Sten",
    "Älv",
    "Kvarn",
    "Sjö",
    "Berg",
    "Vinter",
    "Havs",
)
_LAST: Final = ("bygg", "fastigheter", "logistik", "mekan", "livs", "tryck", "konsult")
CUSTOMERS: Final = tuple(first + last for last in _LAST for first in _FIRST)
"""Ninety-eight companies. No two reps have quite the same."""
