"""The facts of a digest, from what people answered."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.store.engine import Store
from bot.values.facts import DigestFacts, Silence, TeamFacts, Turnout, Unsaid
from bot.values.questions import Question, QuestionType
from bot.values.rituals import TO_LEAD, TO_TEAM, Tier
from bot.values.rounds import PromptState
from tests.trends.company import CONFIDENCE, MONDAY, NEXT_MONDAY, PROGRESS, STUCK, Company

ANSWERED: Mapping[str, str | int] = {"progress": "Shipped the refund flow"}


def of(facts: DigestFacts, name: str) -> TeamFacts:
    return next(team for team in facts.teams if team.name == name)


def silences(facts: DigestFacts) -> set[Silence]:
    return {item.silence for item in facts.unsaid}


class Checkout:
    """A team of people with a weekly check-in."""

    def __init__(self, company: Company, team: int, ritual: int, people: list[int]) -> None:
        self.company, self.team, self.ritual, self.people = company, team, ritual, people

    @classmethod
    async def of(cls, store: Store, size: int, *, tier: Tier = Tier.NAMED) -> "Checkout":
        company = await Company.found(store)
        people = [await company.person(f"P{number}") for number in range(size)]
        team = await company.team("Checkout", lead=people[0])
        ritual = await company.ritual("Check-in", [team], people[0], tier=tier)
        return cls(company, team, ritual, people)

    async def week(
        self, weeks_ago: int, answered: int, *, confidence: int | None = None, ask: str = CONFIDENCE.ask
    ) -> None:
        """One round, answered by the first so many people, all with the same confidence."""
        given: Mapping[str, str | int] = ANSWERED if confidence is None else {"confidence": confidence}
        questions = (PROGRESS, STUCK, Question("confidence", ask, QuestionType.SCALE))
        await self.company.day(
            self.ritual,
            self.team,
            MONDAY - timedelta(weeks=weeks_ago),
            {
                person: given if place < answered else PromptState.MISSED
                for place, person in enumerate(self.people)
            },
            questions=questions,
        )


async def test_participation_counts_answers_in_time_out_of_those_asked(store: Store) -> None:
    company = await Company.found(store)
    people = [await company.person(name) for name in ("Ana", "Ben", "Cem", "Dan", "Eve", "Fay")]
    team = await company.team("Checkout")
    ritual = await company.ritual("Check-in", [team], people[0])
    ana, ben, cem, dan, eve, fay = people
    round_id = await company.round(ritual, MONDAY)
    await company.prompt(round_id, ritual, team, ana, MONDAY, progress="Shipped")
    await company.prompt(round_id, ritual, team, ben, MONDAY, late=True, progress="Also")
    await company.prompt(round_id, ritual, team, cem, MONDAY, PromptState.SKIPPED)
    await company.prompt(round_id, ritual, team, dan, MONDAY, PromptState.MISSED)
    await company.prompt(round_id, ritual, team, eve, MONDAY, PromptState.EXCUSED)
    await company.prompt(round_id, ritual, team, fay, MONDAY, PromptState.PLANNED)
    facts = await company.facts()
    assert of(facts, "Checkout").rituals[0].turnout == Turnout(
        people=4, people_answered=1, asked=4, answered=1, late=1, skipped=1, excused=2
    )
    assert (facts.people_answered, facts.people) == (1, 4)
    assert Silence.EXCUSED in silences(facts)


async def test_a_check_in_that_is_still_open_is_not_counted_either_way(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    team = await company.team("Checkout")
    ritual = await company.ritual("Check-in", [team], ana)
    round_id = await company.round(ritual, MONDAY + timedelta(days=3))
    thursday = datetime(2026, 11, 19, 10, tzinfo=UTC)
    await company.prompt(
        round_id, ritual, team, ana, MONDAY + timedelta(days=3), PromptState.SENT,
        closes_at=thursday + timedelta(hours=6),
    )  # fmt: skip
    facts = await company.facts(at=thursday)
    assert facts.period.so_far
    assert facts.people == 0


async def test_a_person_in_two_teams_is_counted_once_in_the_head_of_the_digest(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    teams = [await company.team(name) for name in ("Checkout", "Growth")]
    for team in teams:
        ritual = await company.ritual(f"Check-in {team}", [team], ana)
        await company.day(ritual, team, MONDAY, {ana: ANSWERED})
    facts = await company.facts()
    assert (facts.people_answered, facts.people) == (1, 1)
    assert [team.name for team in facts.teams] == ["Checkout", "Growth"]


async def test_what_lasts_two_check_ins_needs_the_teams_lead(store: Store) -> None:
    company = await Company.found(store)
    ana, lee = await company.person("Ana"), await company.person("Lee")
    team = await company.team("Checkout", lead=lee)
    ritual = await company.ritual("Check-in", [team], lee)
    for day in (0, 1, 2):
        await company.day(ritual, team, MONDAY + timedelta(days=day), {ana: {"stuck": "The refund API"}})
    (need,) = (await company.facts()).needs
    assert (need.team, need.lead, need.stuck.times) == ("Checkout", "Lee", 3)
    assert need.stuck.since == MONDAY


async def test_what_was_said_once_is_a_bottleneck_but_does_not_need_anybody_yet(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    team = await company.team("Checkout", lead=ana)
    ritual = await company.ritual("Check-in", [team], ana)
    await company.day(ritual, team, MONDAY, {ana: {"stuck": "The refund API"}})
    facts = await company.facts()
    assert facts.needs == ()
    assert [item.text for item in of(facts, "Checkout").stuck] == ["The refund API"]


async def test_a_teams_own_channel_hears_about_that_team_and_any_other_about_all(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    for name in ("Checkout", "Growth"):
        team = await company.team(name)
        ritual = await company.ritual(name, [team], ana)
        await company.day(ritual, team, MONDAY, {ana: ANSWERED})
    assert [team.name for team in (await company.facts(channel="CGROWTH")).teams] == ["Growth"]
    assert [team.name for team in (await company.facts()).teams] == ["Checkout", "Growth"]


async def test_a_team_of_a_private_channel_is_shown_only_there(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    team = await company.team("Secret")
    ritual = await company.ritual("Check-in", [team], ana)
    await company.day(ritual, team, MONDAY, {ana: ANSWERED})
    elsewhere = await company.facts(private=["CSECRET"])
    assert elsewhere.teams == ()
    assert [(item.silence, item.about) for item in elsewhere.unsaid] == [(Silence.PRIVATE_CHANNEL, "")]
    assert (await company.facts(channel="CSECRET", private=["CSECRET"])).teams != ()


async def test_another_workspace_is_never_read(store: Store) -> None:
    checkout = await Checkout.of(store, 2)
    await checkout.week(0, 2)
    stranger = Company(store, checkout.company.workspace_id + 1)
    assert (await stranger.facts()).teams == ()


async def test_words_of_a_confidential_ritual_are_not_quoted(store: Store) -> None:
    checkout = await Checkout.of(store, 6, tier=Tier.CONFIDENTIAL)
    await checkout.week(0, 6)
    facts = await checkout.company.facts()
    assert of(facts, "Checkout").moved == ()
    assert of(facts, "Checkout").rituals[0].turnout.answered == 6
    assert Silence.CONFIDENTIAL in silences(facts)


async def test_where_more_than_five_are_asked_for_even_how_many_answered_waits_for_so_many(
    store: Store,
) -> None:
    checkout = await Checkout.of(store, 9, tier=Tier.CONFIDENTIAL)
    await checkout.company.asks_for(checkout.ritual, 8)
    await checkout.week(0, 7)
    few = await checkout.company.facts()
    assert (of(few, "Checkout").rituals, few.people) == ((), 0)
    await checkout.week(1, 8)
    assert of(await checkout.company.facts(at=NEXT_MONDAY - timedelta(weeks=1)), "Checkout").rituals


@pytest.mark.parametrize("report", [TO_LEAD, "CLEADS"])
async def test_what_went_to_the_lead_or_a_private_channel_alone_is_only_counted(
    store: Store, report: str
) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    team = await company.team("Checkout", lead=ana, channel="CCHECKOUT")
    ritual = await company.ritual("One to one", [team], ana)
    words: dict[str, str | int] = {"progress": "Open words", "stuck": "Open trouble", "confidence": 4}
    secret: dict[str, str | int] = {"progress": "Secret words", "stuck": "Secret trouble", "confidence": 1}
    for weeks in range(8, 0, -1):
        await company.day(ritual, team, MONDAY - timedelta(weeks=weeks), {ana: words})
    company.reports[ritual] = report
    for number in range(3):
        await company.day(ritual, team, MONDAY + timedelta(days=number), {ana: secret})
    for channel in ("CPRODUCT", "CCHECKOUT"):
        facts = await company.facts(channel=channel, private=["CLEADS"])
        checkout = of(facts, "Checkout")
        assert checkout.rituals[0].turnout.answered == 3
        assert (checkout.moved, checkout.stuck, checkout.not_repeated, checkout.readings) == ((), (), (), ())
        assert "Secret" not in repr(facts)
        assert not [change for change in facts.changes if change.about == CONFIDENCE.ask]
        assert Unsaid(Silence.ELSEWHERE, "One to one") in facts.unsaid
    if report == "CLEADS":
        there = of(await company.facts(channel="CLEADS", private=["CLEADS"]), "Checkout")
        assert there.moved[0].text == "Secret words"
        assert there.readings[0].value == 1

    company.reports[ritual] = TO_TEAM
    await company.day(ritual, team, MONDAY + timedelta(days=3), {ana: words})
    again = of(await company.facts(private=["CLEADS"]), "Checkout")
    assert [said.text for said in again.moved] == ["Open words"]
    assert [reading.value for reading in again.readings] == [4]
    assert [item.text for item in again.stuck] == ["Open trouble"]


async def test_only_scales_are_averaged_and_only_words_are_quoted(store: Store) -> None:
    company = await Company.found(store)
    ana, ben = await company.person("Ana"), await company.person("Ben")
    team = await company.team("Checkout", lead=ana)
    questions = (
        Question("progress", "Which link shows it?", QuestionType.LINK),
        Question("stuck", "For whom do you wait?", QuestionType.PERSON),
        Question("shipped", "How many did you ship?", QuestionType.NUMBER),
        Question("ready", "Are you ready?", QuestionType.YES_NO),
        Question("mood", "How was it?", QuestionType.SCALE, of=7),
    )
    ritual = await company.ritual("Friday", [team], ana, questions=questions)
    given: dict[str, str | int] = {
        "progress": "https://a.example",
        "stuck": "UBEN",
        "shipped": 40,
        "ready": 1,
        "mood": 6,
    }
    for weeks in range(9, -1, -1):
        day = MONDAY - timedelta(weeks=weeks)
        await company.day(ritual, team, day, {ana: given, ben: given}, questions=questions)
    facts = await company.facts()
    checkout = of(facts, "Checkout")
    assert [(reading.ask, reading.value, reading.of) for reading in checkout.readings] == [
        ("How was it?", 6, 7)
    ]
    assert (checkout.moved, checkout.stuck, facts.needs) == ((), (), ())
    assert facts.judged == 2, "turnout and the one scale"

    changed = (replace(questions[4], type=QuestionType.NUMBER),)
    day = MONDAY + timedelta(days=1)
    await company.day(ritual, team, day, {ana: {"mood": 300}}, questions=changed)
    assert of(await company.facts(), "Checkout").readings == (), "numbers of both kinds are no average"


async def test_the_value_of_a_scale_counts_every_person_once(store: Store) -> None:
    company = await Company.found(store)
    ana, ben = await company.person("Ana"), await company.person("Ben")
    team = await company.team("Checkout")
    ritual = await company.ritual("Check-in", [team], ana)
    await company.day(ritual, team, MONDAY, {ana: {"confidence": 5}, ben: {"confidence": 2}})
    await company.day(
        ritual, team, MONDAY + timedelta(days=1), {ana: {"confidence": 3}, ben: PromptState.MISSED}
    )
    (reading,) = of(await company.facts(), "Checkout").readings
    assert reading.value == pytest.approx((4 + 2) / 2)
    assert (reading.people_answered, reading.people) == (2, 2)


async def test_a_week_in_which_nobody_was_due_an_answer_says_so(store: Store) -> None:
    checkout = await Checkout.of(store, 3)
    await checkout.week(1, 3)
    facts = await checkout.company.facts()
    assert [item.silence for item in facts.unsaid] == [Silence.NOBODY_ASKED]
    assert of(facts, "Checkout").rituals == ()


async def queries_of(company: Company) -> int:
    """How many statements one digest takes."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    engine = company.store.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    await company.facts()
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


async def test_the_number_of_queries_does_not_grow_with_the_teams(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    counts = []
    for number in range(3):
        team = await company.team(f"Team {number}")
        ritual = await company.ritual(f"Check-in {number}", [team], ana)
        await company.day(ritual, team, date(2026, 11, 17), {ana: {"stuck": "The refund API"}})
        counts.append(await queries_of(company))
    assert counts[0] == counts[-1]
