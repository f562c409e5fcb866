"""The words of plain sentences: what says how a deal went, what says nothing of its own, and what is asked about.

Both languages in one table each, compared folded, as in `words`.
"""

from bot.language.words import DEAL_VERBS, LOSS_REASONS, MONTHS, fold, index


def _words(listed: str) -> frozenset[str]:
    """The folded words and phrases of a list with commas between them."""
    return frozenset(fold(word.strip()) for word in listed.split(","))


# Forms that say that it has happened, wherever they stand. ("Win" and "vinna" do so only as a sentence's first word.)
TOLD_VERBS = index(
    {
        "won": "won, vann, vunnit, vunnen, vunnet, landed, landade, landat, signed, signerade, signerat, closed,"
        " closed won, skrev på, skrivit på, skrev under, skrivit under, tog hem, tagit hem, fick hem, fått hem",
        "lost": "lost, closed lost, förlorade, förlorat, förlorad, tappade, tappat, tappad, missade, missat,"
        " tackade nej, tackat nej, sa nej, sagt nej, fick nej, fått nej, said no, got a no, turned us down,"
        " turned it down",
        "open": "opened, öppnade, öppnat, new deal, new opportunity, ny deal, ny affär, ny möjlighet,"
        " ny affärsmöjlighet",
        "order": "avropade, avropat, nytt avrop, ett avrop, new call-off, a call-off, fick avrop",
    }
)
MOST_WORDS_IN_VERB = 3
FIRST_VERBS = {word: verb for word, verb in DEAL_VERBS.items() if verb in ("won", "lost", "open", "order")}
RECORDING_VERBS = {word: verb for word, verb in TOLD_VERBS.items() if word in FIRST_VERBS} | FIRST_VERBS

# Before the verb these say that it has not happened, is not certain, or was somebody else.
DOUBTS = _words(
    "not, never, inte, ej, aldrig, knappt, almost, nearly, nästan, if, om, ifall, when, när, maybe, perhaps,"
    " kanske, possibly, probably, troligen, förmodligen, hope, hopes, hoping, hopefully, hoppas, förhoppningsvis,"
    " will, would, wouldn't, won't, shall, should, could, couldn't, might, can, cannot, can't, ska, skall, skulle,"
    " kan, kunde, vill, borde, tror, think, guess, soon, snart, unless, didn't, didnt, haven't, havent, hasn't,"
    " hasnt, isn't, isnt, wasn't, wasnt, aren't, don't, dont, did, why, varför, who, vem, how, hur, what, vad, they,"
    " he, she, de, dom, hon, han, ni, you, du, competitor, competitors, konkurrent, konkurrenten, konkurrenterna"
)
DENIALS = _words("not, never, inte, ej, aldrig, no, ingen, inget, inga, nothing, nobody")

# At the edge of a customer's name, and before an amount, these say nothing of their own.
FILLERS = _words(
    "we, we've, weve, i, i've, ive, jag, vi, har, have, has, had, hade, just, precis, nyss, now, nu, finally,"
    " äntligen, yes, ja, yay, hurra, hej, hello, hi, hey, so, så, also, också, that, att, it, den, det, the, a, an,"
    " en, ett, our, vår, vårt, my, min, mitt, new, ny, nytt, deal, deals, dealen, affär, affären, affärer, order,"
    " orders, ordern, contract, kontrakt, kontraktet, avtal, avtalet, account, customer, client, kund, kunden,"
    " opportunity, möjlighet, möjligheten, affärsmöjlighet, case, caset, uppdrag, uppdraget, is, are, was, were,"
    " been, got, blev, är, var, blivit, fick, fått, received, again, igen, sadly, unfortunately, tyvärr, great,"
    " good, news, bra, kul, us, oss, about, around, roughly, approximately, approx, ungefär, ca, ca., cirka, circa,"
    " typ, with, med, from, från, hos, to, till, for, för, of, av, på, at, on, worth, värd, värt, value, värde,"
    " amount, belopp, total, totalt, och, and, or, eller, but, men, then, då, over, in"
)
SUFFIXES = ("-affären", "-dealen", "-ordern", "-deal", "-kontraktet", "-avtalet")

# After a strong marker stands the reason whatever it says; after a weak one only a reason that is known.
STRONG_MARKERS = _words(
    "because of, because, due to, pga, pga., p.g.a., p g a, på grund av, eftersom, för att, därför att, beroende"
    " på, the reason was, reason was, reason, orsak, anledning, orsaken var, anledningen var"
)
WEAK_MARKERS = _words("on, over, to, at, by, with, for, från, from, på, till, mot, för, med, av")
MOST_WORDS_IN_MARKER = 3
ARTICLES = _words("the, a, an, their, our, en, ett, den, det, deras, vårt, vår, was, var")
MOST_WORDS_IN_REASON = max(len(word.split()) for reason in LOSS_REASONS for word in reason.words.split(","))

MONTH_NAMES = frozenset(name for name in MONTHS if len(name) >= 3)
WEEKDAY_ENDINGS = ("day", "dag", "dags", "dagen")
BEFORE_WEEKDAYS = _words("on, last, i, förra, senaste, past")
BEFORE_DATES = _words("on, den, the, per")

# --- questions ------------------------------------------------------------------------------------------------------

GREETINGS = _words(
    "hej, hejsan, hello, hi, hey, hallå, tja, tjena, god morgon, good morning, goddag, morning, morgon, yo"
)
HELPS = _words(
    "help, hjälp, ?, how does this work, how do you work, what can you do, what can i write, hur funkar det, hur"
    " fungerar det, hur funkar du, hur fungerar du, vad kan du, vad kan du göra, vad kan jag skriva, hjälp mig, help"
    " me"
)
THANKS = _words(
    "tack, tackar, thanks, thank, you, thx, ok, okej, okay, så, mycket, much, many, very, super, great, perfekt,"
    " perfect, toppen, bra, nice, cool, good, jobbat, kul, väl, det, that, is, är"
)
THANKS_CORE = _words("tack, tackar, thanks, thank, thx, ok, okej, okay, toppen, perfekt, perfect")

COACHING = _words(
    "vad ska jag göra, vad bör jag göra, vad borde jag göra, vad gör jag nu, vad ska jag jobba med, vad ska jag"
    " fokusera på, hur blir jag bättre, hur kan jag bli bättre, hur säljer jag mer, hur kan jag sälja mer, coacha"
    " mig, what should i do, what shall i do, what do i do, what can i do better, what to do, what next, what now,"
    " what should i work on, what should i focus on, how do i get better, how can i improve, how do i improve, how"
    " can i sell more, how do i sell more, coach me, any advice, give me advice, ge mig råd, ge mig tips, any tips,"
    " coach, tips, råd, advice"
)

LISTING = _words(
    "list, lista, show, visa, see, se, open, öppna, öppen, deals, deal, affärer, affär, affärerna, my, mine, mina,"
    " mitt, me, mig, all, alla, the, what, which, vilka, vad, are, är, have, har, i, jag, do, do?, senaste, latest,"
    " last, recent"
)
LISTING_NOUNS = _words("deals, affärer, affärerna, list, lista")
LISTING_OPEN = _words("open, öppna, öppen")

TEAM_WORDS = _words("team, teamet, lag, laget, gruppen, group, everyone, alla, we, vi, oss, us, our, vår, vårt, våra")
FIGURE_WORDS = _words(
    "pillars, pillar, pelare, pelarna, siffror, siffrorna, figures, numbers, stats, statistics, statistik,"
    " resultat, resultatet, results, result, performance, card, kort, kortet, kpi, kpis, kpi:er, utveckling,"
    " utvecklingen"
)
# With "how" or "hur" in front these ask for the figures.
STATE_WORDS = _words(
    "going, goes, go, doing, do, performing, standing, gå, går, gått, gick, ligger, stod, står, ser, look, looking,"
    " looks, ut, funkar, presterar"
)
HOW_WORDS = _words("how, how's, hows, hur")
QUESTION_FILLERS = _words(
    "next, härnäst, week, vecka, veckan, what, what's, whats, vad, is, are, am, was, were, did, has, have, had,"
    " been, be, är, var, blev, har, hade, blivit, my, mine, me, i, i'm, im, i've, jag, mig, min, mitt, mina, it,"
    " this, that, things, det, den, de, the, a, an, en, ett, for, för, med, with, at, in, on, på, of, av, to,"
    " till, right, now, just, nu, show, visa, give, ge, see, se, tell, berätta, about, om, then, så, please, tack,"
    " snälla, and, och, doing, hej, hello, hi, hey, idag, today, current, currently, aktuell, aktuella, average,"
    " so, far, hittills, over, under, during, sales, sälj, försäljning, försäljningen"
)
