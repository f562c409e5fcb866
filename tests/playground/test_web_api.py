"""The Web API, through slack_sdk's own client."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground import Channel, Playground, User

from .conftest import ADA, BEN, GENERAL, RANDOM, Hands, button, section


def refused(call: Any, *args: Any, **options: Any) -> dict[str, Any]:
    """The body of the answer to a call that must fail."""
    with pytest.raises(SlackApiError) as error:
        call(*args, **options)
    return error.value.response.data  # type: ignore[no-any-return]


def test_tokens_are_checked_as_slack_checks_them(playground: Playground, client: WebClient) -> None:
    assert client.auth_test()["user_id"] == "U0LOCALBOT"
    stranger = WebClient(token="xoxb-other", base_url=playground.api_url)
    assert refused(stranger.auth_test)["error"] == "invalid_auth"
    assert refused(WebClient(base_url=playground.api_url).auth_test)["error"] == "not_authed"
    assert refused(client.apps_connections_open, app_token="xoxb-local")["error"] == "not_allowed_token_type"
    assert client.apps_connections_open(app_token="xapp-local")["url"].startswith("ws://127.0.0.1:")
    assert refused(client.api_call, "no.such")["error"] == "unknown_method"
    assert WebClient(base_url=playground.api_url).api_test(foo="bar")["args"] == {"foo": "bar"}


def test_a_revoked_token_is_worth_nothing_until_the_next_installation(client: WebClient) -> None:
    assert client.auth_revoke()["revoked"] is True
    assert refused(client.auth_test)["error"] == "token_revoked"
    installed = client.oauth_v2_access(client_id="1", client_secret="2", code="abc")
    assert installed["access_token"] == "xoxb-local"
    assert client.auth_test()["ok"]


@pytest.mark.parametrize("as_json", [True, False])
def test_arguments_come_as_json_or_as_a_form(playground: Playground, as_json: bool) -> None:
    args = {"channel": GENERAL, "text": "hi", "blocks": [section()]}
    header = {"Authorization": "Bearer xoxb-local"}
    url = playground.api_url + "chat.postMessage"
    if as_json:
        answer = requests.post(url, json=args, headers=header, timeout=5)
    else:
        form = {"token": "xoxb-local", "channel": GENERAL, "text": "hi", "blocks": '[{"type": "divider"}]'}
        answer = requests.post(url, data=form, timeout=5)
    assert answer.json()["ok"] is True
    assert answer.json()["message"]["blocks"][0]["block_id"]


def test_a_missing_argument_is_named(client: WebClient) -> None:
    body = refused(client.api_call, "chat.postMessage", json={"text": "x"})
    assert body["error"] == "invalid_arguments"
    assert body["response_metadata"]["messages"] == ["[ERROR] missing required field: channel"]


def test_a_message_carries_the_bot_and_is_in_the_history(client: WebClient) -> None:
    posted = client.chat_postMessage(
        channel="#general",
        text="Hello",
        blocks=[section(), {"type": "actions", "elements": [button()]}],
        metadata={"event_type": "delivered", "event_payload": {"id": "d1"}},
    )
    message = posted["message"]
    assert (message["bot_id"], message["app_id"], message["user"]) == ("B0LOCALBOT", "A0LOCALAPP", "U0LOCALBOT")
    assert len({block["block_id"] for block in message["blocks"]}) == 2
    plain = client.conversations_history(channel=GENERAL)["messages"][0]
    assert plain["ts"] == posted["ts"]
    assert "metadata" not in plain
    full = client.conversations_history(channel=GENERAL, include_all_metadata=True)["messages"][0]
    assert full["metadata"] == {"event_type": "delivered", "event_payload": {"id": "d1"}}


@pytest.mark.filterwarnings("ignore:The top-level `text` argument is missing")
def test_blocks_without_text_get_one(client: WebClient) -> None:
    assert client.chat_postMessage(channel=GENERAL, blocks=[section("Only blocks")])["message"]["text"] == "Only blocks"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": GENERAL}, "no_text"),
        ({"channel": "C404", "text": "x"}, "channel_not_found"),
        ({"channel": "C0HIDDEN01", "text": "x"}, "not_in_channel"),
        ({"channel": GENERAL, "text": "x", "blocks": "[{"}, "invalid_blocks_format"),
        ({"channel": GENERAL, "text": "x", "blocks": '{"type": "divider"}'}, "invalid_blocks_format"),
        ({"channel": GENERAL, "text": "x", "blocks": [{"type": "alert"}]}, "invalid_blocks"),
        ({"channel": GENERAL, "text": "x", "metadata": {"event_type": 1}}, "invalid_metadata_schema"),
    ],
)
def test_what_cannot_be_posted(args: dict[str, Any], error: str) -> None:
    hidden = Channel("C0HIDDEN01", "hidden", has_app=False)
    with Playground(channels=[Channel(GENERAL, "general"), hidden]) as playground:
        client = WebClient(token="xoxb-local", base_url=playground.api_url)
        assert refused(client.api_call, "chat.postMessage", json=args)["error"] == error


def test_long_text_is_cut_and_too_many_blocks_are_refused(client: WebClient) -> None:
    assert len(client.chat_postMessage(channel=GENERAL, text="x" * 50_000)["message"]["text"]) == 40_000
    wide = [section("x" * 2_900) for _ in range(5)]
    assert refused(client.chat_postMessage, channel=GENERAL, text="x", blocks=wide)["error"] == "msg_blocks_too_long"


def test_updating_keeps_what_is_not_given_and_deleting_takes_away(client: WebClient, hands: Hands) -> None:
    ts = client.chat_postMessage(channel=GENERAL, text="a", blocks=[section("first")])["ts"]
    updated = client.chat_update(channel=GENERAL, ts=ts, text="b")
    assert (updated["text"], updated["message"]["blocks"][0]["text"]["text"]) == ("b", "first")
    assert "blocks" not in client.chat_update(channel=GENERAL, ts=ts, text="c", blocks=[])["message"]
    theirs = hands("message", channel=GENERAL, user=ADA, text="mine")["message"]["ts"]
    assert refused(client.chat_update, channel=GENERAL, ts=theirs, text="x")["error"] == "cant_update_message"
    assert refused(client.chat_delete, channel=GENERAL, ts=theirs)["error"] == "cant_delete_message"
    assert client.chat_delete(channel=GENERAL, ts=ts)["ok"]
    assert refused(client.chat_delete, channel=GENERAL, ts=ts)["error"] == "message_not_found"


def test_ephemeral_messages_are_seen_by_one_person_and_are_in_no_history(client: WebClient, hands: Hands) -> None:
    ts = client.chat_postEphemeral(channel=GENERAL, user=ADA, text="for Ada")["message_ts"]
    assert [m["text"] for m in hands.messages(user=ADA)] == ["for Ada"]
    assert hands.messages(user=BEN) == []
    assert hands.messages()[0]["ephemeral_to"] == ADA
    assert client.conversations_history(channel=GENERAL)["messages"] == []
    assert refused(client.chat_update, channel=GENERAL, ts=ts, text="x")["error"] == "message_not_found"
    snapshot = hands.get(f"_page/snapshot?user={BEN}")
    assert "for Ada" not in str(snapshot["messages"])


def test_threads(client: WebClient) -> None:
    parent = client.chat_postMessage(channel=GENERAL, text="parent")["ts"]
    client.chat_postMessage(channel=GENERAL, text="answer", thread_ts=parent)
    client.chat_postMessage(channel=GENERAL, text="loud", thread_ts=parent, reply_broadcast=True)
    history = client.conversations_history(channel=GENERAL)["messages"]
    assert [m["text"] for m in history] == ["loud", "parent"]
    assert history[1]["reply_count"] == 2
    replies = client.conversations_replies(channel=GENERAL, ts=parent)["messages"]
    assert [m["text"] for m in replies] == ["parent", "answer", "loud"]


def test_direct_messages_by_a_persons_id(client: WebClient, hands: Hands) -> None:
    dm = client.conversations_open(users=ADA)["channel"]["id"]
    assert dm.startswith("D")
    assert client.conversations_open(users=[ADA])["already_open"] is True
    assert client.chat_postMessage(channel=ADA, text="hi")["channel"] == dm
    assert [m["text"] for m in hands.messages(ADA)] == ["hi"]
    assert client.conversations_info(channel=dm)["channel"]["user"] == ADA
    assert refused(client.conversations_open, users="U404")["error"] == "user_not_found"
    hands("users/" + BEN, deleted=True)
    assert refused(client.conversations_open, users=BEN)["error"] == "user_disabled"


def test_history_is_paged_with_cursors(client: WebClient) -> None:
    for number in range(5):
        client.chat_postMessage(channel=RANDOM, text=str(number))
    texts = [m["text"] for page in client.conversations_history(channel=RANDOM, limit=2) for m in page["messages"]]
    assert texts == ["4", "3", "2", "1", "0"]
    assert refused(client.conversations_history, channel=RANDOM, cursor="nonsense")["error"] == "invalid_cursor"


def test_history_between_two_times(client: WebClient) -> None:
    stamps = [client.chat_postMessage(channel=RANDOM, text=str(n))["ts"] for n in range(3)]
    after = client.conversations_history(channel=RANDOM, oldest=stamps[0])["messages"]
    assert [m["text"] for m in after] == ["2", "1"]
    with_first = client.conversations_history(channel=RANDOM, oldest=stamps[0], inclusive=True)["messages"]
    assert len(with_first) == 3


def test_people(client: WebClient) -> None:
    plain = client.users_info(user=BEN)["user"]
    assert (plain["tz"], plain["is_admin"], plain["profile"]["email"]) == ("Europe/Stockholm", False, "ben@example.com")
    assert "locale" not in plain
    assert client.users_info(user=BEN, include_locale=True)["user"]["locale"] == "sv-SE"
    assert refused(client.users_info, user="U404")["error"] == "user_not_found"
    assert {user["id"] for page in client.users_list(limit=2) for user in page["members"]} >= {ADA, BEN, "U0LOCALBOT"}
    assert client.users_lookupByEmail(email="ADA@example.com")["user"]["id"] == ADA
    assert client.users_profile_get(user=ADA)["profile"]["real_name"] == "Ada Berg"
    assert client.team_info()["team"]["id"] == "T0LOCAL001"
    assert client.bots_info(bot="B0LOCALBOT")["bot"]["user_id"] == "U0LOCALBOT"


def test_channels(client: WebClient) -> None:
    names = {channel["name"] for channel in client.conversations_list()["channels"]}
    assert names == {"general", "random"}
    assert ADA in client.conversations_members(channel=GENERAL)["members"]
    client.conversations_leave(channel=RANDOM)
    assert refused(client.chat_postMessage, channel=RANDOM, text="x")["error"] == "not_in_channel"
    assert client.conversations_join(channel=RANDOM)["channel"]["is_member"] is True
    assert client.users_conversations(user=ADA)["channels"][0]["id"] == GENERAL
    link = client.chat_getPermalink(channel=RANDOM, message_ts=client.chat_postMessage(channel=RANDOM, text="x")["ts"])
    assert requests.get(link["permalink"], timeout=5).status_code == 200


def test_reactions(client: WebClient, hands: Hands) -> None:
    ts = client.chat_postMessage(channel=GENERAL, text="x")["ts"]
    client.reactions_add(channel=GENERAL, timestamp=ts, name="eyes")
    assert refused(client.reactions_add, channel=GENERAL, timestamp=ts, name="eyes")["error"] == "already_reacted"
    assert hands.messages()[0]["reactions"] == [{"name": "eyes", "users": ["U0LOCALBOT"], "count": 1}]
    client.reactions_remove(channel=GENERAL, timestamp=ts, name="eyes")
    assert "reactions" not in hands.messages()[0]


def test_a_message_for_later(client: WebClient) -> None:
    in_an_hour = int(time.time()) + 3600
    assert refused(client.chat_scheduleMessage, channel=GENERAL, text="x", post_at=1)["error"] == "time_in_past"
    scheduled = client.chat_scheduleMessage(channel=GENERAL, text="later", post_at=in_an_hour)["scheduled_message_id"]
    assert [m["id"] for m in client.chat_scheduledMessages_list()["scheduled_messages"]] == [scheduled]
    client.chat_deleteScheduledMessage(channel=GENERAL, scheduled_message_id=scheduled)
    assert client.chat_scheduledMessages_list()["scheduled_messages"] == []


def test_scopes_of_the_manifest_are_needed() -> None:
    manifest = {"oauth_config": {"scopes": {"bot": ["chat:write", "im:write"]}}}
    with Playground(manifest=manifest) as playground:
        client = WebClient(token="xoxb-local", base_url=playground.api_url)
        assert client.chat_postMessage(channel=GENERAL, text="x").headers["X-OAuth-Scopes"] == "chat:write,im:write"
        body = refused(client.users_info, user=ADA)
        assert (body["error"], body["needed"], body["provided"]) == (
            "missing_scope",
            "users:read",
            "chat:write,im:write",
        )
        dm = client.conversations_open(users=ADA)["channel"]["id"]
        assert refused(client.conversations_history, channel=dm)["needed"] == "im:history"


def test_ones_own_team_of_people() -> None:
    people = [User("U1", "eva", "Eva Ek", locale="sv-SE")]
    with Playground(users=people, channels=[Channel("C1", "sales", topic="Deals")]) as playground:
        client = WebClient(token="xoxb-local", base_url=playground.api_url)
        assert client.conversations_info(channel="C1")["channel"]["topic"]["value"] == "Deals"
        assert client.conversations_members(channel="C1")["members"] == ["U1", "U0LOCALBOT"]
