"""Do-not-disturb: whom Slack says to leave alone, learned just before they would be asked or reminded.

Slack itself keeps a message silent that arrives meanwhile, so what is not known wakes nobody: a question waits for
the end of it as long as there is time to answer, and is never lost.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.store import members
from bot.store.engine import Store
from bot.values.errors import SlackRefused
from bot.values.hours import quiet_begins
from bot.values.people import Member
from bot.values.ports import Slack
from bot.values.rounds import Prompt

log = logging.getLogger(__name__)

TIME_TO_ANSWER = timedelta(hours=1)
"""What is left at least to answer when do-not-disturb lasts longer than the window, or into the quiet hours; of a
short window, a quarter."""


async def learn(store: Store, slack: Slack, people: Sequence[Member], now: datetime) -> None:
    """Ask Slack which of these people are not to be disturbed, where that is not known, and keep it."""
    unknown: dict[int, list[str]] = defaultdict(list)
    for member in people:
        if not is_undisturbed(member, now):
            unknown[member.workspace_id].append(member.slack_id)
    for workspace_id, users in unknown.items():
        try:
            until = await slack.undisturbed(users, now)
        except SlackRefused as refusal:
            log.info("Nothing is known about do-not-disturb (%s).", refusal.reason)
            continue
        if until:
            async with store.transaction() as tx:
                await members.leave_undisturbed(tx, workspace_id, until)


def is_undisturbed(member: Member, now: datetime) -> bool:
    """Whether Slack says not to disturb them now."""
    return member.undisturbed_until is not None and member.undisturbed_until > now


def ask_at(member: Member, prompt: Prompt, now: datetime) -> datetime:
    """When to ask: now; or, while they are not to be disturbed, at the end of that or when it becomes too late."""
    until = member.undisturbed_until
    if until is None or until <= now:
        return now
    ends = min(prompt.closes_at, quiet_begins(now, member.tz, member.quiet) or prompt.closes_at)
    last_call = ends - min(TIME_TO_ANSWER, (prompt.closes_at - prompt.due_at) / 4)
    return max(now, min(until, last_call))
