"""`/pillars`: a rep's figures, the team's, or a colleague's by right; goals; what the workspace measures with."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot import ids
from bot.language.commands import (
    ListGoals,
    Mine,
    OpenSettings,
    PillarsHelp,
    RemoveGoal,
    Rep,
    SetGoal,
    Team,
    Why,
)
from bot.language.pillars_command import parse_pillars
from bot.listeners.action_values import number_in
from bot.listeners.asker import Asker, asker_of
from bot.listeners.home_state import is_on_tab
from bot.listeners.replies import answer, send
from bot.listeners.settings import SettingsListeners
from bot.services.figures import Figures
from bot.services.goals import GoalDesk
from bot.services.people import People
from bot.values import Card
from bot.views import goals, pillar_chart, pillars, verdict_lines
from bot.views.verdict_lines import CardReference


class PillarsListeners:
    def __init__(self, people: People, figures: Figures, desk: GoalDesk, settings: SettingsListeners) -> None:
        self._people = people
        self._figures = figures
        self._goals = desk
        self._settings = settings

    def register(self, app: App) -> None:
        app.command(ids.COMMAND_PILLARS)(self.command)
        app.action(ids.ACTION_SHOW_PILLARS)(self.show_pressed)
        app.action(ids.ACTION_WHY)(self.why_pressed)
        app.action(ids.ACTION_CHART)(self.chart_chosen)
        app.action(ids.ACTION_UNDO_GOAL)(self.undo_goal_pressed)

    def command(
        self, ack: Ack, command: dict[str, Any], context: BoltContext, client: WebClient, respond: Respond
    ) -> None:
        asker = asker_of(context)
        measures = asker.person.yardstick
        parsed = parse_pillars(
            command.get("text") or "",
            today=asker.today,
            week_start=measures.week_start,
            currency=measures.currency,
        )
        match parsed:
            case PillarsHelp():
                answer(ack, pillars.help(asker.texts))
            case SetGoal(goal=goal):
                answer(ack, goals.changed(asker.texts, self._goals.set(asker.person, goal)))
            case RemoveGoal(pillar=pillar, team=team):
                answer(ack, goals.changed(asker.texts, self._goals.remove(asker.person, pillar, team=team)))
            case Why(card=which):
                card = self._card(asker, which)
                ack()
                send(respond, verdict_lines.why(asker.texts, card))
            case ListGoals():
                ack()
                mine = self._card(asker, Mine())
                send(respond, goals.listing(asker.texts, self._goals.standing(asker.person), mine))
            case OpenSettings():
                view = self._settings.form(asker, command)
                ack()
                client.views_open(trigger_id=command["trigger_id"], view=view)
            case _:
                card = self._card(asker, parsed)
                ack()
                send(respond, pillars.card(asker.texts, card))

    def show_pressed(self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        asker = asker_of(context)
        card = self._card(asker, Team(None) if action["value"] == "team" else Mine(None))
        send(respond, pillars.card(asker.texts, card))

    def why_pressed(self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        asker = asker_of(context)
        card = self._card_again(asker, CardReference.parse(action["value"]))
        send(respond, verdict_lines.why(asker.texts, card))

    def chart_chosen(self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        asker = asker_of(context)
        reference = CardReference.parse(action["selected_option"]["value"])
        send(respond, pillar_chart.message(asker.texts, self._card_again(asker, reference), reference.pillar))

    def undo_goal_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        ack()
        asker = asker_of(context)
        goal_id, _, before_id = action["value"].partition(":")
        change = self._goals.take_back(asker.person, number_in(goal_id), number_in(before_id))
        send(respond, goals.changed(asker.texts, change, at_home=is_on_tab(body)), replace=True)

    def _card(self, asker: Asker, parsed: Mine | Team | Rep) -> Card:
        match parsed:
            case Mine(window=window):
                return self._figures.rep_card(asker.person, asker.person, window)
            case Team(window=window):
                return self._figures.team_card(asker.person, window)
            case Rep(user_id=user_id, name=name, window=window):
                rep = self._people.find(asker.person, slack_user_id=user_id, name=name)
                return self._figures.rep_card(asker.person, rep, window)

    def _card_again(self, asker: Asker, reference: CardReference) -> Card:
        """The card that a button belongs to, with today's figures and by the right of whoever presses it."""
        if reference.member_id is None:
            return self._figures.team_card(asker.person, reference.window)
        rep = self._people.colleague(asker.person, reference.member_id)
        return self._figures.rep_card(asker.person, rep, reference.window)
