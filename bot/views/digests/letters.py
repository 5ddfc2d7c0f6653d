"""A digest, and what is said about it, as letters for the outbox."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.values.deliveries import DeliveryKind, Letter, Message
from bot.values.digests import Digest
from bot.values.people import Member
from bot.views.digests.mend import Problem, build_mend

_POST, _PAGE = "digest:", ":page:"

STALE = timedelta(days=6)
"""A digest that is later than this is overtaken by the next one."""


def key_of(digest_id: int, monday: date) -> str:
    """The key of the post for one digest and week."""
    return f"{_POST}{digest_id}:{monday}"


def read_key(key: str) -> tuple[int, date] | None:
    """Which digest and week a delivery is the post of; None for a page of its thread, and for a change of it."""
    if _PAGE in key or not key.startswith(_POST):
        return None
    _, digest_id, monday, *_ = key.split(":")
    return int(digest_id), date.fromisoformat(monday)


def letters_of(
    digest: Digest, post: Message, pages: Sequence[Message], key: str, now: datetime
) -> Iterator[Letter]:
    """The post, and the pages of its thread, each after the one before it."""
    first = _post(digest, post, key, now)
    yield first
    before = key
    for number, page in enumerate(pages, start=1):
        own = f"{key}{_PAGE}{number:02}"
        yield replace(first, key=own, message=page, channel=None, target=key, after=before)
        before = own


def mend_letter(problem: Problem, to: Member, key: str, now: datetime) -> Letter:
    """Tell somebody that a digest needs them."""
    return Letter(
        key=f"{key}:mend",
        kind=DeliveryKind.NOTICE,
        message=build_mend(problem),
        channel=to.slack_id,
        member_id=to.id,
        due_at=now,
    )


def _post(digest: Digest, message: Message, key: str, now: datetime) -> Letter:
    return Letter(
        key=key,
        kind=DeliveryKind.DIGEST,
        message=message,
        channel=digest.plan.channel_id,
        due_at=now,
        owner_id=digest.owner_id,
        expires_at=now + STALE,
    )
