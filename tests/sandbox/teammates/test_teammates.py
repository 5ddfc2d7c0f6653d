"""Teammates among an app that asks them every morning."""

import time
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from sandbox.server import Sandbox
from sandbox.teammates import AppGone, NothingToFillIn, Teammates, live
from sandbox.teammates.between_teams import needs
from sandbox.teammates.companies import CHECKOUT, GROWTH, travel_company
from sandbox.teammates.overheard import note, overheard
from tests.sandbox.teammates.drummer import Drummer, drumming, manifest

MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    async with Sandbox(manifest(), travel_company(), clock=MONDAY, limits=False) as sandbox:
        yield sandbox


@pytest.fixture
async def drummer(slack: Sandbox) -> AsyncIterator[Drummer]:
    async with drumming(slack) as app:
        slack.teammates = Teammates(slack, seed=4)
        yield app


async def set_up(slack: Sandbox, channel: str = "checkout", lead: str = "ana") -> None:
    ana = slack.person(lead)
    await ana.command("/beat", "new", channel=channel)
    assert (await ana.submit({"Channel": channel})).ok
    await ana.close_modal()


async def test_everybody_asked_answers_skips_or_stays_silent(slack: Sandbox, drummer: Drummer) -> None:
    await set_up(slack)
    await slack.wind(days=19)
    asked = [each for each in drummer.prompts if each.ts]
    share = len(drummer.answers) / len(asked)
    assert 0.75 < share < 0.99
    assert len(drummer.skips) + len(drummer.answers) < len(asked)
    assert {user for user, _ in drummer.answers} == {slack.person(name).id for name in CHECKOUT}


async def test_answers_come_within_two_hours_of_the_local_morning_or_after_the_reminder(
    slack: Sandbox, drummer: Drummer
) -> None:
    await set_up(slack)
    took: list[timedelta] = []
    slack.workspace.on_change(lambda change: took.append(slack.clock.now() - asked(change.ts or "")))

    def asked(ts: str) -> datetime:
        found = next((each.due for each in drummer.prompts if each.ts == ts), None)
        return found or slack.clock.now()

    await slack.wind(days=4)
    seconds = [wait for wait in took if wait > timedelta(minutes=1)]
    assert seconds
    for wait in seconds:
        assert timedelta(minutes=5) <= wait <= timedelta(minutes=120) or wait >= timedelta(hours=7)


async def test_what_somebody_waits_for_is_said_for_days_and_then_no_more(
    slack: Sandbox, drummer: Drummer
) -> None:
    await set_up(slack)
    await slack.wind(days=26)
    stuck = {key: answer["stuck"] for key, answer in drummer.answers.items()}
    assert any(stuck.values())
    assert not all(stuck.values())
    runs = [
        [bool(stuck.get((user, day))) for user, day in sorted(stuck) if user == who] for who in who_are(stuck)
    ]
    assert any(both[0] and both[1] for run in runs for both in pairwise(run))


def who_are(keys: object) -> set[str]:
    assert isinstance(keys, dict)
    return {user for user, _ in keys}


async def test_skipping_comes_with_a_reason(slack: Sandbox, drummer: Drummer) -> None:
    await set_up(slack)
    await set_up(slack, "growth", "dana")
    await slack.wind(days=26)
    assert drummer.skips
    assert all(drummer.skips.values())
    assert not set(drummer.skips) & set(drummer.answers)


async def test_now_and_then_an_answer_is_edited(slack: Sandbox, drummer: Drummer) -> None:
    await set_up(slack)
    await set_up(slack, "growth", "dana")
    await slack.wind(days=26)
    assert 0 < drummer.edits < len(drummer.answers) / 10
    assert any("\n" in answer["moved"] for answer in drummer.answers.values())


async def test_pages_hear_of_what_changes_for_one_person_alone(slack: Sandbox, drummer: Drummer) -> None:
    kinds: list[str] = []
    slack.workspace.on_change(lambda change: kinds.append(change.kind))
    ana, messages, app = slack.person("ana"), slack.workspace.messages, slack.workspace.app.bot_user
    page = messages.whisper(slack.channel("checkout"), ana.id, app, "Page 1 of 2")
    messages.update(page, text="Page 2 of 2", blocks=None, by=app)
    assert ana.sees("checkout")[-1].text == "Page 2 of 2"
    assert kinds == ["ephemeral", "message_changed"]


async def test_the_same_seed_tells_the_same_story() -> None:
    first, second = await a_week(seed=9), await a_week(seed=9)
    assert first == second
    assert first != await a_week(seed=10)


async def a_week(seed: int) -> dict[tuple[str, str], dict[str, object]]:
    async with (
        Sandbox(manifest(), travel_company(), clock=MONDAY, limits=False) as slack,
        drumming(slack) as app,
    ):
        slack.teammates = Teammates(slack, seed=seed)
        await set_up(slack)
        await slack.wind(days=4)
        return app.answers


async def test_somebody_the_page_acts_for_is_left_alone(slack: Sandbox, drummer: Drummer) -> None:
    teammates = Teammates(slack, seed=4)
    slack.teammates = teammates
    await set_up(slack)
    teammates.leave_alone(slack.person("ana").id)
    await slack.wind(days=4)
    assert slack.person("ana").id not in {user for user, _ in drummer.answers}
    teammates.take_over(slack.person("ana").id)
    await slack.wind(days=5)
    assert slack.person("ana").id in {user for user, _ in drummer.answers}


async def test_what_was_planned_is_dropped_when_the_page_steps_in(slack: Sandbox, drummer: Drummer) -> None:
    teammates = Teammates(slack, seed=4)
    slack.teammates = teammates
    await set_up(slack)
    await slack.wind(hours=5)
    for name in CHECKOUT:
        teammates.leave_alone(slack.person(name).id)
    assert teammates.next_action_at() is None


async def test_a_form_that_comes_back_with_errors_is_mended(slack: Sandbox, drummer: Drummer) -> None:
    drummer.refuse_first = True
    await set_up(slack)
    await slack.wind(days=2)
    assert drummer.answers
    assert all(answer["stuck"] for answer in drummer.answers.values())
    assert all(slack.person(name).modal is None for name in CHECKOUT)


async def test_people_answer_from_nine_to_five_and_not_at_weekends(slack: Sandbox, drummer: Drummer) -> None:
    await set_up(slack)
    await slack.wind(days=12)
    for user, day in drummer.answers:
        assert date.fromisoformat(day).weekday() < 5, user


async def test_weeks_are_lived_up_to_today(slack: Sandbox) -> None:
    heard: list[tuple[float, date]] = []
    async with drumming(slack) as app:
        started = time.monotonic()
        lived = await live(slack, 2, MONDAY, lambda share, day: heard.append((share, day)))
        assert time.monotonic() - started < 60
    assert slack.clock.now() == MONDAY
    assert lived.since == datetime(2026, 11, 9, 7, 0, tzinfo=UTC)
    assert lived.messages >= len(app.answers) > 90
    assert app.channels == ["checkout", "growth"]
    assert app.digests == 1
    assert heard[-1] == (1.0, MONDAY.date())
    assert [share for share, _ in heard] == sorted(share for share, _ in heard)
    assert {user for user, _ in app.answers} == {slack.person(name).id for name in (*CHECKOUT, *GROWTH)}
    assert slack.violations == []


async def test_every_week_each_team_needs_something_from_the_next_and_alone_nothing(slack: Sandbox) -> None:
    leads = {"checkout": "ana", "growth": "dana"}
    found = needs(slack, leads, MONDAY, MONDAY + timedelta(weeks=3))
    assert [(each.channel, each.other) for each in found] == [
        ("checkout", "growth"),
        ("growth", "checkout"),
    ] * 3
    assert [each.at for each in found] == sorted(each.at for each in found)
    assert len({each.what for each in found}) == 6
    assert needs(slack, {"checkout": "ana"}, MONDAY, MONDAY + timedelta(weeks=3)) == []


async def test_every_week_somebody_of_each_channel_hears_something_and_some_of_it_is_the_same(
    slack: Sandbox,
) -> None:
    found = overheard(slack, ["checkout", "product"], MONDAY, MONDAY + timedelta(weeks=3))
    assert [each.at for each in found] == sorted(each.at for each in found)
    assert sorted(each.channel for each in found) == ["checkout"] * 3 + ["product"] * 3
    assert len({each.person for each in found}) > 2
    (first, same), (other, another), _ = zip(found[::2], found[1::2], strict=True)
    assert same.what == f"same here: {first.what}"
    assert other.what not in another.what
    await note(slack, found[0])
    assert slack.person(first.person).modal is None, "this app has no command for it"


async def test_an_app_that_offers_nothing_is_named(slack: Sandbox) -> None:
    with pytest.raises(NothingToFillIn, match=r"did not respond|showed"):
        await live(slack, 1)


async def test_an_app_that_goes_away_ends_the_weeks(slack: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sandbox.clock.FORGET_AFTER", 0.5)
    async with drumming(slack) as app:

        def stop_following(share: float, day: date) -> None:
            app.following.cancel()

        with pytest.raises(AppGone, match="stopped following the clock at 2026-11-"):
            await live(slack, 2, MONDAY, stop_following)
