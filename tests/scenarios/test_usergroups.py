"""A team that is a user group: whoever joins or leaves the group joins or leaves the team."""

from bot.store import members, teams
from bot.values.teams import TeamPlan
from sandbox.company import PersonSeed
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import asked, hours, settle, start_check_in


async def people_of(scene: Scene) -> list[str]:
    """Who is in the Checkout team, by name."""
    async with scene.drumbeat.house.store.transaction() as tx:
        team = await teams.by_name(tx, 1, "Checkout")
        assert team is not None
        return sorted(member.name for member in await teams.members(tx, team.id))


async def take_members_from(scene: Scene, handle: str) -> None:
    """From now on the Checkout team is this user group."""
    store, group = scene.drumbeat.house.store, scene.slack.workspace.usergroups.group(handle)
    async with store.transaction() as tx:
        team = await teams.by_name(tx, 1, "Checkout")
        lead = await members.by_slack_id(tx, 1, scene.slack.person("ana").id)
        assert team is not None
        assert lead is not None
        plan = TeamPlan(
            team.name,
            channel=await scene.drumbeat.house.slack.channel(team.channel_id),
            lead_id=lead.id,
            members_at=scene.drumbeat.house.now(),
            usergroup_id=group.id,
        )
        await teams.change(tx, team.id, plan)
    scene.drumbeat.house.wake()
    await settle(scene)


async def test_a_team_follows_its_user_group_and_not_its_channel(small_scene: Scene) -> None:
    slack = small_scene.slack
    await start_check_in(small_scene)
    assert await people_of(small_scene) == ["ana", "ben", "chi", "dev"]
    await take_members_from(small_scene, "engineers")
    assert await people_of(small_scene) == ["ben", "dev"], "guests are nobody's members"

    await slack.set_usergroup("engineers", "ben", "gus", "eve")
    zoe = await slack.add_person(PersonSeed("zoe", "Zoe Zimmer", "Europe/Lisbon"))
    await slack.invite("zoe", "checkout")
    await settle(small_scene)
    assert await people_of(small_scene) == ["ben", "eve"]
    await slack.wind(to=at("2026-11-24 15:00"))
    eve = slack.person("eve")
    assert hours(asked(eve), eve)[-1] == "Tue 09:00"
    assert asked(slack.person("dev")) == asked(zoe) == []

    # Switched off, or out of reach: the people stay who they were, and the day goes on.
    await slack.disable_usergroup("engineers")
    await settle(small_scene)
    assert await people_of(small_scene) == ["ben", "eve"]
    slack.workspace.app.scopes -= {"usergroups:read"}
    await slack.wind(to=at("2026-11-25 15:00"))
    assert hours(asked(eve), eve)[-1] == "Wed 09:00"
