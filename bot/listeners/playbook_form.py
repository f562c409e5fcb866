"""The playbook's forms as they come back from Slack, parsed once into frozen types."""

from collections.abc import Collection
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from bot import ids
from bot.listeners.form_origin import FormOrigin
from bot.listeners.form_state import choices_of, elements, lines_of


class PlaybookOrigin(FormOrigin):
    """What a form showed and where it was opened from; travels in the view's private_metadata."""

    off: tuple[str, ...] = ()  # the rules that were off when the form was opened
    rule: str | None = None  # whose thresholds the form on top is about


class PlaybookForm(BaseModel):
    """The first form: which of its rules are off, and the weeks until a review as they were typed."""

    model_config = ConfigDict(frozen=True)

    off: tuple[str, ...]
    review_weeks: int | str | None

    @classmethod
    def parse(cls, view: dict[str, Any], offered: Collection[str], off_before: Collection[str]) -> Self:
        """`offered` are the rules that the form has boxes for; of others it says nothing, so they stay as they were."""
        said = elements(view)
        on = {value for element in said.values() for value in choices_of(element)}
        kept = [rule for rule in off_before if rule not in offered]
        weeks = lines_of(said.get(ids.FIELD_REVIEW_WEEKS, {}))
        return cls(off=(*kept, *(rule for rule in offered if rule not in on)), review_weeks=_number(weeks))


def thresholds_of(view: dict[str, Any]) -> dict[str, int | float | str | None]:
    """The form on top with a rule's thresholds: by name, None where it was emptied, a text where it is no number."""
    return {name: _number(lines_of(element)) for name, element in elements(view).items()}


def own_action_of(view: dict[str, Any]) -> dict[str, Any]:
    """The form on top with a new action, as `coaching.playbook` wants to be told of one."""
    said = {name: lines_of(element) for name, element in elements(view).items()}
    told: dict[str, Any] = {"pillar": said.get(ids.FIELD_OWN_PILLAR) or "", "sv": {}, "en": {}}
    for field in ids.OWN_ACTION_FORM_FIELDS:
        language, _, name = field.partition(".")
        if name:
            told[language][name] = said.get(field) or ""
    link = said.get(ids.FIELD_OWN_LINK)
    return told | ({"link": link} if link else {})


def _number(text: str | None) -> int | float | str | None:
    if text is None:
        return None
    try:
        return int(text)
    except ValueError:
        try:
            return float(text.replace(",", "."))
        except ValueError:
            return text
