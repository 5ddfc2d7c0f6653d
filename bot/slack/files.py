"""Files on their way out: announced and uploaded, where nobody sees them yet, then shared into a conversation.

Slack names a file before anybody can see it. So a file is sent at most once: its name is committed before it is
shared, and whoever is in doubt afterwards looks in the conversation for that name before sending anything again.
"""

from asyncio import to_thread
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import aiohttp

from bot.values.errors import SlackRefused

UPLOAD_TIMEOUT = 60
"""Seconds one upload may take, and so many more for each 10 MB."""

LARGEST = 1024**3
"""Slack takes no larger file (docs: messaging/working-with-files)."""

CLOCKS_DIFFER = timedelta(hours=1)
"""How far this machine's clock may be ahead of Slack's before what is there would be overlooked."""

TOO_LARGE = "The file is larger than Slack takes in one (1 GB)."

UNREACHABLE = "Slack did not take the file just now. Please try again."

Call = Callable[..., Awaitable[Any]]
Pages = Callable[..., AsyncIterator[Any]]


class Files:
    """The calls it takes; `call` and `pages` are the gateway's."""

    def __init__(self, session: aiohttp.ClientSession, call: Call, pages: Pages) -> None:
        self._session, self._call, self._pages = session, call, pages

    async def prepare(self, name: str, content: bytes | Path) -> str:
        """Bring a file to Slack, where nobody sees it; how Slack calls it."""
        length = len(content) if isinstance(content, bytes) else (await to_thread(content.stat)).st_size
        if length > LARGEST:
            raise SlackRefused("too_large", TOO_LARGE)
        # This method reads no JSON body (docs: reference/methods/files.getUploadURLExternal).
        announced = await self._call("files.getUploadURLExternal", data={"filename": name, "length": length})
        if isinstance(content, bytes):
            await self._upload(str(announced["upload_url"]), content, length)
        else:
            with await to_thread(content.open, "rb") as opened:
                await self._upload(str(announced["upload_url"]), opened, length)
        return str(announced["file_id"])

    async def share(self, conversation: str, file_id: str, title: str, words: str) -> None:
        """Show a file that was brought in a conversation."""
        await self._call(
            "files.completeUploadExternal",
            json={
                "files": [{"id": file_id, "title": title}],
                "channel_id": conversation,
                "initial_comment": words,
            },
        )

    async def is_in(self, conversation: str, file_id: str, since: datetime) -> bool:
        """Whether a file stands in a conversation, shared since this calendar instant."""
        oldest = str((since - CLOCKS_DIFFER).timestamp())
        messages = self._pages("conversations.history", "messages", channel=conversation, oldest=oldest)
        async for message in messages:
            if any(file.get("id") == file_id for file in message.get("files") or ()):
                return True
        return False

    async def _upload(self, address: str, content: bytes | BinaryIO, length: int) -> None:
        limit = aiohttp.ClientTimeout(total=UPLOAD_TIMEOUT * (1 + length / 1e7))
        try:
            async with self._session.post(address, data=content, timeout=limit) as response:
                if response.status != 200:
                    raise SlackRefused(f"http_{response.status}", UNREACHABLE)
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise SlackRefused("unreachable", UNREACHABLE) from error
