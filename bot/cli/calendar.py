"""What time it is for commands: this machine's, or the calendar DRUMBEAT_CLOCK_URL names."""

from datetime import UTC, datetime

import aiohttp

from bot.cli.speech import Trouble

TIMEOUT = aiohttp.ClientTimeout(total=5)


async def calendar_now(clock_url: str | None) -> datetime:
    """The present calendar instant. Raises Trouble when the calendar does not answer."""
    if clock_url is None:
        return datetime.now(UTC)
    try:
        async with aiohttp.ClientSession(timeout=TIMEOUT) as session, session.get(clock_url) as response:
            answer = await response.json()
            return datetime.fromisoformat(answer["now"])
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError, KeyError, TypeError) as error:
        todo = "Start the sandbox it belongs to, or take DRUMBEAT_CLOCK_URL out."
        raise Trouble([f"The calendar at {clock_url} does not answer. {todo}"]) from error
