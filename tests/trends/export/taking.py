"""Takes an export as the command line and the job do, and reads it back."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.files.filling import OnProgress, fill
from bot.store.engine import Store
from bot.trends.export.contents import contents
from bot.values.exporting import Extent, Reader
from bot.views.exporting import facing
from tests.files.reading import Archive

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def nobody_hears(_name: str, _rows: int) -> None:
    """Nobody wants to know how far it is."""


async def export(
    store: Store, extent: Extent, now: datetime = NOW, hear: OnProgress = nobody_hears
) -> Archive:
    """The archive of this extent; what it says of itself is so."""
    with TemporaryDirectory() as folder:
        archive = Archive(await write(store, extent, Path(folder), now, hear))
    archive.check()
    return archive


async def write(
    store: Store, extent: Extent, folder: Path, now: datetime = NOW, hear: OnProgress = nobody_hears
) -> Path:
    """An archive of this extent in a folder."""
    path = folder / "export.zip"
    await fill(path, await contents(store, extent, now), facing("Acme", extent, now), hear)
    return path


def reader(member_id: int, teams: set[int], *, known: set[int] | None = None, **more: object) -> Reader:
    """Somebody who takes along what these teams answered."""
    of = {"is_admin": False, "led": frozenset(teams), "channels": frozenset[str](), **more}
    return Reader(member_id=member_id, teams=frozenset(teams), known=frozenset(known or teams), **of)  # type: ignore[arg-type]
