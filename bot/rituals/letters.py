"""The letters rituals write, and the keys that make each of them owed once."""

from datetime import datetime

from bot.store.standings import Standing
from bot.values.deliveries import DeliveryKind, Letter, Message, Method

BOARD_GAP = 15.0
"""Seconds between two updates of a round's parent message: chat.update is 50 a minute per workspace."""


def board_key(round_id: int, team_id: int) -> str:
    """The parent message of a round in a team's channel."""
    return f"round:{round_id}:{team_id}"


def prompt_key(prompt_id: int) -> str:
    """The DM that asks, named after the first prompt it carries."""
    return f"prompt:{prompt_id}"


def reminder_key(prompt_id: int) -> str:
    """The one reminder of a prompt."""
    return f"reminder:{prompt_id}"


def said_key(prompt_id: int) -> str:
    """A person's answer in the team's thread."""
    return f"said:{prompt_id}"


def prompt(standing: Standing, message: Message, *, now: datetime, expires_at: datetime) -> Letter:
    """The DM that asks."""
    return Letter(
        key=prompt_key(standing.prompt.id),
        kind=DeliveryKind.PROMPT,
        message=message,
        channel=standing.member.slack_id,
        member_id=standing.member.id,
        due_at=now,
        expires_at=expires_at,
    )


def prompt_state(standing: Standing, dm_key: str, message: Message, *, now: datetime) -> Letter:
    """The DM as it looks after the person did something with it."""
    return Letter(
        key=f"state:{dm_key}",
        kind=DeliveryKind.PROMPT,
        message=message,
        channel=None,
        method=Method.UPDATE,
        target=dm_key,
        due_at=now,
        response_url=standing.response_url,
        urgent=True,
    )


def reminder(standing: Standing, message: Message, *, now: datetime) -> Letter:
    """The one reminder, in the thread of the DM that asked."""
    return Letter(
        key=reminder_key(standing.prompt.id),
        kind=DeliveryKind.REMINDER,
        message=message,
        channel=None,
        target=standing.delivery_key,
        member_id=standing.member.id,
        due_at=now,
        expires_at=standing.prompt.closes_at,
    )


def board(key: str, channel_id: str, message: Message, *, owner_id: int, now: datetime) -> Letter:
    """A round's parent message."""
    return Letter(
        key=key,
        kind=DeliveryKind.ROUND,
        message=message,
        channel=channel_id,
        owner_id=owner_id,
        due_at=now,
    )


def board_state(key: str, message: Message, *, now: datetime, gap: float) -> Letter:
    """A round's parent message with newer counts."""
    return Letter(
        key=f"state:{key}",
        kind=DeliveryKind.ROUND,
        message=message,
        channel=None,
        method=Method.UPDATE,
        target=key,
        due_at=now,
        min_gap=gap,
    )


def said(standing: Standing, message: Message, *, board: str, now: datetime) -> Letter:
    """A person's answer in the team's thread."""
    return Letter(
        key=said_key(standing.prompt.id),
        kind=DeliveryKind.ANSWER,
        message=message,
        channel=None,
        target=board,
        owner_id=standing.owner_id,
        due_at=now,
    )


def said_anew(standing: Standing, message: Message, *, now: datetime) -> Letter:
    """A person's answer, edited."""
    key = said_key(standing.prompt.id)
    return Letter(
        key=f"state:{key}",
        kind=DeliveryKind.ANSWER,
        message=message,
        channel=None,
        method=Method.UPDATE,
        target=key,
        due_at=now,
    )


def wrap_up(key: str, message: Message, *, owner_id: int, now: datetime) -> Letter:
    """How the round ended, in its thread."""
    return Letter(
        key=f"wrap-up:{key}",
        kind=DeliveryKind.WRAP_UP,
        message=message,
        channel=None,
        target=key,
        owner_id=owner_id,
        due_at=now,
    )


def introduction(
    ritual_id: int, team_id: int, channel_id: str, message: Message, *, owner_id: int, now: datetime
) -> Letter:
    """What a team is told about a ritual that is new to it."""
    return Letter(
        key=f"introduction:{ritual_id}:{team_id}",
        kind=DeliveryKind.INTRODUCTION,
        message=message,
        channel=channel_id,
        owner_id=owner_id,
        due_at=now,
    )
