"""What whoever looks after a digest is told when it cannot be posted, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from slack_sdk.models.blocks import ButtonElement

from bot.values.deliveries import Message
from bot.values.digests import Digest, Week
from bot.views.digests.text import plain
from bot.views.parts import button, buttons, section
from bot.views.words import on_day

MOVE_ACTION = "digest_move"
POST_ACTION = "digest_post"
PAUSE_ACTION = "digest_pause"
TAKE_ACTION = "digest_take"


class Trouble(StrEnum):
    """Why a digest needs somebody."""

    CHANNEL_GONE = "gone"
    CHANNEL_ARCHIVED = "archived"
    NOT_IN_CHANNEL = "not in it"
    MAY_NOT_POST = "may not post"
    OWNER_LEFT = "owner left"
    REFUSED = "refused"


_BY_REASON = {
    "channel_not_found": Trouble.CHANNEL_GONE,
    "is_archived": Trouble.CHANNEL_ARCHIVED,
    "not_in_channel": Trouble.NOT_IN_CHANNEL,
    "restricted_action": Trouble.MAY_NOT_POST,
    "restricted_action_read_only_channel": Trouble.MAY_NOT_POST,
}


_WHY = {
    Trouble.CHANNEL_GONE: (
        ": its channel {channel} no longer exists, or it is private and I was removed from it. Invite me there again"
        " (`/invite @Drumbeat`) or choose another."
    ),
    Trouble.CHANNEL_ARCHIVED: ": its channel {channel} is archived. Choose another, or pause the digest.",
    Trouble.NOT_IN_CHANNEL: (
        ": I was removed from {channel}. Invite me again (`/invite @Drumbeat`) or choose another channel."
    ),
    Trouble.MAY_NOT_POST: (
        ": {channel} does not let me post. Ask an admin of the channel to allow it, or choose another."
    ),
    Trouble.REFUSED: " in {channel}: Slack says `{reason}`. Try again, or choose another channel.",
}
_OWNER_LEFT = (
    "{owner}, who set up the weekly digest in {channel}, is no longer active in this workspace. It was posted as"
    " usual, but somebody should look after it."
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with which digest; `reason` is Slack's own error name, `owner` who owned it."""

    digest: Digest
    trouble: Trouble
    week: Week
    reason: str = ""
    owner: str = ""


def trouble_of(reason: str) -> Trouble:
    """What Slack's error name means for a digest."""
    return _BY_REASON.get(reason, Trouble.REFUSED)


def build_mend(problem: Problem) -> Message:
    """What happened, what it means, and the buttons that mend it."""
    text = f"{_what(problem)} {_meanwhile(problem)}"
    return Message(text, [section(text), buttons("digest_mend", *_offers(problem))])


def build_post_again(digest: Digest, week: Week) -> Message:
    """The digest of a week was posted before: shall it be posted again?"""
    text = f"The digest for week {week.number} is in {_channel(digest)} already. Post it once more?"
    again = button("Post again", POST_ACTION, str(digest.id))
    return Message(text, [section(text), buttons("digest_again", again)])


def _offers(problem: Problem) -> list[ButtonElement]:
    """What mends it, likeliest first."""
    value, move = str(problem.digest.id), "Choose another channel"
    pause = button("Pause the digest", PAUSE_ACTION, value)
    if problem.trouble is Trouble.OWNER_LEFT:
        take = button("Look after it", TAKE_ACTION, value, style="primary")
        return [take, button(move, MOVE_ACTION, value), pause]
    again = button("Try again now", POST_ACTION, value)
    return [button(move, MOVE_ACTION, value, style="primary"), again, pause]


def _what(problem: Problem) -> str:
    """What happened, and what to do about it."""
    channel = _channel(problem.digest)
    if problem.trouble is Trouble.OWNER_LEFT:
        return _OWNER_LEFT.format(owner=plain(problem.owner), channel=channel)
    failed = f"I could not post the weekly digest for week {problem.week.number}"
    return f"{failed}{_WHY[problem.trouble].format(channel=channel, reason=plain(problem.reason))}"


def _meanwhile(problem: Problem) -> str:
    due, zone = problem.digest.next_at, ZoneInfo(problem.digest.plan.zone)
    return (
        f"The next one is due on {on_day(due.astimezone(zone).date())}." if due else "It is paused for now."
    )


def _channel(digest: Digest) -> str:
    return f"<#{digest.plan.channel_id}>"
