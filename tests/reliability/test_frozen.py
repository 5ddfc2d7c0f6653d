"""A replica that stops where it stands, outlives its leases, and comes back knowing nothing."""

import asyncio
from pathlib import Path

from bot.slack.sender import LEASE
from sandbox.server import Sandbox
from tests.reliability.crowd import MANIFEST, MONDAY, NINE, all_asked, asked, crowd, names, start_check_in
from tests.reliability.replica import replicas
from tests.reliability.storm import until_quiet

PEOPLE = 24
PATIENT = 120.0


async def test_a_replica_frozen_beyond_its_lease_asks_nobody_twice_when_it_comes_back(
    postgresql_database_url: str, tmp_path: Path
) -> None:
    async with Sandbox(MANIFEST, crowd(PEOPLE), clock=MONDAY) as slack:
        # Slow answers, so that the one who freezes has something on the wire.
        slack.latency = 1.0
        async with replicas(slack, postgresql_database_url, 2, tmp_path) as (one, other):
            await start_check_in(slack)
            slack.clock.set(NINE)
            assert await slack.until(lambda: asked(slack, names(PEOPLE)).total() >= 3, PATIENT)
            one.freeze()
            frozen_until = asyncio.get_running_loop().time() + LEASE + 2
            try:
                assert await slack.until(all_asked(slack, names(PEOPLE)), PATIENT), other.said()
            finally:
                await asyncio.sleep(max(0.0, frozen_until - asyncio.get_running_loop().time()))
                one.thaw()
            assert await until_quiet(postgresql_database_url)
        assert set(asked(slack, names(PEOPLE)).values()) == {1}
        assert slack.violations == []
