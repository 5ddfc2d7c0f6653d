"""Job: send people the files they asked for, each at most once.

Slack names a file before anybody sees it. That name is committed before the file is shown, so whoever finds it
committed and not yet sent looks in the conversation for a file of that name, and sends another only where there is
none.
"""

import logging
from datetime import datetime, timedelta

from bot.privacy.exporting import everything_about, file_name, written
from bot.privacy.ports import Withheld
from bot.store import exports, outbox
from bot.store.engine import Store, Transaction, machine_now
from bot.store.exports import Owed
from bot.values.deliveries import DeliveryKind, Letter, Message
from bot.values.errors import SlackRefused
from bot.values.ports import Slack
from bot.views.privacy.letters import FILE_TITLE, build_no_file, file_words

log = logging.getLogger(__name__)

LEASE = 300.0
"""Machine seconds one replica keeps a file to itself: longer than gathering, uploading and showing it take."""

TRY_AGAIN = timedelta(minutes=2)
MOST_ATTEMPTS = 30

_LASTING = frozenset(
    {
        *(
            "missing_scope",
            "not_allowed_token_type",
            "file_uploads_disabled",
            "file_uploads_except_images_disabled",
        ),
        *("restricted_action", "plan_upgrade_required", "storage_limit_reached", "posting_to_channel_denied"),
        *("cannot_dm_bot", "user_disabled", "user_not_found", "channel_not_found"),
    }
)
"""What does not pass by waiting."""


async def send_exports(store: Store, slack: Slack, withheld: Withheld, now: datetime) -> int:
    """Send every file that is due; how many were looked at."""
    seen = 0
    while True:
        async with store.transaction() as tx:
            machine = await machine_now(tx)
            owed = await exports.take(tx, now, machine_now=machine, until=machine + LEASE)
        if owed is None:
            return seen
        seen += 1
        await _see_to(store, slack, withheld, owed, now)


async def _see_to(store: Store, slack: Slack, withheld: Withheld, owed: Owed, now: datetime) -> None:
    try:
        if not await _is_there(slack, owed):
            await _send(store, slack, withheld, owed, now)
    except SlackRefused as refusal:
        await _refused(store, owed, refusal, now)
    else:
        async with store.transaction() as tx:
            await exports.was_sent(tx, owed, now)


async def _is_there(slack: Slack, owed: Owed) -> bool:
    if owed.file_id is None or owed.fenced_at is None:
        return False
    return await slack.has_file(owed.member.slack_id, owed.file_id, owed.fenced_at)


async def _send(store: Store, slack: Slack, withheld: Withheld, owed: Owed, now: datetime) -> None:
    member = owed.member
    content = written(await everything_about(store, withheld, member, now))
    file_id = await slack.prepare_file(file_name(member, now), content)
    async with store.transaction() as tx:
        if not await exports.fence(tx, owed, file_id, now):
            # Erased, or taken over, while we gathered: what was uploaded is seen by nobody.
            raise SlackRefused("overtaken", "This file is owed no more.")
    await slack.share_file(member.slack_id, file_id, FILE_TITLE, file_words())


async def _refused(store: Store, owed: Owed, refusal: SlackRefused, now: datetime) -> None:
    log.warning("A file with somebody's data could not be sent: %s", refusal.reason)
    async with store.transaction() as tx:
        if refusal.reason in _LASTING or owed.attempts >= MOST_ATTEMPTS:
            await exports.drop(tx, owed)
            await _tell(tx, owed, refusal.reason, now)
        else:
            await exports.wait(tx, owed, now + TRY_AGAIN)


async def _tell(tx: Transaction, owed: Owed, reason: str, now: datetime) -> None:
    member = owed.member
    message: Message = build_no_file(reason, member.slack_id)
    letter = Letter(
        key=f"export:{member.id}:{owed.id}:refused",
        kind=DeliveryKind.REPLY,
        message=message,
        channel=member.slack_id,
        due_at=now,
    )
    await outbox.put(tx, member.workspace_id, letter)
