"""Bottlenecks seen together in Slack: lists, their pages, who waits on whom, Home, and what a private team keeps."""

from datetime import date

from bot.store import members, teams
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import settle, start_check_in, words_of


async def _raise(scene: Scene, who: str, title: str, waits_on: str = "", channel: str = "checkout") -> None:
    person = scene.slack.person(who)
    await person.command("/bottleneck", title, channel=channel)
    if waits_on:
        await person.choose("Who are you waiting for?", waits_on)
    result = await person.submit({})
    if not result.ok or (person.modal is not None and "one of these" in words_of(person.modal)):
        result = await person.submit({})
    assert result.ok, result
    await person.close_modal()
    await settle(scene)


async def _shown(person: Person, text: str, channel: str = "product") -> str:
    result = await person.command("/bottleneck", text, channel=channel)
    assert result.ok, result
    (message,) = result.messages
    return words_of(message)


async def test_lists_say_what_waits_where_and_turn_over(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, eve = slack.person("ana"), slack.person("ben"), slack.person("eve")
    assert "`/bottleneck` and a few words raise what is in your way" in await _shown(eve, "list")
    await start_check_in(small_scene)
    await start_check_in(small_scene, "product", by="eve")
    things = ("Refund API", "Legal review", "New logo", "Staging key", "Tax table", "Cloud budget")
    for thing in (*things, "Holiday rota", "Vendor contract", "Chair", "Door badge"):
        await _raise(small_scene, "ben", thing, "Product")
    await _raise(small_scene, "ana", "A signature", "ben")

    first = await _shown(ana, "list")
    assert "*Bottlenecks* · 11 open: 11 with nobody on them" in first
    assert "*#1 Refund API*\nCheckout waits on Product · today · nobody is on it yet" in first
    assert "1–8 of 11, the oldest first" in first
    assert "#9" not in first
    await ana.press("Newer", channel="product")
    second = words_of(ana.sees("product")[-1])
    assert "9–11 of 11, the oldest first" in second
    assert "*#11 A signature*" in second
    assert "#8" not in second
    await ana.press("Older", channel="product")
    assert "1–8 of 11" in words_of(ana.sees("product")[-1])

    await ana.choose("loops_filter", "What concerns me", channel="product")
    mine = words_of(ana.sees("product")[-1])
    assert "*Bottlenecks that concern you* · 11 open" in mine, (
        "what waits on a team one is in, and nobody took on"
    )
    assert "*Bottlenecks that concern you* · 11 open" in await _shown(ben, "mine")
    assert "*What waits on Product* · 10 open" in await _shown(eve, "waits-on prod")
    assert "*What waits on Checkout* · 1 open" in await _shown(eve, "list waits-on CHECK"), (
        "ben is in Checkout"
    )
    assert "*What Checkout waits for* · 11 open" in await _shown(eve, "list checkout")
    assert "*Bottlenecks that concern your teams* · 10 open" in await _shown(eve, "list team")
    assert "Nothing is past its day" in await _shown(eve, "old")
    assert "Type the team as well" in (await eve.command("/bottleneck", "waits-on")).text
    assert "I know no team called “legal”" in (await eve.command("/bottleneck", "waits-on legal")).text
    assert (await eve.command("/bottleneck", "list legal")).text.startswith(
        "I know no team called “legal”. The teams here: `Checkout`"
    )

    await eve.command("/bottleneck", "old invoices cannot be read", channel="product")
    assert eve.modal is not None, "what begins like a list and is none is raised"
    await eve.close_modal()

    # The page of one opens from the list, and stays over it.
    await ana.command("/bottleneck", "list", channel="product")
    await ana.press("Open #1 Refund API", channel="product")
    assert ana.modal is not None
    assert ana.modal.title == "Bottleneck #1"


async def test_home_lists_and_matrix_tell_the_same_story(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, eve = slack.person("ana"), slack.person("ben"), slack.person("eve")
    await start_check_in(small_scene)
    await start_check_in(small_scene, "product", by="eve")
    await _raise(small_scene, "ben", "Refund API", "Product")
    await slack.wind(to=at("2026-11-27 09:00"))

    await ana.open_home()
    home = words_of(ana.home)
    assert "*Waits on you*\n*#1 Refund API*\nCheckout waits on Product · 4 days · nobody is on it yet" in home
    assert "*Bottlenecks around your teams*\n1 open: 1 with nobody on it" in home
    await ana.press("I'm on it…", message=None)
    assert (await ana.submit({"This day": date(2026, 11, 30)})).ok
    await ana.close_modal()
    await settle(small_scene)
    assert "4 days · ana is on it, next word Mon 30 Nov" in words_of(ana.home), "Home follows at once"
    await eve.open_home()
    assert "*Waits on you*" not in words_of(eve.home), "somebody of the team took it on"
    assert "*All bottlenecks*\n1 open" in words_of(eve.home)

    await eve.press("Who waits on whom")
    matrix = words_of(eve.modal)
    edge = "*Checkout* waits on *Product*: 1 open, 4 days in the last 4 weeks; oldest: #1 Refund API, 4 days"
    assert edge in matrix
    assert "*Checkout*: waits for others 4 days\n*Product*: " in matrix
    await eve.choose("Look at one team", "Product")
    assert "*Who waits on Product*\n*Checkout* waits on *Product*: 1 open" in words_of(eve.modal)
    await eve.press("Show")
    assert "*What Checkout waits for from Product* · 1 open" in words_of(eve.modal)
    await eve.press("Open #1 Refund API")
    assert eve.modal is not None
    assert eve.modal.title == "Bottleneck #1"
    await eve.close_modal()
    await eve.press("Who waits on whom")
    assert edge in words_of(eve.modal)
    await eve.press("All bottlenecks")
    assert "*Bottlenecks* · 1 open" in words_of(eve.modal)
    await eve.close_modal()

    await slack.wind(to=at("2026-12-01 10:00"))
    late = "8 days · ana is on it, word was due Mon 30 Nov, yesterday"
    assert late in await _shown(ben, "old")
    assert "1 open: 1 past its day" in await _shown(ben, "list")


async def test_what_a_private_team_waits_for_stays_with_it_also_when_its_channel_turns_private(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben, chi, eve = (slack.person(name) for name in ("ana", "ben", "chi", "eve"))
    await slack.invite("app", "leads")
    await start_check_in(small_scene)
    await start_check_in(small_scene, "leads", by="ana")
    await _raise(small_scene, "ana", "A secret plan", "chi", channel="leads")
    await _raise(small_scene, "ben", "Refund API", "chi")

    assert "#1" not in await _shown(ben, "list", channel="checkout")
    for knows in (ana, chi, eve):
        assert "#1 A secret plan" in await _shown(knows, "list", channel="general")
    await ben.open_home()
    assert "secret" not in words_of(ben.home)
    await ben.command("/bottleneck", "list", channel="checkout")
    await ben.press("Who waits on whom", channel="checkout")
    assert "Leads" not in words_of(ben.modal)
    await ben.close_modal()

    slack.workspace.channels[slack.channel("leads").id].kind = "public"
    await slack.wind(days=1, hours=1)
    store = small_scene.drumbeat.house.store
    async with store.reading() as tx:
        known = await members.by_slack_id(tx, 1, ben.user.id)
        found = {team.name: team.is_private for team in await teams.of_workspace(tx, 1)}
    assert known is not None
    assert found == {"Checkout": False, "Leads": False}, "a channel is looked at once a day"
    assert "#1 A secret plan" in await _shown(ben, "list", channel="checkout")
