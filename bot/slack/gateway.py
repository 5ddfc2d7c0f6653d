"""The way out to Slack. Posting returns a verdict; asking returns an answer or raises `SlackRefused`."""

import html
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.files import CLOCKS_DIFFER, Files
from bot.slack.notifications import Notifications
from bot.slack.reading import read_channel, read_profile, read_usergroup
from bot.slack.refusals import explain
from bot.slack.verdicts import reason_of, verdict_of
from bot.values.deliveries import (
    Delivery,
    Doubtful,
    Found,
    Later,
    Message,
    Method,
    Never,
    NoPictures,
    Sent,
    Verdict,
)
from bot.values.errors import SlackRefused
from bot.values.people import Channel, Profile, Usergroup
from bot.values.pictures import is_refusal, refused_in
from bot.values.ports import View

TIMEOUT = 10
"""Seconds; shorter than a lease, so that a hanging call is settled by its own sender."""

METADATA_TYPE = "drumbeat_delivery"
PAGE = 200
"""Slack recommends 100 to 200 a page (docs: apis/web-api/pagination)."""


class Gateway:
    """Every call Drumbeat makes to Slack, through one client that never repeats a call by itself."""

    def __init__(self, client: AsyncWebClient, session: aiohttp.ClientSession) -> None:
        self._client = client
        self._session = session
        self._notifications = Notifications(self._read)
        self._files = Files(session, self._call, self._pages)

    async def deliver(self, delivery: Delivery) -> Verdict:
        """Post or update once, and say what became of it."""
        if delivery.response_url:
            return await self._replace_original(delivery)
        calls = {Method.POST: self._post, Method.UPDATE: self._update, Method.DELETE: self._delete}
        try:
            response = await calls[delivery.method](delivery)
        except SlackApiError as error:
            if delivery.method == Method.DELETE and reason_of(error) == "message_not_found":
                return Sent(delivery.channel, delivery.ts or "")
            return _can_do_without(delivery, verdict_of(error))
        except (aiohttp.ClientConnectorError, ConnectionRefusedError) as error:
            return Later(5.0, f"Slack cannot be reached: {error}")
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            return Doubtful(f"no answer: {type(error).__name__}")
        return Sent(response["channel"], response["ts"])

    async def open_modal(self, trigger_id: str, view: View) -> None:
        """Show a modal. The trigger lives 3 seconds and works once."""
        await self._write("views.open", trigger_id=trigger_id, view=view)

    async def push_modal(self, trigger_id: str, view: View) -> None:
        """Show a modal on top of the one that is open."""
        await self._write("views.push", trigger_id=trigger_id, view=view)

    async def update_modal(self, view_id: str, view: View, *, hash: str | None = None) -> None:
        """Replace a modal that is open; what was typed stays where block and action keep their ids."""
        seen = {"hash": hash} if hash is not None else {}
        await self._write("views.update", view_id=view_id, view=view, **seen)

    async def publish_home(self, user_id: str, view: View) -> None:
        """Replace a person's Home tab."""
        await self._write("views.publish", user_id=user_id, view=view)

    async def whisper(self, channel_id: str, user_id: str, message: Message) -> None:
        """Say something only this person sees, in a channel they are in."""
        where = {"channel": channel_id, "user": user_id}
        try:
            await self._write("chat.postEphemeral", **where, **_content(message))
        except SlackRefused as refusal:
            if message.plain is None or not is_refusal(refusal.reason):
                raise
            await self._write("chat.postEphemeral", **where, **_content(message.without_pictures()))

    async def channel(self, channel_id: str) -> Channel:
        """Look a channel up."""
        found = (await self._read("conversations.info", channel=channel_id))["channel"]
        return read_channel(found)

    async def channels(self) -> Sequence[Channel]:
        """Every channel the bot can see."""
        kinds = "public_channel,private_channel"
        return [
            read_channel(found)
            async for found in self._pages(
                "conversations.list", "channels", types=kinds, exclude_archived=True
            )
        ]

    async def join(self, channel_id: str) -> None:
        """Become a member of a public channel."""
        await self._write("conversations.join", channel=channel_id)

    async def channel_members(self, channel_id: str) -> Sequence[str]:
        """The user ids in a channel, bots and deactivated ones included."""
        return [user async for user in self._pages("conversations.members", "members", channel=channel_id)]

    async def usergroups(self) -> Sequence[Usergroup]:
        """The user groups of the workspace that are not switched off."""
        return [read_usergroup(found) for found in (await self._read("usergroups.list"))["usergroups"]]

    async def usergroup_members(self, usergroup_id: str) -> Sequence[str]:
        """The user ids in a user group."""
        return list((await self._read("usergroups.users.list", usergroup=usergroup_id))["users"])

    async def undisturbed(self, user_ids: Collection[str], now: datetime) -> Mapping[str, datetime]:
        """Those of these users whom Slack says not to disturb at this calendar instant, and until when, in UTC."""
        return await self._notifications.undisturbed(user_ids, now)

    async def profile(self, user_id: str) -> Profile:
        """Look one user up."""
        return read_profile((await self._read("users.info", user=user_id))["user"])

    async def profiles(self) -> Sequence[Profile]:
        """Every user of the workspace."""
        return [read_profile(user) async for user in self._pages("users.list", "members")]

    async def text_of(self, channel_id: str, ts: str, thread_ts: str | None = None) -> str | None:
        """What a person wrote to the bot, in a thread or not, as they typed it; None when it is gone."""
        around = {"channel": channel_id, "latest": ts, "oldest": ts, "inclusive": True}
        if thread_ts is None:
            page = await self._read("conversations.history", **around, limit=1)
        else:
            page = await self._read("conversations.replies", **around, ts=thread_ts, limit=2)
        for message in page["messages"]:
            if message["ts"] == ts:
                return html.unescape(message.get("text", ""))
        return None

    async def permalink(self, channel_id: str, ts: str) -> str:
        """The address of a message."""
        found = await self._read("chat.getPermalink", channel=channel_id, message_ts=ts)
        return str(found["permalink"])

    async def find_own(self, channel_id: str, delivery_id: str, since: datetime) -> Sequence[Found]:
        """Every copy of a delivery that stands in a conversation, oldest first. `since` is calendar time."""
        where = await self._conversation(channel_id)
        oldest = str((since - CLOCKS_DIFFER).timestamp())
        history = self._pages(
            "conversations.history", "messages", channel=where, oldest=oldest, include_all_metadata=True
        )
        copies = [
            Found(where, message["ts"], delivery_id) async for message in history if _is(message, delivery_id)
        ]
        return sorted(copies, key=lambda copy: float(copy.ts))

    async def find_reply(self, channel_id: str, thread_ts: str, delivery_id: str) -> Sequence[Found]:
        """Every copy of a delivery that stands in a thread, oldest first."""
        replies = self._pages(
            "conversations.replies", "messages", channel=channel_id, ts=thread_ts, include_all_metadata=True
        )
        copies = [
            Found(channel_id, message["ts"], delivery_id)
            async for message in replies
            if _is(message, delivery_id)
        ]
        return sorted(copies, key=lambda copy: float(copy.ts))

    async def remove(self, channel_id: str, ts: str) -> None:
        """Delete a message of ours."""
        await self._write("chat.delete", channel=channel_id, ts=ts)

    async def prepare_file(self, name: str, content: bytes | Path) -> str:
        """Bring a file to Slack, where nobody sees it; how Slack calls it."""
        return await self._files.prepare(name, content)

    async def share_file(self, user_id: str, file_id: str, title: str, words: str) -> None:
        """Show a file that was brought in the direct conversation with a person."""
        await self._files.share(await self._conversation(user_id), file_id, title, words)

    async def has_file(self, user_id: str, file_id: str, since: datetime) -> bool:
        """Whether a person was sent this file, since this calendar instant."""
        return await self._files.is_in(await self._conversation(user_id), file_id, since)

    async def workspace_id(self) -> str:
        """The id of the workspace whose token we hold, as T…."""
        return str((await self._read("auth.test"))["team_id"])

    async def _post(self, delivery: Delivery) -> Any:
        # Slack has no documented idempotency key. A deterministic client_msg_id costs nothing and may help;
        # the delivery id in the metadata is what a doubtful message is found again by.
        return await self._client.chat_postMessage(
            channel=delivery.channel,
            thread_ts=delivery.thread_ts,
            unfurl_links=False,
            unfurl_media=False,
            client_msg_id=str(uuid5(NAMESPACE_URL, delivery.id)),
            metadata={"event_type": METADATA_TYPE, "event_payload": {"id": delivery.id}},
            **_content(delivery.message),
        )

    async def _update(self, delivery: Delivery) -> Any:
        return await self._client.chat_update(
            channel=delivery.channel, ts=delivery.ts or "", **_content(delivery.message)
        )

    async def _delete(self, delivery: Delivery) -> Any:
        return await self._client.chat_delete(channel=delivery.channel, ts=delivery.ts or "")

    async def _replace_original(self, delivery: Delivery) -> Verdict:
        body = {"replace_original": True, **_content(delivery.message)}
        limit = aiohttp.ClientTimeout(total=TIMEOUT)
        try:
            async with self._session.post(delivery.response_url or "", json=body, timeout=limit) as response:
                refusal = refused_in(await response.text())
                if response.status == 200 and not refusal:
                    return Sent(delivery.channel, delivery.ts or "")
                told = refusal or str(response.status)
                return _can_do_without(delivery, Later(0.0, f"response_url answered {told}"), refusal)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            # Replacing a message twice shows the same message, so a lost answer is no reason for doubt.
            return Later(0.0, f"response_url failed: {type(error).__name__}")

    async def _conversation(self, channel_id: str) -> str:
        if not channel_id.startswith(("U", "W")):
            return channel_id
        opened = await self._write("conversations.open", users=channel_id)
        return str(opened["channel"]["id"])

    async def _pages(self, method: str, field: str, **arguments: Any) -> AsyncIterator[Any]:
        cursor: str | None = None
        while True:
            page = await self._read(method, limit=PAGE, cursor=cursor, **arguments)
            for item in page[field]:
                yield item
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    async def _write(self, method: str, **arguments: Any) -> Any:
        return await self._call(method, json=arguments)

    async def _read(self, method: str, **arguments: Any) -> Any:
        # Slack's reading methods do not look into a JSON body.
        given = {name: value for name, value in arguments.items() if value is not None}
        return await self._call(method, http_verb="GET", params=given)

    async def _call(self, method: str, **request: Any) -> Any:
        try:
            response = await self._client.api_call(method, **request)
        except SlackApiError as error:
            raise explain(reason_of(error)) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise SlackRefused("unreachable", "Slack did not answer just now. Please try again.") from error
        return response.data


def _content(message: Message) -> dict[str, Any]:
    content: dict[str, Any] = {"text": message.text}
    if message.blocks:
        content["blocks"] = [dict(block) for block in message.blocks]
    return content


def _can_do_without(delivery: Delivery, verdict: Verdict, reason: str = "") -> Verdict:
    """What was refused and has charts or tables is not lost: it can be sent without them."""
    told = verdict.reason if isinstance(verdict, Never) else reason
    is_drawn = delivery.message.plain is not None
    return NoPictures(told) if is_drawn and is_refusal(told) else verdict


def _is(message: dict[str, Any], delivery_id: str) -> bool:
    metadata = message.get("metadata") or {}
    return (metadata.get("event_payload") or {}).get("id") == delivery_id
