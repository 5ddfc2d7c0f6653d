"""Introducing a ritual to a team: once, when its people are known, and at the latest with its first round."""

from dataclasses import replace
from datetime import datetime

from bot.rituals import letters
from bot.rituals.tier_rules import worth_asking
from bot.rituals.wording import Wording
from bot.store import members, outbox, readers, rituals, teams
from bot.store.engine import Transaction
from bot.values.people import Role, Team
from bot.values.rituals import TO_LEAD, Introduction, Ritual


async def introduce(
    tx: Transaction, wording: Wording, ritual: Ritual, team: Team, people: int, now: datetime
) -> None:
    """Tell a team who set a ritual up for it, unless it was told before. `people`: how many are asked."""
    if not await rituals.introduce(tx, ritual.id, team.id):
        return
    # As it will ask from now on, also where this first round runs at another time.
    ritual = _asking_all(await rituals.by_id(tx, ritual.id), await _people_of(tx, ritual))
    owner = await members.by_id(tx, ritual.owner_id)
    to_lead = ritual.plan.report == TO_LEAD
    reader = (await readers.of_team(tx, team, ritual.owner_id)).name if to_lead else None
    message = wording.introduction(Introduction(ritual, team.name, owner.name, people, reader))
    letter = letters.introduction(
        ritual.id, team.id, team.channel_id, message, owner_id=ritual.owner_id, now=now
    )
    await outbox.put(tx, team.workspace_id, letter)


def _asking_all(ritual: Ritual, people: int) -> Ritual:
    """The ritual, with the questions that so many people are asked."""
    questions = tuple(worth_asking(ritual.plan, ritual.plan.questions, people))
    return replace(ritual, plan=replace(ritual.plan, questions=questions))


async def _people_of(tx: Transaction, ritual: Ritual) -> int:
    within = [await teams.members(tx, team.id) for team in await teams.of_ritual(tx, ritual.id)]
    return len({member.id for people in within for member in people if member.role != Role.OBSERVER})
