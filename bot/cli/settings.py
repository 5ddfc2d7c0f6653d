"""Settings for commands, as much as each needs: mistakes become trouble a person can mend."""

from collections.abc import Callable
from typing import TypeVar

from bot.cli.speech import Trouble
from config.problems import SettingsError
from config.settings import Caller, Local, Settings, read_caller, read_database_url, read_local, read_settings

Read = TypeVar("Read")


def settings_or_trouble() -> Settings:
    """Everything. Raises Trouble with every mistake in it."""
    return _or_trouble(read_settings)


def caller_or_trouble() -> Caller:
    """What is needed to ask Slack; how Slack would reach us does not matter. Raises Trouble."""
    return _or_trouble(read_caller)


def local_or_trouble() -> Local:
    """The database, its keys and the clock: no Slack is needed. Raises Trouble."""
    return _or_trouble(read_local)


def database_url_or_trouble() -> str:
    """The database address alone. Raises Trouble when it cannot be used."""
    return _or_trouble(read_database_url)


def _or_trouble(read: Callable[[], Read]) -> Read:
    try:
        return read()
    except SettingsError as error:
        raise Trouble(str(problem) for problem in error.problems) from error
