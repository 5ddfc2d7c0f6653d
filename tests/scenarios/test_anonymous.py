"""An anonymous round as people live it: what they read before they answer, and what nobody reads afterwards."""

import json
from collections.abc import AsyncIterator

import pytest_asyncio
from sqlalchemy import text

from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, play
from tests.scenarios.living import apply_rituals, boards, settle, texts, thread, words_of
from tests.scenarios.pulsing import (
    CLOSED,
    MOOD,
    OPENS,
    PULSE,
    REMINDED,
    TEAM,
    WORDS,
    answer_pulse,
    ballots,
    company,
    everybody_answers,
    everything,
    pulses,
    until,
)


@pytest_asyncio.fixture
async def pulse(database_url: str) -> AsyncIterator[Scene]:
    """Seven people have just been asked, on each database."""
    async with play(database_url, company=company()) as scene:
        await apply_rituals(scene, PULSE)
        await until(scene, OPENS)
        yield scene


@pytest_asyncio.fixture
async def small_pulse(sqlite_database_url: str) -> AsyncIterator[Scene]:
    """The same on SQLite alone."""
    async with play(sqlite_database_url, company=company()) as scene:
        await apply_rituals(scene, PULSE)
        await until(scene, OPENS)
        yield scene


def shown(person: Person) -> str:
    """Everything of the window somebody sees, to the letter."""
    assert person.modal is not None
    return json.dumps(person.modal.definition, sort_keys=True)


async def test_the_promise_comes_first_the_thanks_are_the_same_and_no_row_but_a_ballot_tells_of_it(
    pulse: Scene,
) -> None:
    slack = pulse.slack
    ana, hal, ida = (slack.person(name) for name in ("ana", "hal", "ida"))
    (dm,) = pulses(hal)
    asks = words_of(dm)
    assert ":lock: *Anonymous.* *ana* set this up. Nobody can tell afterwards who answered, or what." in asks
    assert "Open until 18:00 your time." in asks
    assert "results for groups of 5 or more people (10 for words) stand in your team's channel" in asks
    for button in ("Answer", "Not this time", "Not for me", "How this works"):
        assert button in asks
    assert "under your name" not in asks
    assert words_of(pulses(ida)[0]) == asks, "the same for all"

    before, board = await everything(pulse), texts(ana.sees("payments"))
    await hal.press("Answer")
    reads = words_of(hal.modal)
    assert reads.index("for groups of 5 or more people are shown once") < reads.index(MOOD)
    assert "What you write is shown only if 10 or more people write." in reads
    assert "If fewer than 5 answer, nothing is kept or shown." in reads
    assert "Until it has closed, whoever runs the server of this Drumbeat could technically read" in reads
    missing = await hal.submit({WORDS: "Something"})
    assert missing.errors, "a scale that is asked for needs an answer"
    assert (await hal.submit({MOOD: "2", WORDS: "Fewer meetings"})).ok
    assert (await answer_pulse(pulse, "ida", 5)).ok
    assert shown(hal) == shown(ida), "to the letter the same"
    assert "Thank you, your answer is in." in shown(hal)
    await settle(pulse)
    assert await everything(pulse) == before, "nothing but ballots says that somebody answered"
    assert await ballots(pulse) == 2
    assert pulses(hal) == [dm]
    assert words_of(pulses(hal)[0]) == asks
    assert texts(ana.sees("payments")) == board, "not a count"
    assert "answered" not in (await ana.command("/checkin", "status", channel="payments")).text
    assert not [call for call in slack.calls if call.method == "chat.update"]


async def test_on_postgresql_no_row_of_a_person_says_in_which_transaction_their_ballot_was_written(
    postgresql_database_url: str,
) -> None:
    async with play(postgresql_database_url, company=company()) as scene:
        await apply_rituals(scene, PULSE)
        await until(scene, OPENS)
        before = await _transactions(scene, "prompt")
        for button in ("Answer", "Change my answer"):
            assert (await answer_pulse(scene, "hal", button=button)).ok
        await scene.slack.person("hal").close_modal()
        assert (await scene.slack.person("ida").press("Not this time")).ok
        await settle(scene)
        assert await _transactions(scene, "prompt") == before, "neither written nor held"
        wrote = {number for row in await _transactions(scene, "ballot") for number in row} - {"0"}
        assert len(wrote) >= 2
        for table in ("member", "delivery", "dm_hour", "prompt"):
            assert not wrote & {number for row in await _transactions(scene, table) for number in row}


async def _transactions(scene: Scene, table: str) -> list[tuple[str, str]]:
    """The transactions that wrote and last held each row, as PostgreSQL notes them beside it."""
    async with scene.drumbeat.house.store.reading() as tx:
        rows = await tx.execute(text(f"SELECT xmin::text, xmax::text FROM {table} ORDER BY ctid"))
        return [(row[0], row[1]) for row in rows]


async def test_whoever_answers_changes_withdraws_and_answers_again_has_one_ballot(small_pulse: Scene) -> None:
    slack, hal = small_pulse.slack, small_pulse.slack.person("hal")
    assert (await answer_pulse(small_pulse, "hal", 1, "First")).ok
    handed_in = slack.deliveries[-1]
    assert handed_in.body["type"] == "view_submission"
    assert (await answer_pulse(small_pulse, "hal", 2, "Second", button="Change my answer")).ok
    assert (await slack.delivery.redeliver(handed_in)).ok
    assert await ballots(small_pulse) == 1
    await hal.close_modal()

    await hal.press("Answer")
    assert hal.modal is not None
    filled_in = hal.modal.state["question:words"]["value"]["value"]
    assert filled_in == "First", "what came last stands, and only its owner sees it"
    assert "Save" in shown(hal)
    await hal.close_modal()
    await hal.open_home()
    assert "you have answered (you can change it until 18:00 your time)" in words_of(hal.home)
    await slack.person("ida").open_home()
    assert "anonymous, open until 18:00" in words_of(slack.person("ida").home)
    listed = await hal.command("/checkin", channel="payments")
    assert "anonymous, you have answered" in listed.text

    assert (await hal.press("Not this time")).ok
    assert "nothing of you is in it" in words_of(hal.modal)
    assert await ballots(small_pulse) == 1, "that, too, stands in the ballot"
    await hal.close_modal()
    await hal.open_home()
    assert "not this time (you can answer after all" in words_of(hal.home)
    assert (await hal.press("Answer")).ok
    assert hal.modal is not None
    assert hal.modal.state["question:words"]["value"]["value"] is None
    assert (await hal.submit({MOOD: "3"})).ok
    await hal.close_modal()
    said = await slack.person("ida").command("/checkin", "skip much to do", channel="payments")
    assert "nobody is told, and no reason is kept" in said.text
    assert await ballots(small_pulse) == 2


async def test_only_those_without_a_ballot_are_reminded_and_all_of_them_alike(pulse: Scene) -> None:
    slack = pulse.slack
    await everybody_answers(pulse, but=("jon", "kim", "lea"))
    await slack.person("lea").press("Not this time")
    await until(pulse, REMINDED)
    replies = {name: texts(_thread(slack.person(name))) for name in TEAM}
    said = [
        "There is time for *Team pulse* until 18:00 your time. It is anonymous. This is the only reminder."
    ]
    assert replies == {name: said if name in ("jon", "kim") else [] for name in TEAM}
    assert (await answer_pulse(pulse, "jon")).ok, "it can be answered from there"
    await settle(pulse)
    assert texts(_thread(slack.person("jon"))) == said, "and says nothing of it"


def _thread(person: Person) -> list[Message]:
    return person.sees_thread(pulses(person)[0])[1:]


async def test_after_the_end_there_are_results_and_a_kind_word_and_nothing_that_tells_who(
    pulse: Scene,
) -> None:
    slack = pulse.slack
    ana, kim, max_ = (slack.person(name) for name in ("ana", "kim", "max"))
    await everybody_answers(pulse, but=("kim", "max"))
    await kim.press("Answer")
    await until(pulse, REMINDED)
    await until(pulse, CLOSED)
    late = await kim.submit({MOOD: "1"})
    assert late.ok
    assert "takes no more answers" in words_of(kim.modal)
    await kim.close_modal()
    for button in ("Answer", "Not this time"):
        await max_.press(button)
        said = words_of(max_.modal)
        assert "The round of Tue 24 Nov closed" in said
        assert "so it takes no more answers" in said
        assert f"stands in <#{slack.workspace.channel('payments').id}>, if enough people answered" in said
        await max_.close_modal()
    await max_.press("How this works")
    assert "What this does not protect from" in words_of(max_.modal)
    assert "Nothing is open" in (await max_.command("/checkin", channel="payments")).text
    assert "8 of 10" in "\n".join(thread(ana, "payments"))
    assert "closed" in boards(ana, "payments")[-1].text

    rows = await everything(pulse, but=("replica",))
    assert rows["ballot"] == rows["prompt"] == rows["answer"] == rows["answer_draft"] == []
    assert not [row for row in rows["delivery"] if "reminder" in row]
    assert await pulse.drumbeat.house.keys.names("round-") == []
