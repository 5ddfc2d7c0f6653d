"""Keyrings: where keys are kept, outside the database and its backups."""

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from bot.values.errors import NoPlaceForKeys
from bot.values.ports import Keyring

_SUFFIX = ".key"

NO_PLACE = (
    "Anonymous answers and withheld names need a place for their keys, and this Drumbeat has none yet. Ask whoever"
    " runs it to set DRUMBEAT_KEYS to a folder outside the database and its backups; `drumbeat doctor` says how."
)


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


class KeyFolder:
    """Keys in a folder, one file each, which nobody but this user reads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def add(self, name: str, key: bytes) -> None:
        """Raises NoPlaceForKeys."""
        try:
            self._write(name, key)
        except OSError as error:
            raise NoPlaceForKeys(self._trouble(error)) from error

    async def read(self, name: str) -> bytes | None:
        """Raises NoPlaceForKeys."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            if not self._folder.is_dir():
                raise NoPlaceForKeys(self._trouble("it is not there")) from None
            return None
        except OSError as error:
            raise NoPlaceForKeys(self._trouble(error)) from error

    async def destroy(self, name: str) -> None:
        """Overwritten first: what a file system keeps of a deleted file is then no key. Raises NoPlaceForKeys."""
        try:
            with self._path(name).open("r+b") as file:
                length = len(file.read())
                file.seek(0)
                file.write(secrets.token_bytes(length))
                file.flush()
                os.fsync(file.fileno())
            self._path(name).unlink()
        except FileNotFoundError:
            return
        except OSError as error:
            raise NoPlaceForKeys(self._trouble(error)) from error

    async def names(self, prefix: str) -> Sequence[str]:
        """Raises NoPlaceForKeys."""
        try:
            return sorted(path.stem for path in self._folder.glob(f"{prefix}*{_SUFFIX}"))
        except OSError as error:
            raise NoPlaceForKeys(self._trouble(error)) from error

    def _write(self, name: str, key: bytes) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self._path(name), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}{_SUFFIX}"

    def _trouble(self, why: object) -> str:
        return f"The folder for keys cannot be used ({why}). Whoever runs Drumbeat: see `drumbeat doctor`."


def keyring(place: str | None) -> Keyring:
    """The keyring at a place as `config.settings` gives it."""
    return NoKeys() if place is None else KeyFolder(Path(place))
