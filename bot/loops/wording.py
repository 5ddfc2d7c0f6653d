"""The words loops are put into. They come from outside, so that waiting knows nothing of Block Kit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.values.deliveries import Message
from bot.values.feedback import Note
from bot.values.news import LoopNews
from bot.values.polls import Ranking
from bot.values.seen_loops import LoopSeen


@dataclass(frozen=True, slots=True)
class Wording:
    """A message for each thing there is to say of loops.

    `card` stands in the channel of the team that waits; `news` tells one person, in one DM, of everything that is new
    to them. `ranking` is what a poll comes to, for one channel. `giver_news` says to somebody who gave feedback with
    their name withheld that there is something new, and names nothing. `we_did` tells a team what came of what was
    said. `digest_row` is a posted digest with its row about a loop as that stands now, with days as they are in a
    zone; None where it has no such row.
    """

    card: Callable[[LoopSeen], Message]
    news: Callable[[LoopNews], Message]
    ranking: Callable[[Ranking], Sequence[Message]]
    giver_news: Callable[[], Message]
    we_did: Callable[[Note], Message]
    digest_row: Callable[[Message, str, LoopSeen, ZoneInfo], Message | None]
