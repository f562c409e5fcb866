"""The form for the workspace as it comes back from Slack, parsed once into a frozen type."""

from collections.abc import Callable
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from bot import ids
from bot.errors import CoachError, FormExpired
from bot.language.yardsticks import parse_currency, parse_horizon
from bot.listeners.form_origin import FormOrigin
from bot.listeners.form_state import elements, text_of
from bot.values import Yardstick

Value = TypeVar("Value")


class SettingsOrigin(FormOrigin):
    """What the form showed, and where it was opened from; travels in the view's private_metadata."""

    shown: Yardstick


class SettingsForm(BaseModel):
    """What the form says."""

    model_config = ConfigDict(frozen=True)

    wanted: Yardstick

    @classmethod
    def parse(cls, view: dict[str, Any], shown: Yardstick) -> Self:
        """Read a view's state. What cannot be read raises its error, belonging to its field."""
        said = {name: text_of(element) or "" for name, element in elements(view).items()}
        read: dict[str, Any] = {
            "currency": _read(parse_currency, said, ids.FIELD_CURRENCY),
            "starting_point": said.get(ids.FIELD_STARTING_POINT),
            "call_off_unit": said.get(ids.FIELD_CALL_OFF_UNIT),
            "horizon_months": _read(parse_horizon, said, ids.FIELD_HORIZON),
            "week_start": said.get(ids.FIELD_WEEK_START),
            "tz": shown.tz,
        }
        try:
            return cls.model_validate({"wanted": read})
        except ValidationError:
            raise FormExpired from None


def _read(parse: Callable[[str], Value], said: dict[str, str], field: str) -> Value:
    try:
        return parse(said.get(field, ""))
    except CoachError as error:
        error.field = field
        raise
