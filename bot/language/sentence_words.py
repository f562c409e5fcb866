"""The words of plain sentences: what says how a deal went, what says nothing of its own, and what is asked about.

Both languages in one table each, compared folded, as in `words`.
"""

from bot.language.words import DEAL_VERBS, LOSS_REASONS, MONTHS, fold, index


def _listed(listed: str) -> tuple[str, ...]:
    """The folded words and phrases of a list with commas between them, in order."""
    return tuple(fold(word.strip()) for word in listed.split(","))


def _words(listed: str) -> frozenset[str]:
    return frozenset(_listed(listed))


# Forms that say that it has happened, wherever they stand. ("Win" and "vinna" do so only as a sentence's first word.)
_WE = {
    "won": "won, vann, vunnit, vunnen, vunnet, landed, landade, landat, signerade, signerat, closed, closed won, tog"
    " hem, tagit hem, fick hem, fått hem, ror hem, rodde hem, rott hem, sold, sold to, sold it to, sålde, sålt, såld,"
    " sålda, sålde till, sålt till, såld till, sålde in, stängde, stängt, knöt, fick ordern, fått ordern, fick order,"
    " fått order, fick en order, fått en order, fick en beställning, fått en beställning, fick beställning, fått"
    " beställning, fick beställningen, fick affären, fått affären, fick jobbet, fått jobbet, fick uppdraget, fått"
    " uppdraget, fick kontraktet, fått kontraktet, fick avtalet, fått avtalet, fick avtal, fick ja, fått ja, ja från,"
    " i hamn, är klar, är klart, är klara, är hemma, blev av, gick i lås, gått i lås, got the order, got an order,"
    " got the deal, got the contract, got the job, got the business, got the po, got a po, got a yes, got deal, got"
    " order, got contract, got job, received an order, ny kund, nya kunden, new customer, new client, new account, ny"
    " order, new order, ny beställning, blev vår, blev vårt, over the line, booked, upsold, merförsäljning,"
    " merförsålde, closed-won, received the order, received a po, received the po, deal done, is done, in the bag, a"
    " done deal, yes from",
    "lost": "lost, closed lost, förlorade, förlorat, förlorad, tappade, tappat, tappad, missade, missat, gick miste"
    " om, gått miste om, fick nej, fått nej, fick ett nej, fått ett nej, fick avslag, fått avslag, blev nej, nej"
    " från, blev inget, blev ingen affär, blev inte av, sprack, spruckit, föll, fallit, gick om intet, gick i stöpet,"
    " rann ut i sanden, got a no, no from, lost out on, lost out, ingen affär med, blir ingen affär, no deal with,"
    " föll på, closed-lost, missed out on, fell through, fallen through, is off, is dead",
    "open": "opened, öppnade, öppnat, new deal, new opportunity, new lead, new prospect, ny deal, ny affär, ny"
    " möjlighet, ny affärsmöjlighet, nytt lead, ny lead, nytt case, ny förfrågan, new enquiry, new inquiry",
    "quote": "quoted, offererade, offererat, skickade offert, skickat offert, skickade en offert, skickat en offert,"
    " skickade offerten, skickat offerten, skickade iväg en offert, lämnade offert, lämnat offert, lämnade en offert,"
    " lämnat en offert, lämnade anbud, lämnat anbud, la anbud, lade anbud, ny offert, nytt anbud, la en offert, lade"
    " en offert, la offert, gav offert, gav en offert, mejlade offert, mejlade en offert, quote of, proposal for,"
    " offert till, offert på, anbud till, offert skickad, offerten skickad, sent a quote, sent quote, sent the quote,"
    " sent a quotation, sent an offer, sent a proposal, sent the proposal, sent proposal, submitted a quote,"
    " submitted a proposal, submitted a bid, submitted a tender, new quote, new proposal, quote to, quote for,"
    " proposal to, quote sent, gave quote, proposal sent",
    "order": "avropade, avropat, nytt avrop, ett avrop, new call-off, a call-off, fick avrop",
}
# The customer does these, so that "they" before one is the customer and not somebody else who won.
_THEY = {
    "won": "signed, signed up, signed off, skrev på, skrivit på, skrev under, skrivit under, said yes, says yes, sa"
    " ja, sagt ja, säger ja, tackade ja, tackat ja, tackar ja, accepted, accepterade, accepterat, accepterar, bought,"
    " köpte, köpt, köper, ordered, beställde, beställt, beställer, placed an order, placed the order, slog till,"
    " slagit till, gick med på, chose us, went with us, picked us, going with us, valde oss, har valt oss, väljer"
    " oss, går med oss, kör med oss, gave us the order, gave us the go-ahead, gave us the green light, gav oss"
    " ordern, gav klartecken, signade, signat, agreed to, agreed, came through, är en vinst, is a win, are in, is in,"
    " are on board, is on board, är med på tåget, renewed, förlängde, förlängt",
    "lost": "tackade nej, tackat nej, tackar nej, sa nej, sagt nej, säger nej, said no, says no, turned us down,"
    " turned it down, declined, avböjde, avböjt, avböjer, pulled out, backed out, backade ur, backat ur, hoppade av,"
    " hoppat av, drog sig ur, dragit sig ur, nobbade, nobbat, valde bort oss, valt bort oss, väljer bort oss, decided"
    " against, decided not to, went elsewhere, walked away, gick inte vidare, går inte vidare, ville inte ha, vill"
    " inte ha, nekade, nekat, köpte inte, köper inte, vill inte köpa, ville inte köpa, didn't buy, not going ahead,"
    " aren't going ahead, isn't going ahead, are not going ahead, dropped us",
}
_CHOSE = (
    "went with, going with, gone with, chose, chosen, have chosen, picked, selected, bought from, signed with, gick"
    " till, gått till, går till, gick med, gått med, går med, valde, valt, har valt, väljer, tog, köpte av, köpte"
    " från, gick vidare med, går vidare med"
)
_OTHERS = (
    "someone else, somebody else, a competitor, the competitor, our competitor, the competition, another supplier,"
    " another vendor, another company, another provider, a different supplier, någon annan, nån annan, en annan, en"
    " annan leverantör, annan leverantör, en konkurrent, konkurrent, konkurrenten, konkurrenterna, ett annat företag,"
    " ett annat bolag, en annan lösning, en annan aktör"
)
CHOSE = frozenset(_listed(_CHOSE))
_WENT_ELSEWHERE = tuple(f"{chose} {other}" for chose in _listed(_CHOSE) for other in _listed(_OTHERS))

CUSTOMERS_VERBS = index(_THEY) | dict.fromkeys(_WENT_ELSEWHERE, "lost")
TOLD_VERBS = index(_WE) | CUSTOMERS_VERBS
MOST_WORDS_IN_VERB = max(len(verb.split()) for verb in TOLD_VERBS)
FIRST_VERBS = {word: verb for word, verb in DEAL_VERBS.items() if verb in ("won", "lost", "open", "order")}
RECORDING_VERBS = {word: verb for word, verb in TOLD_VERBS.items() if word in FIRST_VERBS} | FIRST_VERBS

REASONS_OF_VERBS = dict.fromkeys(_WENT_ELSEWHERE, "competitor") | dict.fromkeys(
    _listed("valde bort oss, valt bort oss, went elsewhere"), "competitor"
)

# Said of much else too: they tell of a deal only where a number is told with them.
NEED_A_NUMBER = _words(
    "är klar, är klart, är klara, är hemma, is done, is in, are in, is on board, are on board, köpte, köpt, köper,"
    " bought, ordered, beställde, beställt, beställer, says yes, säger ja, går med oss, föll, fallit, stängde,"
    " stängt, renewed, agreed, agreed to, came through, booked, merförsäljning, upsold, quote of, proposal for,"
    " signed up, signed off, accepterar, tog, selected, is dead, offert på, offert till, quote for, quote to,"
    " proposal to, anbud till, nytt anbud, ny förfrågan, new enquiry, new inquiry, nytt case"
)

# Swedes put the subject in between where something else stands first: "igår skrev Volvo på", "sen fick vi ordern".
_PARTED = (
    "skrev på, skrev under, sa ja, sa nej, tackade ja, tackade nej, fick ordern, fick order, fick affären, fick"
    " jobbet, fick uppdraget, fick kontraktet, fick avtalet, fick hem, fick nej, fick ja, tog hem, slog till, hoppade"
    " av, got deal, got order, got contract, got job, sent proposal, sent quote, gave quote, skickade offert,"
    " skickade offerten, lämnade offert, lämnade anbud, backade ur, blev klar, blev klart, blev nej"
)
PARTED_VERBS = frozenset((first, rest) for first, _, rest in (verb.partition(" ") for verb in _listed(_PARTED)))
MOST_WORDS_PARTING = 3

# Before the verb these say that it has not happened, is not certain, or was somebody else.
DOUBTS = _words(
    "not, never, inte, ej, aldrig, knappt, almost, nearly, nästan, if, om, ifall, when, när, maybe, perhaps, kanske,"
    " possibly, probably, troligen, förmodligen, hope, hopes, hoping, hopefully, hoppas, förhoppningsvis, will,"
    " would, wouldn't, won't, shall, should, could, couldn't, might, can, cannot, can't, ska, skall, skulle, kan,"
    " kunde, vill, borde, tror, think, guess, soon, snart, unless, didn't, didnt, haven't, havent, hasn't, hasnt,"
    " isn't, isnt, wasn't, wasnt, aren't, don't, dont, did, why, varför, who, vem, how, hur, what, vad, ni, you, du,"
    " competitor, competitors, konkurrent, konkurrenten, konkurrenterna, might've, may, want, wants, vill, önskar,"
    " verkar, seems, looks, behöver, needs, försöker, trying, hoppfull, chans, chance, risk"
)
# Before a verb of ours these say that it was somebody else; before one of the customer's they are the customer.
THIRD_PERSONS = _words("they, they've, theyve, he, she, he's, she's, de, dom, hon, han")
DENIALS = _words("not, never, inte, ej, aldrig, no, ingen, inget, inga, nothing, nobody")

# At the edge of a customer's name, and before an amount, these say nothing of their own.
FILLERS = _words(
    "we, we've, weve, i, i've, ive, jag, vi, har, have, has, had, hade, just, precis, nyss, now, nu, finally,"
    " äntligen, yes, ja, yay, hurra, hej, hello, hi, hey, so, så, also, också, that, att, it, den, det, the, a, an,"
    " en, ett, our, vår, vårt, my, min, mitt, new, ny, nytt, deal, deals, dealen, affär, affären, affärer, order,"
    " orders, ordern, contract, kontrakt, kontraktet, avtal, avtalet, account, customer, client, kund, kunden,"
    " opportunity, möjlighet, möjligheten, affärsmöjlighet, case, caset, uppdrag, uppdraget, is, are, was, were,"
    " been, got, blev, är, var, blivit, fick, fått, received, again, igen, sadly, unfortunately, tyvärr, great, good,"
    " news, bra, kul, us, oss, about, around, roughly, approximately, approx, ungefär, ca, ca., cirka, circa, typ,"
    " with, med, from, från, hos, to, till, åt, for, för, of, av, på, at, on, worth, värd, värt, value, värde,"
    " amount, belopp, total, totalt, och, and, or, eller, but, men, then, då, over, in, i, lead, leads, prospect,"
    " prospekt, förfrågan, offert, offerten, anbud, anbudet, quote, proposal, offer, skickad, skickades, skickat,"
    " skickade, sent, po, jobb, jobbet, job, business, order, beställning, beställningen, idag, today, now, woho,"
    " woohoo, woop, wohoo, nice, yeah, jaa, jaaa, japp, jo, well, update, klar, klart, done, hemma, super, kanon,"
    " set, record, log, add, please, lägg, sätt, registrera, notera, as, som, nyhet, nyheter, fyi, info, obs, status,"
    " bid, tender, upphandling, upphandlingen, they, they've, theyve, de, dom, hon, han, he, she"
)
SUFFIXES = ("-affären", "-dealen", "-ordern", "-deal", "-kontraktet", "-avtalet")

# After a strong marker stands the reason whatever it says; after a weak one only a reason that is known.
STRONG_MARKERS = _words(
    "because of, because, cos of, coz of, cause of, cos, coz, bc of, bc, due to, pga, pga., p.g.a., p g a, på grund"
    " av, eftersom, för att, därför att, beroende på, the reason was, reason was, reason, orsak, anledning, orsaken"
    " var, anledningen var"
)
WEAK_MARKERS = _words("on, over, to, at, by, with, for, från, from, på, till, mot, för, med, av")
MOST_WORDS_IN_MARKER = 3
ARTICLES = _words("the, a, an, their, our, en, ett, den, det, deras, vårt, vår, was, var")
MOST_WORDS_IN_REASON = max(len(word.split()) for reason in LOSS_REASONS for word in reason.words.split(","))

# In lower case a clause begins at one of the first; at one of the second only where a verb follows.
CLAUSE_BEGINNINGS = _words(
    "they, they've, they're, they'd, they'll, theyre, theyve, we, we've, we'll, their, which, who, dom, deras,"
    " vilket, because, eftersom, since"
)
SUBJECTS = _words(
    "he, she, there, de, det, den, vi, han, hon, it, that, konkurrenten, konkurrenterna, kunden, i, jag, tajmingen,"
    " priset, budgeten, the"
)
CLAUSE_VERBS = _words(
    "was, were, is, are, had, has, have, did, didn't, do, don't, went, chose, picked, bought, wanted, want, wants,"
    " need, needs, needed, said, thought, got, took, will, would, can, could, felt, decided, signed, pay, pays,"
    " start, starts, found, used, ran, stayed, put, just, already, hade, har, var, ar, är, fick, får, valde, ville,"
    " vill, gick, tog, tyckte, tycker, skot, sköt, kopte, köpte, sa, säger, kunde, kan, ska, skulle, behöver,"
    " behövde, hittade, blev, blir, kör, körde, vantar, väntar, börjar, startar, betalar, beslutade, bestämde, hörde,"
    " svarade, slutade, stannade, saknade, saknar, passade, kändes, visade, redan, never, aldrig, inte"
)
CONJUNCTIONS = _words("since, as, då, för, for, cos, cuz, but, men, so, så, and, och, while, medan, after, efter att")

# After these stands the customer: "sålde en maskin till Volvo".
BEFORE_CUSTOMERS = _words("to, in, i, with, from, at, for, till, med, från, hos, på, av, åt, by, of")

# Between a person and the customer, which of them is which is for the salesperson to say: "Pelle på Jula".
BETWEEN_NAMES = _words("på, hos, at, from, från, via")

# Before a competitor's name behind the customer's: "lost Asda to Bidvest".
BEFORE_RIVALS = _words("to, till, mot, against")
BEFORE_FUTURE_DAYS = _words("på, till, nästa, next, coming, kommande, by, before, innan")
TAXED = (_words("ex, exkl, excl, exc, inkl, incl, inc, plus, utan"), _words("moms, vat, mva"))

# Words of sentences: no customer is called so, and a name that holds one in lower case is half a sentence.
NO_PART_OF_NAMES = (
    CLAUSE_BEGINNINGS
    | SUBJECTS
    | CLAUSE_VERBS
    | THIRD_PERSONS
    | _words(
        "not, no, inte, ej, ingen, inget, inga, att, som, if, om, when, när, this, these, those, detta, dessa,"
        " thanks, tack, great, really, very, mycket, också, also, just, precis, igen, again, today, idag, imorgon,"
        " tomorrow, instead, istället, because, since, too, alltför, still, fortfarande, about, them, him, her, us,"
        " oss, dem, honom, henne, deal, dealen, affär, affären, order, ordern, avtal, avtalet, kontrakt, kontraktet,"
        " offert, offerten, quote, proposal, contract, möte, mötet, meeting, everything, allt, something, något,"
        " someone, någon, whole, hela, start, börjar, fler, more, yes, ja, nej, kanske, maybe, well, bra, dåligt,"
        " bad, ok, okej, team, med, with, reference, referens, mark, såg, saw, hörde, heard, ett, en, a, an, our,"
        " vår, vårt, my, min, mitt"
    )
) - _words("i, är, ar, can, will, go")

MONTH_NAMES = frozenset(name for name in MONTHS if len(name) >= 3)
WEEKDAY_ENDINGS = ("day", "dag", "dags", "dagen")
BEFORE_WEEKDAYS = _words("on, last, i, förra, senaste, past")
# Days told by a part of them, and how far each is from today; and spans of several days, of which one was the day.
PARTS_OF_DAYS = index(
    {
        0: "i morse, imorse, i förmiddags, i eftermiddags, i dag på morgonen, nu på morgonen, i kväll, ikväll, just"
        " nu, nyss, this morning, this afternoon, this evening, tonight, earlier today, tidigare idag, tidigare i"
        " dag, just now, idag på morgonen",
        -1: "i går kväll, igår kväll, igår eftermiddag, i går eftermiddag, igår morse, i går morse, igår förmiddag,"
        " last night, yesterday morning, yesterday afternoon, yesterday evening, late yesterday, sent igår, sent i går",
    }
)
SPANS = _words(
    "förra veckan, i förra veckan, last week, förra månaden, i förra månaden, last month, häromdagen, häromveckan,"
    " the other day, nyligen, recently, i veckan, den här veckan, this week, nu i veckan, earlier this week, tidigare"
    " i veckan, den här månaden, this month, earlier this month, i helgen, this weekend, over the weekend, last"
    " weekend, förra helgen, i början av veckan, i slutet av veckan, i slutet av förra veckan, late last week, early"
    " last week, ett tag sedan, för ett tag sedan, a while ago, a few days ago, för några dagar sedan, några dagar"
    " sedan"
)
BEFORE_DATES = _words("on, den, the, per")

# --- questions ------------------------------------------------------------------------------------------------------

GREETINGS = _words(
    "hej, hejsan, hello, hi, hey, hallå, tja, tjena, tjenare, tjenis, halloj, mors, god morgon, god kväll, good"
    " morning, good afternoon, good evening, goddag, god dag, morning, morgon, yo, hiya, howdy, hej hej, hejhej, hi"
    " there, hey there, hello there, hej på dig, hallå där, tja tja, test, testing, afternoon, evening, gomorron, god"
    " morron, anybody there"
)
UNDOING = _words(
    "ångra, undo, backa, återställ, ta bort, radera, delete, remove, cancel, revert, take back, take that back, take"
    " it back, ta tillbaka, det blev fel, det var fel, blev fel, fel, wrong, that was wrong, that's wrong, thats"
    " wrong, that is wrong, oops, ops, hoppsan, oj, my mistake, mistake, by mistake, misstag, ett misstag, av"
    " misstag, jag skrev fel, skrev fel, jag ångrar mig, ångrar mig, i made a mistake, scratch that, never mind that,"
    " that's not right, det stämmer inte, stämmer inte, strike that"
)
UNDOING_FILLERS = _words(
    "det, den, det där, den där, detta, that, it, this, senaste, sista, last, the, one, affären, affär, deal, entry,"
    " please, tack, snälla, i, jag, vill, kan, du, can, you, could, want, to, would, like, like to, my, mitt, min, a,"
    " ett, en, jag gjorde, was, var, blev, är, is, registrering, registreringen, posten, change, ändring, ändringen,"
    " nyss, just, now, nej, no, sorry, förlåt, där, registrerade, recorded, did, gjorde, oj, oops, ops, igen, again,"
    " jaha, vänta, wait, bara"
)
HELPS = _words(
    "help, hjälp, ?, who are you, vem är du, what are you, vad är du, vad gör du, what do you do, how does this work,"
    " how do you work, what can you do, what can i write, hur funkar det, hur fungerar det, hur funkar du, hur"
    " fungerar du, vad kan du, vad kan du göra, vad kan jag skriva, hjälp mig, help me"
)
THANKS = _words(
    "tack, tackar, thanks, thank, you, thx, ok, okej, okay, så, mycket, much, many, very, super, great, perfekt,"
    " perfect, toppen, bra, nice, cool, good, jobbat, kul, väl, det, that, is, är, cheers, ta, bye, goodbye, hejdå,"
    " hej, då, ha, en, dag, have, a, day, one, see, ya, later, vi, ses, ciao, night, natt, godnatt, god, helg,"
    " trevlig, weekend, lovely, brilliant, schysst, tusen, for, för, hjälpen, the, help, so, då, grymt, fint, snyggt,"
    " job, work, well, done, will, do, ska, got, it, great, appreciated, appreciate, your, din, hjälp, allt, all,"
    " tackade, yes, ja, sure, visst, that's, thats, kanon, fantastiskt, awesome"
)
THANKS_CORE = _words(
    "tack, tackar, thanks, thank, thx, ok, okej, okay, toppen, perfekt, perfect, cheers, bye, goodbye, hejdå,"
    " godnatt, ciao, brilliant, grymt, great, nice, cool, snyggt, schysst, later, helg, ses, kanon, fantastiskt,"
    " awesome"
)

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
    " last, recent, för, some, got, give, ge, lista, just, nu, now, right, currently, still, fortfarande, please,"
    " tack, finns, är, mig, upp"
)
LISTING_NOUNS = _words("deals, affärer, affärerna, list, lista")
LISTING_OPEN = _words("open, öppna, öppen")

TEAM_WORDS = _words("team, teamet, lag, laget, gruppen, group, everyone, alla, we, vi, oss, us, our, vår, vårt, våra")
FIGURE_WORDS = _words(
    "pillars, pillar, pelare, pelarna, siffror, siffrorna, figures, numbers, stats, statistics, statistik, resultat,"
    " resultatet, results, result, performance, card, kort, kortet, kpi, kpis, kpi:er, utveckling, utvecklingen"
)
# With "how" or "hur" in front these ask for the figures.
STATE_WORDS = _words(
    "going, goes, go, doing, do, performing, standing, gå, går, gått, gick, ligger, stod, står, ser, look, looking,"
    " looks, ut, funkar, presterar, sålt, sold, säljer, selling, sell, vunnit, won, förlorat, lost, stängt, closed,"
    " many, much, mycket, många, affärer, deals"
)
HOW_WORDS = _words("how, how's, hows, hur")
QUESTION_FILLERS = _words(
    "next, härnäst, week, vecka, veckan, what, what's, whats, vad, is, are, am, was, were, did, has, have, had, been,"
    " be, är, var, blev, har, hade, blivit, my, mine, me, i, i'm, im, i've, jag, mig, min, mitt, mina, it, this,"
    " that, things, det, den, de, the, a, an, en, ett, for, för, med, with, at, in, on, på, of, av, to, till, right,"
    " now, just, nu, show, visa, give, ge, see, se, tell, berätta, about, om, then, så, please, tack, snälla, and,"
    " och, doing, hej, hello, hi, hey, idag, today, current, currently, aktuell, aktuella, average, so, far,"
    " hittills, over, under, during, sales, sälj, försäljning, försäljningen"
)
