"""Whom a loop can wait on: teams, colleagues, and anybody outside by name."""

from bot.store import members, teams
from bot.store.engine import Store, Transaction
from bot.values.errors import Unusable
from bot.values.loops import LEADERSHIP, LONGEST_OUTSIDE, WaitsOn
from bot.values.parties import Parties
from bot.values.people import Member, Team

NOT_A_COLLEAGUE = (
    "I can only wait on somebody who works here: no app, no guest, nobody who left. Pick another one."
)
NO_SUCH_TEAM = "That team is gone. Pick another one, or a person."

_MOST_TEAMS = 40
_MOST_PEOPLE = 30


async def like(store: Store, member: Member, typed: str) -> Parties:
    """Whom somebody may mean with what they have typed so far; without a word, the teams."""
    text = typed.strip()
    async with store.reading() as tx:
        every = await teams.of_workspace(tx, member.workspace_id)
        people = await members.called(tx, member.workspace_id, text, limit=_MOST_PEOPLE) if text else []
    called = _called(every, text)[:_MOST_TEAMS]
    return Parties(called, people, text[:LONGEST_OUTSIDE] or None)


async def readers_like(store: Store, member: Member, typed: str) -> Parties:
    """Whom feedback may be meant for with what somebody has typed so far: all of these but somebody outside, and
    leadership."""
    found = await like(store, member, typed)
    is_leadership = typed.strip().casefold() in LEADERSHIP
    others = [person for person in found.people if person.id != member.id]
    return Parties(found.teams, others, leadership=is_leadership)


async def check_party(tx: Transaction, workspace_id: int, waits_on: WaitsOn) -> None:
    """Whether somebody can be waited on. Raises Unusable."""
    if waits_on.team_id is not None and await teams.find(tx, workspace_id, waits_on.team_id) is None:
        raise Unusable(NO_SUCH_TEAM)
    if waits_on.member_id is not None:
        who = await members.by_id(tx, waits_on.member_id)
        if who.workspace_id != workspace_id or not who.is_active or not who.is_person:
            raise Unusable(NOT_A_COLLEAGUE)


async def in_words(tx: Transaction, waits_on: WaitsOn) -> str:
    """What whoever is waited on is called."""
    if waits_on.team_id is not None:
        return (await teams.by_id(tx, waits_on.team_id)).name
    if waits_on.member_id is not None:
        return (await members.by_id(tx, waits_on.member_id)).name
    return LEADERSHIP if waits_on.leadership else waits_on.outside or "nobody in particular yet"


def _called(every: list[Team], text: str) -> list[Team]:
    wanted = text.casefold()
    found = [team for team in every if wanted in team.name.casefold()]
    return sorted(found, key=lambda team: not team.name.casefold().startswith(wanted))
