"""A delivery is one message we owe Slack; a verdict is what became of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """What people see: `text` is the full equivalent for notifications, search and screen readers.

    `plain` are the same blocks without charts and tables, for workspaces that refuse those; None: it has none.
    """

    text: str
    blocks: Sequence[Block] = ()
    plain: Sequence[Block] | None = None

    def without_pictures(self) -> "Message":
        """The same without charts and tables; itself where it has none."""
        return self if self.plain is None else Message(self.text, self.plain)


class Method(StrEnum):
    """How a delivery reaches Slack: a new message, a change of one that is there, or taking it away. Only the first
    may not be done twice."""

    POST = "post"
    UPDATE = "update"
    DELETE = "delete"


class DeliveryKind(StrEnum):
    """What a delivery is for. Its kind decides what happens when it was sent, or could not be."""

    PROMPT = "prompt"
    REMINDER = "reminder"
    ROUND = "round"
    ANSWER = "answer"
    WRAP_UP = "wrap-up"
    INTRODUCTION = "introduction"
    DIGEST = "digest"
    REPORT = "report"
    REPLY = "reply"
    NOTICE = "notice"
    LOOP = "loop"
    LOOP_NEWS = "loop news"
    GIVER_NEWS = "giver news"
    WE_DID = "we did"


NOT_PLANNED = frozenset({DeliveryKind.LOOP_NEWS, DeliveryKind.GIVER_NEWS, DeliveryKind.NOTICE})
"""What was not planned for a working day of its reader, as what asks, reminds or reports was: it waits for one."""


class DeliveryState(StrEnum):
    """The life of a delivery. From SENDING on it may be on the wire."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    DOUBTFUL = "doubtful"
    FAILED = "failed"
    CANCELLED = "cancelled"


NOT_GONE_YET = (DeliveryState.PENDING, DeliveryState.CLAIMED)
"""It has not left: it may still be taken back, or say something else."""

IN_HAND = (DeliveryState.CLAIMED, DeliveryState.SENDING, DeliveryState.DOUBTFUL)
"""A replica holds it until its lease is over, or nobody knows yet what became of it."""

IS_THERE = (DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.DOUBTFUL)
"""It is there, or may be: it can be changed and answered. The rest was refused or taken back."""

FINISHED = (DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.CANCELLED)
"""Nothing more becomes of it by itself."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A delivery before it is stored. `key` is unique in the workspace: the same letter is owed once.

    `channel` is a C…, G…, D… or U… id; None follows the target. `member_id` says whose clock hour a DM takes
    (None: a channel, or a direct reply to what the person just did). `target` is the key of the delivery this
    one answers in a thread (POST) or changes (UPDATE); `thread_ts` a message of somebody else's that a POST answers;
    `after` the key of the one before it, which leaves first.
    `due_at` and `expires_at` are calendar time; `min_gap` is real seconds since this same key was last sent.
    `owner_id` is asked when Slack leaves us in doubt.
    """

    key: str
    kind: DeliveryKind
    message: Message
    channel: str | None
    due_at: datetime
    method: Method = Method.POST
    member_id: int | None = None
    target: str | None = None
    thread_ts: str | None = None
    after: str | None = None
    expires_at: datetime | None = None
    response_url: str | None = None
    owner_id: int | None = None
    urgent: bool = False
    min_gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """A claimed delivery on its way out. `thread_ts` and `ts` come from its target, where it has one."""

    id: str
    workspace_id: int
    key: str
    kind: DeliveryKind
    method: Method
    channel: str
    message: Message
    revision: int
    attempts: int
    member_id: int | None = None
    owner_id: int | None = None
    thread_ts: str | None = None
    ts: str | None = None
    response_url: str | None = None
    fenced_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Slack took it; `channel` is where it really is (D… for a DM posted to U…)."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Later:
    """Slack definitely did not take it and said when to try again, in seconds.

    `throttled` tells a rate limit from other passing trouble.
    """

    seconds: float
    reason: str
    throttled: bool = False


@dataclass(frozen=True, slots=True)
class Never:
    """Slack definitely did not take it and never will; `reason` is Slack's error name."""

    reason: str


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Nobody knows whether Slack took it: it must be read back before anything is sent again."""

    reason: str


@dataclass(frozen=True, slots=True)
class NoPictures:
    """Slack definitely did not take it with its charts and tables, which the message can do without."""

    reason: str


Verdict = Sent | Later | Never | Doubtful | NoPictures


@dataclass(frozen=True, slots=True)
class Found:
    """A message of ours, read back from a conversation."""

    channel: str
    ts: str
    delivery_id: str
