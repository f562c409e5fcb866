"""A deal in words: in one line, its further details, and what a change made of it. All plain text."""

from dataclasses import fields
from datetime import date

from bot import ids
from bot.texts import Texts
from bot.values import Deal, Details, Kind, Status
from bot.views.message import typed

NAME = 60  # characters of a customer's name that a line shows
REASON = 40  # characters of a typed reason in a line
VALUE = 100  # characters of another typed value

# Details that a line says already.
_IN_LINE = frozenset({ids.FIELD_CUSTOMER, ids.FIELD_LOSS_REASON, ids.FIELD_CLOSED_ON})
_DETAILS = tuple(field.name for field in fields(Details))


def outcome_of(deal: Deal) -> str:
    """ "won", "lost", "open" or "order", as in commands and in the form."""
    return "order" if deal.kind is Kind.CALL_OFF else deal.status.value


def amount_of(texts: Texts, deal: Deal) -> str | None:
    """The amount, a recurring one with its order value; None where none is stated."""
    return None if deal.amount is None else texts.amount(deal.amount, deal.order_value, deal.horizon_months)


def brief(texts: Texts, deal: Deal) -> str:
    """Number, customer and amount: `#1042 · Acme · 25 000 kr`"""
    parts = [f"#{deal.number}"]
    if deal.details.customer:
        parts.append(typed(deal.details.customer, NAME))
    if deal.amount is not None:
        parts.append(texts.amount(deal.amount, deal.order_value, deal.horizon_months))
    return " · ".join(parts)


def line(texts: Texts, deal: Deal, *, stands: bool = True) -> str:
    """`brief`, a lost deal's reason, and the day; with `stands` how it stands, too: `… · won 1 Oct 2026`."""
    parts = [brief(texts, deal)]
    if deal.status is Status.LOST and deal.details.loss_reason:
        parts.append(texts.t("deal.reason", reason=typed(texts.reason(deal.details.loss_reason), REASON)))
    standing = _standing(texts, deal) if stands or deal.status is Status.OPEN else _day(texts, deal)
    return " · ".join([*parts, standing] if standing else parts)


def _day_of(deal: Deal) -> date | None:
    return deal.details.opened_on if deal.status is Status.OPEN else deal.details.closed_on


def _day(texts: Texts, deal: Deal) -> str:
    day = _day_of(deal)
    return texts.date(day) if day else ""


def _standing(texts: Texts, deal: Deal) -> str:
    day = _day_of(deal)
    outcome = outcome_of(deal)
    if day is None:
        return texts.t(f"deal.stands.{outcome}")
    return texts.t(f"deal.stands_since.{outcome}", date=texts.date(day))


def details(texts: Texts, deal: Deal) -> str:
    """What else was said of the deal, on one line; empty where nothing was."""
    said = []
    for name in _DETAILS:
        if name in _IN_LINE or (name == ids.FIELD_OPENED_ON and (deal.status is Status.OPEN or not deal.opened_known)):
            continue
        value = getattr(deal.details, name)
        if value is not None:
            said.append(f"{texts.t(f'field.{name}')}: {_shown(texts, name, value)}")
    return " · ".join(said)


def changes(texts: Texts, before: Deal, now: Deal, *, leave_out: frozenset[str] = frozenset()) -> list[str]:
    """One line for each field that differs, named as in the form: `Amount: 30 000 kr (was 25 000 kr)`."""
    lines = []
    for name in ids.DEAL_FORM_FIELDS:
        was, is_now = field_of(texts, before, name), field_of(texts, now, name)
        if name in leave_out or was == is_now:
            continue
        label = texts.t(f"field.{name}")
        if is_now is None:
            lines.append(texts.t("deal.change.cleared", field=label, before=was))
        elif was is None:
            lines.append(texts.t("deal.change.set", field=label, now=is_now))
        else:
            lines.append(texts.t("deal.change.now", field=label, now=is_now, before=was))
    return lines


def field_of(texts: Texts, deal: Deal, name: str) -> str | None:
    """A field of the form as it stands, in words; None where it is empty."""
    if name == ids.FIELD_OUTCOME:
        return texts.t(f"deal.stands.{outcome_of(deal)}")
    if name == ids.FIELD_AMOUNT:
        return amount_of(texts, deal)
    if name == ids.FIELD_OPENED_ON and not deal.opened_known:
        return None
    value = getattr(deal.details, name)
    return None if value is None else _shown(texts, name, value)


def _shown(texts: Texts, name: str, value: str | date) -> str:
    if isinstance(value, date):
        return texts.date(value)
    return typed(texts.reason(value) if name == ids.FIELD_LOSS_REASON else value, VALUE)
