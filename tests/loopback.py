"""Tests talk to this machine only."""

import socket
from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any


class NetworkForbidden(RuntimeError):
    """A test tried to reach another machine."""


def forbid_the_network() -> None:
    """Refuse, for the rest of this process, every connection and every name beyond this machine."""
    # Where Python meets the network, and not by an audit hook: that would be called for a thousand other things.
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _checked(getattr(socket.socket, name)))
    socket.getaddrinfo = _looked_up


def _checked(reach: Callable[..., Any]) -> Callable[..., Any]:
    """The same method, for addresses of this machine; the address comes last."""

    @wraps(reach)
    def reach_this_machine(connection: socket.socket, *arguments: Any) -> Any:
        if connection.family in (socket.AF_INET, socket.AF_INET6):
            _check(arguments[-1][0])
        return reach(connection, *arguments)

    return reach_this_machine


_look_up = socket.getaddrinfo


@wraps(_look_up)
def _looked_up(host: str | bytes | None, *arguments: Any, **options: Any) -> Any:
    _check(host)
    return _look_up(host, *arguments, **options)


def _check(host: str | bytes | None) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name and name != "localhost" and not _is_loopback(name):
        raise NetworkForbidden(f"Tests stay on this machine, but something wanted {name}.")


def _is_loopback(name: str) -> bool:
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
