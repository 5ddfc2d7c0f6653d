"""Starting a check-in: what a lead reads when it works, and beside the field when it does not."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from bot.rituals.tending.templates import every_template
from bot.values.questions import asking_about
from bot.values.rituals import Kind, Tier
from sandbox.company import ChannelSeed, Company, PersonSeed, small_company
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at, play
from tests.scenarios.living import asked, hours, settle, start_check_in, texts, words_of


def _filled_in(person: Person) -> Mapping[str, Any]:
    assert person.modal is not None
    return {block: next(iter(state.values())) for block, state in person.modal.state.items()}


async def test_one_field_is_required_and_everything_else_has_a_default(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await ana.command("/checkin", "new")
    state = _filled_in(ana)
    assert state["channel"]["selected_conversation"] is None, "in a DM there is no channel to offer"
    assert state["at"]["selected_time"] == "09:00"
    assert [option["value"] for option in state["days"]["selected_options"]] == ["MO", "TU", "WE", "TH", "FR"]
    assert state["name"]["value"] == "Daily check-in"
    assert "What moved since last time?" in words_of(ana.modal)

    result = await ana.submit({})
    assert list(result.errors) == ["Channel"]

    assert (await ana.submit({"Channel": "checkout"})).ok
    shown = words_of(ana.modal)
    assert ana.modal is not None
    assert ana.modal.title == "All set"
    assert ":tada: *Daily check-in* is set up for <#" in shown
    assert "The weekly digest goes there on Mondays at 09:00, Europe/Berlin time." in shown
    assert "`/checkin status`" in shown

    await settle(small_scene)
    (hello,) = texts(ana.sees("checkout"))
    assert hello.startswith(
        ":wave: Hello! *ana* set up *Daily check-in* for this channel: every weekday at 09:00"
    )
    assert "4 people get a DM with 3 short questions" in hello
    await slack.wind(to=at("2026-11-23 09:00"))
    assert texts(ana.sees("checkout")).count(hello) == 1, "a team is told once"


async def test_started_in_a_channel_the_form_offers_that_channel(small_scene: Scene) -> None:
    ana = small_scene.slack.person("ana")
    await ana.command("/drumbeat", "checkin new", channel="checkout")
    assert ana.modal is not None
    assert ana.modal.title == "Start a check-in"
    (channel,) = [block for block in ana.modal.blocks if block["block_id"] == "channel"]
    assert channel["element"]["default_to_current_conversation"] is True


async def test_other_days_another_time_and_an_own_name_are_kept(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await start_check_in(
        small_scene,
        fields={
            "Days": ["Tuesday", "Thursday"],
            "Time, in each person's own zone": time(10, 30),
            "Name": "Twice a week",
        },
    )
    (hello,) = texts(ana.sees("checkout"))
    assert (
        "*Twice a week* for this channel: every Tue and Thu at 10:30, in each person's own time zone" in hello
    )
    await slack.wind(to=at("2026-11-27 00:00"))
    dms = [message for message in ana.direct_messages if "Twice a week" in message.text]
    assert hours(dms, ana) == ["Tue 10:30", "Thu 10:30"]


async def test_a_second_one_in_the_same_channel_gets_its_own_name_and_a_second_click_is_no_second_one(
    small_scene: Scene,
) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await start_check_in(small_scene)
    again = await start_check_in(small_scene)
    assert again.errors == {
        "Channel": "“Daily check-in” asks the people in #checkout at that time already. For a second one, choose"
        " another time, other days or another name."
    }
    assert (await ana.submit({"Name": "daily check-in"})).errors == {
        "Name": "There is a ritual called “daily check-in” already. Give this one another name."
    }
    assert (await ana.submit({"Name": "Daily check-in", "Time, in each person's own zone": time(14, 0)})).ok
    assert "Mon 23 Nov, Tue 24 Nov and Wed 25 Nov, at 14:00" in words_of(ana.modal)
    assert (await ana.submit()).ok
    assert "*Daily check-in · #checkout* is set up" in words_of(ana.modal)
    await ana.close_modal()
    await settle(small_scene)
    assert len(texts(ana.sees("checkout"))) == 2
    await slack.wind(to=at("2026-11-24 15:00"))
    assert hours(asked(ana), ana) == ["Mon 09:00", "Mon 14:00", "Tue 09:00", "Tue 14:00"]


async def test_the_digest_is_offered_declined_and_left_alone_where_there_is_one(small_scene: Scene) -> None:
    ana = small_scene.slack.person("ana")
    await start_check_in(small_scene, "product")
    assert "digest" not in ana.sees("product")[-1].text

    await ana.command("/checkin", "new")
    await ana.submit({"Channel": "checkout"})
    assert "The weekly digest goes there on Mondays" in words_of(ana.modal)
    await ana.close_modal()

    await ana.command("/checkin", "new")
    await ana.submit({"Channel": "checkout", "Name": "Evening check-in"})
    assert "A weekly digest is posted there already, so I left it as it is." in words_of(ana.modal)


async def test_private_archived_and_foreign_channels_are_refused_with_a_way_on(
    sqlite_database_url: str,
) -> None:
    company = small_company()
    more = (
        ChannelSeed("old", ("ana", "ben"), archived=True),
        ChannelSeed("secret", ("eve",), private=True, with_app=True),
    )
    async with play(
        sqlite_database_url, company=Company("Small Company", company.people, company.channels + more)
    ) as scene:
        slack, ana = scene.slack, scene.slack.person("ana")
        refused = await start_check_in(scene, "old")
        assert refused.errors == {
            "Channel": "That channel is archived. Pick another one, or unarchive it first."
        }
        refused = await ana.submit({"Channel": "secret"})
        assert refused.errors == {
            "Channel": "You are not in that channel. Pick one you are in, or ask somebody there to set it up."
        }
        refused = await ana.submit({"Channel": "leads"})
        assert refused.errors == {
            "Channel": "I can't see that channel. If it is private, invite me there first: type"
            " `/invite @Drumbeat` in it, then try again."
        }
        await slack.invite("app", "leads", by="ana")
        assert (await ana.submit({})).ok, "the form is still there, filled in"
        await ana.close_modal()
        await slack.wind(to=at("2026-11-23 08:30"))
        assert hours(asked(slack.person("eve")), slack.person("eve")) == ["Mon 09:00"]


async def test_a_channel_nobody_is_in_yet_says_so(sqlite_database_url: str) -> None:
    company = small_company()
    people = (*company.people, PersonSeed("zoe", "Zoe Zimmer", "Europe/Berlin"))
    channels = (*company.channels, ChannelSeed("empty", ("gus",)))
    async with play(
        sqlite_database_url, one_by_one=True, company=Company("Small Company", people, channels)
    ) as scene:
        slack = scene.slack
        result = await start_check_in(scene, "empty")
        assert result.ok
        (hello,) = texts(slack.person("ana").sees("empty"))
        assert "Nobody but me is in it yet; whoever joins gets a DM" in hello
        await slack.invite("zoe", "empty")
        await slack.wind(to=at("2026-11-24 08:30"))
        assert hours(asked(slack.person("zoe")), slack.person("zoe")) == ["Mon 09:00", "Tue 09:00"]


async def test_every_template_shows_what_it_asks_and_starts(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    for number, template in enumerate(every_template()):
        await slack.wind(hours=0)
        await ana.command("/checkin", "new")
        assert (await ana.choose("Start from", template.plan.name)).ok
        shown = words_of(ana.modal)
        assert template.description in shown
        assert asking_about(template.plan.questions, template.plan.about)[0].ask in shown
        fields: dict[str, Any] = {"Channel": "checkout" if number % 2 else "product"}
        if template.plan.kind not in (Kind.PULSE, Kind.FEEDBACK_ROUND):
            fields["Weekly digest"] = []
        result = await ana.submit(fields)
        assert result.ok, (template.id, result.errors)
        if template.plan.tier is not Tier.NAMED:
            assert "an anonymous round needs 5" in words_of(ana.modal), "there are 4 people"
            result = await ana.submit()
            assert result.ok, (template.id, result.errors)
        assert f"*{template.plan.name}* is set up for <#" in words_of(ana.modal), template.id
        await ana.close_modal()
        assert ana.modal is None


async def test_what_was_filled_in_survives_another_template_and_the_way_back(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await ana.command("/checkin", "new")
    await ana.choose("Name", "Our round")
    await ana.choose("Time, in each person's own zone", time(11, 15))
    await ana.choose("Start from", "Weekly confidence")
    state = _filled_in(ana)
    assert state["name:weekly-confidence"]["value"] == "Our round"
    assert state["at:weekly-confidence"]["selected_time"] == "11:15"
    await ana.choose("Start from", "Sprint retro")
    assert "every other Fri" in words_of(ana.modal)
    refused = await ana.submit({"Channel": "checkout", "Or another rhythm, in words": "sometimes"})
    assert "You can write things like" in refused.errors["Or another rhythm, in words"]

    words = {"Or another rhythm, in words": "first Monday of the month at 14:00"}
    assert (await ana.submit(words)).ok
    assert "Mon 7 Dec, Mon 4 Jan and Mon 1 Feb, at 14:00 wherever each person is" in words_of(ana.modal)
    await ana.close_modal()
    state = _filled_in(ana)
    assert state["words"]["value"] == "first Monday of the month at 14:00"
    assert state["name:sprint-retro"]["value"] == "Our round"
    assert (await ana.submit({"Or another rhythm, in words": "every other Tuesday"})).ok
    assert "Tue 24 Nov, Tue 8 Dec and Tue 22 Dec, at 11:15" in words_of(ana.modal)
    assert (await ana.submit()).ok
    assert "*Our round* is set up" in words_of(ana.modal)
    await ana.close_modal()
    await settle(small_scene)
    assert "4 people get a DM with 4 short questions" in texts(ana.sees("checkout"))[-1], "of a pool, one"
    await slack.wind(to=at("2026-12-09 00:00"))
    assert hours(asked(ana), ana) == ["Tue 11:15", "Tue 11:15"]
