"""Home, teams, roles and settings: however much there is, and whatever people are called, Slack takes it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.rest import countries
from bot.trends.overview import AT_HOME
from bot.values.digests import Digest, DigestPlan, DigestState, Week
from bot.values.facts import Period
from bot.values.goal_pages import HomeGoal
from bot.values.goals import Goal, GoalSeen, GoalState
from bot.values.home import HomeSeen, Led, Me
from bot.values.leading import LedRitual
from bot.values.people import Member, Role, Team, Usergroup
from bot.values.rest import Away, Quiet, Rest
from bot.values.rituals import Coming, Ritual
from bot.values.rounds import Asked
from bot.values.settings import Peace
from bot.values.teams import Source, TeamDraft, TeamSaved, TeamSeen
from bot.values.trends import HomeTrends, TeamInShort
from bot.views.home.home import build_home
from bot.views.people import away, my_settings, team_form, team_list
from bot.views.people import roles as people_roles
from bot.views.people.country_field import Places
from bot.views.people.team_form import Offer
from tests.views import samples
from tests.views.feedback_samples import much_at_home
from tests.views.many_loops import everything_at_home
from tests.views.samples import MONDAY, NINE, short
from tests.views.taken import is_shown, is_taken, unhurried

MANY = 60
PEACE = Peace(Rest(quiet=Quiet(time(22), time(6))), "Europe/Berlin", frozenset(range(5)), "DE-BY")


def member(name: str, role: Role = Role.MEMBER, number: int = 1) -> Member:
    return Member(number, 1, f"U{number:08}", name, "Europe/Berlin", role)


def team(name: str, number: int) -> Team:
    return Team(number, 1, name, "C0CHECKOUT", 1, function=name[:64], country="DE", usergroup_id="S0GROUP")


def absences(number: int) -> list[Away]:
    starts = (MONDAY + timedelta(days=10 * each) for each in range(number))
    return [Away(each, start, start + timedelta(days=3)) for each, start in enumerate(starts, 1)]


def digest(number: int, name: str) -> Digest:
    plan = DigestPlan(name=name, channel_id="C0PRODUCT", weekday=0, at=time(9), zone="Asia/Ho_Chi_Minh")
    return Digest(number, 1, 1, plan, DigestState.PAUSED, NINE)


def goals_at_home(name: str) -> list[HomeGoal]:
    every = (
        Goal(number, 1, None, 1, name[:100] or "-", None, GoalState.OPEN, NINE) for number in range(1, MANY)
    )
    return [HomeGoal(GoalSeen(each, None, name), is_due=True) for each in every]


@unhurried
@given(
    samples.asked,
    samples.coming,
    samples.rituals,
    short,
    st.sampled_from(Role),
)
def test_home_with_more_of_everything_than_anybody_reads(
    asked: Asked, coming: Sequence[Coming], ritual: Ritual, name: str, role: Role
) -> None:
    many = [replace(each, ritual_id=number) for number, each in enumerate([*coming] * 20, 1)]
    led = Led(
        [LedRitual(replace(ritual, id=number), [name] * 30) for number in range(1, MANY)],
        [TeamSeen(team(name, number), name, number, True) for number in range(1, MANY)],
        [digest(number, name) for number in range(1, MANY)],
    )
    people = [member(name, role, number) for number in range(1, 3 * MANY)]
    is_shown(
        build_home(
            HomeSeen(
                now=NINE,
                me=Me(member(name, role), MONDAY, PEACE, "Bayern, Germany", absences(MANY)),
                asked=[replace(asked, prompt=replace(asked.prompt, id=number)) for number in range(1, MANY)],
                coming=many,
                led=led,
                admins=people,
                people=people,
                loops=everything_at_home(name),
                feedback=much_at_home(name),
                goals=goals_at_home(name),
                trends=HomeTrends(
                    Period(Week(MONDAY), MONDAY + timedelta(days=6), so_far=False),
                    [
                        TeamInShort(team(name, number), 900, 800, open=300, oldest_at=NINE, worries=20)
                        for number in range(1, AT_HOME + 1)
                    ],
                    MANY,
                ),
            )
        )
    )


@unhurried
@given(short, st.sampled_from(Source), st.sampled_from([None, "DE-BY", "IT", "IT-RM", "US-CA", "JP"]))
def test_the_form_of_a_team(name: str, source: Source, country: str | None) -> None:
    groups = [Usergroup(f"S{number:08}", name, name[:20]) for number in range(150)]
    regions = countries.regions(country.partition("-")[0]) if country else {}
    offer = Offer(Places(countries.countries(), regions), groups, [name] * 30)
    draft = TeamDraft(
        None, name[:60], "C0CHECKOUT", "U00000001", name[:64], False, country, source, "S00000149"
    )
    is_shown(team_form.build_team_form(draft, offer))
    is_shown(team_form.build_team_form(replace(draft, team_id=7), offer, kept="home"))
    is_shown(team_form.build_team_form(replace(draft, team_id=7), replace(offer, rituals=[]), kept="list"))


@unhurried
@given(short)
def test_what_is_said_of_teams_people_and_days(name: str) -> None:
    names = [f"{name} {number}" for number in range(MANY)]
    seen = TeamSeen(team(name, 7), name, MANY, True, names, names, names)
    is_shown(team_list.build_teams([seen] * 1))
    is_shown(team_list.build_teams([replace(seen, team=team(name, number)) for number in range(1, 2 * MANY)]))
    is_shown(team_list.build_team(seen))
    is_shown(team_list.build_disbanded(name))
    for is_new in (True, False):
        is_shown(team_form.build_team_saved(TeamSaved(seen, is_new, names, names, first_admin=True)))
    people = [member(name, role, number) for number, role in enumerate([*Role] * MANY, 1)]
    is_shown(people_roles.build_people(people, people[0]))
    is_shown(people_roles.build_people([]))
    is_shown(people_roles.build_people_for_others(people))
    is_shown(people_roles.build_role_given(people[3]))
    mine = absences(MANY)
    is_shown(away.build_away_form(mine, MONDAY, zone="Asia/Ho_Chi_Minh"))
    is_taken(away.build_away(mine[0], MONDAY, joined=True, known=False))
    is_taken(away.build_taken_back(mine, MONDAY))
    is_shown(away.build_away_view(mine[0], MONDAY, joined=False, known=True))
    for code in ("IT-RM", None):
        own = replace(PEACE, own=replace(PEACE.own, country=code))
        places = Places(countries.countries(), countries.regions("IT") if code else {})
        is_shown(my_settings.build_my_settings(own, places))
        is_shown(my_settings.build_settings_saved(own, name))
