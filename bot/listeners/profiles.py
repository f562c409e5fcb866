"""What Slack says of a person, in our own terms."""

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.services.people import Profile
from bot.slack_calls import UNREACHED

log = logging.getLogger(__name__)


def ask_slack(client: WebClient, user_id: str) -> Profile | None:
    """The person's profile, or None where Slack does not answer."""
    try:
        return profile_of(client.users_info(user=user_id, include_locale=True)["user"])
    except UNREACHED as error:
        log.warning("users.info failed: %s", type(error).__name__)
        return None


def everybody(client: WebClient) -> list[Profile]:
    """Whom Slack knows as people; nobody where it does not let us ask.

    Raises what slack_sdk raises where it does not answer: whose deals are whose is not to be guessed from that.
    """
    try:
        return people_in(client)
    except SlackApiError as refused:
        if refused.response.get("error") not in ("missing_scope", "not_allowed_token_type"):
            raise
        log.warning("users.list failed: %s", refused.response.get("error"))
        return []


def people_in(client: WebClient) -> list[Profile]:
    """Whom Slack knows as people, all pages of them. Raises what slack_sdk raises."""
    users = [user for page in client.users_list(limit=500, include_locale=True) for user in page["members"]]
    return [profile_of(user) for user in users if not user.get("is_bot") and not user.get("deleted")]


def profile_of(user: dict[str, Any]) -> Profile:
    """A `user` object of the Web API or of a `user_change` event."""
    profile = user.get("profile") or {}
    handle = str(user.get("name") or user["id"])
    # The real name first: it is what a CRM knows people by.
    name = profile.get("real_name") or user.get("real_name") or profile.get("display_name") or handle
    return Profile(
        slack_user_id=str(user["id"]),
        name=str(name)[:200],
        handle=handle[:200],
        tz=str(user.get("tz") or "Europe/Stockholm"),
        locale=str(user.get("locale") or "en-US"),
        slack_admin=bool(user.get("is_admin") or user.get("is_owner")),
        active=not user.get("deleted", False),
        email=profile.get("email"),
    )
