"""The facts of one digest: what is said, in its fixed order, and what is not said, and why."""

from dataclasses import replace

from bot.store import trends as store
from bot.store.digest_notes import note_of
from bot.store.engine import Transaction
from bot.store.frozen import rounds_of
from bot.trends import alignment, audiences, bottlenecks, counts, goals, heard, regions, told_back, week
from bot.trends.alignment import Asking
from bot.trends.composing import Composer, Covered, Gathered
from bot.trends.marks import load as load_marks
from bot.trends.material import Material, load
from bot.trends.pulses import pulses
from bot.trends.scope import Scope, covered_by, raised_in, readers_of, sight_of, withheld_from
from bot.values.facts import DigestFacts


async def gather(tx: Transaction, scope: Scope) -> DigestFacts:
    """Everything the digest of this scope says."""
    covered = await _covered(tx, scope)
    gathered = await _gathered(tx, scope, covered)
    waiting = await bottlenecks.gather(tx, scope.workspace_id, covered.readers, scope.moment)
    facts = Composer(covered, gathered).facts(waiting)
    facts = await _with_other_chapters(tx, scope, covered, facts)
    facts = await _with_who_answered(tx, scope, covered, gathered.material, facts)
    return audiences.for_readers(facts, scope.audience)


async def _covered(tx: Transaction, scope: Scope) -> Covered:
    leads = await store.teams(tx, scope.workspace_id)
    everyone = [team for team, _lead in leads]
    teams, hidden = covered_by(everyone, scope)
    readers = readers_of(everyone, teams, scope)
    by_region = regions.are_told_of(teams, everyone)
    return Covered(teams, {team.id: lead for team, lead in leads}, hidden, readers, by_region)


async def _gathered(tx: Transaction, scope: Scope, covered: Covered) -> Gathered:
    material = await load(tx, covered.ids, scope.period, scope.now, withheld_from(scope))
    raised = await raised_in(tx, scope)
    frozen = await rounds_of(tx, covered.ids, week.up_to(scope.period))
    marks = await load_marks(tx, scope.workspace_id, week.up_to(scope.period))
    groups = pulses(frozen, scope.period, sight_of(frozen, covered.teams, scope, marks))
    marked = marks.of_all(covered.ids)
    counted = await counts.gather(tx, scope.workspace_id, covered.readers, scope.moment, marked)
    return Gathered(scope.period, material, raised, counts.beside(groups, counted), marks)


async def _with_other_chapters(
    tx: Transaction, scope: Scope, covered: Covered, facts: DigestFacts
) -> DigestFacts:
    """The same with feedback, what was heard outside, goals, and the note above it all."""
    about = scope.workspace_id, covered.readers, scope.moment
    return replace(
        facts,
        loops=await told_back.gather(tx, *about),
        heard=await heard.gather(tx, *about),
        goals=await goals.gather(tx, *about),
        note=await note_of(tx, scope.digest_id, scope.period.first) if scope.digest_id else None,
    )


async def _with_who_answered(
    tx: Transaction, scope: Scope, covered: Covered, material: Material, facts: DigestFacts
) -> DigestFacts:
    """The same with who answered by region, and how many named the same top goal."""
    just, now = week.just(scope.period), scope.now
    places = await regions.gather(tx, scope.workspace_id, just, now) if covered.by_region else ()
    asking = Asking(covered.teams, material.rituals, just, now, withheld_from(scope))
    named = await alignment.gather(tx, asking)
    return alignment.told_in(replace(facts, regions=places), named, covered.teams)
