"""The words rituals are put into. They come from outside, so that asking knows nothing of Block Kit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.values.deliveries import Message
from bot.values.results import Findings, Gathered, Report, Said, WrapUp
from bot.values.rituals import Introduction, Ritual
from bot.values.rounds import Asked, Board, Round


@dataclass(frozen=True, slots=True)
class Wording:
    """A message, or its pages, for each thing a ritual has to say; a page no longer needed becomes `blank`."""

    prompt: Callable[[Sequence[Asked]], Message]
    reminder: Callable[[Asked], Message]
    board: Callable[[Board], Message]
    said: Callable[[Said], Sequence[Message]]
    gathered: Callable[[Gathered], Sequence[Message]]
    wrap_up: Callable[[WrapUp], Sequence[Message]]
    report: Callable[[Report], Sequence[Message]]
    findings: Callable[[Findings], Sequence[Message]]
    blank: Callable[[], Message]
    introduction: Callable[[Introduction], Message]
    not_opened: Callable[[Ritual, str], Message]
    key_lost: Callable[[Round], Message]
