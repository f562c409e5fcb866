"""Won deals in a channel: a line each, a little more for the large ones, several gathered into one message."""

from collections.abc import Sequence

from bot.texts import Texts, escape
from bot.values.sharing import Win
from bot.views.message import SECTION_TEXT, Message, clip, context, plain, rendered, typed

NAME = 60
PRODUCT = 60
GATHERED = 20


def win(texts: Texts, win: Win) -> Message:
    """One won deal."""
    line = _line(texts, win)
    blocks = [plain(line)]
    more = _more(texts, win)
    if more:
        return Message(escape(f"{line} {more}"), rendered([*blocks, context(escape(more))]))
    return Message(escape(line), rendered(blocks))


def gathered(texts: Texts, wins: Sequence[Win]) -> Message:
    """Several, the first won first; one alone is told as if it had come alone."""
    if len(wins) == 1:
        return win(texts, wins[0])
    title = texts.n("wins.gathered", len(wins))
    lines = [_line(texts, each) for each in wins[:GATHERED]]
    if more := len(wins) - len(lines):
        lines.append(texts.n("wins.gathered.more", more))
    said = "\n".join([title, *lines])
    return Message(clip(escape(said), SECTION_TEXT), rendered([plain(said)]))


def _line(texts: Texts, win: Win) -> str:
    deal = win.deal
    value = "" if deal.amount is None else texts.amount(deal.amount, deal.order_value, deal.horizon_months)
    name = typed(deal.rep_name, NAME)
    customer = deal.details.customer if win.name_customer else None
    if customer:
        return texts.t("wins.line", name=name, customer=typed(customer, NAME), value=value)
    return texts.t("wins.line.bare", name=name, value=value)


def _more(texts: Texts, win: Win) -> str:
    """From twice the threshold on: what it was and how long it took; from five times on, that it is a rare one."""
    if win.tier == 1:
        return ""
    said = []
    if win.deal.details.product:
        said.append(texts.t("wins.product", product=typed(win.deal.details.product, PRODUCT)))
    if win.took:
        said.append(texts.t("wins.took", days=texts.days(win.took, 0)))
    if win.tier > 2:
        said.append(texts.t("wins.huge"))
    elif not said:
        said.append(texts.t("wins.big"))
    return " ".join(said)
