"""Rounds that never opened, because nobody was to be asked: nothing is stored of them, so they are worked out."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile

from bot.cli.rehearsing.plan import Plan
from bot.rituals.rest.rules import planned
from bot.rituals.schedules.schedule import dates_from
from bot.rituals.whom import Somebody, whom
from bot.store import rituals, teams
from bot.store.engine import Transaction
from bot.values.rehearsals import Happened
from bot.values.rituals import Ritual
from bot.values.rounds import PromptState


async def unopened(
    tx: Transaction, workspace_id: int, happened: Sequence[Happened], plan: Plan
) -> tuple[list[Happened], list[str]]:
    """Everybody's excuse for each of those rounds; and the rituals that have nobody to ask at all."""
    opened = {(item.ritual, item.day) for item in happened}
    excused, without_people = [], []
    for ritual in await rituals.of_workspace(tx, workspace_id):
        people = await whom(tx, ritual.id, plan.ends)
        if not people:
            without_people.append(ritual.name)
        names = {team.id: team.name for team in await teams.of_ritual(tx, ritual.id)}
        for day in _dates(ritual, plan):
            if (ritual.name, day) not in opened:
                excused += [_excused(ritual, day, each, names[each.team_id]) for each in people]
    return [item for item in excused if item.reason], without_people


def _dates(ritual: Ritual, plan: Plan) -> Iterator[date]:
    dates = dates_from(ritual.plan.schedule, plan.first)
    return takewhile(lambda day: day < plan.ends.date(), dates)


def _excused(ritual: Ritual, day: date, somebody: Somebody, team: str) -> Happened:
    plan = planned(ritual.plan.rules, day, somebody.asked)
    return Happened(
        ritual=ritual.name,
        schedule=ritual.plan.schedule,
        day=day,
        team=team,
        person=somebody.member.name,
        zone=somebody.member.zone,
        state=PromptState.EXCUSED,
        reason=plan.excuse,
        due_at=plan.due_at,
        closes_at=plan.closes_at,
        dm=None,
    )
