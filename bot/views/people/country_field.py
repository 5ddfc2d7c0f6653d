"""Choosing a country, and a region where it has holidays of its own: all of them, a hundred options at a time."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Unpack

from slack_sdk.models.blocks import Option, OptionGroup, StaticSelectElement

from bot.values.deliveries import Block
from bot.views.fields import Asked, any_field, option, read_choice

COUNTRY, REGION = "country", "region"
_NONE = "none"
_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Places:
    """What can be chosen: countries by code, and the regions of the one that is chosen."""

    countries: Mapping[str, str]
    regions: Mapping[str, str]


def country_fields(
    chosen: str | None, places: Places, *, none: str, hint: str, action_id: str
) -> list[Block]:
    """One field, or two. `none` says what holds when no country is chosen; choosing one sends `action_id`, so that
    the form can offer its regions."""
    country, _, region = (chosen or "").partition("-")
    first = option(_NONE, none)
    fields = [_field(COUNTRY, "Country", first, places.countries, country, hint=hint, tells=action_id)]
    if places.regions:
        whole = option(_NONE, "The whole country")
        # A block of its own for each country: what was chosen for another one does not stay.
        name = f"{REGION}:{country}"
        fields.append(
            _field(name, "Region", whole, places.regions, region, hint="Some holidays are regional.")
        )
    return fields


def read_country(values: Mapping[str, Any]) -> str | None:
    """`DE`, `DE-BY`, or None."""
    country = _chosen(values, COUNTRY)
    if country is None:
        return None
    region = _chosen(values, f"{REGION}:{country}")
    return f"{country}-{region}" if region else country


def _field(
    block_id: str,
    label: str,
    first: Option,
    named: Mapping[str, str],
    chosen: str,
    **asked: Unpack[Asked],
) -> Block:
    options = {code: option(code, name) for code, name in named.items()}
    element = StaticSelectElement(initial_option=options.get(chosen, first), **_offer(first, options, named))
    return any_field(block_id, label, element, **asked)


def _offer(first: Option, options: Mapping[str, Option], named: Mapping[str, str]) -> dict[str, Any]:
    if len(options) < _AT_ONCE:
        return {"options": [first, *options.values()]}
    by_initial = sorted(named, key=lambda code: _initial(named[code]))
    groups = groupby(by_initial, key=lambda code: _initial(named[code]))
    listed = [
        OptionGroup(label=initial, options=[options[code] for code in codes]) for initial, codes in groups
    ]
    return {"option_groups": [OptionGroup(label="As usual", options=[first]), *listed]}


def _initial(name: str) -> str:
    return unicodedata.normalize("NFKD", name)[0].upper()


def _chosen(values: Mapping[str, Any], block_id: str) -> str | None:
    picked = read_choice(values, block_id)
    return None if picked == _NONE else picked
