"""What is said of deals, and the forms for them, with the worst data."""

from hypothesis import strategies as st

from bot.ids import DEAL_FORM_FIELDS
from bot.language.commands import Record
from bot.language.sentences import CUSTOMER, DAY
from bot.values import (
    Clash,
    Deal,
    Deed,
    Duplicate,
    Foreseen,
    PastImport,
    Status,
    UndoneImport,
    WhichDeal,
)
from bot.values.customers import LONGEST_NEW, KnownCustomer, Suggestions
from bot.values.loss_reasons import LossReasonsChange
from bot.values.said import LastDone
from bot.views import (
    customer_menu,
    deal_form,
    deal_lines,
    deals,
    loss_reasons,
    stale_deals,
    tags,
    understood,
)
from tests.views.worst import coaching as coached
from tests.views.worst import values as worst
from tests.views.worst.call import call, entry, flags, metadata


def _customer(deal: Deal) -> str | None:
    return deal.details.customer


def _entries(question: WhichDeal) -> dict[int | None, str]:
    """A value for each of the question's buttons."""
    return {**{deal.number: "e" * 2_000 for deal in question.candidates}, None: "e" * 2_000}


_question = st.builds(
    WhichDeal,
    st.sampled_from(Status),
    worst.several(8),
    flags,
    st.none() | worst.amounts,
)
message = st.tuples(worst.texts, worst.changes, _question).flatmap(
    lambda drawn: st.sampled_from(
        [deals.changed(drawn[0], drawn[1]), deals.which_deal(drawn[0], drawn[2], _entries(drawn[2]))]
    )
)
_imports = st.builds(PastImport, st.just(2**62), worst.names, worst.days, worst.counts, worst.counts)

DEALS = (
    call(deals.changed, change=worst.changes, entry=st.none() | entry, shows=lambda a: [_customer(a["change"].deal)]),
    call(deals.standing, now=worst.standings),
    call(
        deals.duplicate,
        twin=st.builds(Duplicate, worst.deals, worst.counts),
        entry=entry,
        shows=lambda a: [_customer(a["twin"].first)],
    ),
    call(
        deals.which_deal,
        {
            ("question", "entries"): _question.map(lambda question: (question, _entries(question))),
        },
        shows=lambda a: [_customer(deal) for deal in a["question"].candidates[:1]],
    ),
    call(deals.undo_import, past=_imports, shows=lambda a: [a["past"].file_name]),
    call(deals.import_undoing, file_name=worst.names, here=flags, shows=lambda a: [a["file_name"]]),
    call(
        deals.import_undone,
        undone=st.builds(UndoneImport, st.just(2**62), worst.names, worst.counts, worst.counts, worst.counts),
        shows=lambda a: [a["undone"].file_name],
    ),
    call(deals.page, deals=worst.pages, shows=lambda a: [_customer(deal) for deal in a["deals"].deals]),
    call(deals.list_line, deal=worst.deals, shows=lambda a: [_customer(a["deal"])]),
    call(deals.help),
    call(deal_lines.amount_of, deal=worst.deals),
    call(deal_lines.brief, deal=worst.deals),
    call(deal_lines.line, deal=worst.deals, stands=flags, shows=lambda a: [_customer(a["deal"])]),
    call(deal_lines.details, deal=worst.deals),
    call(deal_lines.field_of, deal=worst.deals, name=st.sampled_from(DEAL_FORM_FIELDS)),
    call(deal_lines.changes, before=worst.deals, now=worst.deals, leave_out=st.just(frozenset())),
    call(
        deal_form.modal,
        number=st.sampled_from([None, 2**31 - 1]),
        draft=st.sampled_from([deal_form.Draft()]) | worst.deals.map(deal_form.draft_of),
        yardstick_currency=worst.currencies,
        loss_reasons=st.just(worst.REASONS[:59]),
        metadata=metadata,
    ),
    call(
        deal_form.clashes,
        clash=st.builds(Clash, worst.deals, st.lists(st.sampled_from(DEAL_FORM_FIELDS), unique=True).map(tuple)),
    ),
    call(deal_form.typed_amount, amount=worst.amounts, currency=worst.currencies),
    call(customer_menu.field, name=st.none() | worst.names),
    call(
        customer_menu.options,
        found=st.builds(
            Suggestions,
            st.sampled_from([(), tuple(KnownCustomer(n, worst.NAMES[n % len(worst.NAMES)]) for n in range(99))]),
            st.none() | worst.names.map(lambda name: name[:LONGEST_NEW]),
        ),
    ),
    call(stale_deals.message, found=coached.stale_lists, done=st.none() | worst.changes | coached.kept_open),
    call(stale_deals.settled, done=worst.changes | coached.kept_open),
    call(tags.with_question, message=message, offer=coached.offers),
    call(tags.dismissed, choice=coached.tag_choices, until=worst.days),
    call(
        understood.told,
        foreseen=st.builds(Foreseen, worst.deals, st.none() | worst.deals),
        said=entry,
        shows=lambda a: [_customer(a["foreseen"].deal)],
    ),
    call(understood.which, question=message, status=st.sampled_from(Status), said=entry),
    call(
        understood.unclear,
        entry=st.builds(Record, st.sampled_from(Status), amount=st.none() | worst.amounts, details=worst.details),
        what=st.sampled_from([CUSTOMER, DAY]),
        written=worst.names,
        said=entry,
    ),
    call(
        understood.how_did_it_go,
        together={
            ("named", "closed"): worst.several(5).map(
                lambda named: (named, {(d.number, s): "e" * 200 for d in named for s in (Status.WON, Status.LOST)})
            )
        },
    ),
    call(
        understood.undo, last=st.builds(LastDone, st.sampled_from(list(Deed)[:4]), worst.deals, st.integers(1, 10**9))
    ),
    call(understood.greeted),
    call(understood.dismissed, left=flags),
    call(understood.not_understood),
    call(understood.help),
    call(understood.thanked),
    call(understood.coach_hint),
    call(loss_reasons.modal, offered=st.sampled_from([worst.REASONS[:1], worst.REASONS[:21]]), metadata=metadata),
    call(
        loss_reasons.changed,
        change=st.builds(LossReasonsChange, *[st.sampled_from([("price",), worst.REASONS[:21]])] * 2),
    ),
)
