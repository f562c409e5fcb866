"""The deal form: a new deal, or an existing one with everything that is known of it filled in."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import slackblocks as sb

from bot import ids
from bot.language.currencies import exponent
from bot.texts import Texts
from bot.values import Amount, Deal, Details, Per
from bot.views.deal_lines import outcome_of
from bot.views.message import Json, clip

OUTCOMES = ("won", "lost", "open", "order")
LIMITS = {
    ids.FIELD_AMOUNT: 60,
    ids.FIELD_CUSTOMER: 200,
    ids.FIELD_PRODUCT: 100,
    ids.FIELD_CONTACT_ROLE: 100,
    ids.FIELD_NOTE: 1000,
}

# Slack's limits.
TITLE = 24
OPTION_TEXT = 75
OPTION_VALUE = 150
MOST_TEXT = 3000


def modal(
    texts: Texts,
    deal: Deal | None,
    *,
    yardstick_currency: str,
    loss_reasons: Sequence[str],
    metadata: str,
    outcome: str | None = None,
) -> Json:
    """What `views.open` takes as `view`: a form whose block and action ids are `ids.DEAL_FORM_FIELDS`.

    `deal` None is a new one, with `outcome` ("won", "lost", "open" or "order") chosen beforehand if given. Only the
    outcome has to be filled in. `loss_reasons` are the well-known reasons' keys; a deal's own other reason is offered
    beside them. `metadata`, at most 3,000 characters, comes back with the submission.
    """
    known = deal.details if deal else Details()
    blocks: list[sb.Block] = [
        _outcome(texts, outcome_of(deal) if deal else outcome),
        _amount(texts, deal, yardstick_currency),
        _text(texts, ids.FIELD_CUSTOMER, known.customer),
        _text(texts, ids.FIELD_PRODUCT, known.product),
        _text(texts, ids.FIELD_CONTACT_ROLE, known.contact_role, placeholder=texts.t("form.placeholder.contact_role")),
        _loss_reason(texts, known.loss_reason, loss_reasons),
        # A date that was only assumed when the deal was recorded must not come back as one that was stated.
        _date(
            texts,
            ids.FIELD_OPENED_ON,
            known.opened_on if deal and deal.opened_known else None,
            hint=texts.t("form.hint.opened_on"),
        ),
        _date(texts, ids.FIELD_FIRST_MEETING_ON, known.first_meeting_on),
        _date(texts, ids.FIELD_QUOTED_ON, known.quoted_on),
        _date(texts, ids.FIELD_CLOSED_ON, known.closed_on, hint=texts.t("form.hint.closed_on")),
        _text(texts, ids.FIELD_NOTE, known.note, multiline=True),
    ]
    title = texts.t("form.title.edit", number=deal.number) if deal else texts.t("form.title.new")
    view: dict[str, Any] = sb.ModalView(
        title=clip(title, TITLE),
        blocks=blocks,
        submit=texts.t("form.save"),
        close=texts.t("form.cancel"),
        callback_id=ids.CALLBACK_DEAL_FORM,
        private_metadata=metadata,
    ).to_dict()
    return view


def typed_amount(texts: Texts, amount: Amount, currency: str) -> str:
    """An amount as a person would type it, without the workspace's own currency: `25 000`, `2,000/month`, `90 EUR`."""
    digits = exponent(amount.currency)
    text = texts.formats.number(Decimal(amount.minor).scaleb(-digits), digits)
    if amount.currency != currency:
        text = f"{text} {amount.currency}"
    if amount.per is None:
        return text
    return texts.t("per.month" if amount.per is Per.MONTH else "per.year", amount=text)


def _amount(texts: Texts, deal: Deal | None, currency: str) -> sb.InputBlock:
    stated = typed_amount(texts, deal.amount, currency) if deal and deal.amount else None
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
    keys = list(well_known)
    if chosen and chosen not in keys:
        keys.append(chosen)
    options = {key: sb.Option(sb.PlainText(clip(texts.reason(key), OPTION_TEXT)), key[:OPTION_VALUE]) for key in keys}
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
