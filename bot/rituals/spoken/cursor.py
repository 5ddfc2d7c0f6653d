"""A place in a sentence: what stands here and ahead, and taking it."""

from bot.rituals.spoken.phrases import AMBIGUOUS


class Unclear(Exception):
    """What could not be read, as a short sentence."""


class Cursor:
    """Words with a place among them."""

    def __init__(self, words: list[str]) -> None:
        self._words, self._at = words, 0

    @property
    def _here(self) -> str:
        return self._ahead(0)

    def _ahead(self, count: int) -> str:
        place = self._at + count
        return self._words[place] if place < len(self._words) else ""

    def _take(self, *wanted: str) -> bool:
        if self._here and self._here in wanted:
            self._at += 1
            return True
        return False

    def _take_all(self, *wanted: str) -> bool:
        if self._words[self._at : self._at + len(wanted)] == list(wanted):
            self._at += len(wanted)
            return True
        return False

    def _need(self, *wanted: str) -> None:
        if not self._take(*wanted):
            raise self._lost(f"Here I expect “{wanted[0]}”.")

    def _lost(self, hint: str = "") -> Unclear:
        if not self._here:
            return Unclear(f"The end is missing. {hint}".strip())
        shown = self._here if len(self._here) <= 30 else self._here[:29] + "…"
        hint = AMBIGUOUS.get(self._here, hint)
        return Unclear(f"I can't read “{shown}” there. {hint}".strip())
