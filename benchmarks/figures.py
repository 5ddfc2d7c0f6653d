"""What was measured, beside the bar it has to clear."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement. `held` is None where there is no bar: it only explains the others."""

    what: str
    measured: str
    bar: str = ""
    held: bool | None = None

    @property
    def verdict(self) -> str:
        """How it went, in a word."""
        return {None: "", True: "held", False: "MISSED"}[self.held]


def percentile(values: Iterable[float], share: float) -> float:
    """The value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def milliseconds(values: Sequence[float]) -> str:
    """Latencies in a few words."""
    shown = (percentile(values, 0.5), percentile(values, 0.99), max(values))
    p50, p99, worst = (f"{value * 1000:.1f}" for value in shown)
    return f"p50 {p50}, p99 {p99}, max {worst} ms"


def table(figures: Sequence[Figure]) -> str:
    """All figures, one a line."""
    rows = [(figure.what, figure.measured, figure.bar, figure.verdict) for figure in figures]
    head = ("what", "measured", "bar", "")
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows]
    ]
    return "\n".join(line.rstrip() for line in lines)
