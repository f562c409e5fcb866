"""A week's check-in by one tap: what was answered then stands where the buttons were, and can be changed there."""

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_bolt import Ack, App, BoltContext, Respond
from slack_sdk import WebClient

from bot import ids
from bot.errors import FormExpired
from bot.listeners.action_values import number_in
from bot.listeners.asker import Asker, asker_of
from bot.listeners.home import HomeListeners
from bot.listeners.home_state import HomeState, is_on_tab
from bot.listeners.in_letter import blocks_of, is_in_letter, replace_letter
from bot.listeners.replies import send
from bot.services.coach import Coach
from bot.services.commitments import Commitments
from bot.values.commitment import Answer, Commitment
from bot.views import check_ins, coach_standing
from bot.views.message import Message


class CheckInListeners:
    """The buttons of a check-in, wherever they stand: in a letter, in an answer of `/coach`, on the home tab."""

    def __init__(
        self, coach: Coach, commitments: Commitments, home: HomeListeners, *, skipping: Callable[[Asker], Message]
    ) -> None:
        self._coach = coach
        self._commitments = commitments
        self._home = home
        self._skipping = skipping

    def register(self, app: App) -> None:
        for answer, action_id in check_ins.CHECKS:
            app.action(action_id)(self._pressed(answer))
        app.action(ids.ACTION_COACH_CHECK_AGAIN)(self._pressed(None))

    def under_way(self, asker: Asker, week: date, again: int | None = None) -> Message:
        """What is under way, with the question of the week that begins on that day; `again` is to be answered anew."""
        running, today = self._commitments.running(asker.person), self._commitments.today(asker.person)
        own = self._coach.own_texts(asker.person, asker.texts.language)
        return coach_standing.under_way(asker.texts, running, week, today, own, again=again)

    def _pressed(self, answer: Answer | None) -> Callable[..., None]:
        """One of the answers, or (None) the wish to give another."""

        def pressed(
            ack: Ack,
            action: dict[str, Any],
            body: dict[str, Any],
            context: BoltContext,
            client: WebClient,
            respond: Respond,
        ) -> None:
            ack()
            asker = asker_of(context)
            commitment_id, day = _about(str(action.get("value") or ""))
            if answer is None:
                found = self._commitments.one(asker.person, commitment_id)
            else:
                found = self._commitments.check_in(asker.person, commitment_id, day, answer)
            state = HomeState.of(body) if is_on_tab(body) else None
            if state is not None and answer is not None:
                self._home.publish(asker, client, state)
                return
            week = self._commitments.week_of(asker.person, day)
            if not (is_in_letter(body) and self._shown_in_letter(asker, body, respond, found, week, answer)):
                self._show(asker, str(action.get("block_id") or ""), respond, found, week, answer)

        return pressed

    def _shown_in_letter(
        self, asker: Asker, body: dict[str, Any], respond: Respond, found: Commitment, week: date, answer: Answer | None
    ) -> bool:
        """Every check-in of the letter as it stands now, for another may have been answered since it was drawn."""
        own = {commitment.id: commitment for commitment in self._commitments.of(asker.person)}
        before = blocks_of(body)
        after = check_ins.in_letter(asker.texts, before, own.get, week, _again(found, answer))
        return check_ins.has_row(before, found) and replace_letter(respond, body, after)

    def _show(
        self, asker: Asker, row: str, respond: Respond, found: Commitment, week: date, answer: Answer | None
    ) -> None:
        """In the place of the answer that was pressed in; by itself where that is not known, or of another week."""
        listed = row.startswith((f"{coach_standing.UNDER_WAY}:", f"{coach_standing.SKIP}:"))
        if answer is None:
            send(respond, self.under_way(asker, week, found.id), replace=listed)
        elif row.startswith(f"{coach_standing.SKIP}:") and week == self._commitments.week_of(asker.person):
            send(respond, self._skipping(asker), replace=True)
        elif row.startswith(f"{coach_standing.UNDER_WAY}:") and found.running:
            send(respond, self.under_way(asker, week), replace=True)
        else:
            send(respond, check_ins.noted(asker.texts, found, answer))


def _again(found: Commitment, answer: Answer | None) -> int | None:
    return found.id if answer is None else None


def _about(value: str) -> tuple[int, date]:
    """Which commitment, and a day of the week that is asked about. Raises FormExpired for what no button holds."""
    number, _, day = value.partition(":")
    try:
        return number_in(number), date.fromisoformat(day)
    except ValueError:
        raise FormExpired from None
