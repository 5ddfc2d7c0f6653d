"""When something goes wrong, a person reads what it was, where they are, and what they typed is still there."""

import dataclasses

import aiohttp
import pytest

from bot.rituals import answering
from tests.scenarios.conftest import Scene, at, play
from tests.scenarios.living import MOVED, NEXT, answer, asked, boards, settle, start_check_in, texts, words_of


async def test_a_door_slack_has_closed_is_a_sentence_and_no_crash(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    slack.faults.add("views.open", "refused", error="expired_trigger_id")
    result = await ana.command("/checkin", "new", channel="product")
    assert result.text == "That took too long and Slack closed the door. Please press it once more."

    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 08:10"))
    slack.faults.add("views.open", "refused", error="expired_trigger_id", times=2)
    assert (await ana.press("Answer")).ok
    assert ana.modal is None
    await answer(small_scene, "ana")
    assert "you answered" in asked(ana)[0].text


async def test_an_error_of_ours_has_a_reference_and_keeps_what_was_typed(
    small_scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 08:10"))

    async def fails(*_: object, **__: object) -> None:
        raise RuntimeError("a secret detail")

    with monkeypatch.context() as broken:
        broken.setattr(answering, "open_prompts", fails)
        await ana.shortcut("check_in")
        assert "whoever runs Drumbeat the reference" in words_of(ana.modal)
        await ana.close_modal()
    await ana.press("Answer")
    with monkeypatch.context() as broken:
        broken.setattr(answering, "hand_in", fails)
        result = await ana.submit({MOVED: "The refund API", NEXT: "Its tests"})
        assert result.errors[MOVED].startswith("Something went wrong on my side and nothing was saved.")
        assert "the reference " in result.errors[MOVED]
        assert "secret" not in result.errors[MOVED]
        broken.setattr(answering, "open_prompts", fails)
        said = await ana.command("/checkin", channel="product")
        assert "whoever runs Drumbeat the reference" in said.text
    assert (await ana.submit({})).closed, "the form is still there, and what was typed in it"
    await settle(small_scene)
    assert "1 of 2 answered" in boards(ana)[-1].text


async def test_a_workspace_nobody_told_us_about(sqlite_database_url: str) -> None:
    async with play(sqlite_database_url, transport="http") as scene:
        slack, ana = scene.slack, scene.slack.person("ana")
        await ana.command("/drumbeat", "help")
        known = slack.deliveries[-1].body
        stranger = {**known, "team_id": "T0STRANGER", "text": "checkin"}
        signed = slack.delivery.signed_request("slash_commands", stranger)
        async with aiohttp.ClientSession() as session:
            url = f"http://127.0.0.1:{scene.drumbeat.port}/slack/events"
            async with session.post(url, data=signed.body, headers=signed.headers) as response:
                answered = await response.json()
        assert answered["text"] == (
            "I don't know this workspace. Ask whoever runs Drumbeat to restart it with this workspace's token."
        )


async def test_a_prompt_of_somebody_else_cannot_be_answered_or_skipped(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, eve = slack.person("ana"), slack.person("eve")
    await start_check_in(small_scene)
    await slack.wind(to=at("2026-11-23 08:10"))
    await ana.press("Answer")
    assert ana.modal is not None
    views = slack.workspace.views
    views.stacks[eve.id] = [dataclasses.replace(ana.modal, user=eve.id, state=dict(ana.modal.state))]
    result = await eve.submit({MOVED: "Not mine", NEXT: "To say"})
    assert result.errors == {
        MOVED: "I can't find that check-in any more. Type `/checkin` to see what is open for you."
    }
    await settle(small_scene)
    assert "0 of 2 answered" in boards(ana)[-1].text
    assert texts(eve.direct_messages) == []
