"""The reasons that a workspace offers for a lost deal: a form for admins."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict
from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.errors import CoachError, NoReasons, ReasonTooLong, TooManyReasons
from bot.language.options import loss_reason
from bot.listeners.asker import asker_of
from bot.listeners.form_origin import FormOrigin
from bot.listeners.form_state import choices_of, elements, lines_of
from bot.listeners.surfaces import Surfaces
from bot.services.loss_reasons import LossReasons
from bot.values.loss_reasons import DEFAULT_REASONS, LONGEST_REASON, MOST_OWN_REASONS
from bot.views import loss_reasons


class ReasonsOrigin(FormOrigin):
    seen: int | None = None  # the version of the list that the form showed


class ReasonsForm(BaseModel):
    """What the form says: keys of well-known reasons, then own words in the order in which they were written."""

    model_config = ConfigDict(frozen=True)

    reasons: tuple[str, ...]

    @classmethod
    def parse(cls, view: dict[str, Any]) -> Self:
        """Read a view's state. Raises ReasonTooLong, TooManyReasons and NoReasons, belonging to their field."""
        said = elements(view)
        ticked = set(choices_of(said.get(ids.FIELD_KNOWN_REASONS, {})))
        lines = (lines_of(said.get(ids.FIELD_OWN_REASONS, {})) or "").splitlines()
        own = _own([" ".join(line.split()) for line in lines])
        # Who writes "price" into the list means the one that is known.
        ticked |= set(own) & set(DEFAULT_REASONS)
        written = [reason for reason in own if reason not in DEFAULT_REASONS]
        reasons = (*(key for key in DEFAULT_REASONS if key in ticked), *written)
        if not reasons:
            raise NoReasons(field=ids.FIELD_OWN_REASONS)
        return cls(reasons=reasons)


def _own(lines: list[str]) -> list[str]:
    """The own reasons, each once however it is written; a word for a well-known one is its key."""
    found: dict[str, str] = {}
    for line in lines:
        if len(line) > LONGEST_REASON:
            raise _belonging(ReasonTooLong(text=line, limit=LONGEST_REASON))
        if line:
            reason = loss_reason(line)
            found.setdefault(reason.casefold(), reason)
    if len(found) > MOST_OWN_REASONS:
        raise _belonging(TooManyReasons(count=len(found), limit=MOST_OWN_REASONS))
    return list(found.values())


def _belonging(error: CoachError) -> CoachError:
    error.field = ids.FIELD_OWN_REASONS
    return error


class LossReasonListeners:
    def __init__(self, reasons: LossReasons, surfaces: Surfaces) -> None:
        self._reasons = reasons
        self._surfaces = surfaces

    def register(self, app: App) -> None:
        app.action(ids.ACTION_LOSS_REASONS)(self.pressed)
        app.view(ids.CALLBACK_LOSS_REASONS_FORM)(self.submitted)

    def pressed(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        asker = asker_of(context)
        offered = self._reasons.to_edit(asker.person)
        origin = ReasonsOrigin.of(body, seen=offered.version)
        view = loss_reasons.modal(asker.texts, offered.reasons, origin.pack())
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        origin = ReasonsOrigin.parse(view.get("private_metadata", ""))
        form = ReasonsForm.parse(view)
        change = self._reasons.change(asker.person, form.reasons, origin.seen)
        ack()
        self._surfaces.deliver(client, asker, origin, loss_reasons.changed(asker.texts, change))
