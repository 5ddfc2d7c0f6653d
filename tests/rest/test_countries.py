"""Countries and regions: every one that can be chosen has holidays."""

import pytest
from holidays.registry import COUNTRIES

from bot.rest.countries import countries, name_of, regions
from bot.rest.days_off import is_weekend
from bot.rituals.rest.resting import working_days_in
from bot.views.people.country_field import Places, country_fields, read_country
from tests.views.samples import MONDAY


def test_holidays_are_known_for_every_country_on_offer() -> None:
    assert set(countries()) <= {codes[1] for codes in COUNTRIES.values()}
    assert len(countries()) > 240
    assert list(countries().values()) == sorted(countries().values())


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("DE", "Germany"),
        ("DE-BY", "Bayern, Germany"),
        ("US-CA", "California, United States"),
        ("JP", "Japan"),
    ],
)
def test_countries_and_regions_have_names(code: str, name: str) -> None:
    assert name_of(code) == name


def test_what_is_no_country_is_said_as_it_is() -> None:
    assert name_of("XX") == "XX"
    assert name_of("DE-XX") == "XX, Germany"


def test_regions_fit_the_table_and_are_offered_whatever_their_number() -> None:
    for country in ("DE", "IT", "US", "FR", "GB"):
        assert all(len(f"{country}-{code}") <= 8 for code in regions(country))
        places = Places(countries(), regions(country))
        fields = country_fields(
            f"{country}-{next(iter(regions(country)))}", places, none="-", hint="-", action_id="x"
        )
        state = {
            field["block_id"]: {"any": {"selected_option": field["element"]["initial_option"]}}
            for field in fields
        }
        assert read_country(state) == f"{country}-{next(iter(regions(country)))}"


def test_a_week_is_worked_as_in_the_country() -> None:
    assert working_days_in(None, MONDAY) == frozenset({0, 1, 2, 3, 4})
    assert working_days_in("IL", MONDAY) == frozenset({6, 0, 1, 2, 3})
    assert is_weekend("IL", MONDAY) is False
