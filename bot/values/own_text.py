"""The texts of the actions of a team's own playbook, in one reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OwnText:
    """An action of the team's own playbook in the reader's language. `link` is an https address or None."""

    title: str
    question: str
    action: str
    habit: str
    link: str | None = None


OwnTexts = Mapping[str, OwnText]
NO_OWN: OwnTexts = {}
