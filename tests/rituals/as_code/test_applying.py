"""Applying RITUALS.yaml: what the workspace is afterwards, and that doing it again changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time

import pytest

from bot.rituals.as_code.applying import apply_file, present_in
from bot.rituals.as_code.differences import Difference, Effect
from bot.rituals.as_code.file import FileProblems, read_file
from bot.rituals.as_code.resolving import Resolved, resolve
from bot.store import digests, rituals, team_sources, teams, workspaces
from bot.store.engine import Store
from bot.values.errors import Unusable
from bot.values.people import Channel, Profile, Usergroup
from bot.values.rituals import TO_TEAM

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)

FILE = """\
timezone: Europe/Berlin
teams:
  - name: Checkout
    function: engineering
    lead: "@Ana"
    channel: "#checkout"
    members: [U0ANA, "@ben"]
    country: DE
  - {name: Search, lead: U0CHI, channel: C0SEARCH}
rituals:
  - name: Daily check-in
    template: daily-check-in
    teams: [Checkout, Search]
    schedule: {days: [mon, tue], at: "09:30"}
digests:
  - {name: Weekly, channel: "#product", day: mon, at: "09:00"}
"""


def person(slack_id: str, name: str, zone: str = "Europe/Berlin", *, is_person: bool = True) -> Profile:
    return Profile(slack_id, name, zone, is_person=is_person, is_deactivated=False, is_admin=False)


@dataclass
class Company:
    """A Slack of three people, a bot and three channels."""

    people: list[Profile] = field(
        default_factory=lambda: [
            person("U0ANA", "ana"),
            person("U0BEN", "Ben", "America/New_York"),
            person("U0CHI", "chi", "Asia/Tokyo"),
            person("U0BOT", "robot", is_person=False),
        ]
    )
    rooms: list[Channel] = field(
        default_factory=lambda: [
            Channel("C0CHECK", "checkout"),
            Channel("C0SEARCH", "search"),
            Channel("C0PRODUCT", "product"),
        ]
    )
    groups: list[Usergroup] = field(default_factory=lambda: [Usergroup("S0MOBILE", "Mobile folks", "mobile")])

    async def channels(self) -> Sequence[Channel]:
        return self.rooms

    async def profiles(self) -> Sequence[Profile]:
        return self.people

    async def usergroups(self) -> Sequence[Usergroup]:
        return self.groups


async def resolved(text: str, company: Company | None = None) -> Resolved:
    return await resolve(read_file(text, source="RITUALS.yaml"), company or Company())


async def problems_of(text: str, company: Company | None = None) -> list[str]:
    with pytest.raises(FileProblems) as caught:
        await resolved(text, company)
    return [str(problem) for problem in caught.value.problems]


async def workspace_in(store: Store) -> int:
    async with store.transaction() as tx:
        saved = await workspaces.save(
            tx, slack_id="T0", name="Acme", bot_user_id="U0BOT", bot_id="B0", now=NOW
        )
        return saved.id


async def apply(store: Store, text: str = FILE, company: Company | None = None) -> list[Difference]:
    return await apply_file(store, await workspace_in(store), await resolved(text, company), now=NOW)


async def test_everything_a_file_names_is_created(store: Store) -> None:
    changes = await apply(store)
    assert [change.sentence for change in changes] == [
        "Created the team Checkout: 2 people, listed.",
        "Created the team Search: everybody in #search.",
        "Created the ritual Daily check-in for Checkout and Search.",
        "Created the digest Weekly in #product.",
    ]


async def test_listed_people_are_stored_and_a_channels_people_are_read_by_the_clock(store: Store) -> None:
    await apply(store)
    async with store.transaction() as tx:
        checkout = await teams.by_name(tx, 1, "Checkout")
        assert checkout is not None
        assert [member.name for member in await teams.members(tx, checkout.id)] == ["ana", "Ben"]
        due = await team_sources.who_is_due(tx, NOW)
        assert due is not None
        assert due.name == "Search"


async def test_the_first_round_is_planned_for_those_who_are_known(store: Store) -> None:
    await apply(store)
    async with store.transaction() as tx:
        ritual = await rituals.by_name(tx, 1, "Daily check-in")
    assert ritual is not None
    assert ritual.next_opens_at == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


async def test_the_digest_belongs_to_the_files_first_lead_when_nobody_else_is_named(store: Store) -> None:
    await apply(store)
    async with store.transaction() as tx:
        digest = await digests.by_name(tx, 1, "Weekly")
        checkout = await teams.by_name(tx, 1, "Checkout")
    assert digest is not None
    assert checkout is not None
    assert digest.owner_id == checkout.lead_id
    assert digest.next_at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def test_applying_again_changes_nothing(store: Store) -> None:
    await apply(store)
    assert {change.effect for change in await apply(store)} == {Effect.KEPT}


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('members: [U0ANA, "@ben"]', "members: [U0ANA]", "Changed the team Checkout: members."),
        ('    members: [U0ANA, "@ben"]\n', "", "Changed the team Checkout: members."),
        ("country: DE", "country: NO", "Changed the team Checkout: country."),
        ('lead: "@Ana"', 'lead: "@ben"', "Changed the team Checkout: lead."),
        ("channel: C0SEARCH", 'channel: "#product"', "Changed the team Search: channel."),
        ('at: "09:30"', 'at: "10:00"', "Changed the ritual Daily check-in: schedule."),
        ("[Checkout, Search]", "[Search]", "Changed the ritual Daily check-in: teams."),
        ("    teams:", "    remind: none\n    teams:", "Changed the ritual Daily check-in: remind."),
        ("day: mon", "day: tue", "Changed the digest Weekly: day."),
        ('at: "09:00"}', 'at: "09:00", lead: U0CHI}', "Changed the digest Weekly: lead."),
    ],
)
async def test_what_the_file_says_differently_is_changed_once(
    store: Store, before: str, after: str, sentence: str
) -> None:
    await apply(store)
    assert before in FILE
    changed = FILE.replace(before, after)
    assert sentence in [change.sentence for change in await apply(store, changed)]
    assert {change.effect for change in await apply(store, changed)} == {Effect.KEPT}


async def test_a_changed_time_moves_the_next_round(store: Store) -> None:
    await apply(store)
    await apply(store, FILE.replace('"09:30"', '"11:00"'))
    async with store.transaction() as tx:
        ritual = await rituals.by_name(tx, 1, "Daily check-in")
    assert ritual is not None
    assert ritual.plan.schedule.at == time(11, 0)
    assert ritual.next_opens_at == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


async def test_what_the_file_no_longer_names_lives_on(store: Store) -> None:
    await apply(store)
    await apply(store, FILE.partition("rituals:")[0])
    async with store.transaction() as tx:
        assert await rituals.by_name(tx, 1, "Daily check-in") is not None


async def test_every_name_slack_does_not_know_is_told_at_once_with_its_place() -> None:
    text = (
        FILE.replace('"@Ana"', '"@anna"')
        .replace('"#checkout"', '"#chekout"')
        .replace("U0CHI", "U0GONE")
        .replace('"@ben"', '"@robot"')
        .replace('"#product"', '"#secret"')
    )
    assert await problems_of(text) == [
        "line 5, column 11: there is nobody called @anna. Did you mean @ana?",
        "line 6, column 14: the bot sees no channel #chekout. Did you mean #checkout?",
        "line 7, column 22: Drumbeat cannot ask @robot. Name a member who is no bot, no guest and active.",
        "line 9, column 26: there is nobody called U0GONE. Write the name as Slack shows it, or the id"
        " (profile, ⋮, Copy member ID).",
        "line 16, column 29: the bot sees no channel #secret. Check the name; to a private channel, invite"
        " the bot first (/invite).",
    ]


async def test_two_people_of_one_name_are_told_apart_by_their_ids() -> None:
    company = Company()
    company.people.append(replace(company.people[0], slack_id="U0ANA2"))
    (problem, *_) = await problems_of(FILE, company)
    assert "there is more than one @Ana. Write the id instead: U0ANA or U0ANA2." in problem


async def test_a_report_can_go_to_another_channel_and_to_the_teams_own() -> None:
    elsewhere = FILE.replace("    teams:", '    report: "#product"\n    teams:')
    assert (await resolved(elsewhere)).rituals[0].plan.report == "C0PRODUCT"
    own = FILE.replace("teams: [Checkout, Search]", 'team: Checkout\n    report: "#checkout"')
    assert (await resolved(own)).rituals[0].plan.report == TO_TEAM


WIDE = """\
teams:
  - {name: Mobile, lead: U0ANA, channel: "#checkout", usergroup: "@mobile", without: [U0BEN], country: DE-BY}
  - {name: Search, lead: U0CHI, channel: C0SEARCH}
rituals:
  - {name: Retro, template: sprint-retro, audience: everyone, report: "#product"}
"""


async def test_a_team_from_a_user_group_and_a_ritual_for_everyone_are_stored(store: Store) -> None:
    changes = await apply(store, WIDE)
    assert [change.sentence for change in changes] == [
        "Created the team Mobile: the user group @mobile.",
        "Created the team Search: everybody in #search.",
        "Created the ritual Retro for everyone.",
    ]
    async with store.transaction() as tx:
        mobile, retro = await teams.by_name(tx, 1, "Mobile"), await rituals.by_name(tx, 1, "Retro")
        assert mobile is not None
        assert retro is not None
        assert (mobile.usergroup_id, mobile.country, mobile.listed) == ("S0MOBILE", "DE-BY", False)
        assert len(await teams.left_out_of(tx, mobile.id)) == 1
        assert (retro.plan.everyone, retro.plan.report) == (True, "C0PRODUCT")
        assert [team.name for team in await teams.of_ritual(tx, retro.id)] == ["Mobile", "Search"]


async def test_a_team_that_is_new_is_asked_by_what_asks_everyone(store: Store) -> None:
    await apply(store, WIDE)
    more = WIDE.replace("rituals:", '  - {name: Legal, lead: U0BEN, channel: "#product"}\nrituals:')
    sentences = [change.sentence for change in await apply(store, more)]
    assert sentences[2:] == [
        "Created the team Legal: everybody in #product.",
        "The ritual Retro stays as it is.",
    ]
    async with store.transaction() as tx:
        retro = await rituals.by_name(tx, 1, "Retro")
        assert retro is not None
        assert [team.name for team in await teams.of_ritual(tx, retro.id)] == ["Mobile", "Search", "Legal"]


async def test_names_that_differ_in_capitals_alone_mean_the_same_and_are_respelt(store: Store) -> None:
    await apply(store)
    respelt = FILE.replace("Daily check-in", "DAILY check-in").replace("name: Weekly", "name: weekly")
    sentences = [change.sentence for change in await apply(store, respelt)]
    assert sentences[2:] == ["Changed the ritual DAILY check-in: name.", "Changed the digest weekly: name."]
    assert {change.effect for change in await apply(store, respelt)} == {Effect.KEPT}


async def test_whoever_led_a_team_and_left_may_stay_in_the_file_by_their_id(store: Store) -> None:
    await apply(store)
    company = Company()
    company.people[2] = replace(company.people[2], is_person=False, is_deactivated=True)
    company.rooms.pop(1)
    assert len(await problems_of(FILE, company)) == 2
    present = await present_in(store, await workspace_in(store), NOW)
    known = await resolve(read_file(FILE, source="RITUALS.yaml"), company, present)
    changes = await apply_file(store, 1, known, now=NOW)
    assert {change.effect for change in changes} == {Effect.KEPT}


async def test_a_schedule_that_means_the_same_is_left_as_it_was_set_up(store: Store) -> None:
    await apply(store)
    async with store.transaction() as tx:
        ritual = await rituals.by_name(tx, 1, "Daily check-in")
        assert ritual is not None
        own = replace(ritual.plan.schedule, rrule="FREQ=WEEKLY;BYDAY=TU,MO", anchor=NOW.date())
        await rituals.change(tx, ritual.id, replace(ritual.plan, schedule=own))
    assert {change.effect for change in await apply(store)} == {Effect.KEPT}
    await apply(store, FILE.replace("    teams:", "    window: 4h\n    teams:"))
    async with store.transaction() as tx:
        again = await rituals.by_name(tx, 1, "Daily check-in")
    assert again is not None
    assert again.plan.schedule == own


async def test_what_the_file_does_not_name_is_told_and_left_alone(store: Store) -> None:
    await apply(store)
    changes = await apply(store, WIDE)
    assert [change.sentence for change in changes if change.effect == Effect.NOT_IN_FILE] == [
        "The team Checkout is not in the file and stays as it is.",
        "The ritual Daily check-in is not in the file and stays as it is.",
        "The digest Weekly is not in the file and stays as it is.",
    ]


async def test_nothing_is_applied_when_one_ritual_could_have_no_owner(store: Store) -> None:
    text = WIDE.replace("lead: U0ANA", "lead: nobody").replace("lead: U0CHI", "lead: nobody")
    with pytest.raises(Unusable, match="Nobody leads a team that the ritual Retro asks"):
        await apply(store, text)
    async with store.transaction() as tx:
        assert await teams.by_name(tx, 1, "Mobile") is None
