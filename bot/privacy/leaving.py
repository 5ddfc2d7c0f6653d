"""Leaving clean: a workspace that uninstalls falls silent at once and is forgotten whole a week later.

Who installs again before that finds everything as it was; what would have happened meanwhile is not caught up.
Slack's events can come late, so it is Slack itself that is asked whether we are welcome, before we fall silent and
before anything is deleted.
"""

import logging
from datetime import datetime, timedelta

from bot.privacy.ports import Restart, Withheld
from bot.store import digests, leaving
from bot.store.engine import Store, Transaction
from bot.store.leaving import Uninstalled
from bot.store.wiping import EVERYWHERE, wipe
from bot.values.digests import DigestState
from bot.values.errors import NoPlaceForKeys, SlackRefused
from bot.values.ports import Keyring, Slack

log = logging.getLogger(__name__)

KEPT = timedelta(days=7)
"""From uninstalling to forgetting."""

LOOK_AGAIN, ASK_AGAIN = timedelta(days=1), timedelta(hours=1)
_PUT_OFF = KEPT + timedelta(days=3650)
"""What must have an instant is put off beyond anything: by then nothing is left of it."""

AT_ONCE = 500
"""Rows deleted in one transaction."""

DEAD = frozenset({"account_inactive", "token_revoked", "invalid_auth", "not_authed", "token_expired"})
"""How Slack refuses the token of an app that is not there any more."""


async def uninstall(store: Store, slack: Slack, slack_id: str, now: datetime) -> bool:
    """Slack says that we were uninstalled from this workspace: fall silent, unless Slack still knows us there."""
    if await _is_welcome(slack, slack_id):
        log.info("Slack told of an uninstalling that is over: Drumbeat is installed.")
        return False
    async with store.transaction() as tx:
        fell = await leaving.fall_silent(tx, slack_id, now, look_at=now + LOOK_AGAIN, never=now + _PUT_OFF)
    if fell:
        log.warning(
            "Drumbeat was uninstalled. It does nothing any more, and deletes everything on %s. Install it again"
            " before that and restart it, and all is as it was.",
            f"{now + KEPT:%d %B %Y}",
        )
    return fell


async def restore(store: Store, restart: Restart, slack_id: str, now: datetime) -> bool:
    """Slack knows us in this workspace: go on where we fell silent. False when we had not."""
    async with store.transaction() as tx:
        return await _restore(tx, restart, slack_id, now)


async def see_to(
    store: Store,
    slack: Slack,
    keys: Keyring,
    withheld: Withheld,
    restart: Restart,
    gone: Uninstalled,
    now: datetime,
) -> datetime | None:
    """Look at a workspace that is gone: go on if it is back, forget it whole when its week is over. When to look at
    it next; None when it is back, or nothing is left of it."""
    welcome = await _is_welcome(slack, gone.slack_id)
    if welcome:
        await restore(store, restart, gone.slack_id, now)
        return None
    if now < gone.since + KEPT:
        async with store.transaction() as tx:
            await leaving.stay_silent(tx, gone.id, never=gone.since + _PUT_OFF)
        return min(now + LOOK_AGAIN, gone.since + KEPT)
    if welcome is None:
        return now + ASK_AGAIN
    await forget(store, keys, withheld, gone.id)
    return None


async def forget(store: Store, keys: Keyring, withheld: Withheld, workspace_id: int) -> None:
    """Forget a workspace whole: its keys first, then every row in every table. Whoever is stopped goes on with it."""
    try:
        async with store.reading() as tx:
            named = await leaving.round_keys(tx, workspace_id)
        for name in named:
            await keys.destroy(name)
        await withheld.destroy_keys(workspace_id)
    except NoPlaceForKeys as error:
        # What they open is deleted all the same; a backup taken before could still be opened with them.
        log.error(
            "Keys of a workspace that uninstalled may be left; delete them by hand. %s", error.user_message
        )
    async with store.transaction() as tx:
        await leaving.untie(tx, workspace_id)
    for table in leaving.tables_of_a_workspace():
        forgotten = AT_ONCE
        while forgotten == AT_ONCE:
            async with store.transaction() as tx:
                forgotten = await leaving.forget_some_of(tx, table, workspace_id, limit=AT_ONCE)
    await wipe(store, EVERYWHERE)
    log.warning("A workspace that was uninstalled a week ago is deleted whole.")


async def _restore(tx: Transaction, restart: Restart, slack_id: str, now: datetime) -> bool:
    workspace_id = await leaving.wake(tx, slack_id, now)
    if workspace_id is None:
        return False
    await restart(tx, workspace_id, now)
    for digest in await digests.of_workspace(tx, workspace_id):
        if digest.state == DigestState.ACTIVE:
            await digests.schedule_next(tx, digest, now=now)
    log.warning("Drumbeat is installed again, and goes on. What was missed is not caught up.")
    return True


async def _is_welcome(slack: Slack, slack_id: str) -> bool | None:
    """Whether Slack knows our token in this workspace; None where it cannot be asked just now."""
    try:
        return await slack.workspace_id() == slack_id
    except SlackRefused as refusal:
        return False if refusal.reason in DEAD else None
