"""The one place that knows which of the two databases it speaks to."""

from typing import Any

from sqlalchemy import Boolean, Float, Integer, String, Table
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
def _seconds_in_sqlite(element: SecondsBetween, compiler: Any, **options: Any) -> str:
    since, until = (compiler.process(each, **options) for each in element.clauses)
    return f"((julianday({until}) - julianday({since})) * 86400.0)"


@compiles(SecondsBetween, "postgresql")
def _seconds_in_postgresql(element: SecondsBetween, compiler: Any, **options: Any) -> str:
    since, until = (compiler.process(each, **options) for each in element.clauses)
    return f"extract(epoch FROM {until} - {since})"


class MinutesBetween(FunctionElement[int]):
    """The whole minutes from one instant to a later one."""

    inherit_cache = True
    name = "minutes_between"
    type = Integer()


@compiles(MinutesBetween, "sqlite")
def _minutes_in_sqlite(element: MinutesBetween, compiler: Any, **options: Any) -> str:
    since, until = (compiler.process(each, **options) for each in element.clauses)
    return f"((strftime('%s', {until}) - strftime('%s', {since})) / 60)"


@compiles(MinutesBetween, "postgresql")
def _minutes_in_postgresql(element: MinutesBetween, compiler: Any, **options: Any) -> str:
    since, until = (compiler.process(each, **options) for each in element.clauses)
    return f"floor(extract(epoch FROM {until} - {since}) / 60)::integer"


class AsWritten(FunctionElement[str]):
    """Which writing of the row a column stands in: another one once anybody has changed it. SQLite, where nobody else
    writes while a transaction lasts, knows of one alone."""

    inherit_cache = True
    name = "as_written"
    type = String()


@compiles(AsWritten, "sqlite")
def _the_only_writing(_element: AsWritten, _compiler: Any, **_options: Any) -> str:
    return "'0'"


@compiles(AsWritten, "postgresql")
def _its_writer(element: AsWritten, compiler: Any, **options: Any) -> str:
    [column] = (compiler.process(each, **options) for each in element.clauses)
    return f"{column.rpartition('.')[0]}.xmin::text"


class InHand(FunctionElement[bool]):
    """Whether nobody else has what these columns name in hand; until the transaction ends nobody will. Its rows stay
    free: whoever changes one waits for nobody."""

    inherit_cache = True
    name = "in_hand"
    type = Boolean()


@compiles(InHand, "sqlite")
def _always(_element: InHand, _compiler: Any, **_options: Any) -> str:
    return "1"


@compiles(InHand, "postgresql")
def _by_an_advisory_lock(element: InHand, compiler: Any, **options: Any) -> str:
    named = ", ".join(compiler.process(each, **options) for each in element.clauses)
    return f"pg_try_advisory_xact_lock(hashtextextended(concat_ws(' ', {named}), 0))"
