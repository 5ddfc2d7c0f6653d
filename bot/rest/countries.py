"""Countries and regions whose public holidays are known, by name. `DE` is a country, `DE-BY` one of its regions."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_LONGEST_CODE = 3
"""Of an ISO 3166-2 region; what the library knows beside those (a town, a school zone) is nothing to choose."""


@cache
def countries() -> Mapping[str, str]:
    """Names by ISO 3166 code, in the order of the alphabet; holidays are known for each of them."""
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    rows = (line.partition("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return dict(sorted(((code, name) for code, _, name in rows), key=lambda pair: pair[1]))


@cache
def regions(country: str) -> Mapping[str, str]:
    """Names of a country's regions by code (`BY`), in the order of the alphabet; empty where there are none."""
    if country not in countries():
        return {}
    from holidays import (
        country_holidays,
    )  # takes a moment to load: only whoever asks for regions waits for it

    known = country_holidays(country)
    names = {code: name for name, code in getattr(known, "subdivisions_aliases", {}).items()}
    codes = [code for code in known.subdivisions if code.isalnum() and len(code) <= _LONGEST_CODE]
    return dict(sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1]))


def name_of(code: str) -> str:
    """`Germany`, or `Bayern, Germany` for `DE-BY`."""
    country, _, region = code.partition("-")
    name = countries().get(country, country)
    return f"{regions(country).get(region, region)}, {name}" if region else name
