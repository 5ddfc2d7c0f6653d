"""Bottlenecks seen together: a page of them, who waits on whom, and what of it stands on somebody's Home."""

from collections.abc import Sequence
from datetime import datetime

from bot.loops import matrix as rules
from bot.store import portfolio, teams, waiting
from bot.store.engine import Store, Transaction
from bot.store.portfolio import Question
from bot.values.errors import NotThere, Unusable
from bot.values.meant import did_you_mean
from bot.values.people import Member, Role, Team
from bot.values.portfolio import (
    FIRST,
    PAGE,
    Apart,
    HomeLoops,
    Leaf,
    Listing,
    Matrix,
    Named,
    Side,
    Spot,
    Wanted,
    Which,
)

AT_HOME = 5
"""So many of a kind are on Home."""

MOST_EDGES = 20
"""So many edges of one side are told in full."""

_OUTSIDE = "outside"


async def listing_of(
    tx: Transaction, member: Member, wanted: Wanted, now: datetime, leaf: Leaf = FIRST
) -> Listing:
    """One page of the bottlenecks somebody wants to see and may, the oldest first."""
    names = await teams.names(tx, member.workspace_id)
    question = Question(member, wanted, now)
    items = await portfolio.page(tx, question, leaf, PAGE)
    if leaf != FIRST and len(items) < PAGE and (leaf.before or not items):
        # What was before it has been closed meanwhile: the first page is a whole one.
        items = await portfolio.page(tx, question, FIRST, PAGE)
    first = Spot(items[0].loop.raised_at, items[0].loop.id) if items else None
    counts, earlier = await portfolio.count(tx, question, first)
    return Listing(
        wanted=wanted,
        now=now.astimezone(member.tz),
        counts=counts,
        items=items,
        earlier=earlier,
        teams=[Named(team_id, name) for team_id, name in names.items()],
        waits=None if wanted.waits is None else rules.name_of(wanted.waits, names),
        on=None if wanted.on is None else rules.name_of(wanted.on, names),
    )


async def matrix_of(tx: Transaction, member: Member, now: datetime, chosen: Side | None = None) -> Matrix:
    """Who waits on whom, as far as this person may see, with one side in full where one is chosen."""
    sums = await waiting.sums(tx, member, now, chosen)
    names = await waiting.team_names(tx, member.workspace_id)
    oldest = rules.oldest_to_tell(sums, chosen, most=MOST_EDGES)
    seen = await portfolio.by_numbers(tx, oldest) if oldest else {}
    return rules.lay_out(sums, names, seen, chosen, now.astimezone(member.tz))


async def at_home(store: Store, member: Member, now: datetime) -> HomeLoops:
    """What somebody's Home shows: what waits on them, what they raised; for who leads, what concerns their teams."""
    lookout = {Role.ADMIN: Which.ALL, Role.LEAD: Which.TEAM}.get(member.role)
    async with store.reading() as tx:
        return await portfolio.at_home(tx, member, lookout, now, most=AT_HOME)


async def side_called(store: Store, member: Member, words: str) -> Side:
    """The team somebody means, by its name or a part of it, or `outside`. Raises NotThere, or Unusable when several
    could be meant."""
    text = words.strip().casefold()
    async with store.reading() as tx:
        every = await teams.of_workspace(tx, member.workspace_id)
    found = _called(every, text)
    if not text:
        raise Unusable(f"Type the team as well, as in `/bottleneck waits-on TEAM`. {_known(every)}")
    if not found and text == _OUTSIDE:
        return Apart.OUTSIDE
    if not found:
        meant = did_you_mean(words, (team.name for team in every))
        raise NotThere(f"I know no team called “{words.strip()[:60]}”. {meant}{_known(every)}")
    if len(found) > 1:
        which = " or ".join(f"`{team.name}`" for team in found[:5])
        raise Unusable(f"“{words.strip()[:60]}” could be {which}. Type a little more of its name.")
    return found[0].id


def _called(every: Sequence[Team], text: str) -> list[Team]:
    """The team of this name; else those whose name begins so; else those whose name has it somewhere."""
    names = [(team, team.name.casefold()) for team in every if text]
    fits = (
        [team for team, name in names if name == text],
        [team for team, name in names if name.startswith(text)],
        [team for team, name in names if text in name],
    )
    return next((found for found in fits if found), [])


def _known(every: Sequence[Team]) -> str:
    names = ", ".join(f"`{team.name}`" for team in every[:10])
    more = " `/drumbeat teams` shows all of them." if len(every) > 10 else ""
    return f"The teams here: {names}.{more}" if names else "There is none yet; `/drumbeat teams` makes one."
