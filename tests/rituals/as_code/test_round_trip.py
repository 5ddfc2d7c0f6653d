"""A file written from a workspace means that workspace: applying it changes nothing, whatever there is."""

from itertools import count

from hypothesis import HealthCheck, Phase, given, settings

from bot.rituals.as_code.applying import apply_file, compare_file, present_in
from bot.rituals.as_code.comparing import Comparison
from bot.rituals.as_code.differences import Effect
from bot.rituals.as_code.file import read_file
from bot.rituals.as_code.present import Present
from bot.rituals.as_code.resolving import resolve
from bot.rituals.as_code.spelling import read_spelling
from bot.rituals.as_code.writing import write_file
from bot.store import members
from bot.store import workspaces as known_workspaces
from bot.store.engine import Store
from bot.views.schedule_words import recurrence_in_words
from tests.rituals.as_code.workspaces import NOW, PEOPLE, Slack, profile_of, workspaces

# Shrinking these large values takes minutes: the differences that are told name what went wrong.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
unhurried = settings(deadline=None, max_examples=80, phases=PHASES, suppress_health_check=list(HealthCheck))
stored = settings(deadline=None, max_examples=12, phases=PHASES, suppress_health_check=list(HealthCheck))
numbers = count(1)


async def written(present: Present) -> str:
    spelling = await read_spelling(Slack(), with_usergroups=True)
    return write_file(
        present, spelling, workspace="Acme", file="x", today=NOW.date(), in_words=recurrence_in_words
    )


@unhurried
@given(workspaces())
async def test_what_is_written_says_what_is_there(present: Present) -> None:
    text = await written(present)
    resolved = await resolve(read_file(text, source="x"), Slack(), present)
    differences = Comparison(present, resolved, now=NOW, in_words=recurrence_in_words).differences()
    assert {difference.effect for difference in differences} <= {Effect.KEPT}, (text, differences)


@stored
@given(workspaces(everybody_is_there=True))
async def test_what_a_file_makes_is_written_as_that_file(store: Store, present: Present) -> None:
    text = await written(present)
    async with store.transaction() as tx:
        workspace = await known_workspaces.save(
            tx, slack_id=f"T{next(numbers)}", name="Acme", bot_user_id="U0", bot_id="B0", now=NOW
        )
        await members.save(tx, workspace.id, [profile_of(member) for member in PEOPLE])
    resolved = await resolve(read_file(text, source="x"), Slack())
    await apply_file(store, workspace.id, resolved, now=NOW)
    assert await written(await present_in(store, workspace.id, NOW)) == text
    again = await compare_file(store, workspace.id, resolved, now=NOW)
    assert {difference.effect for difference in again} <= {Effect.KEPT}
