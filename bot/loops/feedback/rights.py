"""Who may take which step with feedback: whoever it is for works it, whoever gave it says if that will do.

Pure rules. Nobody else has any part in it, whatever their role.
"""

from bot.loops import lifecycle
from bot.values.loops import OPEN, Loop, LoopEvent, LoopState, Step
from bot.values.seen_loops import Stake

BY_WHOM_IT_IS_FOR = frozenset(
    {
        Step.ACKNOWLEDGED,
        Step.ASKED,
        Step.PROMISED,
        Step.ANSWERED,
        Step.DECLINED,
        Step.HANDED_OVER,
        Step.NOTED,
        Step.TAKEN_DOWN,
    }
)
BY_GIVER = frozenset({Step.REPLIED, Step.CONFIRMED, Step.REOPENED, Step.CHANGED, Step.DECLINED})
"""The giver's DECLINED takes it back."""

TELLS_GIVER = frozenset(
    {
        Step.ACKNOWLEDGED,
        Step.ASKED,
        Step.PROMISED,
        Step.ANSWERED,
        Step.DECLINED,
        Step.HANDED_OVER,
        Step.NOTED,
        Step.TAKEN_DOWN,
    }
)
TELLS_WHOM_IT_IS_FOR = frozenset(
    {
        Step.RAISED,
        Step.HANDED_OVER,
        Step.REPLIED,
        Step.CONFIRMED,
        Step.REOPENED,
        Step.DECLINED,
        Step.NUDGED,
    }
)

OUTCOMES = frozenset({Step.ANSWERED, Step.DECLINED})
"""What a giver who was sent it has been told back."""

_ONLY_WHILE_OPEN = frozenset({Step.CHANGED, Step.REPLIED})
_ONLY_ONCE_ANSWERED = frozenset({Step.CONFIRMED, Step.NOTED})


def steps_for(loop: Loop, stake: Stake, last: LoopEvent | None) -> frozenset[Step]:
    """The steps this person can take where it stands now, `last` being the last thing that happened to it."""
    allowed: set[Step] = set()
    if stake.is_waited_on:
        allowed |= BY_WHOM_IT_IS_FOR
    if stake.is_raiser:
        allowed |= BY_GIVER
    return frozenset(step for step in allowed if _fits(loop, step, last))


def is_by_giver(loop: Loop, event: LoopEvent) -> bool:
    """Whether the giver took this step, named or not."""
    return event.by_giver or (loop.raiser_id is not None and event.actor_id == loop.raiser_id)


def is_taken_back(loop: Loop, last: LoopEvent | None) -> bool:
    """Whether it is over because the giver took it back."""
    return (
        last is not None
        and loop.state == LoopState.DECLINED
        and last.step == Step.DECLINED
        and is_by_giver(loop, last)
    )


def is_taken_down(loop: Loop, last: LoopEvent | None) -> bool:
    """Whether its words are gone, since whoever it was for took it down."""
    return last is not None and loop.state == LoopState.DECLINED and last.step == Step.TAKEN_DOWN


def has_news(loop: Loop, events: list[LoopEvent]) -> bool:
    """Whether something happened that its giver is told of, after what they did last."""
    for event in reversed(events):
        if is_by_giver(loop, event):
            return False
        if event.step in TELLS_GIVER:
            return True
    return False


def _fits(loop: Loop, step: Step, last: LoopEvent | None) -> bool:
    if not lifecycle.fits(loop, step):
        return False
    if step == Step.REOPENED:
        # What was taken down or back has no words any more.
        return not is_taken_back(loop, last) and not is_taken_down(loop, last)
    if step in _ONLY_WHILE_OPEN:
        return loop.state in OPEN or (step == Step.REPLIED and loop.state == LoopState.ANSWERED)
    return step not in _ONLY_ONCE_ANSWERED or loop.state not in OPEN
