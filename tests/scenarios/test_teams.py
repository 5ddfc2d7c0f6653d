"""Teams in Slack: made from a channel, a user group or by hand; changed, looked at, deleted."""

from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import asked, settle, start_check_in, words_of


async def test_a_team_is_made_from_a_channel_and_changed(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, dev = slack.person("ana"), slack.person("ben"), slack.person("dev")
    await ana.command("/drumbeat", "teams")
    assert "None yet. A team is a group of people with a channel" in words_of(ana.modal)
    await ana.press("New team")
    await ana.choose("What the team does", "Something else…")
    await ana.choose("Country", "Germany")
    result = await ana.submit(
        {"Channel": "checkout", "In your own words": "payments", "Region": "Bayern", "Leave out": ["dev"]}
    )
    assert result.ok, result
    done = words_of(ana.modal)
    assert "*Checkout* is set up: 3 people, everybody in <#" in done
    assert "ana leads it." in done
    assert "Left out: dev. They are not asked, and they are missing nowhere." in done
    await ana.close_modal()
    assert "*Checkout*\n3 people · everybody in" in words_of(ana.modal), "the list is up to date"
    await ana.close_modal()

    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 14:10"))
    assert len(asked(ben)) == 1
    assert asked(dev) == [], "left out"

    await ana.command("/drumbeat", "teams checkout")
    result = await ana.submit({"Name": "Payments", "Lead": "ben", "Leave out": ["chi"]})
    assert result.ok, result
    done = words_of(ana.modal)
    assert "New: dev." in done
    assert "No longer in it: chi; the team's rituals ask them no more." in done
    assert "Asked by Daily check-in, from the next round on." in done
    await ana.close_modal()
    await slack.wind(to=at("2026-11-24 15:00"))
    assert len(asked(dev)) == 1

    await ana.command("/drumbeat", "teams Payments")
    looked = words_of(ana.modal)
    assert "ben leads it and can change it, as can an admin." in looked
    assert "payments" in looked
    await ana.close_modal()
    missing = await ana.command("/drumbeat", "teams Chekout")
    assert missing.text == "I don't know a team called “Chekout”. The teams here: `Payments`."


async def test_a_team_can_be_listed_by_hand_and_deleted(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await ana.command("/drumbeat", "teams new")
    await ana.choose("Members", "People I list by hand")
    refused = await ana.submit({"Channel": "product", "Name": "Trio", "These people": ["gus"]})
    assert refused.errors == {
        "These people": "Nobody of those can be asked: I ask neither guests nor bots. Pick at least one member."
    }
    await ana.submit({"These people": ["ben", "chi", "gus"]})
    assert "*Trio* is set up: 2 people, listed by hand. ana leads it." in words_of(ana.modal)
    await ana.close_modal()
    await settle(small_scene)

    await ana.command("/drumbeat", "teams new")
    refused = await ana.submit({"Channel": "checkout", "Name": "trio"})
    assert refused.errors == {"Name": "There is a team called “Trio” already. Give this one another name."}
    await ana.close_modal()
    await ben.command("/drumbeat", "teams trio")
    assert ben.modal is not None
    assert not ben.modal.definition.get("submit"), "to look at, not to change"
    await ben.close_modal()

    await ana.command("/drumbeat", "teams trio")
    await ana.press("Delete team")
    assert "*Trio* is deleted." in words_of(ana.modal)
    await ana.close_modal()
    await ana.command("/drumbeat", "teams")
    assert "None yet" in words_of(ana.modal)
    await ana.close_modal()
    await ana.command("/drumbeat", "teams new")
    result = await ana.submit({"Channel": "product", "Name": "Trio"})
    assert result.ok, "the name is free again"


async def test_a_team_from_a_user_group_follows_it(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, chi = slack.person("ana"), slack.person("chi")
    await ana.command("/drumbeat", "teams new")
    await ana.choose("Members", "Everybody in a user group")
    result = await ana.submit(
        {"Channel": "product", "Name": "Builders", "User group": "@engineers (Engineers)"}
    )
    assert result.ok, result
    done = words_of(ana.modal)
    assert "*Builders* is set up: 2 people, everybody in <!subteam^" in done
    assert "•  ben\n•  dev" in done, "the guest among them is not asked"
    await ana.close_modal()
    await settle(small_scene)
    await slack.set_usergroup("engineers", "ben", "chi")
    await settle(small_scene)
    await chi.command("/drumbeat", "teams Builders")
    assert "•  ben\n•  chi" in words_of(chi.modal)
