"""Seeing feedback: what is for somebody, and what they gave, also with their name withheld."""

from collections.abc import Sequence
from datetime import datetime

from bot.store.engine import Store
from bot.values.feedback import FeedbackSeen, HomeFeedback, MyFeedback
from bot.values.loops import Step
from bot.values.people import Member
from bot.values.ports import Keyring


async def page_of(store: Store, keys: Keyring, member: Member, loop_id: int, now: datetime) -> FeedbackSeen:
    """One piece of feedback with its whole story. Raises NotThere for everybody but its giver and whom it is for."""
    raise NotImplementedError


async def to_take(store: Store, keys: Keyring, member: Member, loop_id: int, step: Step) -> FeedbackSeen:
    """One on which this person wants to take a step. Raises NotThere, NotYours or Overtaken."""
    raise NotImplementedError


async def for_me(store: Store, member: Member, *, also_over: bool = False) -> Sequence[FeedbackSeen]:
    """What is for somebody, the oldest first: what is open and what they answered that nobody confirmed yet; with
    `also_over` what ended in the last four weeks as well."""
    raise NotImplementedError


async def mine(store: Store, keys: Keyring, member: Member, now: datetime) -> MyFeedback:
    """What somebody gave, also with their name withheld."""
    raise NotImplementedError


async def news_of_mine(store: Store, keys: Keyring, member: Member, now: datetime) -> Sequence[FeedbackSeen]:
    """What there is to hear about feedback somebody gave, with the whole story of each; from now on they were told."""
    raise NotImplementedError


async def at_home(store: Store, keys: Keyring, member: Member, now: datetime) -> HomeFeedback:
    """What somebody's Home shows of feedback."""
    raise NotImplementedError
