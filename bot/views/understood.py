"""What was understood of a plain sentence, shown before anything is recorded; and what is said to all others."""

from collections.abc import Mapping, Sequence

import slackblocks as sb

from bot import ids
from bot.language.commands import Record
from bot.language.examples import SENTENCE_EXAMPLES, in_language
from bot.texts import Texts, entities, escape
from bot.values import Deal, Foreseen, Status
from bot.values.said import LastDone
from bot.views.deal_lines import brief, changes, details, line, outcome_of
from bot.views.message import Message, button, code, context, paragraph, plain, rendered, typed

LEFT = "left"
"""The value of the button that leaves what was done as it is."""

_SAID_ALREADY = frozenset(
    {ids.FIELD_OUTCOME, ids.FIELD_AMOUNT, ids.FIELD_CUSTOMER, ids.FIELD_LOSS_REASON, ids.FIELD_CLOSED_ON}
)

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


def unclear(texts: Texts, entry: Record, what: str, written: str, said: str) -> Message:
    """What was understood but for the customer or the day, and a button for the form where that can be put in.

    `written` is what could be several; `said` is the button's value, at most 2,000 characters.
    """
    outcome = "order" if entry.outcome is None else entry.outcome.value
    lines = [texts.t(f"said.outcome.{outcome}")]
    if entry.amount is not None:
        lines.append(_field(texts, ids.FIELD_AMOUNT, texts.amount(entry.amount)))
    if entry.details.customer:
        lines.append(_field(texts, ids.FIELD_CUSTOMER, typed(entry.details.customer, NAME)))
    if entry.details.loss_reason:
        reason = typed(texts.reason(entry.details.loss_reason), REASON)
        lines.append(_field(texts, ids.FIELD_LOSS_REASON, reason))
    question = texts.t(f"said.unclear.{what}", text=typed(written, NAME))
    buttons = [
        button(texts.t("said.fill_in"), ids.ACTION_SAID_CHANGE, said, primary=True),
        button(texts.t("said.dismiss"), ids.ACTION_SAID_DISMISS),
    ]
    whole = "\n".join(lines)
    return Message(
        escape(f"{whole}\n{question}"), rendered([plain(whole), plain(question), sb.ActionsBlock(list(buttons))])
    )


def how_did_it_go(texts: Texts, named: Sequence[Deal], closed: Mapping[tuple[int, Status], str]) -> Message:
    """Open deals that were named in what was not understood, and what may have come of each.

    `closed` holds the buttons' values, at most 200 characters each, by deal number and outcome.
    """
    question = texts.t("said.how_did_it_go")
    blocks: list[sb.Block] = [paragraph(question)]
    for deal in named:
        buttons = [
            button(
                texts.t(f"said.went.{status.value}"),
                f"{ids.ACTION_CLOSE_THIS}:{deal.number}:{status.value}",
                closed[deal.number, status],
            )
            for status in (Status.WON, Status.LOST)
        ]
        buttons.append(button(texts.t("button.details"), ids.ACTION_DETAILS, str(deal.number)))
        blocks += [plain(line(texts, deal)), sb.ActionsBlock(list(buttons))]
    said = "\n".join([question, *(escape(line(texts, deal)) for deal in named)])
    return Message(said, rendered(blocks))


def undo(texts: Texts, last: LastDone) -> Message:
    """What was done last, and the button that takes it back."""
    question = texts.t(f"said.undo.{last.deed.value}", deal=brief(texts, last.deal))
    buttons = [
        button(texts.t("button.undo"), ids.ACTION_UNDO, str(last.change_id), primary=True),
        button(texts.t("said.leave"), ids.ACTION_SAID_DISMISS, LEFT),
    ]
    return Message(escape(question), rendered([plain(question), sb.ActionsBlock(list(buttons))]))


def greeted(texts: Texts) -> Message:
    """What one can do here, with one example, and the form for who would rather not write."""
    example = in_language(SENTENCE_EXAMPLES, texts.language)[0]
    said = texts.t("said.greeted", example=example)
    blocks = [plain(said), sb.ActionsBlock([button(texts.t("button.new_deal"), ids.ACTION_NEW_DEAL)])]
    return Message(escape(said), rendered(blocks))


def dismissed(texts: Texts, *, left: bool = False) -> Message:
    """Nothing was done; with `left` what was done before stays so."""
    said = texts.t("said.left" if left else "said.dismissed")
    return Message(said, rendered([paragraph(said)]))


def not_understood(texts: Texts) -> Message:
    return _with_examples(texts, texts.t("said.not_understood"))


def help(texts: Texts) -> Message:  # noqa: A001 - it is what was asked for
    """What can be written here, for who asks."""
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
    if before is not None:
        lines += changes(texts, before, deal, leave_out=_SAID_ALREADY)
    elif more := details(texts, deal):
        lines.append(more)
    return lines


def _amount(texts: Texts, deal: Deal) -> str:
    if deal.amount is None:
        return texts.t("said.no_amount")
    return texts.amount(deal.amount, deal.order_value, deal.horizon_months)


def _field(texts: Texts, name: str, value: str) -> str:
    return f"{texts.t(f'field.{name}')}: {value}"
