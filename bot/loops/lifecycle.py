"""The life of a loop: which step fits where, and what it leads to. Pure rules; nothing else changes a loop's state.

Raised → acknowledged → promised → answered → confirmed. It was unblocked when it was answered, once that is confirmed
or presumed. Reopening voids the answer, and the old clock goes on.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.values.errors import Overtaken
from bot.values.loops import OPEN, UNBLOCKED, Loop, LoopEvent, LoopState, Step

ANSWERED_LONG_AGO = timedelta(days=14)
"""After so long without a word the answer is presumed to hold; and until then what was over is reopened, with its old
clock, instead of being raised anew (DESIGN §5)."""

_OVER_AND_BACK = frozenset({LoopState.CONFIRMED, LoopState.PRESUMED, LoopState.DECLINED})

_FITS: Mapping[Step, frozenset[LoopState]] = {
    Step.JOINED: OPEN | {LoopState.ANSWERED},
    Step.CHANGED: OPEN | {LoopState.ANSWERED},
    Step.ACKNOWLEDGED: OPEN,
    Step.PROMISED: OPEN,
    Step.ANSWERED: OPEN,
    Step.CONFIRMED: OPEN | {LoopState.ANSWERED, LoopState.PRESUMED},
    Step.PRESUMED: frozenset({LoopState.ANSWERED}),
    Step.REOPENED: _OVER_AND_BACK | {LoopState.ANSWERED},
    Step.DECLINED: OPEN,
    Step.HANDED_OVER: OPEN,
    Step.MERGED: OPEN,
    Step.NUDGED: frozenset({LoopState.ACKNOWLEDGED, LoopState.PROMISED}),
    Step.ESCALATED: OPEN,
    Step.ASKED: OPEN | {LoopState.ANSWERED},
    Step.REPLIED: OPEN | {LoopState.ANSWERED},
    Step.NOTED: frozenset({LoopState.ANSWERED}) | UNBLOCKED,
    Step.TAKEN_DOWN: frozenset(LoopState) - {LoopState.DECLINED, LoopState.MERGED},
}

_STANDS = {
    LoopState.RAISED: "nobody has taken it on yet",
    LoopState.ACKNOWLEDGED: "somebody is on it",
    LoopState.PROMISED: "it has been promised",
    LoopState.ANSWERED: "it has been answered",
    LoopState.CONFIRMED: "it is done",
    LoopState.PRESUMED: "it was answered a while ago and nobody objected",
    LoopState.DECLINED: "it has been declined",
    LoopState.MERGED: "it has become part of another one",
}


def fits(loop: Loop, step: Step) -> bool:
    """Whether this step can be taken where the loop stands now."""
    if step == Step.NUDGED and loop.is_feedback and loop.state == LoopState.RAISED:
        # Feedback is acknowledged within two days: whoever it is for is reminded of that, and nobody above them told.
        return True
    return loop.state in _FITS.get(step, frozenset())


def after(loop: Loop, event: LoopEvent) -> Loop:
    """The loop after its next event. Raises Overtaken when the step does not fit where it stands now.

    Raises ValueError for an event that is not the next one.
    """
    if event.seq != loop.version + 1:
        raise ValueError(f"Event {event.seq} does not follow version {loop.version}.")
    if not fits(loop, event.step):
        raise Overtaken(
            f"#{loop.id} has moved on meanwhile: {_STANDS[loop.state]}. Open it to see where it stands now."
        )
    return replace(_FOLLOWS[event.step](loop, event), version=event.seq)


def replay(raised: Loop, events: Iterable[LoopEvent]) -> Loop:
    """A loop as it was raised, after all of its later events: where it stands follows from them alone."""
    for event in events:
        raised = after(raised, event)
    return raised


def _stays(loop: Loop, _event: LoopEvent) -> Loop:
    return loop


def _taken_on(state: LoopState) -> Callable[[Loop, LoopEvent], Loop]:
    def take_on(loop: Loop, event: LoopEvent) -> Loop:
        return replace(
            loop,
            state=state,
            since=event.at,
            owner_id=event.actor_id,
            due_on=event.what.on,
            nudged_at=None,
            picked_at=None,
        )

    return take_on


def _answered(loop: Loop, event: LoopEvent) -> Loop:
    owner_id = event.actor_id if loop.owner_id is None else loop.owner_id
    return replace(
        loop,
        state=LoopState.ANSWERED,
        since=event.at,
        answered_at=event.at,
        owner_id=owner_id,
        due_on=None,
        picked_at=None,
    )


def _confirmed(loop: Loop, event: LoopEvent) -> Loop:
    # Whoever raised it says that it is out of the way although nobody had answered: it is from now on.
    answered_at = loop.answered_at if loop.answered_at is not None else event.at
    return replace(_over(loop, event, LoopState.CONFIRMED), answered_at=answered_at)


def _presumed(loop: Loop, event: LoopEvent) -> Loop:
    return _over(loop, event, LoopState.PRESUMED)


def _declined(loop: Loop, event: LoopEvent) -> Loop:
    return _over(loop, event, LoopState.DECLINED)


def _taken_down(loop: Loop, event: LoopEvent) -> Loop:
    return replace(_declined(loop, event), answered_at=None)


def _merged(loop: Loop, event: LoopEvent) -> Loop:
    return replace(_over(loop, event, LoopState.MERGED), merged_into_id=event.what.other_id)


def _over(loop: Loop, event: LoopEvent, state: LoopState) -> Loop:
    return replace(loop, state=state, since=event.at, closed_at=event.at, due_on=None, picked_at=None)


def _reopened(loop: Loop, event: LoopEvent) -> Loop:
    return replace(
        _anew(loop, event), answered_at=None, closed_at=None, told_at=None, reopened=loop.reopened + 1
    )


def _handed_over(loop: Loop, event: LoopEvent) -> Loop:
    return replace(_anew(loop, event), waits_on=event.what.waits_on, owner_id=None)


def _anew(loop: Loop, event: LoopEvent) -> Loop:
    return replace(
        loop, state=LoopState.RAISED, since=event.at, due_on=None, nudged_at=None, escalated_at=None
    )


def _nudged(loop: Loop, event: LoopEvent) -> Loop:
    return replace(loop, nudged_at=event.at)


def _escalated(loop: Loop, event: LoopEvent) -> Loop:
    return replace(loop, escalated_at=event.at)


_FOLLOWS: Mapping[Step, Callable[[Loop, LoopEvent], Loop]] = {
    Step.JOINED: _stays,
    Step.CHANGED: _stays,
    Step.ACKNOWLEDGED: _taken_on(LoopState.ACKNOWLEDGED),
    Step.PROMISED: _taken_on(LoopState.PROMISED),
    Step.ANSWERED: _answered,
    Step.CONFIRMED: _confirmed,
    Step.PRESUMED: _presumed,
    Step.REOPENED: _reopened,
    Step.DECLINED: _declined,
    Step.HANDED_OVER: _handed_over,
    Step.MERGED: _merged,
    Step.NUDGED: _nudged,
    Step.ESCALATED: _escalated,
    Step.ASKED: _stays,
    Step.REPLIED: _stays,
    Step.NOTED: _stays,
    Step.TAKEN_DOWN: _taken_down,
}
