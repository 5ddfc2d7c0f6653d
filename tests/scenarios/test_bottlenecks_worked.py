"""Bottlenecks as people work them: on the card in the channel, on the page, in short forms."""

from datetime import date

from bot.views.loops.buttons import MORE
from sandbox.model import Message
from sandbox.person import Person
from sandbox.result import Result
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import settle, start_check_in, words_of
from tests.scenarios.waiting import told

THIRD = date(2026, 11, 26)


async def _two_teams(scene: Scene) -> None:
    """Checkout, which Ana leads, and Product, which Eve leads and where Ana is, too."""
    await start_check_in(scene)
    await start_check_in(scene, "product", by="eve")


async def _raise(scene: Scene, who: str, title: str, waits_on: str = "") -> None:
    person = scene.slack.person(who)
    await person.command("/bottleneck", title, channel="checkout")
    if waits_on:
        await person.choose("Who are you waiting for?", waits_on)
    await person.submit({})
    await person.close_modal()
    await settle(scene)


def _cards(person: Person, channel: str = "checkout") -> list[Message]:
    found = person.sees(channel)
    return [each for each in found if any(str(b.get("block_id")).startswith("card:") for b in each.blocks)]


async def _hand_in(scene: Scene, person: Person, values: dict[str, object]) -> Result:
    result = await person.submit(values)
    await settle(scene)
    return result


async def test_a_bottleneck_is_worked_from_the_card_to_the_confirmation(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, dev = (slack.person(name) for name in ("ana", "ben", "dev"))
    await _two_teams(small_scene)
    await _raise(small_scene, "ben", "Refund API", "Product")
    [card] = _cards(ben)
    assert "Checkout waits on Product; nobody is on it yet." in words_of(card)

    # Somebody without rights is told who can, and sees where it stands.
    await dev.press("I'm on it…", message=card)
    assert "waits on Product. They, their lead or an admin can do this" in words_of(dev.modal)
    await dev.close_modal()

    # Acknowledged with a date, which must not have passed.
    await ana.press("I'm on it…", message=card)
    assert ana.modal is not None
    assert ana.modal.title == "I'm on it"
    late = await ana.submit({"This day": date(2026, 11, 20)})
    assert late.errors == {"This day": "That day has passed. Pick today or a later one."}
    await _hand_in(small_scene, ana, {"This day": THIRD, "Something to add?": "After the release"})
    assert "You are on it, and say more by Thu 26 Nov. ben is told." in words_of(ana.modal)
    assert "ana is on it, next word Thu 26 Nov." in words_of(_cards(ben)[0])

    # From the page it is handed over, and the page beneath shows that.
    await ana.press("Hand over…")
    await ana.choose("Who is it really waiting on?", "dev")
    await _hand_in(small_scene, ana, {"What should they know?": "Dev wrote it"})
    assert "Handed over: it waits on dev now." in words_of(ana.modal)
    assert "ana handed it to dev. “Dev wrote it”" in words_of(ana.modal)
    await ana.close_modal()

    # Answered, found wanting, answered again and confirmed by one press; a second one changes nothing.
    await dev.press("Answer…", message=_cards(dev)[0])
    empty = await dev.submit({})
    assert empty.errors
    await _hand_in(small_scene, dev, {"What is the answer?": "https://example.com/refunds"})
    await dev.close_modal()
    card = _cards(ben)[0]
    assert "answered by dev; ben says whether that helped" in words_of(card)
    await dev.press("That did it", message=card)
    assert "Only ben, who raised #1, can do that." in words_of(dev.modal)
    await dev.close_modal()
    await ben.press("Not yet…", message=card)
    await _hand_in(small_scene, ben, {"What is still missing?": "The docs"})
    assert "ben reopened it. “The docs”" in words_of(ben.modal)
    await ben.close_modal()
    await dev.press("Answer…", message=_cards(dev)[0])
    await _hand_in(small_scene, dev, {"What is the answer?": "Docs are there"})
    await dev.close_modal()
    thanks = await ben.press("That did it", message=_cards(ben)[0])
    assert thanks.text == "Good to hear: #1 is unblocked."
    again = await ben.press("That did it", message=card)
    assert again.text == "#1 is done already; nothing changed."
    await settle(small_scene)
    assert "; unblocked." in words_of(_cards(ben)[0])
    assert len(_cards(ben)) == 1, "one card, whatever happened"


async def test_others_are_hit_it_is_changed_declined_or_becomes_part_of_another(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, chi = (slack.person(name) for name in ("ana", "ben", "chi"))
    await _two_teams(small_scene)
    await _raise(small_scene, "ben", "Refund API", "Product")
    await _raise(small_scene, "chi", "Kafka upgrade", "The broker's people")
    first, second = _cards(ben)

    # One press each; the second finds it done.
    counted = await chi.press("It hits us, too", message=first)
    assert counted.text == "Counted: #1 hits you, too. It hits 2 people. You hear of the answer."
    again = await chi.press("It hits us, too", message=first)
    assert again.text == "#1 counts you in already. It hits 2 people."

    # Whoever raised it describes it otherwise.
    await ben.press("More…", message=first)
    await ben.press("Change…")
    wrong = await ben.submit({"Link": "somewhere"})
    assert wrong.errors == {"Link": "Paste a whole link, such as https://example.com/page."}
    await _hand_in(
        small_scene, ben, {"What are you waiting for?": "Refund & void API", "Link": "https://example.com/1"}
    )
    assert "ben changed the title (it was: Refund API) and the link." in words_of(ben.modal)
    await ben.close_modal()
    assert "Refund &amp; void API" in _cards(ben)[0].text

    # Waiting on somebody outside, those who wait work it themselves; here it is the same as the first.
    await chi.press("More…", message=second)
    await chi.choose(MORE, "Same as another…")
    itself = await chi.choose("Which one goes on?", "#1 Refund & void API")
    assert itself.ok
    await _hand_in(small_scene, chi, {})
    assert "It is part of #1 now" in words_of(chi.modal)
    await chi.press("Open #1")
    assert chi.modal is not None
    assert chi.modal.title == "Bottleneck #1"
    await chi.close_modal()
    assert "; part of #1." in words_of(_cards(ben)[1])

    # Things moved on while a form was open: it says so beside the field, and a stale button shows how it stands.
    await ana.press("More…", message=_cards(ana)[0])
    await ana.press("I'm on it…")
    await ben.press("More…", message=_cards(ben)[0])
    await ben.choose(MORE, "Take it back…")
    await _hand_in(small_scene, ben, {"Why is it not needed any more?": "We built it ourselves"})
    assert "Taken back." in words_of(ben.modal)
    moved_on = await ana.submit({})
    assert "#1 has moved on meanwhile: it has been declined." in "".join((moved_on.errors or {}).values())
    await ana.close_modal()
    await ana.press("I'm on it…")
    assert "#1 has moved on meanwhile: it has been declined." in words_of(ana.modal)
    assert "ben declined it. “We built it ourselves”" in words_of(ana.modal)


async def test_it_is_worked_from_the_direct_message_which_shows_what_came_of_it(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await _two_teams(small_scene)
    await _raise(small_scene, "ana", "Refund API", "ben")
    await slack.wind(to=at("2026-11-23 20:00"))
    (dm,) = told(ben)
    await ben.press("I'm on it…", message=dm)
    await _hand_in(small_scene, ben, {"What can you say?": "It will be done by", "This day": THIRD})
    assert "You promised it for Thu 26 Nov. ana is told." in words_of(ben.modal)
    await ben.close_modal()
    assert "ben promised it for Thu 26 Nov" in words_of(told(ben)[0])
    # From the message over the page to a form: all three show it.
    await ben.press("Open", message=told(ben)[0])
    await ben.press("Answer…")
    await _hand_in(small_scene, ben, {"What is the answer?": "It is live"})
    assert "ben answered. “It is live”" in words_of(ben.modal)
    await ben.close_modal()
    assert "I'm on it…" not in words_of(told(ben)[0])
    await slack.wind(to=at("2026-11-24 20:00"))
    await ana.press("That did it", message=told(ana)[-1])
    await settle(small_scene)
    assert "unblocked" in words_of(told(ana)[-1])
    assert "That did it" not in words_of(told(ana)[-1])


async def test_what_was_raised_from_a_message_is_shown_in_its_thread_where_i_may_write(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await _two_teams(small_scene)

    async def raise_from(channel: str) -> Message:
        await ben.say("The refund API is down", channel=channel)
        message = ben.sees(channel)[-1]
        await ben.shortcut("raise_as_bottleneck", message=message)
        await ben.submit({})
        if ben.modal is not None and ben.modal.title == "Is it one of these?":
            await ben.submit({})
        await ben.close_modal()
        await settle(small_scene)
        return message

    message = await raise_from("checkout")
    assert _cards(ben) == [], "not in the channel itself"
    _, card = ben.sees_thread(message)
    await ana.press("More…", message=card)
    assert "the message it came from" in words_of(ana.modal)
    await ana.close_modal()

    # Where I am not a member it is shown in the team's channel instead, and nothing stops.
    message = await raise_from("general")
    assert len(ben.sees_thread(message)) == 1
    [card] = _cards(ben)
    await ana.press("It hits us, too", message=card)
    await settle(small_scene)
    assert "hits 2 people" in words_of(_cards(ben)[0])
    await slack.archive("checkout")
    await ben.press("More…", message=card)
    await ben.choose(MORE, "Take it back…")
    await _hand_in(small_scene, ben, {"Why is it not needed any more?": "It is up again"})
    assert "Taken back." in words_of(ben.modal), "a card that cannot be changed stops nobody"
