"""The words of `/pillars goal`: pillars, units, and what removes a goal. Compared folded, as in `words`."""

from bot.language.words import index, spellings

_PILLAR_WORDS = {
    "win_rate": "win, wins, win rate, winrate, hit rate, hitrate, close rate, closing rate, avslut, avslutsfrekvens,"
    " avslutsfrekvensen, träffprocent, vinstandel",
    "order_value": "aov, order, order value, average order, average order value, order size, snittorder, snittordern,"
    " snittordervärde, snittordervärdet, ordervärde, ordervärdet, genomsnittsorder",
    "time_to_close": "time, ttc, time to close, closing time, sales cycle, cycle, tid, tiden, tid till avslut,"
    " tiden till avslut, avslutstid, säljcykel, ledtid",
    "opportunities": "opps, opp, opportunities, opportunity, new deals, affärsmöjligheter, affärsmöjlighet,"
    " möjligheter, antal affärsmöjligheter, nya affärer",
}
GOAL_PILLARS = index(_PILLAR_WORDS)
SPELLED_GOAL_PILLARS = spellings(_PILLAR_WORDS)
MOST_WORDS = max(len(word.split()) for word in GOAL_PILLARS)

OFF = frozenset(
    index({"": "off, none, remove, delete, clear, stop, bort, ta bort, inget, ingen, inga, av, radera, sluta"})
)

# Between a pillar and its value these words say nothing of their own: "mål för snittorder: 30 000".
FILLERS = frozenset(
    index({"": "to, till, på, för, for, of, is, är, be, at, =, :, my, mine, me, mitt, mina, min, vårt, our, the, a"})
)

# What a number of days may be followed by: how many days one of it is.
DAY_UNITS = index({1: "d, day, days, dag, dagar, dygn", 7: "w, wk, week, weeks, v, vecka, veckor"})

# How often a number of opportunities is meant: how many of it make a quarter of thirteen weeks.
PER_QUARTER = index(
    {
        1: "quarter, qtr, q, kvartal, kvartalet, kv",
        3: "month, months, mo, mån, månad, månaden",
        13: "week, wk, w, vecka, veckan, v",
    }
)
