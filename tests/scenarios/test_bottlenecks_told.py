"""Telling people of bottlenecks, and what time does: gently, in one message, and true after it was sent."""

from datetime import date

from bot.values.loops import LoopState, Step
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import hours, settle, texts, words_of
from tests.scenarios.waiting import make_team, take, told, wait

FRIDAY_EVENING = at("2026-11-27 19:30")


async def test_friday_evening_to_presumed_at_the_pace_of_people(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, dev, chi, eve = (slack.person(name) for name in ("ana", "dev", "chi", "eve"))
    checkout = await make_team(small_scene, "Checkout", "eve", ["ana", "eve"])
    await make_team(small_scene, "Payments", "chi", ["dev", "chi"])
    await slack.wind(to=FRIDAY_EVENING)
    refund = await wait(small_scene, "ana", "The refund API", of=checkout, on="dev")
    currency = await wait(small_scene, "ana", "A second currency", of=checkout, on="dev")
    logo = await wait(small_scene, "ana", "A logo", of=checkout, on="chi")
    await take(small_scene, "ana", logo, Step.DECLINED, "Found one.")
    await slack.wind(to=at("2026-11-30 01:00"))
    assert told(dev) == [], "half past six in the morning in Kolkata"
    await slack.wind(to=at("2026-11-30 02:00"))
    assert told(chi) == [], "what was taken back before anybody heard of it is no news"

    (dm,) = told(dev)
    assert hours([dm], dev) == ["Mon 07:00"], "two of them, one message"
    assert "*Checkout* is held up, and it waits on you" in words_of(dm)
    assert "#1 The refund API" in words_of(dm)
    assert "#2 A second currency" in words_of(dm)
    for button in ("I'm on it…", "Answer…", "Hand over…", "Decline…", "Open"):
        assert words_of(dm).count(button) == 2, button

    # Dev takes both on while Ana sleeps: she reads it in one message, and his own one shows where they stand.
    await take(small_scene, "dev", refund, Step.ACKNOWLEDGED, on=date(2026, 12, 2))
    await take(small_scene, "dev", currency, Step.PROMISED, on=date(2027, 3, 1))
    await slack.wind(to=at("2026-11-30 06:20"))
    (dm,) = told(ana)
    assert hours([dm], ana) == ["Mon 07:00"]
    assert "dev is on it; next word Wed 2 Dec" in words_of(dm)
    assert "dev promised it for Mon 1 Mar" in words_of(dm)
    assert len(told(dev)) == 1
    assert "next word Wed 2 Dec" in words_of(told(dev)[0])

    # Another day, within the same hour: the next hour tells of it, and what was told before is put right.
    await take(small_scene, "dev", refund, Step.ACKNOWLEDGED, "It is a big one.", on=date(2026, 12, 3))
    await slack.wind(to=at("2026-11-30 20:00"))
    assert hours(told(ana), ana) == ["Mon 07:00", "Mon 08:00"]
    assert "Wed 2 Dec" not in words_of(told(ana)[0])
    assert "“It is a big one.”" in words_of(told(ana)[1])
    assert "held up" not in words_of(told(ana)[1]), "only the first one introduces itself"

    # Thursday passes without a word: one nudge on Friday, one word to the lead on Wednesday, then three quiet weeks.
    await slack.wind(to=at("2026-12-05 20:00"))
    assert hours(told(dev)[1:], dev) == ["Fri 13:30"], "at nine where it was raised"
    assert "The day you gave, Thu 3 Dec, has passed." in words_of(told(dev)[1])
    await slack.wind(to=at("2026-12-10 20:00"))
    assert hours(told(chi), chi) == ["Wed 17:00"]
    assert "Thu 3 Dec was given and has passed, without a word since." in words_of(told(chi)[0])
    before = {name: len(slack.person(name).direct_messages) for name in ("ana", "dev", "chi", "eve")}
    await slack.wind(to=at("2026-12-31 20:00"))
    assert before == {name: len(slack.person(name).direct_messages) for name in before}
    assert told(eve) == []

    # Answered; Ana says nothing for two weeks.
    await take(small_scene, "dev", refund, Step.ANSWERED, "It is live.")
    await slack.wind(to=at("2027-01-04 20:00"))
    assert "dev answered. “It is live.”" in words_of(told(ana)[-1])
    assert "That did it" in words_of(told(ana)[-1])
    assert "Not yet…" in words_of(told(ana)[-1])
    assert len(told(dev)) == 2
    await slack.wind(to=at("2027-01-20 20:00"))
    assert "presumed to be unblocked. Not so? Reopen it." in words_of(told(ana)[-1])
    assert hours(told(ana)[2:], ana) == ["Fri 07:00", "Fri 07:00"]
    assert "Reopen…" in words_of(told(ana)[-1])
    confirmed = await take(small_scene, "ana", refund, Step.CONFIRMED)
    assert confirmed.state == LoopState.CONFIRMED
    await slack.wind(to=at("2027-01-22 20:00"))
    assert "Reopen…" not in words_of(told(ana)[-1]), "no button is left that no longer fits"
    assert "ana: that did it. Thank you!" in words_of(told(dev)[-1])


async def test_it_is_worked_where_it_is_told_and_messages_about_it_can_be_stopped(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, dev = slack.person("ana"), slack.person("dev")
    checkout = await make_team(small_scene, "Checkout", "ana", ["ana"])
    await slack.wind(to=at("2026-11-24 01:00"))
    loop = await wait(small_scene, "ana", "The refund API", of=checkout, on="dev")
    await wait(small_scene, "ana", "A second currency", of=checkout, on="dev")
    await slack.wind(to=at("2026-11-24 08:00"))
    await dev.press("Answer…", message=told(dev)[0])
    changes = _changes(small_scene)
    assert (await dev.submit({"What is the answer?": "It is live."})).ok
    await settle(small_scene)
    assert "dev answered. “It is live.”" in words_of(told(dev)[0])
    assert words_of(told(dev)[0]).count("Answer…") == 1, "the other one still waits"
    assert _changes(small_scene) == changes, "the message changed by its own address"

    await slack.wind(to=at("2026-11-24 09:30"))
    await ana.press("That did it")
    await settle(small_scene)
    assert "unblocked" in words_of(told(ana)[0])
    assert "That did it" not in words_of(told(ana)[0])
    await slack.wind(to=at("2026-11-24 10:30"))
    assert "ana: that did it. Thank you!" in words_of(told(dev)[-1])

    count = len(told(dev))
    await dev.close_modal()
    await dev.choose("loop_news_less", "Less of this…")
    assert "no more messages about bottlenecks" in texts(dev.direct_messages)[-1]
    await take(small_scene, "ana", loop, Step.REOPENED, "It fails for Kroner.")
    await slack.wind(to=at("2026-11-25 10:30"))
    assert len(told(dev)) == count
    await dev.command("/drumbeat", "settings")
    assert (
        await dev.submit(
            {
                "Messages about bottlenecks and feedback": [
                    "Tell me what waits on me, and what becomes of what I raised"
                ]
            }
        )
    ).ok
    await wait(small_scene, "ana", "Quotas", of=checkout, on="dev")
    assert "Quotas" in words_of(told(dev)[-1])

    # What the team is to be patient with is set in its form, and holds for what is open already.
    await ana.command("/drumbeat", "teams Checkout")
    assert (await ana.submit({"Tell a lead": "Never"})).ok
    before = len(told(ana))
    await slack.wind(to=at("2026-12-24 10:30"))
    assert len(told(ana)) == before


def _changes(scene: Scene) -> int:
    return sum(call.method == "chat.update" for call in scene.slack.calls)
