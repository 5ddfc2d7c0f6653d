"""What people said moved, and what they said is in their way: their words, never a summary of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise, takewhile

from bot.store.quotes import SaidRow
from bot.trends.words import same_thing, says_nothing
from bot.values.facts import Said, Stuck

PROGRESS = "progress"
STUCK = "stuck"
"""The question keys the digest knows."""

LOOK_BACK = 12
"""Weeks in which we look for the first check-in that said something is in the way."""


@dataclass(frozen=True, slots=True)
class Raised:
    """The prompts with whose answer a bottleneck was raised that is told elsewhere, and those where it is not over.

    It is told as the bottleneck that it became, and not twice.
    """

    prompts: frozenset[int] = frozenset()
    not_over: frozenset[int] = frozenset()

    def tells(self, run: Sequence[SaidRow]) -> bool:
        """Whether what was said in these check-ins, newest first, is told already."""
        return run[0].prompt_id in self.prompts or any(row.prompt_id in self.not_over for row in run)


NOTHING_RAISED = Raised()


def moved(rows: Iterable[SaidRow]) -> tuple[Said, ...]:
    """Each person's newest word on what moved, the newest first. Rows come newest first."""
    newest: dict[int, Said] = {}
    for row in rows:
        if not says_nothing(row.text):
            newest.setdefault(row.member_id, _said(row))
    return tuple(newest.values())


def stuck(
    rows: Iterable[SaidRow], *, since: date, looked_from: date, raised: Raised = NOTHING_RAISED
) -> tuple[Stuck, ...]:
    """What still stood at each person's last check-in on or after `since`, the longest running first.

    Rows are all check-ins answered from `looked_from` on, newest first.
    """
    found = (_stuck_of(own, since, looked_from, raised) for own in _by_person(rows))
    return tuple(sorted((item for item in found if item), key=lambda item: item.running_since))


def not_repeated(
    rows: Iterable[SaidRow], *, since: date, raised: Raised = NOTHING_RAISED
) -> tuple[Said, ...]:
    """What was in somebody's way on or after `since` and was not said again at their last check-in."""
    left = (row for own in _by_person(rows) for row in _left_behind(own, since))
    return tuple(_said(row) for row in left if not raised.tells([row]))


def _by_person(rows: Iterable[SaidRow]) -> list[list[SaidRow]]:
    in_order = sorted(rows, key=lambda row: (row.series, row.member_id))
    return [list(own) for _, own in groupby(in_order, key=lambda row: (row.series, row.member_id))]


def _stuck_of(own: Sequence[SaidRow], since: date, looked_from: date, raised: Raised) -> Stuck | None:
    running = list(takewhile(lambda row: not says_nothing(row.text), own))
    if not running or running[0].on < since:
        return None
    newest, first, same = running[0], running[-1], _same_as_newest(running)
    if raised.tells(same):
        return None
    return Stuck(
        person=newest.person,
        text=newest.text or "",
        on=newest.on,
        since=same[-1].on,
        times=len(same),
        running=len(running),
        running_since=first.on,
        at_least=len(running) == len(own) and first.on < looked_from + timedelta(weeks=1),
        prompt_id=newest.prompt_id,
    )


def _same_as_newest(running: Sequence[SaidRow]) -> Sequence[SaidRow]:
    """The check-ins, back from the newest, in which the wording goes over into one another."""
    goes_on = takewhile(lambda pair: same_thing(pair[0].text or "", pair[1].text or ""), pairwise(running))
    return running[: 1 + sum(1 for _ in goes_on)]


def _left_behind(own: Sequence[SaidRow], since: date) -> list[SaidRow]:
    newest, *earlier = own
    kept: list[SaidRow] = [] if says_nothing(newest.text) else [newest]
    left = []
    for row in earlier:
        if row.on >= since and not says_nothing(row.text) and not _is_among(row, kept):
            kept.append(row)
            left.append(row)
    return left


def _is_among(row: SaidRow, kept: Iterable[SaidRow]) -> bool:
    return any(same_thing(row.text or "", other.text or "") for other in kept)


def _said(row: SaidRow) -> Said:
    return Said(row.person, row.text or "", row.on)
