"""What the page draws from: the state of things for one person, and messages a page at a time."""

from aiohttp import web

from sandbox.control.clockwork import Clockwork
from sandbox.control.picture import can_be_acted, messages_picture, workspace_picture
from sandbox.control.requests import number_in, refuse
from sandbox.errors import SlackError
from sandbox.model import Channel, Message, User
from sandbox.server import Sandbox
from sandbox.sight import Sight
from sandbox.workspace import Workspace

_PAGE = 50
_LARGEST_PAGE = 400


class Screen:
    def __init__(self, sandbox: Sandbox, clockwork: Clockwork) -> None:
        self._workspace = sandbox.workspace
        self._clockwork = clockwork

    async def state(self, request: web.Request) -> web.Response:
        me = _viewer(self._workspace, request.query.get("as", ""))
        picture = workspace_picture(self._workspace, me)
        return web.json_response({**picture, "clock": self._clockwork.picture()})

    async def messages(self, request: web.Request) -> web.Response:
        """A channel's newest messages, those before `before`, or with `thread` a whole thread."""
        me = known_person(self._workspace, request.query.get("as", ""))
        channel = visible_channel(self._workspace, me, request.query.get("channel", ""))
        found = self._wanted(request, me, channel)
        limit = number_in(request, "limit", _PAGE, _LARGEST_PAGE)
        shown = found[-limit:] if limit else []
        picture = messages_picture(self._workspace, shown, me)
        return web.json_response({"messages": picture, "more": len(found) > len(shown)})

    async def file(self, request: web.Request) -> web.Response:
        """A file, for somebody who sees a message it was shared in."""
        me, wanted = known_person(self._workspace, request.query.get("as", "")), request.match_info["file"]
        sight = Sight(self._workspace, me)
        seen = (message for channel in sight.channels for message in channel.messages.values())
        shared = next((each for message in seen for each in message.files if each["id"] == wanted), None)
        if shared is None:
            refuse("There is no such file.", web.HTTPNotFound)
        headers = {"Content-Disposition": f'attachment; filename="{shared["name"]}"'}
        content = self._workspace.files.content(wanted)
        return web.Response(body=content, content_type="application/octet-stream", headers=headers)

    def _wanted(self, request: web.Request, me: User, channel: Channel) -> list[Message]:
        sight = Sight(self._workspace, me)
        thread, before = request.query.get("thread"), request.query.get("before")
        if thread:
            parent = channel.messages.get(thread)
            return sight.thread(parent) if parent else []
        messages = sight.messages(channel)
        return [message for message in messages if message.ts < before] if before else messages


def _viewer(workspace: Workspace, wanted: str) -> User:
    """The person asked for, or on a first visit the first who can be acted."""
    if wanted in workspace.users:
        return workspace.users[wanted]
    return next(user for user in workspace.users.values() if can_be_acted(user))


def known_person(workspace: Workspace, wanted: str) -> User:
    if wanted not in workspace.users:
        refuse("Nobody here has that id.", web.HTTPNotFound)
    return workspace.users[wanted]


def visible_channel(workspace: Workspace, me: User, wanted: str) -> Channel:
    try:
        channel = workspace.channel(wanted)
    except SlackError:
        refuse("There is no such conversation.", web.HTTPNotFound)
    if channel not in Sight(workspace, me).channels:
        refuse(f"{me.real_name} cannot see that conversation.", web.HTTPForbidden)
    return channel
