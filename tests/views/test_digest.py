"""A digest for the team: one screen, its sections in order, whatever people wrote."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.values.counts import Counted
from bot.values.deliveries import Message
from bot.values.digests import Week
from bot.values.facts import (
    Change,
    DigestFacts,
    Figure,
    Measure,
    Need,
    Period,
    Pulse,
    Reading,
    RitualTurnout,
    Said,
    Silence,
    Stuck,
    TeamFacts,
    Turnout,
    Unsaid,
)
from bot.values.privacy import FEW, MOST, REST, Result, Share
from bot.values.privacy import Measure as Kept
from bot.values.questions import NO, YES, Question, QuestionType
from bot.values.rituals import Kind, Tier
from bot.views.digests.digest import build_details, build_digest
from bot.views.digests.frame import MOST_PAGES
from bot.views.digests.how import build_how
from bot.views.digests.paragraphs import Paragraph, fitting
from bot.views.digests.preview import build_preview
from bot.views.digests.rest import Rest
from bot.views.digests.text import shortened
from sandbox.rules.blocks import check_message, check_view

MONDAY = date(2026, 11, 16)
WHOLE_WEEK = Period(Week(MONDAY), MONDAY + timedelta(days=6), so_far=False)
TURNOUT = RitualTurnout("Daily check-in", Kind.CHECK_IN, Turnout(9, 8, 43, 36, late=3, skipped=2))
REFUND = Stuck("Ana", "The refund API", MONDAY, date(2026, 11, 3), 5, 5, date(2026, 11, 3))
MOOD = Change(
    "Checkout", "How confident are you?", Measure.SCALE, 3.0, 3.2, 4.4,
    weeks=2, near=False, early=False, base=12, people=9, people_answered=8, of=5,
)  # fmt: skip
FELL = Change(
    "Checkout", "Daily check-in", Measure.TURNOUT, 22 / 43, 0.75, 0.95,
    weeks=1, near=False, early=True, base=8, people=9, people_answered=7, asked=43,
)  # fmt: skip


def week(*teams: TeamFacts, **more: Any) -> DigestFacts:
    return replace(DigestFacts(WHOLE_WEEK, 9, 8, judged=2, teams=teams), **more)


def team(name: str = "Checkout", **more: Any) -> TeamFacts:
    return TeamFacts(name, rituals=(TURNOUT,), **more)


def seen(message: Message) -> str:
    """All text of the blocks, in order."""
    return "\n".join(_texts(list(message.blocks)))


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for item in node for text in _texts(item)]
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for item in node.values() for text in _texts(item)]
    return []


def violations(message: Message, surface: str = "message") -> list[str]:
    payload = {"text": message.text, "blocks": [dict(block) for block in message.blocks]}
    return [str(item) for item in check_message(payload, surface=surface)]


def test_the_header_names_the_week_and_its_days() -> None:
    assert "Weekly digest · week 47 (16–22 Nov)" in seen(build_digest(week(team())))


def test_a_week_that_is_not_over_says_so_far() -> None:
    so_far = Period(Week(MONDAY), MONDAY + timedelta(days=3), so_far=True)
    assert "week 47 so far (16–19 Nov)" in seen(build_digest(week(team(), period=so_far)))


def test_the_sections_stand_in_their_fixed_order() -> None:
    facts = week(
        team(stuck=(REFUND,), moved=(Said("Ben", "Shipped", MONDAY),)),
        needs=(Need("Checkout", REFUND, "Lee"),),
        changes=(MOOD,),
    )
    text = seen(build_digest(facts))
    headings = ["Needs you", "Changed", "Bottlenecks", "Goals and progress", "People", "Not shown, and why"]
    places = [text.index(f"*{heading}") for heading in headings]
    assert places == sorted(places)


def test_who_is_stuck_since_when_and_who_needs_to_look() -> None:
    text = build_digest(week(team(stuck=(REFUND,)), needs=(Need("Checkout", REFUND, "Lee"),))).text
    said = "*Ana*: “The refund API”, said in 5 check-ins running, since 3 Nov."
    assert f"{said} *Lee* leads the team: please take a look." in text


def test_a_team_is_named_where_there_are_several_and_said_once_where_there_is_one() -> None:
    needs, moved = (Need("Checkout", REFUND, "Lee"),), (Said("Ben", "Shipped", MONDAY),)
    alone = build_digest(week(team(stuck=(REFUND,), moved=moved), needs=needs)).text
    assert alone.count("Checkout") == 1
    assert "Checkout · 8 of 9 people answered" in alone
    assert "• *Ben*: “Shipped”" in alone
    beside = build_digest(week(team(stuck=(REFUND,), moved=moved), team("Growth"), needs=needs)).text
    assert "2 teams · 8 of 9 people answered" in beside
    assert "*Ana* (Checkout): “The refund API”, said in" in beside
    assert "• Checkout — *Ben*: “Shipped”" in beside


def test_a_team_without_a_lead_says_so() -> None:
    text = build_digest(week(team(stuck=(REFUND,)), needs=(Need("Checkout", REFUND, None),))).text
    assert "Checkout has no lead: somebody has to pick it up." in text


def test_a_lead_who_is_stuck_is_not_sent_to_look() -> None:
    text = build_digest(week(team(stuck=(REFUND,)), needs=(Need("Checkout", REFUND, "Ana"),))).text
    assert "*Ana* leads the team: who can help?" in text


def test_different_things_in_a_row_are_worded_honestly() -> None:
    other = replace(REFUND, times=1, since=MONDAY)
    text = build_digest(week(team(stuck=(other,)), needs=(Need("Checkout", other, "Lee"),))).text
    assert "said on 16 Nov; something has been in the way since 3 Nov." in text


def test_silence_8_a_change_names_numbers_and_range_and_never_a_cause() -> None:
    text = build_digest(week(team(), changes=(MOOD, FELL))).text
    assert (
        "*Checkout*, “How confident are you?”: 3.0 of 5. Outside its usual range (3.2 to 4.4) for 2 weeks. "
        "8 of 9 answered." in text
    )
    assert (
        "*Checkout*, Daily check-in: 22 of 43 (51 %) answered in time. Outside its usual range (32 to 41 of 43). "
        "Early signal: only 8 weeks to compare with." in text
    )
    assert "because" not in text


def test_silence_3_inside_the_range_there_is_no_arrow_no_colour_no_up_or_down() -> None:
    text = build_digest(week(team(stuck=(REFUND,)))).text
    assert "Nothing outside its usual range this week." in text
    assert not set("↑↓▲▼🟢🔴🟡📈📉") & set(text)


def test_silence_6_at_most_three_changes_are_shown_and_the_rest_is_in_the_thread() -> None:
    changes = tuple(replace(MOOD, about=f"Question {number}?") for number in range(5))
    facts = week(team(), changes=changes)
    assert "… and 2 more in the thread." in build_digest(facts).text
    assert "Question 3?" not in build_digest(facts).text
    details = "\n".join(page.text for page in build_details(facts))
    assert "Question 3?" in details
    assert "By chance alone 2 or 3 in 100" in details


def test_silence_7_teams_stand_in_the_order_they_come_and_are_not_compared() -> None:
    text = build_digest(week(team("Alpha"), team("Beta"))).text
    assert text.index("*Alpha*") < text.index("*Beta*")
    assert not any(word in text.lower() for word in ("best", "worst", "rank", "than"))


def test_silence_5_a_value_from_fewer_than_half_says_that_the_others_may_differ() -> None:
    reading = Reading("How confident are you?", 5, 3.0, 4, 9, low_turnout=True)
    (page,) = build_details(week(team(readings=(reading,))))
    assert "3.0 of 5. 4 of 9 answered: those who answered may differ." in page.text


def test_silence_11_a_quiet_week_says_so_and_is_short() -> None:
    message = build_digest(week(team()))
    assert "Nobody ended the week with something in their way, and nothing is outside" in message.text
    assert "Needs you" not in message.text
    assert len(message.text) < 600


def test_a_week_in_which_nobody_answered_claims_nothing_about_it() -> None:
    message = build_digest(week(team(), people_answered=0))
    assert "Nobody answered this week." in message.text
    assert "in their way" not in message.text


def test_the_number_a_team_gave_stands_before_what_it_says() -> None:
    reading = Reading("How confident are you?", 5, 3.0, 8, 9, low_turnout=False)
    text = build_digest(week(team(readings=(reading,), moved=(Said("Ben", "Shipped", MONDAY),)))).text
    assert text.index("How confident are you?”: 3.0 of 5. 8 of 9 answered.") < text.index("Shipped")


def test_a_quiet_week_with_nothing_to_compare_does_not_claim_to_be_usual() -> None:
    assert "usual range" not in build_digest(week(team(), judged=0)).text


def test_silence_12_under_every_digest_is_how_it_is_computed() -> None:
    assert "How we compute" in seen(build_digest(week(team())))
    assert check_view(build_how()) == []


def test_participation_is_people_of_people_with_late_and_skipped_apart() -> None:
    text = build_digest(week(team())).text
    assert "8 of 9 people answered · 36 of 43 (84 %) check-ins in time, 3 late, 2 skipped" in text
    once = replace(TURNOUT, turnout=Turnout(8, 7, 8, 7, late=1))
    text = build_digest(week(TeamFacts("Checkout", rituals=(once,)))).text
    assert "• 7 of 8 people answered in time, 1 late" in text, "asked once each, it is not said twice"


@pytest.mark.parametrize(("asked", "expected"), [(19, "10 of 19 people"), (20, "10 of 20 (50 %) people")])
def test_percentages_are_given_from_twenty_on(asked: int, expected: str) -> None:
    assert expected in build_digest(week(team(), people=asked, people_answered=10)).text


# That a week is marked, and not judged, is said below the title.
@pytest.mark.parametrize("silence", [each for each in Silence if each is not Silence.MARKED])
def test_every_silence_is_put_into_words(silence: Silence) -> None:
    text = build_digest(week(team(), unsaid=(Unsaid(silence, "Checkout", 3),))).text
    why = text.partition("*Not shown, and why:*")[2]
    assert "Checkout" in why or "3 " in why


def test_that_nothing_was_heard_outside_is_one_honest_line() -> None:
    assert "What was heard outside: nothing was noted that can be told here" in build_digest(week()).text


def test_a_workspace_that_was_asked_nothing_is_told_how_to_start() -> None:
    message = build_digest(DigestFacts(WHOLE_WEEK, 0, 0))
    assert "`/checkin new`" in message.text
    assert build_details(DigestFacts(WHOLE_WEEK, 0, 0)) == []


def test_what_people_typed_calls_nobody_and_links_nowhere() -> None:
    nasty = "<!channel> & <https://evil.example|here> <@U1>"
    facts = week(team(nasty, moved=(Said(nasty, nasty, MONDAY),)))
    for message in (build_digest(facts), *build_details(facts)):
        assert "<" not in message.text
        assert "&lt;!channel&gt; &amp;" in message.text


def test_an_open_code_fence_cannot_swallow_the_rest() -> None:
    assert "```" not in build_digest(week(team(moved=(Said("Ana", "```rm -rf", MONDAY),)))).text


def test_the_text_is_the_full_equivalent_of_the_blocks() -> None:
    facts = week(team(stuck=(REFUND,), moved=(Said("Ben", "Shipped", MONDAY),)), changes=(MOOD,))
    message = build_digest(facts)
    for piece in _texts(list(message.blocks)):
        if piece != "How we compute":
            assert piece in message.text


def test_only_you_see_a_preview_and_its_text_fits_an_ephemeral_message() -> None:
    people = tuple(Said(f"P{number}", "ü" * 3000, MONDAY) for number in range(40))
    message = build_preview(
        week(*(team(f"T{number}", moved=people) for number in range(40))), "Never posted."
    )
    assert message.text.startswith("Only you see this preview. Never posted.")
    assert len(message.text.encode()) <= 4000
    assert violations(message, "ephemeral") == []


def test_details_hold_everybody_and_long_words_are_cut_with_a_word_about_it() -> None:
    people = tuple(Said(f"P{number}", "x" * 800, MONDAY) for number in range(20))
    text = "\n".join(page.text for page in build_details(week(team(moved=people))))
    assert all(f"*P{number}*" in text for number in range(20))
    assert "(about 300 more characters in the team's own thread)" in text


def test_more_details_than_fit_say_how_many_are_left() -> None:
    people = tuple(Said(f"P{number}", "x" * 800, MONDAY) for number in range(400))
    pages = build_details(week(team(moved=people)))
    shown = sum(page.text.count("• *P") for page in pages)
    left = int(pages[-1].text.rpartition("… and ")[2].split()[0])
    assert len(pages) == MOST_PAGES
    assert shown + left == 400


def test_what_stands_elsewhere_as_well_gives_way_where_there_is_too_little_room_and_says_so() -> None:
    said = Paragraph("Needs you", ["x" * 400])
    progress = Paragraph("Goals and progress", ["a" * 100] * 5, rest=Rest.THREAD)
    people = Paragraph("People", ["b" * 100] * 5, rest=Rest.DETAILS)
    assert fitting([said, progress, people, Paragraph("Empty", [])], 2000) == [said, progress, people]
    first, second, third = fitting([said, progress, people], 900)
    assert first == said
    assert list(second.lines) == [*["a" * 100] * 3, "… the rest of this stands in the thread."]
    assert list(third.lines) == ["… the rest of this stands under *Details*."]
    assert sum(len(each.text) for each in (first, second, third)) <= 900


# What people may type: every length, and every character that grows when it is escaped.
words = st.one_of(
    st.text(max_size=60), st.text("<>&*`\n", max_size=3000), st.just("&" * 3000), st.just("é" * 500)
)
dates = st.dates(date(2026, 1, 1), date(2026, 12, 31))
saids = st.lists(st.builds(Said, words, words, dates), max_size=12).map(tuple)
stucks = st.lists(
    st.builds(
        Stuck, words, words, dates, dates, st.integers(1, 60), st.integers(1, 60), dates, st.booleans()
    ),
    max_size=12,
).map(tuple)
counts = st.integers(0, 5000)
turnouts = st.builds(Turnout, counts, counts, st.integers(1, 5000), counts, counts, counts, counts)
rituals = st.lists(st.builds(RitualTurnout, words, st.sampled_from(Kind), turnouts), max_size=4).map(tuple)
readings = st.lists(
    st.builds(Reading, words, st.integers(2, 10), st.floats(1, 10), counts, counts, st.booleans()), max_size=4
).map(tuple)
teams = st.lists(st.builds(TeamFacts, words, rituals, saids, stucks, saids, readings), max_size=12).map(tuple)


def changed(measure: Measure) -> st.SearchStrategy[Change]:
    """A change of this kind, with whatever people called what it is about."""
    about = st.sampled_from(Counted) if measure is Measure.COUNT else words
    return st.builds(
        Change, words, about, st.just(measure), st.floats(0, 5), st.floats(0, 5), st.floats(0, 5),
        st.integers(1, 4), st.booleans(), st.booleans(), st.integers(6, 25), counts, counts, counts,
        st.integers(2, 10),
    )  # fmt: skip


changes = st.lists(st.sampled_from(Measure).flatmap(changed), max_size=8).map(tuple)
options = st.text("<>&*`x ", min_size=1, max_size=75)
groups = st.sampled_from([None, "Checkout", "&" * 75, REST])


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    """What groups said to a question of any kind that can be told of groups."""
    kind = draw(st.sampled_from([QuestionType.SCALE, QuestionType.YES_NO, QuestionType.CHOICES]))
    offered = (
        (YES, NO) if kind == QuestionType.YES_NO else tuple(draw(st.lists(options, min_size=1, max_size=60)))
    )
    question = Question("key", draw(words) or "?", kind, options=offered)

    def result() -> Result:
        group, n = draw(groups), draw(st.integers(5, 5000))
        if kind == QuestionType.SCALE:
            word = draw(st.sampled_from([None, "mostly low"]))
            return Result("key", group, n, Kept.RATING, mean=None if word else 3.25, of=5, word=word)
        shares = tuple(Share(option, draw(st.sampled_from([MOST, FEW, 0.25, 0.6]))) for option in offered)
        return Result("key", group, n, Kept.SHARES, shares=shares)

    return Figure(question, result(), tuple(result() for _ in range(draw(st.integers(0, 3)))))


pulses = st.lists(
    st.builds(
        Pulse, words, st.sampled_from(Tier), dates, counts, counts,
        st.lists(figures(), max_size=6).map(tuple), counts,
    ),
    max_size=6,
).map(tuple)  # fmt: skip
unsaid = st.lists(st.builds(Unsaid, st.sampled_from(Silence), words, counts), max_size=30).map(tuple)


@st.composite
def any_week(draw: st.DrawFn) -> DigestFacts:
    found = draw(teams)
    needs = tuple(
        Need(item.name, stuck, draw(st.one_of(st.none(), words))) for item in found for stuck in item.stuck
    )
    return DigestFacts(
        WHOLE_WEEK,
        draw(counts),
        draw(counts),
        draw(st.integers(0, 50)),
        found,
        needs,
        draw(changes),
        draw(unsaid),
        pulses=draw(pulses),
    )


def test_the_longest_of_everything_still_fits() -> None:
    long = "&" * 3000
    said, stuck = (Said(long, long, MONDAY),) * 12, (replace(REFUND, person=long, text=long, times=1),) * 12
    reading = Reading(long, 10, 9.9, 4999, 5000, low_turnout=True)
    crowd = Turnout(4999, 4999, 9999, 9999, 9999, 9999)
    full = TeamFacts(
        long, (RitualTurnout(long, Kind.BOTTLENECK_POLL, crowd),) * 3, said, stuck, said, (reading,)
    )
    change = replace(MOOD, team=long, about=long, early=True)
    silences = tuple(Unsaid(silence, f"{number}{long}", 9) for silence in Silence for number in range(9))
    choice = Question("key", long, QuestionType.CHOICES, options=("&" * 75,) * 60)
    shares = tuple(Share(option, 0.6) for option in choice.options)
    figure = Figure(choice, Result("key", "&" * 75, 9999, Kept.SHARES, shares=shares))
    pulse = Pulse(long, Tier.CONFIDENTIAL, MONDAY, 9999, 999, (figure,) * 20, 9999)
    for number_of_teams in (3, 6, 12):
        needs = tuple(Need(long, item, long) for item in stuck)
        facts = week(*(full,) * number_of_teams, needs=needs, changes=(change,) * 9, unsaid=silences)
        facts = replace(facts, pulses=(pulse,) * 9)
        digest = build_digest(facts)
        assert violations(digest) == []
        assert sum(map(len, _texts(list(digest.blocks)))) <= 11_000


@settings(max_examples=60, deadline=None)
@given(any_week())
def test_whatever_people_type_slack_takes_the_digest_and_its_thread(facts: DigestFacts) -> None:
    digest = build_digest(facts)
    assert violations(digest) == []
    assert len(digest.blocks) <= 50
    assert sum(map(len, _texts(list(digest.blocks)))) <= 11_000
    for page in build_details(facts):
        assert violations(page) == []
        assert len(page.text) <= 4000
    assert violations(build_preview(facts, "Note."), "ephemeral") == []


def test_what_is_cut_ends_with_a_whole_word() -> None:
    assert shortened("Could you keep this pace for months?", 30) == "Could you keep this pace for…"
    assert shortened("Could you keep this pace", 15) == "Could you keep…"
    assert shortened("See https://wayfare.example/PAY-1843-and-more", 30) == "See https://wayfare.example/P…"
