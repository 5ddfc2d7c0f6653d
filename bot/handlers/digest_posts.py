"""Owing Slack a digest: composed for its audience, with its thread, and its rows known so that they can change."""

from bot.store import outbox, posted_digests
from bot.store.engine import Transaction
from bot.trends.facts import gather
from bot.trends.scope import Scope
from bot.values.digests import Digest
from bot.views.digests.letters import digest_letters
from bot.views.digests.rows import rows_in


async def owe(tx: Transaction, digest: Digest, scope: Scope, key: str) -> None:
    """Post this digest under this key, once."""
    post, *pages = digest_letters(digest, await gather(tx, scope), key, scope.now)
    for letter in (post, *pages):
        await outbox.put(tx, digest.workspace_id, letter)
    monday = scope.period.first
    await posted_digests.remember(tx, digest.workspace_id, digest.id, monday, key, rows_in(post.message))
