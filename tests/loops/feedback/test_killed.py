"""The morning round is killed with kill -9 at every statement and every key: each piece becomes one loop, once."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.loops.feedback import handing_on, seeing
from bot.store.engine import Store, open_store
from bot.store.keys import KeyFolder
from bot.wiring import LOOP_WORDING
from tests.loops.feedback.company import BATCH, Company, found

GIVEN = ["ana", "dev"]


def test_killed_at_any_moment_each_becomes_one_loop_whose_giver_can_be_found(
    database_url: str, tmp_path: Path
) -> None:
    company = asyncio.run(_give(database_url, tmp_path))
    told = json.loads(
        subprocess.run(
            [sys.executable, "-m", "tests.loops.feedback.killed", database_url, str(tmp_path)],
            check=True,
            capture_output=True,
            timeout=240,
        ).stdout
    )
    assert len(told) > (30 if database_url.startswith("sqlite") else 10), (
        "there is much that can be interrupted"
    )
    for stands in told:
        all_or_nothing = (stands["titles"], stands["waiting"]) in (([], 2), (GIVEN, 0))
        assert all_or_nothing, stands
        assert not stands["lost"], stands
        assert stands["waiting"] <= stands["keys_of_waiting"], stands
    assert asyncio.run(_what_they_gave(database_url, company)) == [["ana"], ["dev"]]
    assert asyncio.run(_keys_after_the_next_round(database_url, tmp_path)) == [2, 0]


async def _give(url: str, folder: Path) -> Company:
    store = open_store(url)
    company = await found(store, folder)
    for who in GIVEN:
        await company.give(who, "ben", withheld=True, title=who)
    await store.close()
    return company


async def _what_they_gave(url: str, company: Company) -> list[list[str]]:
    store = open_store(url)
    given = [(await seeing.mine(store, company.keys, company.people[who], BATCH)).given for who in GIVEN]
    await store.close()
    return [[each.seen.loop.title for each in mine] for mine in given]


async def _keys_after_the_next_round(url: str, folder: Path) -> list[int]:
    store, keys = open_store(url), KeyFolder(folder)
    await _next_round(store, keys)
    await store.close()
    return [len(await keys.names(prefix)) for prefix in ("giver-", "feedback-")]


async def _next_round(store: Store, keys: KeyFolder) -> Any:
    return await handing_on.hand_on(store, keys, LOOP_WORDING, BATCH.replace(day=25))
