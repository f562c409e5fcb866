"""What people do in conversations: type commands and messages, click, choose, react."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from .answers import apply_answer, as_answer
from .block_rules import option_problems
from .conversations import Conversation, Message
from .entering import acted, find_element
from .errors import SlackError
from .escaping import typed_message
from .local_slack import LocalSlack
from .people import SLACKBOT_ID
from .views import VALUE_KEYS, View
from .web_api.reactions import reaction_event

Outcome = dict[str, Any]


def place(slack: LocalSlack, user_id: str, ref: str) -> Conversation:
    """The conversation, if this person is in it."""
    space = slack.workspace
    space.user(user_id)
    conversation = space.conversation(ref)
    if user_id not in conversation.members:
        raise SlackError("not_in_channel")
    return conversation


def complain(slack: LocalSlack, user_id: str, text: str, channel: str | None = None) -> None:
    """Slackbot's line, seen by this person only: in a conversation, and as the page's notice."""
    space = slack.workspace
    space.notices[user_id] = text
    if channel is not None:
        space.post(Message(space.next_ts(), channel, SLACKBOT_ID, text, ephemeral_to=user_id))
    space.touch()


def run_command(
    slack: LocalSlack, user_id: str, channel: str, command: str, text: str = "", thread_ts: str = ""
) -> Outcome:
    """A slash command; waits for the acknowledgement and posts what it says.

    `{"ok", "response": {"status", "body"}, "messages": [...]}`, or `{"ok": false, "error": …}` as Slack shows it.
    """
    space = slack.workspace
    command = "/" + command.strip().lstrip("/")
    with space.lock:
        conversation = place(slack, user_id, channel)
        space.notices.pop(user_id, None)
        url = space.tickets.response_url(conversation.id, user_id)
        payload = slack.payloads.command(conversation, user_id, command, text, url, thread_ts)
        typed = f"{command} {text}".strip()
        space.post(Message(space.next_ts(), conversation.id, user_id, typed, ephemeral_to=user_id, echo=True))
        conversation.last_read[user_id] = began = space.next_ts()
    ack = slack.courier.ask("slash_commands", payload)
    error = ack.error
    details: tuple[str, ...] = ()
    with space.lock:
        answer = as_answer(ack.body) if ack.ok else {}
        if answer:
            try:
                apply_answer(slack, answer, url)
            except SlackError as refused:
                error, details = refused.code, refused.messages
        if error:
            complain(slack, user_id, f'{command} failed with the error "{error}"', conversation.id)
        response = {"status": ack.status, "body": ack.body}
        produced = produced_since(slack, user_id, conversation, began)
    if error:
        return {"ok": False, "error": error, "details": list(details), "response": response, "messages": produced}
    return {"ok": True, "response": response, "messages": produced}


def produced_since(slack: LocalSlack, user_id: str, conversation: Conversation, ts: str) -> list[dict[str, Any]]:
    """What the app wrote since then where this person acted, and in their direct messages."""
    space = slack.workspace
    places = {conversation.id: conversation, **{c.id: c for c in space.visible_to(user_id) if c.is_im}}
    found = [
        (message.ts, shown_message(where, message))
        for where in places.values()
        for message in where.seen_by(user_id)
        if message.ts > ts and message.is_bot
    ]
    return [message for _, message in sorted(found, key=lambda pair: pair[0])]


def shown_message(conversation: Conversation, message: Message) -> dict[str, Any]:
    """A message as the control API shows it: with its channel, and `ephemeral_to` where it is ephemeral."""
    out = conversation.message_json(message, metadata=True) | {"channel": conversation.id}
    return out | ({"ephemeral_to": message.ephemeral_to} if message.ephemeral_to else {})


def person_message(slack: LocalSlack, user_id: str, channel: str, text: str, thread_ts: str = "") -> Message:
    """A message as a person's own Slack sends it, not yet posted; `client_msg_id` tells two equal ones apart."""
    space = slack.workspace
    message = Message(space.next_ts(), channel, user_id, text[:40_000], space.team.id, thread_ts=thread_ts or None)
    message.client_msg_id = str(uuid4())
    return message


def say(slack: LocalSlack, user_id: str, channel: str, text: str, thread_ts: str = "") -> Outcome:
    """A message by a person; a mention of the app in a channel is an `app_mention` too."""
    space = slack.workspace
    with space.lock:
        conversation = place(slack, user_id, channel)
        if not text.strip():
            raise SlackError("no_text")
        stored = typed_message(text, space.users, space.conversations.values())
        message = person_message(slack, user_id, conversation.id, stored, thread_ts)
        space.post(message)
        conversation.last_read[user_id] = message.ts
        space.notices.pop(user_id, None)
        shown = shown_message(conversation, message)
        event = slack.message_event(message)
    delivered = False
    if space.bot_user_id in conversation.members:
        if f"<@{space.bot_user_id}>" in message.text and not conversation.is_im:
            mention = {key: value for key, value in event.items() if key != "channel_type"}
            slack.tell(mention | {"type": "app_mention"})
        delivered = slack.tell_and_wait(event)
    return {"ok": True, "message": shown, "delivered": delivered}


def edit(slack: LocalSlack, user_id: str, channel: str, ts: str, text: str | None) -> Outcome:
    """A person changes their message, or deletes it (`text` None)."""
    space = slack.workspace
    with space.lock:
        conversation = place(slack, user_id, channel)
        message = space.message(conversation, ts)
        if message.user != user_id:
            raise SlackError("cant_update_message" if text is not None else "cant_delete_message")
        if text is None:
            slack.delete(conversation, message)
        else:
            before = message.to_json()
            message.text = typed_message(text, space.users, space.conversations.values())
            message.edited_ts = space.next_ts()
            slack.changed(conversation, message, before)
    return {"ok": True}


def react(slack: LocalSlack, user_id: str, channel: str, ts: str, name: str) -> Outcome:
    """A person adds a reaction, or takes it back when it is there."""
    space = slack.workspace
    with space.lock:
        conversation = place(slack, user_id, channel)
        message = space.message(conversation, ts)
        users = message.reactions.setdefault(name.strip(":"), [])
        added = user_id not in users
        if added:
            users.append(user_id)
        else:
            users.remove(user_id)
            if not users:
                del message.reactions[name.strip(":")]
        space.touch()
        event = reaction_event(
            "reaction_added" if added else "reaction_removed", user_id, name.strip(":"), conversation, message
        )
    return {"ok": True, "added": added, "delivered": slack.tell_and_wait(event)}


# -- clicking and choosing --------------------------------------------------------------------------------------------


def interact_with_message(slack: LocalSlack, user_id: str, channel: str, ts: str, given: dict[str, Any]) -> Outcome:
    """A button pressed or a choice made in a message."""
    space = slack.workspace
    with space.lock:
        conversation = place(slack, user_id, channel)
        message = space.message(conversation, ts)
        if message.ephemeral_to not in (None, user_id):
            raise SlackError("message_not_found")
        space.notices.pop(user_id, None)
        block, element = find_element(message.blocks, given)
        action = acted(block, element, given, space.next_ts())
        _remember(message.state, block, element, action)
        url = space.tickets.response_url(conversation.id, user_id, message.ts)
        payload = slack.payloads.message_action_click(conversation, message, user_id, action, url)
        conversation.last_read[user_id] = began = space.next_ts()
        space.touch()
    return _click(slack, user_id, payload, conversation, began)


def interact_with_view(slack: LocalSlack, user_id: str, view: View, given: dict[str, Any]) -> Outcome:
    """A button pressed or a choice made in a modal or on the home tab.

    An input that did not ask for it (`dispatch_action`) is only remembered; the app hears of it on submit.
    """
    space = slack.workspace
    with space.lock:
        if view.user != user_id:
            raise SlackError("view_not_found")
        block, element = find_element(view.blocks, given)
        action = acted(block, element, given, space.next_ts())
        _remember(view.state, block, element, action)
        space.notices.pop(user_id, None)
        space.touch()
        if block.get("type") == "input" and not block.get("dispatch_action"):
            return {"ok": True, "delivered": False, "messages": []}
        payload = slack.payloads.view_action_click(view, user_id, action)
        conversation, began = space.dm(user_id), space.next_ts()
    return _click(slack, user_id, payload, conversation, began)


def _remember(
    state: dict[str, dict[str, Any]], block: dict[str, Any], element: dict[str, Any], action: dict[str, Any]
) -> None:
    if element["type"] in VALUE_KEYS:
        key = VALUE_KEYS[element["type"]][0]
        value = {"type": element["type"], key: action[key]}
        state.setdefault(str(block.get("block_id")), {})[str(element["action_id"])] = value


def _click(slack: LocalSlack, user_id: str, payload: dict[str, Any], conversation: Conversation, began: str) -> Outcome:
    ack = slack.courier.ask("interactive", payload)
    with slack.workspace.lock:
        if not ack.ok:
            # Slack marks the message with a warning sign; the page says it in words.
            complain(slack, user_id, f'The app did not answer ("{ack.error}").')
        produced = produced_since(slack, user_id, conversation, began)
    outcome: Outcome = {"ok": ack.ok, "response": {"status": ack.status, "body": ack.body}, "messages": produced}
    return outcome if ack.ok else outcome | {"error": ack.error}


def shortcut(slack: LocalSlack, user_id: str, callback_id: str, channel: str = "", ts: str = "") -> Outcome:
    """A shortcut: on a message when one is named, else a global one."""
    space = slack.workspace
    with space.lock:
        space.user(user_id)
        conversation = place(slack, user_id, channel) if channel else space.dm(user_id)
        space.notices.pop(user_id, None)
        if ts:
            message = space.message(conversation, ts)
            url = space.tickets.response_url(conversation.id, user_id, message.ts)
            payload = slack.payloads.message_shortcut(conversation, message, user_id, callback_id, url)
        else:
            payload = slack.payloads.global_shortcut(user_id, callback_id)
        began = space.next_ts()
    return _click(slack, user_id, payload, conversation, began)


def suggest(
    slack: LocalSlack, user_id: str, given: dict[str, Any], view: View | None, channel: str = "", ts: str = ""
) -> Outcome:
    """The choices of an external select for what was typed so far: `{"ok", "options"}` or `{"ok", "option_groups"}`."""
    space = slack.workspace
    with space.lock:
        if view is not None:
            block, element = find_element(view.blocks, given)
            where = slack.payloads.in_view(view)
        else:
            conversation = place(slack, user_id, channel)
            message = space.message(conversation, ts)
            block, element = find_element(message.blocks, given)
            where = slack.payloads.in_message(conversation, message)
        ids = {"block_id": str(block.get("block_id")), "action_id": str(element["action_id"])}
        payload = slack.payloads.suggestion(user_id, ids, str(given.get("value") or "")) | where
    ack = slack.courier.ask("interactive", payload)
    if not ack.ok:
        return {"ok": False, "error": ack.error, "options": []}
    problems = option_problems(ack.body)
    if problems:
        return {"ok": False, "error": "invalid_options", "details": problems, "options": []}
    return {"ok": True, **{key: ack.body[key] for key in ("options", "option_groups") if key in ack.body}}
