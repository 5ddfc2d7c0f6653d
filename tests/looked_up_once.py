"""What Bolt asks of every function it is given, asked once of each, however many apps the tests start.

An app has hundreds of listeners and matchers, and Bolt reads the signature of each: a fifth of what a start takes.
"""

import inspect
from collections.abc import Callable
from functools import cache
from types import CodeType, SimpleNamespace
from typing import Any

from slack_bolt.util import utils


def look_signatures_up_once() -> None:
    """For the rest of this process, functions of the same code have the same arguments."""
    utils.inspect = SimpleNamespace(  # type: ignore[assignment,attr-defined]
        **{**vars(inspect), "getfullargspec": _arguments_of}
    )


def _arguments_of(function: Callable[..., Any]) -> Any:
    code = getattr(function, "__code__", None)
    if not isinstance(code, CodeType):
        return inspect.getfullargspec(function)
    return SimpleNamespace(args=list(_names_in(code)))


@cache
def _names_in(code: CodeType) -> tuple[str, ...]:
    return code.co_varnames[: code.co_argcount]
