"""The home tab: my pillars, my open deals, where to begin, and what others can see."""

from collections.abc import Sequence
from typing import Any

import slackblocks as sb

from bot import ids
from bot.texts import Texts
from bot.values import Card, DealPage
from bot.views import card_lines, goals, pillars
from bot.views.deals import list_line
from bot.views.message import Json, button, context, header, paragraph, plain, typed, without_ids

Blocks = Sequence[sb.Block]

NAME = 60
OPEN_DEALS = 5


def home(
    texts: Texts,
    person_name: str,
    card: Card | None,
    open_deals: DealPage | None,
    sees_everyone: bool,
    *,
    sets_yardstick: bool = False,
    choices: Blocks = (),
) -> Json:
    """What `views.publish` takes as `view`. `card` and `open_deals` are None for somebody who has recorded nothing.

    `sets_yardstick` offers the forms for the workspace and for the team's playbook, which are for admins.
    """
    blocks: list[sb.Block] = [header(texts.t("home.greeting", name=typed(person_name, NAME)))]
    begins = not (open_deals and open_deals.total) and (card is None or card_lines.is_empty(card))
    if begins:
        blocks.append(paragraph(texts.t("home.start")))
    if card is not None and not begins:
        blocks += [
            header(pillars.title(texts, card)),
            pillars.fields(texts, card),
            context(f"{card_lines.period(texts, card)}. {card_lines.conventions(texts, card)}."),
        ]
        if lines := goals.progress_lines(texts, card):
            blocks.append(paragraph("\n".join(lines)))
    blocks.append(_buttons(texts, sets_yardstick))
    blocks += choices
    if not begins:
        blocks += _open_deals(texts, open_deals)
    blocks += _privacy(texts, sees_everyone)
    view: dict[str, Any] = sb.HomeTabView(blocks).to_dict()
    return {**view, "blocks": list(without_ids(view["blocks"]))}


def _buttons(texts: Texts, sets_yardstick: bool) -> sb.ActionsBlock:
    buttons: list[sb.Element] = [
        button(texts.t("button.new_deal"), ids.ACTION_NEW_DEAL, primary=True),
        button(texts.t("button.team"), ids.ACTION_SHOW_PILLARS, "team"),
    ]
    if sets_yardstick:
        buttons.append(button(texts.t("button.settings"), ids.ACTION_SETTINGS))
        buttons.append(button(texts.t("button.playbook"), ids.ACTION_PLAYBOOK))
        buttons.append(button(texts.t("button.reasons"), ids.ACTION_LOSS_REASONS))
        buttons.append(button(texts.t("button.channels"), ids.ACTION_CHANNELS))
    return sb.ActionsBlock(buttons)


def _open_deals(texts: Texts, open_deals: DealPage | None) -> list[sb.Block]:
    blocks: list[sb.Block] = [header(texts.t("home.open"))]
    if open_deals is None or not open_deals.deals:
        return [*blocks, paragraph(texts.t("home.open.none"))]
    shown = open_deals.deals[:OPEN_DEALS]
    blocks.append(plain("\n".join(list_line(texts, deal) for deal in shown)))
    if more := open_deals.total - len(shown):
        blocks.append(context(texts.n("home.open.more", more)))
    return blocks


def _privacy(texts: Texts, sees_everyone: bool) -> list[sb.Block]:
    blocks: list[sb.Block] = [sb.DividerBlock()]
    if sees_everyone:
        blocks.append(paragraph(f"*{texts.t('home.privacy.manager.title')}*\n{texts.t('home.privacy.manager')}"))
    blocks.append(paragraph(f"*{texts.t('home.privacy.title')}*\n{texts.t('home.privacy.rep')}"))
    blocks.append(context(texts.t("home.help")))
    return blocks
