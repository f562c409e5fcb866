"""Where a form was opened from, so that its answer goes there."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import FormExpired
from bot.listeners.home_state import HomeState


class FormOrigin(BaseModel):
    """Travels in the view's private_metadata; each form adds what it is about."""

    model_config = ConfigDict(frozen=True)

    response_url: str | None = None  # where the answer goes while it is valid, else a direct message
    home: HomeState | None = None  # opened on the home tab, which then shows the answer

    @classmethod
    def of(cls, body: dict[str, Any], **about: Any) -> Self:
        """Of the command or the button that opens the form."""
        home = HomeState.of(body)
        return cls(response_url=body.get("response_url"), home=home and home.answering(body), **about)

    @classmethod
    def parse(cls, metadata: str) -> Self:
        """What travelled with a view. Raises FormExpired where it is something else."""
        try:
            return cls.model_validate_json(metadata)
        except ValidationError:
            raise FormExpired from None

    def pack(self) -> str:
        return self.model_dump_json(exclude_defaults=True)
