"""The workspace's state, in memory, behind one lock: people, conversations, messages, modals, home tabs."""

from __future__ import annotations

import copy
import dataclasses
import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .clock import LocalClock
from .conversations import Conversation, Message
from .errors import SlackError
from .files import Files
from .manifest import Manifest
from .people import APP_ID, BOT_ID, BOT_USER_ID, Channel, Team, User
from .scheduled import Scheduled
from .tickets import Tickets
from .views import VALUE_KEYS, View

_INTERACTIVE = frozenset(VALUE_KEYS) | {"button", "overflow", "workflow_button"}


@dataclasses.dataclass(frozen=True, slots=True)
class Timing:
    """How long things take and last, in seconds. The defaults are Slack's own, the retries somewhat quicker."""

    ack_seconds: float = 3.0
    trigger_seconds: float = 3.0
    event_retry_seconds: tuple[float, ...] = (1.0, 60.0, 300.0)
    response_url_seconds: float = 1800.0
    response_url_uses: int = 5
    ping_seconds: float = 10.0  # between the pings that go to an app in Socket Mode


class Workspace:
    """Everything that is remembered. Use it inside `with workspace.lock:`; call `touch()` after each change."""

    app_id = APP_ID
    bot_id = BOT_ID
    bot_user_id = BOT_USER_ID

    def __init__(
        self,
        team: Team,
        users: Sequence[User],
        channels: Sequence[Channel],
        manifest: Manifest,
        timing: Timing,
        clock: LocalClock,
    ) -> None:
        self.team = team
        self.clock = clock
        self.scheduled = Scheduled(clock)
        self.manifest = manifest
        self.timing = timing
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.version = 0
        self.tickets = Tickets(
            trigger_seconds=timing.trigger_seconds,
            url_seconds=timing.response_url_seconds,
            url_uses=timing.response_url_uses,
        )
        handle = "".join(c for c in manifest.bot_name.lower().replace(" ", "_") if c.isalnum() or c in "_-") or "app"
        bot = User(self.bot_user_id, handle, manifest.bot_name, tz="America/Los_Angeles", is_bot=True)
        self._beginning = (tuple(users), tuple(channels), bot)
        self.reset()

    def reset(self) -> None:
        """Back to how the workspace was at the start."""
        users, channels, bot = self._beginning
        with self.lock:
            self.users: dict[str, User] = {user.id: user for user in (*users, bot)}
            self.conversations: dict[str, Conversation] = {}
            self.modals: dict[str, list[View]] = {}
            self.homes: dict[str, View] = {}
            self.dialogs: dict[str, dict[str, Any]] = {}
            self.notices: dict[str, str] = {}
            self.files = Files()
            self.revoked = False
            self._last_micros = 0
            self.scheduled.clear()
            self.tickets.clear()
            people = [user.id for user in users]
            for channel in channels:
                members = list(channel.members) or list(people)
                if channel.has_app and bot.id not in members:
                    members.append(bot.id)
                self.conversations[channel.id] = Conversation(
                    channel.id, channel.name, members, channel.topic, is_private=channel.is_private
                )
            self.touch()

    # -- change, time and names -------------------------------------------------------------------------------------

    def touch(self) -> None:
        """Say that something changed: pages that listen fetch a new snapshot."""
        with self.changed:
            self.version += 1
            self.changed.notify_all()

    def stir(self) -> None:
        """Wake who waits, though nothing that a page draws has changed."""
        with self.changed:
            self.changed.notify_all()

    def wait_until(self, reached: Callable[[], bool], seconds: float) -> bool:
        """Wait for a condition that some change will bring about; False when time ran out first."""
        with self.changed:
            return self.changed.wait_for(reached, timeout=seconds)

    def next_ts(self) -> str:
        """A message's time stamp: seconds and microseconds by the clock, never the same twice, always growing.

        Also after the clock was reset: then they go on from the last one, until the real time has caught up.
        """
        with self.lock:
            self._last_micros = max(int(self.clock.timestamp() * 1_000_000), self._last_micros + 1)
            return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    @staticmethod
    def new_id(prefix: str) -> str:
        """An id as Slack's look, such as `V0A1B2C3D4E`."""
        return f"{prefix}0{secrets.token_hex(5).upper()}"

    # -- people and conversations -----------------------------------------------------------------------------------

    def user(self, user_id: str) -> User:
        """The person; raises `user_not_found`."""
        user = self.users.get(user_id)
        if user is None:
            raise SlackError("user_not_found")
        return user

    def conversation(self, ref: str) -> Conversation:
        """By id, `#name`, name, or a person's id (their direct messages with the app); raises `channel_not_found`."""
        found = self.conversations.get(ref)
        if found is None and ref in self.users and ref != self.bot_user_id:
            return self.dm(ref)
        if found is None:
            name = ref.removeprefix("#")
            found = next((c for c in self.conversations.values() if not c.is_im and c.name == name), None)
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def dm(self, user_id: str) -> Conversation:
        """The direct messages between this person and the app; made on first use."""
        user = self.user(user_id)
        dm_id = "D" + user.id.removeprefix("U").removeprefix("W")
        with self.lock:
            if dm_id not in self.conversations:
                self.conversations[dm_id] = Conversation(
                    dm_id, "directmessage", [user.id, self.bot_user_id], is_im=True, user=user.id
                )
            return self.conversations[dm_id]

    def visible_to(self, user_id: str) -> list[Conversation]:
        """The conversations of this person."""
        return [c for c in self.conversations.values() if user_id in c.members]

    # -- messages ---------------------------------------------------------------------------------------------------

    def post(self, message: Message) -> Message:
        """Add a message to its conversation."""
        with self.lock:
            conversation = self.conversations[message.channel]
            if message.thread_ts and message.ephemeral_to is None:
                parent = conversation.messages.get(message.thread_ts)
                if parent is not None:
                    parent.thread_ts = parent.ts
            conversation.add(message)
            self.touch()
        return message

    def app_message(self, channel: str, text: str, **fields: Any) -> Message:
        """A message by the app, not yet posted; block ids are filled in and long text cut as Slack cuts it."""
        blocks = with_ids(fields.pop("blocks", None) or [])
        return Message(
            ts=self.next_ts(),
            channel=channel,
            user=self.bot_user_id,
            text=(text or text_of(blocks))[:40_000],
            team=self.team.id,
            blocks=blocks,
            bot_id=self.bot_id,
            app_id=self.app_id,
            **fields,
        )

    def message(self, conversation: Conversation, ts: str) -> Message:
        """The message, ephemeral or not; raises `message_not_found`."""
        message = conversation.messages.get(ts)
        if message is None:
            raise SlackError("message_not_found")
        return message

    # -- views ------------------------------------------------------------------------------------------------------

    def new_view(self, user_id: str, payload: dict[str, Any], stack: Sequence[View] = ()) -> View:
        """A view for this person, not yet shown; `stack` is what lies below it."""
        view_id = self.new_id("V")
        return View(
            id=view_id,
            team_id=self.team.id,
            user=user_id,
            payload={**payload, "blocks": with_ids(payload.get("blocks") or [])},
            hash=self.new_hash(),
            app_id=self.app_id,
            bot_id=self.bot_id,
            root_view_id=stack[0].root_view_id if stack else view_id,
            previous_view_id=stack[-1].id if stack else None,
        )

    def new_hash(self) -> str:
        """A view's hash: changes whenever the view does."""
        return f"{int(self.clock.timestamp())}.{secrets.token_hex(4)}"

    def view_json(self, view: View, *, hand_over: bool = False) -> dict[str, Any]:
        """The view as Slack sends it, with its files written out; `hand_over` when it goes to the app."""
        out = view.to_json()
        return out | {"state": {"values": self.files.written_out(view.values(), hand_over=hand_over)}}

    def replace_view(self, view: View, payload: dict[str, Any]) -> None:
        """Give a view new content; what was entered stays where block and action stay."""
        view.payload = {**payload, "blocks": with_ids(payload.get("blocks") or [])}
        view.hash = self.new_hash()
        view.errors = {}
        view.forget_gone_blocks()
        self.touch()

    def views(self) -> Iterable[View]:
        """All modals and home tabs that are shown now."""
        for stack in self.modals.values():
            yield from stack
        yield from self.homes.values()

    def view(self, view_id: str = "", external_id: str = "") -> View:
        """By id or by the app's own name for it; raises `not_found`."""
        for view in self.views():
            if (view_id and view.id == view_id) or (external_id and view.external_id == external_id):
                return view
        raise SlackError("not_found")


def with_ids(blocks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A copy in which every block has a `block_id` and everything clickable an `action_id`, as Slack fills them in."""
    filled = copy.deepcopy(list(blocks))
    for block in filled:
        if not block.get("block_id"):
            block["block_id"] = secrets.token_urlsafe(4)[:5]
        for element in (block.get("element"), block.get("accessory"), *(block.get("elements") or ())):
            if isinstance(element, dict) and element.get("type") in _INTERACTIVE and not element.get("action_id"):
                element["action_id"] = secrets.token_urlsafe(4)[:5]
    return filled


def text_of(blocks: Sequence[dict[str, Any]]) -> str:
    """What Slack shows of blocks where it cannot draw them: their texts, one after the other."""
    texts: list[str] = []
    for block in blocks:
        candidates = [block.get("text"), *(block.get("fields") or ())]
        if block.get("type") == "context":
            candidates += block.get("elements") or []
        for text in candidates:
            if isinstance(text, str):
                texts.append(text)
            elif isinstance(text, dict) and isinstance(text.get("text"), str):
                texts.append(text["text"])
    if texts:
        return " ".join(texts)
    return "This content can't be displayed." if blocks else ""
