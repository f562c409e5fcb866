"""Who and what a workspace consists of at the start: the team, its people, its channels."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SLACKBOT_ID = "USLACKBOT"
BOT_USER_ID = "U0LOCALBOT"
BOT_ID = "B0LOCALBOT"
APP_ID = "A0LOCALAPP"

# Colours that Slack's own clients give to names; picked by the user's id, so that they stay.
_COLORS = ("9f69e7", "4bbe2e", "e7392d", "3c989f", "674b1b", "e96699", "e0a729", "684b6c", "5b89d5", "2b6836", "99a949")


@dataclass(frozen=True, slots=True)
class Team:
    """The workspace. `domain` is the part before `.slack.com`."""

    id: str = "T0LOCAL001"
    name: str = "Local workspace"
    domain: str = "local"


@dataclass(frozen=True, slots=True)
class User:
    """A person (or the app's bot). `name` is the handle without `@`; `tz` an IANA name; `locale` as in `en-US`."""

    id: str
    name: str
    real_name: str
    tz: str = "Europe/Stockholm"
    locale: str = "en-US"
    is_admin: bool = False
    title: str = ""
    email: str = ""
    is_bot: bool = False
    deleted: bool = False

    @property
    def color(self) -> str:
        """Six hexadecimal digits without `#`."""
        return _COLORS[hashlib.sha256(self.id.encode()).digest()[0] % len(_COLORS)]


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel. No `members` means everybody; the app is a member unless `has_app` is False."""

    id: str
    name: str
    members: Sequence[str] = ()
    topic: str = ""
    is_private: bool = False
    has_app: bool = True


DEFAULT_USERS = (
    User("U0LOCAL001", "ada", "Ada Berg", title="Sales", email="ada@example.com"),
    User("U0LOCAL002", "ben", "Ben Lind", locale="sv-SE", title="Sales", email="ben@example.com"),
    User("U0LOCAL003", "maria", "Maria Ek", is_admin=True, title="Manager", email="maria@example.com"),
)
DEFAULT_CHANNELS = (
    Channel("C0GENERAL1", "general", topic="What concerns everybody"),
    Channel("C0RANDOM01", "random", topic="What does not"),
)


def user_json(user: User, team_id: str, now: datetime, *, with_email: bool, with_locale: bool) -> dict[str, Any]:
    """The user as `users.info` gives it at `now`, which decides whether it is summer time where they are.

    E-mail needs the scope `users:read.email`, the locale must be asked for.
    """
    person: dict[str, Any] = {
        "id": user.id,
        "team_id": team_id,
        "name": user.name,
        "deleted": user.deleted,
        "profile": profile_json(user, team_id, with_email=with_email),
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": 1700000000,
    }
    if user.deleted:
        return person
    person |= {
        "color": user.color,
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz.replace("_", " "),
        "tz_offset": _offset_seconds(user.tz, now),
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_email_confirmed": not user.is_bot,
        "who_can_share_contact_card": "EVERYONE",
    }
    if with_locale:
        person["locale"] = user.locale
    return person


def profile_json(user: User, team_id: str, *, with_email: bool) -> dict[str, Any]:
    """The `profile` part of a user."""
    first, _, last = user.real_name.partition(" ")
    profile = {
        "title": user.title,
        "phone": "",
        "skype": "",
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": first,
        "last_name": last,
        "status_text": "",
        "status_emoji": "",
        "status_expiration": 0,
        "avatar_hash": "",
        "team": team_id,
    }
    if with_email and user.email:
        profile["email"] = user.email
    return profile


def _offset_seconds(tz: str, now: datetime) -> int:
    try:
        offset = now.astimezone(ZoneInfo(tz)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError):
        return 0
    return int(offset.total_seconds()) if offset is not None else 0
