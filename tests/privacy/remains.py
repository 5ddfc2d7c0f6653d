"""What a database really holds: its rows as text and, for SQLite, every byte of its files."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.engine import make_url

from bot.store.engine import Store
from bot.store.tables import metadata

Rows = Mapping[str, list[dict[str, Any]]]


async def rows_of(store: Store) -> Rows:
    """Every row of every table."""
    async with store.transaction() as tx:
        return {
            table.name: [dict(row._mapping) for row in await tx.execute(table.select())]
            for table in metadata.sorted_tables
        }


async def everything(store: Store) -> bytes:
    """All there is: the files of SQLite with the write-ahead log; of PostgreSQL the text of every row."""
    if store.is_sqlite:
        file = Path(make_url(str(store.engine.url)).database or "")
        return b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    async with store.reading() as tx:
        rows = [
            str(row)
            for table in metadata.sorted_tables
            for (row,) in await tx.execute(text(f'SELECT t::text FROM "{table.name}" t'))
        ]
    return "\n".join(rows).encode()


def as_found(value: bytes) -> tuple[bytes, bytes]:
    """Bytes as they stand in a file, and as PostgreSQL writes them."""
    return value, value.hex().encode()


def comparable(rows: Rows) -> Mapping[str, list[str]]:
    """Rows without what chance alone decides: ids of letters stand for their keys, ids of texts for nothing."""
    keys = {row["id"]: row["key"] for row in rows["delivery"]}
    return {
        name: sorted(str(_without_chance(name, row, keys)) for row in found) for name, found in rows.items()
    }


def _without_chance(table: str, row: dict[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    plain = {name: keys.get(value, value) if isinstance(value, str) else value for name, value in row.items()}
    if table == "sealed_text":
        plain.pop("id")
    if table == "anonymous_round":
        plain.pop("place")
        plain["key_name"] = re.sub(r"-\d+-[0-9a-f]+$", "", plain["key_name"] or "")
    return plain
