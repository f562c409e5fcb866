"""The team's own playbook: a form that admins open by a command or on their home tab, and two forms on top of it."""

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot import ids
from bot.listeners.asker import Asker, asker_of
from bot.listeners.playbook_form import PlaybookForm, PlaybookOrigin, own_action_of, thresholds_of
from bot.listeners.surfaces import Surfaces
from bot.services.playbook_changes import with_action, with_rules, with_thresholds, without_action
from bot.services.playbooks import InForce, PlaybookChange, Playbooks, known_rules, own_texts
from bot.values.own_text import OwnText
from bot.views import playbook as view_of
from bot.views.problems import sentence


class PlaybookListeners:
    def __init__(self, playbooks: Playbooks, surfaces: Surfaces) -> None:
        self._playbooks = playbooks
        self._surfaces = surfaces

    def register(self, app: App) -> None:
        app.action(ids.ACTION_PLAYBOOK)(self.pressed)
        app.action(ids.ACTION_PLAYBOOK_LIMITS)(self.rule_chosen)
        app.action(ids.ACTION_PLAYBOOK_ADD)(self.add_pressed)
        app.action(ids.ACTION_PLAYBOOK_REMOVE)(self.remove_pressed)
        app.view(ids.CALLBACK_PLAYBOOK_FORM)(self.submitted)
        app.view(ids.CALLBACK_PLAYBOOK_LIMITS_FORM)(self.limits_submitted)
        app.view(ids.CALLBACK_PLAYBOOK_ACTION_FORM)(self.action_submitted)

    def form(self, asker: Asker, body: dict[str, Any]) -> dict[str, Any]:
        """The form as the playbook stands now. Raises NotAllowed for anybody who is no admin."""
        found = self._playbooks.current(asker.person)
        said = None
        if found.refused is not None:
            said = view_of.refused_since(asker.texts, sentence(asker.texts, found.refused))
        return _form(asker, found, PlaybookOrigin.of(body, off=found.playbook.off), said)

    def pressed(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        view = self.form(asker_of(context), body)
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        origin = PlaybookOrigin.parse(view.get("private_metadata", ""))
        offered = [rule.key for group in view_of.groups() for rule in group.rules]
        form = PlaybookForm.parse(view, offered, origin.off)
        change = self._playbooks.change(
            asker.person, lambda now: with_rules(now, origin.off, form.off, form.review_weeks)
        )
        ack()
        said = view_of.changed(asker.texts, change.before, change.after, _texts_of(asker, change))
        self._surfaces.deliver(client, asker, origin, said)

    # The forms on top

    def rule_chosen(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        asker = asker_of(context)
        rule = action["selected_option"]["value"]
        now = self._playbooks.current(asker.person).playbook
        origin = _origin(body).model_copy(update={"rule": rule})
        view = view_of.limits_modal(asker.texts, rule, now.thresholds.get(rule, {}), origin.pack())
        client.views_push(trigger_id=body["trigger_id"], view=view)

    def add_pressed(self, ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        asker = asker_of(context)
        self._playbooks.current(asker.person)
        view = view_of.action_modal(asker.texts, _origin(body).pack())
        client.views_push(trigger_id=body["trigger_id"], view=view)

    def limits_submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        origin = PlaybookOrigin.parse(view.get("private_metadata", ""))
        wanted = thresholds_of(view)
        change = self._playbooks.change(asker.person, lambda now: with_thresholds(now, origin.rule or "", wanted))
        ack()
        self._show_below(client, asker, view, origin, change)

    def action_submitted(self, ack: Ack, view: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        asker = asker_of(context)
        origin = PlaybookOrigin.parse(view.get("private_metadata", ""))
        told = own_action_of(view)
        change = self._playbooks.change(asker.person, lambda now: with_action(now, told, known_rules()))
        ack()
        self._show_below(client, asker, view, origin, change)

    def remove_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        asker = asker_of(context)
        origin = _origin(body)
        change = self._playbooks.change(asker.person, lambda now: without_action(now, action["value"]))
        self._show_below(client, asker, body["view"], origin, change)

    def _show_below(
        self, client: WebClient, asker: Asker, view: dict[str, Any], origin: PlaybookOrigin, change: PlaybookChange
    ) -> None:
        """The first form again, as the playbook stands now. Slack keeps what was ticked there meanwhile."""
        said = view_of.saved(asker.texts, change.before, change.after, _texts_of(asker, change))
        below = _form(asker, InForce(change.after, ""), origin.model_copy(update={"rule": None}), said)
        client.views_update(view_id=view.get("root_view_id") or view["id"], view=below)


def _form(asker: Asker, found: InForce, origin: PlaybookOrigin, said: str | None) -> dict[str, Any]:
    own = own_texts(found.playbook, asker.texts.language)
    return view_of.modal(asker.texts, found.playbook, own, origin.pack(), said)


def _texts_of(asker: Asker, change: PlaybookChange) -> dict[str, OwnText]:
    language = asker.texts.language
    return own_texts(change.before, language) | own_texts(change.after, language)


def _origin(body: dict[str, Any]) -> PlaybookOrigin:
    return PlaybookOrigin.parse(body["view"].get("private_metadata", ""))
