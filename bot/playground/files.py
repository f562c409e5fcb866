"""Files: what is known of them, where they are shared, and who may see them. Kept in memory, a few of them."""

from __future__ import annotations

import mimetypes
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from .errors import SlackError

FILES_KEPT = 100
FILE_LIMIT = 10_000_000  # bytes

# What Slack calls them; other types are named by their ending.
_PRETTY = {
    "csv": "CSV",
    "gif": "GIF",
    "jpg": "JPEG",
    "json": "JSON",
    "md": "Markdown",
    "pdf": "PDF",
    "png": "PNG",
    "text": "Plain Text",
    "tsv": "TSV",
    "xls": "Excel Spreadsheet",
    "xlsx": "Excel Spreadsheet",
    "zip": "Zip",
}
_FILETYPES = {"txt": "text", "log": "text", "jpeg": "jpg", "htm": "html", "yml": "yaml"}
# The ones that an app asks for most; without them a system's own table decides, and not every system has one.
_MIMETYPES = {
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(slots=True)
class StoredFile:
    """One file. `shares` are the conversations that it was shared in, with the time stamps of the messages."""

    id: str
    name: str
    title: str
    user: str
    team: str
    created: int
    base_url: str
    size: int
    content: bytes = b""
    shares: dict[str, list[str]] = field(default_factory=dict)
    handed_over: bool = False  # given to the app in a form; then it sees the file wherever that is

    @property
    def ending(self) -> str:
        """What follows the last dot of the name, in small letters; empty when there is none."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""

    @property
    def mimetype(self) -> str:
        """By the name's ending."""
        guessed = _MIMETYPES.get(self.ending) or mimetypes.guess_type(self.name)[0]
        return guessed or "application/octet-stream"

    def to_json(self) -> dict[str, Any]:
        """The file as messages and forms carry it."""
        filetype = _FILETYPES.get(self.ending, self.ending) or "binary"
        address = f"{self.base_url}/_files/{self.id}"
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title,
            "mimetype": self.mimetype,
            "filetype": filetype,
            "pretty_type": _PRETTY.get(filetype, filetype.upper()),
            "user": self.user,
            "user_team": self.team,
            "editable": False,
            "size": self.size,
            "mode": "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": any(channel.startswith("C") for channel in self.shares),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": address,
            "url_private_download": f"{address}?download=1",
            "permalink": address,
            "has_rich_preview": False,
            "file_access": "visible",
        }

    def details(self) -> dict[str, Any]:
        """The file as `files.info` gives it: with where it was shared."""
        kinds: dict[str, list[str]] = {"channels": [], "groups": [], "ims": []}
        for channel in self.shares:
            kinds[{"D": "ims", "G": "groups"}.get(channel[:1], "channels")].append(channel)
        shares = {channel: [{"ts": ts, "reply_users": []} for ts in all_ts] for channel, all_ts in self.shares.items()}
        where: dict[str, dict[str, Any]] = {"public" if channel[:1] == "C" else "private": {} for channel in shares}
        for channel, found in shares.items():
            where["public" if channel[:1] == "C" else "private"][channel] = found
        return self.to_json() | kinds | {"shares": where, "comments_count": 0}

    def seen_by(self, user: str, conversations: Collection[str]) -> bool:
        """Whether somebody in these conversations may see it: its owner may, and who is where it is shared."""
        return self.user == user or any(channel in conversations for channel in self.shares)


class Files:
    """All of a workspace, by id; the oldest are forgotten first. The workspace's lock guards it."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}

    def clear(self) -> None:
        """Forget all."""
        self._files.clear()

    def add(self, file: StoredFile) -> StoredFile:
        """Keep one more."""
        self._files[file.id] = file
        while len(self._files) > FILES_KEPT:
            del self._files[next(iter(self._files))]
        return file

    def find(self, file_id: str) -> StoredFile | None:
        """The file; None when there is none, or none any more."""
        return self._files.get(file_id)

    def get(self, file_id: str) -> StoredFile:
        """The file; raises `file_not_found`."""
        file = self._files.get(file_id)
        if file is None:
            raise SlackError("file_not_found")
        return file

    def remove(self, file_id: str) -> None:
        """Forget one."""
        self._files.pop(file_id, None)

    def newest_first(self) -> list[StoredFile]:
        """All of them."""
        return list(self._files.values())[::-1]

    def written_out(self, values: Mapping[str, Mapping[str, Any]], *, hand_over: bool = False) -> dict[str, Any]:
        """A view's `state.values` in which a `file_input` holds its files instead of their ids.

        `hand_over`: the app is given them, and may read them from now on.
        """
        return {
            block_id: {action: self._entered(value, hand_over) for action, value in actions.items()}
            for block_id, actions in values.items()
        }

    def _entered(self, value: Any, hand_over: bool) -> Any:
        if not isinstance(value, Mapping) or value.get("type") != "file_input":
            return value
        found = [file for file_id in value.get("files") or () if (file := self._files.get(str(file_id)))]
        for file in found:
            file.handed_over = file.handed_over or hand_over
        return {"type": "file_input", "files": [file.to_json() for file in found]}
