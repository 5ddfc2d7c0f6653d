"""Settings: what is read from where, and every mistake at once with what to do."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.keeping import Periods
from config.problems import Problem, SettingsError
from config.settings import (
    VARIABLES,
    LogFormat,
    Settings,
    environment_for_child,
    read_database_url,
    read_settings,
)

GOOD = {"SLACK_BOT_TOKEN": "xoxb-1234567890-abcdefgh", "SLACK_APP_TOKEN": "xapp-1-A012345-6789-abcdef"}


def problems_of(environ: dict[str, str], env_file: Path | None = None) -> dict[str, str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(environ, env_file)
    return {problem.variable: f"{problem.wrong} → {problem.todo}" for problem in caught.value.problems}


def settings_or_problems(environ: dict[str, str], env_file: Path | None = None) -> Settings | list[Problem]:
    try:
        return read_settings(environ, env_file)
    except SettingsError as error:
        return error.problems


def env_file(folder: Path, text: str) -> Path:
    path = folder / ".env"
    path.write_text(text, "utf-8")
    return path


def test_two_tokens_are_enough() -> None:
    settings = read_settings(GOOD)
    assert settings.socket_mode
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite+aiosqlite:///drumbeat.db"
    assert (settings.port, settings.heartbeat_seconds, settings.pacing) == (3000, 10, True)


def test_every_variable_is_read() -> None:
    settings = read_settings(
        {
            **GOOD,
            "SLACK_SIGNING_SECRET": "0123456789abcdef0123456789abcdef",
            "SLACK_API_URL": "http://127.0.0.1:8450/api/",
            "DATABASE_URL": "postgresql://ana:pw@db/beat?sslmode=require",
            "DRUMBEAT_CLOCK_URL": "http://127.0.0.1:8450/clock",
            "DRUMBEAT_SECRET_KEY": "ab" * 32,
            "DRUMBEAT_KEYS": "keys",
            "DRUMBEAT_PACING": "off",
            "PORT": "8080",
            "HEARTBEAT_SECONDS": "1",
            "LOG_FORMAT": "JSON",
            "LOG_LEVEL": "debug",
            "KEEP_ANSWERS": "24",
            "KEEP_ANONYMOUS_TEXTS": "3",
            "KEEP_RESULTS": "forever",
            "KEEP_BOTTLENECKS": "Forever",
            "KEEP_FEEDBACK": "6",
            "KEEP_MESSAGES": "2",
            "KEEP_LEAVERS": "1",
        }
    )
    assert settings.keep == Periods(24, 3, None, None, 6, 2, 1)
    assert settings.database_url == "postgresql+psycopg://ana:pw@db/beat?sslmode=require"
    assert settings.log_format is LogFormat.JSON
    assert (settings.log_level, settings.pacing, settings.keys) == ("DEBUG", False, "keys")
    assert settings.secret_key is not None
    assert not settings.uses_sqlite


def test_all_mistakes_are_told_at_once() -> None:
    problems = problems_of({"PORT": "http", "LOG_FORMAT": "jsn", "HEARTBEAT_SECONDS": "0"})
    assert set(problems) == {
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "PORT",
        "LOG_FORMAT",
        "HEARTBEAT_SECONDS",
    }
    assert problems["LOG_FORMAT"] == "is “jsn” → Did you mean json?"
    assert problems["HEARTBEAT_SECONDS"] == "is “0” → Write a whole number from 1 to 60."


def test_without_socket_mode_the_signing_secret_is_needed() -> None:
    problems = problems_of({"SLACK_BOT_TOKEN": GOOD["SLACK_BOT_TOKEN"]})
    assert "Or set SLACK_APP_TOKEN" in problems["SLACK_SIGNING_SECRET"]


@pytest.mark.parametrize(
    ("variable", "text", "told"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1234567890-abcdwxyz", "holds a user token (…wxyz)"),
        ("SLACK_BOT_TOKEN", "xapp-1-A0123-4567-abcdwxyz", "holds an app-level token (…wxyz)"),
        ("SLACK_BOT_TOKEN", "xoxe.xoxb-1-abcdefghijklwxyz", "holds a rotating bot token"),
        ("SLACK_BOT_TOKEN", "xoxe-1-abcdefghijklwxyz", "holds a refresh token"),
        ("SLACK_BOT_TOKEN", "xoxb-your token", "starts like a token but is not a whole one (…)"),
        ("SLACK_BOT_TOKEN", "xoxb-…", "starts like a token but is not a whole one (…)"),
        ("SLACK_BOT_TOKEN", "0123456789abcdef0123456789abwxyz", "is no Slack token (…wxyz)"),
        ("SLACK_APP_TOKEN", "xoxb-1234567890-abcdwxyz", "holds a bot token (…wxyz)"),
        ("SLACK_SIGNING_SECRET", "xoxb-1234567890-abcdwxyz", "holds a bot token (…wxyz)"),
        ("SLACK_SIGNING_SECRET", "two words", "has a space in it"),
        ("SLACK_API_URL", "https://slack.com/api", "does not end in /api/"),
        ("SLACK_API_URL", "slack.com/api/", "is no web address"),
        ("DRUMBEAT_CLOCK_URL", "http://[nonsense", "is no web address"),
        ("DATABASE_URL", "mysql://host/db", "names the database mysql"),
        ("DATABASE_URL", "drumbeat.db", "is no database address"),
        ("DATABASE_URL", "postgres://ana:p/w@host:5432/db", "has a host or port that cannot be read"),
        ("DATABASE_URL", "sqlite://drumbeat.db", "has too few slashes"),
        ("DATABASE_URL", "sqlite:///:memory:", "names a database in memory"),
        ("DRUMBEAT_SECRET_KEY", "short", "is not 64 hexadecimal digits"),
        ("DRUMBEAT_KEYS", "s3://bucket/keys", "is neither a directory nor a PostgreSQL address"),
        ("DRUMBEAT_PACING", "maybe", "is “maybe” → Write on or off."),
        ("PORT", "65536", "is “65536” → Write a whole number from 1 to 65535."),
        ("KEEP_ANSWERS", "3", "is “3” → Write a number of months from 4 to 120, or forever."),
        ("KEEP_RESULTS", "for ever", "is “for ever” → Write a number of months from 1 to 120, or forever."),
        ("KEEP_ANONYMOUS_TEXTS", "forever", "is “forever” → Write a number of months from 1 to 120."),
        ("KEEP_MESSAGES", "0", "is “0” → Write a number of months from 1 to 120."),
        ("LOG_LEVEL", "verbose", "Write debug, info, warning or error."),
    ],
)
def test_each_kind_of_mistake_is_named(variable: str, text: str, told: str) -> None:
    problems = problems_of({**GOOD, variable: text})
    assert told in problems[variable]
    assert list(problems) == [variable]


@pytest.mark.parametrize("variable", [name for name in VARIABLES if name != "DRUMBEAT_KEYS"])
def test_a_token_in_any_slot_is_never_told_in_full(variable: str) -> None:
    token = "xoxp-secret-secret-secret-wxyz"
    told = problems_of({**GOOD, variable: token})
    assert "secret-secret" not in str(told)


def test_a_token_is_not_shown_by_printing_the_settings() -> None:
    settings = read_settings({**GOOD, "DATABASE_URL": "postgres://ana:hidden@db/beat"})
    assert "1234567890" not in repr(settings)
    assert "hidden" not in repr(settings)
    assert str(settings.bot_token) == "Secret(…efgh)"
    assert settings.bot_token.reveal() == GOOD["SLACK_BOT_TOKEN"]


@pytest.mark.parametrize(
    ("written", "used"),
    [
        ("postgres://db/beat", "postgresql+psycopg://db/beat"),
        ("postgresql://db:6543/beat", "postgresql+psycopg://db:6543/beat"),
        ("postgresql+psycopg://db/beat", "postgresql+psycopg://db/beat"),
        ("postgresql://ana@/beat?host=/run/pg", "postgresql+psycopg://ana@/beat?host=/run/pg"),
        ("sqlite:///beat.db", "sqlite+aiosqlite:///beat.db"),
        ("sqlite:////srv/beat.db", "sqlite+aiosqlite:////srv/beat.db"),
        ("sqlite+aiosqlite:///beat.db", "sqlite+aiosqlite:///beat.db"),
    ],
)
def test_database_addresses_name_their_driver(written: str, used: str) -> None:
    assert read_database_url({"DATABASE_URL": written}) == used


def test_the_database_address_can_be_read_without_any_token() -> None:
    assert read_database_url({}) == "sqlite+aiosqlite:///drumbeat.db"
    with pytest.raises(SettingsError, match="DATABASE_URL names the database mysql"):
        read_database_url({"DATABASE_URL": "mysql://x/y"})


def test_the_real_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = env_file(tmp_path, "PORT=4000\nLOG_LEVEL=error\n")
    settings = read_settings({**GOOD, "PORT": "5000"}, file)
    assert (settings.port, settings.log_level) == (5000, "ERROR")


def test_the_file_is_found_from_the_working_directory_upwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file(tmp_path, "".join(f"{name}={value}\n" for name, value in GOOD.items()))
    (tmp_path / "deep" / "down").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "down")
    assert read_settings().bot_token.reveal() == GOOD["SLACK_BOT_TOKEN"]


def test_a_broken_line_of_the_file_is_named_with_its_number(tmp_path: Path) -> None:
    file = env_file(tmp_path, '# ours\n\nPORT=4000\n\nSLACK_BOT_TOKEN\nLOG_LEVEL="info\nLOG_FORMAT=text\n')
    problems = problems_of(GOOD, file)
    assert problems[".env line 5"].startswith("says SLACK_BOT_TOKEN but no value")
    assert problems[".env line 6"].startswith("cannot be read")


def test_a_file_that_is_not_text_is_a_problem_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes(b"PORT=\xff\xfe\n")
    assert problems_of(GOOD, path)[str(path)].startswith("is not UTF-8 text")


def test_a_file_that_is_not_there_is_a_problem_like_any_other(tmp_path: Path) -> None:
    assert "cannot be read" in problems_of(GOOD, tmp_path / "missing")[str(tmp_path / "missing")]


def test_an_empty_value_counts_as_none_at_all(tmp_path: Path) -> None:
    file = env_file(tmp_path, "SLACK_SIGNING_SECRET=\nDRUMBEAT_KEYS=\nPORT=\n")
    assert read_settings(GOOD, file).port == 3000


def test_a_misspelt_name_is_recognised() -> None:
    problems = problems_of(
        {"SLACK_BOT_TOKN": "xoxb-1234567890-abcdefgh", "SLACK_APP_TOKEN": "xapp-1-A-12345678"}
    )
    assert (
        problems["SLACK_BOT_TOKEN"] == "is missing → You have SLACK_BOT_TOKN: rename it to SLACK_BOT_TOKEN."
    )


def test_a_child_inherits_none_of_our_own_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-real")
    monkeypatch.setenv("SOMETHING_ELSE", "kept")
    child = environment_for_child({"PORT": "1"})
    assert "SLACK_BOT_TOKEN" not in child
    assert (child["SOMETHING_ELSE"], child["PORT"]) == ("kept", "1")


@given(st.dictionaries(st.sampled_from(VARIABLES), st.text(max_size=60)))
def test_whatever_is_written_it_is_settings_or_problems(environ: dict[str, str]) -> None:
    assert settings_or_problems(environ)


@given(st.binary(max_size=200))
def test_whatever_the_file_holds_it_is_settings_or_problems(content: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        assert settings_or_problems(GOOD, Path(file.name))
