"""Tests that need something this machine does not have: told at the end of the run, refused where CI=true."""

import os
from collections import Counter
from typing import Any, NoReturn

import pytest

MARK = "not run: "


def not_run(reason: str) -> NoReturn:
    """Leave this test out because `reason`; with CI=true that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(MARK + reason, pytrace=False)
    pytest.skip(MARK + reason)


def summary(reports: list[Any]) -> list[str]:
    """One line for each reason for which tests were left out."""
    reasons = Counter(reason for report in reports if (reason := _reason(report)))
    return [f"{MARK}{count} tests, because {reason}" for reason, count in reasons.items()]


def _reason(report: Any) -> str | None:
    return str(report.longrepr[2]).partition(MARK)[2] if isinstance(report.longrepr, tuple) else None
