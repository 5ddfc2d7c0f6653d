"""The words loops are put into. They come from outside, so that waiting knows nothing of Block Kit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.values.deliveries import Message
from bot.values.loops import LoopSeen
from bot.values.news import LoopNews
from bot.values.polls import Ranking


@dataclass(frozen=True, slots=True)
class Wording:
    """A message for each thing there is to say of loops.

    `card` stands in the channel of the team that waits; `news` tells one person, in one DM, of everything that is new
    to them. `ranking` is what a poll comes to, for one channel.
    """

    card: Callable[[LoopSeen], Message]
    news: Callable[[LoopNews], Message]
    ranking: Callable[[Ranking], Sequence[Message]]
