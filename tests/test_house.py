"""What the tests themselves promise: they stay on this machine, and say what they could not run."""

import socket
from types import SimpleNamespace

import pytest

from tests.loopback import NetworkForbidden
from tests.not_run import not_run, summary


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "slack.com"])
def test_no_test_reaches_another_machine(host: str) -> None:
    with pytest.raises(NetworkForbidden, match=host):
        socket.create_connection((host, 443), timeout=1)


@pytest.mark.parametrize("way", ["connect", "connect_ex"])
def test_no_socket_of_a_test_reaches_another_machine(way: str) -> None:
    with socket.socket() as own, pytest.raises(NetworkForbidden, match=r"192\.0\.2\.1"):
        getattr(own, way)(("192.0.2.1", 443))


def test_no_datagram_of_a_test_leaves_this_machine() -> None:
    with (
        socket.socket(type=socket.SOCK_DGRAM) as own,
        pytest.raises(NetworkForbidden, match=r"192\.0\.2\.1"),
    ):
        own.sendto(b"hello", ("192.0.2.1", 53))


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_what_could_not_run_is_left_out_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="not run: there is no moon"):
        not_run("there is no moon")


def test_what_could_not_run_is_a_failure_where_everything_must(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="not run: there is no moon"):
        not_run("there is no moon")


def test_the_end_of_the_run_names_each_reason_once() -> None:
    skipped = [SimpleNamespace(longrepr=("f.py", 1, "Skipped: not run: there is no moon"))] * 2
    skipped.append(SimpleNamespace(longrepr=("f.py", 1, "Skipped: for another reason")))
    assert summary(skipped) == ["not run: 2 tests, because there is no moon"]
