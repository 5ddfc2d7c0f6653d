"""Boxes: what only whoever has a key can open, and slots: whose a box is, for whoever has the key alone.

The scheme of `trends-and-privacy.md` §4.3. Keys are kept by a `Keyring`, outside the database, and destroyed there.
"""

import hashlib
import hmac
import json
import secrets
from functools import cache
from typing import Any

KEY_BYTES = 32
SLOT_BYTES = 16
_NONCE_BYTES = 12

PADDED_TO = 4096
"""Boxes are as long as a multiple of this many bytes, so that their length says next to nothing of what is inside."""


class CannotOpen(Exception):
    """The box was closed with another key, for another slot, or has been tampered with."""


def new_key() -> bytes:
    """A key nobody has."""
    return secrets.token_bytes(KEY_BYTES)


def slot(key: bytes, *whose: object) -> bytes:
    """What stands for somebody (or something) where the key is not known; the same each time."""
    return _derived(key, "slot", *whose)[:SLOT_BYTES]


def close(key: bytes, value: Any, *, label: bytes) -> bytes:
    """A value (of JSON's kinds) in a box that belongs to `label` and cannot be passed off as another's."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    padded = text + b" " * (-len(text) % PADDED_TO)
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed: bytes = _cipher(key).encrypt(nonce, padded, label)
    return nonce + sealed


def open_(key: bytes, box: bytes, *, label: bytes) -> Any:
    """What is in a box. Raises CannotOpen."""
    from cryptography.exceptions import InvalidTag

    try:
        text = _cipher(key).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], label)
    except InvalidTag as error:
        raise CannotOpen from error
    return json.loads(text)


def _derived(key: bytes, purpose: str, *parts: object) -> bytes:
    return hmac.digest(key, "|".join((purpose, *map(str, parts))).encode(), hashlib.sha256)


def _cipher(key: bytes) -> Any:
    return _aes()(_derived(key, "enc"))


@cache
def _aes() -> Any:
    # Measured: eleven megabytes, which only those pay who run anonymous rounds or take withheld feedback.
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM
