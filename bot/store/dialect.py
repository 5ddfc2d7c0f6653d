"""The one place that knows which of the two databases it speaks to."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.engine import Transaction


def insert(tx: Transaction, table: Table) -> Any:
    """An INSERT that may say ON CONFLICT, which both databases spell alike but SQLAlchemy types apart."""
    return sqlite.insert(table) if tx.dialect.name == "sqlite" else postgresql.insert(table)
