"""Any question: asked in its own way, on as many pages as it takes, only where it applies, or with a single tap."""

from typing import Any

from bot.store.tables import answer as answer_table
from bot.store.tables import answer_draft, answer_history
from bot.store.tables import prompt as prompt_table
from bot.values.questions import Condition, Question, QuestionType
from bot.values.rituals import TO_LEAD
from sandbox.delivery import payloads
from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import (
    MOVED,
    NEXT,
    ONLY_REMINDER,
    STUCK,
    answer,
    asked,
    boards,
    settle,
    start_check_in,
    texts,
    thread,
    words_of,
)
from tests.scenarios.test_answering import stored
from tests.scenarios.test_results import change_plan

EVERY_TYPE = (
    Question("line", "In a line?"),
    Question("box", "In full?", QuestionType.LONG_TEXT),
    Question("days", "How many days?", QuestionType.NUMBER),
    Question("sure", "How sure?", QuestionType.SCALE, of=9, low="not at all", high="completely"),
    Question("ship", "Do we ship?", QuestionType.YES_NO),
    Question("color", "Which color?", QuestionType.CHOICE, options=("Red", "Blue")),
    Question("sizes", "Which sizes?", QuestionType.CHOICES, options=tuple(f"Size {n}" for n in range(12))),
    Question("helper", "Who helped?", QuestionType.PERSON),
    Question("day", "Until when?", QuestionType.DATE, required=False),
    Question("page", "Where is it?", QuestionType.LINK, required=False),
)
FIRST_PAGE = {
    "In a line?": "One line",
    "In full?": "Two\nlines",
    "How many days?": "2.5",
    "How sure?": "9 · completely",
    "Do we ship?": "No",
}
WAITING = (
    Question("waiting", "Are you waiting?", QuestionType.YES_NO),
    Question("what", "For what?", QuestionType.LONG_TEXT, only_if=Condition("waiting", ("yes",))),
    Question("held_up", "How badly?", QuestionType.SCALE, only_if=Condition("waiting", ("yes",))),
    Question("why", "Why so badly?", required=False, only_if=Condition("what")),
)
CONFIDENT = "How confident are you?"
ONE_TAP = (Question("sure", CONFIDENT, QuestionType.SCALE, low="not at all", high="completely"),)


async def _asked_on_monday(scene: Scene, *questions: Question, **plan: Any) -> Person:
    await start_check_in(scene)
    if questions:
        await change_plan(scene, questions=questions, **plan)
    await scene.slack.wind(to=at("2026-11-23 08:10"))
    return scene.slack.person("ana")


def _labels(person: Person) -> list[str]:
    assert person.modal is not None
    return [block["label"]["text"] for block in person.modal.blocks if block["type"] == "input"]


async def _given(scene: Scene) -> dict[str, Any]:
    rows = await stored(scene, answer_table)
    return {row.question_key: row.text or row.chosen or row.number for row in rows}


async def test_every_type_of_question_on_two_pages_of_which_none_is_lost(scene: Scene) -> None:
    ana = await _asked_on_monday(scene, *EVERY_TYPE)
    await ana.press("Answer")
    assert "· page 1 of 2." in words_of(ana.modal)
    result = await ana.submit(FIRST_PAGE)
    assert result.ok
    assert not result.closed
    assert _labels(ana) == [question.ask for question in EVERY_TYPE[5:]]
    assert await _given(scene) == {}, "nothing is sent yet"
    assert len(await stored(scene, answer_draft)) == 5
    await ana.close_modal(everything=True)

    await ana.command("/checkin")
    assert "· page 2 of 2." in words_of(ana.modal)
    await ana.choose("Which color?", "Blue")
    await ana.press("Back")
    assert ana.modal is not None
    assert ana.modal.state["question:box"]["value"]["value"] == "Two\nlines"
    await ana.submit({"How many days?": "-3"})
    assert ana.modal.state["question:color"]["value"]["selected_option"]["text"]["text"] == "Blue"
    refused = await ana.submit({"Which sizes?": ["Size 11", "Size 2"], "Who helped?": "drumbeat"})
    assert list(refused.errors) == ["Who helped?"]
    assert "somebody who works here" in refused.errors["Who helped?"]
    result = await ana.submit(
        {"Who helped?": "ben", "Until when?": "2026-12-24", "Where is it?": "https://example.com/a?b=c"}
    )
    assert result.closed
    assert await _given(scene) == {
        "line": "One line",
        "box": "Two\nlines",
        "days": -3,
        "sure": 9,
        "ship": 0,
        "color": ["Blue"],
        "sizes": ["Size 2", "Size 11"],
        "helper": scene.slack.person("ben").id,
        "day": "2026-12-24",
        "page": "https://example.com/a?b=c",
    }
    assert await stored(scene, answer_draft) == []
    await settle(scene)

    await ana.press("Edit my answer")
    await ana.submit({"How many days?": "4"})
    await ana.submit({"Where is it?": ""})
    given = await _given(scene)
    assert given["days"] == 4
    assert "page" not in given
    assert {row.question_key for row in await stored(scene, answer_history)} >= {"days", "page"}


async def test_a_question_is_asked_only_where_it_applies(small_scene: Scene) -> None:
    ana = await _asked_on_monday(small_scene, *WAITING)
    assert "For what? _(only if it applies)_" in words_of(asked(ana)[0])
    await ana.press("Answer")
    assert _labels(ana) == ["Are you waiting?"]
    await ana.choose("Are you waiting?", "Yes")
    assert _labels(ana) == ["Are you waiting?", "For what?", "How badly?"]
    await ana.choose("For what?", "The API")
    await ana.choose("Are you waiting?", "No")
    assert _labels(ana) == ["Are you waiting?"]
    await ana.choose("Are you waiting?", "Yes")
    assert ana.modal is not None
    assert ana.modal.state["question:what"]["value"]["value"] == "The API", "what was typed is back"
    assert (await ana.submit()).errors == {"How badly?": "Please complete this required field."}
    await ana.submit({"How badly?": "4"})
    assert _labels(ana) == ["Why so badly?"], "what depends on something typed comes on its own page"
    await ana.submit({"Why so badly?": "It blocks us"})
    assert await _given(small_scene) == {"waiting": 1, "what": "The API", "held_up": 4, "why": "It blocks us"}
    await settle(small_scene)

    await ana.press("Edit my answer")
    await ana.choose("Are you waiting?", "No")
    assert (await ana.submit()).closed
    assert await _given(small_scene) == {"waiting": 0}, "what no longer applies is not kept"


async def test_when_nothing_more_is_asked_after_next_the_form_says_so(small_scene: Scene) -> None:
    questions = (
        Question("stuck", STUCK, required=False),
        Question("since", "Since when?", only_if=Condition("stuck")),
    )
    ana = await _asked_on_monday(small_scene, *questions)
    await ana.press("Answer")
    await ana.submit({STUCK: ""})
    assert "Thanks, that was all. Your answer is sent." in words_of(ana.modal)
    assert [row.state for row in await stored(small_scene, prompt_table)].count("answered") == 1


async def test_one_tap_answers_another_one_changes_it_also_in_the_reminder(scene: Scene) -> None:
    slack = scene.slack
    ana = await _asked_on_monday(scene, *ONE_TAP)
    (dm,) = asked(ana)
    assert "_(1 is not at all, 5 is completely)_" in words_of(dm)
    await ana.press("4")
    await settle(scene)
    assert "You answered *4 of 5* at 09:10." in words_of(dm)
    assert "Tap another one to change it until the next round opens." in words_of(dm)
    await ana.press("2", message=dm)
    await settle(scene)
    assert "You answered *2 of 5*" in words_of(dm)
    assert len(thread(ana)) == 1
    assert "2 of 5" in thread(ana)[0]
    assert [row.number for row in await stored(scene, answer_history)] == [4]
    assert "you answered 2 of 5" in dm.text

    await ana.command("/checkin")
    await ana.press("Edit my answer")
    assert ana.modal is not None
    assert ana.modal.state["question:sure"]["value"]["selected_option"]["value"] == "2"
    await ana.close_modal()

    ben = slack.person("ben")
    await slack.wind(to=at("2026-11-23 21:10"))
    reminder = next(each for each in ben.sees_thread(asked(ben)[0]) if ONLY_REMINDER in each.text)
    await ben.press("5", message=reminder)
    assert "You answered *5 of 5*. You can change it until" in words_of(reminder)
    await ben.press("3", message=reminder)
    await settle(scene)
    assert "You answered *3 of 5*" in words_of(reminder)
    assert "You answered *3 of 5*" in words_of(asked(ben)[0])
    assert "2 of 2 answered" in boards(ana)[-1].text

    await slack.wind(to=at("2026-11-24 08:10"))
    assert await stored(scene, answer_history) == []
    await ana.press("1", message=dm)
    assert "*What you said* at 09:10:\n_How confident are you?_\n2 of 5" in words_of(ana.modal)


async def test_nothing_new_is_one_tap_that_forgets_nothing(scene: Scene) -> None:
    slack = scene.slack
    ana = await _asked_on_monday(scene)
    await answer(scene, "ana", "Refunds", "Their tests", "Legal, since Friday")
    await slack.wind(to=at("2026-11-24 08:10"))
    await ana.press("Nothing new today")
    await settle(scene)
    dm = asked(ana)[-1]
    assert "Nothing new today, noted at 09:10" in words_of(dm)
    assert "What you wait for stands as it did: _Legal, since Friday_." in words_of(dm)
    assert dm.text.startswith("Daily check-in, Checkout, Tue 24 Nov: nothing new today.")
    assert "nothing new today" in thread(ana)[0]
    assert "Legal, since Friday" in thread(ana)[0]
    assert "1 of 4 answered" in boards(ana)[-1].text

    await ana.press("Edit my answer")
    assert "You planned: Their tests" in words_of(ana.modal), "nothing new did not take what was planned away"
    assert ana.modal is not None
    assert ana.modal.state["question:stuck"]["value"]["value"] == "Legal, since Friday"
    await ana.submit({MOVED: "Something after all", NEXT: "More", STUCK: ""})
    await settle(scene)
    assert "nothing new" not in thread(ana)[0]
    assert "Something after all" in thread(ana)[0]

    ben = slack.person("ben")
    await slack.wind(to=at("2026-11-24 21:10"))
    reminder = next(each for each in ben.sees_thread(asked(ben)[-1]) if ONLY_REMINDER in each.text)
    await ben.press("Nothing new today", message=reminder)
    await settle(scene)
    assert "Nothing new today, noted. You can change it until" in words_of(reminder)
    assert any(text.startswith("*ben*: nothing new today") for text in thread(ana))


def _button(message: Message, action_id: str) -> dict[str, Any]:
    """A button as it stands in a message now: what it sends when somebody presses it, perhaps much later."""
    elements = [element for block in message.blocks for element in block.get("elements", ())]
    found = next(element for element in elements if element.get("action_id", "").startswith(action_id))
    return {key: found[key] for key in ("type", "action_id", "value")} | {
        "block_id": "old",
        "action_ts": "1.0",
    }


async def _press_old(scene: Scene, person: Person, message: Message, action: dict[str, Any]) -> str:
    """Somebody presses a button that is no longer, or was never theirs; what they are told."""
    slack = scene.slack
    trigger = slack.triggers.issue(person.id)
    url = slack.response_urls.issue(person.id, slack.workspace.channels[message.channel], message)
    body = payloads.message_actions(slack.workspace, person.user, message, action, trigger=trigger, url=url)
    assert (await slack.delivery.ask("interactive", body)).ok
    told = words_of(person.modal)
    await person.close_modal()
    return told


async def test_buttons_that_are_old_or_somebody_elses_explain_themselves(small_scene: Scene) -> None:
    ana, ben = await _asked_on_monday(small_scene), small_scene.slack.person("ben")
    dm = asked(ana)[0]
    nothing_new, open_form = _button(dm, "prompt_nothing_new"), _button(dm, "prompt_answer")
    await answer(small_scene, "ana", "The API", "Its tests")
    told = await _press_old(small_scene, ana, dm, nothing_new)
    assert "You have answered this one already, and that stands." in told
    assert "The API" in thread(ana)[0]
    for action in (nothing_new, open_form):
        assert "I can't find that check-in any more." in await _press_old(small_scene, ben, dm, action)

    await small_scene.slack.wind(to=at("2026-11-24 08:10"))
    for action in (nothing_new, open_form, _button(dm, "prompt_answer")):
        told = await _press_old(small_scene, ana, dm, action)
        assert "This round takes no more answers: the next one has opened." in told
        assert f"*What you said* at 09:10:\n_{MOVED}_\nThe API\n_{NEXT}_\nIts tests" in told
    # From there one goes on to the present round, whose DM changes when it is answered and not this one.
    await ana.press("Edit my answer", message=dm)
    await ana.press("Answer the one of Tue 24 Nov")
    assert (await ana.submit({MOVED: "Its docs", NEXT: "Nothing"})).closed
    await settle(small_scene)
    assert ["Mon 23 Nov" in words_of(dm), "09:10" in words_of(dm)] == [True, True]
    assert "you answered." in asked(ana)[-1].text
    assert "Its docs" in thread(ana)[0]
    await ana.press("Edit my answer", message=dm)
    await ana.press("Edit my answer of Tue 24 Nov")
    assert ana.modal is not None
    await small_scene.slack.wind(to=at("2026-11-25 08:10"))
    assert "What you said" not in words_of(ana.modal)
    await ana.close_modal(everything=True)


async def test_a_round_that_closes_between_two_pages_loses_neither(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben = await _asked_on_monday(small_scene, *EVERY_TYPE), slack.person("ben")
    await slack.wind(to=at("2026-11-23 21:40"))
    for person in (ana, ben):
        await person.press("Answer", message=asked(person)[0])
        await person.submit(FIRST_PAGE)
    await ana.close_modal()
    await slack.wind(to=at("2026-11-23 22:10"))
    late = await ben.submit({"Which color?": "Red", "Which sizes?": ["Size 1"], "Who helped?": "ana"})
    assert late.closed
    await settle(small_scene)
    assert " · late" in thread(ana)[-1]
    assert "One line" in words_of(ana.sees_thread(boards(ana)[-1])[-1])
    assert {row.question_key for row in await stored(small_scene, answer_draft)} == {
        q.key for q in EVERY_TYPE[:5]
    }

    await slack.wind(to=at("2026-11-24 22:10"))
    assert await stored(small_scene, answer_draft) == [], "ana never came back"


async def test_on_two_devices_the_last_word_wins_and_skipping_throws_away_what_was_begun(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana = await _asked_on_monday(small_scene, *EVERY_TYPE)
    second = {"Which color?": "Red", "Which sizes?": ["Size 1"], "Who helped?": "ben"}
    await ana.press("Answer")
    await ana.submit(FIRST_PAGE)
    phone = ana.modal
    assert phone is not None
    for label, value in second.items():
        await ana.choose(label, value)
    trigger = slack.triggers.issue(ana.id)
    on_the_phone = payloads.view_submission(slack.workspace, ana.user, phone, trigger=trigger)
    await ana.close_modal()
    await ana.command("/checkin")
    await ana.press("Back")
    await ana.submit({"In a line?": "From the laptop"})
    await ana.submit(second | {"Which color?": "Blue"})
    assert (await slack.delivery.ask("interactive", on_the_phone)).ok
    given = await _given(small_scene)
    assert (given["line"], given["color"]) == ("From the laptop", ["Red"])
    await settle(small_scene)

    await ana.press("Edit my answer")
    await ana.submit({"In a line?": "Never sent"})
    await ana.close_modal()
    await ana.press("Edit my answer")
    assert "What you entered before is filled in. It is not sent yet." in words_of(ana.modal)
    await ana.close_modal()
    assert (await _given(small_scene))["line"] == "From the laptop"
    drafts = await stored(small_scene, answer_draft)

    await slack.wind(to=at("2026-11-23 14:10"))
    ben = slack.person("ben")
    await ben.press("Answer")
    await ben.submit(FIRST_PAGE)
    await ben.close_modal()
    await ben.press("Skip today")
    assert "What you entered so far is thrown away." in words_of(ben.modal)
    await ben.submit({})
    assert await stored(small_scene, answer_draft) == drafts


async def test_whoever_is_asked_reads_first_who_will_read_it(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = await _asked_on_monday(small_scene)
    assert "Your team reads it in its channel, under your name." in words_of(asked(ana)[0])
    await change_plan(small_scene, report=TO_LEAD)
    await slack.wind(to=at("2026-11-24 08:10"))
    assert "Only your team's lead, or who stands in for them, reads it under your name" in words_of(
        asked(ana)[-1]
    )
    await ana.press("Answer")
    assert "Only your team's lead, or who stands in for them, reads it under your name" in words_of(ana.modal)


async def test_what_is_typed_goes_to_a_form_that_can_take_it(small_scene: Scene) -> None:
    ana = await _asked_on_monday(small_scene, *ONE_TAP)
    await ana.say("All good")
    await settle(small_scene)
    assert texts(ana.direct_messages)[-1].startswith("*Daily check-in* is open for you, but it takes no text")
    await ana.say("4")
    await settle(small_scene)
    assert texts(ana.direct_messages)[-1].startswith("Is that your answer for *Daily check-in*?")
    await ana.press("Answer")
    assert ana.modal is not None
    assert ana.modal.state["question:sure"]["value"]["selected_option"]["value"] == "4"
