"""The only reader of the environment: variables and `.env` in, settings or all mistakes at once out."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from dotenv import find_dotenv

from config import formats, keeping
from config.env_file import read_env_file
from config.keeping import Periods
from config.problems import Problem, SettingsError, Wrong
from config.secret import Secret

Value = TypeVar("Value")

SLACK = "https://slack.com/api/"
DEFAULT_DATABASE = "sqlite+aiosqlite:///drumbeat.db"
DEFAULT_PORT = 3000
DEFAULT_HEARTBEAT = 10
SLOWEST_HEARTBEAT = 60
LOG_LEVELS = {level.lower(): level for level in ("DEBUG", "INFO", "WARNING", "ERROR")}

VARIABLES = (
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_API_URL",
    "DATABASE_URL",
    "DRUMBEAT_CLOCK_URL",
    "DRUMBEAT_SECRET_KEY",
    "DRUMBEAT_KEYS",
    "DRUMBEAT_PACING",
    "PORT",
    "HEARTBEAT_SECONDS",
    "LOG_FORMAT",
    "LOG_LEVEL",
    *keeping.VARIABLES,
)


class LogFormat(StrEnum):
    """How log lines are written: for people, or for machines."""

    TEXT = "text"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Local:
    """What work needs that is done here alone: the database, the keys beside it, and what time it is."""

    database_url: str = field(repr=False)
    keys: str | None = field(default=None, repr=False)
    clock_url: str | None = None

    @property
    def uses_sqlite(self) -> bool:
        """Whether the database is a file on this machine."""
        return self.database_url.startswith("sqlite")


@dataclass(frozen=True, slots=True)
class Caller:
    """What work needs that asks Slack and that Slack does not call: what is here, and a token."""

    local: Local
    bot_token: Secret
    slack_api_url: str = SLACK


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything Drumbeat is told from outside.

    `database_url` names its driver and may hold a password. `clock_url` is a calendar clock to follow instead
    of this machine's (the sandbox has one). `keys` is a directory or a database address. `pacing` off lets
    messages leave as fast as they can; only the demo wants that. `keep` says for how long what is kept.
    """

    bot_token: Secret
    app_token: Secret | None = None
    signing_secret: Secret | None = None
    slack_api_url: str = SLACK
    database_url: str = field(default=DEFAULT_DATABASE, repr=False)
    clock_url: str | None = None
    secret_key: Secret | None = None
    keys: str | None = field(default=None, repr=False)
    port: int = DEFAULT_PORT
    heartbeat_seconds: int = DEFAULT_HEARTBEAT
    log_format: LogFormat = LogFormat.TEXT
    log_level: str = "INFO"
    pacing: bool = True
    keep: Periods = keeping.USUAL

    @property
    def socket_mode(self) -> bool:
        """Whether Slack reaches us through Socket Mode; else it calls our HTTP address."""
        return self.app_token is not None

    @property
    def uses_sqlite(self) -> bool:
        """Whether the database is a file on this machine."""
        return self.local.uses_sqlite

    @property
    def local(self) -> Local:
        """What of it needs no Slack."""
        return Local(self.database_url, self.keys, self.clock_url)


def read_settings(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> Settings:
    """Settings from the environment, and from the nearest `.env` at or above the working directory.

    The real environment wins over the file. With `environ` given, nothing is read but it and `env_file`.
    Raises SettingsError with every mistake there is.
    """
    return _read(_settings, environ, env_file)


def read_database_url(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> str:
    """The database address alone, for work that needs no Slack. Raises SettingsError."""
    return _read(_database_url, environ, env_file)


def read_local(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> Local:
    """What needs no Slack. Raises SettingsError with every mistake in it; others' are let be."""
    return _read(_local, environ, env_file)


def read_caller(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> Caller:
    """What is needed to ask Slack, and not to be called by it. Raises SettingsError with every mistake in it."""
    return _read(_caller, environ, env_file)


def has_bot_token(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> bool:
    """Whether there is a token to ask Slack with, right or wrong."""
    return _gather(environ, env_file).has("SLACK_BOT_TOKEN")


def environment_for_child(overrides: Mapping[str, str]) -> dict[str, str]:
    """The environment of a child process: ours, with Drumbeat's own variables replaced by `overrides`."""
    inherited = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return {**inherited, **overrides}


def _read(
    found_in: Callable[["_Reading"], Value], environ: Mapping[str, str] | None, env_file: Path | None
) -> Value:
    reading = _gather(environ, env_file)
    found = found_in(reading)
    reading.finish()
    return found


def _settings(reading: "_Reading") -> Settings:
    bot_token = _bot_token(reading)
    app_token = reading.optional("SLACK_APP_TOKEN", formats.app_token)
    signing_secret, slack_api_url, local = _signing_secret(reading), _slack_api_url(reading), _local(reading)
    return Settings(
        bot_token=bot_token,
        app_token=app_token,
        signing_secret=signing_secret,
        slack_api_url=slack_api_url,
        database_url=local.database_url,
        clock_url=local.clock_url,
        secret_key=reading.optional("DRUMBEAT_SECRET_KEY", formats.secret_key),
        keys=local.keys,
        port=reading.value("PORT", formats.whole_number(1, 65535), DEFAULT_PORT),
        heartbeat_seconds=reading.value(
            "HEARTBEAT_SECONDS", formats.whole_number(1, SLOWEST_HEARTBEAT), DEFAULT_HEARTBEAT
        ),
        log_format=reading.value(
            "LOG_FORMAT", formats.choice({"text": LogFormat.TEXT, "json": LogFormat.JSON}), LogFormat.TEXT
        ),
        log_level=reading.value("LOG_LEVEL", formats.choice(LOG_LEVELS), "INFO"),
        pacing=reading.value("DRUMBEAT_PACING", formats.choice({"on": True, "off": False}), True),
        keep=_periods(reading),
    )


def _local(reading: "_Reading") -> Local:
    database = _database_url(reading)
    clock = reading.optional("DRUMBEAT_CLOCK_URL", formats.web_address)
    return Local(database, reading.optional("DRUMBEAT_KEYS", formats.keys_place_apart_from(database)), clock)


def _caller(reading: "_Reading") -> Caller:
    return Caller(_local(reading), _bot_token(reading), _slack_api_url(reading))


def _bot_token(reading: "_Reading") -> Secret:
    return reading.required("SLACK_BOT_TOKEN", formats.bot_token, formats.COPY_FROM_OAUTH) or Secret("")


def _slack_api_url(reading: "_Reading") -> str:
    return reading.value("SLACK_API_URL", formats.api_url, SLACK)


def _periods(reading: "_Reading") -> Periods:
    usual = keeping.USUAL
    return Periods(
        answers=_months_or_forever(reading, "KEEP_ANSWERS", usual.answers, keeping.SHORTEST_BASE),
        anonymous_texts=reading.value("KEEP_ANONYMOUS_TEXTS", keeping.months(), usual.anonymous_texts),
        results=_months_or_forever(reading, "KEEP_RESULTS", usual.results),
        bottlenecks=_months_or_forever(reading, "KEEP_BOTTLENECKS", usual.bottlenecks),
        feedback=reading.value("KEEP_FEEDBACK", keeping.months(), usual.feedback),
        messages=reading.value("KEEP_MESSAGES", keeping.months(), usual.messages),
        leavers=reading.value("KEEP_LEAVERS", keeping.months(), usual.leavers),
    )


def _months_or_forever(reading: "_Reading", name: str, usual: int | None, least: int = 1) -> int | None:
    if reading.says(name, keeping.FOREVER):
        return None
    found = reading.optional(name, keeping.months(least, or_forever=True))
    return usual if found is None else found


def _signing_secret(reading: "_Reading") -> Secret | None:
    if reading.has("SLACK_APP_TOKEN"):
        return reading.optional("SLACK_SIGNING_SECRET", formats.signing_secret)
    todo = (
        f"{formats.COPY_FROM_BASIC_INFORMATION} Or set SLACK_APP_TOKEN to use Socket Mode, which needs none."
    )
    return reading.required("SLACK_SIGNING_SECRET", formats.signing_secret, todo)


def _database_url(reading: "_Reading") -> str:
    return reading.value("DATABASE_URL", formats.database_url, DEFAULT_DATABASE)


def _gather(environ: Mapping[str, str] | None, env_file: Path | None) -> "_Reading":
    if environ is None and env_file is None:
        # Without usecwd the search starts beside this file, which for an installed command is nowhere near.
        env_file = Path(found) if (found := find_dotenv(usecwd=True)) else None
    from_file, problems = read_env_file(env_file) if env_file else ({}, [])
    return _Reading({**from_file, **(os.environ if environ is None else environ)}, problems)


class _Reading:
    """Reads one variable after the other and keeps what is wrong until the end."""

    def __init__(self, values: Mapping[str, str], problems: list[Problem]) -> None:
        self._values = values
        self._problems = problems

    def has(self, name: str) -> bool:
        return bool(self._text(name))

    def says(self, name: str, word: str) -> bool:
        return self._text(name).lower() == word

    def value(self, name: str, parse: Callable[[str], Value], default: Value) -> Value:
        found = self.optional(name, parse)
        return default if found is None else found

    def required(self, name: str, parse: Callable[[str], Value], todo: str) -> Value | None:
        if not self.has(name):
            self._problems.append(Problem(name, "is missing", self._renamed(name) or todo))
        return self.optional(name, parse)

    def optional(self, name: str, parse: Callable[[str], Value]) -> Value | None:
        if not (text := self._text(name)):
            return None
        try:
            return parse(text)
        except Wrong as wrong:
            self._problems.append(Problem(name, wrong.what, wrong.todo))
            return None

    def finish(self) -> None:
        if self._problems:
            raise SettingsError(self._problems)

    def _text(self, name: str) -> str:
        return self._values.get(name, "").strip()

    def _renamed(self, name: str) -> str | None:
        strangers = [
            other for other in self._values if other not in VARIABLES and self._values[other].strip()
        ]
        near = get_close_matches(name, strangers, n=1, cutoff=0.85)
        return f"You have {near[0]}: rename it to {name}." if near else None
