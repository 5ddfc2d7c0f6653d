"""Fifty people press Send at the same instant."""

import asyncio

from benchmarks.figures import Figure, milliseconds
from benchmarks.stage import PATIENCE, stage
from tests.reliability.crowd import CHANNEL, NINE, all_asked, names, start_check_in
from tests.scenarios.living import MOVED, NEXT, thread

PEOPLE = names(50)
UNDER = 0.300


async def measure() -> list[Figure]:
    """Both transports; stored is what shows in the team's thread afterwards."""
    return [await _measure(transport) for transport in ("http", "socket")]


async def _measure(transport: str) -> Figure:
    async with stage(len(PEOPLE), transport=transport, pacing=False) as here:
        slack = here.slack
        await start_check_in(slack)
        slack.clock.set(NINE)
        assert await slack.until(all_asked(slack, PEOPLE), PATIENCE)
        people = [slack.person(name) for name in PEOPLE]
        for person in people:
            assert (await person.press("Answer")).ok
        results = await asyncio.gather(
            *(person.submit({MOVED: "The API", NEXT: "Tests"}) for person in people)
        )
        await slack.wind(hours=0)
        stored = len(thread(people[0], CHANNEL))
    assert all(result.ok for result in results)
    seconds = [result.seconds for result in results]
    held = max(seconds) < UNDER and stored == len(PEOPLE)
    measured = f"{milliseconds(seconds)}; {stored} stored"
    return Figure(f"50 submissions at once, {transport}", measured, "max < 300 ms, 50 stored", held)
