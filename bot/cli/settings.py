"""Settings for commands: mistakes become trouble a person can mend."""

from bot.cli.speech import Trouble
from config.problems import SettingsError
from config.settings import Settings, read_database_url, read_settings


def settings_or_trouble() -> Settings:
    """The settings. Raises Trouble with every mistake in them."""
    try:
        return read_settings()
    except SettingsError as error:
        raise Trouble(str(problem) for problem in error.problems) from error


def database_url_or_trouble() -> str:
    """The database address alone. Raises Trouble when it cannot be used."""
    try:
        return read_database_url()
    except SettingsError as error:
        raise Trouble(str(problem) for problem in error.problems) from error
