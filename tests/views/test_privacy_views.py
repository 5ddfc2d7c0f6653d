"""What somebody reads about their own data: it fits, says what is true of them, and takes nothing but the word."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.errors import Unusable
from bot.values.keeping import AboutMe, Keep
from bot.views.privacy import erase_form, letters, page
from bot.views.words import SECTION
from tests.views.taken import is_shown, is_taken, unhurried

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
many = st.integers(0, 10**9)
names = st.text(st.characters(codec="utf-8", exclude_characters="…"), max_size=80)
someone = st.builds(
    AboutMe,
    name=names,
    zone=st.just("America/Argentina/Buenos_Aires"),
    teams=st.lists(names, max_size=60),
    first_at=st.none() | st.just(NOON),
    withheld=st.none() | many,
    **dict.fromkeys(
        (
            *("answers", "rounds", "rituals", "open_ballots", "votes", "raised", "hits", "steps", "absences"),
            *("feedback_given", "feedback_received", "opted_out", "messages", "goals", "confidences"),
            *("notes", "marks"),
        ),
        many,
    ),
)
keeps = st.builds(Keep, answers=st.none() | st.integers(1, 120), results=st.none() | st.integers(1, 120))


def words(view: dict[str, object]) -> str:
    """Every word of a view."""
    blocks = view["blocks"]
    assert isinstance(blocks, list)
    return "\n".join(block["text"]["text"] for block in blocks if block["type"] == "section")


@unhurried
@given(someone, keeps)
def test_whatever_is_kept_slack_shows_the_page_and_nothing_is_cut(about: AboutMe, keep: Keep) -> None:
    view = page.build_privacy(about, keep, told=page.build_on_its_way(is_new=True))
    is_shown(view)
    assert "…" not in words(view)


def test_the_form_and_the_letters_are_shown_too() -> None:
    for view in (erase_form.build_erase_form(), erase_form.build_erased()):
        is_shown(view)
    for reason in ("missing_scope", "file_uploads_disabled"):
        is_taken(letters.build_no_file(reason, "U0ALICE"))
    assert len(letters.file_words()) < SECTION


def test_periods_are_said_as_people_say_them() -> None:
    said = [page.period(months) for months in (None, 1, 6, 12, 18, 24, 36)]
    assert said == [
        "as long as I am installed",
        "1 month",
        "6 months",
        "12 months",
        "18 months",
        "2 years",
        "3 years",
    ]


def test_what_there_is_nothing_of_is_not_listed() -> None:
    nothing = words(page.build_privacy(AboutMe("Ana", "Europe/Berlin"), Keep()))
    assert "No answers yet." in nothing
    assert "bottleneck" not in nothing
    boxed = words(page.build_privacy(AboutMe("Ana", "Europe/Berlin", withheld=None), Keep()))
    assert "I cannot look up right now" in boxed
    one = AboutMe("Ana", "Europe/Berlin", answers=1, rounds=1, rituals=1, open_ballots=1, messages=1)
    assert "1 answer you gave in 1 round of 1 ritual." in words(page.build_privacy(one, Keep()))


@pytest.mark.parametrize(
    ("typed", "is_it"), [("ERASE", True), (" erase ", True), ("", False), ("yes", False)]
)
def test_only_the_word_confirms(typed: str, is_it: bool) -> None:
    values = {erase_form.CONFIRM: {"value": {"value": typed}}}
    if is_it:
        erase_form.read_erase_form(values)
        return
    with pytest.raises(Unusable) as refused:
        erase_form.read_erase_form(values)
    assert refused.value.field == erase_form.CONFIRM
