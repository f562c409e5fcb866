"""What is shared in channels: the admins' form; and the boards' buttons, which are everybody's own."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict
from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot import ids
from bot.errors import CoachError, WinsAnHourNotUnderstood, WinsFromCurrency, WinsFromNotOnce
from bot.language.amounts import parse_amount
from bot.language.slack_text import shorten
from bot.listeners.asker import asker_of
from bot.listeners.form_origin import FormOrigin
from bot.listeners.form_state import elements
from bot.listeners.home import HomeListeners
from bot.listeners.home_state import HomeState
from bot.listeners.replies import send
from bot.listeners.surfaces import Surfaces
from bot.services.boards import Boards
from bot.services.channels import Channels
from bot.values.sharing import AN_HOUR, Sharing
from bot.views import boards, sharing_form


class ChannelsForm(BaseModel):
    """What the form says."""

    model_config = ConfigDict(frozen=True)

    wanted: Sharing

    @classmethod
    def parse(cls, view: dict[str, Any], currency: str) -> Self:
        """Read a view's state. What cannot be read raises its error, belonging to its field."""
        said = elements(view)
        boxes = _ticked(said.get(ids.FIELD_BOARDS, {}))
        wanted = Sharing(
            wins_channel=said.get(ids.FIELD_WINS_CHANNEL, {}).get("selected_conversation"),
            wins_from=_threshold(str(said.get(ids.FIELD_WINS_FROM, {}).get("value") or ""), currency),
            wins_currency=currency,
            wins_an_hour=_an_hour(str(said.get(ids.FIELD_WINS_AN_HOUR, {}).get("value") or "")),
            wins_name_customer=sharing_form.SHOW_CUSTOMER in _ticked(said.get(ids.FIELD_WINS_SHOW, {})),
            boards_channel=said.get(ids.FIELD_BOARDS_CHANNEL, {}).get("selected_conversation"),
            improved_board=sharing_form.IMPROVED in boxes,
            goal_board=sharing_form.GOALS in boxes,
        )
        return cls(wanted=wanted)


class ChannelListeners:
    def __init__(self, channels: Channels, shown: Boards, home: HomeListeners, surfaces: Surfaces) -> None:
        self._channels = channels
        self._boards = shown
        self._home = home
        self._surfaces = surfaces

    def register(self, app: App) -> None:
        app.action(ids.ACTION_CHANNELS)(self.pressed)
        app.view(ids.CALLBACK_CHANNELS_FORM)(self.submitted)
        app.action(ids.ACTION_BOARD_PLACE)(self.place_pressed)
        app.action(ids.ACTION_BOARD_JOIN)(self.join_pressed)
        app.action(ids.ACTION_BOARD_LEAVE)(self.join_pressed)

    def pressed(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        asker = asker_of(context)
        view = sharing_form.modal(asker.texts, self._channels.current(asker.person), FormOrigin.of(body).pack())
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        origin = FormOrigin.parse(view.get("private_metadata", ""))
        form = ChannelsForm.parse(view, asker.person.yardstick.currency)
        sharing = self._channels.change(asker.person, form.wanted)
        ack()
        self._surfaces.deliver(client, asker, origin, sharing_form.changed(asker.texts, sharing))

    def place_pressed(self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        asker = asker_of(context)
        send(respond, boards.place(asker.texts, self._boards.place(asker.person, str(action["value"]))))

    def join_pressed(
        self,
        ack: Ack,
        action: dict[str, Any],
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        respond: Respond,
    ) -> None:
        ack()
        asker = asker_of(context)
        joins = action["action_id"] == ids.ACTION_BOARD_JOIN
        self._channels.take_part(asker.person, joins=joins)
        state = HomeState.of(body)
        if state is None:
            send(respond, boards.chosen(asker.texts, joins=joins), replace=True)
        else:
            self._home.publish(asker, client, state)


def _ticked(element: dict[str, Any]) -> set[str]:
    return {str(option["value"]) for option in element.get("selected_options") or ()}


def _threshold(text: str, currency: str) -> int:
    try:
        amount = parse_amount(text, currency)
        if amount.per is not None:
            raise WinsFromNotOnce(text=shorten(text))
        if amount.currency != currency:
            raise WinsFromCurrency(text=shorten(text), currency=currency)
    except CoachError as error:
        error.field = ids.FIELD_WINS_FROM
        raise
    return amount.minor


def _an_hour(text: str) -> int:
    least, most = AN_HOUR
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) <= 3 and least <= int(plain) <= most):
        raise WinsAnHourNotUnderstood(text=shorten(text), least=least, most=most, field=ids.FIELD_WINS_AN_HOUR)
    return int(plain)
