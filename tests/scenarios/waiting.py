"""What people do with bottlenecks in a scene, in their words."""

from datetime import date

from bot.loops import raising, stepping
from bot.store import teams
from bot.values.loops import Loop, NewLoop, NewStep, Step, WaitsOn
from bot.values.people import Channel
from bot.values.teams import TeamPlan
from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene
from tests.scenarios.living import settle
from tests.scenarios.resting import member_of


async def make_team(
    scene: Scene, name: str, lead: str | None, people: list[str], *, channel: str = "general"
) -> int:
    """A team of these people, listed by hand, that lives in this channel."""
    place = scene.slack.workspace.channel(channel)
    async with scene.drumbeat.house.store.transaction() as tx:
        members = {who: (await member_of(scene, tx, who)).id for who in {*people, *([lead] if lead else [])}}
        where = Channel(place.id, place.name, is_private=place.kind == "private")
        team_id = await teams.create(tx, 1, TeamPlan(name, where, members[lead] if lead else None))
        await teams.set_members(tx, team_id, [members[who] for who in people])
    return team_id


async def wait(
    scene: Scene, who: str, title: str, *, of: int | None = None, on: int | str | None = None
) -> Loop:
    """Somebody raises something of a team that waits on another one, or on a person; quietly."""
    house = scene.drumbeat.house
    async with house.store.transaction() as tx:
        raiser = await member_of(scene, tx, who)
        if isinstance(on, str):
            waits_on = WaitsOn(member_id=(await member_of(scene, tx, on)).id)
        else:
            waits_on = WaitsOn(team_id=on)
        new = NewLoop(title, waits_on, is_quiet=True)
        raised = await raising.raise_in(tx, house.loop_wording, raiser, of, new, house.now())
    await settle(scene)
    return raised


async def take(
    scene: Scene, who: str, loop: Loop, step: Step, words: str | None = None, on: date | None = None
) -> Loop:
    """Somebody takes a step."""
    house = scene.drumbeat.house
    async with house.store.transaction() as tx:
        member = await member_of(scene, tx, who)
        what = NewStep(step, words=words, on=on)
        after = await stepping.take_in(tx, house.loop_wording, member, loop.id, what, house.now())
    await settle(scene)
    return after


def told(person: Person) -> list[Message]:
    """The messages that told somebody of bottlenecks."""
    return [message for message in person.direct_messages if _tells(message)]


def _tells(message: Message) -> bool:
    return any(str(block.get("block_id")).startswith("loop_news_dm:") for block in message.blocks)
