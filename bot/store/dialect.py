"""The one place that knows which of the two databases it speaks to."""

from typing import Any

from sqlalchemy import ColumnElement, Table, extract, func
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import Transaction


def insert(tx: Transaction, table: Table) -> Any:
    """An INSERT that may say ON CONFLICT, which both databases spell alike but SQLAlchemy types apart."""
    return insert_into(table, tx.dialect.name)


def insert_into(table: Table, dialect_name: str) -> Any:
    """The same, to be built once for each of them."""
    return sqlite.insert(table) if dialect_name == "sqlite" else postgresql.insert(table)


def seconds_between(tx: Transaction, since: ColumnElement[Any], until: ColumnElement[Any]) -> Any:
    """The time from one instant to another."""
    if tx.dialect.name == "sqlite":
        return (func.julianday(until) - func.julianday(since)) * 86400
    return extract("epoch", until - since)
