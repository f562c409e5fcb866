"""What people write to the bot in its direct message: understood, shown, and recorded when they say so."""

from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot import ids
from bot.language.commands import Mine, Rep, Team
from bot.language.sentence_questions import Asked, AskedCoach, AskedDeals, AskedHelp, Thanked
from bot.language.sentences import Told, parse_sentence
from bot.listeners.asker import Asker, asker_of
from bot.listeners.deal_modals import DealModals
from bot.listeners.entries import Said
from bot.listeners.forms import Origin
from bot.listeners.recorded import recorded, with_question
from bot.listeners.replies import post, send
from bot.services.deals import DealDesk
from bot.services.figures import Figures
from bot.services.heard import Heard
from bot.services.loss_reasons import LossReasons
from bot.services.people import People
from bot.services.tags import Tags
from bot.values import Card, WhichDeal
from bot.views import deal_form, deals, pillars, understood
from bot.views.deal_form import Draft
from bot.views.message import Message

_WITH_TEXT = (None, "file_share")
"""Subtypes of messages that somebody has just written: edits, deletions, joins and the like have others."""


def is_said(event: dict[str, Any]) -> bool:
    """Whether an event is a message to the bot that wants an answer: by a person, with text, not in a thread."""
    return bool(
        event.get("type") == ids.EVENT_MESSAGE
        and event.get("channel_type") == "im"
        and event.get("subtype") in _WITH_TEXT
        and event.get("user")
        and not event.get("bot_id")
        and event.get("thread_ts") in (None, event.get("ts"))
        and str(event.get("text") or "").strip()
    )


class MessageListeners:
    def __init__(
        self,
        desk: DealDesk,
        people: People,
        figures: Figures,
        reasons: LossReasons,
        heard: Heard,
        asking: Tags,
        modals: DealModals,
    ) -> None:
        self._desk = desk
        self._people = people
        self._figures = figures
        self._reasons = reasons
        self._heard = heard
        self._tags = asking
        self._modals = modals

    def register(self, app: App) -> None:
        app.event(ids.EVENT_MESSAGE)(self.said)
        app.action(ids.ACTION_SAID_RECORD)(self.record_pressed)
        app.action(ids.ACTION_SAID_CHANGE)(self.change_pressed)
        app.action(ids.ACTION_SAID_DISMISS)(self.dismiss_pressed)

    def said(self, event: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        if not is_said(event):
            return
        asker = asker_of(context)
        with self._heard.answering(asker.person.workspace_id, str(body.get("event_id") or event["ts"])) as ours:
            if ours:
                post(client, event["channel"], self._answer(asker, event))

    def _answer(self, asker: Asker, event: dict[str, Any]) -> Message:
        texts, measures = asker.texts, asker.person.yardstick
        meant = parse_sentence(
            event["text"],
            today=asker.today,
            currency=measures.currency,
            day_first=asker.day_first,
            week_start=measures.week_start,
            reasons=self._reasons.own(asker.person),
        )
        match meant:
            case Told(entry=entry):
                return self._shown(asker, Said(f"said:{event['channel']}:{event['ts']}", entry))
            case Asked(card=card):
                return pillars.card(texts, self._card(asker, card))
            case AskedDeals(open_only=open_only):
                return deals.page(texts, self._desk.page(asker.person, open_only=open_only))
            case AskedCoach():
                return understood.coach_hint(texts)
            case AskedHelp():
                return understood.help(texts)
            case Thanked():
                return understood.thanked(texts)
            case _:
                return understood.not_understood(texts)

    def _shown(self, asker: Asker, said: Said) -> Message:
        """What was understood, with the buttons that carry it; nothing is recorded yet."""
        foreseen = self._desk.foresee(asker.person, said.entry)
        if isinstance(foreseen, WhichDeal):
            question = recorded(asker, said.entry, foreseen)
            return understood.which(asker.texts, question, foreseen.outcome, said.pack())
        return understood.told(asker.texts, foreseen, said.pack())

    def _card(self, asker: Asker, asked: Mine | Team | Rep) -> Card:
        match asked:
            case Mine(window=window):
                return self._figures.rep_card(asker.person, asker.person, window)
            case Team(window=window):
                return self._figures.team_card(asker.person, window)
            case Rep(user_id=user_id, name=name, window=window):
                rep = self._people.find(asker.person, slack_user_id=user_id, name=name)
                return self._figures.rep_card(asker.person, rep, window)

    # The buttons below what was understood

    def record_pressed(self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        asker = asker_of(context)
        said = Said.unpack(action["value"])
        done = self._desk.record(asker.person, said.entry, said.request_key)
        send(respond, with_question(asker, said.entry, done, self._tags), replace=True)

    def change_pressed(
        self, ack: Ack, action: dict[str, Any], body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        """The form with what was understood; of the deal itself where the sentence is recorded already."""
        ack()
        asker = asker_of(context)
        said = Said.unpack(action["value"])
        origin = Origin(response_url=body.get("response_url"), replaces=True)
        already = self._desk.recorded_before(asker.person, said.request_key)
        if already is not None:
            view = self._modals.of(asker, already, origin.model_copy(update={"number": already.number}))
        else:
            view = self._form(asker, said, origin.model_copy(update={"request_key": said.request_key}))
        client.views_open(trigger_id=body["trigger_id"], view=view)

    def _form(self, asker: Asker, said: Said, origin: Origin) -> dict[str, Any]:
        foreseen = self._desk.foresee(asker.person, said.entry)
        if isinstance(foreseen, WhichDeal):
            draft = Draft(foreseen.outcome.value, said.entry.amount, details=said.entry.details)
            return self._modals.draft(asker, draft, origin)
        number = foreseen.before.number if foreseen.before is not None else None
        draft = deal_form.draft_of(foreseen.deal)
        return self._modals.draft(asker, draft, origin.model_copy(update={"number": number}))

    def dismiss_pressed(self, ack: Ack, context: BoltContext, respond: Respond) -> None:
        ack()
        send(respond, understood.dismissed(asker_of(context).texts), replace=True)
