"""Files: announced, uploaded, and shared into a conversation by `files.getUploadURLExternal` and its sister."""

import mimetypes
import secrets
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox.errors import Json, SlackError
from sandbox.ids import fresh_id

if TYPE_CHECKING:
    from sandbox.workspace import Workspace

LARGEST = 1024**3  # docs.slack.dev/messaging/working-with-files: 1 GB


@dataclass
class File:
    """A file that was announced: `content` once it was uploaded, `shared` once somebody can see it."""

    id: str
    name: str
    length: int
    owner: str
    ticket: str
    title: str = ""
    content: bytes | None = None
    shared: bool = False


class Files:
    """Every file of a workspace, and where to upload one that was announced."""

    def __init__(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._files: dict[str, File] = {}

    def announce(self, name: str, length: int, owner: str) -> File:
        """A name for a file to come, and a place to send it to."""
        file = File(fresh_id("F"), name, length, owner, secrets.token_urlsafe(24))
        self._files[file.id] = file
        return file

    async def upload(self, request: web.Request) -> web.Response:
        """Take what is sent to the address of an announced file; the address is all that is asked for."""
        ticket = request.match_info["ticket"]
        file = next((each for each in self._files.values() if each.ticket == ticket), None)
        if file is None or file.shared:
            return web.Response(status=404, text="There is no such upload.")
        content = await _sent(request)
        if len(content) != file.length:
            return web.Response(status=400, text=f"Announced were {file.length} bytes, not {len(content)}.")
        file.content = content
        return web.Response(text=f"OK - {len(content)}")

    def share(self, file_id: str, title: str) -> File:
        """Make a file visible that has arrived and is not visible yet; `file_not_found` otherwise."""
        file = self._files.get(file_id)
        if file is None or file.content is None or file.shared:
            raise SlackError("file_not_found")
        file.shared, file.title = True, title or file.name
        return file

    def content(self, file_id: str) -> bytes:
        """What is in a file somebody can see."""
        file = self._files.get(file_id)
        if file is None or file.content is None or not file.shared:
            raise SlackError("file_not_found")
        return file.content

    def json(self, file: File, base_url: str) -> Json:
        """docs.slack.dev/reference/objects/file-object, as far as an app of today may read it."""
        mimetype = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        return {
            "id": file.id,
            "created": int(self._workspace.clock.now().timestamp()),
            "name": file.name,
            "title": file.title,
            "mimetype": mimetype,
            "filetype": PurePosixPath(file.name).suffix.removeprefix(".") or "binary",
            "user": file.owner,
            "mode": "hosted",
            "size": file.length,
            "url_private": f"{base_url}/files-pri/{self._workspace.id}-{file.id}/{file.name}",
        }


async def _sent(request: web.Request) -> bytes:
    """The bytes as they are, or those of the first file of a form."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""
