"""The words rituals are put into. They come from outside, so that asking knows nothing of Block Kit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.values.deliveries import Message
from bot.values.rituals import Asked, Board, Introduction, Said, WrapUp


@dataclass(frozen=True, slots=True)
class Wording:
    """A message for each thing a ritual has to say."""

    prompt: Callable[[Sequence[Asked]], Message]
    reminder: Callable[[Asked], Message]
    board: Callable[[Board], Message]
    said: Callable[[Said], Message]
    wrap_up: Callable[[WrapUp], Message]
    introduction: Callable[[Introduction], Message]
