"""What a person looks at on their home tab; travels in the tab's private_metadata."""

from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot import ids
from bot.errors import FormExpired
from bot.views.home import Place
from bot.views.home_mine import LATEST
from bot.views.sheet import SHEET

Tab = Literal["mine", "team", "workspace"]
Pillar = Literal["win_rate", "order_value", "time_to_close", "opportunities"]

# Where on the tab the answer to a button stands; of any other it is the top.
_ANSWERED_AT: Final[dict[str, Place]] = {
    ids.ACTION_NEW_DEAL: "top",
    ids.ACTION_DETAILS: "deals",
    ids.ACTION_GOAL: "goals",
    ids.ACTION_UNDO_GOAL: "goals",
}


def is_on_tab(body: dict[str, Any]) -> bool:
    """Whether a button was pressed on the home tab itself, not on what lies on it."""
    return (body.get("view") or {}).get("type") == "home"


class HomeState(BaseModel):
    """Which tab, which page of the open deals, whose chart is drawn, and where on it the last answer stands."""

    model_config = ConfigDict(frozen=True)

    tab: Tab = "mine"
    page: int = Field(default=1, ge=1, le=100_000)
    chart: Pillar = "win_rate"
    said_at: Place = "top"

    @classmethod
    def of(cls, body: dict[str, Any]) -> Self | None:
        """Of the home tab that a button was pressed on, or that a sheet lies on; None for a button elsewhere."""
        view = body.get("view") or {}
        at_home = is_on_tab(body) or view.get("callback_id") == SHEET
        return cls.packed(view.get("private_metadata")) if at_home else None

    @classmethod
    def packed(cls, metadata: str | None) -> Self:
        """What `pack` gave; of anything else the tab as it is opened first."""
        try:
            return cls.model_validate_json(metadata or "{}")
        except ValidationError:
            return cls()

    def pack(self) -> str:
        return self.model_dump_json(exclude_defaults=True)

    def at(self, **place: str) -> Self:
        """Another tab, page or chart, as a button names it. Raises FormExpired for one that there is not."""
        try:
            return self.model_validate({**self.model_dump(), **place})
        except ValidationError:
            raise FormExpired from None

    def with_answer(self, at: Place) -> Self:
        return self.model_copy(update={"said_at": at})

    def answering(self, body: dict[str, Any]) -> Self:
        """With the answer where the button stands that was pressed; one in an answer keeps the answer's place."""
        pressed: dict[str, Any] = next(iter(body.get("actions") or ()), {})
        if not is_on_tab(body):
            return self.with_answer("top")
        if pressed.get("block_id") == LATEST:
            return self.with_answer("deals")
        place = _ANSWERED_AT.get(str(pressed.get("action_id")))
        return self if place is None else self.with_answer(place)
