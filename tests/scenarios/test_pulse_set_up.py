"""Setting up pulses and feedback rounds in Slack: a template, a channel, and honest words about who can tell what."""

import shutil
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.rituals.rest.replanning import replan
from bot.store import members, standings
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import asked, posted_at, settle, texts, words_of

WHO_CAN_TELL = "Who can tell who said what"


def take_away(keys: str) -> None:
    """The place for keys cannot be reached any more."""
    shutil.rmtree(keys)
    Path(keys).write_text("no folder")


def give_back(keys: str) -> None:
    """It can be reached again, with nothing in it."""
    Path(keys).unlink()
    Path(keys).mkdir()


async def test_a_lead_sets_up_an_anonymous_pulse_with_a_template_and_a_channel(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await ana.command("/checkin", "new")
    await ana.choose("Start from", "Mood pulse")
    assert ana.modal is not None
    assert ana.modal.title == "Start a pulse"
    shown = words_of(ana.modal)
    for sentence in (
        "every Thu between 10:00 and 16:00, in each person's own time zone",
        "Whoever reads the results reads who said what.",
        "Shown for groups only; an administrator could look up who said what.",
        "Shown for groups only; once it closes, nobody can tell who said what.",
        "what comes of it is shown there once it closes, for groups only",
    ):
        assert sentence in shown, sentence
    assert (await ana.submit({"Channel": "general"})).ok
    assert ana.modal is not None
    assert ana.modal.title == "All set", "five people are enough, so nothing is asked back"
    assert ":lock: Anonymous." in words_of(ana.modal)
    assert "Results are shown from 5 people on, words from 10 on." in words_of(ana.modal)
    await ana.close_modal()
    await settle(small_scene)
    (hello,) = [text for text in texts(ana.sees("general")) if text.startswith(":wave:")]
    assert "*Mood pulse* for this channel: every Thu between 10:00 and 16:00" in hello
    assert "It is anonymous" in hello

    await ana.command("/checkin")
    assert "or later, until" in ana.direct_messages[-1].text, "what will be drawn is not told before"
    await slack.wind(to=at("2026-11-27 08:00"))
    for name in ("ana", "ben", "chi", "dev", "eve"):
        person = slack.person(name)
        (message,) = asked(person)
        zone = person.user.timezone
        assert zone is not None
        local = posted_at(message).astimezone(ZoneInfo(zone))
        assert (local.weekday(), 10 <= local.hour < 16) == (3, True), (name, local)


async def test_too_few_people_are_told_of_before_it_starts_and_keys_that_are_missing_at_once(
    small_scene: Scene,
) -> None:
    ana = small_scene.slack.person("ana")
    await ana.command("/checkin", "new")
    await ana.choose("Start from", "Team health pulse")
    assert (await ana.submit({"Channel": "checkout"})).ok
    assert (
        "4 people would be asked in #checkout; an anonymous round needs 5, and does not open with fewer."
        " Ask more teams together, or make it named." in words_of(ana.modal)
    )
    await ana.close_modal()
    await ana.choose(WHO_CAN_TELL, "Confidential")
    assert (await ana.submit({"Channel": "general"})).ok
    left_out = "what people write is shown from 10 on, so the questions that ask for words are left out"
    assert left_out in words_of(ana.modal)
    await ana.close_modal()

    take_away(small_scene.keys)
    assert ":warning:" not in words_of(ana.modal)
    await ana.choose("Name", "How we are")
    await ana.choose(WHO_CAN_TELL, "Anonymous")
    assert ":warning: The folder for keys cannot be used" in words_of(ana.modal)
    refused = await ana.submit({})
    assert list(refused.errors) == [WHO_CAN_TELL]
    assert "see `drumbeat doctor`. Until then, choose confidential or named." in refused.errors[WHO_CAN_TELL]
    give_back(small_scene.keys)
    await ana.choose(WHO_CAN_TELL, "Named")
    assert "Show results from" not in words_of(ana.modal), "where everything is named, nothing is hidden"
    assert (await ana.submit({})).ok, "nothing was lost"
    assert "*How we are* is set up" in words_of(ana.modal)


async def test_feedback_on_a_decision_is_asked_once_says_what_it_is_about_and_can_become_anonymous(
    small_scene: Scene,
) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await ana.command("/checkin", "new")
    await ana.choose("Start from", "Feedback on a decision")
    assert ana.modal is not None
    assert ana.modal.title == "Start a feedback round"
    assert "How clear to you are the reasons for our latest decision?" in words_of(ana.modal)
    refused = await ana.submit({"Channel": "general", "On this day": date(2026, 11, 20)})
    assert refused.errors == {"On this day": "That day is over. Choose today or a later one."}
    fields = {"What is it about?": "the new pricing", "On this day": date(2026, 11, 25)}
    assert (await ana.submit(fields)).ok
    assert "will ask once, on Wed 25 Nov 2026 at 10:00" in words_of(ana.modal)
    assert (await ana.submit()).ok
    assert "*Feedback on a decision* is set up" in words_of(ana.modal)
    await ana.close_modal()
    await settle(small_scene)

    await ana.command("/drumbeat", "rituals Feedback")
    assert "*About*\nthe new pricing" in words_of(ana.modal)
    await ana.press("Edit")
    await ana.press("Change: What it is about")
    assert (await ana.submit({"What is it about?": "the new prices"})).ok
    await ana.press(f"Change: {WHO_CAN_TELL}")
    await ana.choose(WHO_CAN_TELL, "Anonymous")
    assert "5 people are asked as it stands; 5 answers are needed before anything is shown." in words_of(
        ana.modal
    )
    choice = {"Show results from": "5 people on", "Show what people write from": "12 people on"}
    assert (await ana.submit({**choice, "Tell results apart": "By region, from people's time zones"})).ok
    shown = words_of(ana.modal)
    assert "Results are shown from 5 people on, words from 12 on, told apart by region." in shown
    assert "what people write is shown from 12 on, so the questions that ask for words are left out" in shown

    await ana.press("Change: Results")
    assert "Only for the team's lead" not in words_of(ana.modal)
    assert "for all who answered, so it cannot go to the lead alone" in words_of(ana.modal)
    await ana.close_modal()
    await ana.press("Change: Questions")
    await ana.press("Add a question")
    lines = words_of(ana.modal).splitlines()
    assert "A scale" in lines
    assert not {"A person", "A number", "A date", "A link"} & set(lines)
    assert any(line.startswith("An anonymous round shows no single answer") for line in lines)
    await ana.close_modal(everything=True)

    await slack.wind(to=at("2026-11-25 10:00"))
    await ana.press("Answer")
    assert "How clear to you are the reasons for the new prices?" in words_of(ana.modal)
    await ana.close_modal()
    await ana.command("/drumbeat", "rituals Feedback")
    assert "There is no date to come." in words_of(ana.modal), "it was once"


async def test_a_check_in_that_needs_names_cannot_become_anonymous_and_says_why(small_scene: Scene) -> None:
    ana = small_scene.slack.person("ana")
    await ana.command("/checkin", "new")
    await ana.submit({"Channel": "general", "Weekly digest": []})
    await ana.close_modal()
    await settle(small_scene)
    await ana.command("/drumbeat", "rituals Daily")
    await ana.press("Edit")
    assert "Named. Whoever reads the results reads who said what." in words_of(ana.modal)
    await ana.press(f"Change: {WHO_CAN_TELL}")
    await ana.choose(WHO_CAN_TELL, "Anonymous")
    refused = await ana.submit({})
    assert refused.errors[WHO_CAN_TELL].startswith(
        "That does not work: “What moved since last time?” is filled in"
    )
    await ana.close_modal()
    await ana.press("Change: When it asks")
    within = "At a random time in the 3 hours after it"
    assert (await ana.submit({"Each person is asked": within})).ok
    assert "between 09:00 and 12:00" in words_of(ana.modal)
    assert (await ana.submit()).ok
    assert "between 09:00 and 12:00, in each person's own time zone" in words_of(ana.modal)


async def test_what_was_drawn_for_somebody_stays_when_something_else_about_them_changes(
    small_scene: Scene,
) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await ana.command("/checkin", "new")
    await ana.choose("Start from", "Mood pulse")
    await ana.submit({"Channel": "general"})
    await ana.close_modal()
    await slack.wind(to=at("2026-11-26 01:05"))
    store, now = small_scene.drumbeat.house.store, small_scene.drumbeat.house.now()

    async def drawn() -> dict[int, datetime]:
        async with store.transaction() as tx:
            ids = [member.id for member in await members.people_among(tx, 1, [ana.user.id, berlin.user.id])]
            waiting = [each for one in ids for each in await standings.planned_of(tx, one)]
            return {each.prompt.member_id: each.prompt.due_at for each in waiting}

    berlin = slack.person("eve")
    before = await drawn()
    assert len(before) == 2
    async with store.transaction() as tx:
        for member_id in before:
            await replan(tx, member_id, now)
    assert await drawn() == before
    await ana.command("/checkin", "run Mood")
    assert "Mood pulse" in ana.direct_messages[-1].text
