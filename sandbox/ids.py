"""Identifiers that look like Slack's and stay opaque."""

import base64
import hashlib
import secrets


def stable_id(prefix: str, name: str) -> str:
    """The same name gives the same id in every run: an app's database survives a restart of the sandbox."""
    digest = hashlib.sha256(f"{prefix}/{name}".encode()).digest()
    return f"{prefix}0{base64.b32encode(digest).decode()[:9]}"


def fresh_id(prefix: str) -> str:
    return f"{prefix}0{base64.b32encode(secrets.token_bytes(8)).decode()[:9]}"
