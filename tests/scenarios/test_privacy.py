"""My data: what is kept about me, all of it as a file, and none of it."""

import json
from typing import Any

from sqlalchemy import select

from bot.loops.feedback import giving
from bot.store import members
from bot.store.tables import answer, delivery, giver, loop, member, member_export, prompt, waiting_feedback
from bot.values.feedback import NewFeedback
from bot.values.loops import WaitsOn
from bot.values.people import Member
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import answer as give_answer
from tests.scenarios.living import asked, boards, settle, start_check_in, texts, thread, words_of


async def rows(scene: Scene, *tables: Any) -> list[Any]:
    async with scene.drumbeat.house.store.reading() as tx:
        return [list(await tx.execute(select(table))) for table in tables]


def file_of(scene: Scene, who: str) -> dict[str, Any]:
    """The newest file in somebody's conversation with us."""
    shared = [each for message in scene.slack.person(who).direct_messages for each in message.files]
    document: dict[str, Any] = json.loads(scene.slack.workspace.files.content(shared[-1]["id"]))
    return document


async def test_the_page_counts_what_is_kept_and_the_file_holds_all_of_it(small_scene: Scene) -> None:
    slack = small_scene.slack
    ben = slack.person("ben")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 14:10"))
    await give_answer(small_scene, "ben", "The refund API", "Its tests", "Legal")
    await ben.command("/drumbeat", "away 20 Dec – 3 Jan")
    await ben.command("/drumbeat", "privacy")
    page = words_of(ben.modal)
    assert "I know you as *ben*, in Checkout." in page
    assert "3 answers you gave in 1 round of 1 ritual since Mon 23 Nov 2026" in page
    assert "kept for 12 months" in page
    assert "1 time you are or were away" in page
    assert "nothing is left that says which are yours" in page

    await ben.press("Send me everything")
    assert "The file comes in our direct messages" in words_of(ben.modal)
    await ben.press("Send me everything")
    assert "That file is on its way already." in words_of(ben.modal)
    await settle(small_scene)
    document = file_of(small_scene, "ben")
    assert len([message for message in ben.direct_messages if message.files]) == 1
    assert document["person"]["slack_id"] == ben.id
    [asked_once] = document["asked"]
    assert [given["text"] for given in asked_once["answers"]] == ["Its tests", "The refund API", "Legal"]
    assert asked_once["answers"][1]["asked"] == "What moved since last time?"
    assert document["absences"] == [{"first": "2026-12-20", "last": "2027-01-03"}]
    assert any("Daily check-in" in message["text"] for message in document["messages"])
    assert "It was sealed" in document["not_in_here"][0]
    assert not any("Ana" in json.dumps(part) for part in document["asked"]), "nobody else's"


async def test_a_file_whose_answer_got_lost_is_not_sent_twice(scene: Scene) -> None:
    slack = scene.slack
    ben = slack.person("ben")
    await start_check_in(scene)
    slack.faults.add("files.completeUploadExternal", "lost_answer")
    await ben.command("/drumbeat", "privacy")
    await ben.press("Send me everything")
    await settle(scene)
    await slack.wind(hours=1)
    assert len([message for message in ben.direct_messages if message.files]) == 1
    [[owed]] = await rows(scene, member_export)
    assert owed.sent_at is not None
    assert owed.attempts == 2
    slack.faults.add("files.completeUploadExternal", "error_500")
    await ben.close_modal()
    await ben.command("/drumbeat", "privacy")
    await ben.press("Send me everything")
    await settle(scene)
    assert len([message for message in ben.direct_messages if message.files]) == 1, "Slack never had it"
    await slack.wind(hours=1)
    assert len([message for message in ben.direct_messages if message.files]) == 2


async def test_without_the_permission_it_says_how_to_get_the_file(small_scene: Scene) -> None:
    slack = small_scene.slack
    ben = slack.person("ben")
    slack.workspace.app.scopes -= {"files:write"}
    await ben.command("/drumbeat", "privacy")
    await ben.press("Send me everything")
    await settle(small_scene)
    told = texts(ben.direct_messages)[-1]
    assert "the permission `files:write` came with a newer version" in told
    assert f"`drumbeat export --member {ben.id} --to FILE`" in told


async def test_whoever_is_erased_leaves_work_without_a_name_and_comes_back_as_somebody_new(
    scene: Scene,
) -> None:
    slack = scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(scene)
    await slack.wind(to=at("2026-11-23 14:10"))
    await give_answer(scene, "ben", "The refund API", "Its tests")
    await give_answer(scene, "ana", "The cart", "Its tests")
    assert any("The refund API" in text for text in thread(ana))
    await ben.command("/bottleneck", "The contract with the bank")
    await ben.submit()
    await settle(scene)
    before = len(ben.direct_messages)

    await ben.command("/drumbeat", "erase")
    form = words_of(ben.modal)
    assert "Somebody who was erased" in form
    assert "as somebody new" in form
    refused = await ben.submit({"Type ERASE to erase all of it": "yes"})
    assert refused.errors["Type ERASE to erase all of it"].startswith("Nothing was erased.")
    assert (await ben.submit({"Type ERASE to erase all of it": "erase"})).ok
    assert "I don't know you any more" in words_of(ben.modal)
    await ben.close_modal()
    await settle(scene)

    [people, answers, letters] = await rows(scene, member, answer, delivery)
    assert ben.id not in {each.slack_id for each in people}
    [stone] = [each for each in people if each.slack_id.startswith("deleted-")]
    assert (stone.name, stone.is_active, stone.erase_at) == ("Somebody who was erased", False, None)
    assert stone.id not in {each.member_id for each in answers}
    assert not any(ben.id in str(each) or "refund" in str(each.body) for each in letters)
    assert not any("The refund API" in text for text in thread(ana)), (
        "what we posted in their name is deleted"
    )
    assert any("The cart" in text for text in thread(ana))
    assert len(ben.direct_messages) < before
    assert asked(ben) == []
    listed = await ana.command("/bottleneck", "list")
    assert "The contract with the bank" in listed.text
    assert "ben" not in listed.text
    assert "\n1 of 1 answered" in boards(ana)[-1].text

    await slack.wind(to=at("2026-11-25 20:00"))
    [people, prompts] = await rows(scene, member, prompt)
    [anew] = [each for each in people if each.slack_id == ben.id]
    assert anew.id != stone.id
    assert anew.id in {each.member_id for each in prompts}, "still in the channel: asked as somebody new"


async def test_a_guest_and_a_first_visitor_find_their_page_on_home(small_scene: Scene) -> None:
    slack = small_scene.slack
    gus = slack.person("gus")
    for who in (gus, slack.person("ben")):
        await who.open_home()
        await who.press("What I keep about you")
        assert "No answers yet." in words_of(who.modal)
        await who.close_modal()
    await gus.command("/drumbeat", "privacy")
    assert "No answers yet." in words_of(gus.modal)


async def test_feedback_with_the_name_withheld_is_in_the_file_and_taken_back_by_erasing(scene: Scene) -> None:
    slack, house = scene.slack, scene.drumbeat.house
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(scene)

    async def known(user_id: str) -> Member:
        async with house.store.reading() as tx:
            found = await members.by_slack_id(tx, 1, user_id)
        assert found is not None
        return found

    async def give(title: str, *, withheld: bool) -> None:
        new = NewFeedback(title, WaitsOn(member_id=(await known(ana.id)).id), is_withheld=withheld)
        await giving.give(house.store, house.keys, await known(ben.id), new, house.now())

    await give("Too many meetings", withheld=True)
    await give("Thank you for the demo", withheld=False)
    await slack.wind(days=2)
    await give("Let us start later", withheld=True)
    await ben.command("/drumbeat", "privacy")
    page = words_of(ben.modal)
    assert "1 piece of feedback you gave by name" in page
    assert "2 pieces of feedback you gave with your name withheld" in page
    await ben.press("Send me everything")
    await settle(scene)
    feedback = file_of(scene, "ben")["feedback"]
    withheld = {(each["title"], each["stands"], each["to"]) for each in feedback["given_with_name_withheld"]}
    assert withheld == {("Too many meetings", "raised", "ana"), ("Let us start later", "waits", "ana")}
    assert [each["title"] for each in feedback["given"]] == ["Thank you for the demo"]

    await ben.press("Erase my data…")
    assert (await ben.submit({"Type ERASE to erase all of it": "ERASE"})).ok
    await settle(scene)
    [loops, waiting, givers] = await rows(scene, loop, waiting_feedback, giver)
    assert {(each.title, each.state) for each in loops} == {
        ("Taken back", "declined"),
        ("Thank you for the demo", "raised"),
    }
    assert (waiting, givers) == ([], [])
    assert not [name for name in await house.keys.names("") if name.startswith(("giver-", "feedback-"))]

    await ana.command("/drumbeat", "erase")
    await ana.submit({"Type ERASE to erase all of it": "ERASE"})
    await settle(scene)
    assert await rows(scene, loop) == [[]], "what was said to her is about her"
