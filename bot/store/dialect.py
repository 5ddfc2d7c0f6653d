"""The one place that knows which of the two databases it speaks to."""

from typing import Any

from sqlalchemy import Float, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from bot.store.engine import Transaction


def insert(tx: Transaction, table: Table) -> Any:
    """An INSERT that may say ON CONFLICT, which both databases spell alike but SQLAlchemy types apart."""
    return insert_into(table, tx.dialect.name)


def insert_into(table: Table, dialect_name: str) -> Any:
    """The same, to be built once for each of them."""
    return sqlite.insert(table) if dialect_name == "sqlite" else postgresql.insert(table)


class SecondsBetween(FunctionElement[float]):
    """The time from one instant to another."""

    inherit_cache = True
    name = "seconds_between"
    type = Float()


@compiles(SecondsBetween, "sqlite")
def _in_sqlite(element: SecondsBetween, compiler: Any, **options: Any) -> str:
    since, until = (compiler.process(each, **options) for each in element.clauses)
    return f"((julianday({until}) - julianday({since})) * 86400.0)"


@compiles(SecondsBetween, "postgresql")
def _in_postgresql(element: SecondsBetween, compiler: Any, **options: Any) -> str:
    since, until = (compiler.process(each, **options) for each in element.clauses)
    return f"extract(epoch FROM {until} - {since})"
