"""Roles: an admin gives them, observers are never asked, and there is always an admin."""

from dataclasses import replace

from sandbox.company import small_company
from tests.scenarios.conftest import Scene, at, play
from tests.scenarios.living import asked, settle, start_check_in, words_of


async def test_an_admin_gives_roles_and_observers_are_not_asked(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, eve = slack.person("ana"), slack.person("ben"), slack.person("eve")
    await start_check_in(small_scene)
    await ana.command("/drumbeat", "people")
    looked = words_of(ana.modal)
    assert "*Admins:* eve\n*Leads:* ana\n*Observers:* nobody" in looked
    assert "Admins change roles: eve." in looked
    await ana.close_modal()

    await slack.wind(to=at("2026-11-23 14:10"))
    assert len(asked(ben)) == 1
    await eve.command("/drumbeat", "people")
    await eve.choose("Person", "ben")
    result = await eve.submit({"Role": "Observer"})
    assert result.ok, result
    assert "*ben* is an observer now: reads results and is never asked anything." in words_of(eve.modal)
    await eve.close_modal()
    await slack.wind(to=at("2026-11-24 23:00"))
    assert len(asked(ben)) == 1
    await ben.open_home()
    assert "*You follow along as an observer.*" in words_of(ben.home)
    assert "eve can change that." in words_of(ben.home)

    await eve.command("/drumbeat", "people")
    for who, role, why in (
        ("eve", "Observer", "eve is the only admin. Make somebody else an admin first, so that one is left."),
        ("ana", "Member", "ana leads Checkout. Give the team another lead first (`/drumbeat teams`)."),
    ):
        await eve.choose("Person", who)
        assert (await eve.submit({"Role": role})).errors == {"Role": why}
    await eve.choose("Person", "gus")
    assert (await eve.submit({"Role": "Admin"})).errors == {
        "Person": "Roles are for full members: no guest, no bot. Pick somebody else."
    }
    await eve.choose("Person", "ben")
    assert (await eve.submit({"Role": "Member"})).ok
    await eve.close_modal()
    await slack.wind(to=at("2026-11-25 15:00"))
    assert len(asked(ben)) == 2, "asked again"


async def test_where_nobody_is_an_admin_whoever_sets_something_up_becomes_one(
    sqlite_database_url: str,
) -> None:
    company = small_company()
    people = tuple(replace(person, admin=False, owner=False) for person in company.people)
    async with play(sqlite_database_url, one_by_one=True, company=replace(company, people=people)) as scene:
        ana, ben = scene.slack.person("ana"), scene.slack.person("ben")
        await ana.command("/drumbeat", "teams new")
        await ana.submit({"Channel": "checkout"})
        assert "Nobody was an admin of Drumbeat here yet, so now you are" in words_of(ana.modal)
        await ana.close_modal()
        await settle(scene)
        await ben.command("/drumbeat", "teams new")
        await ben.submit({"Channel": "product", "Name": "Second"})
        assert "Nobody was an admin" not in words_of(ben.modal)
        await ana.open_home()
        assert "*Admins:* ana" in words_of(ana.home)


async def test_guests_read_a_kind_sentence_wherever_they_press(small_scene: Scene) -> None:
    gus = small_scene.slack.person("gus")
    for command, text in (("/checkin", "new"), ("/drumbeat", "away tomorrow"), ("/digest", "setup")):
        assert (await gus.command(command, text)).text.startswith("Thank you for looking in. You are a guest")
    await gus.open_home()
    assert words_of(gus.home).startswith("Thank you for looking in. You are a guest")
