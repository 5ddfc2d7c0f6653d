"""A company somebody describes in a file: JSON with the fields of `Company`, and its seeds."""

import json
from pathlib import Path

from sandbox.company import ChannelSeed, Company, PersonSeed, UsergroupSeed
from sandbox.errors import Json


class UnknownCompany(Exception):
    """Nobody can work here; says what is wrong with the description."""


def read_company(path: Path) -> Company:
    """The company in a file. Raises UnknownCompany."""
    try:
        described = json.loads(path.read_text("utf-8"))
        return Company(
            name=described["name"],
            people=tuple(PersonSeed(**_tuples(person)) for person in described["people"]),
            channels=tuple(ChannelSeed(**_tuples(channel)) for channel in described["channels"]),
            usergroups=tuple(UsergroupSeed(**_tuples(group)) for group in described.get("usergroups", ())),
        )
    except OSError as wrong:
        raise UnknownCompany(f"The company {path} cannot be read: {wrong.strerror}.") from wrong
    except (ValueError, KeyError, TypeError) as wrong:
        raise UnknownCompany(
            f"The company {path} is not described as company_file.py wants it: {wrong}."
        ) from wrong


def _tuples(fields: Json) -> Json:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in fields.items()}
