"""Everything here is about what goes wrong, and takes a little longer."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent

WAITING = {"test_frozen.py", "test_poll.py", "test_storm.py"}
"""What mostly waits for leases to run out: one after the other beside what computes, instead of all at once."""


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    """Both ways Slack can reach us."""
    return str(request.param)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what lives here, and be patient: on a busy machine a process takes its time to start."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.reliability)
            item.add_marker(pytest.mark.timeout(300))
        if HERE in item.path.parents and item.path.name in WAITING:
            item.add_marker(pytest.mark.xdist_group("waiting"))
