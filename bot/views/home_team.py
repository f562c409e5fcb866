"""The team's tab: everybody's pillars together, the team's goals, what it works on and what has worked."""

import slackblocks as sb

from bot import ids
from bot.texts import Texts
from bot.values import Person
from bot.values.home import TeamTab
from bot.views import coach_follow_up, home, pillars
from bot.views.home import Said
from bot.views.message import Json, Message, button, paragraph


def team(
    texts: Texts, person: Person, tab: TeamTab, metadata: str, said: Said | None = None, *, draws: bool = True
) -> Json:
    """The view. `draws` False shows reps and trend in words, for where Slack takes no charts on a home tab."""
    parts: list[sb.Block | Json] = []
    if tab.card is None:
        parts.append(paragraph(texts.t("card.team_pending")))
    else:
        card = pillars.card(texts, tab.card)
        parts += card.with_charts if draws else card.blocks
    if person.sees_everyone:
        label = texts.t("home.button.team_goal" if not tab.goals.team else "home.button.team_goals")
        parts.append(sb.ActionsBlock([button(label, ids.ACTION_GOAL, "team")]))
    works_on: Message = coach_follow_up.team(texts, tab.works_on, tab.own_texts, sees_everyone=person.sees_everyone)
    parts += [sb.DividerBlock(), *works_on.blocks]
    return home.view(texts, person, home.TEAM, parts, metadata, said)
