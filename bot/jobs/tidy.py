"""Job: each night, forget what was kept long enough and sum up what is over; see to who uninstalled us."""

from datetime import datetime, timedelta

from bot.privacy import leaving, retention
from bot.privacy.ports import Restart, Withheld
from bot.store import leaving as left
from bot.store import workspaces
from bot.store.engine import Store
from bot.trends import summing
from bot.values.keeping import Keep
from bot.values.ports import Keyring, Slack

GO_ON = timedelta(hours=1)
"""Whoever is stopped in the middle of a night is followed by another one so much later."""


async def tidy(
    store: Store,
    slack: Slack,
    keys: Keyring,
    withheld: Withheld,
    restart: Restart,
    keep: Keep,
    now: datetime,
) -> int:
    """See to every workspace whose night it is; how many there were."""
    seen = 0
    while True:
        async with store.transaction() as tx:
            workspace_id = await workspaces.whose_night_it_is(tx, now)
            if workspace_id is None:
                return seen
            await workspaces.look_again_at(tx, workspace_id, now + GO_ON)
            gone = await left.uninstalled(tx, workspace_id)
        seen += 1
        if gone is None:
            await retention.tidy(store, keys, withheld, keep, workspace_id, now)
            await summing.sum_up(store, workspace_id, now)
            async with store.transaction() as tx:
                night = await retention.next_night(tx, workspace_id, now)
                await workspaces.look_again_at(tx, workspace_id, night)
            continue
        look_at = await leaving.see_to(store, slack, keys, withheld, restart, gone, now)
        if look_at is not None:
            async with store.transaction() as tx:
                await workspaces.look_again_at(tx, workspace_id, look_at)
