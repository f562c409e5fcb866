"""Every Swedish and English word that the commands know, each table in one place.

Words are compared folded: without regard to case and accents, so that "Ångra" and "angra" are one word.
"""

import unicodedata
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


def fold(text: str) -> str:
    """`text` in the form in which words are compared: case folded, accents dropped (å = a, ö = o, é = e).

    Digits stay as they are: only canonical decompositions are used, so no foreign digit turns into an ASCII one.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def index(table: Mapping[Key, str]) -> dict[str, Key]:
    """Folded word → key, from a table of key → its words with commas between them."""
    return {fold(word.strip()): key for key, words in table.items() for word in words.split(",")}


def spellings(table: Mapping[Key, str]) -> dict[str, str]:
    """Folded word → the word as it is spelled."""
    return {fold(word.strip()): word.strip() for words in table.values() for word in words.split(",")}


# --- commands -------------------------------------------------------------------------------------------------------

_DEAL_VERBS = {
    "won": "won, win, vann, vinn, vunnen, vunnet, vunnit, vinst",
    "lost": "lost, lose, loss, förlorade, förlorad, förlorat, förlora, tappade, tappad, förlust",
    "open": "open, opened, new, öppna, öppen, öppnade, öppnad, ny, nytt",
    "order": "order, call-off, call off, calloff, avrop, avropade, beställning",
    "list": "list, lista, visa, show",
    "undo": "undo, ångra",
    "edit": "edit, change, ändra, redigera",
    "delete": "delete, remove, radera, ta bort",
    "export": "export, exportera, download, ladda ner, ladda ned",
    "import": "import, importera, upload, ladda upp",
    "help": "help, hjälp, ?, h",
}
DEAL_VERBS = index(_DEAL_VERBS)
SPELLED_VERBS = spellings(_DEAL_VERBS)

# What says a deal's new status in the midst of an edit; other verbs ("new", "ny") begin names too.
STATUS_WORDS = index(
    {
        "won": "won, vann, vunnen, vunnet, vunnit",
        "lost": "lost, förlorade, förlorad, förlorat",
        "open": "open, öppna, öppen",
    }
)

LIST_WORDS = index({"open": "open, öppna, öppen", "page": "page, sida, sidan"})
FILE_FILLERS = frozenset(index({"": "csv, xlsx, excel, file, files, a file, fil, filer, en, a, as, till, to, som"}))
LIST_FILLERS = frozenset(index({"": "deals, deal, affärer, affärerna, my, mine, mina, all, alla"}))

_PILLARS_WORDS = {
    "help": "help, hjälp, ?, h",
    "mine": "me, mine, my, mig, min, mina, mitt, jag",
    "team": "team, teamet, laget, lag, gruppen, everyone, alla, vi, vårt, vårt lag, the team, our team, hela laget",
    "goal": "goal, goals, target, targets, mål, målet, målen, målsättning",
    "why": "why, explain, varför, förklara, hur kommer det sig",
    "settings": "settings, setting, setup, inställningar, inställning, inställningarna",
}
PILLARS_WORDS = index(_PILLARS_WORDS)
SPELLED_PILLARS_WORDS = spellings(_PILLARS_WORDS)

_COACH_WORDS = {
    "help": "help, hjälp, ?, h",
    "plan": "plan, suggest, suggestions, advice, me, förslag, råd, tips, mig",
    "why": "why, explain, varför, förklara, hur kommer det sig",
    "done": "done, finish, finished, check in, checkin, check-in, klar, klart, färdig, gjort, gjord, avsluta,"
    " checka in, incheckning",
    "skip": "skip, pass, not now, not this week, not for me, later, hoppa över, hoppa, skippa, inte nu, inte för mig,"
    " inte den här veckan, senare",
    "team": "team, the team, our team, everyone, teamet, laget, hela laget, gruppen, alla",
    "history": "history, past, historik, historia, tidigare",
    "playbook": "playbook, spelbok, spelboken, handbok, handboken",
}
COACH_WORDS = index(_COACH_WORDS)
SPELLED_COACH_WORDS = spellings(_COACH_WORDS)

_OPTIONS = {
    "customer": "customer, kund, client",
    "product": "product, produkt",
    "contact_role": "role, contact, roll, kontakt, contact role, kontaktroll",
    "loss_reason": "reason, orsak, anledning, skäl",
    "note": "note, notes, anteckning, notering, kommentar, comment",
    "opened_on": "opened, öppnad, öppnades, öppnat",
    "closed_on": "closed, stängd, stängdes, avslutad, avslutades",
    "first_meeting_on": "meeting, möte, first meeting, första möte",
    "quoted_on": "quoted, quote, offert, offererad, offererat",
    "amount": "amount, belopp, value, värde, summa",
}
OPTIONS = index(_OPTIONS)
SPELLED_OPTIONS = spellings(_OPTIONS)

# Between an amount and a name these words say nothing of their own: "25 000 kr till Acme", "Acme för 25k".
PREPOSITIONS = frozenset(index({"": "to, from, till, från, hos, at, for, för, with, med, by, av, på, on, worth, värd"}))


@dataclass(frozen=True, slots=True)
class LossReason:
    """A well-known reason: `key` is what is stored and what texts translate; `words` are what people write."""

    key: str
    words: str


LOSS_REASONS = (
    LossReason("price", "price, too expensive, expensive, cost, pris, priset, för dyrt, dyrt, för dyr, kostnad"),
    LossReason("competitor", "competitor, competition, konkurrent, konkurrenten, konkurrens"),
    LossReason("timing", "timing, bad timing, wrong time, tidpunkt, fel tidpunkt, tajming"),
    LossReason("no_decision", "no_decision, no decision, no-decision, inget beslut, uteblivet beslut"),
    LossReason("no_budget", "no_budget, no budget, no-budget, budget, ingen budget, no money, inga pengar"),
    LossReason("no_need", "no_need, no need, no-need, need, behov, inget behov, ej behov"),
    LossReason("product", "product, produkt, produkten, feature, features, missing feature, funktion, funktionalitet"),
    LossReason("relationship", "relationship, relation, relationen, relationer"),
    LossReason("no_contact", "no_contact, no contact, no reply, no response, inget svar, ingen kontakt"),
)
REASONS = index({reason.key: reason.words for reason in LOSS_REASONS})

# --- amounts --------------------------------------------------------------------------------------------------------

# "t" is thousand only right before a currency: "tkr", "TSEK".
MULTIPLIERS = index(
    {
        1_000: "k, t, tusen, thousand",
        1_000_000: "m, mm, mn, mio, milj, miljon, miljoner, million, millions",
        1_000_000_000: "b, bn, md, mdr, miljard, miljarder, billion, billions",
    }
)

KRONAS = ("SEK", "NOK", "DKK", "ISK")
DOLLARS = ("USD", "CAD", "AUD", "NZD", "SGD", "HKD")

# What each word may mean; the workspace's own currency is preferred, then the first.
CURRENCY_WORDS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("kr", "kr."), KRONAS),
    **dict.fromkeys(("kronor", "krona"), ("SEK", "ISK", "NOK", "DKK")),
    **dict.fromkeys(("kroner", "krone"), ("NOK", "DKK", "SEK", "ISK")),
    **dict.fromkeys(("$", "dollar", "dollars"), DOLLARS),
    **dict.fromkeys(("us$", "$us"), ("USD",)),
    **dict.fromkeys(("€", "euro", "euros"), ("EUR",)),
    **dict.fromkeys(("£", "pund", "pound", "pounds"), ("GBP",)),
    **dict.fromkeys(("¥",), ("JPY", "CNY")),
    **dict.fromkeys(("zł", "zloty"), ("PLN",)),
    **dict.fromkeys(("franc", "francs"), ("CHF",)),
    **dict.fromkeys(("yen",), ("JPY",)),
    **dict.fromkeys(("₹",), ("INR",)),
}

# Of these only the whole word says what is meant, so that "kr" or "kroner" is asked about where it could be several.
ASKED_UNLESS_OWN = frozenset(("kr", "kr.", "kroner", "krone"))

PER_UNITS = index(
    {
        "month": "month, months, mo, mth, mnth, mån, mån., månad, månaden, calendar month",
        "year": "year, years, yr, y, år, året, annum",
    }
)
PER_PHRASES = index(
    {
        "month": "monthly, månadsvis, i månaden, om månaden, a month, each month, every month, varje månad, mrr, pcm",
        "year": "yearly, annually, årligen, årsvis, om året, a year, each year, every year, varje år, arr, p.a.",
    }
)
# What we do not record by: after "per", "/", "a" or "i" they must not become a part of the customer's name.
OTHER_UNITS = frozenset(
    index(
        {
            "": "week, weeks, wk, vecka, veckan, v, quarter, qtr, q, kvartal, kvartalet, kv, day, dag, dagen, d,"
            " hour, h, timme, timmen, tim, user, users, seat, seats, användare, licens, licence, license, st, styck,"
            " piece, pcs, unit, enhet, m, kg, ton, person, half-year, halvår, fortnight"
        }
    )
)
OTHER_PHRASES = frozenset(
    index({"": "weekly, quarterly, daily, hourly, kvartalsvis, veckovis, om dagen, i veckan, i kvartalet, i timmen"})
)

# --- dates and periods ----------------------------------------------------------------------------------------------

MONTHS = index(
    {
        1: "january, januari, jan",
        2: "february, februari, feb",
        3: "march, mars, mar",
        4: "april, apr",
        5: "may, maj",
        6: "june, juni, jun",
        7: "july, juli, jul",
        8: "august, augusti, aug",
        9: "september, sept, sep",
        10: "october, oktober, oct, okt",
        11: "november, nov",
        12: "december, dec",
    }
)

WEEKDAYS = index(  # Monday is 0
    {
        0: "monday, mon, måndag, mån, måndags, måndagen",
        1: "tuesday, tues, tue, tisdag, tis, tisdags, tisdagen",
        2: "wednesday, wed, onsdag, ons, onsdags, onsdagen",
        3: "thursday, thurs, thur, thu, torsdag, tors, tor, torsdags, torsdagen",
        4: "friday, fri, fredag, fre, fredags, fredagen",
        5: "saturday, sat, lördag, lör, lördags, lördagen",
        6: "sunday, sun, söndag, sön, söndags, söndagen",
    }
)

# Days from today.
DAY_WORDS = index(
    {
        0: "today, idag, i dag",
        -1: "yesterday, igår, i går",
        -2: "förrgår, i förrgår, iförrgår, day before yesterday, the day before yesterday",
        1: "tomorrow, imorgon, i morgon, imorron",
    }
)

SPAN_UNITS = index(
    {
        "day": "d, day, days, dag, dagar, dagarna, dygn",
        "week": "w, wk, week, weeks, v, vecka, veckor, veckorna",
        "month": "m, mo, month, months, mån, månad, månader, månaderna",
        "year": "y, yr, year, years, år, åren",
    }
)

COUNTS = index(
    {
        1: "a, an, one, en, ett",
        2: "two, två",
        3: "three, tre",
        4: "four, fyra",
        5: "five, fem",
        6: "six, sex",
        7: "seven, sju",
        8: "eight, åtta",
        9: "nine, nio",
        10: "ten, tio",
        11: "eleven, elva",
        12: "twelve, tolv",
        13: "thirteen, tretton",
    }
)

# (unit, how many whole units back): 0 is the running one, which ends today.
CALENDAR_PERIODS = index(
    {
        ("week", 0): "this week, week, denna vecka, den här veckan, veckan, i veckan, wtd, week to date",
        ("week", 1): "last week, previous week, förra veckan, föregående vecka",
        ("month", 0): "this month, month, denna månad, den här månaden, månaden, mtd, month to date",
        ("month", 1): "last month, previous month, förra månaden, föregående månad",
        ("quarter", 0): "this quarter, quarter, detta kvartal, det här kvartalet, kvartalet, qtd, quarter to date",
        ("quarter", 1): "last quarter, previous quarter, förra kvartalet, föregående kvartal",
        ("year", 0): "this year, year, i år, detta år, det här året, året, ytd, year to date, hittills i år",
        ("year", 1): "last year, previous year, förra året, föregående år, i fjol, ifjol, fjolåret",
    }
)
