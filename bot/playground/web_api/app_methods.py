"""Methods about the app itself: who am I, Socket Mode's address, installing and being removed."""

from __future__ import annotations

from bot.playground.errors import SlackError

from .call import Answer, Call, Method


def api_test(call: Call) -> Answer:
    """`api.test`: says back what it was told; `error` makes it fail."""
    if call.text("error"):
        raise SlackError(call.text("error"), args=call.args)
    return {"args": call.args} if call.args else {}


def auth_test(call: Call) -> Answer:
    """`auth.test`."""
    space = call.slack.workspace
    return {
        "url": call.slack.base_url + "/",
        "team": space.team.name,
        "user": space.users[space.bot_user_id].name,
        "team_id": space.team.id,
        "user_id": space.bot_user_id,
        "bot_id": space.bot_id,
        "is_enterprise_install": False,
    }


def auth_revoke(call: Call) -> Answer:
    """`auth.revoke`: the bot's token is worth nothing afterwards, until a reset or a new installation."""
    if call.flag("test"):
        return {"revoked": False}
    space = call.slack.workspace
    space.revoked = True
    call.slack.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [space.bot_user_id]}})
    return {"revoked": True}


def connections_open(call: Call) -> Answer:
    """`apps.connections.open`: the address of a web socket, good for one connection."""
    if call.slack.request_url is not None:
        raise SlackError("socket_mode_not_enabled")
    host = call.slack.base_url.removeprefix("http://")
    ticket = call.slack.sockets.issue_ticket()
    return {"url": f"ws://{host}/_ws?ticket={ticket}&app_id={call.slack.workspace.app_id}"}


def oauth_access(call: Call) -> Answer:
    """`oauth.v2.access`: any code buys the bot's token; installs the app again where it was revoked."""
    if not call.text("code") and call.text("grant_type") != "refresh_token":
        raise SlackError("invalid_code")
    space = call.slack.workspace
    space.revoked = False
    installer = next(iter(space.users))
    return {
        "app_id": space.app_id,
        "authed_user": {"id": installer},
        "scope": ",".join(space.manifest.scopes or ("chat:write", "commands")),
        "token_type": "bot",
        "access_token": call.slack.secrets.bot_token,
        "bot_user_id": space.bot_user_id,
        "team": {"id": space.team.id, "name": space.team.name},
        "enterprise": None,
        "is_enterprise_install": False,
    }


METHODS = (
    Method("api.test", api_test, token="none"),
    Method("auth.test", auth_test),
    Method("auth.revoke", auth_revoke),
    Method("apps.connections.open", connections_open, token="app"),
    Method("oauth.v2.access", oauth_access, token="none"),
)
