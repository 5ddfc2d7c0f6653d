"""What a digest is about, and what follows from it: which teams, whose bottlenecks, and what is withheld there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.store import loop_figures
from bot.store.engine import Transaction
from bot.store.frozen import FrozenRound
from bot.trends import said
from bot.trends.bottlenecks import Moment, Readers
from bot.trends.marks import Marks
from bot.trends.pulses import Sight
from bot.trends.said import Raised
from bot.trends.visible import MayShow
from bot.values.digests import Audience
from bot.values.facts import Period
from bot.values.people import Team
from bot.values.rituals import TO_LEAD, TO_TEAM


@dataclass(frozen=True, slots=True)
class Scope:
    """What a digest is about: the workspace, the channel it is for, the days, and who may be quoted there.

    `zone` is the one it is read in; `digest_id` is the digest whose note stands above it, if it is one's. `audience`:
    whom it is written for.
    """

    workspace_id: int
    channel_id: str
    period: Period
    now: datetime
    zone: ZoneInfo
    may_show: MayShow
    digest_id: int | None = None
    audience: Audience = Audience.TEAM

    @property
    def moment(self) -> Moment:
        """When it is read and about which days, as figures about loops want it."""
        return Moment(self.now, self.zone, self.period)


def sight_of(frozen: Iterable[FrozenRound], teams: Sequence[Team], scope: Scope, marks: Marks) -> Sight:
    """Which published results this digest may tell."""
    channels = {channel for item in frozen for channel in item.channels}
    at_home = [team.name for team in teams if team.channel_id == scope.channel_id]
    return Sight(
        teams=[team.name for team in teams],
        home=at_home[0] if len(at_home) == 1 else None,
        may_show=frozenset(channel for channel in channels if scope.may_show(channel, scope.channel_id)),
        ids={team.name: team.id for team in teams},
        marks=marks,
    )


def readers_of(everyone: Iterable[Team], shown: Sequence[Team], scope: Scope) -> Readers:
    """Whose bottlenecks it is about, and whose its readers may know of."""
    return Readers(
        own=shown,
        known={team.id for team in everyone if scope.may_show(team.channel_id, scope.channel_id)},
        at_home=any(team.channel_id == scope.channel_id for team in shown),
    )


async def raised_in(tx: Transaction, scope: Scope) -> Raised:
    """Which answers are told as the bottlenecks they became: not those of which nothing was to be posted."""
    looked_from = scope.now - timedelta(weeks=said.LOOK_BACK + 1)
    raised = await loop_figures.raised_in_answers(tx, scope.workspace_id, looked_from)
    every = [(prompt, item) for prompt, items in raised.items() for item in items]
    return Raised(
        prompts=frozenset(prompt for prompt, item in every if item.is_over or not item.is_quiet),
        not_over=frozenset(prompt for prompt, item in every if not item.is_over and not item.is_quiet),
    )


def withheld_from(scope: Scope) -> Callable[[str], bool]:
    """What went to a lead alone, or to a channel that is not open to this digest's readers, is not repeated here."""

    def is_withheld(report: str) -> bool:
        return report == TO_LEAD or (report != TO_TEAM and not scope.may_show(report, scope.channel_id))

    return is_withheld


def covered_by(teams: Sequence[Team], scope: Scope) -> tuple[list[Team], int]:
    """A team's own channel hears about that team, any other channel about all; and how many are kept back."""
    at_home = [team for team in teams if team.channel_id == scope.channel_id]
    candidates = at_home or teams
    shown = [team for team in candidates if scope.may_show(team.channel_id, scope.channel_id)]
    return shown, len(candidates) - len(shown)
