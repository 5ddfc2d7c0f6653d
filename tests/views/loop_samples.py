"""Any loop a view may be given: in every state, with whatever people write, told by any number of steps."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import strategies as st

from bot.values.loops import (
    LONGEST_TITLE,
    Category,
    Impact,
    Loop,
    LoopEvent,
    LoopKind,
    LoopState,
    NewStep,
    Source,
    Step,
    WaitsOn,
)
from bot.values.seen_loops import LoopSeen, Told
from tests.loops.founding import REFUND_API
from tests.views.samples import MONDAY, NINE, long, short

titles = (short | long).map(lambda text: text[:LONGEST_TITLE])
_days = st.integers(-40, 400).map(lambda days: MONDAY + timedelta(days=days))
_links = st.sampled_from(["https://example.com/1?a=1&b=2", "http://x/<y>|z", "JIRA-17", "https://a b"])
_words = st.none() | short | long.map(lambda text: text[:2000])
_ids = st.integers(1, 10**9)

loops = st.builds(
    Loop,
    id=_ids,
    workspace_id=st.just(1),
    kind=st.just(LoopKind.BOTTLENECK),
    title=titles,
    state=st.sampled_from(LoopState),
    raiser_id=st.none() | st.just(1),
    team_id=st.none() | st.just(1),
    waits_on=st.sampled_from(
        [WaitsOn(), WaitsOn(team_id=2), WaitsOn(member_id=3), WaitsOn(outside="The bank")]
    ),
    raised_at=st.integers(0, 500).map(lambda days: NINE - timedelta(days=days)),
    since=st.just(NINE),
    version=st.integers(1, 200),
    details=st.none() | long,
    category_id=st.none() | st.just(4),
    impact=st.none() | st.sampled_from(Impact),
    link=st.none() | _links,
    source=st.builds(
        Source, permalink=st.none() | st.just("https://x.slack.com/archives/C1/p1?thread_ts=1.2&cid=C1")
    ),
    owner_id=st.none() | st.integers(1, 3),
    due_on=st.none() | _days,
    closed_at=st.none() | st.just(NINE),
    merged_into_id=st.none() | _ids,
    reopened=st.integers(0, 3),
)

stories = st.lists(
    st.builds(
        Told,
        event=st.builds(
            LoopEvent,
            seq=_ids,
            at=st.just(NINE),
            what=st.builds(
                NewStep,
                step=st.sampled_from(Step),
                words=_words,
                on=st.none() | _days,
                other_id=st.none() | _ids,
            ),
        ),
        actor=st.none() | short,
        waits_on=st.none() | short,
        team=st.none() | short,
        other=st.none() | titles,
    ),
    max_size=8,
)

seen = st.builds(
    LoopSeen,
    loop=loops,
    raiser=st.none() | short,
    team=st.none() | short,
    waits_on=st.none() | short,
    owner=st.none() | short,
    category=st.none() | short,
    people=st.integers(1, 500),
    teams=st.integers(1, 30),
    events=st.builds(lambda story, times: story * times, stories, st.integers(1, 12)),
    may=st.frozensets(st.sampled_from(Step)),
    for_member=st.none() | st.integers(1, 3),
)

categories = st.lists(st.builds(Category, id=_ids, name=short.map(lambda text: text[:75])), max_size=12)


def one(**changes: object) -> LoopSeen:
    """`#17 Refund API`, which Ana of Checkout raised and Payments is waited on for."""
    loop = replace(REFUND_API, raised_at=NINE, since=NINE)
    return LoopSeen(
        loop=replace(loop, **changes),  # type: ignore[arg-type]
        raiser="Ana",
        team="Checkout",
        waits_on="Payments",
        for_member=2,
    )
