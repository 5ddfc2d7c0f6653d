"""`README.md`: what is in the archive, in plain words: every table, every column, and what an empty cell means."""

from collections.abc import Iterator, Mapping

from bot.values.files import Cell, Facing, Field, Sheet

_HOLDS = {
    Cell.TEXT: "text",
    Cell.INTEGER: "whole number",
    Cell.NUMBER: "number",
    Cell.BOOLEAN: "true or false",
    Cell.DATE: "day",
    Cell.INSTANT: "instant, UTC",
    Cell.LIST: "list",
}

_HOW = """\
## Three spellings of the same tables

- `csv/`: UTF-8, RFC 4180, for programs. A list is written as JSON: `["A","B"]`. `datapackage.json` describes types,
  keys and units (Frictionless Table Schema).
- `spreadsheets/`: the same for Excel, LibreOffice and Sheets. Words that begin like a formula have an apostrophe
  before them, also after a separator or at the start of a line; lists are joined with `; `. Numbers are numbers.
- `jsonl/`: JSON Lines, one object a line, without any loss.

An **empty cell** (in JSON `null`) means that there is nothing to say; where something was left out on purpose,
`not_shown_reason` says why. It is never 0 instead. Instants are ISO 8601 in UTC; `local_date` is the day it was for
whoever did it, of a round its day, of a week the Monday it began on. Weeks are ISO weeks (`2026-W47`). Ids stay the
same from one export to the next.

Tables join where a column below has an arrow: `answers.round_id` → `rounds.round_id`. An empty cell there points to
nothing; of several teams together `team_id` is empty. The series of a question go by `ritual_id` and `question_key`;
its words at the time go by `question_id`.
"""

_NEVER = """\
## What is never in it

No single answer of a confidential or anonymous round, ratings included, and nothing that was written in one: only the
results of groups, as they were published once. No words of feedback and nothing of who gave it: counts by week. No
message, no token, nobody's working hours or absences. Teams are not ranked: different people, different norms.
"""

_REASONS = """\
## Why something is not shown

| `not_shown_reason` | means |
|---|---|
| `below_k` | fewer people than results are shown of |
| `groups_only` | a confidential or anonymous round: see `results` |
| `open` | not shown before the round is closed |
| `key_lost` | its key was lost before it closed; nobody can open what came back |
| `elsewhere` | it went to a channel or a lead you do not read |
| `quiet` | whoever raised it asked that nothing be posted of it |
| `in_words` | what was written stands in the round's thread alone; here is how many wrote |
| `nearly_all_the_same` | nearly all said the same, so there is a word and no number |
| `too_early` | two weeks are not over yet |
"""


def read_me(sheets: Mapping[Sheet, int], facing: Facing) -> str:
    """The whole page."""
    return "\n".join(
        [*_head(facing), _HOW, _NEVER, _REASONS, "## The tables\n", *_contents(sheets), *_tables(sheets)]
    )


def _head(facing: Facing) -> Iterator[str]:
    yield f"# {facing.title}\n"
    since = f" From {facing.since.isoformat()} on." if facing.since else " As far back as it is kept."
    yield f"{facing.covers}{since} Made on {facing.made_at.date().isoformat()}.\n"
    yield from (f"{note}\n" for note in facing.notes)


def _contents(sheets: Mapping[Sheet, int]) -> Iterator[str]:
    yield "| table | rows | one row is |"
    yield "|---|---:|---|"
    yield from (f"| `{sheet.name}` | {rows} | {sheet.what} |" for sheet, rows in sheets.items())
    yield ""


def _tables(sheets: Mapping[Sheet, int]) -> Iterator[str]:
    names = {sheet.name for sheet in sheets}
    for sheet in sheets:
        links = {link.field: link for link in sheet.links if link.sheet in names}
        yield f"### `{sheet.name}`\n"
        yield f"{sheet.what}. Told apart by {', '.join(f'`{name}`' for name in sheet.key)}.\n"
        yield "| column | holds | what it is |"
        yield "|---|---|---|"
        for field in sheet.fields:
            link = links.get(field.name)
            leads = f" → `{link.sheet}.{link.to}`" if link else ""
            yield f"| `{field.name}` | {_holds(field)} | {field.what}{leads} |"
        yield ""


def _holds(field: Field) -> str:
    if field.one_of:
        return " · ".join(f"`{word}`" for word in field.one_of)
    return f"{_HOLDS[field.cell]}, {field.unit}" if field.unit else _HOLDS[field.cell]
