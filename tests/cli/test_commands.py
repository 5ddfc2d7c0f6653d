"""What every command has in common, and the small ones."""

import json
import subprocess
import sys

import pytest

from bot.cli.commands import COMMANDS, load, main
from tests.cli.conftest import Drumbeat

HALVES = pytest.mark.parametrize("half", ["web", "worker"])


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert load(name).SUMMARY.split()[0] in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["apply"],
        ["manifest", "--url", "http://insecure"],
        ["demo", "--weeks", "99"],
        ["run", "x"],
    ],
)
def test_wrong_usage_leaves_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert "usage: drumbeat" in capsys.readouterr().err


def test_the_module_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("drumbeat ")


@pytest.mark.parametrize("name", ["run", "web", "worker", "doctor", "apply"])
async def test_settings_that_cannot_be_used_are_told_all_at_once(drumbeat: Drumbeat, name: str) -> None:
    arguments = ["no-such-file.yaml"] if name == "apply" else []
    said = await drumbeat(name, *arguments)
    assert said.code == 1
    if name != "apply":
        told = said.out + said.err
        assert "✗ SLACK_BOT_TOKEN is missing" in told
        assert "✗ SLACK_SIGNING_SECRET is missing" in told


@HALVES
async def test_a_half_refuses_a_file_two_machines_cannot_share(
    drumbeat: Drumbeat, settings: dict[str, str], half: str
) -> None:
    said = await drumbeat(half)
    assert said.code == 1
    assert "--same-machine" in said.err
    assert "drumbeat run" in said.err


async def test_the_manifest_is_printed_for_socket_mode_and_for_an_address(drumbeat: Drumbeat) -> None:
    ours = json.loads((await drumbeat("manifest")).out)
    assert ours["settings"]["socket_mode_enabled"] is True
    theirs = json.loads((await drumbeat("manifest", "--url", "https://beat.example.com")).out)
    assert theirs["settings"]["socket_mode_enabled"] is False
    assert theirs["features"]["slash_commands"][0]["url"] == "https://beat.example.com/slack/events"
