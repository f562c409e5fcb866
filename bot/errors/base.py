"""What every error has."""

from typing import Any, ClassVar


class CoachError(Exception):
    """Something that the user can put right. Nothing has been changed when it is raised."""

    key: ClassVar[str]

    def __init__(self, *, field: str | None = None, **params: Any) -> None:
        super().__init__(self.key, params)
        self.params = params
        self.field = field
