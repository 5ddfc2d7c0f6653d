"""Parts of the product: whatever people call them, spelled one way. Pure rules."""

from collections.abc import Sequence

from bot.values.signals import LONGEST_AREA, MOST_AREAS


def tidied(typed: str) -> str:
    """What somebody typed, as an area: one line, short."""
    return " ".join(typed.split())[:LONGEST_AREA].strip()


def as_before(area: str, known: Sequence[str]) -> str:
    """An area in the spelling in which it is known."""
    return next((each for each in known if each.casefold() == area.casefold()), area)


def offered(typed: str, known: Sequence[str]) -> list[str]:
    """What is offered for what somebody typed: the first of those that have it in them, and itself if it is new."""
    wanted = tidied(typed)
    alike = [each for each in known if wanted.casefold() in each.casefold()][:MOST_AREAS]
    is_new = wanted and all(each.casefold() != wanted.casefold() for each in known)
    return [*alike, wanted] if is_new else alike
