"""HTTP and WebSocket for the page: the same things a `Person` can see and do, and the clock.

What the page is told is a picture of the workspace for one person (`picture.py`), drawn again whenever the
page asks; `feed.py` tells it when asking is worth while.
"""

from aiohttp import web

from sandbox.control.clockwork import Clockwork
from sandbox.control.feed import Count, Feeds
from sandbox.control.guard import guarded
from sandbox.control.hands import Hands
from sandbox.control.journal import Journal
from sandbox.control.living import Living
from sandbox.control.mishaps import Mishaps
from sandbox.control.page_files import page, page_file
from sandbox.control.screen import Screen
from sandbox.server import Sandbox


def add_routes(app: web.Application, sandbox: Sandbox) -> None:
    """Give `app` the page and everything the page talks to."""
    journal = Journal(sandbox)
    clockwork = Clockwork(sandbox.clock)
    count = Count(sandbox)
    feeds = Feeds(sandbox, clockwork, journal, count)
    screen = Screen(sandbox, clockwork)
    hands = Hands(sandbox)
    living = Living(sandbox)
    mishaps = Mishaps(sandbox)
    for method, path, handler in (
        ("GET", "/", page),
        ("GET", "/page/{path:.+}", page_file),
        ("GET", "/sandbox/state", screen.state),
        ("GET", "/sandbox/messages", screen.messages),
        ("GET", "/sandbox/files/{file}", screen.file),
        ("GET", "/sandbox/changes", feeds.serve),
        ("GET", "/sandbox/count", count.read),
        ("POST", "/sandbox/do", hands.do),
        ("GET", "/sandbox/clock", clockwork.read),
        ("POST", "/sandbox/clock", clockwork.change),
        ("POST", "/sandbox/live", living.live),
        ("GET", "/sandbox/log", journal.read),
        ("GET", "/sandbox/faults", mishaps.read),
        ("POST", "/sandbox/faults", mishaps.change),
    ):
        app.router.add_route(method, path, guarded(handler))
    app.on_shutdown.append(feeds.close)
    app.on_shutdown.append(clockwork.close)
