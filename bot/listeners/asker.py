"""Who asks, in which language, on which day: put into the context by one middleware, read by every listener."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from slack_bolt import BoltContext

from bot.texts import Texts
from bot.values import Person

ASKER: Final = "asker"


@dataclass(frozen=True, slots=True)
class Asker:
    person: Person
    texts: Texts
    today: date

    @property
    def day_first(self) -> bool | None:
        """Whether 3/4 is the third of April; None where that cannot be known.

        Slack's language is American English until one changes it, in Sweden too, so it says nothing there.
        """
        return None if self.person.locale == "en-US" else True


def asker_of(context: BoltContext) -> Asker:
    """Who asks. A request that reaches a listener without one came from nobody we can answer."""
    asker = context.get(ASKER)
    if not isinstance(asker, Asker):
        raise LookupError("a request without a known user reached a listener that answers one")
    return asker
