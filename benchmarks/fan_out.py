"""Asking a crowd: against Slack's limit, and against what a plain client loop can do."""

import time

from benchmarks.figures import Figure
from benchmarks.stage import PATIENCE, Stage, per_second, program, stage
from tests.reliability.crowd import NINE, names, start_check_in

LIMIT = 300
"""Posts a minute that the sandbox takes at first, and half of it later."""

FIRST, THEN = 150, 80
CROWD = 400
LATENCY = 0.1
IN_FLIGHT = 5


async def measure() -> list[Figure]:
    """Both fan-outs."""
    return [*await _against_the_limit(), *await _against_a_loop()]


async def _against_the_limit() -> list[Figure]:
    async with stage(FIRST + THEN, limits=True) as here:
        slack = here.slack
        slack.limits.posts_per_minute = LIMIT
        await start_check_in(slack)
        slack.clock.set(NINE)
        await _until_posted(here, FIRST)
        before = slack.limits.refused["chat.postMessage"]
        share = per_second(here.posts[:FIRST]) / (LIMIT / 60)
        slack.limits.posts_per_minute = LIMIT // 2
        changed = time.monotonic()
        await _until_posted(here, FIRST + THEN)
        late = [moment for moment in here.posts if moment > changed + 5]
        after = slack.limits.refused["chat.postMessage"] - before
        slower = per_second(late) / (LIMIT / 120)
    return [
        Figure("fan-out against 300 posts a minute", f"{share:.0%} of the limit", "≥ 95 %", share >= 0.95),
        Figure("  refused with 429", str(before), "≤ 1", before <= 1),
        Figure("  after the limit halved: refused", str(after), "≤ 1", after <= 1),
        Figure("  after the limit halved: rate", f"{slower:.0%} of the limit", "≥ 95 %", slower >= 0.95),
    ]


async def _against_a_loop() -> list[Figure]:
    async with stage(CROWD, pacing=False, program=("benchmarks.in_flight", str(IN_FLIGHT))) as here:
        slack = here.slack
        await start_check_in(slack)
        slack.latency = LATENCY
        slack.clock.set(NINE)
        await _until_posted(here, CROWD)
        ours = per_second(here.posts)
        theirs = await _loop(here)
    share = ours / theirs
    measured = f"{ours:.1f} a second, {share:.0%} of a bare loop"
    return [
        Figure(f"fan-out, Slack at 100 ms, {IN_FLIGHT} in flight", measured, "≥ 80 %", share >= 0.8),
        Figure("  bare client loop", f"{theirs:.1f} a second"),
    ]


async def _loop(here: Stage) -> float:
    slack = here.slack
    people = [slack.person(name).id for name in names(CROWD)]
    arguments = ("post", slack.api_url, slack.bot_token, str(IN_FLIGHT), *people)
    async with program("benchmarks.bare", *arguments) as process:
        said, _ = await process.communicate()
    return float(said)


async def _until_posted(here: Stage, count: int) -> None:
    assert await here.slack.until(lambda: len(here.posts) >= count, PATIENCE), here.replica.said()
