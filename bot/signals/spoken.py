"""What somebody types after the command: `competitor: Trainlane shows CO2 per trip`. A pure rule."""

from bot.values.signals import SignalKind


def said_by(text: str) -> tuple[SignalKind | None, str]:
    """Who said it, where that stands before a colon, and what was said."""
    first, colon, rest = text.partition(":")
    called = first.strip().casefold().removeprefix("the ")
    kind = next((each for each in SignalKind if called in (each.value, f"{each}s")), None)
    return (kind, rest.strip()) if colon and kind is not None else (None, text.strip())
