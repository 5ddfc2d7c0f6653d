"""Cursor pagination (docs.slack.dev/apis/web-api/pagination)."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from sandbox.errors import Json, SlackError

Item = TypeVar("Item")


def page(items: Sequence[Item], cursor: str, limit: int) -> tuple[list[Item], Json]:
    """The items from `cursor` on, at most `limit`, and the `response_metadata` that leads to the rest."""
    start = _position(cursor) if cursor else 0
    end = start + limit
    following = _cursor(end) if end < len(items) else ""
    return list(items[start:end]), {"next_cursor": following}


def _cursor(position: int) -> str:
    return base64.b64encode(f"next:{position}".encode()).decode()


def _position(cursor: str) -> int:
    try:
        head, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        position = int(number)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        raise SlackError("invalid_cursor") from None
    if head != "next" or position < 0:
        raise SlackError("invalid_cursor")
    return position
