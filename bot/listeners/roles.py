"""Who is a manager or an admin: a form for admins."""

import logging
from typing import Any, Self

from pydantic import BaseModel, ConfigDict
from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.errors import FormExpired
from bot.listeners.asker import Asker, asker_of
from bot.listeners.form_origin import FormOrigin
from bot.listeners.form_state import elements
from bot.listeners.profiles import ask_slack
from bot.listeners.replies import NotShown, post
from bot.listeners.surfaces import Surfaces
from bot.services.people import People
from bot.texts import texts_for
from bot.values import Role, RoleNamed
from bot.views import roles

log = logging.getLogger(__name__)


class RoleForm(BaseModel):
    """What the form says: a Slack id, and the role that is named (None: as Slack has it)."""

    model_config = ConfigDict(frozen=True)

    who: str
    role: Role | None

    @classmethod
    def parse(cls, view: dict[str, Any]) -> Self:
        """Read a view's state. Raises FormExpired for what no form sends."""
        said = elements(view)
        who = said.get(ids.FIELD_ROLE_WHO, {}).get("selected_user")
        role = (said.get(ids.FIELD_ROLE, {}).get("selected_option") or {}).get("value")
        if not who or role not in roles.CHOICES:
            raise FormExpired
        return cls(who=str(who), role=None if role == roles.AS_SLACK else Role(role))


class RoleListeners:
    def __init__(self, people: People, surfaces: Surfaces) -> None:
        self._people = people
        self._surfaces = surfaces

    def register(self, app: App) -> None:
        app.action(ids.ACTION_ROLES)(self.pressed)
        app.view(ids.CALLBACK_ROLES_FORM)(self.submitted)

    def pressed(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        asker = asker_of(context)
        changes = self._people.role_changes(asker.person)
        view = roles.modal(asker.texts, FormOrigin.of(body).pack(), changes)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        origin, form = FormOrigin.parse(view.get("private_metadata", "")), RoleForm.parse(view)
        named = self._people.name_role_of(asker.person, form.who, form.role, lambda: ask_slack(client, form.who))
        ack()
        holder = named.holder
        self._surfaces.deliver(client, asker, origin, roles.named(asker.texts, holder.name, holder.role))
        if named.changed:
            _tell(client, asker, named)


def _tell(client: WebClient, asker: Asker, named: RoleNamed) -> None:
    """Say it to whom it concerns, in their own language. Where they cannot be written to, the change stands."""
    holder = named.holder
    said = roles.told(texts_for(holder.locale), asker.person.name, named.before, holder.role)
    try:
        post(client, holder.slack_user_id, said)
    except NotShown as trouble:
        log.warning("a change of role was not told: %r", trouble.__cause__)
