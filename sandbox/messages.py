"""Messages: posted, edited, deleted, shown to one person, read."""

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sandbox.elements import carried_over, initial_state, without_ids_missing
from sandbox.errors import Json, SlackError
from sandbox.model import Channel, Message, StateValues
from sandbox.objects import message_object
from sandbox.text import stored

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

_EVENT_OF_KIND = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
_CHANNEL_TYPE = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}
_SAME_INSTANT_US = 1_000_000


class Messages:
    """What has been written in a workspace."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._orders = itertools.count(1)

    # Writing

    def post(self, channel: Channel, user: str, text: str, **fields: Any) -> Message:
        """Put a message where everybody in `channel` sees it; `fields` are those of `Message`."""
        message = self._new(channel, user, text, **fields)
        channel.messages[message.ts] = message
        if message.is_reply:
            self._count_reply(channel, message)
        channel.last_read[user] = message.ts
        self._workspace.changed("message", channel.id, ts=message.ts)
        self._announce(channel, message_object(message, self._workspace.id))
        self._announce_mention(channel, message)
        return message

    def whisper(self, channel: Channel, only_for: str, user: str, text: str, **fields: Any) -> Message:
        """Show an ephemeral message to one person; it is in no history."""
        message = self._new(channel, user, text, only_for=only_for, **fields)
        self._workspace.ephemerals.setdefault(only_for, []).append(message)
        self._workspace.changed("ephemeral", channel.id, only_for, message.ts)
        return message

    def update(self, message: Message, *, text: str | None, blocks: list[Json] | None, by: str) -> None:
        """Change what a message says; a change of text shows as edited, one of blocks alone does not."""
        before = message_object(message, self._workspace.id)
        if text is not None:
            message.text = stored(text)
        if text is not None and not blocks:
            message.edited = {"user": by, "ts": f"{self._workspace.clock.now().timestamp():.6f}"}
        if blocks is not None:
            message.blocks = self._blocks(blocks)
            message.entered = {
                user: carried_over(message.blocks, state) for user, state in message.entered.items()
            }
        self._workspace.changed("message_changed", message.channel, message.only_for, message.ts)
        if message.only_for is None:
            after = message_object(message, self._workspace.id)
            self._announce_change(message, "message_changed", {"message": after, "previous_message": before})

    def delete(self, message: Message) -> None:
        if message.only_for is not None:
            self._workspace.ephemerals[message.only_for].remove(message)
        else:
            channel = self._workspace.channels[message.channel]
            del channel.messages[message.ts]
            if message.is_reply:
                self._uncount_reply(channel, message)
            gone = {"previous_message": message_object(message, self._workspace.id), "deleted_ts": message.ts}
            self._announce_change(message, "message_deleted", gone)
        self._workspace.changed("message_deleted", message.channel, message.only_for, message.ts)

    def mark_read(self, channel: Channel, user: str, ts: str | None = None) -> None:
        latest = max((message.ts for message in channel.messages.values()), default="0000000000.000000")
        channel.last_read[user] = ts or latest
        self._workspace.changed("read", channel.id, user)

    # Reading

    def find(self, channel: Channel, ts: str) -> Message:
        if ts not in channel.messages:
            raise SlackError("message_not_found")
        return channel.messages[ts]

    def exists(self, message: Message) -> bool:
        if message.only_for is not None:
            return message in self._workspace.ephemerals.get(message.only_for, ())
        channel = self._workspace.channels.get(message.channel)
        return channel is not None and channel.messages.get(message.ts) is message

    def thread(self, channel: Channel, ts: str) -> list[Message]:
        """A parent and its replies, oldest first."""
        return [message for message in channel.in_order if ts in (message.ts, message.thread_ts)]

    def unread(self, channel: Channel, user: str) -> int:
        """How many messages of the channel itself came after the person last read it."""
        since = channel.last_read.get(user, "")
        return sum(
            message.ts > since and message.user != user and not message.is_reply
            for message in channel.messages.values()
        )

    def state_for(self, message: Message, user: str) -> StateValues:
        return message.entered.setdefault(user, initial_state(message.blocks))

    # Inside

    def _new(self, channel: Channel, user: str, text: str, **fields: Any) -> Message:
        fields["blocks"] = self._blocks(fields.get("blocks") or [])
        message = Message(
            channel=channel.id, ts=self._next_ts(channel), user=user, text=stored(text), **fields
        )
        message.order = next(self._orders)
        if message.is_reply:
            parent = channel.messages.get(message.thread_ts or "")
            message.parent_user = parent.user if parent else None
        return message

    def _next_ts(self, channel: Channel) -> str:
        """Calendar time in microseconds, moved on by as little as makes it unique and increasing."""
        now = self._workspace.clock.now()
        microseconds = int(now.timestamp()) * 1_000_000 + now.microsecond
        if 0 <= channel.last_us - microseconds < _SAME_INSTANT_US:
            microseconds = channel.last_us + 1
        while (ts := f"{microseconds // 1_000_000}.{microseconds % 1_000_000:06d}") in channel.messages:
            microseconds += 1
        channel.last_us = microseconds
        return ts

    def _blocks(self, blocks: list[Json]) -> list[Json]:
        return [_as_stored(block) for block in without_ids_missing(blocks, self._fresh_ids())]

    def _fresh_ids(self) -> Iterator[str]:
        while True:
            yield f"gen{next(self._orders):05x}"

    def _count_reply(self, channel: Channel, reply: Message) -> None:
        parent = channel.messages.get(reply.thread_ts or "")
        if parent is None:
            return
        parent.reply_count += 1
        parent.latest_reply = reply.ts
        if reply.user not in parent.reply_users:
            parent.reply_users.append(reply.user)

    def _uncount_reply(self, channel: Channel, reply: Message) -> None:
        parent = channel.messages.get(reply.thread_ts or "")
        if parent is None:
            return
        replies = self.thread(channel, parent.ts)[1:]
        parent.reply_count = len(replies)
        parent.latest_reply = replies[-1].ts if replies else None
        parent.reply_users = list(dict.fromkeys(other.user for other in replies))

    # Telling the app

    def _announce(self, channel: Channel, message: Json) -> None:
        event = {
            **message,
            "channel": channel.id,
            "event_ts": message["ts"],
            "channel_type": _CHANNEL_TYPE[channel.kind],
        }
        self._workspace.happened(f"message.{_EVENT_OF_KIND[channel.kind]}", event, channel)

    def _announce_change(self, message: Message, subtype: str, parts: Json) -> None:
        channel = self._workspace.channels[message.channel]
        now = f"{self._workspace.clock.now().timestamp():.6f}"
        self._announce(channel, {"type": "message", "subtype": subtype, "hidden": True, "ts": now, **parts})

    def _announce_mention(self, channel: Channel, message: Message) -> None:
        app = self._workspace.app
        if channel.kind == "im" or message.user == app.bot_user or f"<@{app.bot_user}>" not in message.text:
            return
        event = {**message_object(message, self._workspace.id), "type": "app_mention"}
        event |= {"channel": channel.id, "event_ts": message.ts}
        self._workspace.happened("app_mention", event, channel)


def _as_stored(value: Any) -> Any:
    """Blocks come back with their mrkdwn escaped, like text (docs.slack.dev/messaging)."""
    if isinstance(value, list):
        return [_as_stored(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    done = {key: _as_stored(inner) for key, inner in value.items()}
    if done.get("type") == "mrkdwn" and isinstance(done.get("text"), str):
        done |= {"text": stored(done["text"]), "verbatim": done.get("verbatim", False)}
    if done.get("type") == "plain_text" and isinstance(done.get("text"), str):
        done["emoji"] = done.get("emoji", True)
    return done
