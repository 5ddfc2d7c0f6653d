"""Raising a bottleneck in Slack: by command, from a message, with a shortcut; and joining one that is there."""

import asyncio
from typing import Any

from sqlalchemy import select

from bot.store import loops
from bot.store.tables import loop as loop_table
from bot.values.loops import Impact, Loop, LoopEvent, Step
from bot.views.loops import buttons
from sandbox.person import Person
from sandbox.record import Delivered
from sandbox.server import Sandbox
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import settle, start_check_in, words_of

WHAT, WHO = "What are you waiting for?", "Who are you waiting for?"
LINK, DETAILS, QUIET = "Link", "Details", "Your team's channel"
KIND, HELD_UP, WHICH = (
    "What kind of cause is it?",
    "How much does it hold you up?",
    "Which of your teams waits?",
)


async def test_a_bottleneck_is_raised_joined_and_raised_again_in_one_story(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, eve = slack.person("ana"), slack.person("ben"), slack.person("eve")
    await start_check_in(small_scene)
    await start_check_in(small_scene, "product", by="eve")

    await ana.command(
        "/bottleneck", "the <refund> API from @eve, https://linear.app/x/PAY-3", channel="product"
    )
    assert field(ana, WHAT) == "the <refund> API from @eve, https://linear.app/x/PAY-3"
    assert picked(ana, WHO) == "eve", "whoever is named is most often waited on"
    assert picked(ana, WHICH) == "Product", "the team whose channel it is"
    assert field(ana, LINK) == "https://linear.app/x/PAY-3"
    await ana.choose(WHO, "Product")
    result = await ana.submit({KIND: "Review or approval", HELD_UP: "It stops us", WHICH: "Checkout"})
    assert result.ok, result
    raised = words_of(ana.modal)
    assert "*Raised as #1.* Product hears of it; you are told at every step." in raised
    assert "*#1 the &lt;refund&gt; API from @eve" in raised
    assert "Checkout waits on Product" in raised
    await slack.delivery.redeliver(last_submission(slack))
    (first,) = await raised_so_far(small_scene)
    assert (first.impact, first.link) == (Impact.STOPS, "https://linear.app/x/PAY-3")
    await ana.close_modal()

    await ben.command("/bottleneck", "still need the refund API")
    await ben.submit({DETAILS: "Both of our flows", HELD_UP: "It slows us down"})
    asked = words_of(ben.modal)
    assert "*#1 the &lt;refund&gt; API from @eve" in asked
    assert "Checkout waits on Product\ntoday · nobody is on it yet" in asked
    assert (field(ben, WHAT), field(ben, DETAILS)) == ("still need the refund API", "Both of our flows")
    await ben.press("It hits us, too")
    assert "Counted: #1 hits you, too. It hits 2 people." in words_of(ben.modal)
    await ben.close_modal()
    (joined,) = await events(small_scene, 1, Step.JOINED)
    assert joined.what.words == "still need the refund API\nBoth of our flows"
    assert joined.what.impact == Impact.SLOWS

    await ben.command("/bottleneck", "refund API")
    await ben.submit()
    await ben.press("It is this one")
    assert "#1 counts you in already. It hits 2 people." in words_of(ben.modal)
    await ben.close_modal()

    await ben.command("/bottleneck", "the refund API is slow")
    await ben.submit({DETAILS: "Two seconds"})
    result = await ben.submit({WHAT: "The refund API is too slow", QUIET: ["Keep it out of the channel"]})
    assert "*Raised as #2.* Nobody is waited on yet." in words_of(ben.modal)
    (_, second) = await raised_so_far(small_scene)
    assert (second.title, second.details, second.is_quiet) == (
        "The refund API is too slow",
        "Two seconds",
        True,
    )
    await ben.close_modal()

    await ana.command("/bottleneck", "the refund API")
    await ana.submit()
    await ana.press("It is this one")
    await ana.press(buttons.CONFIRM)
    await ana.close_modal()
    await slack.wind(to=at("2026-12-01 10:00"))
    await eve.command("/drumbeat", "bottleneck the refund API again", channel="general")
    await eve.submit()
    await eve.press("It is back")
    assert "It counts from the day it was first raised." in words_of(eve.modal)
    (first, _) = await raised_so_far(small_scene)
    assert (first.is_open, first.reopened, first.raised_at < at("2026-11-24 00:00")) == (True, 1, True)


async def test_a_bottleneck_is_raised_from_a_message_with_its_address(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, dev = slack.person("ana"), slack.person("dev")
    await start_check_in(small_scene)
    await dev.say("@ben: no access to <Stripe> & co.\nI asked twice.", channel="checkout")
    message = ana.sees("checkout")[-1]
    await dev.say("Still nothing", channel="checkout", thread=message)
    reply = ana.sees_thread(message)[-1]
    await ana.shortcut("raise_as_bottleneck", message=message)
    assert field(ana, WHAT) == "@ben: no access to <Stripe> & co."
    assert field(ana, DETAILS) == "I asked twice."
    assert picked(ana, WHO) is None, "who is addressed in a message need not be waited on"
    await ana.submit({HELD_UP: "It bothers us"})
    assert "|the message it came from>" in words_of(ana.modal)
    await ana.close_modal()
    await ana.shortcut("raise_as_bottleneck", message=reply)
    await ana.submit()
    await ana.close_modal()
    first, second = (each.source for each in await raised_so_far(small_scene))
    assert first.permalink is not None
    assert first.permalink.endswith(f"/p{message.ts.replace('.', '')}")
    assert f"thread_ts={message.ts}" in str(second.permalink)
    assert first.ts == second.ts == message.ts, "what is posted there goes into the thread"

    await ana.say("The budget is not signed", channel="leads")
    await ana.shortcut("raise_as_bottleneck", message=ana.sees("leads")[-1])
    assert "a conversation not everybody can read" in words_of(ana.modal)
    result = await ana.submit()
    assert result.ok, result
    hidden = (await raised_so_far(small_scene))[-1]
    assert (hidden.title, hidden.source.permalink) == ("The budget is not signed", None)
    await settle(small_scene)


async def test_everybody_who_works_here_can_raise_one_and_nothing_typed_is_lost(
    threaded_scene: Scene,
) -> None:
    slack = threaded_scene.slack
    ana, eve, gus = slack.person("ana"), slack.person("eve"), slack.person("gus")
    refused = await gus.command("/bottleneck", "my laptop", channel="general")
    assert "You are a guest in this workspace" in refused.text
    usage = await ana.command("/bottleneck", "HELP")
    assert "`/bottleneck [text]`  say what you are waiting for" in usage.text

    await ana.shortcut("raise_a_bottleneck")
    assert words_of(ana.modal).count("team waits") == 0, "there are no teams yet"
    assert (await ana.submit({WHAT: "  "})).errors == {WHAT: "Say in a few words what you are waiting for."}
    await ana.choose(WHO, "ana")
    mistaken = await ana.submit({WHAT: "A decision on pricing", KIND: "Waiting for a decision"})
    assert mistaken.errors[WHO].startswith("You can't wait on yourself.")
    await ana.choose(WHO, "The bank")
    await ana.submit()
    assert "I can't write to The bank" in words_of(ana.modal)
    await ana.close_modal()

    await eve.command("/drumbeat", "people")
    await eve.submit({"Person": "eve", "Role": "Observer"})
    await eve.close_modal()
    long = "one long sentence about everything " * 200
    await eve.command("/bottleneck", long)
    fields = [field(eve, label) for label in (WHAT, DETAILS, "More details")]
    assert len(fields[0] or "") <= 150
    result = await eve.submit()
    assert result.ok, result
    kept = (await raised_so_far(threaded_scene))[-1]
    assert kept.title.endswith("everything one long…")
    assert " ".join((kept.details or "").split()) == long.strip()

    twice = last_submission(slack)
    await asyncio.gather(slack.delivery.redeliver(twice), slack.delivery.redeliver(twice))
    assert [each.id for each in await raised_so_far(threaded_scene)] == [1, 2]


async def test_leads_say_which_kinds_of_causes_there_are(small_scene: Scene) -> None:
    slack = small_scene.slack
    ben, eve = slack.person("ben"), slack.person("eve")
    await ben.command("/bottleneck", "categories", channel="general")
    assert "1. Waiting for a decision\n2. Waiting for another team's work" in words_of(ben.modal)
    assert "Admins and leads can change them." in words_of(ben.modal)

    await ben.close_modal()
    await ben.command("/bottleneck", "categories for refunds are unclear", channel="general")
    assert field(ben, WHAT) == "categories for refunds are unclear"

    await eve.command("/bottleneck", "help", channel="general")
    await eve.press("Edit the kinds of causes")
    await eve.choose("category_menu:1", "Rename…")
    await eve.submit({"Name": "Nobody decides"})
    await eve.choose("category_menu:1", "Offer it later")
    await eve.choose("category_menu:8", "Retire")
    await eve.press("Add a kind of cause")
    assert (await eve.submit({"Name": "nobody decides"})).errors == {
        "Name": "“Nobody decides” is there already."
    }
    await eve.submit({"Name": "A vendor's <fault>"})
    shown = words_of(eve.modal)
    assert "1. Waiting for another team's work\n" in shown
    assert "2. Nobody decides\n" in shown
    assert "8. A vendor's &lt;fault&gt;" in shown
    assert "*Retired*" in shown
    await eve.press("Bring back: Too much at once")
    assert "*Retired*" not in words_of(eve.modal)
    await eve.close_modal()
    await ben.close_modal()
    await ben.command("/bottleneck", "", channel="general")
    assert "A vendor's <fault>" in words_of(ben.modal)


def field(person: Person, label: str) -> str | None:
    """What stands in a field of the form."""
    value = _state(person, label).get("value")
    return None if value is None else str(value)


def picked(person: Person, label: str) -> str | None:
    """What is picked in a field of the form."""
    option = _state(person, label).get("selected_option")
    return None if option is None else str(option["text"]["text"])


def _state(person: Person, label: str) -> dict[str, Any]:
    assert person.modal is not None
    block = next(b for b in person.modal.blocks if b.get("label", {}).get("text") == label)
    return person.modal.state[block["block_id"]][block["element"]["action_id"]]


def last_submission(slack: Sandbox) -> Delivered:
    """The newest form that was handed in."""
    return [each for each in slack.deliveries if each.body.get("type") == "view_submission"][-1]


async def raised_so_far(scene: Scene) -> list[Loop]:
    """Every bottleneck, in the order they were raised in."""
    async with scene.drumbeat.house.store.reading() as tx:
        rows = await tx.execute(select(loop_table).order_by(loop_table.c.id))
        return [loops.to_loop(row) for row in rows]


async def events(scene: Scene, loop_id: int, step: Step) -> list[LoopEvent]:
    """What happened to one of these kinds."""
    async with scene.drumbeat.house.store.reading() as tx:
        return [each for each in (await loops.events_of(tx, [loop_id]))[loop_id] if each.step == step]
