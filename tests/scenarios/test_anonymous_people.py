"""An anonymous round while people come and go, are away, do not want it, or its keys are out of reach."""

import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest_asyncio

from sandbox.company import PersonSeed
from tests.scenarios.conftest import Scene, at, play
from tests.scenarios.living import MOVED, NEXT, apply_rituals, asked, boards, settle, texts, words_of
from tests.scenarios.pulsing import (
    CLOSED,
    OPENS,
    PULSE,
    REMINDED,
    answer_pulse,
    ballots,
    company,
    everybody_answers,
    everything,
    pulses,
    until,
)

DAILY = """
  - name: Daily check-in
    template: daily-check-in
    team: Payments
    schedule: {days: [tue], at: "10:00"}
"""


@pytest_asyncio.fixture
async def pulse(sqlite_database_url: str) -> AsyncIterator[Scene]:
    """Seven people have just been asked, in one message with their check-in."""
    async with play(sqlite_database_url, company=company()) as scene:
        await apply_rituals(scene, PULSE + DAILY)
        await until(scene, OPENS)
        yield scene


@contextmanager
def keys_away(scene: Scene) -> Iterator[None]:
    """The folder of the keys is not there, as when its disk was not mounted."""
    keys = Path(scene.keys)
    away = keys.rename(keys.with_suffix(".away"))
    try:
        yield
    finally:
        shutil.rmtree(keys, ignore_errors=True)
        away.rename(keys)


async def test_one_message_carries_both_and_changes_with_the_named_answer_alone(pulse: Scene) -> None:
    slack, hal = pulse.slack, pulse.slack.person("hal")
    (dm,) = asked(hal)
    assert "Anonymous." in words_of(dm)
    assert "Nothing new today" in words_of(dm)
    assert (await answer_pulse(pulse, "hal", button="ballot_answer")).ok
    await hal.close_modal()
    await settle(pulse)
    unchanged = words_of(asked(hal)[0])
    await hal.press("prompt_answer")
    await hal.submit({MOVED: "The refund API", NEXT: "Its tests"})
    await settle(pulse)
    (dm,) = asked(hal)
    assert "you answered at" in words_of(dm)
    assert "Nobody can tell afterwards who answered" in words_of(dm)
    assert "Not this time" in words_of(dm), "the anonymous half stands as it stood"
    assert unchanged.count("ballot") == words_of(dm).count("ballot")
    assert "1 of 10 answered" in "\n".join(texts(slack.person("ana").sees("payments")))


async def test_what_is_typed_is_never_taken_for_it_and_the_reply_is_the_same_whatever_was_answered(
    sqlite_database_url: str,
) -> None:
    async with play(sqlite_database_url, company=company()) as scene:
        await apply_rituals(scene, PULSE)
        await until(scene, OPENS)
        hal, ida = scene.slack.person("hal"), scene.slack.person("ida")
        await answer_pulse(scene, "ida")
        await ida.close_modal()
        for person in (hal, ida):
            await person.say("We should stop doing this")
        await settle(scene)
        assert texts(hal.direct_messages)[-1] == texts(ida.direct_messages)[-1]
        assert "I take no answer from what you type here" in texts(hal.direct_messages)[-1]
        assert (await hal.press("Answer")).ok
        assert hal.modal is not None


async def test_leavers_count_joiners_wait_and_whoever_is_away_or_opts_out_is_left_in_peace(
    pulse: Scene,
) -> None:
    slack = pulse.slack
    ana, kim, lea, max_ = (slack.person(name) for name in ("ana", "kim", "lea", "max"))
    await everybody_answers(pulse, but=("kim", "max"))
    await slack.deactivate("hal")
    zoe = await slack.add_person(PersonSeed("zoe", "Zoe Zimmer"))
    await slack.invite("zoe", "payments")
    await settle(pulse)
    assert pulses(zoe) == [], "who comes now is asked next time"
    assert (await kim.press("Not for me", message=asked(kim)[0])).ok
    await lea.command("/drumbeat", "away today", channel="payments")
    await slack.change_timezone("max", "America/New_York")
    await settle(pulse)
    assert "You won't be asked for Team pulse." in words_of(asked(kim)[0])
    assert "If you have answered this round, that counts." in words_of(asked(kim)[0])
    await until(pulse, REMINDED)
    for person in (kim, lea):
        assert texts(person.sees_thread(asked(person)[0])[1:]) == []
    assert "There is time for *Team pulse*" in "\n".join(texts(max_.sees_thread(asked(max_)[0])[1:]))
    assert (await answer_pulse(pulse, "max", button="ballot_answer")).ok
    await until(pulse, CLOSED)
    (board,) = [message for message in boards(ana, "payments") if "Team pulse" in message.text]
    brought = "\n".join(texts(ana.sees_thread(board)))
    assert "9 of 10" in brought, "hal left and lea is away, and both had answered"
    assert (await everything(pulse))["prompt"] != [], "those of the check-in are there"
    await until(pulse, at("2026-12-01 09:00"))
    assert [len(pulses(person)) for person in (ana, zoe)] == [2, 1], "everybody is asked anew"
    assert pulses(kim) == []


async def test_where_the_keys_are_out_of_reach_everything_else_goes_on_and_says_so(pulse: Scene) -> None:
    hal, ida = pulse.slack.person("hal"), pulse.slack.person("ida")
    assert (await answer_pulse(pulse, "hal", button="ballot_answer")).ok
    await hal.close_modal()
    with keys_away(pulse):
        for person in (hal, ida):
            await person.open_home()
            assert "I cannot look up whether you have answered" in words_of(person.home)
        assert "I cannot look up" in (await hal.command("/checkin", channel="payments")).text
        await ida.press("ballot_answer")
        assert "I can't reach the key of this round right now" in words_of(ida.modal)
        await ida.close_modal()
        await until(pulse, REMINDED)
        assert texts(ida.sees_thread(asked(ida)[0])[1:]) == [], (
            "nobody is reminded of what they may have done"
        )
    await hal.open_home()
    assert "you have answered (you can change it" in words_of(hal.home)
    assert await ballots(pulse) == 1


async def test_only_those_it_asks_get_in(pulse: Scene) -> None:
    await answer_pulse(pulse, "hal", button="ballot_answer")
    handed_in = pulse.slack.deliveries[-1]
    handed_in.body["user"]["id"] = pulse.slack.workspace.user("ben").id
    assert (await pulse.slack.delivery.redeliver(handed_in)).ok
    assert await ballots(pulse) == 1, "ben was never asked"
