"""What is wrong with the settings, said so that a person can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: `variable` (or a place in a file), what is wrong with it, and what to do."""

    variable: str
    wrong: str
    todo: str

    def __str__(self) -> str:
        return f"{self.variable} {self.wrong}. {self.todo}"


class SettingsError(Exception):
    """Everything that is wrong with the settings, at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = list(problems)


class Wrong(Exception):
    """One value cannot be used. Neither sentence ever quotes a secret."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo
