"""The Home tab, as a first visitor, a member and somebody who opted out see it."""

from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import MOVED, NEXT, answer, asked, hours, settle, start_check_in, words_of


async def test_home_grows_with_what_a_person_has(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await ana.open_home()
    first = words_of(ana.home)
    assert "pick a channel, and the people in it are asked at 09:00 on weekdays" in first
    await ana.press("Start the first check-in")
    assert ana.modal is not None
    assert (await ana.submit({"Channel": "checkout"})).ok
    assert "*Weekly digests*" in words_of(ana.home), "Home shows at once what was set up from it"
    await ana.close_modal()
    await settle(small_scene)

    await ana.open_home()
    home = words_of(ana.home)
    assert "*Open for you*\nNothing right now. Enjoy the quiet." in home
    assert "*You are asked next*\nDaily check-in: <!date^" in home
    assert "Start the first check-in" not in home

    await slack.wind(to=at("2026-11-23 15:00"))
    await ben.open_home()
    assert "*Daily check-in* · Checkout · Mon 23 Nov: open until 17:00 your time" in words_of(ben.home)
    await ben.press("Not for me", message=ben.direct_messages[-1])
    await ben.open_home()
    assert "Daily check-in: not for you, as you wished." in words_of(ben.home)
    await ben.press("Ask me again")
    assert "not for you" not in words_of(ben.home), "Home shows at once what was done there"
    assert "Mon 23 Nov: open" in words_of(ben.home)
    await answer(small_scene, "ben")
    assert "Mon 23 Nov: answered" in words_of(ben.home)

    await ben.press("Set up the digest")
    assert ben.modal is not None
    await ben.close_modal()
    await ben.open_home("messages")


async def test_home_that_cannot_be_refreshed_loses_no_answer(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await ana.command("/checkin", "new")
    await ana.submit({"Channel": "checkout"})
    await ana.close_modal()
    await slack.wind(to=at("2026-11-23 08:10"))
    await ana.open_home()
    await ana.press("Answer")
    slack.faults.add("views.publish", "refused", error="not_enabled")
    result = await ana.submit({MOVED: "The refund API", NEXT: "Its tests"})
    assert result.closed
    await settle(small_scene)
    assert "you answered" in ana.direct_messages[-1].text


async def test_a_lead_sees_what_they_look_after_and_an_admin_who_may_what(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, eve = slack.person("ana"), slack.person("ben"), slack.person("eve")
    await eve.open_home()
    assert "Start the first check-in" in words_of(eve.home), "nothing to administer yet"
    assert "People and roles" not in words_of(eve.home)
    await ana.command("/checkin", "new")
    await ana.submit({"Channel": "checkout"})
    await ana.close_modal()
    await settle(small_scene)

    await ana.open_home()
    home = words_of(ana.home)
    parts = [
        "*Open for you*",
        "*You are asked next*",
        "*You*\n",
        "*Rituals you",
        "*Teams*",
        "*Weekly digests*",
    ]
    assert sorted(map(home.index, parts)) == [home.index(part) for part in parts]
    assert "*Checkout*\n4 people · everybody in <#" in home
    assert "Mondays at 09:00, Europe/Berlin time" in home
    assert "People and roles" not in home
    await ana.press("Open", message=None)
    await ana.close_modal()
    await ana.press("New team")
    assert (await ana.submit({"Channel": "product"})).ok
    assert "*Product*" in words_of(ana.home), "Home follows what was done in a form opened from it"
    await ana.close_modal()

    await ben.open_home()
    assert "*Teams*" not in words_of(ben.home)
    await ben.press("Not for me")
    assert "Daily check-in: not for you, as you wished." in words_of(ben.home)

    await eve.open_home()
    assert "*Admins:* eve\n*Leads:* ana\n*Observers:* nobody" in words_of(eve.home)
    await eve.press("Change a role")
    await eve.choose("Person", "ben")
    assert (await eve.submit({"Role": "Observer"})).ok
    assert "*Observers:* ben" in words_of(eve.home)


async def test_settings_hold_for_the_person_and_show_what_holds_anyway(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await ana.command("/drumbeat", "teams new")
    await ana.choose("Country", "Germany")
    await ana.submit({"Channel": "checkout"})
    await ana.close_modal()
    await start_check_in(small_scene)
    await ana.open_home()
    usual = "You are asked Monday to Friday, never between 20:00 and 07:00, Europe/Berlin time"
    assert f"{usual}; holidays of Germany (from your team)." in words_of(ana.home)

    await ana.press("My settings")
    assert ana.modal is not None
    refused = await ana.submit({"Quiet until": "19:00"})
    assert "less than two hours" in refused.errors["Quiet until"]
    await ana.choose("Country", "Israel")
    assert (await ana.submit({"Quiet from": "18:30", "Quiet until": "08:00"})).ok
    kept = "You are asked Sunday to Thursday, never between 18:30 and 08:00"
    assert kept in words_of(ana.modal)
    assert "holidays of Israel." in words_of(ana.home)
    await ana.close_modal()

    await ana.command("/drumbeat", "settings")
    await ana.choose("Country", "Germany")
    done = await ana.submit(
        {
            "Region": "Bayern",
            "Days I work": ["Monday", "Tuesday"],
            "Or": ["No quiet hours: ask me at any hour"],
        }
    )
    assert done.ok
    kept = "You are asked Monday and Tuesday, at any hour, Europe/Berlin time; holidays of Bayern, Germany."
    assert kept in words_of(ana.modal)
    await ana.close_modal()
    await slack.wind(to=at("2026-11-26 12:00"))
    assert hours(asked(ana), ana) == ["Mon 09:00", "Tue 09:00"]
