"""Answering, skipping, changing one's mind, being late: what people see, and that nothing is lost or doubled."""

import asyncio
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from bot.store.tables import answer as answer_table
from bot.store.tables import answer_history
from sandbox.delivery import payloads
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at, play
from tests.scenarios.living import (
    MOVED,
    NEXT,
    ONLY_REMINDER,
    STUCK,
    answer,
    apply_rituals,
    asked,
    boards,
    settle,
    skip,
    start_check_in,
    texts,
    thread,
    words_of,
)

LONG = "Every word of this matters. " * 107
"""Just under Slack's 3,000 characters of one field."""


async def stored(scene: Scene, table: Any) -> Sequence[Any]:
    """What a table holds."""
    async with scene.drumbeat.house.store.transaction() as tx:
        return (await tx.execute(select(table))).all()


async def _asked_on_monday(scene: Scene) -> Person:
    await start_check_in(scene)
    await scene.slack.wind(to=at("2026-11-23 08:10"))
    return scene.slack.person("ana")


def _field(person: Person, key: str) -> Any:
    assert person.modal is not None
    return person.modal.state[f"question:{key}"]["value"]["value"]


async def _ready_to_send(scene: Scene, person: Person, moved: str) -> dict[str, Any]:
    """A form that is filled in: what a click on its button sends."""
    await person.press("Answer")
    assert person.modal is not None
    person.modal.state["question:progress"]["value"]["value"] = moved
    person.modal.state["question:plan"]["value"]["value"] = "Its tests"
    trigger = scene.slack.triggers.issue(person.id)
    return payloads.view_submission(scene.slack.workspace, person.user, person.modal, trigger=trigger)


async def test_an_edit_changes_the_reply_and_the_dm_and_its_history_goes_when_the_round_closes(
    scene: Scene,
) -> None:
    ana = await _asked_on_monday(scene)
    await answer(scene, "ana", "Half of it", "The rest")
    assert "You can change it until the next round opens." in words_of(asked(ana)[0])
    await ana.press("Edit my answer")
    assert _field(ana, "progress") == "Half of it"
    await ana.submit({MOVED: "All of it"})
    await settle(scene)
    assert len(thread(ana)) == 1
    assert "All of it" in thread(ana)[0]
    assert {row.text for row in await stored(scene, answer_history)} == {"Half of it", "The rest"}

    await scene.slack.wind(to=at("2026-11-23 23:00"))
    assert await stored(scene, answer_history) == []
    await answer(scene, "ana", "All of it, really", "Nothing", button="Edit my answer")
    assert "All of it, really" in thread(ana)[0]
    assert await stored(scene, answer_history) == [], "a late edit leaves no history that would never go"


async def test_skipping_answering_after_all_and_skipping_again(small_scene: Scene) -> None:
    ana = await _asked_on_monday(small_scene)
    await skip(small_scene, "ana")
    assert thread(ana) == ["*ana* skips this one"]
    assert "You skipped this one" in words_of(asked(ana)[0])
    await answer(small_scene, "ana", button="Answer after all")
    assert len(thread(ana)) == 1
    assert "The refund API" in thread(ana)[0]
    assert "1 of 2 answered." in boards(ana)[-1].text

    result = await ana.command("/checkin", "skip")
    assert result.text == "Nothing is open for you right now, so there is nothing to skip."
    await small_scene.slack.wind(to=at("2026-11-23 23:30"))
    assert not [text for text in texts(ana.sees_thread(asked(ana)[0])) if ONLY_REMINDER in text]


async def test_a_late_answer_is_welcome_and_marked_until_the_next_round_opens(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = await _asked_on_monday(small_scene)
    ben = slack.person("ben")
    await slack.wind(to=at("2026-11-23 17:00"))
    result = await ana.command("/checkin")
    assert result.messages == []
    assert "it closed at 17:00 your time, a late answer is welcome until the next round opens" in words_of(
        ana.modal
    )
    await ana.submit({MOVED: "Slowly", NEXT: "More"})
    await settle(small_scene)
    assert thread(ana)[-1].startswith("*ana* · 18:00 their time · late")
    assert "1 of 2 answered · 1 of them late" in boards(ana)[-1].text
    assert "you answered. You can change it until the next round opens." in asked(ana)[0].text

    await slack.wind(to=at("2026-11-23 23:00"))
    await ben.press("Answer")
    await slack.wind(to=at("2026-11-24 00:30"))
    late = await ben.submit({MOVED: "Too slowly", NEXT: "More"})
    assert late.errors == {
        MOVED: "That round is over and the next one has started. Type `/checkin` to answer the current one."
    }
    assert _field(ben, "progress") == "Too slowly", "what was typed stays"
    await ben.close_modal()
    shown = words_of(asked(ben)[-1])
    assert "Open until 17:00 your time. A late answer is welcome until the next round opens." in shown, (
        "nobody changes the DM when its round closes: what it says was true and stays so"
    )
    await ben.press("Answer")
    told = words_of(ben.modal)
    assert "*Daily check-in* · Checkout · Mon 23 Nov\nThis round takes no more answers" in told
    assert "You did not answer this one. That's fine: nobody is named for it." in told
    assert "Type `/checkin` to see what is open for you, or when you are asked next." in told, "not asked yet"
    await ben.close_modal()
    assert "Nothing is open for you right now. Next up:" in (await ben.command("/checkin")).text


async def test_text_comes_through_as_it_was_written(small_scene: Scene) -> None:
    ana = await _asked_on_monday(small_scene)
    await ana.press("Answer")
    empty = await ana.submit({MOVED: "   \n ", NEXT: "x"})
    assert empty.errors == {MOVED: "A word or two is enough, but this one needs an answer."}
    strange = "שלום *עולם* 🎉👩🏽‍💻 <!channel> <@U123> & <https://example.com|here> `payload`"
    await ana.submit({MOVED: strange, NEXT: LONG, STUCK: "&" * 3000})
    await settle(small_scene)
    replies = ana.sees_thread(boards(ana)[-1])[1:]
    shown = "".join(words_of(reply) for reply in replies)
    assert (
        "שלום *עולם* 🎉👩🏽‍💻 &lt;!channel&gt; &lt;@U123&gt; &amp; &lt;https://example.com|here&gt; `payload`"
    ) in shown
    assert [
        f"({number} of {len(replies)})" in words_of(reply) for number, reply in enumerate(replies, 1)
    ] == [True] * len(replies)
    assert shown.count("&amp;") == 3000 + strange.count("&"), "nothing is cut, not even between two replies"
    assert "&am\n" not in shown
    await ana.press("Edit my answer")
    assert (_field(ana, "progress"), _field(ana, "stuck")) == (strange, "&" * 3000)


async def test_five_clicks_and_a_redelivery_are_one_answer(sqlite_database_url: str, transport: str) -> None:
    async with play(sqlite_database_url, transport=transport) as scene:
        slack = scene.slack
        ana = await _asked_on_monday(scene)
        click = await _ready_to_send(scene, ana, "The refund API")
        clicks = [slack.delivery.ask("interactive", click) for _ in range(5)]
        assert all(acknowledged.ok for acknowledged in await asyncio.gather(*clicks))
        sent = [each for each in slack.deliveries if each.body == click]
        assert (await slack.delivery.redeliver(sent[-1])).ok
        await settle(scene)
        assert len(await stored(scene, answer_table)) == 2
        assert await stored(scene, answer_history) == []
        assert len(thread(ana)) == 1


async def test_two_tabs_the_last_word_wins_and_nothing_is_lost(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = await _asked_on_monday(small_scene)
    left_open = await _ready_to_send(small_scene, ana, "From the first tab")
    await ana.close_modal()
    await answer(small_scene, "ana", "From the second tab")
    assert (await slack.delivery.ask("interactive", left_open)).ok
    await settle(small_scene)
    assert len(thread(ana)) == 1
    assert "From the first tab" in thread(ana)[0]
    assert "From the second tab" in {row.text for row in await stored(small_scene, answer_history)}


async def test_every_way_in_leads_to_the_same_form(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = await _asked_on_monday(small_scene)
    await ana.command("/checkin", channel="product")
    assert ana.modal is not None
    assert ana.modal.title == "Daily check-in"
    await ana.close_modal()
    await ana.shortcut("check_in")
    assert ana.modal is not None
    await ana.close_modal()

    await ana.open_home()
    assert "*Daily check-in* · Checkout · Mon 23 Nov: open until 17:00 your time" in words_of(ana.home)
    await ana.press("Answer")
    await ana.submit({MOVED: "From Home", NEXT: "More"})
    # Home shows at once what was done there.
    assert "Mon 23 Nov: answered, you can change it until the next round opens" in words_of(ana.home)
    await settle(small_scene)
    assert "you answered" in asked(ana)[0].text

    result = await ana.command("/checkin")
    assert "Edit my answer" in words_of(result.messages[-1])
    chi = slack.person("chi")
    await chi.shortcut("check_in")
    assert "Nothing is open for you right now. Type `/checkin` to see when" in words_of(chi.modal)

    # Home as it stood since yesterday: what was said is shown, and Home is today's.
    await ana.open_home()
    await slack.wind(to=at("2026-11-24 08:10"))
    await ana.press("Edit my answer")
    assert f"_{MOVED}_\nFrom Home" in words_of(ana.modal)
    assert "Tue 24 Nov: open until 17:00 your time" in words_of(ana.home)


async def test_what_is_typed_is_offered_as_an_answer(small_scene: Scene) -> None:
    ana = await _asked_on_monday(small_scene)
    await ana.say("Refunds & <returns> work\nin two countries")
    await settle(small_scene)
    assert texts(ana.direct_messages)[-1] == (
        "Is that your answer for *Daily check-in*? Press Answer: it is filled in, and you can change it before you"
        " send it."
    )
    await ana.press("Answer")
    assert _field(ana, "progress") == "Refunds & <returns> work\nin two countries"
    await ana.submit({NEXT: "A third one"})
    await settle(small_scene)
    assert "in two countries" in thread(ana)[0]

    await ana.say("And Chile!")
    await settle(small_scene)
    assert texts(ana.direct_messages)[-1] == (
        "You answered *Daily check-in* already. Press Answer to add this to it; you see both before you save."
    )
    await ana.press("Answer")
    assert _field(ana, "progress") == "Refunds & <returns> work\nin two countries\nAnd Chile!"
    assert _field(ana, "plan") == "A third one"
    await ana.close_modal()

    await ana.say("Help")
    await settle(small_scene)
    assert "*Drumbeat* asks your team a few short questions" in ana.direct_messages[-1].text
    chi = small_scene.slack.person("chi")
    await chi.say("hello?")
    await settle(small_scene)
    assert texts(chi.direct_messages) == [
        "hello?",
        "Thanks! Nothing is open for you right now, so I did not keep that. Type `/checkin` to see when you are asked"
        " next, or `/drumbeat help` for what I can do.",
    ]


TWO = """
teams:
  - {name: Checkout, lead: "@ana", channel: "#checkout", members: ["@ana"]}
rituals:
  - {name: Early, kind: check-in, team: Checkout, window: 8h, schedule: {days: [mon], at: "09:00"},
     questions: [{key: said, ask: "What is up?", type: text}]}
  - {name: Late, kind: check-in, team: Checkout, window: 8h, schedule: {days: [mon], at: "11:00"},
     questions: [{key: said, ask: "What is up?", type: text}]}
"""


async def test_what_is_typed_is_for_the_oldest_that_waits_and_else_added_to_the_newest(
    small_scene: Scene,
) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await apply_rituals(small_scene, TWO)
    await slack.wind(to=at("2026-11-23 10:30"))
    for name in ("Early", "Late"):
        await ana.say("Refunds work")
        await settle(small_scene)
        assert f"Is that your answer for *{name}*?" in texts(ana.direct_messages)[-1]
        await ana.press("Answer")
        assert (await ana.submit({})).ok
        await settle(small_scene)
    await ana.say("In Chile, too")
    await settle(small_scene)
    assert "You answered *Late* already." in texts(ana.direct_messages)[-1]
