"""The menu of customers in the form: what fits what was typed, and the offer to add what there is not."""

from typing import Any

import slackblocks as sb

from bot import ids
from bot.texts import Texts
from bot.values.customers import KEPT, Suggestions, choice_of, choice_of_new
from bot.views.message import ELLIPSIS, Json, typed

OPTION_TEXT = (
    73  # two fewer than Slack allows: `typed` puts a sign on either side of what is written from right to left
)
QUERY_FROM = 0  # characters; those used lately are offered before anything is typed


def field(texts: Texts, name: str | None) -> sb.InputBlock:
    """The form's field. `name` is chosen already; what comes back for it is `KEPT`."""
    shown = (typed(name, OPTION_TEXT) or ELLIPSIS) if name else ""  # what shows nothing is a name all the same
    element = sb.ExternalSelectMenu(
        ids.FIELD_CUSTOMER,
        initial_option=sb.Option(sb.PlainText(shown), KEPT) if name else None,
        min_query_length=QUERY_FROM,
        placeholder=texts.t("form.placeholder.customer"),
    )
    return sb.InputBlock(
        texts.t("field.customer"),
        element,
        block_id=ids.FIELD_CUSTOMER,
        hint=texts.t("form.hint.customer"),
        optional=True,
    )


def options(texts: Texts, found: Suggestions) -> list[Json]:
    """The choices, at most a hundred: the customers as they are called, then adding the one that was typed."""
    shown = [(typed(each.name, OPTION_TEXT), choice_of(each)) for each in found.customers]
    if found.new is not None:
        around = len(texts.t("form.customer.add", name=""))
        name = typed(found.new, OPTION_TEXT - around)
        shown.append((texts.t("form.customer.add", name=name), choice_of_new(found.new)))
    return [_option(label, value) for label, value in shown if label]


def _option(label: str, value: str) -> Json:
    option: dict[str, Any] = {"text": {"type": "plain_text", "text": label, "emoji": False}, "value": value}
    return option
