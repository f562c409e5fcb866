"""`/pillars`: a rep's figures, the team's, or a colleague's by right."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond

from bot import ids
from bot.language.commands import Mine, PillarsCommand, PillarsHelp, Rep, Team
from bot.language.pillars_command import parse_pillars
from bot.listeners.asker import Asker, asker_of
from bot.listeners.replies import answer, send
from bot.services.figures import Figures
from bot.services.people import People
from bot.values import Card
from bot.views import pillars


class PillarsListeners:
    def __init__(self, people: People, figures: Figures) -> None:
        self._people = people
        self._figures = figures

    def register(self, app: App) -> None:
        app.command(ids.COMMAND_PILLARS)(self.command)
        app.action(ids.ACTION_SHOW_PILLARS)(self.show_pressed)

    def command(self, ack: Ack, command: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        asker = asker_of(context)
        parsed = parse_pillars(
            command.get("text") or "", today=asker.today, week_start=asker.person.yardstick.week_start
        )
        card = self._card(asker, parsed)
        if card is None:
            answer(ack, pillars.help(asker.texts))
        else:
            ack()
            send(respond, pillars.card(asker.texts, card))

    def show_pressed(self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        asker = asker_of(context)
        card = self._card(asker, Team(None) if action["value"] == "team" else Mine(None))
        if card is not None:
            send(respond, pillars.card(asker.texts, card))

    def _card(self, asker: Asker, parsed: PillarsCommand) -> Card | None:
        match parsed:
            case Mine(window=window):
                return self._figures.rep_card(asker.person, asker.person, window)
            case Team(window=window):
                return self._figures.team_card(asker.person, window)
            case Rep(user_id=user_id, name=name, window=window):
                rep = self._people.find(asker.person, slack_user_id=user_id, name=name)
                return self._figures.rep_card(asker.person, rep, window)
            case PillarsHelp():
                return None
