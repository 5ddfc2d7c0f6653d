"""The rows that series over weeks are made from, in a handful of queries whatever the number of teams."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.store import trends as store
from bot.store import weekly
from bot.store.engine import Transaction
from bot.store.trends import AskingRitual, ReportRow, ScaleRow, TurnoutRow, WordingRow
from bot.trends import week
from bot.trends.marks import Marks
from bot.trends.marks import load as load_marks
from bot.trends.material import named_among, withheld_of
from bot.trends.participation import countable
from bot.trends.sight import Known
from bot.values.facts import Period, Silence, Unsaid
from bot.values.people import Team
from bot.values.rituals import Tier


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched of these teams up to the end of `period`; `scales` are of named rounds only.

    `rituals` are those the reader may know of, `elsewhere` the names of those that go elsewhere.
    """

    period: Period
    teams: Sequence[Team]
    rituals: dict[int, AskingRitual]
    elsewhere: Sequence[str]
    turnouts: Sequence[TurnoutRow]
    scales: Sequence[ScaleRow]
    wordings: Sequence[WordingRow]
    marks: Marks
    countable: Sequence[int]
    """The rituals of which may be said how many answered in the newest week."""

    @property
    def named(self) -> list[int]:
        """The rituals whose answers may be read one by one."""
        return named_among(self.rituals)

    @property
    def unsaid(self) -> Iterator[Unsaid]:
        """What is not read one by one, or not by this reader."""
        for ritual in self.rituals.values():
            if ritual.tier is Tier.CONFIDENTIAL:
                yield Unsaid(Silence.CONFIDENTIAL, ritual.name)
        for name in self.elsewhere:
            yield Unsaid(Silence.ELSEWHERE, name)


async def watch(
    tx: Transaction, known: Known, teams: Sequence[Team], period: Period, now: datetime
) -> Watched:
    """Read what these teams' rituals gathered, as far as it is for this reader."""
    ids = [team.id for team in teams]
    history = week.up_to(period)
    every = await store.asking(tx, ids)
    went = await store.reports(tx, every, history)
    hidden = _for_others(went, known, teams)
    rituals = {key: ritual for key, ritual in every.items() if key not in hidden}
    withheld = withheld_of(went, lambda report: not known.may_hear(report, teams))
    weeks = await weekly.look(tx, ids, rituals, history)
    turnouts = await weekly.turnouts(tx, weeks, now=now)
    return Watched(
        period=period,
        teams=teams,
        rituals=rituals,
        elsewhere=sorted((every[key].name for key in hidden), key=str.casefold),
        turnouts=[row for row in turnouts if row.may_be_said],
        scales=await weekly.scales(tx, weeks, named_among(rituals), withheld),
        wordings=await store.wordings(tx, rituals, history),
        marks=await load_marks(tx, known.member.workspace_id, history),
        countable=countable(turnouts, period.first),
    )


def _for_others(went: Iterable[ReportRow], known: Known, teams: Collection[Team]) -> set[int]:
    """The rituals whose newest round was not for this reader: not even how many answered is."""
    newest: dict[int, ReportRow] = {}
    for row in went:
        if row.ritual_id not in newest or row.last > newest[row.ritual_id].last:
            newest[row.ritual_id] = row
    return {row.ritual_id for row in newest.values() if not known.may_hear(row.report, teams)}
