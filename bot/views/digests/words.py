"""What Drumbeat says about a digest's schedule."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.values.deliveries import Message
from bot.values.digests import Audience, Digest, DigestState
from bot.views.digests.setup import weekday_name
from bot.views.digests.text import plain
from bot.views.parts import section
from bot.views.words import in_readers_time, on_day

WHOM = {
    Audience.TEAM: "the team",
    Audience.LEADERSHIP: "leadership",
    Audience.PARTNERS: "partners",
}
_TELLS = {
    Audience.TEAM: "what moved, what is in the way and who took part",
    Audience.LEADERSHIP: "what needs somebody and by when, goals that worry their owners, and what changed",
    Audience.PARTNERS: "what waits on others, and what the teams work towards",
}


def called(audience: Audience) -> str:
    """Whom a digest is for, as it is said after its name; a team's own needs no such word."""
    return "" if audience is Audience.TEAM else f" for {WHOM[audience]}"


def preview_note(digest: Digest | None, reader: ZoneInfo, audience: Audience = Audience.TEAM) -> str:
    """When and where the digest of this channel is posted, and that this is another one where it is."""
    if digest is None:
        whom = "" if audience is Audience.TEAM else f" It would read like this for {audience}."
        return f"No digest is posted in this channel: `/digest setup` puts one on a schedule.{whom}"
    if digest.plan.audience is not audience:
        return (
            f"This is how it would read for {WHOM[audience]}. The digest of this channel is written for"
            f" {WHOM[digest.plan.audience]}; `/digest setup` changes that."
        )
    if digest.state is DigestState.PAUSED or digest.next_at is None:
        return "The digest of this channel is paused: `/digest resume` starts it again."
    return f"The next digest{called(audience)} is posted here {due_at(digest, digest.next_at, reader)}."


def build_saved(digest: Digest, reader: ZoneInfo) -> Message:
    """What the person who saved the form is told."""
    if digest.next_at is None:
        return _say(f"Saved. The weekly digest in {_channel(digest)} is paused.")
    which = f"The next weekly digest{called(digest.plan.audience)}"
    return _say(f"Saved. {which} is posted in {_channel(digest)} {due_at(digest, digest.next_at, reader)}.")


def build_introduction(digest: Digest, set_up_by: str) -> Message:
    """What a channel is told before its first digest."""
    when = f"every {weekday_name(digest.plan.weekday)} at {digest.plan.at:%H:%M}"
    audience = digest.plan.audience
    return _say(
        f"From now on I post a weekly digest{called(audience)} here, {when}: {_TELLS[audience]}. "
        f"{plain(set_up_by)} set it up. `/digest` shows you a preview, and nobody is tagged in it."
    )


def build_paused(digest: Digest) -> Message:
    """The digest no longer goes out."""
    return _say(f"The weekly digest in {_channel(digest)} is paused. `/digest resume` starts it again.")


def build_resumed(digest: Digest, due: datetime, reader: ZoneInfo) -> Message:
    """The digest goes out again."""
    return _say(f"The weekly digest is posted in {_channel(digest)} again, {due_at(digest, due, reader)}.")


def build_posted(digest: Digest) -> Message:
    """It is on its way."""
    return _say(f"The digest is on its way to {_channel(digest)}.")


def build_taken(digest: Digest) -> Message:
    """Somebody else looks after the digest now."""
    return _say(f"Thank you. You look after the weekly digest in {_channel(digest)} now.")


def due_at(digest: Digest, instant: datetime, reader: ZoneInfo) -> str:
    """`on Mon 30 Nov at 09:00 (Europe/Berlin time)`; where the reader's clock shows something else, that as well."""
    local = instant.astimezone(ZoneInfo(digest.plan.zone))
    named = f"on {on_day(local.date())} at {local:%H:%M} ({digest.plan.zone.replace('_', ' ')} time)"
    is_theirs = instant.astimezone(reader).utcoffset() == local.utcoffset()
    return named if is_theirs else f"{named}, which is {in_readers_time(instant)} for you"


def _say(text: str) -> Message:
    return Message(text, [section(text)])


def _channel(digest: Digest) -> str:
    return f"<#{digest.plan.channel_id}>"
