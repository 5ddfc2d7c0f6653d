"""What a lead sees of the rituals they look after."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.values.rituals import Count, Ritual, Round


@dataclass(frozen=True, slots=True)
class LedRitual:
    """A ritual somebody may change, with its teams and how its newest round stands over all of them."""

    ritual: Ritual
    team_names: Sequence[str]
    newest: Round | None = None
    count: Count | None = None
