"""Goals in Slack: added, given to somebody, believed in less, reached; told in the digest; nobody's when their owner
is gone."""

from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import settle, start_check_in, texts, words_of
from tests.scenarios.test_bottlenecks_raised import last_submission, picked
from tests.scenarios.waiting import make_team

WHAT, WHO, WHOSE, LINK = "What is to be reached?", "Who looks after it?", "Whose goal is it?", "Link"
HOW, WHY = "How confident are you that it will be reached?", "Why?"
NOT_HERE = "A goal is looked after by somebody who works here"


async def test_a_goal_from_the_first_word_to_the_last(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(small_scene, fields={"Weekly digest": ["yes"]})

    await ana.command("/drumbeat", "goals")
    assert "*No goal yet.* Add what your team wants to reach" in words_of(ana.modal)
    await ana.press("Add a goal")
    assert picked(ana, WHOSE) == "Checkout"
    assert (await ana.submit({WHAT: " "})).errors == {WHAT: "Say in a few words what is to be reached."}
    wrong = await ana.submit({WHAT: "Activation <up>", LINK: "http://"})
    assert not wrong.ok
    for nobody in ("gus", "otherbot"):
        refused = await ana.submit({WHO: nobody, LINK: "https://plan.example/kr2"})
        assert refused.errors[WHO].startswith(NOT_HERE), nobody
    result = await ana.submit({WHO: "ben"})
    assert result.ok, result
    await slack.delivery.redeliver(last_submission(slack))
    await settle(small_scene)
    assert "*Added.*" in words_of(ana.modal)
    added = words_of(ana.modal)
    assert "*Activation &lt;up&gt;*\nCheckout · ben looks after it · Since Mon 23 Nov · <https" in added
    await ana.press("All goals")
    assert words_of(ana.modal).count("Activation") == 1
    await ana.close_modal()

    # Ben hears at a good time that it is his, and says how confident he is.
    await slack.wind(to=at("2026-11-23 20:00"))
    (given,) = [each for each in ben.direct_messages if "asks you to look after" in each.text]
    assert given.text.startswith("ana asks you to look after a goal of Checkout: *Activation &lt;up&gt;*\n")
    await ben.press("Say how confident you are", message=given)
    await ben.submit({HOW: "9"})
    await ben.press("Say how confident you are")
    await ben.submit({HOW: "7"})
    assert "Mon 23 Nov: *7 of 10*, ben" in words_of(ben.modal)
    await ben.close_modal()
    await ben.open_home()
    assert "*Activation &lt;up&gt;*\n7 of 10 on Mon 23 Nov" in words_of(ben.home)

    # A week later he is asked on Home, once.
    await slack.wind(to=at("2026-11-30 20:00"))
    await ben.open_home()
    await ben.press("How confident are you?: Activation <up>")
    assert "Last: 7 of 10 on Mon 23 Nov." in words_of(ben.modal)
    await ben.submit({HOW: "4", WHY: "The tracking is <broken>"})
    assert "Mon 30 Nov: *4 of 10*, ben\n> The tracking is &lt;broken&gt;" in words_of(ben.modal)
    await ben.close_modal()
    await slack.until(lambda: "4 of 10 on Mon 30 Nov, 7 before that" in words_of(ben.home))
    assert "How confident are you?" not in words_of(ben.home)
    await slack.wind(to=at("2026-12-07 08:05"))
    assert "7 → 4 (ben: “The tracking is &lt;broken&gt;”)" in digest_of(ana).text

    # Reached by mistake, opened again, then reached in truth: the digest of that week says so.
    await open_goal(ana, "Activation <up>")
    assert "Say how confident you are" not in words_of(ana.modal), "that is Ben's to say"
    await ana.press("Drop")
    assert "Dropped. The digest tells nothing more of it." in words_of(ana.modal)
    await ana.press("Open again")
    await ana.press("Change…")
    await ana.submit({WHAT: "Activation", WHOSE: "Everybody", WHO: "ana"})
    assert "*Activation*\nEverybody's · ana looks after it" in words_of(ana.modal)
    await ana.press("Reached")
    assert "Reached on Mon 7 Dec" in words_of(ana.modal)
    await ana.press("All goals")
    await ana.press("Reached and dropped")
    assert "Everybody's · ana looks after it · reached on Mon 7 Dec" in words_of(ana.modal)
    await ana.close_modal()
    await slack.wind(to=at("2026-12-14 08:05"))
    assert "reached: *Activation*" in digest_of(ana).text
    await ben.press("Say how confident you are", message=given)
    assert "This changed meanwhile" in words_of(ben.modal)
    assert "Reached on Mon 7 Dec" in words_of(ben.modal)
    await ben.close_modal()
    await slack.wind(to=at("2026-12-21 08:05"))
    assert "Activation" not in digest_of(ana).text


async def test_a_goal_whose_owner_is_gone_waits_for_its_lead_and_private_ones_stay_with_their_team(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben, chi, dev, eve = (slack.person(name) for name in ("ana", "ben", "chi", "dev", "eve"))
    await make_team(small_scene, "Checkout", "ana", ["ana", "ben", "chi"])
    await make_team(small_scene, "Deals", None, ["chi"], channel="leads")
    await add_goal(ben, "Half of all guests come back")
    await add_goal(chi, "Buy Trainlane", **{WHOSE: "Deals"})
    await add_goal(dev, "Nobody waits")
    await slack.deactivate("ben")
    await settle(small_scene)

    await chi.command("/drumbeat", "goals")
    assert "Checkout · nobody looks after it · no word yet" in words_of(chi.modal)
    assert "Look after it" not in words_of(chi.modal)
    order = [words_of(chi.modal).index(title) for title in ("Buy Train", "Half of all", "Nobody waits")]
    assert order == sorted(order), "mine, my team's, everybody's"
    await chi.close_modal()
    await dev.command("/drumbeat", "goals")
    assert "Buy Trainlane" not in words_of(dev.modal)
    await dev.close_modal()
    await eve.command("/drumbeat", "goals")
    assert "Buy Trainlane" in words_of(eve.modal), "admins see all"
    await eve.close_modal()

    await ana.command("/drumbeat", "goals")
    await ana.press("Look after it: Half of all guests come back")
    assert "*You look after it now.*" in words_of(ana.modal)
    await ana.press("Say how confident you are")
    assert (await ana.submit({WHY: "Hm"})).errors, "a number is needed"
    await ana.submit({HOW: "10"})
    assert "*Thank you.* The last word of a day counts" in words_of(ana.modal), "on the page below the form"
    assert texts(ana.direct_messages) == [], "nobody gave it to her"


async def add_goal(who: Person, title: str, **fields: str) -> None:
    """Somebody adds a goal they look after."""
    await who.command("/drumbeat", "goals")
    await who.press("Add a goal")
    result = await who.submit({WHAT: title, **fields})
    assert result.ok, result
    await who.close_modal()


async def open_goal(who: Person, title: str) -> None:
    """Somebody opens the page of a goal."""
    await who.command("/drumbeat", "goals")
    await who.press(f"Open: {title}")


def digest_of(who: Person) -> Message:
    """The newest digest in the channel of the check-in."""
    return [each for each in who.sees("checkout") if each.text.startswith("Weekly digest")][-1]
