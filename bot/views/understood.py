"""What was understood of a plain sentence, shown before anything is recorded; and what is said to all others."""

from collections.abc import Sequence

import slackblocks as sb

from bot import ids
from bot.language.examples import SENTENCE_EXAMPLES, in_language
from bot.texts import Texts, entities, escape
from bot.values import Deal, Foreseen, Status
from bot.views.deal_lines import brief, details, outcome_of
from bot.views.message import Message, button, code, context, paragraph, plain, rendered, typed

NAME = 100
REASON = 100


def told(texts: Texts, foreseen: Foreseen, said: str) -> Message:
    """What recording would come to, a line each, and the buttons to do it, to change it or to leave it.

    `said` is the value of the first two, at most 2,000 characters.
    """
    lines = _lines(texts, foreseen)
    question = texts.t("said.question")
    if foreseen.before is not None:
        question = texts.t("said.question.closes", deal=brief(texts, foreseen.before))
    whole = "\n".join(lines)
    buttons = [
        button(texts.t("said.record"), ids.ACTION_SAID_RECORD, said, primary=True),
        button(texts.t("said.change"), ids.ACTION_SAID_CHANGE, said),
        button(texts.t("said.dismiss"), ids.ACTION_SAID_DISMISS),
    ]
    return Message(
        escape(f"{whole}\n{question}"), rendered([plain(whole), plain(question), sb.ActionsBlock(list(buttons))])
    )


def which(texts: Texts, question: Message, status: Status, said: str) -> Message:
    """Where several deals could be meant: the question about it, and the form for whom none of the answers fits."""
    verdict = texts.t(f"said.outcome.{status.value}")
    buttons = [
        button(texts.t("said.change"), ids.ACTION_SAID_CHANGE, said),
        button(texts.t("said.dismiss"), ids.ACTION_SAID_DISMISS),
    ]
    blocks = (*rendered([plain(verdict)]), *question.blocks, *rendered([sb.ActionsBlock(list(buttons))]))
    return Message(f"{verdict}\n{question.text}", blocks)


def dismissed(texts: Texts) -> Message:
    said = texts.t("said.dismissed")
    return Message(said, rendered([paragraph(said)]))


def not_understood(texts: Texts) -> Message:
    return _with_examples(texts, texts.t("said.not_understood"))


def help(texts: Texts) -> Message:  # noqa: A001 - it is what was asked for
    """What can be written here, for who asks or greets."""
    return _with_examples(texts, texts.t("said.help"))


def thanked(texts: Texts) -> Message:
    said = texts.t("said.thanked")
    return Message(said, rendered([paragraph(said)]))


def coach_hint(texts: Texts) -> Message:
    """Where advice is to be had."""
    said = texts.t("said.coach")
    blocks = [paragraph(said), sb.ActionsBlock([button(texts.t("said.coach.button"), ids.ACTION_COACH_PLAN)])]
    return Message(said, rendered(blocks))


def _with_examples(texts: Texts, said: str) -> Message:
    examples = "\n".join(in_language(SENTENCE_EXAMPLES, texts.language))
    more = texts.t("said.commands")
    return Message(
        "\n".join([said, entities(examples), more]), rendered([paragraph(said), code(examples), context(more)])
    )


def _lines(texts: Texts, foreseen: Foreseen) -> Sequence[str]:
    deal, before = foreseen.deal, foreseen.before
    lines = [texts.t(f"said.outcome.{outcome_of(deal)}"), _field(texts, ids.FIELD_AMOUNT, _amount(texts, deal))]
    if deal.details.customer:
        lines.append(_field(texts, ids.FIELD_CUSTOMER, typed(deal.details.customer, NAME)))
    if deal.status is Status.LOST and deal.details.loss_reason:
        reason = typed(texts.reason(deal.details.loss_reason), REASON)
        lines.append(_field(texts, ids.FIELD_LOSS_REASON, reason))
    day = deal.details.opened_on if deal.status is Status.OPEN else deal.details.closed_on
    if day is not None:
        name = ids.FIELD_OPENED_ON if deal.status is Status.OPEN else ids.FIELD_CLOSED_ON
        lines.append(_field(texts, name, texts.date(day)))
    if before is None and (more := details(texts, deal)):
        lines.append(more)
    return lines


def _amount(texts: Texts, deal: Deal) -> str:
    if deal.amount is None:
        return texts.t("said.no_amount")
    return texts.amount(deal.amount, deal.order_value, deal.horizon_months)


def _field(texts: Texts, name: str, value: str) -> str:
    return f"{texts.t(f'field.{name}')}: {value}"
