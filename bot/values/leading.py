"""What a lead sees of the rituals they look after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.values.rituals import Ritual
from bot.values.rounds import Count, Round, RoundState


@dataclass(frozen=True, slots=True)
class LedRitual:
    """A ritual somebody may change, with its teams and how its newest round stands over all of them.

    Without a `count` that is not said: only groups are shown, and it is open, or too few answered.
    """

    ritual: Ritual
    team_names: Sequence[str]
    newest: Round | None = None
    count: Count | None = None


@dataclass(frozen=True, slots=True)
class TeamCount:
    """How a round stands, or stood, in one team."""

    team_name: str
    count: Count


@dataclass(frozen=True, slots=True)
class PastRound:
    """One round of a ritual, its teams in the order of the alphabet. A team nobody was planned in is left out.

    Where only groups are shown no team stands by itself: `overall` says how many answered, or is None when that is
    not said.
    """

    local_date: date
    state: RoundState
    closes_at: datetime
    teams: Sequence[TeamCount]
    shows_groups_only: bool = False
    overall: Count | None = None

    @property
    def count(self) -> Count | None:
        """How it stands over all teams, where that is said."""
        return self.overall if self.shows_groups_only else total(team.count for team in self.teams)


@dataclass(frozen=True, slots=True)
class History:
    """A ritual's rounds, the newest first.

    `participation` adds up the ritual's last `over` closed rounds in which anybody was asked, whatever page is
    shown. `older`: pass it as `before` to see the rounds before these; None when there are none.
    """

    ritual: Ritual
    rounds: Sequence[PastRound]
    participation: Count
    over: int
    older: date | None = None


def total(counts: Iterable[Count]) -> Count:
    """Several counts, added up."""
    listed = list(counts)
    return Count(
        asked=sum(item.asked for item in listed),
        answered=sum(item.answered for item in listed),
        late=sum(item.late for item in listed),
        skipped=sum(item.skipped for item in listed),
        excused=sum(item.excused for item in listed),
    )
