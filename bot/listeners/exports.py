"""One's own deals as a file: a button or a command opens the form, and the file comes as a direct message."""

from collections.abc import Callable
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError
from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.errors import FormExpired
from bot.listeners.asker import Asker, asker_of
from bot.services.errands import Errands
from bot.services.exports import Exports
from bot.values.exports import ExportFormat, ExportPeriod, ExportWanted, Whose
from bot.views import export_form


class ExportForm(BaseModel):
    """What the form says."""

    model_config = ConfigDict(frozen=True)

    export_format: ExportFormat
    export_period: ExportPeriod
    export_whose: Whose = Whose.MINE

    @classmethod
    def parse(cls, view: dict[str, Any]) -> Self:
        """Read a view's state. Raises FormExpired for what no form sends."""
        said = {
            block: (element.get("selected_option") or {}).get("value")
            for block, fields in view["state"]["values"].items()
            for element in fields.values()
        }
        try:
            return cls.model_validate({name: value for name, value in said.items() if value is not None})
        except ValidationError:
            raise FormExpired from None


class ExportListeners:
    def __init__(self, exports: Exports, errands: Errands, wake: Callable[[], None]) -> None:
        """`wake` has the work on files begun, in another thread."""
        self._exports = exports
        self._errands = errands
        self._wake = wake

    def register(self, app: App) -> None:
        app.action(ids.ACTION_EXPORT_DEALS)(self.form_wanted)
        app.view(ids.CALLBACK_EXPORT_FORM)(self.submitted)

    def form_wanted(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form(asker_of(context)))

    def submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        asker = asker_of(context)
        said = ExportForm.parse(view)
        wanted = ExportWanted(said.export_format, said.export_period.window(asker.today), said.export_whose)
        count = self._exports.check(asker.person, wanted)
        self._errands.send(asker.person, str(view["id"]), wanted, count)
        ack(response_action="update", view=export_form.begun(asker.texts, count))
        self._wake()


def form(asker: Asker) -> dict[str, Any]:
    """The form, for whoever asks for it."""
    return export_form.modal(asker.texts, offers_all=asker.person.sees_everyone)
