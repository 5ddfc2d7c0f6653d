"""Bolt's app with a right of way: whoever is at a door is served before the work of the clock goes on."""

from collections.abc import Callable
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.store.right_of_way import RightOfWay


class FirstServed(AsyncApp):
    """Every request, over HTTP or a socket, comes through `async_dispatch`. `respond_to` says how the address that
    comes with one is answered."""

    def __init__(self, right_of_way: RightOfWay, respond_to: Callable[[str], Any], **options: Any) -> None:
        super().__init__(**options)
        self._right_of_way, self._respond_to = right_of_way, respond_to

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Answer one request, holding the background back meanwhile."""
        if req.context.response_url:
            req.context["respond"] = self._respond_to(req.context.response_url)
        with self._right_of_way.take():
            return await super().async_dispatch(req)
