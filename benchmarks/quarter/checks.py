"""Every promise that is checked, in the order in which it is told."""

from collections.abc import Sequence

from benchmarks.quarter import checks_of_asking as asking
from benchmarks.quarter import checks_of_rest as rest
from benchmarks.quarter.comparison import Check, Comparison

SHOWN = 12
"""Violations of one promise that are printed."""

CHECKS = (
    asking.asked_once,
    asking.in_time,
    asking.nobody_else,
    rest.one_an_hour,
    rest.never_quiet,
    rest.never_disturbing,
    rest.never_on_days_off,
    rest.one_reminder,
    rest.reminded_if_silent,
    asking.excused_not_missing,
    asking.boards,
    asking.for_the_lead,
    asking.all_left,
)


def run_checks(here: Comparison) -> list[Check]:
    """All of them."""
    return [check(here) for check in CHECKS]


def table(checks: Sequence[Check]) -> str:
    """Every promise, how often it was looked at and how often it was broken, and the first of what broke it."""
    wide = max(len(check.promise) for check in checks) + 2
    lines = [f"{'promise':<{wide}}{'looked at':>10}{'broken':>8}"]
    for check in checks:
        lines.append(f"{check.promise:<{wide}}{check.looked_at:>10,}{len(check.broken):>8,}")
        lines += [f"    ✗ {broken}" for broken in check.broken[:SHOWN]]
        if len(check.broken) > SHOWN:
            lines.append(f"    … and {len(check.broken) - SHOWN:,} more")
    return "\n".join(lines)
