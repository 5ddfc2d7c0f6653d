"""Reads an archive back as a stranger would: with the standard library, and by what its `datapackage.json` says.

The few rules of Frictionless Table Schema that are used are checked here, from its specification, not our code.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

Cells = list[dict[str, str]]

_BOM = "\ufeff"
_FORMULA = "=+-@\t\r\0＝＋－＠"


def _instant(cell: str) -> datetime:
    return datetime.strptime(cell, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007


def _boolean(cell: str) -> bool:
    return {"true": True, "false": False}[cell]


def _array(cell: str) -> list[Any]:
    found = json.loads(cell)
    assert isinstance(found, list)
    return found


TYPES: Mapping[str, Callable[[str], Any]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": _boolean,
    "date": date.fromisoformat,
    "datetime": _instant,
    "array": _array,
}


class Archive:
    """What is in an archive."""

    def __init__(self, source: Path | bytes) -> None:
        with ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as opened:
            assert opened.testzip() is None
            self.files = {name: opened.read(name).decode("utf-8") for name in opened.namelist()}
        self.package: dict[str, Any] = json.loads(self.files["datapackage.json"])
        self.names = [resource["name"] for resource in self.package["resources"]]
        self.joined: set[str] = set()

    def table(self, name: str) -> Cells:
        """A table as CSV has it."""
        return list(csv.DictReader(io.StringIO(self.files[f"csv/{name}.csv"], newline="")))

    def lines(self, name: str) -> list[dict[str, Any]]:
        """A table as JSON Lines have it."""
        # Only a line feed ends a line: other separators may stand in what people said.
        text = self.files[f"jsonl/{name}.jsonl"]
        return [json.loads(line) for line in text.split("\n")[:-1]]

    def sheet(self, name: str) -> Sequence[Sequence[str]]:
        """A table as a spreadsheet is given it, its header first."""
        text = self.files[f"spreadsheets/{name}.csv"]
        assert text.startswith(_BOM)
        return list(csv.reader(io.StringIO(text.removeprefix(_BOM), newline="")))

    def links(self) -> set[str]:
        """Every column that is said to point to another table."""
        return {
            f"{resource['name']}.{key['fields'][0]}"
            for resource in self.package["resources"]
            for key in resource["schema"]["foreignKeys"]
        }

    def check(self) -> None:
        """Everything the package says of its tables is so; `joined` are the columns that point to something."""
        assert self.package["profile"] == "tabular-data-package"
        assert re.fullmatch(r"[a-z0-9._/-]+", self.package["name"])
        _instant(self.package["created"])
        for resource in self.package["resources"]:
            self._check_table(resource)
        described = {resource["path"] for resource in self.package["resources"]}
        assert described == {name for name in self.files if name.startswith("csv/")}
        for name in self.names:
            self.check_no_formula(name)
            assert f"### `{name}`" in self.files["README.md"]

    def check_no_formula(self, name: str) -> None:
        """Nothing in a spreadsheet's table is taken for a formula, whatever separates cells where it is opened."""
        text = self.files[f"spreadsheets/{name}.csv"].removeprefix(_BOM)
        cells = [cell for row in self.sheet(name) for cell in row]
        cells += [cell for line in re.split(r"[\r\n]", text) for cell in re.split(r"[;\t]", line)]
        for cell in cells:
            begins = cell.lstrip(' \n\v\f\u00a0\u2028\u3000\ufeff"“”„‘’«»`')
            assert not begins.startswith(tuple(_FORMULA)) or _is_number(cell), repr(cell)

    def _check_table(self, resource: Mapping[str, Any]) -> None:
        schema, rows = resource["schema"], self.table(resource["name"])
        text = self.files[resource["path"]]
        names = [field["name"] for field in schema["fields"]]
        assert text.split("\r\n")[0] == ",".join(names)
        assert len(rows) == resource["rows"] == len(self.lines(resource["name"]))
        assert len(self.sheet(resource["name"])) == len(rows) + 1
        for field in schema["fields"]:
            self._check_column(field, [row[field["name"]] for row in rows])
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys), f"{resource['name']}: a key stands there twice"
        for key in schema["foreignKeys"]:
            [here], [there] = key["fields"], key["reference"]["fields"]
            known = {row[there] for row in self.table(key["reference"]["resource"])}
            pointing = {row[here] for row in rows} - {""}
            assert pointing <= known, f"{resource['name']}.{here} points to nothing: {pointing - known}"
            if pointing:
                self.joined.add(f"{resource['name']}.{here}")

    def _check_column(self, field: Mapping[str, Any], cells: Sequence[str]) -> None:
        assert field["description"]
        rules = field.get("constraints", {})
        for cell in cells:
            if cell == "":
                assert not rules.get("required"), f"{field['name']} is empty"
                continue
            TYPES[field["type"]](cell)
            assert cell in rules.get("enum", [cell]), f"{field['name']} is {cell}"


def _is_number(cell: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?(e[+-]?\d+)?", cell) is not None
