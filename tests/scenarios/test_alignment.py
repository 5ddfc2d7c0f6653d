"""Which goal matters most: a lead starts it, everybody picks one of the team's, and the digest says k of n."""

from sandbox.model import View
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import (
    apply_rituals,
    asked,
    boards,
    settle,
    start_check_in,
    texts,
    thread,
    words_of,
)
from tests.scenarios.test_goal_confidence import add, close

ASK, NOBODY_YET = "Which goal matters most right now?", "those it asks have none yet"
NONE, UNSURE = "None of these", "I could not say"
LONG = (
    "Half of all new travellers book again within sixty days of their first journey, in every market of Asia"[
        :100
    ]
)
TUESDAY, A_WEEK_LATER = at("2026-11-24 16:05"), at("2026-12-01 16:05")

SECRET = """
teams:
  - {name: Leads, lead: "@ana", channel: "#leads", members: ["@ana", "@eve"]}
"""


async def start(scene: Scene, channel: str = "general") -> str:
    """Ana starts an alignment check for everybody in a channel; what she reads then."""
    ana = scene.slack.person("ana")
    await scene.slack.invite("app", channel)
    await ana.command("/checkin", "new")
    await ana.choose("Start from", "Alignment check")
    assert (await ana.submit({"Channel": channel, "Weekly digest": []})).ok
    told = words_of(ana.modal)
    await ana.close_modal(everything=True)
    await settle(scene)
    return told


def offered(shown: View | None) -> list[str]:
    """What can be picked in a form, as it is read."""
    assert shown is not None
    (block,) = [each for each in shown.blocks if each.get("label", {}).get("text") == ASK]
    return [
        " ".join([each["text"]["text"], each.get("description", {}).get("text", "")]).strip()
        for each in block["element"]["options"]
    ]


async def pick(scene: Scene, person: Person, title: str) -> None:
    """Somebody picks a goal in the form."""
    await person.press("Answer")
    assert (await person.submit({ASK: title})).closed
    await settle(scene)


async def test_a_lead_starts_it_members_pick_and_the_digest_and_trends_say_how_many_named_the_same(
    small_scene: Scene,
) -> None:
    scene, slack = small_scene, small_scene.slack
    ana, ben, chi, dev, eve = (slack.person(name) for name in ("ana", "ben", "chi", "dev", "eve"))
    assert NOBODY_YET in await start(scene)
    await slack.wind(to=TUESDAY)
    (told,) = [text for text in texts(ana.direct_messages) if "did not open the round" in text]
    assert "No team it asks has an open goal to pick from. Add goals with" in told
    assert asked(ben) == []

    # Its own goals and everybody's can be picked, and nothing of a private team, which some of them are in as well.
    await slack.invite("app", "leads")
    await apply_rituals(scene, SECRET)
    await add(scene, "A secret", "ana", team="Leads")
    activation = await add(scene, "Activation", "ben", team="General")
    await add(scene, LONG, "ana", team="General")
    await add(scene, "Activation", "eve", team=None)
    await slack.wind(to=A_WEEK_LATER)
    await ben.press("Answer")
    *goals, none, unsure = offered(ben.modal)
    assert (goals[0], goals[2]) == ("Activation", "Activation (2)")
    assert goals[1].replace("… …", " ") == LONG
    assert (none, unsure) == (NONE, UNSURE)
    empty = await ben.submit()
    assert list(empty.errors) == [ASK], "one of them is to be picked"
    assert (await ben.submit({ASK: "Activation"})).closed
    await settle(scene)
    assert thread(ana, "general")[-1].endswith("Activation")

    # Somebody new to it is told who set it up; an edit counts once, and a goal that is dropped meanwhile stands.
    assert "Hello! *ana* set this up" in words_of(asked(dev)[-1])
    await pick(scene, dev, "Activation (2)")
    await dev.press("Edit my answer")
    assert (await dev.submit({ASK: "Activation"})).closed
    for person, title in ((ana, "Activation"), (chi, UNSURE)):
        await pick(scene, person, title)
    await close(scene, activation)
    await pick(scene, eve, "Activation")
    await slack.wind(to=at("2026-12-02 20:00"))
    assert "A secret" not in "".join([*texts(boards(ana, "general")), *thread(ana, "general")])
    assert thread(ana, "general")[-1].splitlines() == [
        "That was this round: 5 of 5 answered.",
        "4 of 5 named the same top goal: *Activation* (dropped since).",
    ]

    await slack.wind(to=at("2026-12-07 09:00"))
    preview = await ana.command("/digest", "", channel="general")
    assert "4 of 5 named the same top goal: *Activation* (dropped since)." in words_of(preview.messages[0])
    trends = await ben.command("/trends", "general", channel="general")
    assert "4 of 5 named the same top goal: *Activation* (dropped since)" in words_of(trends.messages[0])


async def test_three_short_goals_take_one_tap_and_what_is_picked_is_no_secret(small_scene: Scene) -> None:
    scene, slack = small_scene, small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start(scene, "checkout")
    for title in ("Activation", "Refunds", "SSO"):
        await add(scene, title, "ana")
    await slack.wind(to=TUESDAY)
    assert "One tap is enough" in words_of(asked(ben)[-1])
    await ben.press("Refunds")
    await slack.delivery.redeliver(slack.deliveries[-1])
    await ben.press(UNSURE)
    await settle(scene)
    assert f"You answered *{UNSURE}*" in words_of(asked(ben)[-1])
    assert thread(ana)[-1].endswith(UNSURE)
    assert len(thread(ana)) == 1
    await slack.wind(to=at("2026-11-30 09:00"))
    assert thread(ana)[-1] == "That was this round: 1 of 4 answered.", "of fewer than 5 nothing is said"
    preview = await ana.command("/digest", "", channel="checkout")
    assert "top goal:" not in words_of(preview.messages[0])
    assert "fewer than 5 people answered that in time" in words_of(preview.messages[0])


async def test_it_is_asked_for_by_name_and_not_beside_the_confidence_of_owners(small_scene: Scene) -> None:
    ana = small_scene.slack.person("ana")
    await start_check_in(small_scene)
    await ana.command("/drumbeat", "rituals Daily")
    await ana.press("Edit")
    await ana.press("Change: Questions")
    await ana.press("Add a question")
    await ana.choose("How it is answered", "One goal out of the team's")
    assert (await ana.submit({"Question": ASK})).ok
    assert NOBODY_YET in words_of(ana.modal)
    await ana.press("Add a question")
    await ana.choose("How it is answered", "0 to 10 for each goal of one's own")
    both = await ana.submit({"Question": "How sure are you?"})
    assert "Make two rituals of it." in str(both.errors)
    await ana.close_modal(everything=True)
    # The rest of it is asked all the same, without that question.
    await small_scene.slack.wind(to=at("2026-11-23 15:30"))
    assert ASK not in words_of(asked(small_scene.slack.person("ben"))[-1])
