"""kill -9 at every statement of sealing: the round is sealed once or still open, never half."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.store.engine import open_store
from config.settings import environment_for_child
from tests.privacy.office import Office, office_at
from tests.reliability.replica import ROOT

OPEN = {"state": "open", "seal": "open", "answered": None, "named": True, "key": True}
SEALED = {"state": "closed", "seal": "sealed", "answered": 11}


@pytest.mark.timeout(300)
async def test_whoever_is_killed_while_sealing_leaves_the_round_open_or_sealed(
    database_url: str, tmp_path: Path
) -> None:
    store = open_store(database_url)
    await _until_its_close(await office_at(store, tmp_path / "keys"))
    await store.close()
    told = await _die_at_every_step(database_url, tmp_path / "keys")
    before, after = _contents(told[0]), _contents(told[-1])
    assert (before["ballot"], before["prompt"], before["result"], before["sealed_text"]) == (12, 14, 0, 0)
    assert (after["ballot"], after["prompt"], after["result"], after["sealed_text"]) == (0, 0, 2, 11)
    for each in told:
        wanted = OPEN | before if each["state"] == "open" else SEALED | after
        assert {name: each[name] for name in wanted} == wanted, each
        assert each["key"] or each["state"] == "closed"
    deaths = [each["state"] for each in told if each["died"]]
    assert deaths.count("open") > 15, "there is much that can be interrupted"
    assert deaths.count("closed") >= 5, "so is there afterwards"
    assert (told[-1]["key"], told[-1]["named"], told[-1]["died"]) == (False, False, False)


async def _until_its_close(office: Office) -> None:
    await office.open()
    await office.ask()
    await office.send()
    for number, member in enumerate(office.people[:11]):
        await office.answer(member, mood=1 + number % 4, words=f"Text of {number}")
    await office.withdraw(office.people[11])
    await office.remind()


async def _die_at_every_step(database_url: str, keys: Path) -> list[dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.privacy.killed", database_url, str(keys)),
        cwd=ROOT,
        env=environment_for_child({"PYTHONPATH": str(ROOT)}),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 240)
    assert process.returncode == 0, err.decode()
    told: list[dict[str, Any]] = json.loads(out)
    return told


def _contents(stands: dict[str, Any]) -> dict[str, int]:
    return {
        name: stands[name] for name in ("ballot", "prompt", "result", "sealed_text", "delivery", "dm_hour")
    }
