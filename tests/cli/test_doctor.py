"""`drumbeat doctor`: everything that is wrong, in one run, with what to do."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli import check_slack
from bot.privacy import presence
from bot.slack.probe import Reply
from bot.store.engine import open_store
from bot.store.keys import KeyFolder, NoKeys
from sandbox.company import small_company
from sandbox.server import Sandbox
from tests.cli.conftest import MANIFEST, Drumbeat
from tests.databases import Postgres
from tests.privacy.office import Office


async def test_where_all_is_well_it_says_so(drumbeat: Drumbeat, settings: dict[str, str]) -> None:
    said = await drumbeat("doctor")
    assert said.code == 0
    assert "✗" not in said.out
    assert "All is well. Start with: drumbeat run" in said.out
    for told in (
        "Slack reaches us through Socket Mode",
        "can be read and written",
        "Its tables are up to date",
        "Slack knows the bot as",
        "Every scope Drumbeat needs is granted",
        "The optional scope channels:history is not granted",
        "This machine's clock agrees with Slack's",
        "Slack gives a Socket Mode connection",
        "The signing secret looks right",
        "says Mon 23 Nov 2026, 07:00 UTC",
    ):
        assert told in said.out


async def test_everything_that_is_wrong_is_told_in_one_run(
    drumbeat: Drumbeat, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-0000000000-unknown")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-0000000000-unknown")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "not-a-secret")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/nowhere/drumbeat.db")
    monkeypatch.setenv("DRUMBEAT_CLOCK_URL", "http://127.0.0.1:9/clock")
    monkeypatch.setenv("DRUMBEAT_KEYS", str(tmp_path / "keys"))
    said = await drumbeat("doctor")
    assert said.code == 1
    for told in (
        "✗ Slack refuses the bot token (invalid_auth). The token is not known.",
        "✗ Slack refuses the app token (invalid_auth). Make an App-Level Token",
        "✗ The signing secret is not 32 hexadecimal digits. Copy the Signing Secret",
        "cannot be made. Create its folder",
        "✗ The calendar at http://127.0.0.1:9/clock does not answer. Start the sandbox",
        "for keys is not there. Create it: mkdir -m 700",
    ):
        assert told in said.out
    assert "6 of 8 need you." in said.out


async def test_a_missing_scope_is_named_with_its_reason(
    drumbeat: Drumbeat, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    granted = {
        "commands",
        "chat:write",
        "im:write",
        "users:read",
        "channels:read",
        "groups:read",
        "channels:join",
    }
    async with Sandbox(MANIFEST, small_company(), granted_scopes=granted) as slack:
        monkeypatch.setenv("SLACK_API_URL", slack.api_url)
        monkeypatch.setenv("SLACK_BOT_TOKEN", slack.bot_token)
        monkeypatch.setenv("SLACK_APP_TOKEN", slack.app_token)
        said = await drumbeat("doctor")
    assert said.code == 1
    assert "✗ The scope im:history is missing. It is needed to read back our own direct messages" in said.out
    assert said.out.count("✗") == 1


async def test_a_slack_nobody_can_reach_is_one_finding(
    drumbeat: Drumbeat, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_API_URL", "http://127.0.0.1:9/api/")
    said = await drumbeat("doctor")
    assert said.code == 1
    assert said.out.count("✗") == 1
    assert "Check the network, a proxy in between, and SLACK_API_URL." in said.out


async def test_an_address_that_is_not_slacks_is_recognised(
    drumbeat: Drumbeat, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, slack: Sandbox
) -> None:
    monkeypatch.setenv("SLACK_API_URL", f"{slack.base_url}/no/api/")
    assert "cannot be reached" in (await drumbeat("doctor")).out


async def test_with_settings_that_cannot_be_used_the_database_is_still_looked_at(
    drumbeat: Drumbeat, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "none")
    said = await drumbeat("doctor")
    assert "✗ PORT is “none”. Write a whole number from 1 to 65535." in said.out
    assert "can be read and written" in said.out


async def test_a_database_that_is_not_there_yet_is_not_made(
    drumbeat: Drumbeat, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/later.db")
    said = await drumbeat("doctor")
    assert said.code == 0
    assert "is not there yet. drumbeat run makes it." in said.out
    assert not (tmp_path / "later.db").exists()


@pytest.mark.parametrize(
    ("mode", "told"), [(0o700, "✓ Keys have a place of their own"), (0o755, "✗ Others can read the keys in")]
)
async def test_keys_belong_to_nobody_else(
    drumbeat: Drumbeat,
    settings: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    mode: int,
    told: str,
) -> None:
    (tmp_path / "keys").mkdir()
    os.chmod(tmp_path / "keys", mode)
    monkeypatch.setenv("DRUMBEAT_KEYS", str(tmp_path / "keys"))
    assert told in (await drumbeat("doctor")).out


async def test_keys_do_not_lie_with_the_database(
    drumbeat: Drumbeat, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(settings["DATABASE_URL"].removeprefix("sqlite+aiosqlite:///")).parent
    os.chmod(folder, 0o700)
    monkeypatch.setenv("DRUMBEAT_KEYS", str(folder))
    assert "✗ The database lies in the folder of the keys" in (await drumbeat("doctor")).out


async def test_who_reads_other_keys_is_named_and_a_lost_key_is_missed(
    drumbeat: Drumbeat,
    settings: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    sqlite_database_url: str,
) -> None:
    monkeypatch.setenv("DRUMBEAT_KEYS", str(tmp_path / "keys"))
    (tmp_path / "keys").mkdir(mode=0o700)
    store, here = open_store(sqlite_database_url), KeyFolder(tmp_path / "keys")
    await presence.tell(store, here, "worker-1")
    assert "✓ Every process that runs reads the same keys (1)" in (await drumbeat("doctor")).out
    office = Office(store, here)
    await office.found()
    await office.open()
    await presence.tell(store, NoKeys(), "web-1")
    (key,) = await office.keys_left()
    await here.destroy(key)
    await store.close()
    said = await drumbeat("doctor")
    assert "✗ web-1 reads other keys than this machine, or none. Give every process the same" in said.out
    assert "✗ The key of one open round is not there." in said.out
    assert said.code == 1


async def test_keys_in_a_database_of_their_own(
    drumbeat: Drumbeat,
    settings: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    postgres: Postgres,
    postgresql_database_url: str,
) -> None:
    elsewhere = postgres.url("postgres").replace("+psycopg", "")
    monkeypatch.setenv("DRUMBEAT_KEYS", elsewhere)
    assert "✓ Keys have a database of their own" in (await drumbeat("doctor")).out
    answers = postgresql_database_url.replace("+psycopg", "")
    monkeypatch.setenv("DRUMBEAT_KEYS", answers)
    assert (
        "✗ DRUMBEAT_KEYS names a database that holds Drumbeat's own tables" in (await drumbeat("doctor")).out
    )
    monkeypatch.setenv("DATABASE_URL", answers.replace("postgres@", "somebody@"))
    assert (
        "✗ DRUMBEAT_KEYS names the database of the answers. Name another PostgreSQL"
        in (await drumbeat("doctor")).out
    )


@pytest.mark.parametrize(("seconds", "is_fine"), [(-30, True), (30, True), (300, False), (-300, False)])
async def test_a_clock_that_drifts_is_noticed(
    settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, seconds: int, is_fine: bool
) -> None:
    from config.settings import read_settings

    async def answer(*_: object) -> Reply:
        return Reply(
            None, {"user": "drumbeat", "team": "Acme"}, None, datetime.now(UTC) + timedelta(seconds=seconds)
        )

    monkeypatch.setattr(check_slack, "ask", answer)
    findings = await check_slack.check_slack(read_settings(settings))
    (clock,) = [finding for finding in findings if "clock" in finding.what]
    assert clock.is_fine is is_fine
