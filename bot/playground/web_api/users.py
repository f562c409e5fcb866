"""`users.*`, `team.info`, `bots.info`: who is here."""

from __future__ import annotations

from typing import Any

from bot.playground.errors import SlackError
from bot.playground.people import User, profile_json, user_json

from .call import Answer, Call, Method


def _sees_email(call: Call) -> bool:
    return call.slack.workspace.manifest.grants(("users:read.email",))


def _json(call: Call, user: User) -> dict[str, Any]:
    person = user_json(
        user,
        call.slack.workspace.team.id,
        call.slack.workspace.clock.now(),
        with_email=_sees_email(call),
        with_locale=call.flag("include_locale"),
    )
    if user.is_bot:
        person["profile"] |= {"bot_id": call.slack.workspace.bot_id, "api_app_id": call.slack.workspace.app_id}
    return person


def info(call: Call) -> Answer:
    """`users.info`; the locale only with `include_locale`."""
    call.need("user")
    return {"user": _json(call, call.slack.workspace.user(call.text("user")))}


def list_all(call: Call) -> Answer:
    """`users.list`."""
    page = call.page(list(call.slack.workspace.users.values()), "members", default=1000)
    page["members"] = [_json(call, user) for user in page["members"]]
    return page | {"cache_ts": int(float(call.slack.workspace.next_ts()))}


def lookup_by_email(call: Call) -> Answer:
    """`users.lookupByEmail`."""
    call.need("email")
    email = call.text("email").lower()
    for user in call.slack.workspace.users.values():
        if user.email and user.email.lower() == email and not user.deleted:
            return {"user": _json(call, user)}
    raise SlackError("users_not_found")


def conversations(call: Call) -> Answer:
    """`users.conversations`: those of one person, or of the app."""
    space = call.slack.workspace
    user = call.text("user") or space.bot_user_id
    if user not in space.users:
        raise SlackError("user_not_found")
    wanted = call.names("types") or ["public_channel"]
    kinds = {"im": "im", "group": "private_channel", "channel": "public_channel"}
    found = [c for c in space.visible_to(user) if kinds[c.type] in wanted]
    return call.page([c.to_json(space.team.id, is_member=space.bot_user_id in c.members) for c in found], "channels")


def get_profile(call: Call) -> Answer:
    """`users.profile.get`."""
    space = call.slack.workspace
    user = space.user(call.text("user") or space.bot_user_id)
    return {"profile": profile_json(user, space.team.id, with_email=_sees_email(call))}


def get_presence(call: Call) -> Answer:
    """`users.getPresence`: everybody is there."""
    call.slack.workspace.user(call.text("user") or call.slack.workspace.bot_user_id)
    return {"presence": "active"}


def team_info(call: Call) -> Answer:
    """`team.info`."""
    team = call.slack.workspace.team
    return {
        "team": {
            "id": team.id,
            "name": team.name,
            "domain": team.domain,
            "url": call.slack.base_url + "/",
            "email_domain": "",
            "icon": {"image_default": True},
        }
    }


def bot_info(call: Call) -> Answer:
    """`bots.info`."""
    space = call.slack.workspace
    if call.text("bot", space.bot_id) != space.bot_id:
        raise SlackError("bot_not_found")
    return {
        "bot": {
            "id": space.bot_id,
            "deleted": False,
            "name": space.manifest.bot_name,
            "updated": 1700000000,
            "app_id": space.app_id,
            "user_id": space.bot_user_id,
            "icons": {},
        }
    }


_READ = ("users:read",)
METHODS = (
    Method("users.info", info, _READ),
    Method("users.list", list_all, _READ),
    Method("users.lookupByEmail", lookup_by_email, ("users:read.email",)),
    Method("users.conversations", conversations, ("channels:read", "groups:read", "im:read", "mpim:read")),
    Method("users.profile.get", get_profile, ("users.profile:read",)),
    Method("users.getPresence", get_presence, _READ),
    Method("team.info", team_info, ("team:read",)),
    Method("bots.info", bot_info, _READ),
)
