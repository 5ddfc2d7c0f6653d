"""What each audience is told of the same facts. What somebody is not to read is left out here, before anybody puts
anything into words: no view can tell what it does not know."""

from collections.abc import Sequence
from dataclasses import replace

from bot.values.digests import Audience
from bot.values.facts import DigestFacts, TeamFacts
from bot.values.goals import GoalSeen, GoalsTold
from bot.values.loops import Source
from bot.values.seen_loops import LoopSeen
from bot.values.unblocking import Bottlenecks, Some


def for_readers(facts: DigestFacts, audience: Audience) -> DigestFacts:
    """The facts as far as these readers are told them."""
    match audience:
        case Audience.TEAM:
            return replace(facts, audience=audience)
        case Audience.LEADERSHIP:
            return replace(_without_words(facts), audience=audience)
        case Audience.PARTNERS:
            return _for_partners(facts)


def _without_words(facts: DigestFacts) -> DigestFacts:
    """Without a word of anybody's check-in: those are for the team they were written for."""
    teams = tuple(replace(team, moved=(), stuck=(), not_repeated=()) for team in facts.teams)
    goals = replace(
        facts.goals,
        worries=[replace(each, seen=_without_why(each.seen)) for each in facts.goals.worries],
        stale=list(map(_without_why, facts.goals.stale)),
        reached=list(map(_without_why, facts.goals.reached)),
        open=list(map(_without_why, facts.goals.open)),
    )
    return replace(facts, teams=teams, needs=(), goals=goals)


def _without_why(seen: GoalSeen) -> GoalSeen:
    latest = replace(seen.latest, why=None) if seen.latest else None
    return replace(seen, latest=latest, before=replace(seen.before, why=None) if seen.before else None)


def _for_partners(facts: DigestFacts) -> DigestFacts:
    """What waits on somebody outside, and what is worked towards: by team and never by person."""
    waits = facts.bottlenecks
    outside = Some([_without_people(seen) for seen in waits.outside.first], waits.outside.total)
    return DigestFacts(
        facts.period,
        people=0,
        people_answered=0,
        teams=_named_alone(facts.teams),
        bottlenecks=Bottlenecks(waits.now, waits.today, outside=outside),
        goals=GoalsTold(
            reached=list(map(_title_alone, facts.goals.reached)),
            open=list(map(_title_alone, facts.goals.open)),
        ),
        note=facts.note,
        audience=Audience.PARTNERS,
    )


def _named_alone(teams: Sequence[TeamFacts]) -> tuple[TeamFacts, ...]:
    return tuple(TeamFacts(team.name) for team in teams)


def _title_alone(seen: GoalSeen) -> GoalSeen:
    return GoalSeen(replace(seen.goal, owner_id=None, link=None), seen.team, owner=None)


def _without_people(seen: LoopSeen) -> LoopSeen:
    loop = replace(seen.loop, raiser_id=None, owner_id=None, details=None, link=None, source=Source())
    return LoopSeen(loop, team=seen.team, waits_on=seen.waits_on)
