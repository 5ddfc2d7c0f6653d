"""A digest, and what is said about it, as letters for the outbox."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from bot.values.deliveries import DeliveryKind, Letter, Message
from bot.values.digests import Digest
from bot.values.facts import DigestFacts
from bot.values.people import Member
from bot.views.digests.digest import build_details, build_digest
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


def digest_letters(digest: Digest, facts: DigestFacts, key: str, now: datetime) -> Iterator[Letter]:
    """The post, and the pages of its thread."""
    return letters_of(digest, build_digest(facts), build_details(facts), key, now)


def letters_of(
    digest: Digest, post: Message, pages: Sequence[Message], key: str, now: datetime
) -> Iterator[Letter]:
    """The same of messages that are built already."""
    yield _post(digest, key, post, now)
    before = key
    for number, page in enumerate(pages, start=1):
        yield _post(digest, f"{key}{_PAGE}{number:02}", page, now, target=key, after=before)
        before = f"{key}{_PAGE}{number:02}"


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


def _post(
    digest: Digest,
    key: str,
    message: Message,
    now: datetime,
    *,
    target: str | None = None,
    after: str | None = None,
) -> Letter:
    return Letter(
        key=key,
        kind=DeliveryKind.DIGEST,
        message=message,
        channel=None if target else digest.plan.channel_id,
        due_at=now,
        target=target,
        after=after,
        owner_id=digest.owner_id,
        expires_at=now + STALE,
    )
