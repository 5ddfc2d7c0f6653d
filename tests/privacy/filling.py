"""A row in every table, for one workspace: whatever column a table is given, something stands in it."""

import re
import secrets
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    insert,
    update,
)

from bot.store.engine import Transaction
from bot.store.tables import loop, metadata, replica
from bot.store.tables.columns import UtcDateTime

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

_READ_BY_CODE = {
    ("member", "role"): "member",
    ("member", "zone"): "Europe/Berlin",
    ("member", "working_days"): None,
    ("ritual", "tier"): "named",
    ("ritual", "kind"): "check-in",
    ("ritual", "zone"): "member",
    ("ritual", "at"): "09:00",
    ("ritual", "rrule"): "FREQ=DAILY",
    ("ritual", "report"): "team",
    ("ritual", "grouping"): "person",
    ("ritual", "breakdown"): "none",
    ("ritual", "questions"): [{"key": "moved", "ask": "What moved?", "type": "text"}],
    ("ritual", "fewest"): 5,
    ("ritual", "fewest_words"): 10,
    ("round", "tier"): "named",
    ("round", "kind"): "check-in",
    ("round", "breakdown"): "none",
    ("round", "report"): "team",
    ("round", "grouping"): "person",
    ("round", "rules"): None,
    ("round", "questions"): [{"key": "moved", "ask": "What moved?", "type": "text"}],
    ("digest", "state"): "active",
    ("digest", "at"): "09:00",
    ("digest", "zone"): "Europe/Berlin",
    ("digest", "audience"): "team",
    ("digest", "weekday"): 0,
    ("delivery", "method"): "post",
    ("delivery", "kind"): "notice",
    ("delivery", "body"): {"text": "Hello", "blocks": []},
    ("delivery", "emptied"): False,
    ("loop", "waits_on_team_id"): None,
    ("loop", "waits_on_outside"): None,
    ("loop_event", "waits_on_team_id"): None,
    ("loop_event", "waits_on_outside"): None,
    ("loop_event", "step"): "raised",
    ("workspace", "uninstalled_at"): None,
    ("member", "erase_at"): None,
    ("member", "left_at"): None,
    ("member", "quiet_since"): "20:00",
    ("member", "quiet_until"): "07:00",
    ("member", "country"): None,
    ("prompt", "zone"): "Europe/Berlin",
}
"""What is not any text to those who read it."""

Rows = dict[str, dict[str, Any]]


async def fill(tx: Transaction) -> Rows:
    """Make a workspace with one row in every table; what stands in each, by table."""
    rows: Rows = {}
    for table in metadata.sorted_tables:
        if table is replica:
            continue
        row = {column.name: _value(table, column, rows) for column in table.columns if not _is_given(column)}
        made = (await tx.execute(insert(table).values(**row).returning(*table.primary_key.columns))).one()
        rows[table.name] = {**row, **made._mapping}
    own = rows["loop"]["id"]
    await tx.execute(update(loop).where(loop.c.id == own).values(merged_into_id=own))
    return rows


def _is_given(column: Column[Any]) -> bool:
    return column.name == "id" and column.primary_key and isinstance(column.type, Integer)


def _value(table: Table, column: Column[Any], rows: Rows) -> Any:
    if (table.name, column.name) in _READ_BY_CODE:
        return _READ_BY_CODE[table.name, column.name]
    for key in column.foreign_keys:
        owner = key.column.table.name
        # Who is not there yet, as the lead of a team or what a loop was merged into, is nobody.
        return rows[owner][key.column.name] if owner in rows else None
    return _one_of(table, column) or _any(column)


def _one_of(table: Table, column: Column[Any]) -> str | None:
    for rule in table.constraints:
        if isinstance(rule, CheckConstraint) and str(rule.sqltext).startswith(f"{column.name} IN"):
            found = re.findall(r"'([^']+)'", str(rule.sqltext))
            return "closed" if table.name == "round" else found[0]
    return None


def _any(column: Column[Any]) -> Any:
    kind: Any = column.type
    if isinstance(kind, UtcDateTime):
        return NOON
    if isinstance(kind, Date):
        return date(2026, 11, 23)
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, (Integer, Float)) or kind.__class__.__name__ == "Variant":
        return 1
    if isinstance(kind, JSON):
        return {}
    if isinstance(kind, LargeBinary):
        return secrets.token_bytes(16)
    assert isinstance(kind, String), kind
    return secrets.token_hex(min(kind.length or 16, 16) // 2)
