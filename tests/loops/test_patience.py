"""What time does to a loop, worked out by hand and held against every order of days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.loops.lifecycle import ANSWERED_LONG_AGO
from bot.loops.patience import Patience, day_to_offer, next_look, what_is_due, working_days_after
from bot.values.loops import LoopState, Step
from tests.loops.founding import MONDAY
from tests.loops.founding import REFUND_API as RAISED

BERLIN = ZoneInfo("Europe/Berlin")
THREE = Patience(3, BERLIN)

ON_IT = replace(RAISED, state=LoopState.ACKNOWLEDGED, owner_id=2, due_on=date(2026, 11, 27))


def morning(day: str) -> datetime:
    """Nine in Berlin on this day of the winter."""
    return datetime.fromisoformat(f"{day}T08:00+00:00")


def test_three_working_days_without_a_word_are_over_on_the_fourth_morning() -> None:
    assert next_look(RAISED, THREE) == morning("2026-11-27")
    assert what_is_due(RAISED, THREE, morning("2026-11-27") - timedelta(seconds=1)) is None
    assert what_is_due(RAISED, THREE, morning("2026-11-27")) == Step.ESCALATED
    friday = replace(RAISED, since=MONDAY + timedelta(days=4))
    assert next_look(friday, THREE) == morning("2026-12-03"), "the weekend does not count"
    assert next_look(RAISED, Patience(0, BERLIN)) is None


def test_a_day_that_was_given_is_asked_for_on_the_next_working_morning_and_a_lead_is_told_later() -> None:
    assert next_look(ON_IT, THREE) == morning("2026-11-30")
    assert what_is_due(ON_IT, THREE, morning("2026-11-30")) == Step.NUDGED
    nudged = replace(ON_IT, nudged_at=morning("2026-11-30"))
    assert next_look(nudged, THREE) == morning("2026-12-03")
    assert what_is_due(nudged, THREE, morning("2026-12-03")) == Step.ESCALATED
    assert next_look(replace(nudged, escalated_at=MONDAY), THREE) is None, "and then nothing more"
    assert what_is_due(ON_IT, THREE, morning("2026-12-24")) == Step.NUDGED, (
        "after a long absence in the same order"
    )


def test_the_day_that_is_offered_is_the_one_that_was_given_or_the_second_working_day() -> None:
    day = ON_IT.due_on
    assert day is not None
    assert day_to_offer(ON_IT, day) == day, "it is not over yet"
    assert day_to_offer(ON_IT, day + timedelta(days=1)) == date(2026, 12, 1), "Saturday, then Tuesday"
    assert day_to_offer(RAISED, date(2026, 11, 26), "US") == date(2026, 11, 30)


def test_the_days_are_those_of_the_country_of_the_team_that_waits() -> None:
    thursday = replace(RAISED, since=datetime(2026, 12, 23, 9, tzinfo=UTC))
    assert next_look(thursday, Patience(1, BERLIN, "DE")) == morning("2026-12-28")
    assert next_look(thursday, Patience(1, BERLIN)) == morning("2026-12-25")
    assert working_days_after(date(2026, 11, 26), 1, "IL") == date(2026, 11, 29), "Thursday, then Sunday"


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(0, 30),
    st.sampled_from([None, "DE", "EG", "JP"]),
)
def test_so_many_working_days_later_is_a_working_day_and_one_more_is_the_next(
    day: date, days: int, country: str | None
) -> None:
    later = working_days_after(day, days, country)
    assert working_days_after(day, days + 1, country) == working_days_after(later, 1, country) > later
    if country is None and days:
        passed = (day + timedelta(days=each) for each in range(1, (later - day).days + 1))
        assert sum(each.weekday() < 5 for each in passed) == days
        assert later.weekday() < 5


@given(st.integers(0, 40), st.integers(0, 40), st.booleans(), st.booleans(), st.sampled_from(LoopState))
def test_what_is_due_is_what_is_looked_for_then_and_over_is_over(
    days: int, after: int, nudged: bool, escalated: bool, state: LoopState
) -> None:
    loop = replace(
        ON_IT,
        state=state,
        due_on=ON_IT.due_on if state in (LoopState.ACKNOWLEDGED, LoopState.PROMISED) else None,
        nudged_at=MONDAY if nudged else None,
        escalated_at=MONDAY if escalated else None,
    )
    patience, now = Patience(days, BERLIN), MONDAY + timedelta(days=after)
    at = next_look(loop, patience)
    assert (what_is_due(loop, patience, now) is not None) == (at is not None and at <= now)
    if not loop.is_open:
        assert at == (MONDAY + ANSWERED_LONG_AGO if state == LoopState.ANSWERED else None)
