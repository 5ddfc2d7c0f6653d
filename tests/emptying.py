"""Making a used PostgreSQL database as good as new, or saying that it cannot be."""

from dataclasses import dataclass
from typing import Any, LiteralString

import psycopg

MOST_BYTES_MORE = 8 * 2**20
"""What is deleted leaves its room behind; beyond this a copy is faster than looking through it."""

_PUT_EVERYBODY_OUT = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
"""

# PostgreSQL writes beside each row which transaction made it: whatever changes a table, a column, an index or a rule
# leaves another number behind, even where it was changed back. The revision is the one row there is from the start.
_DEFINITIONS = """
    SELECT (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_class),
           (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_attribute),
           (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_constraint),
           (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_index),
           (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_trigger),
           (SELECT (count(*), max(xmin::text::bigint))::text FROM pg_proc),
           (SELECT (count(*), max(xmin::text::bigint))::text FROM alembic_version)
"""

_EMPTY = """
    DO $$
    DECLARE name text; is_used boolean;
    BEGIN
        SET LOCAL session_replication_role = replica;  -- every row goes: nobody need follow what refers to it
        FOR name IN
            SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
        LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM %I)', name) INTO is_used;
            IF is_used THEN EXECUTE format('DELETE FROM %I', name); END IF;
        END LOOP;
        PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence;
    END $$
"""


@dataclass(frozen=True, slots=True)
class Shape:
    """How a database is made, and how large it is."""

    definitions: tuple[str, ...]
    size: int


def shape_of(database: psycopg.Connection) -> Shape:
    """How it is made now."""
    (size,) = _row(database, "SELECT pg_database_size(current_database())")
    return Shape(_row(database, _DEFINITIONS), size)


def empty(used: psycopg.Connection, as_new: Shape) -> bool:
    """Put everybody else out, delete every row and count from one again; False when that would not make it new."""
    used.execute(_PUT_EVERYBODY_OUT)
    try:
        shape = shape_of(used)
    except psycopg.errors.UndefinedTable:
        return False
    if shape.definitions != as_new.definitions or shape.size > as_new.size + MOST_BYTES_MORE:
        return False
    used.execute(_EMPTY)
    return True


def _row(database: psycopg.Connection, query: LiteralString) -> tuple[Any, ...]:
    row = database.execute(query).fetchone()
    assert row is not None
    return row
