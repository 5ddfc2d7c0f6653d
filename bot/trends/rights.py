"""Who may change a digest, and which one a person means."""

from collections.abc import Collection

from bot.store import digests, members
from bot.store.engine import Store, Transaction
from bot.trends.sight import ChannelReaders
from bot.values.digests import Digest
from bot.values.errors import NotThere, NotYours, Unusable
from bot.values.people import Member, Role
from bot.values.ports import Slack

Reads = Collection[str]
"""Channels whose words somebody can read."""

_NONE = "There is no weekly digest yet. `/digest setup` puts one on a schedule."


async def read_by(store: Store, slack: Slack, channels: ChannelReaders, member: Member) -> Reads:
    """Which of the channels of digests that are no team's this lead can read: a private one is for its members. For
    others it makes no difference, and is not looked up. May ask Slack, so call it outside any transaction."""
    if member.role is not Role.LEAD:
        return frozenset()
    async with store.reading() as tx:
        places = await digests.elsewhere(tx, member.workspace_id)
    return frozenset([each for each in sorted(places) if await channels.can_read(slack, member, each)])


async def may_change(tx: Transaction, digest: Digest, member: Member, reads: Reads) -> bool:
    """Its owner, whoever leads the team of its channel, and admins; other leads as well, but not where the channel is
    private and none of theirs: what it is called, and what is said there, is not for them. `reads`: see `read_by`."""
    if member.id == digest.owner_id or member.role is Role.ADMIN:
        return True
    here = digest.workspace_id, digest.plan.channel_id
    if member.id in await digests.leads_of(tx, *here):
        return True
    if member.role is not Role.LEAD:
        return False
    is_private = await digests.has_private_team(tx, *here)
    return digest.plan.channel_id in reads if is_private is None else not is_private


async def check_may_change(tx: Transaction, digest: Digest, member: Member, reads: Reads) -> None:
    """Raise NotYours, saying who can, unless this member may change this digest."""
    if not await may_change(tx, digest, member, reads):
        owner = await members.by_id(tx, digest.owner_id)
        raise NotYours(
            f"This digest was set up by {owner.name}. They, the team's lead or an admin can change or post it."
        )


def check_may_create(member: Member) -> None:
    """Raise NotYours for those who only read."""
    if member.role is Role.OBSERVER:
        raise NotYours("You follow along as an observer. A member or lead of a team can set up a digest.")


async def changeable(tx: Transaction, digest_id: int, member: Member, reads: Reads) -> Digest:
    """This digest, if this member may change it; raises NotThere or NotYours."""
    digest = await digests.find(tx, member.workspace_id, digest_id)
    if digest is None:
        raise NotThere("This digest no longer exists.")
    await check_may_change(tx, digest, member, reads)
    return digest


async def meant(tx: Transaction, member: Member, channel_id: str, reads: Reads) -> Digest:
    """The digest somebody means in this channel: the one posted here, else the only one they may change."""
    here = await digests.in_channel(tx, member.workspace_id, channel_id)
    if here is not None:
        await check_may_change(tx, here, member, reads)
        return here
    every = await digests.of_workspace(tx, member.workspace_id)
    own = [digest for digest in every if await may_change(tx, digest, member, reads)]
    if len(own) == 1:
        return own[0]
    if not own:
        raise NotThere(_NONE)
    raise Unusable(f"You look after {len(own)} digests: say this in the channel of the one you mean.")
