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
class AppHome:
    """Which tabs the app's own place has, and whether people may write to it there."""

    home_tab: bool = True
    messages_tab: bool = True
    read_only: bool = False

    @classmethod
    def read(cls, section: Mapping[str, Any] | None) -> AppHome:
        """What a manifest's `app_home` says; one without that section has it all.

        What the section leaves out is as Slack sets up a new app: messages, which people read but do not write, and
        no home.
        """
        if not section:
            return cls()
        return cls(
            home_tab=bool(section.get("home_tab_enabled", False)),
            messages_tab=bool(section.get("messages_tab_enabled", True)),
            read_only=bool(section.get("messages_tab_read_only_enabled", True)),
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """An app as its manifest describes it. Without a manifest every event is sent and every scope granted."""

    app_name: str = "App"
    description: str = ""
    long_description: str = ""
    app_home: AppHome = AppHome()
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
        display = manifest.get("display_information") or {}
        name = display.get("name") or "App"
        events = (settings.get("event_subscriptions") or {}).get("bot_events")
        scopes = ((manifest.get("oauth_config") or {}).get("scopes") or {}).get("bot")
        return cls(
            app_name=name,
            description=display.get("description") or "",
            long_description=display.get("long_description") or "",
            app_home=AppHome.read(features.get("app_home")),
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
