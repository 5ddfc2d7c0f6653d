"""What follows when a delivery was sent, never will be, is in doubt, or came too late."""

import logging
from collections.abc import Callable

from bot.jobs.post_digests import digest_failed
from bot.loops.cards import card_never_shows
from bot.rituals import asking
from bot.rituals.reporting import report_never_arrives
from bot.rituals.trouble import round_never_shows
from bot.store import feedback, members, outbox
from bot.store.engine import Transaction
from bot.values.deliveries import Delivery, DeliveryKind, Letter, Sent
from bot.values.ports import Calendar
from bot.views.troubles.doubt import build_doubt
from bot.views.troubles.trouble import build_channel_trouble

log = logging.getLogger(__name__)


class Verdicts:
    """The reactions, told apart by what the delivery was for. `ring`: something follows for the heartbeat."""

    def __init__(self, calendar: Calendar, ring: Callable[[], None]) -> None:
        self._calendar, self._ring = calendar, ring

    async def sent(self, tx: Transaction, delivery: Delivery, _sent: Sent) -> None:
        """Slack has it."""
        is_prompt = delivery.kind == DeliveryKind.PROMPT
        if is_prompt and await asking.prompt_was_sent(tx, delivery, self._calendar.now()):
            self._ring()
        if delivery.kind == DeliveryKind.LOOP_NEWS and delivery.member_id is not None:
            await feedback.news_was_sent(tx, delivery.member_id, delivery.key, self._calendar.now())

    async def never(self, tx: Transaction, delivery: Delivery, reason: str) -> None:
        """Slack will never take it: whoever can mend that is told, and nobody counts as asked."""
        log.warning("Slack will not take delivery %s (%s): %s", delivery.id, delivery.kind, reason)
        now = self._calendar.now()
        match delivery.kind:
            case DeliveryKind.PROMPT:
                await asking.prompt_never_arrives(tx, delivery, now)
                self._ring()
            case DeliveryKind.ROUND:
                await round_never_shows(tx, delivery, reason, build_channel_trouble, now)
            case DeliveryKind.REPORT:
                if await report_never_arrives(tx, delivery, now):
                    self._ring()
            case DeliveryKind.LOOP:
                await card_never_shows(tx, delivery, now)
            case DeliveryKind.DIGEST:
                await digest_failed(tx, delivery, reason, now)

    async def expired(self, tx: Transaction, delivery: Delivery) -> None:
        """It was not sent in time, and will not be: nobody counts as asked."""
        if delivery.kind == DeliveryKind.PROMPT:
            await asking.prompt_comes_too_late(tx, delivery, self._calendar.now())
            self._ring()

    async def doubtful(self, tx: Transaction, delivery: Delivery, _reason: str) -> None:
        """Nobody can tell whether it is there: its owner is asked."""
        if delivery.owner_id is None:
            return
        owner = await members.by_id(tx, delivery.owner_id)
        letter = Letter(
            key=f"doubt:{delivery.key}",
            kind=DeliveryKind.NOTICE,
            message=build_doubt(delivery),
            channel=owner.slack_id,
            member_id=owner.id,
            due_at=self._calendar.now(),
        )
        await outbox.put(tx, delivery.workspace_id, letter)
