"""How a person is left in peace: what they chose, what holds without that, and changing it."""

from datetime import date, datetime, timedelta

from bot.rest.countries import name_of
from bot.rest.days_off import is_weekend
from bot.rituals.rest.replanning import replan
from bot.store import members, teams
from bot.store.engine import Store, Transaction
from bot.values.people import Member
from bot.values.rest import Rest
from bot.values.settings import Peace


async def peace_of(store: Store, member: Member, now: datetime) -> Peace:
    """What holds for a member today."""
    async with store.reading() as tx:
        return await _peace(tx, member, now)


async def leave_in_peace(store: Store, member: Member, rest: Rest, now: datetime) -> Peace:
    """Keep what a member chose; what is planned follows at once. What holds from now on."""
    async with store.transaction() as tx:
        await members.leave_in_peace(tx, member.id, rest)
        await replan(tx, member.id, now)
        return await _peace(tx, await members.by_id(tx, member.id), now)


def country_in_words(peace: Peace) -> str | None:
    """The name of the country whose holidays hold; None without one."""
    return name_of(peace.country) if peace.country else None


def working_days_in(country: str | None, today: date) -> frozenset[int]:
    """The weekdays (0 is Monday) people work in a country these days; Monday to Friday where none is given."""
    week = (today + timedelta(days=ahead) for ahead in range(7))
    return frozenset(day.weekday() for day in week if not is_weekend(country, day))


async def _peace(tx: Transaction, member: Member, now: datetime) -> Peace:
    theirs = [team for team in await teams.of_member(tx, member.id) if team.country]
    of_team = theirs[0].country if theirs else None
    return Peace(
        own=Rest(member.working_days, member.quiet, member.country),
        zone=member.zone,
        usual_days=working_days_in(member.country or of_team, now.astimezone(member.tz).date()),
        usual_country=of_team,
        hears_of_loops=member.wants_loop_news,
    )
