"""Keyrings: where keys are kept, outside the database and its backups."""

import asyncio
import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from bot.store.key_database import KeyDatabase
from bot.values.errors import NoPlaceForKeys
from bot.values.ports import Keyring

_SUFFIX = ".key"

NO_PLACE = (
    "Anonymous answers and withheld names need a place for their keys, and this Drumbeat has none yet. Ask whoever"
    " runs it to set DRUMBEAT_KEYS to a folder outside the database and its backups; `drumbeat doctor` says how."
)


class ClosableKeyring(Keyring, Protocol):
    """A keyring, as whoever opened it holds it."""

    async def close(self) -> None:
        """Let the place of the keys go."""
        ...


class NoKeys:
    """A keyring where no place was named: nothing that needs a key can be done."""

    async def add(self, name: str, key: bytes) -> None:
        """Raises NoPlaceForKeys."""
        raise NoPlaceForKeys(NO_PLACE)

    async def read(self, name: str) -> bytes | None:
        """Raises NoPlaceForKeys."""
        raise NoPlaceForKeys(NO_PLACE)

    async def destroy(self, name: str) -> None:
        """Raises NoPlaceForKeys."""
        raise NoPlaceForKeys(NO_PLACE)

    async def names(self, prefix: str) -> Sequence[str]:
        """Raises NoPlaceForKeys."""
        raise NoPlaceForKeys(NO_PLACE)

    async def close(self) -> None:
        """Nothing to close."""


class KeyFolder:
    """Keys in a folder, one file each, which nobody but this user reads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def add(self, name: str, key: bytes) -> None:
        """Raises NoPlaceForKeys."""
        await self._try(self._write, name, key)

    async def read(self, name: str) -> bytes | None:
        """Raises NoPlaceForKeys."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._trouble(error) from error

    async def destroy(self, name: str) -> None:
        """Overwritten first: what a file system keeps of a deleted file is then no key. Raises NoPlaceForKeys."""
        await self._try(self._overwrite, name)

    async def names(self, prefix: str) -> Sequence[str]:
        """Raises NoPlaceForKeys."""
        try:
            return sorted(path.stem for path in self._folder.glob(f"{prefix}*{_SUFFIX}"))
        except OSError as error:
            raise self._trouble(error) from error

    async def close(self) -> None:
        """A folder needs no closing."""

    async def _try(self, work: Callable[..., None], *arguments: Any) -> None:
        try:
            # What must reach the disk takes its time; others are acknowledged meanwhile.
            await asyncio.to_thread(work, *arguments)
        except OSError as error:
            raise self._trouble(error) from error

    def _write(self, name: str, key: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        self._keep_names()

    def _overwrite(self, name: str) -> None:
        try:
            with self._path(name).open("r+b") as file:
                length = len(file.read())
                file.seek(0)
                file.write(secrets.token_bytes(length))
                file.flush()
                os.fsync(file.fileno())
            self._path(name).unlink()
        except FileNotFoundError:
            # Another process was quicker.
            return
        self._keep_names()

    def _keep_names(self) -> None:
        # That a file is there, or is gone, stands in its folder, which reaches the disk by itself.
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_SUFFIX}"

    def _trouble(self, why: object) -> NoPlaceForKeys:
        return NoPlaceForKeys(
            f"The folder for keys cannot be used ({why}). Whoever runs Drumbeat: see `drumbeat doctor`."
        )


def keyring(place: str | None) -> ClosableKeyring:
    """The keyring at a place as `config.settings` gives it."""
    if place is None:
        return NoKeys()
    if "://" in place:
        return KeyDatabase(place)
    return KeyFolder(Path(place))
