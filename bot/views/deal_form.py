"""The deal form: a new deal, or an existing one with everything that is known of it filled in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

import slackblocks as sb

from bot import ids
from bot.language.currencies import exponent
from bot.language.numbers import spell
from bot.texts import Texts
from bot.values import Amount, Clash, Deal, Details, Per
from bot.values.customers import KEPT
from bot.views import customer_menu
from bot.views.deal_lines import field_of, outcome_of
from bot.views.message import Json, clip, context, plain, typed

OUTCOMES = ("won", "lost", "open", "order")
LIMITS = {
    ids.FIELD_AMOUNT: 60,
    ids.FIELD_PRODUCT: 100,
    ids.FIELD_CONTACT_ROLE: 100,
    ids.FIELD_NOTE: 1000,
}

# Slack's limits.
TITLE = 24
OPTION_VALUE = 150
MOST_OPTIONS = 100
MOST_TEXT = 3000
QUOTED = 300  # characters of a message that are shown above the form

THREE_DECIMALS = 3
NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Draft:
    """What a form shows before anybody has typed. `amount_text` stands in the amount's field as it is.

    `outcome` is "won", "lost", "open" or "order". `quoted` is the message that it was found in, and `amounts` are all
    those in it where they are several.
    """

    outcome: str | None = None
    amount: Amount | None = None
    amount_text: str | None = None
    details: Details = field(default_factory=Details)
    quoted: str | None = None
    amounts: tuple[str, ...] = ()


def draft_of(deal: Deal) -> Draft:
    """A deal with everything that is known of it.

    A date that was only assumed when the deal was recorded must not come back as one that was stated.
    """
    details = deal.details if deal.opened_known else replace(deal.details, opened_on=None)
    return Draft(outcome_of(deal), deal.amount, details=details)


def modal(
    texts: Texts,
    number: int | None,
    draft: Draft,
    *,
    yardstick_currency: str,
    loss_reasons: Sequence[str],
    metadata: str,
) -> Json:
    """What `views.open` takes as `view`: a form whose block and action ids are `ids.DEAL_FORM_FIELDS`.

    `number` None is a new deal. Only the outcome has to be filled in. `loss_reasons` are keys of well-known reasons and
    own words; a deal's own other reason is offered beside them. The customer comes back as a choice of
    `bot.values.customers`, `KEPT` for the one that is shown, and so does a reason that is too long for a choice.
    `metadata`, at most 3,000 characters, comes back with the submission.
    """
    known = draft.details
    blocks: list[sb.Block] = [
        *_quoted(texts, draft),
        _outcome(texts, draft.outcome),
        _amount(texts, draft, yardstick_currency),
        customer_menu.field(texts, known.customer),
        _text(texts, ids.FIELD_PRODUCT, known.product),
        _text(texts, ids.FIELD_CONTACT_ROLE, known.contact_role, placeholder=texts.t("form.placeholder.contact_role")),
        _loss_reason(texts, known.loss_reason, loss_reasons),
        _date(texts, ids.FIELD_OPENED_ON, known.opened_on, hint=texts.t("form.hint.opened_on")),
        _date(texts, ids.FIELD_FIRST_MEETING_ON, known.first_meeting_on),
        _date(texts, ids.FIELD_QUOTED_ON, known.quoted_on),
        _date(texts, ids.FIELD_CLOSED_ON, known.closed_on, hint=texts.t("form.hint.closed_on")),
        _text(texts, ids.FIELD_NOTE, known.note, multiline=True),
    ]
    if number is not None:
        blocks.append(sb.ActionsBlock([_delete(texts, number)]))
    title = texts.t("form.title.new") if number is None else texts.t("form.title.edit", number=number)
    view: dict[str, Any] = sb.ModalView(
        title=clip(title, TITLE),
        blocks=blocks,
        submit=texts.t("form.save"),
        close=texts.t("form.cancel"),
        callback_id=ids.CALLBACK_DEAL_FORM,
        private_metadata=metadata,
    ).to_dict()
    return view


def _delete(texts: Texts, number: int) -> sb.Button:
    """Asks nothing first: the answer has the way back."""
    label = sb.PlainText(texts.t("button.delete_deal"))
    return sb.Button(label, action_id=ids.ACTION_DELETE_DEAL, value=str(number), style="danger")


def clashes(texts: Texts, clash: Clash) -> dict[str, str]:
    """What stands under each field that somebody else has changed meanwhile, by the field: how it is now."""
    found = {}
    for name in clash.fields:
        now = field_of(texts, clash.deal, name)
        found[name] = texts.t("form.clash.emptied") if now is None else texts.t("form.clash.now", now=now)
    return found


def typed_amount(texts: Texts, amount: Amount, currency: str) -> str:
    """An amount as a person would type it, without the workspace's own currency: `25 000`, `2,000/month`, `90 EUR`.

    `parse_amount` reads it back in one way only. In a currency with three decimals a point or comma before three digits
    could be either sign, so there groups are set off by spaces and decimals are four: `25 000 KWD`, `1.5000 KWD`.
    """
    digits = exponent(amount.currency)
    text = texts.formats.number(Decimal(amount.minor).scaleb(-digits), digits)
    if digits == THREE_DECIMALS:
        text = spell(amount.minor, digits).replace(",", texts.formats.decimal).replace(" ", NO_BREAK_SPACE)
    if amount.currency != currency:
        text = f"{text} {amount.currency}"
    if amount.per is None:
        return text
    return texts.t("per.month" if amount.per is Per.MONTH else "per.year", amount=text)


def _quoted(texts: Texts, draft: Draft) -> list[sb.Block]:
    """The message that the form was opened from, so that nobody has to go back to it."""
    if draft.quoted is None:
        return []
    blocks: list[sb.Block] = [plain(texts.t("form.quoted", text=typed(draft.quoted, QUOTED)))]
    if draft.amounts:
        blocks.append(context(texts.t("form.several_amounts")))
    return blocks


def _amount(texts: Texts, draft: Draft, currency: str) -> sb.InputBlock:
    stated = typed_amount(texts, draft.amount, currency) if draft.amount else draft.amount_text
    return _text(texts, ids.FIELD_AMOUNT, stated, hint=texts.t("form.hint.amount", currency=currency))


def _outcome(texts: Texts, chosen: str | None) -> sb.InputBlock:
    options = {name: sb.Option(sb.PlainText(texts.t(f"form.outcome.{name}")), name) for name in OUTCOMES}
    radio = sb.RadioButtonGroup(ids.FIELD_OUTCOME, list(options.values()), options.get(chosen or ""))
    return sb.InputBlock(texts.t("field.outcome"), radio, block_id=ids.FIELD_OUTCOME)


def _text(
    texts: Texts,
    name: str,
    value: str | None,
    *,
    hint: str | None = None,
    placeholder: str | None = None,
    multiline: bool = False,
) -> sb.InputBlock:
    # Slack refuses a form whose first value is longer than allowed: what is there already stays whole.
    limit = min(max(LIMITS[name], len(value or "")), MOST_TEXT)
    element = sb.PlainTextInput(
        name, (value or "")[:limit], multiline=multiline, max_length=limit, placeholder=placeholder
    )
    return sb.InputBlock(texts.t(f"field.{name}"), element, block_id=name, hint=hint, optional=True)


def _date(texts: Texts, name: str, value: date | None, *, hint: str | None = None) -> sb.InputBlock:
    element = sb.DatePicker(name, value.isoformat() if value else None, placeholder=texts.t("form.placeholder.date"))
    return sb.InputBlock(texts.t(f"field.{name}"), element, block_id=name, hint=hint, optional=True)


def _loss_reason(texts: Texts, chosen: str | None, well_known: Sequence[str]) -> sb.InputBlock:
    keys = list(well_known)[: MOST_OPTIONS - 1]
    if chosen and chosen not in keys:
        keys.append(chosen)
    options = {
        key: sb.Option(
            sb.PlainText(typed(texts.reason(key), customer_menu.OPTION_TEXT)), key if len(key) <= OPTION_VALUE else KEPT
        )
        for key in keys
        if typed(texts.reason(key), customer_menu.OPTION_TEXT)
    }
    element = sb.StaticSelectMenu(
        ids.FIELD_LOSS_REASON,
        list(options.values()),
        initial_option=options.get(chosen or ""),
        placeholder=texts.t("form.placeholder.loss_reason"),
    )
    return sb.InputBlock(
        texts.t("field.loss_reason"),
        element,
        block_id=ids.FIELD_LOSS_REASON,
        hint=texts.t("form.hint.loss_reason"),
        optional=True,
    )
