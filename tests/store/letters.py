"""Rows of the outbox as they stand once Slack has taken them."""

from datetime import datetime
from typing import Any

from bot.values.deliveries import DeliveryKind, DeliveryState, Method


def asking_dm(workspace_id: int, key: str, *, due_at: datetime, sent_at: datetime | None) -> dict[str, Any]:
    """The DM that asked somebody; without `sent_at` nobody knows when it left."""
    return {
        "id": key,
        "workspace_id": workspace_id,
        "key": key,
        "kind": DeliveryKind.PROMPT,
        "method": Method.POST,
        "state": DeliveryState.SENT,
        "body": {},
        "revision": 1,
        "urgent": False,
        "min_gap": 0,
        "due_at": due_at,
        "sent_at": sent_at,
        "not_before": 0,
        "attempts": 1,
    }
