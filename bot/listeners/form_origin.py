"""Where a form was opened from, so that its answer goes there."""

from typing import Self

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.errors import FormExpired


class FormOrigin(BaseModel):
    """Travels in the view's private_metadata; each form adds what it is about."""

    model_config = ConfigDict(frozen=True)

    response_url: str | None = None  # where the answer goes while it is valid, else a direct message

    @classmethod
    def parse(cls, metadata: str) -> Self:
        """What travelled with a view. Raises FormExpired where it is something else."""
        try:
            return cls.model_validate_json(metadata)
        except ValidationError:
            raise FormExpired from None
