"""Goals as somebody sees them: the list, one with its history, and their own on Home."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.goals.rights import may_add, rights_of
from bot.store import goals, members, seen_goals, teams
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere
from bot.values.goal_pages import (
    FIRST,
    PAGE,
    GoalChoices,
    GoalInFull,
    GoalList,
    HomeGoal,
    Listed,
    Place,
    Whose,
)
from bot.values.goals import Goal, GoalSeen
from bot.values.people import Member

GONE = "That goal is not there any more, or not yours to see. `/drumbeat goals` shows those that are."


async def listing_of(store: Store, member: Member, place: Place = FIRST) -> GoalList:
    """One page of the goals somebody may know: their own first, then their teams', everybody's, and other teams'."""
    async with store.reading() as tx:
        found = await _page(tx, member, place)
        if not found and place.start:
            # Those that stood there were closed meanwhile.
            place = Place(closed=place.closed)
            found = await _page(tx, member, place)
        leads = await _leads(tx, member.workspace_id)
        own = {team.id for team in await teams.own_of(tx, member)}
    shown = found[:PAGE]
    items = [Listed(each, _whose(each, member, own), _may_take(each, member, leads)) for each in shown]
    return GoalList(place, items, has_more=len(found) > PAGE, may_add=may_add(member))


async def page_of(store: Store, member: Member, goal_id: int, *, start: int = 0) -> GoalInFull:
    """One goal and what was said of it, a page of that. Raises NotThere when it is not theirs to know."""
    async with store.reading() as tx:
        found = await known(tx, member, goal_id)
        said = await goals.said_of(tx, goal_id, start=start, most=PAGE + 1)
        people = {each.member_id for each in said if each.member_id is not None}
        names = await members.names(tx, people)
        lead_id = await lead_of(tx, found.goal)
    shown = [(each, names.get(each.member_id or 0)) for each in said[:PAGE]]
    return GoalInFull(found, shown, start, len(said) > PAGE, rights_of(member, found.goal, lead_id))


async def choices_for(store: Store, member: Member, goal_id: int | None = None) -> GoalChoices:
    """What a form offers: one's own teams, and the one a goal is of now. Raises NotThere."""
    async with store.reading() as tx:
        offered = await teams.own_of(tx, member)
        if goal_id is None:
            return GoalChoices(offered, member.slack_id)
        goal = (await known(tx, member, goal_id)).goal
        if goal.team_id is not None and goal.team_id not in {team.id for team in offered}:
            offered.append(await teams.by_id(tx, goal.team_id))
        owner = await members.by_id(tx, goal.owner_id) if goal.owner_id is not None else None
    return GoalChoices(offered, owner.slack_id if owner else None)


async def at_home(store: Store, member: Member, now: datetime) -> Sequence[HomeGoal]:
    """The goals somebody looks after, those first of which they said nothing this week."""
    if not may_add(member):
        return ()
    async with store.reading() as tx:
        own = await goals.owned_by(tx, member)
    return sorted(
        (HomeGoal(each, is_due(each, member, now)) for each in own), key=lambda each: not each.is_due
    )


def is_due(seen: GoalSeen, owner: Member, now: datetime) -> bool:
    """Whether nothing was said of a goal this week, as the days are where its owner is. A pure rule."""
    today = now.astimezone(owner.tz).date()
    monday = today - timedelta(days=today.weekday())
    return seen.latest is None or seen.latest.on < monday


async def known(tx: Transaction, member: Member, goal_id: int) -> GoalSeen:
    """This goal, as somebody may know it. Raises NotThere."""
    found = await seen_goals.find(tx, member, goal_id)
    if found is None:
        raise NotThere(GONE)
    return found


async def lead_of(tx: Transaction, goal: Goal) -> int | None:
    """Who leads the team a goal is of."""
    if goal.team_id is None:
        return None
    return (await teams.by_id(tx, goal.team_id)).lead_id


async def _page(tx: Transaction, member: Member, place: Place) -> Sequence[GoalSeen]:
    page = seen_goals.closed_page if place.closed else seen_goals.open_page
    return await page(tx, member, start=place.start, most=PAGE + 1)


async def _leads(tx: Transaction, workspace_id: int) -> dict[int, int | None]:
    return {team.id: team.lead_id for team in await teams.of_workspace(tx, workspace_id)}


def _may_take(seen: GoalSeen, member: Member, leads: dict[int, int | None]) -> bool:
    return rights_of(member, seen.goal, leads.get(seen.goal.team_id or 0)).take


def _whose(seen: GoalSeen, member: Member, own_teams: set[int]) -> Whose:
    if seen.goal.owner_id == member.id:
        return Whose.MINE
    if seen.goal.team_id is None:
        return Whose.EVERYBODYS
    return Whose.MY_TEAMS if seen.goal.team_id in own_teams else Whose.OTHERS
