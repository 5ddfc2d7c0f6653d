"""What each kind of setting must look like: functions that take text and give the value, or raise Wrong."""

import re
from collections.abc import Callable
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from config.problems import Wrong
from config.secret import Secret, mask

Chosen = TypeVar("Chosen")

COPY_FROM_OAUTH = "Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions at api.slack.com/apps."
MAKE_FOR_SOCKET_MODE = "Create an App-Level Token (xapp-…) with connections:write under Basic Information."
COPY_FROM_BASIC_INFORMATION = "Copy the Signing Secret from Basic Information at api.slack.com/apps."

# What Slack's tokens start with (docs.slack.dev/authentication/tokens), longest first.
TOKEN_KINDS = {
    "xoxe.xoxb-": "a rotating bot token, which Drumbeat does not support",
    "xoxe.xoxp-": "a rotating user token",
    "xoxe-": "a refresh token",
    "xoxb-": "a bot token",
    "xoxp-": "a user token",
    "xapp-": "an app-level token",
    "xoxa-": "a legacy workspace token",
    "xoxc-": "a browser session",
    "xoxd-": "a browser session",
    "xoxs-": "a browser session",
    "xoxr-": "a refresh token",
}

SHORTEST_TOKEN = 12
POSTGRES_SCHEMES = ("postgres", "postgresql", "postgresql+psycopg")
SQLITE_SCHEMES = ("sqlite", "sqlite+aiosqlite")
SECRET_KEY = re.compile(r"[0-9a-fA-F]{64}")


def bot_token(text: str) -> Secret:
    """A bot token, xoxb-…"""
    return _token(text, "xoxb-", COPY_FROM_OAUTH)


def app_token(text: str) -> Secret:
    """An app-level token, xapp-…, with which Socket Mode opens its connection."""
    return _token(text, "xapp-", MAKE_FOR_SOCKET_MODE)


def _token(text: str, prefix: str, place: str) -> Secret:
    if kind := token_kind(text, but=prefix):
        raise Wrong(f"holds {kind} ({mask(text)})", place)
    if not text.startswith(prefix):
        raise Wrong(f"is no Slack token ({mask(text)})", place)
    if not re.fullmatch(r"[A-Za-z0-9-]+", text) or len(text) < SHORTEST_TOKEN:
        raise Wrong(f"starts like a token but is not a whole one ({mask(text)})", place)
    return Secret(text)


def token_kind(text: str, *, but: str = "") -> str | None:
    """Which of Slack's tokens this is, unless it starts with `but`; None when it is none of them."""
    return next(
        (kind for start, kind in TOKEN_KINDS.items() if text.startswith(start) and start != but), None
    )


def signing_secret(text: str) -> Secret:
    """The secret Slack signs its requests with."""
    if kind := token_kind(text):
        raise Wrong(f"holds {kind} ({mask(text)})", COPY_FROM_BASIC_INFORMATION)
    if re.search(r"\s", text):
        raise Wrong("has a space in it", COPY_FROM_BASIC_INFORMATION)
    return Secret(text)


def api_url(text: str) -> str:
    """The root of a Web API; slack_sdk appends the method's name, so it must end in /api/."""
    url = web_address(text)
    if not url.endswith("/api/"):
        raise Wrong("does not end in /api/", "Write it like https://slack.com/api/.")
    return url


def web_address(text: str) -> str:
    """An http or https address."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise Wrong("is no web address", "Write it whole, like http://127.0.0.1:8450/clock.")
    return text


def database_url(text: str) -> str:
    """A database address with the driver named: `sqlite+aiosqlite:///…` or `postgresql+psycopg://…`.

    `postgres://` is what many hosts hand out, and SQLAlchemy 2.1 does not know it.
    """
    scheme, found, rest = text.partition("://")
    if found and scheme in POSTGRES_SCHEMES:
        return f"postgresql+psycopg://{_postgres(rest)}"
    if found and scheme in SQLITE_SCHEMES:
        return f"sqlite+aiosqlite://{_sqlite_file(rest)}"
    what = f"names the database {scheme}" if found else "is no database address"
    raise Wrong(what, "Write postgresql://user:password@host/name or sqlite:///drumbeat.db.")


def _postgres(rest: str) -> str:
    try:
        parts = urlsplit(f"//{rest}")
        usable = parts.port is None or parts.port > 0
    except ValueError:
        usable = False
    if not usable:
        raise Wrong(
            "has a host or port that cannot be read",
            "Percent-encode special characters in the password: / is %2F, @ is %40, # is %23.",
        )
    return rest


def _sqlite_file(rest: str) -> str:
    path = rest.removeprefix("/").split("?")[0]
    if not rest.startswith("/"):
        raise Wrong(
            "has too few slashes", "Write sqlite:///drumbeat.db, or sqlite:////var/… for a whole path."
        )
    if path in ("", ":memory:"):
        raise Wrong(
            "names a database in memory, which forgets everything", "Name a file: sqlite:///drumbeat.db."
        )
    return rest


def secret_key(text: str) -> Secret:
    """32 random bytes in hexadecimal."""
    if not SECRET_KEY.fullmatch(text):
        raise Wrong("is not 64 hexadecimal digits", "Make one with: openssl rand -hex 32.")
    return Secret(text)


def keys_place(text: str) -> str:
    """Where round keys live: a directory, or a second PostgreSQL."""
    if text.partition("://")[0] in POSTGRES_SCHEMES:
        return database_url(text)
    if "://" in text:
        raise Wrong(
            "is neither a directory nor a PostgreSQL address", "Name a directory outside the database."
        )
    try:
        return str(Path(text).expanduser())
    except (RuntimeError, ValueError) as error:
        raise Wrong("begins with a home that is not there", "Write the whole path.") from error


def keys_place_apart_from(database: str) -> Callable[[str], str]:
    """A reader of where keys live, which is never where the answers do."""

    def read(text: str) -> str:
        place = keys_place(text)
        if "://" in place and _which_database(place) == _which_database(database):
            raise Wrong(
                "names the database of the answers",
                "Name another PostgreSQL, one without backups, or a folder: keys beside answers protect nobody.",
            )
        return place

    return read


def _which_database(url: str) -> tuple[str, int, str, str]:
    """What tells a database from others, whoever connects to it."""
    parts = urlsplit(url)
    host = parts.hostname or dict(parse_qsl(parts.query)).get("host", "")
    return host.casefold(), parts.port or 5432, parts.path, parts.scheme.partition("+")[0]


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers from `least` to `most`."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise Wrong(f"is {_quoted(text)}", f"Write a whole number from {least} to {most}.")
        return int(text)

    return read


def choice(options: dict[str, Chosen]) -> Callable[[str], Chosen]:
    """A reader of one word out of a few, in any case."""

    def read(text: str) -> Chosen:
        if (word := text.lower()) in options:
            return options[word]
        near = get_close_matches(word, options, n=1)
        raise Wrong(
            f"is {_quoted(text)}", f"Did you mean {near[0]}?" if near else f"Write {_one_of(options)}."
        )

    return read


def _quoted(text: str) -> str:
    """A wrong value as it may be shown: a long one may be a secret in the wrong place."""
    return f"“{text}”" if len(text) <= SHORTEST_TOKEN else mask(text)


def _one_of(options: dict[str, Chosen]) -> str:
    *most, last = options
    return f"{', '.join(most)} or {last}"
