"""One question below the answer to a deal, and what is said when it is answered or turned down."""

from dataclasses import replace
from datetime import date

import slackblocks as sb

from bot import ids
from bot.texts import Texts, escape
from bot.values.asking import TagChoice, TagOffer
from bot.views.message import Message, button, paragraph, plain, rendered, typed

CHOICES = 5
LABEL = 40

# Offered where nobody in the team has named a role yet; what is chosen is stored as it reads.
ROLES = ("decision_maker", "buyer", "user", "technology", "finance")


def with_question(texts: Texts, message: Message, offer: TagOffer) -> Message:
    """The message with one question below it: a button for each likely answer, one for another, one to be left alone.

    The choices' action ids are `ACTION_TAG` with `:` and their place: one block may not hold an id twice.
    """
    question = _question(texts, offer)
    choices = [
        button(label, f"{ids.ACTION_TAG}:{place}", TagChoice(tag=offer.tag, number=offer.number, value=value).pack())
        for place, (value, label) in enumerate(_choices(texts, offer).items(), 1)
    ]
    other = button(texts.t("tag.other"), ids.ACTION_DETAILS, str(offer.number))
    dismiss = button(
        texts.t("tag.dismiss"), ids.ACTION_TAG_DISMISS, TagChoice(tag=offer.tag, number=offer.number).pack()
    )
    blocks = rendered([plain(question), sb.ActionsBlock([*choices, other, dismiss])])
    return replace(message, text=f"{message.text}\n{escape(question)}", blocks=message.blocks + blocks)


def _question(texts: Texts, offer: TagOffer) -> str:
    asked = texts.t(f"tag.question.{offer.tag}")
    if not offer.decided:
        return asked
    return f"{asked} {texts.n(f'tag.known.{offer.tag}', offer.decided, carried=texts.number(offer.carried))}"


def _choices(texts: Texts, offer: TagOffer) -> dict[str, str]:
    """What is stored → what stands on the button."""
    found = {value: typed(_label(texts, offer, value), LABEL) for value in offer.choices}
    if offer.tag == "contact_role":
        said = {label.casefold() for label in found.values()}
        roles = [texts.t(f"tag.role.{role}") for role in ROLES]
        found |= {role: role for role in roles if role.casefold() not in said}
    return dict(list(found.items())[:CHOICES])


def _label(texts: Texts, offer: TagOffer, value: str) -> str:
    return texts.reason(value) if offer.tag == "loss_reason" else value


def dismissed(texts: Texts, choice: TagChoice, until: date) -> Message:
    """Asked about no more for a while; how to say it all the same."""
    said = texts.t("tag.dismissed", field=texts.t(f"field.{choice.tag}"), date=texts.date(until))
    details = button(texts.t("button.details"), ids.ACTION_DETAILS, str(choice.number))
    return Message(said, rendered([paragraph(said), sb.ActionsBlock([details])]))
