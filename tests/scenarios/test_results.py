"""What came back, where it belongs: by question, for a lead alone, in another channel, long, and from many people."""

import re
from dataclasses import replace
from typing import Any

from bot.store import rituals, teams
from bot.values.questions import Question, QuestionType
from bot.values.rituals import TO_LEAD, Grouping
from sandbox.company import ChannelSeed, Company, PersonSeed, small_company
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at, play
from tests.scenarios.living import (
    MOVED,
    NEXT,
    STUCK,
    answer,
    boards,
    settle,
    skip,
    start_check_in,
    texts,
    thread,
    words_of,
)

CONFIDENT = "How confident are you in this sprint's goal?"
SHIP = "Do we ship this week?"
HELP = "Who helped you most?"
WHAT = "What did you learn?"
QUESTIONS = (
    Question("confidence", CONFIDENT, QuestionType.SCALE),
    Question("ship", SHIP, QuestionType.YES_NO),
    Question("help", HELP, QuestionType.PERSON, required=False),
    Question("learned", WHAT, QuestionType.LONG_TEXT, required=False),
)
PAGE = 12_000
ALONE = "This comes to you alone"


async def change_plan(scene: Scene, name: str = "Daily check-in", **changes: Any) -> None:
    """The ritual's next round asks and shows in another way."""
    async with scene.drumbeat.house.store.transaction() as tx:
        (workspace,) = {person.workspace_id for person in await _everybody(tx)}
        ritual = await rituals.by_name(tx, workspace, name)
        assert ritual is not None
        await rituals.change(tx, ritual.id, replace(ritual.plan, **changes))


async def _everybody(tx: Any) -> list[Any]:
    return [member for team_id in (1,) for member in await teams.members(tx, team_id)]


async def give(scene: Scene, who: str, fields: dict[str, Any], *, button: str = "Answer") -> None:
    """Somebody answers the newest DM that asks, whatever it asks."""
    person = scene.slack.person(who)
    await person.press(button)
    result = await person.submit(fields)
    assert result.ok, result.errors
    await settle(scene)


def full_thread(person: Person, channel: str = "checkout", *, back: int = 0) -> list[str]:
    """Every word of the replies under a channel's newest round."""
    return [words_of(reply) for reply in person.sees_thread(boards(person, channel)[-1 - back])[1:]]


async def test_by_question_one_reply_a_question_grows_as_answers_come(scene: Scene) -> None:
    slack, ana = scene.slack, scene.slack.person("ana")
    await start_check_in(scene)
    await change_plan(scene, questions=QUESTIONS, grouping=Grouping.QUESTION)
    await slack.wind(to=at("2026-11-23 15:00"))
    assert thread(ana) == [], "a reply appears with its first answer"

    await give(scene, "ana", {CONFIDENT: "4", SHIP: "Yes", HELP: "ben"})
    assert thread(ana) == [
        f"*{CONFIDENT}*\n4: 1 person\n*ana*: 4 of 5",
        f"*{SHIP}*\nyes: 1 person\n*ana*: yes",
        f"*{HELP}*\n*ana*: ben",
    ]
    first = ana.sees_thread(boards(ana)[-1])[1:]
    await give(scene, "ben", {CONFIDENT: "5", SHIP: "No", WHAT: "Two\nthings"})
    assert thread(ana) == [
        f"*{CONFIDENT}*\n4: 1 person · 5: 1\n*ana*: 4 of 5\n*ben*: 5 of 5",
        f"*{SHIP}*\nyes: 1 person · no: 1\n*ana*: yes\n*ben*: no",
        f"*{HELP}*\n*ana*: ben",
        f"*{WHAT}*\n*ben*:\nTwo\nthings",
    ]
    assert [reply.ts for reply in ana.sees_thread(boards(ana)[-1])[1:4]] == [reply.ts for reply in first]
    assert "2 of 2 answered." in boards(ana)[-1].text
    assert "Not counted: 2 people who are away or could not be asked." in boards(ana)[-1].text

    await give(scene, "ana", {CONFIDENT: "3"}, button="Edit my answer")
    assert thread(ana)[0] == f"*{CONFIDENT}*\n3: 1 person · 5: 1\n*ana*: 3 of 5\n*ben*: 5 of 5"

    await slack.wind(to=at("2026-11-24 08:30"))
    assert thread(ana, back=1)[-1] == (
        f"That was this round: 2 of 2 answered.\n_{CONFIDENT}_ 1 person said 3 and 1 said 5, of 5."
    )
    await skip(scene, "ana", "Travelling")
    assert thread(ana) == ["*ana* skips this one: Travelling"]
    await give(scene, "ana", {CONFIDENT: "2", SHIP: "No"}, button="Answer after all")
    assert thread(ana)[0] == "*ana* answered after all; it stands under each question."
    assert thread(ana)[1] == f"*{CONFIDENT}*\n2: 1 person\n*ana*: 2 of 5"


async def test_what_goes_to_the_lead_is_one_message_at_the_close_and_nowhere_else(scene: Scene) -> None:
    slack = scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(scene)
    await change_plan(scene, report=TO_LEAD)
    await slack.wind(to=at("2026-11-23 15:00"))
    seen = texts(ben.sees("checkout"))
    await answer(scene, "ana", "A" * 2900, "B" * 2900, "C" * 2900)
    await answer(scene, "ben", "D" * 2900, "E" * 2900, "I wait for legal")
    assert boards(ana) == []
    assert not [text for text in texts(ana.direct_messages) if ALONE in text]

    await slack.wind(to=at("2026-11-23 22:30"))
    assert not [text for text in texts(ana.direct_messages) if ALONE in text], "it is night"
    await slack.wind(to=at("2026-11-24 08:30"))
    (report,) = [message for message in ana.direct_messages if ALONE in message.text]
    pages = ana.sees_thread(report)
    heads = [page.text.splitlines()[0] for page in pages]
    assert heads == [
        f"*Daily check-in* · Checkout · Mon 23 Nov ({number} of {len(pages)})"
        for number in range(1, len(pages) + 1)
    ]
    assert len(pages) > 1
    assert all(len(words_of(page)) < PAGE for page in pages)
    everything = "".join("".join(words_of(page).split()) for page in pages)
    for letter in "ABCDE":
        assert everything.count(letter * 2900) == 1, "every answer is there, whole and once"
    assert "2 of 2 answered." in words_of(pages[0])
    assert "I wait for legal" in words_of(pages[-1])

    assert texts(ben.sees("checkout")) == seen, "nothing is said in the channel"
    everywhere = "\n".join(
        texts([*ben.sees("checkout"), *ben.direct_messages, *slack.person("eve").direct_messages])
    )
    assert "AAAA" not in everywhere
    digest = (await ana.command("/digest", channel="checkout")).messages
    assert "legal" not in "\n".join(map(words_of, digest))


async def test_a_late_answer_changes_what_the_lead_was_sent(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await start_check_in(small_scene, "product")
    await change_plan(small_scene, report=TO_LEAD)
    await slack.wind(to=at("2026-11-23 16:30"))
    (report,) = [message for message in ana.direct_messages if ALONE in message.text]
    assert "0 of 2 answered." in words_of(report)
    assert "Nobody answered this time." in words_of(report)
    await answer(small_scene, "eve", "Late, but here")
    (report,) = [message for message in ana.direct_messages if ALONE in message.text]
    assert "1 of 2 answered · 1 of them late." in words_of(report)
    assert "Late, but here" in words_of(report)
    assert len(ana.sees_thread(report)) == 1
    assert not [text for text in texts(slack.person("eve").direct_messages) if ALONE in text]


async def test_who_leads_two_teams_gets_one_message_about_both(small_scene: Scene) -> None:
    slack, ana = small_scene.slack, small_scene.slack.person("ana")
    await start_check_in(small_scene, "product")
    await start_check_in(small_scene, "checkout", {"Name": "Another"})
    async with small_scene.drumbeat.house.store.transaction() as tx:
        members = await teams.members(tx, 1)
        ritual = await rituals.by_name(tx, members[0].workspace_id, "Daily check-in")
        another = await rituals.by_name(tx, members[0].workspace_id, "Another")
        assert ritual is not None
        assert another is not None
        await rituals.pause(tx, another.id)
        await rituals.set_teams(tx, ritual.id, [1, 2])
    await change_plan(small_scene, report=TO_LEAD)
    await slack.wind(to=at("2026-11-23 15:00"))
    await answer(small_scene, "ben", "The refund API")
    await answer(small_scene, "eve", "The roadmap")
    await slack.wind(to=at("2026-11-24 06:30"))
    (report,) = [message for message in ana.direct_messages if ALONE in message.text]
    said = words_of(report)
    assert said.startswith("*Daily check-in* · Product and Checkout · Mon 23 Nov")
    assert "*Product* · 1 of 2 answered" in said
    assert "*Checkout* · 1 of 1 answered" in said
    assert said.index("The roadmap") < said.index("The refund API")


async def test_a_report_its_reader_cannot_get_goes_to_whoever_comes_next(small_scene: Scene) -> None:
    slack = small_scene.slack
    await start_check_in(small_scene, "product")
    await change_plan(small_scene, report=TO_LEAD)
    await slack.wind(to=at("2026-11-23 08:30"))
    await answer(small_scene, "eve", "The roadmap")
    await slack.wind(to=at("2026-11-23 15:30"))
    slack.faults.add("chat.postMessage", "refused", error="user_disabled", times=1)
    await slack.wind(to=at("2026-11-23 18:30"))
    (report,) = [message for message in slack.person("eve").direct_messages if ALONE in message.text]
    assert "The roadmap" in words_of(report)
    assert not [text for text in texts(slack.person("ana").direct_messages) if ALONE in text]

    await slack.wind(to=at("2026-11-24 12:00"))
    await slack.deactivate("ana")
    await slack.wind(to=at("2026-11-24 18:30"))
    reports = [message for message in slack.person("eve").direct_messages if ALONE in message.text]
    assert len(reports) == 2, "who led the team has left"


async def test_results_in_another_channel_name_the_team_and_stay_out_of_the_teams_own(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await slack.invite("app", "leads")
    await start_check_in(small_scene)
    await change_plan(small_scene, report=slack.channel("leads").id)
    await slack.wind(to=at("2026-11-23 08:10"))
    await answer(small_scene, "ana", "The refund API", "Its tests", "Copy from legal")
    assert boards(ana) == []
    assert boards(ana, "leads")[-1].text.startswith(
        "*Daily check-in* · Checkout · Mon 23 Nov\n1 of 2 answered."
    )
    assert "The refund API" in thread(ana, "leads")[0]
    await change_plan(small_scene, report="team")
    await slack.wind(to=at("2026-11-24 08:10"))
    assert "ana*: Copy from legal" in thread(ana, "leads")[-1], "a round ends where it began"
    assert len(boards(ana)) == len(boards(ana, "leads")) == 1
    assert "Copy from legal" not in "\n".join(texts([*ben.sees("checkout"), *ben.direct_messages]))
    preview = (await ana.command("/digest", channel="checkout")).messages
    assert "legal" not in "\n".join(map(words_of, preview)), "what is for a private channel stays there"


async def test_a_long_answer_goes_on_in_further_replies_and_gets_shorter_again(scene: Scene) -> None:
    slack, ana = scene.slack, scene.slack.person("ana")
    await start_check_in(scene)
    many = tuple(
        Question(f"part{number}", f"Part {number}?", QuestionType.LONG_TEXT) for number in range(1, 7)
    )
    await change_plan(scene, questions=many)
    await slack.wind(to=at("2026-11-23 08:10"))
    long = {question.ask: question.key.upper() + "&" * 2900 for question in many}
    await give(scene, "ana", long)
    heads = [text.splitlines()[0] for text in thread(ana)]
    most = len(heads)
    assert most > 2
    assert heads == [f"*ana* · 09:10 their time ({number} of {most})" for number in range(1, most + 1)]
    assert all(len(words) < PAGE for words in full_thread(ana))
    shown = "".join("".join(words.split()) for words in full_thread(ana))
    shown = re.sub(r"\*ana\*·09:10theirtime\(\d+of\d+\)", "", shown)
    for question in many:
        assert question.key.upper() + "&amp;" * 2900 in shown, "every answer is there, whole"

    await give(scene, "ana", {question.ask: "Short" for question in many}, button="Edit my answer")
    assert len(thread(ana)) == most
    assert thread(ana)[0].startswith("*ana* · 09:10 their time\n_Part 1?_\nShort")
    assert set(thread(ana)[1:]) == {"_This part is no longer needed: what it continued has become shorter._"}
    await give(scene, "ana", {question.ask: "w" * 2900 for question in many}, button="Edit my answer")
    assert [text.splitlines()[0] for text in thread(ana)][:2] == [
        "*ana* · 09:10 their time (1 of 2)",
        "*ana* · 09:10 their time (2 of 2)",
    ]
    assert len(thread(ana)) == most, "pages are used again"


def big_company() -> Company:
    """Sixty people more, all in one channel."""
    small = small_company()
    names = tuple(f"p{number:02}" for number in range(60))
    return replace(
        small,
        people=(*small.people, *(PersonSeed(name, name.title()) for name in names)),
        channels=(*small.channels, ChannelSeed("everybody", ("ana", *names))),
    )


async def test_sixty_people_fit_into_a_thread_by_question_and_a_wrap_up(sqlite_database_url: str) -> None:
    async with play(sqlite_database_url, one_by_one=True, company=big_company()) as scene:
        slack, ana = scene.slack, scene.slack.person("ana")
        await start_check_in(scene, "everybody")
        await change_plan(scene, grouping=Grouping.QUESTION)
        await slack.wind(to=at("2026-11-23 08:10"))
        for number in range(60):
            person = slack.person(f"p{number:02}")
            await person.press("Answer")
            stuck = f"{person.user.name} waits " + "and waits " * 30
            assert (await person.submit({MOVED: f"{number} " * 150, NEXT: "Its tests", STUCK: stuck})).ok
        await slack.wind(to=at("2026-11-24 07:30"))
        replies = full_thread(ana, "everybody")
        assert all(len(reply) < PAGE for reply in replies)
        moved = [reply for reply in replies if reply.startswith(f"*{MOVED}*")]
        assert len(moved) > 2
        assert [f"({number} of {len(moved)})" in reply for number, reply in enumerate(moved, 1)] == [
            True
        ] * len(moved)
        said = "\n".join(moved)
        assert all(f"*p{number:02}*: {number} {number}" in said for number in range(60))
        wrap_up = [reply for reply in replies if reply.startswith("That was this round: 60 of 61 answered.")]
        assert len(wrap_up) > 1
        assert replies[-len(wrap_up) :] == wrap_up
        listed = "\n".join(wrap_up)
        assert "*60 people are waiting on someone else:*" in listed
        assert all(f"•  *p{number:02}*: p{number:02} waits" in listed for number in range(60))
