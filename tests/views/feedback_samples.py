"""Any feedback a view may be given: named or not, in every state, told by any number of steps."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from bot.values.feedback import FeedbackSeen, HomeFeedback, MyFeedback, WaitingFeedback
from bot.values.loops import LoopKind, WaitsOn
from bot.values.seen_loops import LoopSeen
from tests.views import loop_samples
from tests.views.loop_samples import one
from tests.views.samples import MONDAY, NINE, short


def as_feedback(seen: LoopSeen, *, withheld: bool, to: WaitsOn) -> LoopSeen:
    """The same loop, given as feedback."""
    raiser_id = None if withheld else seen.loop.raiser_id
    loop = replace(seen.loop, kind=LoopKind.FEEDBACK, is_withheld=withheld, raiser_id=raiser_id, waits_on=to)
    return replace(seen, loop=loop, raiser=None if withheld else seen.raiser)


_to = st.sampled_from([WaitsOn(team_id=2), WaitsOn(member_id=3), WaitsOn(leadership=True)])
_seen = st.builds(
    lambda seen, withheld, to: as_feedback(seen, withheld=withheld, to=to),
    loop_samples.seen,
    st.booleans(),
    _to,
)

feedback = st.builds(
    FeedbackSeen,
    seen=_seen,
    is_mine=st.booleans(),
    is_for_me=st.booleans(),
    has_news=st.booleans(),
    word_by=st.none() | st.integers(-9, 9).map(lambda days: MONDAY + timedelta(days=days)),
)

waiting = st.builds(
    WaitingFeedback,
    id=st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}"),
    title=loop_samples.titles,
    details=st.none(),
    to=_to,
    to_name=short,
    hand_on_at=st.just(NINE),
)

lists = st.lists(feedback, max_size=45, unique_by=lambda item: item.seen.loop.id)
mine = st.builds(
    MyFeedback,
    waiting=st.lists(waiting, max_size=12, unique_by=lambda each: each.id),
    given=lists,
    why_partly=st.none() | short,
)


def given(*, withheld: bool = False, is_mine: bool = False, **changes: object) -> FeedbackSeen:
    """`Refund API`, which Ana gave Payments, or somebody who withholds their name."""
    seen = as_feedback(one(**changes), withheld=withheld, to=WaitsOn(team_id=2))
    return FeedbackSeen(replace(seen, team=None), is_mine=is_mine, is_for_me=not is_mine)


def much_at_home(name: str) -> HomeFeedback:
    """As much as a Home ever shows."""
    found = [given(id=number, title=(name * 150)[:150]) for number in range(1, 6)]
    theirs = [replace(given(id=number, is_mine=True), has_news=True) for number in range(6, 11)]
    return HomeFeedback(found, 40, theirs, may_be_more=True)
