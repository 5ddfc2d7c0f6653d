"""What groups said over weeks: published numbers and nothing else, and only what these readers were shown."""

from dataclasses import replace

from bot.store.frozen import FrozenRound
from bot.trends.pulse_series import PulseWeeks, pulse_weeks
from bot.trends.sight import Known
from bot.values.facts import Measure, Silence
from bot.values.people import Member, Team
from bot.values.rituals import TO_LEAD, TO_TEAM
from tests.trends.test_pulses import EVERYWHERE, LOW, MOOD, PERIOD, STEADY, frozen, moods


def of(*rounds: FrozenRound) -> PulseWeeks:
    return pulse_weeks(sorted(rounds, key=lambda item: item.round.local_date), PERIOD, EVERYWHERE)


def test_the_numbers_are_those_that_were_published_week_by_week() -> None:
    found = of(frozen(4, STEADY), frozen(2, LOW), frozen(1, STEADY))
    mood, pace = found.series
    assert (mood.measure, mood.of, mood.is_rounded) == (Measure.SCALE, 5, True)
    assert list(mood.values) == [None] * 7 + [3.5, None, 2.0, 3.5, None], "the newest week had no round"
    assert (pace.measure, pace.values[-2]) == (Measure.SHARE, 0.5)
    (told,) = found.told
    assert (told.invited, told.answered) == (20, 10), "the newest round is told, however long ago"


def test_a_round_of_too_few_is_a_gap_and_one_long_ago_is_not_told() -> None:
    assert list(of(frozen(1, moods(1, 2, 3)), frozen(0, STEADY)).series[0].values[-2:]) == [None, 3.5]
    assert of(frozen(12, STEADY)) == PulseWeeks()


def test_other_words_are_not_drawn_as_one_line() -> None:
    others = [replace(MOOD, ask="How was your month?")]
    (mood,) = of(frozen(1, STEADY, questions=others), frozen(0, STEADY, questions=[MOOD])).series
    assert list(mood.values[-2:]) == [None, 3.5]


def test_what_went_elsewhere_is_in_no_number() -> None:
    elsewhere = frozen(1, LOW, channels=["CSECRET"])
    assert list(of(elsewhere, frozen(0, STEADY)).series[0].values[-2:]) == [None, 3.5]
    hidden = of(frozen(1, STEADY), frozen(0, LOW, channels=["CSECRET"]))
    assert (hidden.told, hidden.series) == ((), ())
    assert {each.silence for each in hidden.unsaid} == {Silence.ELSEWHERE}
    for_the_lead = of(frozen(0, LOW, report=TO_LEAD))
    assert (for_the_lead.told, for_the_lead.series) == ((), ())


def test_what_went_to_the_lead_is_no_secret_to_whoever_leads_all_it_asked() -> None:
    mine, theirs = Team(1, 1, "Checkout", "C1", lead_id=7), Team(2, 1, "Growth", "C2", lead_id=8)
    known = Known(Member(7, 1, "U7", "Ana", "UTC"), [mine, theirs], 0, frozenset())
    for asked, report in (({1}, TO_TEAM), ({1, 2}, TO_LEAD), ({1, 3}, TO_LEAD)):
        round_ = replace(frozen(0, STEADY, report=TO_LEAD), team_ids=asked)
        assert known.as_known(round_, known.teams).round.report == report
