"""What people write to the bot in its direct message: understood, shown, and recorded when they say so."""

from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot import ids
from bot.language.commands import Mine, Record, Rep, Team
from bot.language.sentence_questions import (
    Asked,
    AskedCoach,
    AskedDeals,
    AskedHelp,
    AskedUndo,
    Greeted,
    Thanked,
)
from bot.language.sentences import CUSTOMER, DAY, MOST_CHARACTERS, NotUnderstood, Told, parse_sentence
from bot.language.slack_text import unescape
from bot.listeners.asker import Asker, asker_of
from bot.listeners.deal_modals import DealModals
from bot.listeners.entries import Said, pack
from bot.listeners.forms import Origin
from bot.listeners.recorded import noted, readings, with_question
from bot.listeners.replies import post, send
from bot.services.deals import DealDesk
from bot.services.figures import Figures
from bot.services.heard import Heard
from bot.services.imports import Imports
from bot.services.loss_reasons import LossReasons
from bot.services.people import People
from bot.services.said_deals import SaidDeals
from bot.services.tags import Tags
from bot.values import Card, Status, WhichDeal
from bot.views import deal_form, deals, pillars, understood
from bot.views.deal_form import Draft
from bot.views.message import Message, clip

LONGEST_QUOTED = 300
"""Characters of a sentence that the form repeats."""

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
        said: SaidDeals,
        imports: Imports,
        people: People,
        figures: Figures,
        reasons: LossReasons,
        heard: Heard,
        asking: Tags,
        modals: DealModals,
    ) -> None:
        self._desk = desk
        self._said = said
        self._imports = imports
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
            case Told():
                return self._shown(asker, meant, event)
            case Asked(card=card):
                return pillars.card(texts, self._card(asker, card))
            case AskedDeals(open_only=open_only):
                return deals.page(texts, self._desk.page(asker.person, open_only=open_only))
            case AskedCoach():
                return understood.coach_hint(texts)
            case AskedHelp():
                return understood.help(texts)
            case AskedUndo():
                past = self._imports.offered_to_undo(asker.person)
                if past is not None:
                    return deals.undo_import(texts, past)
                return understood.undo(texts, self._said.last_done(asker.person))
            case Greeted():
                return understood.greeted(texts)
            case Thanked():
                return understood.thanked(texts)
            case NotUnderstood():
                return self._not_understood(asker, event["text"])

    def _shown(self, asker: Asker, told: Told, event: dict[str, Any]) -> Message:
        """What was understood, with the buttons that carry it; nothing is recorded yet."""
        said = Said(f"said:{event['channel']}:{event['ts']}", told.entry, told.unclear, _quoted(told, event["text"]))
        if told.unclear is not None:
            named = self._said.named_in(asker.person, event["text"]) if told.unclear == CUSTOMER else ()
            if named and told.entry.outcome is not None:
                meant = WhichDeal(told.entry.outcome, named, told.entry.amount is not None, told.entry.amount)
                return self._which(asker, said, meant)
            return understood.unclear(asker.texts, told.entry, told.unclear, told.said or "", said.pack())
        foreseen = self._said.foresee(asker.person, said.entry)
        if isinstance(foreseen, WhichDeal):
            return self._which(asker, said, foreseen)
        if foreseen.before is not None and said.entry.details.note:
            said = replace(said, entry=noted(said.entry, foreseen.before))
            details = replace(foreseen.deal.details, note=said.entry.details.note)
            foreseen = replace(foreseen, deal=replace(foreseen.deal, details=details))
        return understood.told(asker.texts, foreseen, said.pack())

    def _which(self, asker: Asker, said: Said, question: WhichDeal) -> Message:
        answers = readings(said.entry, question, keeps_notes=True)
        asked = deals.which_deal(asker.texts, question, answers)
        return understood.which(asker.texts, asked, question.outcome, said.pack())

    def _not_understood(self, asker: Asker, text: str) -> Message:
        """Where an open deal is named, how it went is asked, as it could not be read."""
        named = self._said.named_in(asker.person, unescape(text)) if len(text) <= MOST_CHARACTERS else ()
        if not named:
            return understood.not_understood(asker.texts)
        closed = {
            (deal.number, status): pack(Record(status, number=deal.number))
            for deal in named
            for status in (Status.WON, Status.LOST)
        }
        return understood.how_did_it_go(asker.texts, named, closed)

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
        if said.unclear == CUSTOMER:
            outcome = "order" if said.entry.outcome is None else said.entry.outcome.value
            draft = Draft(outcome, said.entry.amount, details=said.entry.details, quoted=said.quoted)
            return self._modals.draft(asker, draft, origin)
        foreseen = self._said.foresee(asker.person, said.entry)
        if isinstance(foreseen, WhichDeal):
            draft = Draft(foreseen.outcome.value, said.entry.amount, details=said.entry.details)
            return self._modals.draft(asker, draft, origin)
        number = foreseen.before.number if foreseen.before is not None else None
        draft = deal_form.draft_of(foreseen.deal)
        if said.unclear == DAY:
            details = replace(draft.details, closed_on=None)
            draft = replace(draft, details=details, quoted=said.quoted)
        return self._modals.draft(asker, draft, origin.model_copy(update={"number": number}), foreseen.before)

    def dismiss_pressed(self, ack: Ack, action: dict[str, Any], context: BoltContext, respond: Respond) -> None:
        ack()
        left = action.get("value") == understood.LEFT
        send(respond, understood.dismissed(asker_of(context).texts, left=left), replace=True)


def _quoted(told: Told, text: str) -> str | None:
    """The sentence, for the form that asks what was not clear in it."""
    return None if told.unclear is None else clip(unescape(text), LONGEST_QUOTED)
