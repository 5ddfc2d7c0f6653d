"""Tests talk to this machine only."""

import socket
import sys
from ipaddress import ip_address
from typing import Any


class NetworkForbidden(RuntimeError):
    """A test tried to reach another machine."""


def forbid_the_network() -> None:
    """Refuse, for the rest of this process, every connection and every name beyond this machine."""
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto"):
        connection, address = args
        if connection.family in (socket.AF_INET, socket.AF_INET6):
            _check(address[0])
    elif event == "socket.getaddrinfo":
        _check(args[0])


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
