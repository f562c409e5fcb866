"""The form for a goal, one's own or the team's: acknowledge, parse, call, show."""

from dataclasses import replace
from typing import Any, Self

from pydantic import BaseModel, ConfigDict
from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.errors import CoachError, FormExpired
from bot.language.commands import RemoveGoal, SetGoal
from bot.language.goals import parse_goal
from bot.listeners.asker import asker_of
from bot.listeners.form_origin import FormOrigin
from bot.listeners.form_state import elements
from bot.listeners.surfaces import Surfaces
from bot.services.goals import GoalDesk
from bot.views import goal_form, goals
from pillars import PILLARS

# Each pillar by a word that `/pillars goal` knows it by.
_WORDS = {"win_rate": "win", "order_value": "aov", "time_to_close": "time", "opportunities": "opps"}


class GoalOrigin(FormOrigin):
    team: bool = False


class GoalForm(BaseModel):
    """What the form says: a goal to set, or to remove where no level is written."""

    model_config = ConfigDict(frozen=True)

    wanted: SetGoal | RemoveGoal

    @classmethod
    def parse(cls, view: dict[str, Any], currency: str, *, team: bool) -> Self:
        """Read a view's state. What cannot be read raises its error, belonging to the level's field."""
        said = elements(view)
        pillar = (said.get(ids.FIELD_GOAL_PILLAR, {}).get("selected_option") or {}).get("value")
        if pillar not in PILLARS:
            raise FormExpired
        level = str(said.get(ids.FIELD_GOAL_LEVEL, {}).get("value") or "").split()
        if not level:
            return cls(wanted=RemoveGoal(pillar, team))
        try:
            wanted = parse_goal([_WORDS[pillar], *level], currency, team=team)
        except CoachError as error:
            error.field = ids.FIELD_GOAL_LEVEL
            raise
        match wanted:
            case SetGoal(goal=goal):
                return cls(wanted=SetGoal(replace(goal, team=team)))
            case _:
                return cls(wanted=RemoveGoal(pillar, team))


class GoalListeners:
    def __init__(self, desk: GoalDesk, surfaces: Surfaces) -> None:
        self._goals = desk
        self._surfaces = surfaces

    def register(self, app: App) -> None:
        app.action(ids.ACTION_GOAL)(self.pressed)
        app.view(ids.CALLBACK_GOAL_FORM)(self.submitted)

    def pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        asker, team = asker_of(context), action["value"] == "team"
        origin = GoalOrigin.of(body, team=team)
        view = goal_form.modal(asker.texts, self._goals.standing(asker.person), origin.pack(), team=team)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        origin = GoalOrigin.parse(view.get("private_metadata", ""))
        form = GoalForm.parse(view, asker.person.yardstick.currency, team=origin.team)
        match form.wanted:
            case SetGoal(goal=goal):
                change = self._goals.set(asker.person, goal)
            case RemoveGoal(pillar=pillar, team=team):
                change = self._goals.remove(asker.person, pillar, team=team)
        ack()
        said = goals.changed(asker.texts, change, at_home=origin.home is not None)
        self._surfaces.deliver(client, asker, origin, said)
