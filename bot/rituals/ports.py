"""What asking lets others do within its transactions: it knows nothing of who waits for what. `app.py` connects."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.store.engine import Transaction
from bot.store.standings import Standing
from bot.values.deliveries import Message
from bot.values.people import Team
from bot.values.questions import Answer
from bot.values.rituals import Ritual, Round

OptionsFrom = Callable[[Transaction, Ritual, Sequence[Team], datetime], Awaitable[Sequence[str]]]
"""What can be picked in a round that opens now for these teams, where a question asks for bottlenecks."""

OnAnswer = Callable[[Transaction, Standing, Sequence[Answer], datetime], Awaitable[Sequence[Answer]]]
"""What follows from answers that are just being saved; the answers as they are kept. Twice does no more than once."""

Channels = Mapping[str, Collection[int]]
"""Where a round shows, and for which teams there."""

OnClose = Callable[[Transaction, Round, Channels, datetime], Awaitable[Mapping[str, Sequence[Message]]]]
"""What follows from a round that has just closed; what is said of it in its channels, page by page."""


@dataclass(frozen=True, slots=True)
class Ports:
    """The ways out of a ritual's transactions."""

    options_from: OptionsFrom
    on_answer: OnAnswer
    on_close: OnClose
