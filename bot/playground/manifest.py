"""What an app's manifest says that the workspace must know: commands, shortcuts, events, scopes, names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command, as the composer completes it."""

    command: str
    description: str = ""
    usage_hint: str = ""
    should_escape: bool = False


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut: `type` is `global` or `message`."""

    type: str
    name: str
    callback_id: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """An app as its manifest describes it. Without a manifest every event is sent and every scope granted."""

    app_name: str = "App"
    bot_name: str = "app"
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    events: frozenset[str] | None = None
    scopes: tuple[str, ...] | None = None

    @classmethod
    def read(cls, manifest: Mapping[str, Any] | None) -> Manifest:
        """Take what is needed from a manifest's dictionary; parts that are missing are simply not there."""
        if not manifest:
            return cls()
        features = manifest.get("features") or {}
        settings = manifest.get("settings") or {}
        name = (manifest.get("display_information") or {}).get("name") or "App"
        events = (settings.get("event_subscriptions") or {}).get("bot_events")
        scopes = ((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot")
        return cls(
            app_name=name,
            bot_name=(features.get("bot_user") or {}).get("display_name") or name,
            commands=tuple(
                Command(
                    command=entry["command"],
                    description=entry.get("description", ""),
                    usage_hint=entry.get("usage_hint", ""),
                    should_escape=bool(entry.get("should_escape", False)),
                )
                for entry in features.get("slash_commands") or ()
            ),
            shortcuts=tuple(
                Shortcut(
                    type=entry.get("type", "global"),
                    name=entry["name"],
                    callback_id=entry["callback_id"],
                    description=entry.get("description", ""),
                )
                for entry in features.get("shortcuts") or ()
            ),
            events=frozenset(events or ()),
            scopes=tuple(scopes or ()),
        )

    def subscribes_to(self, event: Mapping[str, Any]) -> bool:
        """Whether the app asked for this event; messages are asked for by the kind of conversation."""
        if self.events is None:
            return True
        name = str(event.get("type", ""))
        if name != "message":
            return name in self.events
        suffix = {"im": "im", "mpim": "mpim", "group": "groups"}.get(str(event.get("channel_type")), "channels")
        return f"message.{suffix}" in self.events

    def escapes(self, command: str) -> bool:
        """Whether names and channels typed after this command reach the app as ids."""
        return any(entry.should_escape for entry in self.commands if entry.command == command)

    def grants(self, needed: tuple[str, ...]) -> bool:
        """Whether one of these scopes was granted; no scope needed is always granted."""
        return self.scopes is None or not needed or any(scope in self.scopes for scope in needed)
