"""What the workspace measures with: a form that admins open by a command or on their home tab."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.listeners.asker import Asker, asker_of
from bot.listeners.replies import deliver
from bot.listeners.settings_form import SettingsForm, SettingsOrigin
from bot.services.yardsticks import Yardsticks
from bot.views import yardstick


class SettingsListeners:
    def __init__(self, yardsticks: Yardsticks) -> None:
        self._yardsticks = yardsticks

    def register(self, app: App) -> None:
        app.action(ids.ACTION_SETTINGS)(self.pressed)
        app.view(ids.CALLBACK_SETTINGS_FORM)(self.submitted)

    def form(self, asker: Asker, response_url: str | None) -> dict[str, Any]:
        """The form as it stands now. Raises NotAllowed for anybody who is no admin."""
        shown = self._yardsticks.current(asker.person)
        origin = SettingsOrigin(shown=shown, response_url=response_url)
        return yardstick.modal(asker.texts, shown, origin.model_dump_json(exclude_none=True))

    def pressed(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        view = self.form(asker_of(context), body.get("response_url"))
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        origin = SettingsOrigin.parse(view.get("private_metadata", ""))
        form = SettingsForm.parse(view, origin.shown)
        change = self._yardsticks.change(asker.person, origin.shown, form.wanted)
        ack()
        deliver(client, asker, origin.response_url, yardstick.changed(asker.texts, change))
