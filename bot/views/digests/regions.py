"""How many people answered in each part of the world, in a line."""

from collections.abc import Iterator, Sequence

from bot.values.facts import RegionTurnout
from bot.views.digests.text import plain, share


def in_short(regions: Sequence[RegionTurnout], first: str = "Answered") -> Iterator[str]:
    """`Answered: Europe and Africa 18 of 20 · Asia and Pacific 12 of 16`; nothing where none are told apart."""
    if regions:
        yield f"{first}: {' · '.join(map(_region, regions))}"


def _region(each: RegionTurnout) -> str:
    return f"{plain(each.region)} {share(each.people_answered, each.people)}"
