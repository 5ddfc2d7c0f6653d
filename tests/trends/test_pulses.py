"""What a digest says of what groups said: rounded values, grounds for every change, and the silences."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from sqlalchemy import update

from bot.privacy.results import summarize
from bot.store import rounds, sealed
from bot.store.engine import Store
from bot.store.frozen import FrozenRound
from bot.store.tables import answer, ritual
from bot.trends.pulses import Pulses, Sight, pulses
from bot.values.digests import Week
from bot.values.facts import DigestFacts, Measure, Period, Silence
from bot.values.privacy import Ballot, Result
from bot.values.privacy import Measure as Kept
from bot.values.questions import Answer, Question, QuestionType
from bot.values.rituals import TO_LEAD, TO_TEAM, Breakdown, Kind, Protection, Tier
from bot.values.rounds import Count, Round, RoundState
from bot.views.digests.digest import build_details, build_digest
from tests.trends.company import MONDAY, Company

MOOD = Question("mood", "How was your week?", QuestionType.SCALE)
PACE = Question("pace", "Could you keep this pace?", QuestionType.YES_NO)
HOURS = Question("hours", "Hours on top?", QuestionType.CHOICE, options=("none", "1–4", "5+"))
WORDS = Question("words", "What should change?", QuestionType.LONG_TEXT)
PERIOD = Period(Week(MONDAY), last=MONDAY + timedelta(days=6), so_far=False)
EVERYWHERE = Sight(teams=("Checkout", "Growth"), home=None, may_show=frozenset({"CPRODUCT"}))
NINE = datetime(2026, 11, 16, 9, tzinfo=UTC)


def frozen(
    weeks_ago: int,
    said: Sequence[Ballot],
    *,
    invited: int = 20,
    questions: Sequence[Question] = (MOOD, PACE),
    breakdown: Breakdown = Breakdown.NONE,
    channels: Iterable[str] = ("CPRODUCT",),
    report: str = TO_TEAM,
) -> FrozenRound:
    """A pulse of this or an earlier week with these ballots."""
    protection = Protection(breakdown=breakdown)
    round_ = Round(
        id=100 - weeks_ago,
        workspace_id=1,
        ritual_id=1,
        ritual_name="Team pulse",
        local_date=MONDAY - timedelta(weeks=weeks_ago),
        state=RoundState.CLOSED,
        opens_at=NINE,
        closes_at=NINE,
        questions=tuple(questions),
        report=report,
        kind=Kind.PULSE,
        tier=Tier.ANONYMOUS,
        protection=protection,
    )
    ended = summarize(questions, said, protection, invited=invited)
    count = None if ended.answered is None else Count(invited, ended.answered)
    return FrozenRound(round_, set(channels), count, ended.results)


def moods(*numbers: int, group: str | None = None) -> list[Ballot]:
    """Ballots with these moods; every other person could keep the pace."""
    return [
        Ballot(
            {"mood": Answer("mood", number=float(mood)), "pace": Answer("pace", number=float(n % 2))}, group
        )
        for n, mood in enumerate(numbers)
    ]


def of(*rounds: FrozenRound, sight: Sight = EVERYWHERE) -> Pulses:
    """What is said of these rounds."""
    return pulses(sorted(rounds, key=lambda item: item.round.local_date), PERIOD, sight)


def said_by(found: Pulses) -> str:
    """The digest and its thread, with nothing else in them."""
    facts = DigestFacts(PERIOD, people=0, people_answered=0, unsaid=found.unsaid, pulses=found.told)
    facts = replace(facts, changes=tuple(change for change, _ in found.changes), judged=found.judged)
    return "\n".join([build_digest(facts).text, *(page.text for page in build_details(facts))])


def silences(found: Pulses) -> set[Silence]:
    return {item.silence for item in found.unsaid}


STEADY = moods(3, 4, 3, 4, 3, 4, 3, 4, 4, 4)
"""Ten people, 3.6: about 3.5."""
LOW = moods(1, 2, 2, 3, 1, 2, 2, 1, 2, 3)
"""The same ten, 1.9: about 2."""


def test_the_newest_round_of_the_week_is_told_with_how_many_it_comes_from() -> None:
    found = of(frozen(1, LOW), frozen(0, STEADY))
    (told,) = found.told
    assert (told.invited, told.answered, told.low_turnout) == (20, 10, False)
    text = said_by(found)
    assert "*Team pulse* (anonymous): 10 of 20 people answered" in text
    assert "“How was your week?” about 3.5 of 5 · “Could you keep this pace?” about half say yes" in text


def test_a_week_without_a_round_says_nothing() -> None:
    assert of(frozen(1, STEADY), frozen(2, STEADY)) == Pulses()


def test_silence_1_of_too_few_people_nothing_is_told_and_no_count() -> None:
    found = of(frozen(0, moods(3, 4, 3, 4), invited=9))
    assert found.told == ()
    assert silences(found) == {Silence.TOO_FEW_PEOPLE}
    assert "Answers to Team pulse: too few people gave one." in said_by(found)
    few = [*moods(3, 4, 3, 4), *[Ballot({"pace": Answer("pace", number=1.0)}) for _ in range(4)]]
    found = of(frozen(0, few))
    assert [figure.question.key for figure in found.told[0].figures] == ["pace"]
    assert "Answers to How was your week?: too few people gave one." in said_by(found)


def test_silence_2_with_fewer_than_six_earlier_weeks_there_is_the_value_and_no_word_of_change() -> None:
    found = of(*(frozen(weeks, STEADY) for weeks in range(1, 6)), frozen(0, LOW))
    assert found.changes == ()
    assert silences(found) == {Silence.TOO_FEW_WEEKS}
    assert "about 2 of 5" in said_by(found)


def test_a_change_larger_than_the_rounding_is_named_with_numbers_and_range() -> None:
    found = of(*(frozen(weeks, STEADY) for weeks in range(1, 9)), frozen(0, LOW))
    ((change, distance),) = found.changes
    assert (change.measure, change.value, change.base, change.early) == (Measure.SCALE, 2.0, 8, True)
    assert distance > 1
    assert "*Team pulse*, “How was your week?”: about 2 of 5. Outside its usual range" in said_by(found)


def test_silence_3_one_step_of_rounding_is_no_change() -> None:
    nearly = moods(4, 4, 3, 4, 3, 4, 3, 4, 5, 5)  # 3.9: about 4
    found = of(*(frozen(weeks, STEADY) for weeks in range(1, 13)), frozen(0, nearly))
    assert found.told[0].figures[0].result.mean == 4.0
    assert found.changes == ()
    assert found.judged == 2


def test_silence_4_comparing_starts_anew_when_the_group_or_the_wording_changes() -> None:
    earlier = [frozen(weeks, STEADY) for weeks in range(1, 10)]
    larger = of(*earlier, frozen(0, [*LOW, *LOW], invited=30))
    assert larger.changes == ()
    assert silences(larger) == {Silence.BASE_RESTARTED}
    reworded = replace(MOOD, ask="How did your week feel?")
    found = of(*earlier, frozen(0, LOW, questions=(reworded, PACE)))
    assert found.changes == ()
    assert Silence.BASE_RESTARTED in silences(found)


def test_silence_5_below_half_those_who_answered_may_differ_and_nothing_is_flagged() -> None:
    found = of(*(frozen(weeks, STEADY, invited=25) for weeks in range(1, 9)), frozen(0, LOW, invited=25))
    assert found.changes == ()
    assert silences(found) == {Silence.LOW_TURNOUT}
    assert "10 of 25 people answered: those who answered may differ" in said_by(found)


def test_where_nearly_all_said_the_same_there_is_a_word_and_nothing_to_compare() -> None:
    found = of(*(frozen(weeks, STEADY) for weeks in range(1, 9)), frozen(0, moods(*[5] * 9, 4)))
    assert "“How was your week?” mostly high" in said_by(found)
    assert found.judged == 1, "the pace alone"


def test_of_a_choice_the_digest_names_the_largest_part_and_the_thread_all() -> None:
    said = [Ballot({"hours": Answer("hours", chosen=(HOURS.options[n % 3 % 2],))}) for n in range(9)]
    text = said_by(of(frozen(0, said, questions=(HOURS,), invited=9)))
    assert "“Hours on top?” none: about three quarters" in text
    assert "none: about three quarters, 1–4: about a quarter, 5+: 2 in 10 or fewer, 9 answered" in text


def test_words_are_never_repeated() -> None:
    said = [Ballot({"words": Answer("words", text=f"secret idea {n}")}) for n in range(10)]
    text = said_by(of(frozen(0, said, questions=(WORDS,), invited=10)))
    assert "10 people wrote something: it stands in the thread of that round, and only there." in text
    assert "secret" not in text


def test_a_teams_own_digest_tells_its_group_and_others_name_no_team_they_may_not() -> None:
    said = [*moods(3, 4, 3, 4, 3, 4, group="Checkout"), *moods(1, 2, 3, 1, 2, 2, group="Growth")]
    round_ = frozen(0, said, breakdown=Breakdown.TEAM, channels=("CCHECKOUT", "CGROWTH"))
    home = Sight(teams=("Checkout",), home="Checkout", may_show=frozenset({"CCHECKOUT"}))
    text = said_by(of(round_, sight=home))
    assert "“How was your week?” about 3.5 of 5 (6 answered in Checkout)" in text
    assert "Growth" not in text
    some = Sight(teams=("Checkout",), home=None, may_show=frozenset({"CCHECKOUT"}))
    assert "Growth" not in said_by(of(round_, sight=some))
    every = replace(EVERYWHERE, may_show=frozenset({"CGROWTH"}))
    assert "  Growth: about 2 of 5, 6 answered" in said_by(of(round_, sight=every))


def test_what_was_shown_elsewhere_alone_is_not_repeated() -> None:
    private = of(frozen(0, STEADY, channels=("CSECRET",)))
    to_lead = of(frozen(0, STEADY, report=TO_LEAD, channels=("UANA",)))
    assert (private.told, silences(private)) == ((), {Silence.ELSEWHERE})
    assert (to_lead.told, silences(to_lead)) == ((), {Silence.ELSEWHERE})


def test_rounded_values_are_called_a_change_in_about_two_of_a_hundred_weeks_in_which_nothing_happens() -> (
    None
):
    """Teams of eight, twelve weeks to compare with; and a lasting drop of one point is seen within four weeks by
    more than half of them, in spite of the rounding."""
    assert _share_flagged(400, drop=0) < 0.05
    assert _share_flagged(150, drop=1) > 0.5


def _share_flagged(teams: int, *, drop: float) -> float:
    chance, flagged = Random(5), 0
    for _ in range(teams):
        usual = [chance.gauss(3.5, 0.65) for _ in range(8)]
        rounds = [frozen(weeks, _week(chance, usual, 0), invited=8) for weeks in range(16, 4, -1)]
        after = 4 if drop else 1
        for weeks in range(after):
            rounds.append(frozen(4 - weeks, _week(chance, usual, drop), invited=8))
            newest = rounds[-1].round.local_date
            found = pulses(rounds, Period(Week(newest), last=newest, so_far=False), EVERYWHERE)
            if found.changes:
                flagged += 1
                break
    return flagged / teams


def _week(chance: Random, usual: Sequence[float], drop: float) -> list[Ballot]:
    shared = chance.gauss(0, 0.1)
    said = [
        min(5, max(1, round(level - drop + shared + chance.gauss(0, 0.65))))
        for level in usual
        if chance.random() < 0.75
    ]
    return [Ballot({"mood": Answer("mood", number=float(number))}) for number in said]


async def _confidential(store: Store) -> tuple[Company, int]:
    company = await Company.found(store)
    people = [await company.person(f"P{number}") for number in range(8)]
    team = await company.team("Checkout", channel="CCHECKOUT")
    ritual_id = await company.ritual("Workload", [team], people[0], tier=Tier.CONFIDENTIAL)
    round_id = await company.round(ritual_id, MONDAY)
    for person in people:
        await company.prompt(round_id, ritual_id, team, person, MONDAY, confidence=2, progress="Hidden words")
    return company, round_id


async def test_every_figure_follows_from_frozen_results_and_from_no_answer_i10(store: Store) -> None:
    company, round_id = await _confidential(store)
    frozen_now = Result("confidence", None, 8, Kept.RATING, mean=3.5, of=5)
    async with store.transaction() as tx:
        round_ = await rounds.by_id(tx, round_id)
        ended = summarize((), [], Protection(), invited=8)
        await sealed.keep(tx, round_, replace(ended, answered=8, results=(frozen_now,)))
    before = await company.facts()
    (told,) = before.pulses
    assert [figure.result for figure in told.figures] == [frozen_now]
    assert all(team.readings == () and team.moved == () for team in before.teams)
    async with store.transaction() as tx:
        await tx.execute(update(answer).values(number=5, text="Other words"))
    assert await company.facts() == before


async def test_what_was_confidential_stays_so_when_its_ritual_becomes_named(store: Store) -> None:
    company, _ = await _confidential(store)
    async with store.transaction() as tx:
        await tx.execute(update(ritual).values(tier=Tier.NAMED))
    facts = await company.facts()
    assert all(team.readings == () and team.moved == () for team in facts.teams)
    assert "Hidden words" not in build_digest(facts).text


def test_the_day_of_a_round_decides_its_week() -> None:
    sunday = frozen(0, STEADY)
    sunday = replace(sunday, round=replace(sunday.round, local_date=date(2026, 11, 22)))
    assert of(sunday).told[0].on == date(2026, 11, 22)
