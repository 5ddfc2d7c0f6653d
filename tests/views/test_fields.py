"""The fields of forms: made in one place, and read as they were filled in."""

from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.errors import Unusable
from bot.views import fields
from sandbox.elements import initial_state

VIEWS = Path(fields.__file__).parents[1]
OFFERED: dict[str, str | tuple[str, str]] = {"a": "Apples", "b": ("Bread", "with salt"), "c": "Cheese"}


def test_nothing_else_makes_input_blocks() -> None:
    others = [path for path in VIEWS.glob("**/*.py") if path.parent.name != "fields"]
    made = [path.name for path in others if "InputBlock" in path.read_text("utf-8")]
    assert (len(others) > 100, made) == (True, [])


def test_what_stands_in_a_field_is_read_from_it() -> None:
    day, at = date(2026, 11, 23), time(9, 30)
    built = (
        (fields.words_field("f", "F", "  two\n words ", most=20), fields.read_line, "two words"),
        (fields.number_field("f", "F", "2.5"), fields.read_words, "2.5"),
        (fields.link_field("f", "F", "https://x.de/1"), fields.read_link, "https://x.de/1"),
        (fields.choice_field("f", "F", OFFERED, "b", tells="chosen"), fields.read_choice, "b"),
        (fields.menu_field("f", "F", OFFERED, "c"), fields.read_choice_called, "Cheese"),
        (fields.menu_field("f", "F", OFFERED), fields.read_choice, None),
        (fields.boxes_field("f", "F", OFFERED, ["c", "a"]), fields.read_choices, ["a", "c"]),
        (fields.boxes_field("f", "F", {"yes": "Yes"}), fields.is_ticked, False),
        (fields.several_field("f", "F", OFFERED, ["c", "b", "a"], most=2), fields.read_choices, ["a", "b"]),
        (fields.day_field("f", "F", day), fields.read_day, day),
        (fields.time_field("f", "F", at), fields.read_time, at),
        (fields.user_field("f", "F", "U1"), fields.read_user, "U1"),
        (fields.users_field("f", "F", ["U1", "U2"], most=9), fields.read_users, ("U1", "U2")),
        (fields.channel_field("f", "F", "C1", here=True), fields.read_channel, "C1"),
    )
    for block, read, value in built:
        assert read(initial_state([block]), "f") == value, block["element"]
        assert not read({}, "f"), "and a field that is not there says nothing"


@given(st.text(max_size=60))
def test_a_link_that_is_none_stays_in_its_field_and_is_refused_beside_it(typed: str) -> None:
    block = fields.link_field("f", "F", typed, hint="x" * 3000, optional=True)
    is_link = not typed or fields.is_address(typed)
    assert block["element"]["type"] == ("url_text_input" if is_link else "plain_text_input")
    assert len(block["hint"]["text"]) == 2000
    if fields.address_in(typed.strip()) is None and typed.strip():
        with pytest.raises(Unusable) as refused:
            fields.read_link({"f": {"value": {"value": typed}}}, "f")
        assert refused.value.field == "f"
