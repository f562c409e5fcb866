"""`/deal`, its buttons and its form: acknowledge, parse, call, show."""

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot import ids
from bot.errors import TextTooLong
from bot.language.commands import (
    DealCommand,
    Delete,
    Edit,
    Export,
    Form,
    Help,
    Import,
    List,
    Record,
    Undo,
)
from bot.language.deal_command import parse_deal
from bot.listeners import exports, files
from bot.listeners.action_values import deal_number_in, number_in
from bot.listeners.asker import Asker, asker_of
from bot.listeners.deal_modals import DealModals
from bot.listeners.entries import unpack
from bot.listeners.forms import DealForm, Origin
from bot.listeners.in_letter import is_in_letter, send_in_letter
from bot.listeners.recorded import CHANGE_MARK, once, readings, recorded, with_question
from bot.listeners.replies import answer, open_form, send
from bot.listeners.surfaces import Surfaces
from bot.services.customers import Customers
from bot.services.deals import DealDesk
from bot.services.imports import Imports
from bot.services.said_deals import SaidDeals
from bot.services.tags import Tags
from bot.values import Changed, Clash, Duplicate, WhichDeal
from bot.views import deal_form, deals
from bot.views.message import Message
from bot.views.sheet import sheet


class DealListeners:
    """Everything that records or changes deals."""

    def __init__(
        self,
        desk: DealDesk,
        said: SaidDeals,
        imports: Imports,
        asking: Tags,
        modals: DealModals,
        customers: Customers,
        surfaces: Surfaces,
    ) -> None:
        self._desk = desk
        self._said = said
        self._modals = modals
        self._customers = customers
        self._imports = imports
        self._tags = asking
        self._surfaces = surfaces

    def register(self, app: App) -> None:
        app.command(ids.COMMAND_DEAL)(self.command)
        app.action(ids.ACTION_UNDO)(self.undo_pressed)
        app.action(ids.ACTION_DETAILS)(self.details_pressed)
        app.action(ids.ACTION_DELETE_DEAL)(self.delete_pressed)
        app.action(ids.ACTION_NEW_DEAL)(self.new_pressed)
        app.action(ids.ACTION_RECORD_AGAIN)(self.record_again_pressed)
        app.action(re.compile(f"^{ids.ACTION_CLOSE_THIS}(:|$)"))(self.meant_pressed)
        app.action(ids.ACTION_NEW_INSTEAD)(self.new_instead_pressed)
        app.action(re.compile(f"^{ids.ACTION_LIST_PAGE}"))(self.page_pressed)
        app.action(ids.ACTION_LIST_EDIT)(self.listed_chosen)
        app.action(ids.ACTION_HOME_DEALS)(self.list_pressed)
        app.view(ids.CALLBACK_DEAL_FORM)(self.form_submitted)

    # The command

    def command(self, ack: Ack, command: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        parsed = parse_deal(
            command.get("text") or "",
            today=asker.today,
            currency=asker.person.yardstick.currency,
            day_first=asker.day_first,
        )
        opens_form = self._form_for(asker, parsed, command)
        if opens_form is None:
            answer(ack, self._carry_out(asker, parsed, command["trigger_id"]))
        else:
            ack()
            client.views_open(trigger_id=command["trigger_id"], view=opens_form)

    def _form_for(self, asker: Asker, parsed: DealCommand, command: dict[str, Any]) -> dict[str, Any] | None:
        """The modal that the command asks for, or None where it says all it needs."""
        match parsed:
            case Form():
                return self._modals.of(asker, None, Origin.of(command))
            case Export():
                return exports.form(asker)
            case Import():
                return files.form(asker)
            case Edit(number=number, changes=None):
                deal = self._desk.find(asker.person, number)
                return self._modals.of(asker, deal, Origin.of(command, number=number))
        return None

    def _carry_out(self, asker: Asker, parsed: DealCommand, request_key: str) -> Message:
        texts, person = asker.texts, asker.person
        match parsed:
            case Help() | Form() | Export() | Import():
                return deals.help(texts)
            case List(page=page, open_only=open_only):
                return deals.page(texts, self._desk.page(person, page, open_only=open_only))
            case Undo():
                past = self._imports.offered_to_undo(person)
                if past is not None:
                    return deals.undo_import(texts, past)
                return deals.changed(texts, self._desk.undo(person))
            case Edit(number=number, changes=changes):
                return deals.changed(
                    texts, self._desk.edit(person, number, changes.said() if changes else {}, request_key)
                )
            case Delete(number=number):
                return deals.changed(texts, self._desk.delete(person, number))
            case Record():
                return with_question(asker, parsed, self._desk.record(person, parsed, request_key), self._tags)

    # Its buttons

    def undo_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        ack()
        asker = asker_of(context)
        said = deals.changed(asker.texts, self._desk.undo_change(asker.person, number_in(action["value"])))
        if is_in_letter(body):
            send_in_letter(respond, body, said)
        else:
            send(respond, said, replace=True)

    def delete_pressed(self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        """The answer takes the form's place."""
        ack()
        asker = asker_of(context)
        number = deal_number_in(action["value"])
        send(respond, deals.changed(asker.texts, self._desk.delete(asker.person, number)), replace=True)

    def details_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        self._edit(asker_of(context), deal_number_in(action["value"]), body, client)

    def listed_chosen(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        self._edit(asker_of(context), deal_number_in(action["selected_option"]["value"]), body, client)

    def _edit(self, asker: Asker, number: int, body: dict[str, Any], client: WebClient) -> None:
        deal = self._desk.find(asker.person, number)
        origin = Origin.of(body, number=deal.number)
        open_form(client, body, self._modals.of(asker, deal, origin))

    def new_pressed(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        origin = Origin.of(body)
        open_form(client, body, self._modals.of(asker_of(context), None, origin))

    def record_again_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        ack()
        asker = asker_of(context)
        entry = unpack(action["value"])
        done = self._desk.record(asker.person, entry, once(body), again=True, as_new=True)
        send(respond, recorded(asker, entry, done), replace=True)

    def meant_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        """The answer to "which one?": an entry with the deal's number in it."""
        ack()
        asker = asker_of(context)
        entry = unpack(action["value"])
        done = self._desk.record(asker.person, entry, once(body))
        send(respond, with_question(asker, entry, done, self._tags), replace=True)

    def new_instead_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        """A new deal after all: nothing was recorded yet, or `/deal won 1042` closed #1042, which is taken back."""
        ack()
        asker = asker_of(context)
        value = action["value"]
        change_id, _, packed = ("", "", value) if value.startswith("{") else value.partition(CHANGE_MARK)
        entry = unpack(packed)
        if change_id:
            done: Changed | Duplicate | WhichDeal = self._desk.record_instead(
                asker.person, number_in(change_id), entry, once(body)
            )
        else:
            done = self._desk.record(asker.person, entry, once(body), again=True, as_new=True)
        send(respond, recorded(asker, entry, done), replace=True)

    def list_pressed(self, ack: Ack, context: BoltContext, respond: Respond) -> None:
        """All one's deals, the decided ones too, on top of the home tab."""
        ack()
        asker = asker_of(context)
        send(respond, deals.page(asker.texts, self._desk.page(asker.person, 1, open_only=False)))

    def page_pressed(self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        asker = asker_of(context)
        which, _, page = action["value"].partition(":")
        found = self._desk.page(asker.person, number_in(page), open_only=which == "open")
        send(respond, deals.page(asker.texts, found), replace=True)

    # Its form

    def form_submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        origin = Origin.parse(view.get("private_metadata", ""))
        person = asker.person
        form = DealForm.parse(
            view, person.yardstick.currency, origin, lambda customer_id: self._customers.name_of(person, customer_id)
        )
        form_id = origin.request_key or view["id"]
        entry = None
        if origin.number is not None:
            done: Changed | Clash | Duplicate | WhichDeal = self._desk.edit_by_form(
                person, origin.number, form.fields, origin.shown, form_id
            )
        else:
            entry = form.entry()
            question = self._asks_which(asker, entry, form_id)
            if question is not None:
                below = "" if origin.home is None else origin.home.pack()
                ack(response_action="update", view=sheet(asker.texts, question, below))
                return
            done = self._desk.record_by_form(person, entry, form_id)
        if isinstance(done, Clash):
            ack(response_action="errors", errors=deal_form.clashes(asker.texts, done))
            return
        self._surfaces.close(ack, origin)
        said = recorded(asker, entry, done)
        self._surfaces.deliver(client, asker, origin, said, replace=origin.replaces)

    def _asks_which(self, asker: Asker, entry: Record, form_id: str) -> Message | None:
        """Whether a new deal is one of those that are open with the customer; the buttons carry all that the form says.

        A note that is too long for a button is recorded as it stands.
        """
        if self._desk.recorded_before(asker.person, form_id) is not None:
            return None
        question = self._said.in_question(asker.person, entry)
        if question is None:
            return None
        try:
            return deals.which_deal(asker.texts, question, readings(entry, question, keeps_notes=True))
        except TextTooLong:
            return None
