"""Whether everything somebody could press or hand in has a handler, as Bolt itself would find it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from sandbox.elements import elements
from sandbox.server import Sandbox


async def is_answered(app: AsyncApp, body: Mapping[str, Any]) -> bool:
    """Whether a handler takes this request."""
    request = AsyncBoltRequest(body=dict(body), mode="socket_mode")
    nothing_yet = BoltResponse(status=404)
    for listener in app._async_listeners:
        if all([await matcher.async_matches(request, nothing_yet) for matcher in listener.matchers]):
            return True
    return False


def press(action_id: str) -> dict[str, Any]:
    """What a press sends, as far as handlers are found by it."""
    return {"type": "block_actions", "actions": [{"action_id": action_id, "block_id": "b", "type": "button"}]}


def submission(callback_id: str) -> dict[str, Any]:
    """What handing in a form sends, as far as handlers are found by it."""
    return {"type": "view_submission", "view": {"type": "modal", "callback_id": callback_id}}


async def unanswered(app: AsyncApp, slack: Sandbox) -> set[str]:
    """Everything that was shown in this workspace and that nobody would have answered."""
    shown = list(_shown(slack))
    pressed = {each.action_id for blocks, _ in shown for each in elements(blocks) if each.sends_actions}
    handed_in = {view["callback_id"] for _, view in shown if view.get("submit")}
    asked = [*(press(each) for each in pressed), *(submission(each) for each in handed_in)]
    return {str(body) for body in asked if not await _is_answered_in_every_app(app, body)}


_answered: set[str] = set()
"""What some app of this process has a handler for: all of them open the same doors."""


async def _is_answered_in_every_app(app: AsyncApp, body: Mapping[str, Any]) -> bool:
    if str(body) not in _answered and await is_answered(app, body):
        _answered.add(str(body))
    return str(body) in _answered


def _shown(slack: Sandbox) -> Iterator[tuple[list[Any], Mapping[str, Any]]]:
    for call in slack.calls:
        view = _structure(call.args.get("view")) or {}
        yield _structure(call.args.get("blocks")) or view.get("blocks") or [], view
    space = slack.workspace
    for channel in space.channels.values():
        yield from ((message.blocks, {}) for message in channel.messages.values())
    yield from ((message.blocks, {}) for message in _flat(space.ephemerals.values()))
    yield from ((view.blocks, view.definition) for view in _flat(space.views.stacks.values()))


def _structure(argument: Any) -> Any:
    return json.loads(argument) if isinstance(argument, str) else argument


def _flat(lists: Iterable[Iterable[Any]]) -> Iterator[Any]:
    return (item for each in lists for item in each)
