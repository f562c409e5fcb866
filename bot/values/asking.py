"""Values of what the app asks a rep by itself: a tag for the deal that was just decided, and stale deals."""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import FormExpired
from bot.values import Deal

Tag = Literal["loss_reason", "contact_role", "product"]
TAGS: tuple[Tag, ...] = ("loss_reason", "contact_role", "product")
"""In the order in which they help the coach most."""

AT_ONCE = 5
"""Stale deals in one message: as many as one goes through without a sigh."""


@dataclass(frozen=True, slots=True)
class TagOffer:
    """One question after a deal. `choices` are the likeliest values, as they are stored; there may be none.

    `carried` of the rep's last `decided` deals say it already (of the reason: of those that were lost).
    """

    tag: Tag
    number: int
    choices: tuple[str, ...]
    carried: int
    decided: int


class TagChoice(BaseModel):
    """What a button of the question says; travels in its value. `value` None: nothing, do not ask."""

    model_config = ConfigDict(frozen=True)

    tag: Tag
    number: int
    value: str | None = Field(default=None, max_length=200)

    def pack(self) -> str:
        return self.model_dump_json(exclude_none=True)

    @classmethod
    def unpack(cls, text: str) -> Self:
        """The choice that `pack` wrote. Raises FormExpired for one that an older version wrote."""
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            raise FormExpired from None


@dataclass(frozen=True, slots=True)
class StaleDeal:
    """An open deal and how many days old it is."""

    deal: Deal
    age: int


@dataclass(frozen=True, slots=True)
class StaleList:
    """A rep's stale deals that they have not lately said are still open: the oldest few, and how many in all.

    `limit`: days that nine in ten won deals took at most; None where too few were won to call any deal stale.
    """

    deals: tuple[StaleDeal, ...]
    total: int
    limit: float | None


@dataclass(frozen=True, slots=True)
class KeptOpenDeal:
    """A deal that its rep says is still open, and the day until which it is not asked about."""

    deal: Deal
    until: date
