"""What is added to a digest: the note above it, and the weeks that are marked."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.digest_notes import Goes, MarkOffer, NoteOffer
from bot.values.digests import (
    LONGEST_MARK,
    LONGEST_NOTE,
    Audience,
    Digest,
    DigestNote,
    DigestPlan,
    DigestState,
    MarkKind,
    Week,
    WeekMark,
)
from bot.values.errors import Unusable
from bot.values.facts import Marked
from bot.views.digests import marks, notes
from bot.views.digests.digest import build_details, build_digest
from bot.views.digests.preview import build_preview
from bot.views.digests.words import build_resumed, build_saved, preview_note
from sandbox.rules.blocks import check_view
from tests.views.test_digest import MONDAY, seen, team, violations, week

ANA = DigestNote("We froze releases.\nSee <!channel> & <@U1>.", by="Ana")
PLAN = DigestPlan("Weekly digest", "CPRODUCT", 0, time(9), "Europe/Berlin")
DIGEST = Digest(7, 1, 1, PLAN, DigestState.ACTIVE, datetime(2026, 11, 23, 8, tzinfo=UTC))
BERLIN = ZoneInfo("Europe/Berlin")
WEEKS = [Week(MONDAY - timedelta(weeks=ago)) for ago in range(26)]
OFFER = MarkOffer(7, ("Checkout", "Growth"), WEEKS, WEEKS[0])


def marked(
    name: str, words: str | None = None, *, kind: MarkKind = MarkKind.LAUNCH, on: date = MONDAY
) -> Marked:
    return Marked(name, WeekMark(1, on, kind, words))


def test_a_note_stands_right_below_the_title_and_tags_nobody() -> None:
    digest = build_digest(week(team(), note=ANA))
    said = "From *Ana*: We froze releases.\nSee &lt;!channel&gt; &amp; &lt;@U1&gt;."
    title, below = digest.blocks[:2]
    assert title["type"] == "header"
    assert below["text"]["text"] == said
    assert digest.text.startswith(f"Weekly digest · week 47 (16–22 Nov)\n{said}\n")


@given(st.text(min_size=1, max_size=LONGEST_NOTE), st.text(min_size=1, max_size=LONGEST_NOTE))
def test_whatever_a_note_says_it_can_be_changed_and_taken_away_again(first: str, then: str) -> None:
    without = build_digest(week(team()))
    with_first = build_digest(week(team(), note=DigestNote(first, by="Ana")))
    changed = notes.with_note(with_first, DigestNote(then, by="Ben"))
    assert violations(with_first) == []
    assert changed == build_digest(week(team(), note=DigestNote(then, by="Ben")))
    assert notes.with_note(changed, None) == without


def test_a_note_also_stands_where_charts_are_refused() -> None:
    digest = replace(build_digest(week(team())), plain=build_digest(week(team())).blocks)
    changed = notes.with_note(digest, ANA)
    assert changed.plain == changed.blocks


def test_a_full_digest_with_the_longest_note_fits() -> None:
    long = DigestNote("&" * LONGEST_NOTE, by="&" * 80)
    marks_ = tuple(marked(f"{'&' * 70}{number}", "&" * LONGEST_MARK) for number in range(60))
    facts = week(*(team(f"T{number}", moved=()) for number in range(60)), note=long, marks=marks_)
    assert violations(build_digest(facts)) == []
    for page in build_details(facts):
        assert violations(page) == []


def test_a_preview_offers_what_can_be_added_and_what_can_be_changed() -> None:
    def offered(**more: object) -> str:
        facts = week(team(), **more)
        preview = notes.with_buttons(build_preview(facts, ""), 7, facts)
        assert violations(preview) == []
        assert preview.blocks[-1]["elements"][0]["value"] == "7:2026-11-16"
        return seen(preview)

    assert "Add a note\nMark this week" in offered()
    assert "Change the note\nChange the mark" in offered(note=ANA, marks=(marked("Checkout"),))
    assert "Mark this week" in offered(marks=(marked("Checkout", on=MONDAY - timedelta(weeks=1)),))
    assert notes.read_about("7:2026-11-16") == (7, Week(MONDAY))


@pytest.mark.parametrize(
    ("goes", "says"),
    [
        (Goes.ON_SCHEDULE, "It goes out on Mon 23 Nov at 09:00 (Europe/Berlin time)."),
        (Goes.BY_HAND, "`/digest post` in that channel posts it."),
        (Goes.IS_OUT, "That is out already: the posted message changes when you save."),
        (Goes.IS_PAST, "is out and can no longer be changed, so a note would not appear."),
    ],
)
def test_the_form_of_a_note_says_when_it_goes_out(goes: Goes, says: str) -> None:
    form = notes.build_note_form(NoteOffer(DIGEST, Week(MONDAY), goes, BERLIN, ANA))
    assert says in str(form)
    assert check_view(form) == []
    assert ("submit" in form) is (goes is not Goes.IS_PAST)


def test_what_was_written_is_read_and_an_emptied_field_takes_it_away() -> None:
    def typed(words: str | None) -> dict[str, object]:
        return {notes.WORDS: {"value": {"type": "plain_text_input", "value": words}}}

    assert notes.read_note(typed("  A word. ")) == "A word."
    assert notes.read_note(typed(None)) is None
    gone = notes.build_saved(NoteOffer(DIGEST, Week(MONDAY), Goes.ON_SCHEDULE, BERLIN))
    assert "has no note any more" in str(gone)
    partners = replace(DIGEST, plan=replace(PLAN, audience=Audience.PARTNERS))
    assert "without your name" in str(
        notes.build_note_form(NoteOffer(partners, Week(MONDAY), Goes.ON_SCHEDULE, BERLIN))
    )


def test_a_marked_week_says_so_and_that_it_is_not_compared() -> None:
    digest = build_digest(week(team(), marks=(marked("Checkout", "Checkout 2.0"),)))
    said = "Marked as a launch: Checkout 2.0. Numbers of this week are not compared."
    assert said in digest.text
    assert said in seen(digest)


def test_leadership_reads_of_marks_in_few_words_and_of_all_of_them_in_the_thread() -> None:
    few = week(team(), marks=(marked("Checkout", "Checkout 2.0"),), audience=Audience.LEADERSHIP)
    assert (
        "Marked as a launch: Checkout 2.0. Numbers of this week are not compared." in build_digest(few).text
    )
    names = [f"Team {number}" for number in range(9)]
    many = replace(few, marks=tuple(marked(name, f"A launch of {name}") for name in names))
    assert (
        "Teams marked this week as out of the ordinary: their numbers are not compared."
        in build_digest(many).text
    )
    assert "marked as a launch for Team 8: A launch of Team 8." in "".join(
        page.text for page in build_details(many)
    )


def test_marks_of_some_teams_name_them_and_those_alike_stand_together() -> None:
    some = tuple(marked(name, kind=MarkKind.HOLIDAY) for name in ("Checkout", "Growth"))
    facts = week(team("Checkout"), team("Growth"), team("Search"), marks=some)
    said = "Marked as a holiday for Checkout and Growth. Their numbers of this week are not compared."
    assert marks.of_week(facts) == said
    unlike = replace(facts, teams=facts.teams[:2], marks=(some[0], marked("Growth", "New site")))
    assert marks.of_week(unlike) == (
        "Marked as a holiday for Checkout. Marked as a launch for Growth: New site."
        " Numbers of this week are not compared."
    )


def test_the_thread_names_the_marked_weeks_and_an_ordinary_digest_none() -> None:
    earlier = marked("Checkout", "<Checkout 2.0>", on=date(2026, 11, 2))
    (page,) = build_details(week(team(), marks=(earlier,)))
    assert "• Week 45 (2–8 Nov), marked as a launch: &lt;Checkout 2.0&gt;." in page.text
    assert marks.of_week(week(team(), marks=(earlier,))) == ""
    assert "Marked" not in "".join(page.text for page in build_details(week(team())))


def test_the_form_of_a_mark_offers_half_a_year_and_shows_what_stands() -> None:
    form = marks.build_mark_form(OFFER)
    assert check_view(form) == []
    assert "for the 2 teams this digest is about (Checkout and Growth)" in str(form)
    assert "take the mark away" not in str(form)
    stands = tuple(marked(name, "Checkout 2.0") for name in OFFER.teams)
    shown = str(marks.build_mark_form(replace(OFFER, marks=stands)))
    assert "Week 47, 16–22 Nov · launch" in shown
    assert "take the mark away" in shown
    assert "'initial_value': 'Checkout 2.0'" in shown
    partly = str(marks.build_mark_form(replace(OFFER, marks=stands[:1])))
    assert "So far: Marked as a launch for Checkout: Checkout 2.0. What you save replaces that." in partly


def test_a_mark_is_read_and_what_is_missing_is_said_beside_its_field() -> None:
    def picked(kind: str | None) -> dict[str, object]:
        return {
            "week": {marks.PICK_WEEK: {"selected_option": {"value": "2026-11-16"}}},
            "kind:2026-11-16": {"value": {"selected_option": {"value": kind} if kind else None}},
            "words:2026-11-16": {"value": {"value": "Checkout 2.0"}},
        }

    assert marks.read_week(picked("launch")) == Week(MONDAY)
    assert marks.read_mark(picked("launch"), Week(MONDAY)) == (MarkKind.LAUNCH, "Checkout 2.0")
    assert marks.read_mark(picked("ordinary"), Week(MONDAY))[0] is None
    with pytest.raises(Unusable) as missing:
        marks.read_mark(picked(None), Week(MONDAY))
    assert missing.value.field == "kind"


def test_what_follows_a_mark_is_said() -> None:
    stands = tuple(marked(name, "Checkout 2.0") for name in OFFER.teams)
    assert "Week 47 (16–22 Nov) is marked as a launch for the 2 teams" in str(
        marks.build_marked(replace(OFFER, marks=stands))
    )
    assert "is an ordinary week again" in str(marks.build_marked(OFFER))


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Europe/Madrid"])
def test_the_time_of_a_digest_is_told_once_where_the_readers_clock_shows_the_same(zone: str) -> None:
    told = preview_note(DIGEST, ZoneInfo(zone))
    assert told == "The next digest is posted here on Mon 23 Nov at 09:00 (Europe/Berlin time)."


def test_elsewhere_it_is_told_by_the_readers_clock_as_well() -> None:
    lima = ZoneInfo("America/Lima")
    theirs = "<!date^1795420800^{date_short_pretty} at {time}|Mon 23 Nov, 08:00 UTC> for you."
    for told in (
        preview_note(DIGEST, lima),
        build_saved(DIGEST, lima).text,
        build_resumed(DIGEST, datetime(2026, 11, 23, 8, tzinfo=UTC), lima).text,
    ):
        assert told.endswith(f"on Mon 23 Nov at 09:00 (Europe/Berlin time), which is {theirs}")
    form = notes.build_note_form(NoteOffer(DIGEST, Week(MONDAY), Goes.ON_SCHEDULE, lima))
    assert theirs in str(form)
