"""Goals: whatever people write, Slack takes the list, the page, the forms and Home; what a digest says."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.errors import Unusable
from bot.values.goal_pages import (
    PAGE,
    GoalChoices,
    GoalDraft,
    GoalInFull,
    GoalList,
    HomeGoal,
    Listed,
    Place,
    Rights,
    Whose,
)
from bot.values.goals import (
    LONGEST_TITLE,
    LONGEST_WHY,
    Confidence,
    Goal,
    GoalSeen,
    GoalState,
    GoalsTold,
    GoalTold,
    Worry,
)
from bot.values.people import Member, Team
from bot.views.digests import goals as in_digest
from bot.views.digests.rest import Rest
from bot.views.goals import form, listing, page
from bot.views.goals.form import Kept
from bot.views.goals.given import build_given
from bot.views.home.goals import build_home_goals
from sandbox.elements import initial_state
from tests.views.samples import long, short
from tests.views.taken import is_shown, is_taken, unhurried

ZONE = ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)

nasty = st.sampled_from(["&" * LONGEST_WHY, "<!channel>" * 50, "*_~`" * 25, "x" * LONGEST_WHY])
typed = (short | long | nasty).map(lambda text: " ".join(text.split()) or "x")
titles = typed.map(lambda text: text[:LONGEST_TITLE].strip() or "x")
names = st.none() | typed.map(lambda text: text[:80].strip() or "x")
links = st.sampled_from([None, "https://plan.example/kr2?a=b&c#d"])
confidences = st.builds(
    Confidence,
    st.just(1),
    st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    st.integers(0, 10),
    st.none() | typed.map(lambda text: text[:LONGEST_WHY]),
    st.just(1),
)
states = st.sampled_from(GoalState)
goals = st.builds(
    Goal, st.integers(1, 10**9), st.just(1), st.none(), st.none(), titles, links, states, st.just(NOON),
    st.just(NOON),
)  # fmt: skip
seen = st.builds(GoalSeen, goals, names, names, st.none() | confidences, st.none() | confidences)
rights = st.builds(Rights, st.booleans(), st.booleans(), st.booleans())
places = st.builds(Place, st.integers(0, 10**6), st.booleans())


@unhurried
@given(st.lists(st.builds(Listed, seen, st.sampled_from(Whose), st.booleans()), max_size=PAGE), places)
def test_slack_takes_the_list_and_its_buttons_lead_on(items: list[Listed], place: Place) -> None:
    unique = list({item.seen.goal.id: item for item in items}.values())
    for may_add in (True, False):
        is_shown(listing.build_goals(GoalList(place, unique, has_more=True, may_add=may_add), ZONE))
    assert listing.read_place(listing.write_place(place)) == place


@unhurried
@given(seen, st.lists(st.tuples(confidences, names), max_size=PAGE), rights, st.integers(0, 30))
def test_slack_takes_the_page_and_every_word_of_it(
    shown: GoalSeen, said: list[tuple[Confidence, str | None]], may: Rights, start: int
) -> None:
    item = GoalInFull(shown, said, start, has_more=True, rights=may)
    view = page.build_page(item, ZONE, kept=page.HOME, done=page.ADDED)
    is_shown(view)
    is_taken(build_given(shown, Member(1, 1, "UANA", "A & B", "UTC")))
    is_shown(
        {"type": "home", "blocks": build_home_goals([HomeGoal(shown, is_due=True)]) or [{"type": "divider"}]}
    )


@unhurried
@given(seen, st.lists(names.map(lambda name: name or "x"), max_size=120, unique=True))
def test_what_the_form_shows_is_what_it_hands_in(shown: GoalSeen, called: list[str]) -> None:
    teams = [Team(at, 1, name, f"C{at}", None) for at, name in enumerate(called, start=1)]
    choices = GoalChoices(teams, "UANA")
    view = form.build_goal_form(choices, Kept(shown.goal.id, kept=page.HOME), shown)
    is_shown(view)
    is_shown(form.build_confidence_form(shown, Kept(1)))
    state = initial_state(view["blocks"])
    handed_in = form.read_goal_form(state)
    assert handed_in == GoalDraft(shown.goal.title, "UANA", None, shown.goal.link)
    assert form.read_kept(view["private_metadata"]) == Kept(shown.goal.id, kept=page.HOME)


def test_a_new_goal_is_for_ones_first_team_and_half_a_link_is_refused() -> None:
    choices = GoalChoices([Team(7, 1, "Checkout", "C1", None)], "UANA")
    state = initial_state(form.build_goal_form(choices, Kept(key="k"))["blocks"])
    assert form.read_goal_form(state) == GoalDraft("", "UANA", 7)
    state["link"]["value"]["value"] = "plan.example"
    with pytest.raises(Unusable, match="whole link"):
        form.read_goal_form(state)


def _seen(
    title: str, *, team: str | None = None, owner: str | None = "Lee", why: str | None = None
) -> GoalSeen:
    goal = Goal(1, 1, None, 1, title, None, GoalState.OPEN, NOON)
    return GoalSeen(goal, team, owner, Confidence(1, date(2026, 11, 9), 4, why, 1) if why else None)


def test_a_digest_says_it_in_a_line_each_and_the_rest_as_numbers() -> None:
    told = GoalsTold(
        worries=[
            GoalTold(_seen("Activation", team="Checkout", why="tracking broken"), Worry.LOW, 4, 7),
            GoalTold(_seen("SSO", owner=None), Worry.FELL_IN_FOUR_WEEKS, 6, 9),
            GoalTold(_seen("Speed"), Worry.FELL_IN_A_WEEK, 5, 8),
            GoalTold(_seen("Trust"), Worry.LOW, 3),
        ],
        stale=[_seen("Docs", why="x"), _seen("Hiring", owner=None)],
        reached=[_seen("Beta")],
        others=11,
    )
    assert list(in_digest.in_short(told, Rest.THREAD, of_many=True)) == [
        "• *Activation* (Checkout): 7 → 4 (Lee: “tracking broken”)",
        "• *SSO*: 9 → 6 in four weeks",
        "• *Speed*: 8 → 5 in a week (Lee)",
        "1 more like this in the thread · 11 other goals are neither low nor falling"
        " · 2 goals without a word for 14 days · reached: *Beta*",
    ]
    assert list(in_digest.in_detail(told))[4:] == [
        "• *Trust*: 3 of 10 (Lee)",
        "• *Docs*: no word for 14 days, last on 9 Nov (Lee)",
        "• *Hiring*: no word for 14 days, none so far (nobody looks after it)",
        "• *Beta*: reached",
    ]
    assert list(in_digest.in_short(GoalsTold(others=1), Rest.THREAD, of_many=False)) == [
        "1 goal is neither low nor falling"
    ]
    assert list(in_digest.in_short(GoalsTold(), Rest.THREAD, of_many=False)) == []


@unhurried
@given(
    st.lists(st.builds(GoalTold, seen, st.sampled_from(Worry), st.integers(0, 10), st.none() | st.just(10))),
    st.lists(seen, max_size=50),
)
def test_what_a_digest_says_stays_short(worries: list[GoalTold], others: list[GoalSeen]) -> None:
    told = GoalsTold(worries, others, others, len(others))
    assert sum(map(len, in_digest.in_short(told, Rest.THREAD, of_many=True))) < 2000
    assert all(len(line) < 800 for line in in_digest.in_detail(told))
