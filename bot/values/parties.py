"""Whom somebody may mean while they type whom they wait on."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.values.people import Member, Team


@dataclass(frozen=True, slots=True)
class Parties:
    """Whom somebody may mean with what they typed; `outside`: somebody who is none of these, by that name.
    `leadership`: the workspace's admins, whom feedback can be for."""

    teams: Sequence[Team] = ()
    people: Sequence[Member] = ()
    outside: str | None = None
    leadership: bool = False
