"""Which column of a file is which field of a deal, by the headers of known systems and everyday words.

`SPELLINGS` is the whole catalogue. A field's columns are ranked: 0 says exactly this field, higher ranks are taken
only where nothing better is there. Two columns of the same rank are asked about, never chosen between.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.importing.units import Unit, unit_of
from bot.language.slack_text import clean
from bot.language.words import fold

System = Literal["hubspot", "pipedrive", "salesforce", "plain"]

# What a mapping file may name, and `Plan.columns` holds: of a deal what `CONTENT` names, and what systems say it with.
FIELDS = (
    "external_id",
    "title",
    "rep",
    "rep_email",
    "status",
    "stage",
    "is_won",
    "is_closed",
    "is_lost",
    "amount",
    "amount_minor",
    "currency",
    "per",
    "kind",
    "customer",
    "product",
    "contact_role",
    "loss_reason",
    "note",
    "opened_on",
    "opened_known",
    "first_meeting_on",
    "quoted_on",
    "closed_on",
    "won_on",
    "lost_on",
)
DATES = ("opened_on", "first_meeting_on", "quoted_on", "closed_on", "won_on", "lost_on")
OUTCOME = ("status", "stage", "is_won", "is_closed", "is_lost")
SOME_DATE = "some_date"


@dataclass(frozen=True, slots=True)
class Spelling:
    field: str
    rank: int
    names: str  # normalised by `plain`, with commas between them


SPELLINGS = (
    Spelling(
        "external_id", 0, "external id, record id, hs object id, deal id, opportunity id, opportunityid, oppty id"
    ),
    Spelling("external_id", 0, "affars id, affarsid, post id, postid, opportunity number, deal number, affarsnummer"),
    Spelling("external_id", 0, "18 character opportunity id, opportunity id 18, case safe id, crm id, hubspot id"),
    Spelling("external_id", 1, "id, number, nummer, deal no, nr, no, record number, reference, ref, referens"),
    Spelling("title", 0, "deal name, dealname, opportunity name, deal title, affarsnamn, affarens namn, title, titel"),
    Spelling("title", 1, "name, deal, opportunity, affar, namn, subject, affarsmojlighet, rubrik"),
    Spelling("rep", 0, "rep, deal owner, opportunity owner, owner name, owner full name, opportunity owner full name"),
    Spelling("rep", 0, "sales rep, salesperson, sales person, sales agent, seller, saljare, saljaren, affarsagare"),
    Spelling("rep", 0, "affarens agare, account executive, sales representative, deal owner name, owner, agare, agent"),
    Spelling("rep", 0, "ansvarig saljare"),
    Spelling("rep", 1, "ansvarig, assigned to, user, responsible, account manager, kundansvarig, tilldelad"),
    Spelling(
        "rep", 2, "hubspot owner id, owner id, ownerid, opportunity owner id, deal owner id, deal user id, user id"
    ),
    Spelling("rep_email", 0, "rep email, owner email, deal owner email, opportunity owner email, saljarens e post"),
    Spelling("rep_email", 0, "sales rep email, salesperson email, saljare e post, e post saljare, agent email"),
    Spelling("rep_email", 0, "saljare epost, agarens e post, owner email address, seller email, rep e mail"),
    Spelling("status", 0, "status, deal status, opportunity status, affarsstatus, utfall, outcome, result, resultat"),
    Spelling("stage", 0, "stage, deal stage, dealstage, stage name, opportunity stage, sales stage, affarsfas"),
    Spelling(
        "stage", 0, "affarssteg, affarsstadium, fas, steg, stadium, saljfas, saljsteg, affarens fas, affarens steg"
    ),
    Spelling("is_won", 0, "is closed won, hs is closed won, is won, iswon, won, ar vunnen, vunnen, ar stangd vunnen"),
    Spelling("is_won", 0, "ar stangd och vunnen, ar avslutad och vunnen, ar avslutad vunnen, ar stangd som vunnen"),
    Spelling("is_closed", 0, "is closed, hs is closed, isclosed, ar stangd, ar avslutad"),
    Spelling("is_closed", 1, "closed"),  # a yes or no in Salesforce's reports, a date in many a spreadsheet
    Spelling("is_lost", 0, "is closed lost, hs is closed lost, is lost, islost, lost, ar forlorad, forlorad"),
    Spelling("amount", 0, "amount, deal value, deal amount, close value, belopp, affarsvarde, ordervarde, order value"),
    Spelling("amount", 0, "opportunity amount, affarsbelopp, contract value, order amount, deal size, orderbelopp"),
    Spelling("amount", 1, "value, varde, sum, summa, price, pris, revenue, total, total amount, totalt, total value"),
    Spelling("amount", 1, "tcv, total contract value, intakt, omsattning, totalbelopp, avtalsvarde, kontraktsvarde"),
    Spelling("amount", 2, "mrr, arr, acv, monthly recurring revenue, annual recurring revenue, annual contract value"),
    Spelling("amount", 2, "monthly amount, annual amount, monthly value, annual value, manadsbelopp, arsvarde"),
    Spelling("amount_minor", 0, "amount minor"),
    Spelling("currency", 0, "currency, deal currency of value, currency of value, deal currency, deal currency code"),
    Spelling("currency", 0, "currency iso code, currencyisocode, amount currency, opportunity currency, valuta"),
    Spelling("currency", 0, "currency code, valutakod, deal value currency, affarens valuta"),
    Spelling("per", 0, "per, billing period, betalas per, recurring per, aterkommer"),
    Spelling("kind", 0, "kind, deal kind, order kind, slag, call off"),
    Spelling("customer", 0, "customer, customer name, account name, account, company, company name, kund, kundnamn"),
    Spelling("customer", 0, "deal organization, deal organisation, organization, organisation, foretag, foretagsnamn"),
    Spelling("customer", 0, "associated company, associated company primary, primary associated company, client"),
    Spelling("customer", 0, "client name, bolag, primart foretag, associerat foretag, kontonamn"),
    Spelling("customer", 0, "deal organization name, kopplat foretag, primary company, konto"),
    Spelling("customer", 1, "organization name, organisation name"),
    Spelling("customer", 2, "deal contact person, contact person, associated contact, kontaktperson, account id"),
    Spelling("product", 0, "product, product name, produkt, produktnamn, deal product, deal product name, tjanst"),
    Spelling("product", 1, "products, produkter, deal products, service, item, artikel"),
    Spelling("contact_role", 0, "contact role, kontaktroll, roll, role, buyer role"),
    Spelling("loss_reason", 0, "loss reason, lost reason, deal lost reason, closed lost reason, reason lost"),
    Spelling("loss_reason", 0, "forlustorsak, forlustskal, orsak till forlust, reason for loss, closed lost category"),
    Spelling("loss_reason", 0, "anledning till forlust, anledning till forlorad affar, orsak, reason"),
    Spelling("note", 0, "note, notes, deal note, anteckning, anteckningar, notering, kommentar, comment, comments"),
    Spelling("note", 1, "description, deal description, beskrivning"),
    Spelling(
        "opened_on", 0, "opened on, create date, createdate, created date, deal created, deal deal created, created"
    ),
    Spelling("opened_on", 0, "deal creation date, creation date, deal add time, add time, created on, created at"),
    Spelling("opened_on", 0, "deal created on, opened, open date, opened date, date opened, engage date, skapad"),
    Spelling("opened_on", 0, "skapad den, skapandedatum, datum skapad, skapat datum, skapad datum, skapades, oppnad"),
    Spelling("opened_on", 0, "oppnad den, oppningsdatum, oppnades, oppnat datum, date created, deal creation time"),
    Spelling("opened_on", 0, "deal deal created on, datum for skapande, created time, creation time"),
    Spelling("opened_on", 1, "start date, startdatum, started, inquiry date, first contact, forsta kontakt"),
    Spelling("opened_known", 0, "opened known"),
    Spelling("first_meeting_on", 0, "first meeting on, first meeting, first meeting date, forsta mote, forsta motet"),
    Spelling("first_meeting_on", 1, "meeting date, motesdatum, mote"),
    Spelling("quoted_on", 0, "quoted on, quoted, quote date, quote sent, offertdatum, offert skickad, offererad"),
    Spelling("quoted_on", 0, "proposal date, proposal sent, quote sent on, offererad den"),
    Spelling(
        "closed_on", 0, "closed on, close date, closedate, closed date, closing date, date closed, deal closed on"
    ),
    Spelling("closed_on", 0, "deal deal closed on, deal close time, close time, closed at, stangningsdatum, slutdatum"),
    Spelling("closed_on", 0, "avslutsdatum, avslutad, avslutad den, stangd, stangd den, stangt datum, avslutades"),
    Spelling("closed_on", 0, "avslutningsdatum, deal close date, stangdes, datum for avslut, avslutsdag"),
    Spelling("closed_on", 1, "end date, decision date, beslutsdatum, closed, date won or lost, orderdatum, order date"),
    Spelling("won_on", 0, "deal won time, won time, won date, date won, won on, vunnen den, vunnen datum, vinstdatum"),
    Spelling("won_on", 0, "deal won on, vanns, tidpunkt vunnen"),
    Spelling("lost_on", 0, "deal lost time, lost time, lost date, date lost, lost on, forlorad den, forlorad datum"),
    Spelling("lost_on", 0, "deal lost on, forlorades, tidpunkt forlorad"),
    # No field: that it is a date is all that such a header says, and which one has to be asked.
    Spelling(SOME_DATE, 0, "date, datum, affarsdatum, dag, day, timestamp, tidsstampel"),
)
_KNOWN: dict[str, tuple[tuple[str, int], ...]] = {}
for _spelling in SPELLINGS:
    for _name in _spelling.names.split(","):
        _KNOWN[_name.strip()] = (*_KNOWN.get(_name.strip(), ()), (_spelling.field, _spelling.rank))

# What only one system's exports hold; two of them name the system.
_SIGNS: dict[System, str] = {
    "hubspot": "hs object id, dealname, dealstage, closedate, createdate, hubspot owner id, hs is closed won,"
    " hs is closed, record id, deal stage, is closed won, create date, affarsfas, affarsagare, post id, affarsnamn,"
    " pipeline, deal owner, affarssteg, affarsstadium, skapandedatum, associated company, deal currency code",
    "pipedrive": "deal id, deal title, deal owner, deal value, deal currency of value, deal status, deal deal created,"
    " deal won time, deal creation date, deal add time, deal lost time, deal lost reason, deal organization, won time,"
    " lost time, lost reason, add time, currency of value, deal stage, deal created, deal pipeline",
    "salesforce": "opportunity name, opportunity owner, opportunity id, account name, stage name, owner id, is won,"
    " is closed, created date, close date, fiscal period, fiscal year, probability, forecast category,"
    " amount currency, currency iso code, account id, lead source, next step, age",
}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
_UNIT = re.compile(
    r"^(amount|belopp|value|varde|deal value|summa|pris|price|ordervarde|order value) (?:in |i )?(?:per )?\S+$"
)


def plain(header: str) -> str:
    """A header in the form in which headers are compared: "CloseDate", "Close_Date" and "Close date" are one."""
    text = clean(str(header).replace("\ufeff", ""))
    if re.fullmatch(r"[A-Za-z0-9_.]+", text) and not text.isupper():
        text = _CAMEL.sub(" ", text)
    text = fold(_BRACKETS.sub(" ", text) if _BRACKETS.sub("", text).strip() else text)
    return " ".join(re.sub(r"[\W_]+", " ", text).split())


def meanings(header: str) -> tuple[tuple[str, int], ...]:
    """The fields that a header may be, each with its rank."""
    name = plain(header)
    for form in (name, name.removeprefix("deal "), name.removeprefix("opportunity ")):
        if form in _KNOWN:
            return _KNOWN[form]
    if match := _UNIT.match(name):  # "Belopp kr", "Amount in USD"
        return _KNOWN.get(match[1], ()) if _looks_like_a_unit(name[match.end(1) :]) else ()
    return ()


def _looks_like_a_unit(rest: str) -> bool:
    return unit_of(f"x {rest.strip()}", "SEK") != Unit()


def some_dates(headers: Sequence[str]) -> tuple[int, ...]:
    """The columns that are called "Date", "Datum" or the like, which does not say what happened on that day."""
    return tuple(column for column, header in enumerate(headers) if (SOME_DATE, 0) in meanings(header))


def recognised(headers: Sequence[str]) -> int:
    """How many different fields these cells would be, were they the header."""
    return len({field for header in headers if header and len(header) < 100 for field, _ in meanings(header)})


def system(headers: Sequence[str]) -> System:
    """Which system's export it looks like."""
    names = {plain(header) for header in headers}
    if any(str(header).strip().startswith("Deal - ") for header in headers):
        return "pipedrive"
    if names & {"dealstage", "hs object id", "hs is closed won", "is closed won"}:
        return "hubspot"
    scores: dict[System, int] = {name: len(names & set(signs.split(", "))) for name, signs in _SIGNS.items()}
    best: System = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 3 else "plain"


def assign(headers: Sequence[str]) -> tuple[dict[str, int], dict[str, tuple[int, ...]]]:
    """Field → column, and the fields for which several columns are equally good → those columns."""
    offers: dict[str, dict[int, list[int]]] = {}
    for column, header in enumerate(headers):
        for field, rank in meanings(header):
            offers.setdefault(field, {}).setdefault(rank, []).append(column)
    chosen: dict[str, int] = {}
    doubtful: dict[str, tuple[int, ...]] = {}
    for field in FIELDS:
        if field in offers:
            best = offers[field][min(offers[field])]
            exact = [column for column in best if plain(headers[column]) == field.replace("_", " ")]
            # "Amount (converted)" and "Is closed (numeric)" stand beside the column itself.
            bare = [column for column in best if not _BRACKETS.search(headers[column])]
            single = next((columns for columns in (best, exact, bare) if len(columns) == 1), None)
            if single:
                chosen[field] = single[0]
            else:
                doubtful[field] = tuple(best)
    return chosen, doubtful
