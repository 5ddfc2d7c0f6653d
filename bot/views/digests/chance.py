"""How many of the numbers that were compared look like a change by chance alone (`python -m benchmarks change`)."""

from bot.views.words import plural


def by_chance(judged: int) -> str:
    """What a reader of changes should know of them."""
    compared = plural(judged, "number was", "numbers were")
    return f"{compared} compared with earlier weeks. By chance alone 2 or 3 in 100 look like a change in any week."
