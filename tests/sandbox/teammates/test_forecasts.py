"""How sure people are of what they look after: the same story in every run, told by what stands on the screen."""

from random import Random
from typing import Any

import pytest

from sandbox.errors import Json
from sandbox.teammates.forecasts import arc_of, forecast, pressed
from sandbox.teammates.forms import fill
from sandbox.teammates.phrases import phrases
from tests.sandbox.teammates.drummer import ask, modal, plain
from tests.sandbox.teammates.test_forms import somebody

FALLS, HOLDS, SILENT = (
    next(title for _, _, title, arc in phrases("goals", "aims") if arc == wanted)
    for wanted in ("falls", "holds", "silent")
)


def menu() -> Json:
    """Ten to nought, with words at both ends."""
    texts = ["10 · surely", *(str(step) for step in range(9, 0, -1)), "0 · never"]
    return {
        "type": "static_select",
        "options": [{"text": plain(text), "value": text.partition(" ")[0]} for text in texts],
    }


def form(*titles: str, last: int | None = None) -> Json:
    """A menu and a line for each."""
    hint = {"hint": plain(f"Last said: {last} on Thu 26 Nov")} if last is not None else {}
    blocks: list[Any] = []
    for number, title in enumerate(titles):
        blocks.append(ask(f"number{number}", title, menu(), optional=True, **hint))
        blocks.append(ask(f"why{number}", f"Why? ({title})", {"type": "plain_text_input"}, optional=True))
    return modal("Form", blocks)


def lived(arc: str, weeks: int, seed: int) -> list[int | None]:
    """What somebody says week after week."""
    said: list[int | None] = [None]
    for week in range(weeks):
        last = next((each for each in reversed(said) if each is not None), None)
        said.append(forecast(arc, last, Random(f"{seed}/{week}")))
    return said[1:]


@pytest.mark.parametrize("seed", range(5))
def test_one_falls_one_holds_and_of_one_nobody_says_anything_any_more(seed: int) -> None:
    falls = [each for each in lived("falls", 12, seed) if each is not None]
    assert falls == sorted(falls, reverse=True)
    assert (falls[0], falls[-1]) == (8, 3)
    assert set(lived("holds", 12, seed)) == {7}
    assert lived("silent", 4, seed) == [6, None, None, None]


def test_what_is_said_goes_on_from_what_was_said_last() -> None:
    first = fill(form(FALLS, HOLDS, SILENT), somebody())
    assert (first["number0"], first["number1"], first["number2"]) == ("8", "7", "6")
    assert not any(key.startswith("why") for key in first)
    for seed in range(20):
        later = fill(form(FALLS, last=6), somebody(seed=seed))
        assert later["number0"] in ("5", "4")
        assert later.get("why0") in (None, *phrases("goals", "falls"))
    silent = fill(form(SILENT, last=6), somebody())
    assert silent == {}
    assert fill(form(SILENT, last=6), somebody(), eager=True)["number0"] == "6"


def test_what_nobody_has_a_story_for_holds() -> None:
    assert arc_of("Something the reader added") == "holds"


def test_on_a_row_of_buttons_from_nought_to_ten_the_same_story_is_told() -> None:
    row, dice = [str(step) for step in range(11)], Random(1)
    assert pressed(row, f"How confident are you?\n*{FALLS}*", None, dice) == 8
    assert pressed(row, f"How confident are you?\n*{SILENT}*", 6, dice) == 6, "whoever presses says something"
    assert pressed(["1", "2", "3", "4", "5"], FALLS, None, dice) is None
