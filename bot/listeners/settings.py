"""What the workspace measures with: a form that admins open by a command or on their home tab."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.listeners.asker import Asker, asker_of
from bot.listeners.settings_form import SettingsForm, SettingsOrigin
from bot.listeners.surfaces import Surfaces
from bot.services.yardsticks import Yardsticks
from bot.views import yardstick


class SettingsListeners:
    def __init__(self, yardsticks: Yardsticks, surfaces: Surfaces) -> None:
        self._yardsticks = yardsticks
        self._surfaces = surfaces

    def register(self, app: App) -> None:
        app.action(ids.ACTION_SETTINGS)(self.pressed)
        app.view(ids.CALLBACK_SETTINGS_FORM)(self.submitted)

    def form(self, asker: Asker, body: dict[str, Any]) -> dict[str, Any]:
        """The form as it stands now. Raises NotAllowed for anybody who is no admin."""
        shown = self._yardsticks.current(asker.person)
        return yardstick.modal(asker.texts, shown, SettingsOrigin.of(body, shown=shown).pack())

    def pressed(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        view = self.form(asker_of(context), body)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        origin = SettingsOrigin.parse(view.get("private_metadata", ""))
        form = SettingsForm.parse(view, origin.shown)
        change = self._yardsticks.change(asker.person, origin.shown, form.wanted)
        ack()
        # The tab below the answer shows what holds from now on, not what held when the form was sent.
        measured = replace(asker, person=replace(asker.person, yardstick=change.after))
        self._surfaces.deliver(client, measured, origin, yardstick.changed(asker.texts, change))
