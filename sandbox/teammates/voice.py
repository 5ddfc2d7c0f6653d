"""How one person writes: capitals, stops, emoji, links, the odd word from home."""

import re
from dataclasses import dataclass
from random import Random

from sandbox.teammates.phrases import phrases

_EMOJI = re.compile(r"\s*:[a-z_]+:")


@dataclass(frozen=True)
class Voice:
    """Habits of writing; the rates are per text, from 0 to 1."""

    capitals: bool
    stops: bool
    emoji: bool
    terse: bool
    links: float
    home: float
    home_words: tuple[str, ...]

    def says(self, text: str, dice: Random) -> str:
        """`text` in this voice."""
        if not self.emoji:
            text = _EMOJI.sub("", text)
        if dice.random() < self.links:
            text = f"{text} https://wayfare.example/{_project(dice)}-{dice.randint(310, 2980)}"
        elif self.home_words and dice.random() < self.home:
            text = f"{text}, {dice.choice(self.home_words)}"
        elif self.stops and text[-1:].isalnum():
            text = f"{text}."
        return text[:1].upper() + text[1:] if self.capitals else text


def voice_of(name: str, timezone: str | None, seed: int) -> Voice:
    """The same person always writes in the same voice."""
    dice = Random(f"{seed}/voice/{name}")
    return Voice(
        capitals=dice.random() < 0.55,
        stops=dice.random() < 0.3,
        emoji=dice.random() < 0.6,
        terse=dice.random() < 0.35,
        links=dice.choice((0.0, 0.04, 0.1)),
        home=dice.choice((0.0, 0.04, 0.08)),
        home_words=tuple(phrases("voices", timezone or "")),
    )


def _project(dice: Random) -> str:
    return dice.choice(("PAY", "TRIP", "APP", "GRO", "OPS"))
