"""Job: send people the files they asked for, each at most once.

Slack names a file before anybody sees it. That name is committed before the file is shown, so whoever finds it
committed and not yet sent looks in the conversation for a file of that name, and sends another only where there is
none.
"""

import logging
import time
from datetime import datetime, timedelta

from bot.jobs.export_contents import made, refused
from bot.privacy.ports import Withheld
from bot.store import exports, outbox
from bot.store.engine import Store, machine_now
from bot.store.exports import Owed
from bot.values.deliveries import DeliveryKind, Letter, Message
from bot.values.errors import DrumbeatError, SlackRefused
from bot.values.ports import Slack
from bot.views.exporting import build_not_yours

log = logging.getLogger(__name__)

LEASE = 300.0
"""Machine seconds one replica keeps a file to itself: longer than uploading and showing it take. While it is gathered
that is made longer each minute."""

A_MINUTE = 60.0

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
        "too_large",
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


class _Overtaken(Exception):
    """It is no longer ours to send: whom it is for was erased, or another replica took it over."""


async def _see_to(store: Store, slack: Slack, withheld: Withheld, owed: Owed, now: datetime) -> None:
    try:
        if not await _is_there(slack, owed):
            await _send(store, slack, withheld, owed, now)
    except _Overtaken:
        log.info("Export %s is sent by somebody else, or owed no more.", owed.id)
    except SlackRefused as refusal:
        await _refused(store, owed, refusal, now)
    except DrumbeatError as error:
        # They have been made something else since they asked.
        await _give_up(store, owed, build_not_yours(error.user_message), now)
    else:
        async with store.transaction() as tx:
            await exports.was_sent(tx, owed, now)


async def _is_there(slack: Slack, owed: Owed) -> bool:
    if owed.file_id is None or owed.fenced_at is None:
        return False
    return await slack.has_file(owed.member.slack_id, owed.file_id, owed.fenced_at)


async def _send(store: Store, slack: Slack, withheld: Withheld, owed: Owed, now: datetime) -> None:
    member, lease = owed.member, _Lease(store, owed)
    async with made(owed.kind, store, slack, withheld, member, now, lease.go_on) as sending:
        file_id = await slack.prepare_file(sending.name, sending.content)
        async with store.transaction() as tx:
            if not await exports.fence(tx, owed, file_id, now):
                # What was uploaded is seen by nobody.
                raise _Overtaken
        await slack.share_file(member.slack_id, file_id, sending.title, sending.words)


class _Lease:
    """Keeps a file that takes long to gather ours."""

    def __init__(self, store: Store, owed: Owed) -> None:
        self._store, self._owed = store, owed
        self._kept_at = time.monotonic()

    async def go_on(self) -> None:
        """Make the lease longer, once a minute. Raises _Overtaken."""
        if time.monotonic() < self._kept_at + A_MINUTE:
            return
        async with self._store.transaction() as tx:
            if not await exports.keep(tx, self._owed, until=await machine_now(tx) + LEASE):
                raise _Overtaken
        self._kept_at = time.monotonic()


async def _refused(store: Store, owed: Owed, refusal: SlackRefused, now: datetime) -> None:
    log.warning("A file that was asked for could not be sent: %s", refusal.reason)
    if refusal.reason in _LASTING or owed.attempts >= MOST_ATTEMPTS:
        await _give_up(store, owed, refused(owed.kind, refusal.reason, owed.member), now)
        return
    async with store.transaction() as tx:
        await exports.wait(tx, owed, now + TRY_AGAIN)


async def _give_up(store: Store, owed: Owed, told: Message, now: datetime) -> None:
    member = owed.member
    letter = Letter(
        key=f"export:{member.id}:{owed.id}:refused",
        kind=DeliveryKind.REPLY,
        message=told,
        channel=member.slack_id,
        due_at=now,
    )
    async with store.transaction() as tx:
        await exports.drop(tx, owed)
        await outbox.put(tx, member.workspace_id, letter)
