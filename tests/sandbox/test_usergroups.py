"""usergroups.* and dnd.*: groups with a handle, and whose notifications are silent."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.company import small_company
from sandbox.do_not_disturb import is_silent
from sandbox.errors import Json
from sandbox.server import Sandbox
from tests.sandbox.app_under_test import client, manifest
from tests.sandbox.conftest import MONDAY
from tests.sandbox.test_chat import refusal

EVENTS = ("subteam_members_changed", "subteam_updated", "dnd_updated_user")


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """A small company, and an app that may ask about groups and do-not-disturb."""
    document = manifest()
    document["oauth_config"]["scopes"]["bot"] += ["usergroups:read", "dnd:read"]
    document["settings"]["event_subscriptions"]["bot_events"] += EVENTS
    async with Sandbox(document, small_company(), clock=MONDAY, limits=False) as sandbox:
        yield sandbox


def heard(slack: Sandbox, kind: str) -> list[Json]:
    """The events of a kind that the app was sent."""
    return [each.body["event"] for each in slack.deliveries if each.body.get("event", {}).get("type") == kind]


async def dnd_of(slack: Sandbox, name: str) -> Json:
    """What the app is told about one person."""
    user = slack.person(name).id
    answer = await client(slack).api_call("dnd.teamInfo", params={"users": user})
    found: Json = answer["users"][user]
    return found


async def test_groups_are_listed_and_their_people_too(slack: Sandbox) -> None:
    (group,) = (await client(slack).usergroups_list())["usergroups"]
    assert (group["name"], group["handle"], group["date_delete"]) == ("Engineers", "engineers", 0)
    people = (await client(slack).usergroups_users_list(usergroup=group["id"]))["users"]
    assert people == [slack.workspace.user(name).id for name in ("ben", "dev", "gus")]
    assert await refusal(slack, "usergroups.users.list", usergroup="S0") == "no_such_subteam"


async def test_a_group_that_was_switched_off_is_gone_unless_asked_for(slack: Sandbox) -> None:
    group = slack.workspace.usergroups.group("@engineers")
    await slack.disable_usergroup("engineers")
    assert (await client(slack).usergroups_list())["usergroups"] == []
    assert len((await client(slack).usergroups_list(include_disabled=True))["usergroups"]) == 1
    assert await refusal(slack, "usergroups.users.list", usergroup=group.id) == "no_such_subteam"
    assert heard(slack, "subteam_updated")[0]["subteam"]["date_delete"] > 0


async def test_who_joins_and_leaves_a_group_is_told(slack: Sandbox) -> None:
    await slack.set_usergroup("engineers", "dev", "chi")
    (event,) = heard(slack, "subteam_members_changed")
    assert event["subteam_id"] == slack.workspace.usergroups.group("engineers").id
    assert event["added_users"] == [slack.person("chi").id]
    assert event["removed_users"] == [slack.person("ben").id, slack.person("gus").id]


async def test_without_the_scope_or_the_plan_there_are_no_groups(slack: Sandbox) -> None:
    slack.workspace.app.scopes -= {"usergroups:read", "dnd:read"}
    assert await refusal(slack, "usergroups.list") == "missing_scope"
    assert await refusal(slack, "dnd.teamInfo", users=slack.person("ana").id) == "missing_scope"
    await slack.set_usergroup("engineers", "dev")
    assert heard(slack, "subteam_members_changed") == []
    async with Sandbox(
        manifest(), replace(small_company(), paid=False), granted_scopes=("usergroups:read",)
    ) as free:
        assert await refusal(free, "usergroups.list") == "plan_upgrade_required"


async def test_a_snooze_is_a_period_that_has_begun_and_ends_when_it_is_over(slack: Sandbox) -> None:
    ana = slack.person("ana")
    silent = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}
    assert await dnd_of(slack, "ana") == silent
    await ana.snooze(minutes=90)
    assert await dnd_of(slack, "ana") == {
        "dnd_enabled": True,
        "next_dnd_start_ts": int(MONDAY.timestamp()),
        "next_dnd_end_ts": int((MONDAY + timedelta(minutes=90)).timestamp()),
    }
    assert heard(slack, "dnd_updated_user")[0]["dnd_status"]["dnd_enabled"]
    await slack.wind(hours=2)
    assert await dnd_of(slack, "ana") == silent
    await ana.snooze(minutes=30)
    await ana.snooze(minutes=0)
    assert await dnd_of(slack, "ana") == silent


async def test_a_schedule_follows_the_clock_on_the_wall_and_runs_over_midnight(slack: Sandbox) -> None:
    chi = slack.workspace.user("chi")
    chi.dnd = ("22:00", "08:00")
    found = await dnd_of(slack, "chi")
    tokyo_evening = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
    assert found["dnd_enabled"], "there is a schedule, although it is afternoon in Tokyo"
    assert found["next_dnd_start_ts"] == int(tokyo_evening.timestamp())
    assert not is_silent(chi, MONDAY)
    assert is_silent(chi, tokyo_evening)
    assert is_silent(chi, tokyo_evening + timedelta(hours=9, minutes=59))
    assert not is_silent(chi, tokyo_evening + timedelta(hours=10))


async def test_dnd_is_asked_about_fifty_people_at_most_and_about_somebody_at_least(slack: Sandbox) -> None:
    assert await refusal(slack, "dnd.teamInfo", users="") == "no_users_provided"
    assert await refusal(slack, "dnd.teamInfo", users=",".join("U" * 51)) == "too_many_users"
    assert await refusal(slack, "dnd.info", user="U0") == "user_not_found"
    assert (await client(slack).api_call("dnd.info"))["snooze_enabled"] is False
