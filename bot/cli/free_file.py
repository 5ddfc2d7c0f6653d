"""The file a command writes: nothing is replaced by accident."""

from pathlib import Path

from bot.cli.speech import Trouble


def check_free(path: Path, *, force: bool) -> None:
    """Raise Trouble where a folder stands, or a file that may not be replaced."""
    if path.is_dir():
        raise Trouble([f"{path} is a folder. Name a file in it."])
    if path.exists() and not force:
        raise Trouble([f"{path} is there already. Add --force to replace it, or name another file."])


def cannot_be_written(path: Path, error: OSError) -> Trouble:
    """What to do where the system does not let us write."""
    return Trouble([f"{path} cannot be written: {error.strerror}. Name another file."])
