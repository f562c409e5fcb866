"""Files that people bring: dropped in the direct messages or chosen in a form; and the buttons below what was found."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot import ids
from bot.errors import FormExpired, NoFileChosen
from bot.listeners.action_values import number_in
from bot.listeners.asker import Asker, asker_of
from bot.listeners.replies import post, send
from bot.services.errands import Errands, undone_of
from bot.services.file_imports import HEAD_START, LARGEST_MB, MOST_ROWS, FileImports
from bot.services.heard import Heard
from bot.values.errands import Place
from bot.values.imports import FileRef
from bot.views import deals, import_files

_SHARED = "file_share"


def is_dropped(event: dict[str, Any]) -> bool:
    """Whether an event is a message to the bot that brings a file and is about it.

    A picture that goes with a sentence is not: then the sentence is what was said.
    """
    files = [file for file in event.get("files") or () if file.get("name")]  # of one that is deleted nothing is told
    return bool(
        event.get("type") == ids.EVENT_MESSAGE
        and event.get("channel_type") == "im"
        and event.get("subtype") == _SHARED
        and event.get("user")
        and not event.get("bot_id")
        and files
        and (any(map(_is_table, files)) or not str(event.get("text") or "").strip())
    )


def _is_table(file: dict[str, Any]) -> bool:
    """Whether a file may hold deals, by its name or by what Slack takes it for."""
    ending = str(file.get("name") or "").rpartition(".")[2].lower()
    return ending in import_files.FILE_TYPES or file.get("filetype") in import_files.FILE_TYPES


class FileListeners:
    def __init__(self, files: FileImports, errands: Errands, heard: Heard, wake: Callable[[], None]) -> None:
        """`wake` has the work on files begun, in another thread."""
        self._files = files
        self._errands = errands
        self._heard = heard
        self._wake = wake

    def register(self, app: App) -> None:
        """Before whoever else listens to messages: Bolt asks the first whose matcher says yes."""
        app.event(ids.EVENT_MESSAGE, matchers=[is_dropped])(self.dropped)
        app.action(ids.ACTION_IMPORT_FILE)(self.form_wanted)
        app.view(ids.CALLBACK_IMPORT_FORM)(self.submitted)
        app.action(re.compile(f"^{ids.ACTION_IMPORT_ANSWER}(:|$)"))(self.chosen)
        app.action(ids.ACTION_IMPORT_CONTINUE)(self.continue_pressed)
        app.action(ids.ACTION_IMPORT_CONFIRM)(self.confirm_pressed)
        app.action(ids.ACTION_IMPORT_DISMISS)(self.dismiss_pressed)
        app.action(ids.ACTION_UNDO_IMPORT)(self.undo_pressed)

    def dropped(self, event: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        tables = [file for file in event["files"] if _is_table(file)]
        if tables:
            self._begin(asker, str(event["ts"]), tables, str(event["channel"]))
            return
        event_id = str(body.get("event_id") or event["ts"])
        with self._heard.answering(asker.person.workspace_id, event_id) as ours:
            if ours:
                name = str(event["files"][0].get("name") or "")
                post(client, event["channel"], import_files.wrong_kind(asker.texts, name))

    def form_wanted(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=form(asker_of(context)))

    def submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
        asker = asker_of(context)
        chosen = [
            file
            for fields in view["state"]["values"].values()
            for element in fields.values()
            for file in element.get("files") or ()
        ]
        if not chosen:
            raise NoFileChosen(field=ids.FIELD_FILES)
        self._begin(asker, str(view["id"]), chosen, None)
        names = [str(file.get("name") or "") for file in chosen]
        ack(response_action="update", view=import_files.begun(asker.texts, names))

    def chosen(self, ack: Ack) -> None:
        """An answer in a menu: Slack keeps it, and all of them come with the button below."""
        ack()

    def continue_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        ack()
        asker = asker_of(context)
        ref = _ref(action)
        if self._files.answer(asker.person, ref, _choices(body), HEAD_START):
            send(respond, import_files.again(asker.texts), replace=True)
            self._files.begin_now(asker.person, ref)
            self._wake()

    def confirm_pressed(self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        """Pressed twice it is read in once: the second press finds it confirmed, and what comes of it is told."""
        ack()
        asker, ref = asker_of(context), _ref(action)
        if self._files.confirm(asker.person, ref, HEAD_START):
            send(respond, import_files.reading_in(asker.texts), replace=True)
            self._files.begin_now(asker.person, ref)
        self._wake()

    def dismiss_pressed(self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        asker = asker_of(context)
        row = self._files.dismiss(asker.person, _ref(action))
        send(respond, import_files.dismissed(asker.texts, row.file_name), replace=True)

    def undo_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, respond: Respond
    ) -> None:
        """Take a whole import back: a small one at once, of a large one it is said that it is being done."""
        ack()
        asker, place = asker_of(context), _place(body)
        errand = self._errands.take_back(asker.person, number_in(action["value"]), place, HEAD_START)
        done = self._errands.at_once(errand)
        if done is not None:
            send(respond, deals.import_undone(asker.texts, undone_of(done)), replace=True)
            self._errands.told(done)
            return
        said = deals.import_undoing(asker.texts, str(errand.wanted["file_name"]), here=place is not None)
        send(respond, said, replace=True)
        self._errands.begin_now(errand)
        self._wake()

    def _begin(self, asker: Asker, origin: str, files: list[dict[str, Any]], channel: str | None) -> None:
        for file in files:
            self._files.begin(asker.person, origin, str(file["id"]), str(file.get("name") or ""), channel)
        self._wake()


def form(asker: Asker) -> dict[str, Any]:
    """The form that takes files, for whoever asks for it."""
    return import_files.modal(asker.texts, MOST_ROWS, LARGEST_MB)


def _place(body: dict[str, Any]) -> Place | None:
    """The message that was pressed in, where it can be written anew later on: one that only its reader sees cannot."""
    container = body.get("container") or {}
    channel, ts = container.get("channel_id"), container.get("message_ts")
    if container.get("type") != "message" or container.get("is_ephemeral") or not channel or not ts:
        return None
    return Place(str(channel), str(ts))


def _ref(action: dict[str, Any]) -> FileRef:
    try:
        return FileRef.unpack(str(action.get("value")))
    except ValueError:
        raise FormExpired from None


def _choices(body: dict[str, Any]) -> dict[int, int]:
    """Question → place of its answer, from the menus of the message whose button was pressed."""
    found: dict[int, int] = {}
    for fields in (body.get("state") or {}).get("values", {}).values():
        for action_id, element in fields.items():
            name, _, place = action_id.partition(":")
            option = element.get("selected_option")
            if name == ids.ACTION_IMPORT_ANSWER and option:
                found[number_in(place)] = number_in(option["value"])
    return found
