"""Consent to the weekly message and its rhythm: buttons on the home tab and under each message, and a form."""

from datetime import date
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot import ids
from bot.errors import FormExpired, PauseInThePast
from bot.listeners.asker import Asker, asker_of
from bot.listeners.form_origin import FormOrigin
from bot.listeners.form_state import elements
from bot.listeners.home import HomeListeners
from bot.listeners.home_state import HomeState
from bot.listeners.in_letter import is_in_letter, send_in_letter
from bot.listeners.replies import deliver, send
from bot.services.weekly import Weekly
from bot.values.letters import WeeklyChoice
from bot.views import weekly_settings


class WeeklyForm(BaseModel):
    """What the form says."""

    model_config = ConfigDict(frozen=True)

    weekday: int = Field(ge=0, le=6)
    hour: int = Field(ge=0, le=23)
    pause_until: date | None = None

    @classmethod
    def parse(cls, view: dict[str, Any], today: date) -> Self:
        """Read a view's state. Raises PauseInThePast, belonging to its field; FormExpired for what no form sends."""
        said = {name: _value_of(element) for name, element in elements(view).items()}
        try:
            form = cls.model_validate({name: said.get(name) for name in ids.WEEKLY_FORM_FIELDS})
        except ValidationError:
            raise FormExpired from None
        if form.pause_until is not None and form.pause_until <= today:
            raise PauseInThePast(date=form.pause_until, field=ids.FIELD_PAUSE_UNTIL)
        return form


class WeeklyListeners:
    def __init__(self, weekly: Weekly, home: HomeListeners) -> None:
        self._weekly = weekly
        self._home = home

    def register(self, app: App) -> None:
        app.action(ids.ACTION_WEEKLY_YES)(self.yes_pressed)
        app.action(ids.ACTION_WEEKLY_NO)(self.no_pressed)
        app.action(ids.ACTION_WEEKLY_STOP)(self.no_pressed)
        app.action(ids.ACTION_WEEKLY_CHOOSE)(self.choose_pressed)
        app.view(ids.CALLBACK_WEEKLY_FORM)(self.submitted)

    def yes_pressed(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, respond: Respond
    ) -> None:
        ack()
        asker = asker_of(context)
        self._show(asker, self._weekly.set(asker.person), body, client, respond)

    def no_pressed(
        self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, respond: Respond
    ) -> None:
        """No thanks, and stop: nothing comes from this moment on."""
        ack()
        asker = asker_of(context)
        self._show(asker, self._weekly.stop(asker.person), body, client, respond)

    def choose_pressed(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        asker = asker_of(context)
        origin = FormOrigin.of(body)
        view = weekly_settings.modal(asker.texts, self._weekly.choice(asker.person), asker.today, origin.pack())
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        origin = FormOrigin.parse(view.get("private_metadata", ""))
        form = WeeklyForm.parse(view, asker.today)
        choice = self._weekly.set(asker.person, weekday=form.weekday, hour=form.hour)
        if form.pause_until is not None:
            choice = self._weekly.pause(asker.person, form.pause_until)
        ack()
        # On the home tab the answer is the tab itself.
        self._home.publish(asker, client, origin.home or HomeState())
        if origin.home is None:
            deliver(client, asker, origin.response_url, weekly_settings.changed(asker.texts, choice))

    def _show(
        self, asker: Asker, choice: WeeklyChoice, body: dict[str, Any], client: WebClient, respond: Respond
    ) -> None:
        state = HomeState.of(body)
        if state is not None:
            self._home.publish(asker, client, state)
        elif is_in_letter(body):
            send_in_letter(respond, body, weekly_settings.changed(asker.texts, choice), whole=True)
        else:
            send(respond, weekly_settings.changed(asker.texts, choice), replace=True)


def _value_of(element: dict[str, Any]) -> str | None:
    option = element.get("selected_option")
    return str(option["value"]) if option else element.get("selected_date") or None
