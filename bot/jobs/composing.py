"""What is sent: letters, digests, wins and boards, from their services to their views, when they are about to leave."""

from datetime import date
from typing import Protocol

from bot.jobs.delivering import Skip
from bot.services.boards import BOARD, Boards
from bot.services.people import People
from bot.services.weekly import DIGEST, WEEKLY, Weekly
from bot.services.weekly_agenda import Agendas
from bot.services.weekly_letter import Letters
from bot.services.wins import WIN, WINS, Wins
from bot.texts import Texts, texts_for
from bot.values import Person
from bot.values.commitment import TeamLine
from bot.values.own_text import OwnTexts
from bot.views import boards, weekly, weekly_digest, wins
from bot.views.message import Message


class Coach(Protocol):
    """What the messages need of the coach; `bot.services.coach.Coach` is one."""

    def team(self, person: Person) -> tuple[TeamLine, ...]: ...

    def own_texts(self, person: Person, language: str) -> OwnTexts: ...


class ChannelPosts:
    """The messages of channels: wins and boards."""

    def __init__(self, wins: Wins, shown: Boards) -> None:
        self._wins = wins
        self._boards = shown

    def compose(self, workspace_id: int, kind: str, period: str) -> Message | None:
        """None where there is nothing to say any more: all was taken back, or too few take part."""
        texts = texts_for(self._wins.locale(workspace_id))
        if kind in (WIN, WINS):
            found = self._wins.told_by(workspace_id, kind, period)
            if not found:
                return None
            return wins.win(texts, found[0]) if kind == WIN else wins.gathered(texts, found)
        board = self._boards.board(workspace_id, period) if kind == BOARD else None
        return None if board is None else boards.board(texts, board)


class Composer:
    """Composes any delivery; called by any thread."""

    def __init__(
        self, people: People, weekly: Weekly, letters: Letters, agendas: Agendas, coach: Coach, posts: ChannelPosts
    ) -> None:
        self._people = people
        self._weekly = weekly
        self._letters = letters
        self._agendas = agendas
        self._coach = coach
        self._posts = posts

    def __call__(self, workspace_id: int, member_id: int | None, kind: str, period: str, as_of: date) -> Message | Skip:
        if member_id is None:
            said = self._posts.compose(workspace_id, kind, period)
            return Skip("nothing_to_say") if said is None else said
        person = self._people.member(workspace_id, member_id)
        if person is None:
            return Skip("unknown_member")
        choice = self._weekly.choice(person)
        if choice.asked and not choice.wanted:
            return Skip("stopped")  # after it was planned
        texts = texts_for(person.locale)
        if kind == WEEKLY:
            return self._letter(person, texts, as_of)
        if kind == DIGEST:
            return self._digest(person, texts, as_of)
        return Skip("unknown_kind")

    def _letter(self, person: Person, texts: Texts, sunday: date) -> Message | Skip:
        letter = self._letters.letter(person, sunday)
        if not letter.ever and person.sees_everyone:
            return Skip("does_not_sell")
        own = self._coach.own_texts(person, texts.language)
        return weekly.letter(texts, letter, self._agendas.of(person, letter), own)

    def _digest(self, person: Person, texts: Texts, sunday: date) -> Message | Skip:
        if not person.sees_everyone:
            return Skip("no_manager")  # any more
        own = self._coach.own_texts(person, texts.language)
        return weekly_digest.digest(texts, self._letters.digest(person, sunday), self._coach.team(person), own)
