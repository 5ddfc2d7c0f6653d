"""Trends on demand, in Slack: a member, a lead, somebody new, and a team with a private channel."""

from datetime import timedelta

from sqlalchemy import update

from bot.store.tables import ritual, round_
from bot.values.rituals import TO_LEAD
from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import answer, start_check_in, words_of
from tests.scenarios.waiting import wait


async def shown(person: Person, text: str = "", channel: str = "product") -> str:
    """What `/trends` shows."""
    result = await person.command("/trends", text, channel=channel)
    assert result.ok, result
    (message,) = result.messages
    return words_of(message)


def newest(person: Person, channel: str = "product") -> Message:
    """What stands there now."""
    return person.sees(channel)[-1]


async def test_numbers_are_there_for_whom_they_are_and_honest_before_there_are_any(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben, dev, eve = (slack.person(name) for name in ("ana", "ben", "dev", "eve"))
    assert "There is no team yet. `/checkin new` starts a check-in" in await shown(ana)
    await start_check_in(small_scene)
    before = await shown(dev, "checkout", channel="checkout")
    assert "There is no number for *Checkout* yet. It is asked next on Mon 23 Nov" in before
    await slack.invite("app", "leads")
    await start_check_in(small_scene, "leads", by="ana")
    for day in range(23, 28):
        await slack.wind(to=at(f"2026-11-{day} 09:30"))
        await answer(small_scene, "ana")
    await wait(small_scene, "ben", "Refund API", of=1, on="eve")
    await slack.wind(to=at("2026-12-01 08:30"))

    # Who is in both teams, who is in one, and who came later: each sees what stands where they can read.
    assert (
        "*Trends* · week 48 (23–29 Nov) · 1 of 5 people answered\n*Checkout*\n1 of 4 people"
        in await shown(ana)
    )
    theirs = await shown(dev, channel="checkout")
    assert "1 open bottleneck, the oldest 3 days old" in theirs
    assert "Leads" not in theirs
    assert "Not shown: 1 team with a private channel that is not yours." in theirs
    assert "I know no team called “leads” whose numbers you may see." in await shown(
        dev, "leads", channel="checkout"
    )
    assert "*Leads*" in await shown(eve), "an admin"

    full = await shown(dev, "CHECK", channel="checkout")
    assert (
        "Trends of Checkout\nWeek 48 (23–29 Nov) and the 11 before it · 1 of 4 people answered in week 48"
        in full
    )
    assert "• *Daily check-in*: 5 of 18 answered in time. Not compared: too few earlier weeks" in full
    assert "Answered within 24 hours: 5 of 18 · more than half had not answered when it closed" in full
    assert "Asked at about 09:00 their time, 4 of 4 people within working hours" in full
    assert "In week 48: opened 1 · cleared 0 · open 1 · too few to tell how long they take" in full
    assert "I don't know “a b c d e f”" in await shown(dev, "a b c d e f", channel="checkout")

    # From one to another and back, in the same message; and how it is all made.
    await ana.command("/trends", "#checkout", channel="product")
    await ana.choose("trends_team", "Leads", channel="product")
    assert words_of(newest(ana)).startswith("Trends of Leads\n")
    await ana.choose("trends_team", "All teams", channel="product")
    await ana.press("Trends of Checkout in full", channel="product")
    assert words_of(newest(ana)).startswith("Trends of Checkout\n")
    await ana.press("How we compute", channel="product")
    assert ana.modal is not None
    assert ana.modal.title == "How we compute"
    await ana.close_modal()

    # On the Home of who leads, and of nobody else.
    await ana.open_home()
    home = words_of(ana.home)
    assert "*Teams last week* · week 48 (23–29 Nov)\n*Checkout*: 1 of 4 people answered · 1 open" in home
    await ana.choose("trends_window", "Leads")
    assert "*Leads*\nWeek 48" in words_of(ana.modal)
    await ana.close_modal()
    await ben.open_home()
    assert "Teams last week" not in words_of(ben.home)


async def test_what_went_to_the_lead_alone_is_for_the_lead_alone(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, dev, eve = (slack.person(name) for name in ("ana", "dev", "eve"))
    await start_check_in(small_scene)
    async with small_scene.drumbeat.house.store.transaction() as tx:
        await tx.execute(update(ritual).values(report=TO_LEAD))
    await slack.wind(to=at("2026-11-23 09:30"))
    await answer(small_scene, "ana")
    await slack.wind(to=at("2026-11-30 08:30"))
    assert "• *Daily check-in*: 1 of 18" in await shown(ana, "checkout")
    for person, channel in ((dev, "checkout"), (eve, "product")):
        told = await shown(person, "checkout", channel=channel)
        assert "answered in time" not in told
        assert (
            "Daily check-in: the answers go to the team's lead, or to a channel you are not in, alone" in told
        )
    async with small_scene.drumbeat.house.store.transaction() as tx:
        private = slack.channel("leads").id
        await tx.execute(update(round_).values(report=private))
        await tx.execute(update(ritual).values(report=private))
    await slack.invite("app", "leads")
    assert "answered in time" in await shown(eve, "checkout"), "she reads it there"
    assert "answered in time" not in await shown(dev, "checkout", channel="checkout")


async def test_a_workspace_without_charts_reads_the_numbers(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await start_check_in(small_scene, fields={"Days": ["Monday"]})
    await slack.wind(to=at("2026-11-23 09:30") + timedelta(weeks=7))
    drawn = await ana.command("/trends", "checkout", channel="product")
    assert [block["type"] for block in drawn.messages[0].blocks].count("data_visualization") == 1
    assert "Daily check-in: 0 throughout" in drawn.messages[0].text
    slack.takes_pictures = False
    for _ in range(2):
        refused = await ana.command("/trends", "checkout", channel="product")
        (message,) = refused.messages
        assert {block["type"] for block in message.blocks} == {"header", "context", "section", "actions"}
        assert "*Answered in time, week by week* (%)\nDaily check-in: 0 throughout" in words_of(message)
