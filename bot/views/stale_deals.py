"""Stale deals, each with three buttons: won, lost, still open. The answer to a tap is the list without that deal."""

from collections.abc import Sequence

import slackblocks as sb

from bot import ids
from bot.texts import Texts, escape
from bot.values import Changed, Deal
from bot.values.asking import AT_ONCE, KeptOpenDeal, StaleList
from bot.views.deal_lines import brief, outcome_of
from bot.views.message import Message, button, context, paragraph, plain, rendered


def message(texts: Texts, found: StaleList, done: Changed | KeptOpenDeal | None = None) -> Message:
    """The list. `done` is what the last tap did, said first, with a way back."""
    said: list[str] = []
    blocks: list[sb.Block] = []
    if done is not None:
        said.append(escape(_done(texts, done)))
        blocks += _settled(texts, done)
    intro = _intro(texts, found, done)
    said.append(intro)
    blocks.append(paragraph(intro))
    for stale in found.deals[:AT_ONCE]:
        line = texts.t("stale.line", deal=brief(texts, stale.deal), days=texts.days(stale.age, 0))
        said.append(escape(line))
        blocks += [plain(line), sb.ActionsBlock(list(_buttons(texts, stale.deal)))]
    if more := found.total - len(found.deals[:AT_ONCE]):
        said.append(texts.n("stale.more", more))
        blocks.append(context(said[-1]))
    return Message("\n".join(said), rendered(blocks))


def settled(texts: Texts, done: Changed | KeptOpenDeal) -> Message:
    """What the last tap did by itself, for a message that goes on to say other things."""
    return Message(escape(_done(texts, done)), rendered(_settled(texts, done)))


def _settled(texts: Texts, done: Changed | KeptOpenDeal) -> list[sb.Block]:
    blocks: list[sb.Block] = [plain(_done(texts, done))]
    if isinstance(done, Changed):
        blocks.append(sb.ActionsBlock([button(texts.t("button.undo"), ids.ACTION_UNDO, str(done.change_id))]))
    return blocks


def _intro(texts: Texts, found: StaleList, done: Changed | KeptOpenDeal | None) -> str:
    if found.limit is None:
        return texts.t("stale.unknown")
    if not found.total:
        return texts.t("stale.none" if done is None else "stale.all_done")
    return texts.n("stale.intro", found.total, days=texts.days(found.limit, 0))


def _done(texts: Texts, done: Changed | KeptOpenDeal) -> str:
    if isinstance(done, KeptOpenDeal):
        return texts.t("stale.kept_open", deal=brief(texts, done.deal), date=texts.date(done.until))
    if outcome_of(done.deal) == "won":
        return texts.t("stale.closed.won", deal=brief(texts, done.deal))
    return texts.t("stale.closed.lost", deal=brief(texts, done.deal))


def _buttons(texts: Texts, deal: Deal) -> Sequence[sb.Button]:
    number = str(deal.number)
    return (
        button(texts.t("stale.won"), ids.ACTION_STALE_WON, number),
        button(texts.t("stale.lost"), ids.ACTION_STALE_LOST, number),
        button(texts.t("stale.open"), ids.ACTION_STALE_OPEN, number),
    )
