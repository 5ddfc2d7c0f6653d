"""A small workspace with people in it, and letters to owe them."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from bot.store import claiming, members, outbox, workspaces
from bot.store.claiming import Claimed
from bot.store.engine import Store, Transaction
from bot.store.tables import delivery
from bot.values.deliveries import Delivery, DeliveryKind, DeliveryState, Letter, Message, Method
from bot.values.people import Profile

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ZONE = "Europe/Berlin"
SECOND = 1_000_000.0
"""A machine second that is as good as any."""


@dataclass(slots=True)
class Calendar:
    """Calendar time that stands where it is put."""

    instant: datetime = NOON

    def now(self) -> datetime:
        """The present instant."""
        return self.instant


@dataclass(frozen=True, slots=True)
class PostOffice:
    """A store that knows one workspace, with the ids of its people by Slack id."""

    store: Store
    workspace_id: int
    people: dict[str, int]

    def letter(self, key: str, *, to: str = "C1", **fields: Any) -> Letter:
        """A letter: to a person it is a DM that takes their hour, to a channel it is a post."""
        plain = Letter(
            key=key,
            kind=DeliveryKind.PROMPT,
            message=Message(text=key),
            channel=to,
            due_at=NOON,
            member_id=self.people.get(to),
        )
        return replace(plain, **fields)

    def update(self, key: str, *, of: str, **fields: Any) -> Letter:
        """A letter that changes the message of another one."""
        return self.letter(key, target=of, method=Method.UPDATE, **{"channel": None, **fields})

    def reply(self, key: str, *, to: str, **fields: Any) -> Letter:
        """A letter in the thread of another one."""
        return self.letter(key, target=to, **{"channel": None, **fields})

    async def owe(self, *letters: Letter) -> None:
        """Put letters into the outbox, each in its own transaction."""
        for letter in letters:
            async with self.store.transaction() as tx:
                await outbox.put(tx, self.workspace_id, letter)

    async def claim(
        self, owner: str = "one", *, now: datetime = NOON, second: float = SECOND, limit: int = 64
    ) -> list[Claimed]:
        """Take what could leave."""
        async with self.store.transaction() as tx:
            found = await waiting(tx, now=now, second=second, limit=limit)
            held = await claiming.hold(tx, found)
            mine = [each for each in found if each in held]
            return await claiming.take(tx, mine, owner=owner, until=second + 15)

    async def fence(self, item: Claimed, owner: str = "one", *, second: float = SECOND) -> Delivery | None:
        """Commit that it may be on the wire; the delivery as its sender has it from then on."""
        async with self.store.transaction() as tx:
            fenced = await claiming.fence(
                tx, item.delivery.id, owner=owner, until=second + 15, calendar_now=NOON
            )
        if fenced is None:
            return None
        attempts = item.delivery.attempts + 1
        return replace(
            item.delivery, message=fenced.message, revision=fenced.revision, attempts=attempts, fenced_at=NOON
        )

    async def on_the_wire(self, letter: Letter, owner: str = "one") -> Delivery:
        """Owe one letter and bring it past the fence."""
        await self.owe(letter)
        claimed = {item.delivery.key: item for item in await self.claim(owner)}
        fenced = await self.fence(claimed[letter.key], owner)
        assert fenced is not None
        return fenced

    async def row(self, key: str) -> Any:
        """Everything the outbox knows of a letter."""
        async with self.store.transaction() as tx:
            return (await tx.execute(delivery.select().where(delivery.c.key == key))).one()

    async def state(self, key: str) -> DeliveryState:
        """Where a letter stands."""
        return DeliveryState((await self.row(key)).state)


async def waiting(
    tx: Transaction, *, now: datetime = NOON, second: float = SECOND, limit: int = 64
) -> list[str]:
    """The ids of what could leave, in order."""
    found = await claiming.candidates(tx, calendar_now=now, machine_now=second, horizon=0.25, limit=limit)
    return [candidate.id for candidate in found]


async def open_post_office(store: Store, *people: str) -> PostOffice:
    """A workspace with these people, by Slack id."""
    async with store.transaction() as tx:
        here = await workspaces.save(
            tx, slack_id="T1", name="Home", bot_user_id="UBOT", bot_id="BBOT", now=NOON
        )
        profiles = [Profile(person, person.title(), ZONE, True, False, False) for person in people]
        await members.save(tx, here.id, profiles)
        known = await members.by_slack_ids(tx, here.id, people)
    return PostOffice(store, here.id, {member.slack_id: member.id for member in known})
