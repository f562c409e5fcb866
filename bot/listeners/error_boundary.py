"""The one place where errors end: what was raised becomes what the user reads."""

import logging
import secrets
from typing import Any

from slack_bolt import BoltContext, BoltResponse

from bot.errors import CoachError
from bot.ids import DEAL_FORM_FIELDS, FIELD_AMOUNT, FORM_FIELDS
from bot.listeners.asker import ASKER, Asker
from bot.listeners.files import is_dropped
from bot.listeners.messages import is_said
from bot.listeners.replies import NotShown, post, send
from bot.listeners.surfaces import InView
from bot.texts import texts_for
from bot.views import problems
from bot.views.message import Message

log = logging.getLogger(__name__)


class ErrorBoundary:
    """Turns what was raised into what the user reads. Nothing of a surprise but its reference leaves this place.

    A form is acknowledged when what it says is recorded, and only then: it closes whatever comes after that, so that
    nobody sends it again, and the rest is said in a direct message.
    """

    def handle(self, error: Exception, context: BoltContext, body: dict[str, Any]) -> BoltResponse:
        asker = context.get(ASKER)
        texts = asker.texts if isinstance(asker, Asker) else texts_for("en")
        acknowledged = context.ack.response if body.get("type") == "view_submission" else None
        if isinstance(error, NotShown):
            log.warning("an answer was not shown where it belongs: %r", error.__cause__)
            message = error.answer or problems.not_shown(texts)
        elif isinstance(error, CoachError):
            message = problems.message(texts, error)
        else:
            reference = secrets.token_hex(3).upper()
            log.error("unexpected error %s", reference, exc_info=error)
            message = problems.surprise(texts, reference, done=_is_done(body, acknowledged is not None))
        if isinstance(error, NotShown) or acknowledged is not None:
            return self._answer_elsewhere(message, context, body, acknowledged)
        return self._answer(error, message, context, body)

    def _answer(self, error: Exception, message: Message, context: BoltContext, body: dict[str, Any]) -> BoltResponse:
        kind = body.get("type")
        if "command" in body:
            return _in_the_acknowledgement(message)
        if kind == "view_submission":
            return _json({"response_action": "errors", "errors": {_field_of(error, body["view"]): message.text}})
        if kind == "block_suggestion":  # a menu shows no sentences
            return _json({"options": []})
        if _awaits_answer(body):
            self._tell(message, context, body)
        return BoltResponse(status=200, body="")

    def _answer_elsewhere(
        self, message: Message, context: BoltContext, body: dict[str, Any], acknowledged: BoltResponse | None
    ) -> BoltResponse:
        """Say it where the place that it belongs to did not take it."""
        if "command" in body:
            return _in_the_acknowledgement(message)
        if body.get("type") == "view_submission":
            self._post(message, context)
        elif _awaits_answer(body):
            self._tell(message, context, body)
        return acknowledged or BoltResponse(status=200, body="")

    def _tell(self, message: Message, context: BoltContext, body: dict[str, Any]) -> None:
        """Where the answer to a request is not shown, a message of its own is sent."""
        # Bolt has a `respond` ready for a listener that asks, also where there is nowhere to respond to.
        leads_somewhere = body.get("response_url") or isinstance(context.get("respond"), InView)
        if leads_somewhere and context.respond is not None:
            try:
                send(context.respond, message)
            except NotShown:  # what was pressed has opened a form already, or took too long
                log.info("could not show an error where it happened")
            else:
                return
        self._post(message, context)

    def _post(self, message: Message, context: BoltContext) -> None:
        if context.client is None or not context.user_id:
            return
        try:
            post(context.client, context.user_id, message)
        except NotShown as trouble:
            log.warning("could not tell a user: %r", trouble.__cause__)


def _awaits_answer(body: dict[str, Any]) -> bool:
    event = body.get("event", {})
    pressed = body.get("type") in ("block_actions", "shortcut", "message_action")
    return bool(pressed or is_said(event) or is_dropped(event))


def _is_done(body: dict[str, Any], acknowledged: bool) -> bool | None:
    """Whether what was asked for is done although something went wrong; None where that cannot be told."""
    return acknowledged if body.get("type") == "view_submission" else None


def _in_the_acknowledgement(message: Message) -> BoltResponse:
    return _json({"response_type": "ephemeral", "text": message.text, "blocks": list(message.blocks)})


def _field_of(error: Exception, view: dict[str, Any]) -> str:
    """The field of the form that an error stands under; where it belongs to none, one that is always there."""
    fields = FORM_FIELDS.get(view.get("callback_id", "")) or tuple(view["state"]["values"]) or DEAL_FORM_FIELDS
    field = error.field if isinstance(error, CoachError) else None
    if field in fields:
        return str(field)
    return FIELD_AMOUNT if FIELD_AMOUNT in fields else fields[0]


def _json(body: dict[str, Any]) -> BoltResponse:
    return BoltResponse(status=200, body=body)
