"""What guessing brings: how often somebody was right, and whether that is more than chance gives anybody."""

import math
from dataclasses import dataclass, field

ONCE_IN_TEN_THOUSAND = 1e-4


@dataclass
class Score:
    """How often the attacker was right, and each time how likely a guess was to be."""

    hits: int = 0
    chances: list[float] = field(default_factory=list)

    def add(self, is_hit: bool, chance: float) -> None:
        """One guess more."""
        self.hits += is_hit
        self.chances.append(chance)

    @property
    def part(self) -> float:
        """How large a part was right."""
        return self.hits / len(self.chances)

    def is_guessing(self, surely: float = 0.99) -> bool:
        """Whether guessing brings so many hits, neither more nor fewer."""
        # Importing it takes longer than a hundred tests: only who guesses waits for it.
        from scipy.stats import binom

        n = len(self.chances)
        low, high = binom.interval(surely, n, math.fsum(self.chances) / n)
        return bool(low <= self.hits <= high)
