"""`datapackage.json`: what programs need to read the tables (specs.frictionlessdata.io, Tabular Data Package 1.0)."""

import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from bot.values.files import Facing, Field, Link, Sheet

_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}


def describe(sheets: Mapping[Sheet, int], facing: Facing) -> str:
    """The description of these tables, which have so many rows."""
    names = {sheet.name for sheet in sheets}
    package = {
        "profile": "tabular-data-package",
        "name": "drumbeat-export",
        "title": facing.title,
        "created": f"{facing.made_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "description": facing.covers,
        "resources": [_resource(sheet, rows, names) for sheet, rows in sheets.items()],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(sheet: Sheet, rows: int, names: set[str]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name,
        "path": f"csv/{sheet.name}.csv",
        "description": sheet.what,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "rows": rows,
        "schema": {
            "fields": [_field(field, sheet) for field in sheet.fields],
            "missingValues": [""],
            "primaryKey": list(sheet.key),
            "foreignKeys": [_foreign(link) for link in sheet.links if link.sheet in names],
        },
    }


def _field(field: Field, sheet: Sheet) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.one_of:
        constraints["enum"] = list(field.one_of)
    if sheet.key == (field.name,):
        constraints["unique"] = True
    described = {"name": field.name, "type": field.cell.value, "description": field.what}
    return {
        **described,
        **({"unit": field.unit} if field.unit else {}),
        **({"constraints": constraints} if constraints else {}),
    }


def _foreign(link: Link) -> dict[str, Any]:
    return {"fields": [link.field], "reference": {"resource": link.sheet, "fields": [link.to]}}
