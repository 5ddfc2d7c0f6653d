"""What a bottleneck poll comes to, as its channel reads it when it closes."""

from collections.abc import Sequence

from bot.values.deliveries import Block, Message
from bot.values.loops import Impact, LoopState
from bot.values.polls import Ranked, Ranking
from bot.views.loops.page import OPEN_LOOP
from bot.views.loops.words import TODAY, age, named, standing
from bot.views.parts import button, context, section
from bot.views.words import TEXT, clip, escape, listing, plural

MOST = 10
"""Bottlenecks shown; a list that is longer decides nothing."""

_DOES = {Impact.STOPS: "stopped", Impact.SLOWS: "slowed", Impact.BOTHERS: "bothered"}
_PICKED = "*What holds us back most*, by how many people picked it"
_ALL = "`/bottleneck list` shows all of it"


def build_ranking(ranking: Ranking) -> Sequence[Message]:
    """The bottlenecks people picked, with who is on them, and how many people answered."""
    answered = f"{plural(ranking.count.answered, 'person', 'people')} of {ranking.count.asked} answered."
    if not ranking.ranked:
        return [_nothing(ranking, answered)]
    shown = ranking.ranked[:MOST]
    lines = [f"{place}. {_line(each, ranking)}" for place, each in enumerate(shown, start=1)]
    small = " ".join(part for part in (answered, _left(ranking), _asks(shown)) if part)
    blocks: list[Block] = [section(_PICKED)]
    for each, line in zip(shown, lines, strict=True):
        opening = button("Open", OPEN_LOOP, str(each.seen.loop.id)).to_dict()
        blocks.append({**section(line), "accessory": opening})
    text = clip("\n".join([_PICKED, *lines, small]), TEXT)
    return [Message(text=text, blocks=(*blocks, context(small)))]


def _nothing(ranking: Ranking, answered: str) -> Message:
    if ranking.count.answered:
        text = f"{answered} Nobody picked anything that holds them back."
    else:
        text = f"Nobody answered this time, so there is no ranking. What is open stands as it did; {_ALL}."
    return Message(text=text, blocks=(section(text),))


def _line(each: Ranked, ranking: Ranking) -> str:
    tally, seen = each.tally, each.seen
    who = f"{plural(tally.people, 'person', 'people')} in {plural(tally.teams, 'team')}"
    said = [f"{tally.impacts[impact]} {word}" for impact, word in _DOES.items() if tally.impacts.get(impact)]
    how = f" ({', '.join(said)})" if said else ""
    return f"*{named(seen)}*: {who}{how}, {_waits(each, ranking)}"


def _waits(each: Ranked, ranking: Ranking) -> str:
    seen = each.seen
    stands = standing(seen, ranking.now.date())
    if not seen.loop.is_open:
        return f"{stands}."
    waited = age(seen, ranking.now)
    since = f"waiting {f'since {waited}' if waited == TODAY else waited}"
    on = f" on {escape(seen.waits_on)}" if seen.waits_on else ""
    return f"{since}{on}; {stands}."


def _left(ranking: Ranking) -> str:
    left = len(ranking.ranked) - MOST
    return f"{plural(left, 'more was', 'more were')} picked; {_ALL}." if left > 0 else ""


def _asks(shown: Sequence[Ranked]) -> str:
    """A question nobody in particular is pressed with."""
    free = [f"#{each.seen.loop.id}" for each in shown if each.seen.loop.state == LoopState.RAISED]
    return f"Nobody has taken {listing(free, 'or')} yet: who does? Press Open." if free else ""
