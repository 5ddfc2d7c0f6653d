"""When nothing is said: the twelve rules, each lived through from what people answered to what a digest shows.

Other tests look at the parts (`test_change`, `test_counts`, `test_marks`, `tests/views/test_digest`); these hold the
rules themselves, and each fails when its rule is weakened.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.store.engine import Store
from bot.trends.audiences import for_readers
from bot.trends.change import ranked
from bot.values.counts import Counted
from bot.values.deliveries import Message
from bot.values.digests import Audience
from bot.values.facts import Change, DigestFacts, Measure, Silence, Unsaid
from bot.values.questions import Question, QuestionType
from bot.values.rituals import Tier
from bot.values.rounds import PromptState
from bot.views.digests.digest import build_details, build_digest
from bot.views.digests.frame import HOW_ACTION
from bot.views.digests.how import build_how
from bot.views.digests.lines import change as line_of
from bot.views.digests.preview import build_preview
from tests.trends.company import CONFIDENCE, MONDAY, PROGRESS, STUCK, Company
from tests.trends.test_counts import Weeks
from tests.trends.test_facts import Checkout, of, silences
from tests.trends.test_marks import mark
from tests.trends.test_pulses import frozen, moods
from tests.trends.test_pulses import of as pulses_of

PAGE = (Path(__file__).parents[2] / "docs" / "how-we-compute.md").read_text("utf-8")

Given = dict[int, Mapping[str, str | int] | PromptState]

DIRECTION = re.compile(
    r"\b(up|down|rose|risen|rising|fell|fallen|falling|dropp?ed|higher|lower|better|worse|improved?|increased?"
    r"|decreased?|grew|best|worst|most confident|least|rank(ed|ing)?)\b",
    re.IGNORECASE,
)
SIGNS = set("↑↓→↗↘▲▼△▽⬆⬇🟢🔴🟡🟠📈📉✅❌😀🙂😐🙁")
BECAUSE = re.compile(
    r"\b(because|due to|since the|caused?|reason|after the|thanks to|driven)\b", re.IGNORECASE
)


def messages(facts: DigestFacts) -> Iterator[Message]:
    """Everything that is posted, for every audience."""
    for audience in Audience:
        told = for_readers(facts, audience)
        yield from (build_digest(told), *build_details(told))


def everything(facts: DigestFacts) -> str:
    return "\n".join(message.text for message in messages(facts))


def changed_in(text: str) -> list[str]:
    return [line for line in text.splitlines() if "usual range" in line and line.startswith("•")]


async def steady(checkout: Checkout, weeks: Iterable[int], **given: Any) -> None:
    for weeks_ago in weeks:
        await checkout.week(weeks_ago, len(checkout.people), **{"confidence": 5, **given})


async def test_1_of_fewer_than_the_smallest_group_nothing_is_shown_but_that_it_is_not(store: Store) -> None:
    checkout = await Checkout.of(store, 8, tier=Tier.CONFIDENTIAL)
    await checkout.week(0, 4, confidence=3)
    facts = await checkout.company.facts()
    assert Silence.TOO_FEW_PEOPLE in silences(facts)
    assert (of(facts, "Checkout").readings, of(facts, "Checkout").rituals) == ((), ())
    text = everything(facts)
    assert "Not shown, and why:* Answers to Daily check-in: too few people gave one." in text
    assert not re.search(r"\b4\b", text), "not even how many answered"
    assert "Nobody" not in text, "and nothing that is not so"


def test_1_of_a_sealed_round_of_fewer_than_five_only_that_it_is_not_shown_is_left() -> None:
    found = pulses_of(frozen(0, moods(4, 4, 3, 5)))
    assert (found.told, found.changes, found.judged) == ((), (), 0)
    assert found.unsaid == (Unsaid(Silence.TOO_FEW_PEOPLE, "Team pulse"),)
    assert pulses_of(frozen(0, moods(4, 4, 3, 5, 2))).told[0].answered == 5


async def test_2_with_fewer_than_six_earlier_weeks_the_value_stands_without_a_word_of_change(
    store: Store,
) -> None:
    checkout = await Checkout.of(store, 8)
    await steady(checkout, range(5, 0, -1))
    await checkout.week(0, 8, confidence=1)
    facts = await checkout.company.facts()
    assert (facts.changes, facts.judged) == ((), 0)
    assert silences(facts) == {Silence.TOO_FEW_WEEKS}
    assert "1.0 of 5. 8 of 8 answered." in everything(facts)
    assert "usual range" not in everything(facts)


async def test_2_with_six_to_eleven_it_is_an_early_signal_and_with_twelve_it_is_not(store: Store) -> None:
    checkout = await Checkout.of(store, 8)
    await steady(checkout, range(6, 0, -1))
    await checkout.week(0, 8, confidence=1)
    (told,) = changed_in(build_digest(await checkout.company.facts()).text)
    assert told.endswith("Early signal: only 6 weeks to compare with.")
    await steady(checkout, range(12, 6, -1))
    (told,) = changed_in(build_digest(await checkout.company.facts()).text)
    assert "Early signal" not in told


async def test_3_inside_the_usual_range_there_is_no_arrow_no_colour_no_up_and_no_down(store: Store) -> None:
    checkout = await Checkout.of(store, 8)
    for weeks_ago in range(12, -1, -1):
        confidence = 2 + 2 * (weeks_ago % 2) if weeks_ago else 5
        await checkout.week(weeks_ago, 6 + weeks_ago % 3, confidence=confidence)
    facts = await checkout.company.facts()
    assert (facts.changes, facts.judged) == ((), 2)
    text = everything(facts)
    assert "5.0 of 5" in text
    assert not DIRECTION.search(text)
    assert not SIGNS & set(text)


SCALE_OF_TEN = Question("confidence", CONFIDENCE.ask, QuestionType.SCALE, of=10)


@pytest.mark.parametrize("why", ["two gaps", "another group", "other words", "another scale", "nothing"])
async def test_4_comparing_starts_anew(store: Store, why: str) -> None:
    checkout = await Checkout.of(store, 9)
    everybody = checkout.people
    if why == "another group":
        checkout.people = everybody[:7]
    weeks = [12, 11, 10, 9, 8, 7, 6, 5, 4, 3] if why == "two gaps" else range(12, 0, -1)
    await steady(checkout, weeks)
    checkout.people = everybody
    asked = {"other words": replace(CONFIDENCE, ask="How sure?"), "another scale": SCALE_OF_TEN}
    given: Given = {person: {"confidence": 1} for person in everybody}
    questions = (PROGRESS, STUCK, asked.get(why, CONFIDENCE))
    await checkout.company.day(checkout.ritual, checkout.team, MONDAY, given, questions=questions)
    facts = await checkout.company.facts()
    told = [change.measure for change in facts.changes]
    if why == "nothing":
        assert told == [Measure.SCALE]
    else:
        assert told == []
        assert Silence.BASE_RESTARTED in silences(facts)
        assert "so comparing starts anew" in build_digest(facts).text


@pytest.mark.parametrize("answered", [4, 5])
async def test_5_of_fewer_than_half_the_value_stands_with_what_it_may_lack_and_without_a_flag(
    store: Store, answered: int
) -> None:
    checkout = await Checkout.of(store, 9)
    await steady(checkout, range(12, 0, -1))
    await checkout.week(0, answered, confidence=1)
    facts = await checkout.company.facts()
    flags = {change.measure for change in facts.changes}
    doubt = "1.0 of 5. 4 of 9 answered: those who answered may differ." in everything(facts)
    if answered == 4:
        assert (flags, doubt) == ({Measure.TURNOUT}, True), "a fall of the census itself is told"
        assert Silence.LOW_TURNOUT in silences(facts)
    else:
        assert (flags, doubt) == ({Measure.TURNOUT, Measure.SCALE}, False)


async def test_6_at_most_three_changes_stand_in_the_digest_and_the_rest_in_its_thread(store: Store) -> None:
    company = await Company.found(store)
    people = [await company.person(f"P{number}") for number in range(8)]
    falls = {"Alpha": 2, "Beta": 1, "Gamma": 1, "Delta": 1, "Epsilon": 3}
    for name, weeks in falls.items():
        team = await company.team(name)
        ritual = await company.ritual(name, [team], people[0])
        for ago in range(12, -1, -1):
            low = 1 if name != "Gamma" else 2
            given = {person: {"confidence": low if ago < weeks else 5} for person in people}
            await company.day(ritual, team, MONDAY - timedelta(weeks=ago), given)
    facts = await company.facts()
    order = [(change.team, change.weeks, change.value) for change in facts.changes]
    assert order == [("Epsilon", 3, 1), ("Alpha", 2, 1), ("Beta", 1, 1), ("Delta", 1, 1), ("Gamma", 1, 2)]
    shown = build_digest(facts).text
    assert [re.findall(r"\*(\w+)\*", line)[0] for line in changed_in(shown)] == ["Epsilon", "Alpha", "Beta"]
    assert "… and 2 more in the thread." in shown
    thread = "\n".join(page.text for page in build_details(facts))
    assert [re.findall(r"\*(\w+)\*", line)[0] for line in changed_in(thread)] == ["Delta", "Gamma"]


def test_6_the_longest_outside_stand_first_then_the_farthest_then_those_of_most_people() -> None:
    def change(team: str, weeks: int, people: int) -> Change:
        return Change(
            team, "", Measure.SCALE, 1, 2, 3,
            weeks=weeks, near=False, early=False, base=12, people=people, people_answered=people,
        )  # fmt: skip

    long, far, many, few = change("a", 2, 5), change("b", 1, 5), change("c", 1, 9), change("d", 1, 8)
    assert ranked([(few, 1.1), (many, 1.1), (far, 4.0), (long, 1.01)]) == (long, far, many, few)


async def test_7_teams_are_never_ranked_or_compared(store: Store) -> None:
    company = await Company.found(store)
    people = [await company.person(f"P{number}") for number in range(6)]
    for name, answered, confidence in (("Alpha", 2, 2), ("Beta", 6, 5), ("Gamma", 4, 3)):
        team = await company.team(name)
        ritual = await company.ritual(name, [team], people[0])
        given: Given = {
            person: {"confidence": confidence, "progress": "Shipped"}
            if place < answered
            else PromptState.MISSED
            for place, person in enumerate(people)
        }
        await company.day(ritual, team, MONDAY, given)
    facts = await company.facts()
    assert [team.name for team in facts.teams] == ["Alpha", "Beta", "Gamma"]
    text = everything(facts)
    for line in text.splitlines():
        named = [name for name in ("Alpha", "Beta", "Gamma") if name in line]
        assert len(named) <= 1 or not re.search(r"\d of \d", line), f"compares: {line}"
    assert not DIRECTION.search(text)
    means = {value for team in facts.teams for value in (reading.value for reading in team.readings)}
    assert means == {2, 3, 5}
    assert not any(mean in text for mean in ("3.3 of 5", "3.7 of 5", "average")), "no mean over teams"


async def test_8_a_flag_names_numbers_and_range_and_never_a_cause(store: Store) -> None:
    checkout = await Checkout.of(store, 8)
    await steady(checkout, range(12, 0, -1))
    given: Given = {
        person: {"confidence": 1, "stuck": "Because tracking broke"} for person in checkout.people
    }
    await checkout.company.day(checkout.ritual, checkout.team, MONDAY, given)
    facts = await checkout.company.facts()
    lines = [line for message in messages(facts) for line in changed_in(message.text)]
    assert {re.sub("“.*?”", "…", line) for line in lines} == {
        "• *Checkout*, …: 1.0 of 5. Outside its usual range (4.5 to 5.0). 8 of 8 answered."
    }
    for measure in Measure:
        about = Counted.OPENED if measure is Measure.COUNT else "Mood"
        told = Change("Checkout", about, measure, 1, 2, 3, 1, False, False, 12, 9, 8, asked=9, of=5)
        assert re.search(r"\d", line_of(told))
        assert not BECAUSE.search(line_of(told))


async def test_9_a_marked_week_is_shown_and_left_out_of_the_base(store: Store) -> None:
    checkout = await Checkout.of(store, 8)
    await steady(checkout, range(13, 0, -1))
    await checkout.company.day(
        checkout.ritual,
        checkout.team,
        MONDAY - timedelta(weeks=6, days=-1),
        {person: {"confidence": 1} for person in checkout.people},
    )
    await checkout.week(0, 8, confidence=4)
    before = await checkout.company.facts()
    assert before.changes == (), "one such week widens what is usual"
    await mark(checkout.company, checkout.team, 6)
    facts = await checkout.company.facts()
    (change,) = facts.changes
    assert (change.measure, change.value, change.base, change.early) == (Measure.SCALE, 4.0, 12, False)
    assert "marked as a launch" in everything(facts)
    await mark(checkout.company, checkout.team, 6, 0)
    marked = await checkout.company.facts()
    assert (marked.changes, marked.judged) == ((), 0)
    assert Unsaid(Silence.MARKED, "Checkout") in marked.unsaid
    assert "4.0 of 5" in everything(marked), "it is shown"


async def test_10_a_count_is_unusual_beyond_three_roots_of_its_mean_and_under_two_a_week_never(
    store: Store,
) -> None:
    weeks = await Weeks.of(store)
    await weeks.opened(*[3] * 12, 8)
    usual = await weeks.company.facts()
    assert (usual.changes, usual.judged) == ((), 1)
    await weeks.opened(1)
    (change,) = (await weeks.company.facts()).changes
    assert line_of(change) == "• Opened 9 bottlenecks: usual is 0 to 8."


async def test_10_under_two_a_week_the_count_alone_is_said(store: Store) -> None:
    weeks = await Weeks.of(store)
    await weeks.opened(*[1] * 12, 9)
    facts = await weeks.company.facts()
    assert (facts.changes, facts.judged) == ((), 0)
    assert "Opened 9 · cleared 0" in build_digest(facts).text
    assert "usual is" not in everything(facts)


async def test_11_a_quiet_week_says_so_and_is_short(store: Store) -> None:
    checkout = await Checkout.of(store, 8)
    await steady(checkout, range(12, -1, -1))
    facts = await checkout.company.facts()
    digest = build_digest(facts)
    assert "Nobody ended the week with something in their way, and nothing is outside its usual range." in (
        digest.text
    )
    headings = re.findall(r"^\*([A-Z][^*]+)\*$", digest.text, re.MULTILINE)
    assert "Needs you" not in headings
    assert "Changed" not in headings
    assert len(digest.text.split()) < 100
    leadership = build_digest(for_readers(facts, Audience.LEADERSHIP))
    assert len(leadership.text.split()) < 100


async def test_12_every_number_leads_to_how_it_is_computed(store: Store) -> None:
    checkout = await Checkout.of(store, 8)
    await steady(checkout, range(12, -1, -1))
    facts = await checkout.company.facts()
    for audience in Audience:
        told = for_readers(facts, audience)
        assert HOW_ACTION in actions(build_digest(told)), audience
        assert HOW_ACTION in actions(build_preview(told, "")), audience
        pages = build_details(told)
        assert not pages or HOW_ACTION in actions(pages[-1]), audience


EXPLAINED = {
    "Week": "What a digest is about",
    "Participation": "Participation",
    "Changed": "Changed",
    "Counted things": "Counted things",
    "Nothing is said": "When nothing is said",
    "Bottlenecks": "Bottlenecks",
    "Half are cleared within …": "Time to unblock",
    "Blocked days": "The other figures",
    "Feedback": "Feedback, told back",
    "Goals": "Goals and progress",
    "Heard outside": "Heard outside",
    "What groups say": "What groups say",
    "Needs you": "What people say is in their way, and who needs to look",
    "Never": "What is never computed",
}
"""What the button explains, and where the page does at length."""


CALLED = {
    "Goals and progress": "Goals",
    "People": "Participation",
    "Loops": "Feedback",
    "Flow": "Bottlenecks",
    "Next dates": "Bottlenecks",
    "Waiting on others": "Bottlenecks",
}
"""Under which word the button explains what stands below a heading."""


def test_12_what_the_button_explains_stands_at_length_on_the_page() -> None:
    said = "\n".join(_texts(build_how()))
    terms = {term.rstrip(".") for term in re.findall(r"\*([^*]+)\*", said)}
    headings = set(re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE))
    assert [term for term in EXPLAINED if term not in terms] == []
    assert [heading for heading in EXPLAINED.values() if heading not in headings] == []


async def test_12_every_heading_of_a_digest_is_explained(store: Store) -> None:
    checkout = await Checkout.of(store, 8)
    await steady(checkout, range(12, 0, -1))
    given: Given = {
        person: {"confidence": 1, "stuck": "The API", "progress": "Shipped"} for person in checkout.people
    }
    await checkout.company.day(checkout.ritual, checkout.team, MONDAY, given)
    await checkout.company.bottleneck("The API", checkout.team, checkout.people[0])
    facts = await checkout.company.facts()
    said = "\n".join(_texts(build_how()))
    found = set()
    for audience in Audience:
        text = build_digest(for_readers(facts, audience)).text
        found |= set(re.findall(r"^\*([A-Z][^*]+)\*$", text, re.MULTILINE))
    assert {"Changed", "Bottlenecks", "People"} <= found
    assert [heading for heading in found if f"*{CALLED.get(heading, heading)}" not in said] == []


def actions(message: Message) -> set[str]:
    return {
        str(element.get("action_id"))
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for item in node for text in _texts(item)]
    if hasattr(node, "items"):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for item in node.values() for text in _texts(item)]
    return []
