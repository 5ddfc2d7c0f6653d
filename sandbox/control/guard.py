"""Who may drive the workspace: a page served by this machine to this machine, and nobody else's."""

from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

# What the page may load: its own files; pictures are the app's choice, as on Slack.
_POLICY = (
    "default-src 'self'; img-src 'self' data: http: https:; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def guarded(handler: Handler) -> Handler:
    """`handler` for requests to a loopback name that no other site sent."""

    async def answer(request: web.Request) -> web.StreamResponse:
        _refuse_strangers(request)
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = _POLICY
            response.headers["X-Content-Type-Options"] = "nosniff"
            response.headers["Cache-Control"] = "no-cache"
        return response

    return answer


def _refuse_strangers(request: web.Request) -> None:
    host = urlsplit(f"//{request.host}")
    # A name that somebody pointed at 127.0.0.1 would otherwise make this page theirs (DNS rebinding).
    if not _is_loopback(host.hostname):
        raise web.HTTPForbidden(text="This page is for this machine only.")
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden(text="Another site may not use this workspace.")
    # Without an Origin a form could still be posted across sites, but never as JSON.
    if request.method == "POST" and request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="Send JSON.")


def _is_loopback(name: str | None) -> bool:
    if name == "localhost":
        return True
    try:
        return ip_address(name or "").is_loopback
    except ValueError:
        return False
