"""The letters rituals write, and the keys that make each of them owed once."""

from dataclasses import replace
from datetime import datetime

from bot.store.changing import change_of, changed_by
from bot.store.standings import Standing
from bot.values.deliveries import DeliveryKind, Letter, Message
from bot.values.people import Member

_TO_BE_FILLED_IN = Message("")
"""Pages are laid over the first letter of a reply by `paging`."""


def round_of(key: str) -> int:
    """The round a parent message, a report, or a change of one belongs to."""
    return int(changed_by(key).split(":")[1])


def board_key(round_id: int, team_id: int) -> str:
    """The parent message of a round in a team's channel."""
    return f"round:{round_id}:{team_id}"


def prompt_key(standing: Standing) -> str:
    """The DM that asks, named after the first prompt it carries.

    A prompt that will be deleted does not give its name, since another one may get its id.
    """
    if standing.round.is_anonymous:
        return f"prompt:{standing.round.id}:{standing.member.id}"
    return f"prompt:{standing.prompt.id}"


def reminder_key(prompt_id: int) -> str:
    """The one reminder of a prompt."""
    return f"reminder:{prompt_id}"


def said_key(prompt_id: int) -> str:
    """A person's answer in the team's thread."""
    return f"said:{prompt_id}"


def gathered_key(board: str, number: int) -> str:
    """What was answered to one question, in the team's thread."""
    return f"question:{board}:{number}"


def wrap_up_key(board: str) -> str:
    """How the round ended, in its thread."""
    return f"wrap-up:{board}"


def outcome_key(board: str) -> str:
    """What follows from the round, in its thread."""
    return f"outcome:{board}"


def report_key(round_id: int, reader_id: int) -> str:
    """The direct message with everything a round brought in the teams of one reader."""
    return f"report:{round_id}:{reader_id}"


def page_key(key: str, number: int) -> str:
    """A page of a reply; the first has the reply's own key. `/`, since keys of other letters end in numbers too."""
    return key if number == 1 else f"{key}/{number}"


def prompt(standing: Standing, message: Message, *, now: datetime, expires_at: datetime) -> Letter:
    """The DM that asks."""
    return Letter(
        key=prompt_key(standing),
        kind=DeliveryKind.PROMPT,
        message=message,
        channel=standing.member.slack_id,
        member_id=standing.member.id,
        due_at=now,
        expires_at=expires_at,
    )


def prompt_state(standing: Standing, dm_key: str, message: Message, *, now: datetime) -> Letter:
    """The DM as it looks after the person did something with it."""
    letter = change_of(dm_key, DeliveryKind.PROMPT, message, now)
    return replace(letter, response_url=standing.response_url, urgent=True)


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


def said(prompt_id: int, *, board: str, owner_id: int, now: datetime) -> Letter:
    """The first page of one person's answers in the team's thread; `paging` fills in what it says."""
    return _reply(said_key(prompt_id), DeliveryKind.ANSWER, board, owner_id, now)


def gathered(number: int, *, board: str, owner_id: int, now: datetime, after: str | None) -> Letter:
    """The first page of what was answered to a round's question with this number."""
    return _reply(gathered_key(board, number), DeliveryKind.ANSWER, board, owner_id, now, after)


def wrap_up(*, board: str, owner_id: int, now: datetime, after: str | None) -> Letter:
    """The first page of how a round ended, in its thread."""
    return _reply(wrap_up_key(board), DeliveryKind.WRAP_UP, board, owner_id, now, after)


def outcome(*, board: str, owner_id: int, now: datetime) -> Letter:
    """The first page of what follows from a round, in its thread."""
    return _reply(outcome_key(board), DeliveryKind.WRAP_UP, board, owner_id, now)


def report(key: str, reader: Member, *, due_at: datetime) -> Letter:
    """The direct message with everything a round brought, to the one person it goes to."""
    return Letter(
        key=key,
        kind=DeliveryKind.REPORT,
        message=_TO_BE_FILLED_IN,
        channel=reader.slack_id,
        member_id=reader.id,
        due_at=due_at,
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


def _reply(
    key: str, kind: DeliveryKind, board: str, owner_id: int, now: datetime, after: str | None = None
) -> Letter:
    return Letter(
        key=key,
        kind=kind,
        message=_TO_BE_FILLED_IN,
        channel=None,
        target=board,
        after=after,
        owner_id=owner_id,
        due_at=now,
    )
