"""What people are told of loops: whatever others wrote, Slack takes it, and it says what is theirs to do."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bot.loops.news import MOST_SHOWN
from bot.values.loops import Step
from bot.values.news import LoopNews, NewsItem
from bot.values.seen_loops import LoopSeen
from bot.views.loops.news import build_news, read_news
from tests.views.loop_samples import seen as any_seen
from tests.views.samples import NINE
from tests.views.taken import is_taken, unhurried


@unhurried
@given(
    st.lists(any_seen, max_size=MOST_SHOWN, unique_by=lambda seen: seen.loop.id),
    st.sampled_from(Step),
    st.integers(0, 2000),
    st.booleans(),
)
def test_slack_takes_whatever_there_is_to_tell(
    found: Sequence[LoopSeen], told: Step, more: int, is_first: bool
) -> None:
    items = [NewsItem(seen, told) for seen in found]
    message = build_news(LoopNews("news:1:2:3", items, NINE, more, is_first))
    is_taken(message)
    assert read_news(message.blocks) == "news:1:2:3"
    assert ("more bottleneck" in str(message.blocks[-1])) == (more > 0)
