"""What asking lets others do within its transactions: it knows nothing of who waits for what. `app.py` connects."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.store.engine import Transaction
from bot.store.standings import Standing
from bot.values.confidences import AskedGoal
from bot.values.deliveries import Message
from bot.values.people import Team
from bot.values.privacy import Ballot, Outcome
from bot.values.questions import Answer, Answers
from bot.values.rituals import Ritual
from bot.values.rounds import Round

OptionsFrom = Callable[[Transaction, Ritual, Sequence[Team], datetime], Awaitable[Sequence[str]]]
"""What can be picked in a round that opens now for these teams, where a question asks for bottlenecks."""

GoalsFrom = Callable[[Transaction, Ritual, Mapping[int, int]], Awaitable[Sequence[AskedGoal]]]
"""The goals a round that opens now asks about, where a question asks for goals: those that these members look after,
of whom each is asked in this team."""

TopGoalsFrom = Callable[[Transaction, Ritual, Collection[int]], Awaitable[Sequence[AskedGoal]]]
"""The goals that people of these teams pick one of in a round that opens now, where the top goal is asked for."""

OnAnswer = Callable[[Transaction, Standing, Sequence[Answer], datetime], Awaitable[Sequence[Answer]]]
"""What follows from answers that are just being saved; the answers as they are kept. Twice does no more than once."""

Channels = Mapping[str, Collection[int]]
"""Where a round shows, and for which teams there."""

OnClose = Callable[[Transaction, Round, Channels, datetime], Awaitable[Mapping[str, Sequence[Message]]]]
"""What follows from a round that has just closed; what is said of it in its channels, page by page."""


class Ballots(Protocol):
    """What keeps anonymous rounds: nothing of an answer ever stands in the tables of the other tiers.

    All of them work within the asking's own transaction. Those that need the key of an open round raise
    NoPlaceForKeys while it cannot be reached, and TooLate when it is lost.
    """

    async def open_round(self, tx: Transaction, round_: Round, invited: Collection[int]) -> None:
        """A round that opens now takes the ballots of these members. Raises NoPlaceForKeys, or Unusable when they are
        fewer than its protection asks for: then it must not open."""
        ...

    async def cast(self, tx: Transaction, round_: Round, member_id: int, given: Sequence[Answer]) -> None:
        """Put a member's answers in their ballot, in place of what was in it. Raises TooLate once it is closed."""
        ...

    async def withdraw(self, tx: Transaction, round_: Round, member_id: int) -> None:
        """A member will not answer: what was in their ballot is taken out, and they are not reminded."""
        ...

    async def own(self, tx: Transaction, round_: Round, member_id: int) -> Answers | None:
        """What a member put in their ballot; empty when they said that they will not answer, None when nothing came
        back from them."""
        ...

    async def came_back(self, tx: Transaction, round_: Round, member_ids: Collection[int]) -> Collection[int]:
        """Which of these members need no reminder: they answered, or said that they will not."""
        ...

    async def seal(self, tx: Transaction, round_: Round, groups: Mapping[int, str], now: datetime) -> Outcome:
        """Turn the ballots of a round that closes into results, and delete them; `groups` by member. Its prompts must
        still be there. Raises NoPlaceForKeys before anything is done where its key may be found later, and Overtaken
        when it was sealed before."""
        ...

    async def freeze(self, tx: Transaction, round_: Round, cast: Sequence[Ballot], invited: int) -> Outcome:
        """Keep the results of a round that closes in which only groups are shown, whoever may see its answers."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """The ways out of a ritual's transactions."""

    options_from: OptionsFrom
    goals_from: GoalsFrom
    top_goals_from: TopGoalsFrom
    on_answer: OnAnswer
    on_close: OnClose
    ballots: Ballots
