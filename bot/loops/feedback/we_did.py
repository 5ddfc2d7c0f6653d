"""You said, we did: a team is told what came of what was said, in the words of whoever did it."""

from datetime import datetime

from bot.loops.wording import Wording
from bot.store.engine import Store
from bot.values.feedback import NewNote, Note, NoteOffer
from bot.values.people import Member


async def offer(
    store: Store, member: Member, *, loop_id: int | None = None, round_id: int | None = None
) -> NoteOffer:
    """What the form for a note begins with. Raises NotThere or NotYours."""
    raise NotImplementedError


async def note(store: Store, wording: Wording, member: Member, new: NewNote, now: datetime) -> Note:
    """Tell a team, in its channel. The same note again, about the same thing, is told once. Raises NotThere, NotYours,
    or Unusable beside `said`, `did` or `team`."""
    raise NotImplementedError
