"""Statements written for a kind of database once, however many databases of that kind the tests open.

Each engine remembers by itself how it wrote a statement. A test opens a fresh one or two, and would spend a tenth of
its time on writing again what the test before it wrote.
"""

from collections import defaultdict
from typing import Any

from sqlalchemy.engine import URL, Compiled, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store import engine


class OfAllEngines(dict[Any, Compiled]):
    """What SQLAlchemy takes for an engine's own cache; its keys begin with that engine's dialect."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(key[1:], default)

    def __setitem__(self, key: Any, compiled: Compiled) -> None:
        super().__setitem__(key[1:], compiled)


_written: defaultdict[str, OfAllEngines] = defaultdict(OfAllEngines)


def compile_statements_once() -> None:
    """For the rest of this process, engines of the store share what they compiled."""
    engine.create_async_engine = _create_async_engine  # type: ignore[attr-defined]


def forget_what_was_compiled() -> None:
    """For tests that measure: an engine opened now compiles everything itself, whichever tests ran before."""
    _written.clear()


def _create_async_engine(url: str | URL, **options: Any) -> AsyncEngine:
    written = _written[make_url(url).drivername]
    return create_async_engine(url, execution_options={"compiled_cache": written}, **options)
