"""Messages in channels that are no longer true are told anew, or taken back.

Both calls may be made twice and lead to the same, so nothing needs to be remembered but that it is still to be done.
"""

import logging

from bot.jobs.slack_line import LineError, SlackLine, Trouble
from bot.services.people import People
from bot.services.wins import Amendment, Wins
from bot.texts import texts_for
from bot.views import wins as shown

log = logging.getLogger(__name__)

LATER = (Trouble.WAIT, Trouble.DOUBTFUL, Trouble.UNREACHED)


class Amending:
    """Called by the sweep; what does not work now is tried again by the next one."""

    def __init__(self, wins: Wins, people: People, line: SlackLine) -> None:
        self._wins = wins
        self._people = people
        self._line = line

    def amend(self) -> int:
        """Put right what was told; returns how many messages were."""
        done = 0
        for amendment in self._wins.amendments():
            told = amendment.told
            token = self._people.token(told.team_id)
            try:
                if token is not None:
                    self._amend(token.bot_token, amendment)
            except LineError as error:
                if error.trouble in LATER:
                    return done
                log.warning("a message in a channel could not be put right: %s", error.reason)
            self._wins.amended(told)
            done += 1
        return done

    def _amend(self, token: str, amendment: Amendment) -> None:
        told, wins = amendment.told, amendment.wins
        if told.ts is None:
            return
        if not wins:
            self._line.delete(token, told.channel, told.ts)
            return
        message = shown.gathered(texts_for(amendment.locale), wins)
        self._line.update(token, told.channel, told.ts, message.text, list(message.blocks))
