"""The page's own files."""

from pathlib import Path

from aiohttp import web

_FOLDER = Path(__file__).parent.parent / "page"


async def page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(_FOLDER / "index.html")


async def page_file(request: web.Request) -> web.FileResponse:
    wanted = (_FOLDER / request.match_info["path"]).resolve()
    if not wanted.is_relative_to(_FOLDER) or not wanted.is_file():
        raise web.HTTPNotFound(text="There is no such file.")
    return web.FileResponse(wanted)
