"""Everything one team's trends say, for one reader and the weeks that are shown."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.store import goals as goal_store
from bot.store import loop_figures, team_rows
from bot.store import trends as store
from bot.store.arrivals import arrivals, in_named_rounds
from bot.store.engine import Transaction
from bot.store.frozen import rounds_of
from bot.store.loop_figures import Lately
from bot.trends import alignment, bottlenecks, counts, parity, told_back, unblocking, week
from bot.trends.alignment import Asking
from bot.trends.bottlenecks import Moment, Readers
from bot.trends.goal_weeks import goal_trends
from bot.trends.pulse_series import PulseWeeks, pulse_weeks
from bot.trends.pulses import Sight
from bot.trends.responding import responding
from bot.trends.series import mondays, series_of
from bot.trends.sight import Known
from bot.trends.watching import Watched, watch
from bot.values.facts import Period, Silence, Unsaid
from bot.values.people import Team
from bot.values.trends import LATELY, WEEKS, GoalTrend, Series, TeamTrends
from bot.values.unblocking import Bottleneck


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks at which team, and when."""

    known: Known
    team: Team
    now: datetime

    @property
    def period(self) -> Period:
        """The newest week that is shown."""
        return week.covered(self.now, self.known.member.tz)

    @property
    def moment(self) -> Moment:
        """The same, as figures about loops want it."""
        return Moment(self.now, self.known.member.tz, self.period)

    @property
    def readers(self) -> Readers:
        """Whose bottlenecks it is about: what the team waits for, and what is waited for from it."""
        return Readers(own=[self.team], known={team.id for team in self.known.teams}, at_home=True)


async def trends_of(tx: Transaction, look: Look) -> TeamTrends:
    """One team in full."""
    period, team, weeks = look.period, look.team, mondays(look.period)
    watched = await watch(tx, look.known, [team], period, look.now)
    series = series_of(watched).get(team.id, [])
    groups = await _pulses(tx, look, watched)
    named = await alignment.gather(tx, _asking(look, watched))
    trends = TeamTrends(
        team=team,
        period=period,
        now=look.now.astimezone(look.known.member.tz),
        weeks=weeks,
        series=series,
        pulses=groups.told,
        pulse_series=groups.series,
        goals=await _goals(tx, look),
        aligned=named.of_team(team.id, weeks),
        unsaid=unsaid(series, [*watched.unsaid, *groups.unsaid, *named.unsaid([team], period.first)]),
        marks=[mark for mark in watched.marks.by_team.get(team.id, {}).values() if mark.monday in weeks],
        next_at=await team_rows.next_asked(tx, team.id),
    )
    trends = await _with_who_answered(tx, look, watched, trends)
    return await _with_what_waits(tx, look, watched.marks.of_team(team.id), trends)


async def _with_who_answered(tx: Transaction, look: Look, watched: Watched, trends: TeamTrends) -> TeamTrends:
    """The same with who answered, how soon, and at what hour they were asked."""
    ids, lately = [look.team.id], week.up_to(look.period, LATELY)
    people, answered = await store.people(tx, ids, watched.countable, week.just(look.period), now=look.now)
    which = in_named_rounds(ids, watched.named, lately, look.now)
    return replace(
        trends,
        people=people,
        people_answered=answered,
        responding=responding(await arrivals(tx, which), look.now),
        asked=parity.asked_at_all(await parity.gather(tx, which, lately, look.now)),
    )


async def _with_what_waits(
    tx: Transaction, look: Look, marked: Collection[date], trends: TeamTrends
) -> TeamTrends:
    """The same with the team's bottlenecks and the feedback it was given; `marked` are its marked weeks."""
    about = look.team.workspace_id, look.readers, look.moment
    own, starts = await _own_bottlenecks(tx, look), _starts(look)
    return replace(
        trends,
        flows=[unblocking.flow(own, start, start + timedelta(weeks=1)) for start in starts],
        times=unblocking.times_to_unblock(own, [*starts[1:], look.now]),
        tallies=await counts.tallies(tx, *about, marked),
        bottlenecks=await bottlenecks.gather(tx, *about),
        told=await told_back.gather(tx, *about),
    )


def unsaid(series: Sequence[Series], others: Sequence[Unsaid]) -> tuple[Unsaid, ...]:
    """What is not said of these series, by ritual, and what else is not; each once."""
    silent = [
        Unsaid(each.silence, each.about)
        for each in series
        if each.silence is not None and each.silence is not Silence.NOBODY_ASKED
    ]
    nobody = [Unsaid(Silence.NOBODY_ASKED, each.about) for each in series if not each.people]
    return tuple(dict.fromkeys([*silent, *nobody, *others]))


async def _pulses(tx: Transaction, look: Look, watched: Watched) -> PulseWeeks:
    rounds = await rounds_of(tx, [look.team.id], week.up_to(look.period))
    sight = Sight(
        teams=[look.team.name],
        home=look.team.name,
        may_show=look.known.channels,
        ids={look.team.name: look.team.id},
        marks=watched.marks,
    )
    known = [look.known.as_known(each, look.known.teams) for each in rounds]
    return pulse_weeks(known, look.period, sight)


async def _own_bottlenecks(tx: Transaction, look: Look) -> list[Bottleneck]:
    """The team's own, as far back as is needed to tell how soon they were cleared by the end of the first week."""
    starts = _starts(look)
    lately = Lately(look.team.workspace_id, starts[1] - unblocking.COHORT, starts[0], [look.team.id])
    every = await loop_figures.bottlenecks(tx, lately)
    return [each for each in every if each.team_id == look.team.id]


def _starts(look: Look) -> list[datetime]:
    zone = look.known.member.tz
    return [datetime.combine(monday, time(), tzinfo=zone) for monday in mondays(look.period)]


def _asking(look: Look, watched: Watched) -> Asking:
    weeks = week.up_to(look.period, WEEKS)
    return Asking(
        [look.team],
        watched.rituals,
        weeks,
        look.now,
        lambda report: not look.known.may_hear(report, [look.team]),
    )


async def _goals(tx: Transaction, look: Look) -> list[GoalTrend]:
    team = look.team
    found = await team_rows.open_goals(tx, team.workspace_id, [team.id])
    weeks = week.up_to(look.period, WEEKS)
    ids = [each.goal.id for each in found]
    said = await goal_store.said_between(tx, ids, weeks.first, look.moment.today) if ids else {}
    return goal_trends(found, said, mondays(look.period), look.period)
