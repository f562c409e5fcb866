"""A person's own tab: their pillars, goals, what they work on, open deals, settings, and what others can see."""

import slackblocks as sb

from bot import ids
from bot.texts import Texts, languages
from bot.values import Person
from bot.values.home import MyTab, OpenDeal, OpenDeals
from bot.views import (
    boards,
    card_lines,
    coach_standing,
    goals,
    home,
    pillars,
    trend_chart,
    verdict_lines,
    weekly_settings,
)
from bot.views.deal_lines import brief
from bot.views.home import Parts, Said
from bot.views.message import SECTION_TEXT, Json, button, clip, context, header, mrkdwn, paragraph

AS_SLACK = "slack"
"""The choice of a language that leaves it to Slack."""


def mine(
    texts: Texts, person: Person, tab: MyTab, metadata: str, said: Said | None = None, *, draws: bool = True
) -> Json:
    """The view. `draws` False says the chart in words, for where Slack takes none on a home tab."""
    begins = not tab.open_deals.total and card_lines.is_empty(tab.card)
    parts: list[sb.Block | Json] = [paragraph(texts.t("home.start"))] if begins else []
    if not begins:
        parts += _pillars(texts, tab, draws=draws)
    parts += _goals(texts, tab)
    parts += _commitments(texts, tab)
    parts += _open_deals(texts, tab.open_deals, said)
    parts += _settings(texts, person, tab)
    parts += _privacy(texts, person)
    return home.view(texts, person, home.MINE, parts, metadata, said)


def _pillars(texts: Texts, tab: MyTab, *, draws: bool) -> Parts:
    card = tab.card
    parts: list[sb.Block | Json] = [header(pillars.title(texts, card)), pillars.fields(texts, card)]
    moves = pillars.moves(texts, card)
    if moves:
        parts.append(paragraph("\n".join(moves)))
    drawn = trend_chart.chart(texts, card) if draws else None
    words = trend_chart.words(texts, card)
    if drawn is not None:
        parts.append(drawn)
    elif words is not None:
        parts.append(context(words))
    parts.append(verdict_lines.buttons(texts, card))
    parts.append(context(f"{card_lines.period(texts, card)}. {card_lines.conventions(texts, card)}."))
    return parts


def _goals(texts: Texts, tab: MyTab) -> Parts:
    lines = goals.progress_lines(texts, tab.card) or [texts.t("home.goals.none")]
    label = texts.t("home.button.goal" if not tab.card.goals else "home.button.goals")
    return [
        header(texts.t("goal.list.mine")),
        paragraph("\n".join(lines)),
        sb.ActionsBlock([button(label, ids.ACTION_GOAL, "mine")]),
    ]


def _commitments(texts: Texts, tab: MyTab) -> Parts:
    parts: list[sb.Block | Json] = [header(texts.t("home.commitments"))]
    if not tab.commitments:
        return [*parts, paragraph(texts.t("home.commitments.none"))]
    return [*parts, *coach_standing.blocks(texts, tab.commitments, tab.week, tab.today, tab.own_texts)]


def _open_deals(texts: Texts, found: OpenDeals, said: Said | None) -> Parts:
    title = texts.t("home.open") if not found.total else texts.n("home.open.count", found.total)
    parts: list[sb.Block | Json] = [header(title)]
    if said is not None and said.at_deals:
        parts += home.answer(said)
    if not found.total:
        return [*parts, paragraph(texts.t("home.open.none"))]
    if found.limit is not None and any(each.stale for each in found.deals):
        parts.append(context(texts.n("stale.intro", found.stale, days=texts.days(found.limit, 0))))
    for each in found.deals:
        parts += _open_deal(texts, each)
    if found.pages > 1:
        parts += _pager(texts, found)
    return parts


def _open_deal(texts: Texts, each: OpenDeal) -> Parts:
    number = str(each.deal.number)
    line = texts.t("stale.line", deal=brief(texts, each.deal), days=texts.days(each.age, 0))
    buttons = [
        button(texts.t("stale.won"), ids.ACTION_HOME_WON, number),
        button(texts.t("stale.lost"), ids.ACTION_HOME_LOST, number),
    ]
    if each.stale:
        buttons.append(button(texts.t("stale.open"), ids.ACTION_HOME_OPEN, number))
    edit = button(texts.t("home.button.edit"), ids.ACTION_DETAILS, number)
    said = sb.SectionBlock(sb.PlainText(clip(line, SECTION_TEXT), emoji=True), accessory=edit)
    return [said, sb.ActionsBlock(list(buttons))]


def _pager(texts: Texts, found: OpenDeals) -> Parts:
    where = texts.t("home.open.page", page=texts.number(found.page), pages=texts.number(found.pages))
    buttons = []
    if found.page > 1:
        buttons.append(button(texts.t("button.previous"), ids.ACTION_HOME_PAGE_BACK, str(found.page - 1)))
    if found.page < found.pages:
        buttons.append(button(texts.t("button.next"), ids.ACTION_HOME_PAGE, str(found.page + 1)))
    return [context(where), sb.ActionsBlock(list(buttons))]


def _settings(texts: Texts, person: Person, tab: MyTab) -> Parts:
    parts: list[sb.Block | Json] = [sb.DividerBlock(), header(texts.t("home.settings")), _language(texts, person)]
    parts += weekly_settings.home_blocks(texts, tab.weekly, sees_everyone=person.sees_everyone)
    if tab.boards is not None:
        parts += boards.home_blocks(texts, takes_part=tab.boards)
    return parts


def _language(texts: Texts, person: Person) -> sb.SectionBlock:
    named = {language.code: language.name for language in languages()}
    options = {AS_SLACK: sb.Option(sb.PlainText(texts.t("home.language.slack")), AS_SLACK)}
    options |= {code: sb.Option(sb.PlainText(name), code) for code, name in named.items()}
    chosen = options.get(person.language or AS_SLACK, options[AS_SLACK])
    menu = sb.StaticSelectMenu(ids.ACTION_LANGUAGE, list(options.values()), initial_option=chosen)
    said = f"*{texts.t('home.language')}*\n{texts.t('home.language.why')}"
    return sb.SectionBlock(mrkdwn(said), accessory=menu)


def _privacy(texts: Texts, person: Person) -> Parts:
    parts: list[sb.Block | Json] = [sb.DividerBlock()]
    if person.sees_everyone:
        parts.append(paragraph(f"*{texts.t('home.privacy.manager.title')}*\n{texts.t('home.privacy.manager')}"))
    parts.append(paragraph(f"*{texts.t('home.privacy.title')}*\n{texts.t('home.privacy.rep')}"))
    parts.append(context(texts.t("home.help")))
    return parts
