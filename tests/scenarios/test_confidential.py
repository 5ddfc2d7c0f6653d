"""A confidential round as people live it: nothing shows before it closes, then groups do, and nobody is late."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest_asyncio

from sandbox.company import ChannelSeed, Company, PersonSeed, small_company
from tests.scenarios.conftest import Scene, at, play
from tests.scenarios.living import apply_rituals, boards, settle, texts, thread

RITUALS = """
teams:
  - {name: Checkout, function: engineering, lead: "@ana", channel: "#tills"}
  - {name: Growth, function: product, lead: "@eve", channel: "#growth"}
rituals:
  - name: Workload
    kind: pulse
    tier: confidential
    show: {by: team}
    teams: [Checkout, Growth]
    schedule: {days: [mon], at: "09:00", zone: Europe/Berlin}
    window: 6h
    questions:
      - {key: load, ask: "How full was your week?", type: scale, of: 5, low: calm, high: too much}
      - {key: pace, ask: "Could you keep this pace?", type: yes-no}
      - {key: change, ask: "What should change?", type: long-text, required: false}
"""
TILLS = ("ana", *(f"t{number}" for number in range(6)))
GROWTH = ("eve", *(f"g{number}" for number in range(5)))


def company(*, private: bool = False) -> Company:
    """Two teams of seven and six, all in one zone; the second one's channel may be private."""
    small = small_company()
    new = (*TILLS[1:], *GROWTH[1:])
    tills, growth = ChannelSeed("tills", TILLS), ChannelSeed("growth", GROWTH, private, with_app=private)
    return replace(
        small,
        people=(*small.people, *(PersonSeed(name, name.title()) for name in new)),
        channels=(*small.channels, tills, growth),
    )


@pytest_asyncio.fixture
async def two_teams(sqlite_database_url: str) -> AsyncIterator[Scene]:
    """Drumbeat in that company, with the ritual set up and its first round open."""
    async with play(sqlite_database_url, company=company()) as scene:
        await apply_rituals(scene, RITUALS)
        await scene.slack.wind(to=at("2026-11-23 08:30"))
        yield scene


async def _answers(scene: Scene, names: tuple[str, ...], words: str = "") -> None:
    for number, name in enumerate(names):
        person = scene.slack.person(name)
        await person.press("Answer")
        said = {
            "How full was your week?": str(3 + number % 2),
            "Could you keep this pace?": "yes" if number % 3 else "no",
            **({"What should change?": f"{words} {name}"} if words else {}),
        }
        assert (await person.submit(said)).ok
    await settle(scene)


async def test_groups_show_when_it_closes_in_each_channel_once_and_not_a_word_before(
    two_teams: Scene,
) -> None:
    scene, slack = two_teams, two_teams.slack
    ana, eve = slack.person("ana"), slack.person("eve")
    quiet = texts(ana.sees("tills"))
    await _answers(scene, (*TILLS[:6], *GROWTH[:5]), "Fewer meetings, says")
    await slack.wind(hours=1)
    assert texts(ana.sees("tills")) == quiet, "neither a count nor an answer"
    assert "Results appear once it closes, for groups of 5 and more." in boards(ana, "tills")[-1].text
    assert thread(ana, "tills") == []
    status = await ana.command("/checkin", "status", channel="product")
    assert "answered" not in status.text
    led = await ana.command("/drumbeat", "rituals", channel="product")
    assert "Mon 23 Nov: open" in led.text

    await slack.wind(to=at("2026-11-23 14:30"))
    report = "\n".join(thread(ana, "tills"))
    assert thread(eve, "growth") == thread(ana, "tills"), "the same for everybody"
    assert report.startswith("*That was this round:* 11 of 13 people in Checkout and Growth answered.")
    assert "About 3.5 on a scale from 1 (calm) to 5 (too much) · 11 answered" in report
    assert "•  Checkout: about 3.5 · 6 answered" in report
    assert "•  Growth: about 3.5 · 5 answered" in report
    assert report.count("Fewer meetings, says") == 11
    assert "This round is closed. What it brought is in the thread." in boards(ana, "tills")[-1].text
    led = await ana.command("/drumbeat", "rituals", channel="product")
    assert "Mon 23 Nov: 11 of 13 people answered" in led.text
    assert not any(f"*{name}*" in report for name in (*TILLS, *GROWTH))


async def test_what_a_private_team_says_by_itself_stays_in_its_channel(sqlite_database_url: str) -> None:
    async with play(sqlite_database_url, company=company(private=True)) as scene:
        await apply_rituals(scene, RITUALS)
        await scene.slack.wind(to=at("2026-11-23 08:30"))
        await _answers(scene, (*TILLS[:6], *GROWTH[:5]))
        await scene.slack.wind(to=at("2026-11-23 14:30"))
        outside = "\n".join(thread(scene.slack.person("ana"), "tills"))
        inside = "\n".join(thread(scene.slack.person("eve"), "growth"))
        assert outside.startswith("*That was this round:* 11 of 13 people in 2 teams answered.")
        assert "•  Checkout: about 3.5 · 6 answered" in outside
        assert "Growth" not in outside
        assert "_What a team with a private channel says by itself stands in that channel alone._" in outside
        assert "people in Checkout and Growth answered" in inside
        assert "•  Growth: about 3.5 · 5 answered" in inside


async def test_too_few_leave_one_sentence_without_a_count_and_nobody_answers_late(two_teams: Scene) -> None:
    scene, slack = two_teams, two_teams.slack
    ana, t5 = slack.person("ana"), slack.person("t5")
    await _answers(scene, TILLS[:4])
    await slack.wind(to=at("2026-11-23 14:30"))
    assert thread(ana, "tills") == ["Fewer than 5 people answered, so nothing is shown."]
    said = await t5.press("Answer")
    assert t5.modal is None or not t5.modal.definition.get("submit"), said
    await settle(scene)
    assert thread(ana, "tills") == ["Fewer than 5 people answered, so nothing is shown."]


FEEDBACK = """
teams:
  - {name: Checkout, function: engineering, lead: "@ana", channel: "#checkout"}
rituals:
  - name: After the launch
    kind: feedback-round
    tier: named
    about: the launch of refunds
    team: Checkout
    schedule: {days: [mon], at: "09:00", zone: Europe/Berlin}
    window: 6h
    questions:
      - {key: keep, ask: "What should we keep?", type: long-text}
      - {key: again, ask: "How ready were we?", type: scale, of: 5}
"""


async def test_a_named_feedback_round_shows_at_its_end_question_by_question(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, dev = slack.person("ana"), slack.person("dev")
    await apply_rituals(small_scene, FEEDBACK)
    await slack.wind(to=at("2026-11-23 08:30"))
    for number, person in enumerate((ana, dev)):
        await person.press("Answer")
        said = {"What should we keep?": f"Idea {number}", "How ready were we?": str(3 + number)}
        assert (await person.submit(said)).ok
    await slack.wind(hours=1)
    assert thread(ana) == [], "nobody goes by what others said"
    board = boards(ana)[-1].text
    assert "About the launch of refunds" in board
    assert "2 of 4 answered" in board
    assert "The answers appear here once it closes." in board

    await slack.wind(to=at("2026-11-24 06:00"))
    keep, again, wrap_up = thread(ana)
    assert keep == "*What should we keep?*\n*ana*: Idea 0\n*dev*: Idea 1"
    assert again.startswith("*How ready were we?*\n3: 1 person · 4: 1")
    assert wrap_up.startswith("That was this round: 2 of 4 answered.")

    chi = slack.person("chi")
    await chi.press("Answer")
    assert (await chi.submit({"What should we keep?": "Idea 2", "How ready were we?": "5"})).ok
    await settle(small_scene)
    assert thread(ana)[0].endswith("*dev*: Idea 1\n*chi* · late: Idea 2")
