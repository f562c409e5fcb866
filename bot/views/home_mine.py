"""A person's own tab: their pillars, goals, what they work on, open deals, settings, and what others can see."""

import slackblocks as sb

from bot import ids
from bot.texts import Texts, languages
from bot.values import Card, Person
from bot.values.home import LatestChange, MyTab, OpenDeal, OpenDeals
from bot.views import (
    boards,
    card_lines,
    coach_standing,
    goals,
    home,
    pillar_chart,
    pillars,
    trend_chart,
    weekly_settings,
)
from bot.views.deal_lines import brief, line
from bot.views.home import Parts, Said
from bot.views.message import SECTION_TEXT, Json, button, clip, context, header, mrkdwn, paragraph
from bot.views.verdict_lines import CardReference
from pillars import PILLARS
from pillars.windows import DEFAULT_DAYS

WIN_RATE = "win_rate"
"""The pillar that is drawn until another is chosen: its chart has the team's line beside one's own."""

LATEST = "latest"
"""The block that offers to take back what one did last."""

AS_SLACK = "slack"
"""The choice of a language that leaves it to Slack."""


def mine(
    texts: Texts,
    person: Person,
    tab: MyTab,
    metadata: str,
    said: Said | None = None,
    *,
    draws: bool = True,
    chart: str = WIN_RATE,
) -> Json:
    """The view, with the chart of the pillar `chart`; `draws` False says it in words, where Slack takes no charts."""
    begins = not tab.open_deals.total and card_lines.is_empty(tab.card)
    parts: list[sb.Block | Json] = [paragraph(texts.t("home.start"))] if begins else []
    if not begins:
        parts += _pillars(texts, tab, chart, draws=draws)
    parts += _goals(texts, tab, said)
    parts += _commitments(texts, tab)
    parts += _open_deals(texts, tab.open_deals, said)
    parts += _settings(texts, person, tab)
    parts += _privacy(texts, person)
    return home.view(texts, person, home.MINE, parts, metadata, said, places=("deals", "goals"))


def _pillars(texts: Texts, tab: MyTab, chart: str, *, draws: bool) -> Parts:
    card = tab.card
    parts: list[sb.Block | Json] = [header(pillars.title(texts, card)), pillars.fields(texts, card)]
    moves = pillars.moves(texts, card)
    if moves:
        parts.append(paragraph("\n".join(moves)))
    parts += _win_rate(texts, card, draws=draws) if chart == WIN_RATE else _other(texts, card, chart, draws=draws)
    parts.append(_chart_buttons(texts, card, chart))
    # Each pillar rests on the deals that state what it needs, so that their numbers differ: this says why.
    left_out = card_lines.left_out(texts, card)
    conventions = f"{card_lines.period(texts, card)}. {card_lines.conventions(texts, card)}."
    parts.append(context(*([left_out] if left_out else []), conventions))
    return parts


def _win_rate(texts: Texts, card: Card, *, draws: bool) -> Parts:
    """The rep's and the team's line; nothing where there are too few points."""
    drawn = trend_chart.chart(texts, card) if draws else None
    if drawn is not None:
        return [drawn]
    words = trend_chart.words(texts, card)
    return [] if words is None else [context(words)]


def _other(texts: Texts, card: Card, pillar: str, *, draws: bool) -> Parts:
    """Another pillar week by week; what was asked for is answered, even where there is no line yet."""
    found = pillar_chart.message(texts, card, pillar)
    if not draws or not found.charts:
        return list(found.blocks)
    return [*found.charts, context(texts.t("chart.pillar.note", days=DEFAULT_DAYS))]


def _chart_buttons(texts: Texts, card: Card, chart: str) -> sb.ActionsBlock:
    """To the reasons behind the figures, and to the chart of another pillar, which takes this one's place."""
    options = {pillar: sb.Option(sb.PlainText(texts.t(f"pillar.{pillar}")), pillar) for pillar in PILLARS}
    menu = sb.StaticSelectMenu(
        ids.ACTION_HOME_CHART,
        list(options.values()),
        initial_option=None if chart == WIN_RATE else options.get(chart),
        placeholder=sb.PlainText(texts.t("button.chart")),
    )
    return sb.ActionsBlock([button(texts.t("button.why"), ids.ACTION_WHY, CardReference.of(card).written()), menu])


def _goals(texts: Texts, tab: MyTab, said: Said | None) -> Parts:
    lines = goals.progress_lines(texts, tab.card) or [texts.t("home.goals.none")]
    label = texts.t("home.button.goal" if not tab.card.goals else "home.button.goals")
    return [
        header(texts.t("goal.list.mine")),
        *home.answer_at(said, "goals"),
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
    parts: list[sb.Block | Json] = [header(title), *home.answer_at(said, "deals")]
    if not found.total:
        nothing = [paragraph(texts.t("home.open.none")), sb.ActionsBlock([_all_deals(texts)])]
        return [*parts, *nothing, *_latest(texts, found.latest)]
    if found.limit is not None and any(each.stale for each in found.deals):
        parts.append(context(texts.n("stale.intro", found.stale, days=texts.days(found.limit, 0))))
    for each in found.deals:
        parts += _open_deal(texts, each)
    return [*parts, *_pager(texts, found), *_latest(texts, found.latest)]


def _open_deal(texts: Texts, each: OpenDeal) -> Parts:
    number = str(each.deal.number)
    open_for = texts.t("stale.line", deal=brief(texts, each.deal), days=texts.days(each.age, 0))
    buttons = [
        button(texts.t("stale.won"), ids.ACTION_HOME_WON, number),
        button(texts.t("stale.lost"), ids.ACTION_HOME_LOST, number),
    ]
    if each.stale:
        buttons.append(button(texts.t("stale.open"), ids.ACTION_HOME_OPEN, number))
    edit = button(texts.t("home.button.edit"), ids.ACTION_DETAILS, number)
    said = sb.SectionBlock(sb.PlainText(clip(open_for, SECTION_TEXT), emoji=True), accessory=edit)
    return [said, sb.ActionsBlock(list(buttons))]


def _pager(texts: Texts, found: OpenDeals) -> Parts:
    """Through the open deals where they are many, and to all deals, for what is decided can be wrong, too."""
    if found.pages <= 1:
        return [sb.ActionsBlock([_all_deals(texts)])]
    where = texts.t("home.open.page", page=texts.number(found.page), pages=texts.number(found.pages))
    buttons = []
    if found.page > 1:
        buttons.append(button(texts.t("button.previous"), ids.ACTION_HOME_PAGE_BACK, str(found.page - 1)))
    if found.page < found.pages:
        buttons.append(button(texts.t("button.next"), ids.ACTION_HOME_PAGE, str(found.page + 1)))
    return [context(where), sb.ActionsBlock([*buttons, _all_deals(texts)])]


def _latest(texts: Texts, latest: LatestChange | None) -> Parts:
    """What one did last, for as long as it may have been a slip, and the way back."""
    if latest is None:
        return []
    said = texts.t(f"home.latest.{latest.deed.value}", deal=line(texts, latest.deal))
    undo = button(texts.t("button.undo"), ids.ACTION_UNDO, str(latest.change_id))
    return [sb.SectionBlock(sb.PlainText(clip(said, SECTION_TEXT), emoji=True), accessory=undo, block_id=LATEST)]


def _all_deals(texts: Texts) -> sb.Button:
    return button(texts.t("home.button.all_deals"), ids.ACTION_HOME_DEALS)


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
