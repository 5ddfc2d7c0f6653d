"""In which pages of an SQLite file the rows of a table lie (https://www.sqlite.org/fileformat2.html, 1.6 and 2.1)."""

import struct
from collections.abc import Callable, Iterator

_TABLE, _TABLE_LEAF, _INDEX, _INDEX_LEAF = 5, 13, 2, 10
"""How pages begin; a table WITHOUT ROWID is written as an index is."""

_POINTER = struct.Struct(">I")
Read = Callable[[int], bytes]


def pages_of(root: int, read: Read) -> Iterator[int]:
    """Every page that can be reached from a table's first one, `read` by its number: while none of them is written,
    no row of the table changes."""
    yield root
    page = read(root)
    kind, cells, last = struct.unpack_from(">BxxHxxxI", page)
    is_inner = kind in (_TABLE, _INDEX)
    for at in struct.unpack_from(f">{cells}H", page, 12 if is_inner else 8):
        if is_inner:
            (child,) = _POINTER.unpack_from(page, at)
            yield from pages_of(child, read)
        if kind != _TABLE:
            yield from _run_over(page, at + 4 * is_inner, kind == _TABLE_LEAF, read)
    if is_inner:
        yield from pages_of(last, read)


def _run_over(page: bytes, at: int, has_number: bool, read: Read) -> Iterator[int]:
    """The pages that hold the end of a row too long for its own."""
    size, at = _number(page, at)
    if has_number:
        _, at = _number(page, at)
    room = len(page)
    most = room - 35 if has_number else (room - 12) * 64 // 255 - 23
    if size > most:
        least = (room - 12) * 32 // 255 - 23
        begins_here = least + (size - least) % (room - 4)
        (rest,) = _POINTER.unpack_from(page, at + (begins_here if begins_here <= most else least))
        while rest:
            yield rest
            (rest,) = _POINTER.unpack_from(read(rest))


def _number(page: bytes, at: int) -> tuple[int, int]:
    """A number that takes seven bits of each byte, as many bytes as it needs, and where it ends."""
    number = page[at] & 0x7F
    while page[at] & 0x80:
        at += 1
        number = number << 7 | page[at] & 0x7F
    return number, at + 1
