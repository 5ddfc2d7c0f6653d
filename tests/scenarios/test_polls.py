"""Where asking meets waiting: what is in the way is raised with the answer, and a poll finds what holds most back."""

from typing import Any

from sqlalchemy import Table, select

from bot.store.tables import loop as loop_table
from bot.store.tables import loop_hit, vote
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import (
    MOVED,
    NEXT,
    STUCK,
    apply_rituals,
    asked,
    boards,
    settle,
    start_check_in,
    texts,
    words_of,
)

OWNED = "Should somebody see to it?"
RAISE_IT = "Raise it as a bottleneck, so that somebody owns it"
WHO, HELD_UP = "Who are you waiting for?", "How much does it hold you up?"
HOLDS_BACK = "What holds you back most right now?"


async def test_what_is_in_the_way_is_raised_once_with_the_answer_that_tells_of_it(scene: Scene) -> None:
    slack = scene.slack
    ben = slack.person("ben")
    await start_check_in(scene)
    await start_check_in(scene, "product", by="eve")
    await slack.wind(to=at("2026-11-23 14:05"))
    await ben.press("Answer")
    await ben.choose(OWNED, [RAISE_IT])
    empty = await ben.submit({MOVED: "The API", NEXT: "Tests"})
    assert empty.errors == {STUCK: "Say what you are waiting for, then I can raise it."}
    await ben.choose(WHO, "Product")
    done = await ben.submit({STUCK: "Refund API\nof their gateway", HELD_UP: "It stops us"})
    assert done.ok, done
    handed_in = slack.deliveries[-1]
    await slack.delivery.redeliver(handed_in)
    await settle(scene)
    (raised,) = await stored(scene, loop_table)
    assert (raised.title, raised.details, raised.impact) == ("Refund API", "of their gateway", "stops")
    assert (raised.question_key, raised.waits_on_team_id is not None) == ("stuck", True)
    assert "of their gateway · raised as #1" in words_of(ben.sees_thread(boards(ben)[0])[1])

    await ben.press("Edit my answer")
    assert "Raised as *#1 Refund API*, waiting on Product." in words_of(ben.modal)
    assert OWNED not in words_of(ben.modal)
    await ben.submit({STUCK: "Refund API, still"})
    assert len(await stored(scene, loop_table)) == 1

    await slack.wind(to=at("2026-11-24 14:05"))
    await ben.press("Answer")
    shown = words_of(ben.modal)
    assert "*#1 Refund API*, which you raised earlier, is still open, waiting on Product" in shown
    assert "It is something else: raise it as a bottleneck, too" in shown


PAGES = """
teams:
  - {name: Checkout, lead: "@ana", channel: "#checkout"}
  - {name: Product, lead: "@eve", channel: "#product"}
rituals:
  - name: Long one
    kind: check-in
    team: Checkout
    schedule: {days: [mon], at: "09:00"}
    questions:
      - {key: stuck, ask: "What is in your way?", type: long-text, required: false}
      - {key: a, ask: "A?"}
      - {key: b, ask: "B?"}
      - {key: c, ask: "C?"}
      - {key: d, ask: "D?"}
      - {key: e, ask: "E?"}
      - {key: f, ask: "F?"}
"""


async def test_what_was_ticked_on_the_first_page_is_kept_until_all_of_it_is_sent(scene: Scene) -> None:
    slack = scene.slack
    ben = slack.person("ben")
    await apply_rituals(scene, PAGES)
    await slack.wind(to=at("2026-11-23 14:05"))
    await ben.press("Answer")
    await ben.choose(OWNED, [RAISE_IT])
    await ben.choose(WHO, "Product")
    first = {
        "What is in your way?": "Their <API>",
        HELD_UP: "It slows us down",
        "A?": "a",
        "B?": "b",
        "C?": "c",
    }
    await ben.submit(first)
    await ben.close_modal()
    assert await stored(scene, loop_table) == [], "nothing is raised before it is sent"
    await ben.press("Answer")
    await ben.press("Back")
    assert ben.modal is not None
    party = ben.modal.state["waits_on:stuck"]["loop_party"]["selected_option"]
    assert party["text"]["text"] == "Product"
    await ben.submit()
    done = await ben.submit({"D?": "d", "E?": "e", "F?": "f"})
    assert done.ok, done
    (raised,) = await stored(scene, loop_table)
    assert (raised.title, raised.impact, raised.waits_on_team_id) == ("Their <API>", "slows", 2)


async def test_a_poll_is_answered_with_a_tap_a_pick_or_something_new_and_ends_with_one_ranking(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben, dev, eve = (slack.person(name) for name in ("ana", "ben", "dev", "eve"))
    await start_check_in(small_scene, fields={"Days": ["Friday"]})
    await start_check_in(small_scene, "product", {"Days": ["Friday"]}, by="eve")
    await raise_one(dev, "Refund API", waits_on="Product")
    await raise_one(eve, "Legal review of the terms")
    await slack.wind(to=at("2026-11-23 14:05"))
    await eve.command("/bottleneck", "poll")
    asking = await eve.submit({"Which teams?": ["Checkout", "Product"]})
    assert asking.ok, asking
    assert "*Bottleneck poll* runs now: " in words_of(eve.modal)
    await eve.close_modal()
    await settle(small_scene)

    await ana.press("#1 Refund API")
    await ana.press("#2 Legal review of the terms")
    (voted,) = await stored(small_scene, vote)
    assert voted.loop_id == 2, "changing one's mind replaces the vote"
    await settle(small_scene)
    assert "You answered *#2 Legal review of the terms*" in words_of(asked(ana)[-1])
    await eve.press("Nothing holds me back")
    await picks_what_sounds_like_it(ben)
    await adds_something(dev)
    await settle(small_scene)
    assert {(row.loop_id, row.impact) for row in await stored(small_scene, vote)} == {
        (2, None),
        (1, "stops"),
        (1, "slows"),
        (3, "bothers"),
    }

    await slack.wind(to=at("2026-11-24 05:10"))
    ranking = (
        "*What holds us back most*, by how many people picked it\n"
        "1. *#1 Refund API*: 2 people in 1 team (1 stopped, 1 slowed), waiting since yesterday on Product; nobody is"
        " on it yet.\n"
        "2. *#2 Legal review of the terms*: 1 person in 1 team, waiting since yesterday; nobody is asked for"
        " it yet.\n"
        "3. *#3 CI is slow*: 1 person in 1 team (1 bothered), waiting since yesterday; nobody is asked for it"
        " yet.\n"
        "4 people of 5 answered. Nobody has taken #1, #2 or #3 yet: who does? Press Open."
    )
    for channel, reader in (("checkout", ben), ("product", eve)):
        poll = next(each for each in boards(reader, channel) if "Bottleneck poll" in each.text)
        assert texts(reader.sees_thread(poll)).count(ranking) == 1, texts(reader.sees_thread(poll))
    hits = {(row.loop_id, row.impact) for row in await stored(small_scene, loop_hit)}
    assert hits >= {(1, "stops"), (2, None), (3, "bothers")}
    assert len(await stored(small_scene, loop_hit)) == 3 + 2, "each voter once, and who raised it stays"
    assert [row.picked_at is not None for row in await stored(small_scene, loop_table)] == [True] * 3
    introduced = next(text for text in texts(ben.sees("checkout")) if "*Bottleneck poll* for this" in text)
    assert "every other Wed at 10:00" in introduced, "as it asks from now on, and not as it ran at once"
    again = await eve.command("/bottleneck", "poll")
    assert "*Bottleneck poll* runs now: 5 people in Checkout and Product" in again.text


async def picks_what_sounds_like_it(person: Person) -> None:
    """Somebody adds what is there already, is asked about it, and picks it instead."""
    await person.press("Something else…")
    await person.submit({"What holds you back?": "the refund API"})
    assert "“the refund API” sounds like *#1 Refund API*. Is it the same?" in words_of(person.modal)
    await person.choose("Not among them?", None)
    await person.choose(HOLDS_BACK, ["#1 Refund API"])
    done = await person.submit({"How much does #1 Refund API hold you up?": "It stops us"})
    assert (done.ok, person.modal) == (True, None), done


async def adds_something(person: Person) -> None:
    """Somebody picks one, and adds one that is not there."""
    await person.press("Something else…")
    await person.choose(HOLDS_BACK, ["#1 Refund API"])
    done = await person.submit(
        {
            "How much does #1 Refund API hold you up?": "It slows us down",
            "What holds you back?": "CI is slow",
            HELD_UP: "It bothers us",
        }
    )
    assert (done.ok, person.modal) == (True, None), done


async def raise_one(person: Person, title: str, *, waits_on: str | None = None) -> None:
    """Somebody raises a bottleneck by command."""
    await person.command("/bottleneck", title)
    if waits_on is not None:
        await person.choose(WHO, waits_on)
    done = await person.submit()
    assert done.ok, done
    await person.close_modal()


async def stored(scene: Scene, table: Table) -> list[Any]:
    """The rows of a table."""
    async with scene.drumbeat.house.store.transaction() as tx:
        return list(await tx.execute(select(table)))
