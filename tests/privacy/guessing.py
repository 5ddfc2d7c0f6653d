"""What guessing brings: how often somebody was right, and whether that is more than chance gives anybody."""

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate

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
        n = len(self.chances)
        low, high = _hits_of_guessing(n, math.fsum(self.chances) / n, surely)
        return low <= self.hits <= high


def _hits_of_guessing(n: int, chance: float, surely: float) -> tuple[int, int]:
    """Between how many hits `n` guesses surely bring."""
    # Worked out here: importing who else could do it takes as long as a hundred tests.
    likely = [math.comb(n, hits) * chance**hits * (1 - chance) ** (n - hits) for hits in range(n + 1)]
    so_far = list(accumulate(likely))
    low, high = (bisect_left(so_far, each) for each in ((1 - surely) / 2, (1 + surely) / 2))
    return low, min(high, n)
