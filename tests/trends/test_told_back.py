"""Whether givers are told: of what had its two weeks, against cases worked out by hand and against scipy."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.trends.told_back import matured_cohort, time_to_told, told_in_time, waits_long, waits_of
from bot.trends.unblocking import Wait, cleared_within, still_waiting
from bot.values.feedback import Note
from bot.values.told_back import Piece, TimeToTold, ToldBack
from bot.views.digests import told_back as views
from bot.views.digests.rest import Rest

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def piece(ago: float, told_after: float | None = None, **fields: object) -> Piece:
    received = NOW - timedelta(days=ago)
    told = received + timedelta(days=told_after) if told_after is not None else None
    return Piece(received, told, **fields)  # type: ignore[arg-type]


def test_only_what_had_its_two_weeks_is_in_the_share() -> None:
    cohort = [piece(14, 1), piece(20, 14), piece(30, 15), piece(42), piece(33, 5)]
    too_soon_or_old = [piece(13.9, 1), piece(1), piece(42.1, 3)]
    withdrawn = [piece(20, is_withdrawn=True, closed_at=NOW)]
    matured = matured_cohort([*cohort, *too_soon_or_old, *withdrawn], NOW)
    assert matured == cohort
    assert sum(map(told_in_time, matured)) == 3


def test_the_time_counts_what_waits_as_waiting_at_least_until_now() -> None:
    told = [piece(30, days) for days in (1, 2, 3, 4, 5, 12)]
    open_ = [piece(ago) for ago in (10, 11, 30, 35)]
    assert time_to_told([*told, *open_], NOW) == TimeToTold(10, 6, timedelta(days=5), is_too_few=False)
    assert time_to_told([*told, *open_[:1]], NOW).is_too_few
    assert time_to_told([*told[:4], *open_, *open_], NOW).is_too_few
    assert time_to_told([piece(57, 1)] * 9, NOW) == TimeToTold()


def test_waiting_long_is_what_is_not_over_and_not_told() -> None:
    assert waits_long(piece(15), NOW)
    assert not waits_long(piece(13), NOW)
    assert not waits_long(piece(20, 16), NOW)
    assert not waits_long(piece(20, is_over=True, closed_at=NOW), NOW)


LIVES = st.lists(
    st.tuples(st.integers(0, 55), st.one_of(st.none(), st.integers(0, 55)), st.booleans()),
    min_size=8,
    max_size=40,
)


@given(LIVES)
def test_an_independent_library_estimates_the_same(lives: list[tuple[int, int | None, bool]]) -> None:
    # Here and not above: it takes seconds to load, and most runs do not need it.
    from scipy.stats import CensoredData, ecdf

    pieces = [
        piece(
            ago,
            min(after, ago) if after is not None else None,
            is_withdrawn=gone,
            closed_at=NOW if gone else None,
        )
        for ago, after, gone in lives
    ]
    waits = waits_of(pieces, NOW)
    told = [wait.lasted // timedelta(days=1) for wait in waits if wait.is_cleared]
    others = [wait.lasted // timedelta(days=1) for wait in waits if not wait.is_cleared]
    theirs = ecdf(CensoredData(uncensored=told, right=others)).sf
    steps = zip(theirs.quantiles, theirs.probabilities, strict=True)
    reached = [timedelta(days=int(day)) for day, share in steps if share <= 0.5 + 1e-9]
    assert cleared_within(still_waiting(waits), 0.5) == (reached[0] if reached else None)
    assert sum(map(told_in_time, matured_cohort(pieces, NOW))) <= len(matured_cohort(pieces, NOW))
    assert all(isinstance(wait, Wait) and wait.lasted >= timedelta(0) for wait in waits)


@pytest.mark.parametrize(
    ("told", "says"),
    [
        (ToldBack(), []),
        (ToldBack(told=1, matured=4, in_time=4), ["Feedback: told 1 · too few to tell how soon"]),
        (
            ToldBack(4, 3, 9, 7, TimeToTold(9, 8, timedelta(days=5.5), is_too_few=False)),
            [
                "Feedback: told 4 · 7 of 9 told within 14 days · half within 6 days"
                " · waiting for more than 14 days: 3"
            ],
        ),
        (
            ToldBack(0, 0, 5, 0, TimeToTold(9, 5, None, is_too_few=False)),
            ["Feedback: told 0 · 0 of 5 told within 14 days · more than half not told yet"],
        ),
    ],
)
def test_what_a_digest_says_of_it(told: ToldBack, says: list[str]) -> None:
    assert list(views.in_short(told, Rest.THREAD)) == says


def test_notes_are_quoted_in_one_line_each_and_the_rest_in_the_thread() -> None:
    note = Note(1, "Checkout", "too many\nsyncs <!here>", "no meetings on Wednesdays", NOW)
    told = ToldBack(notes=[note] * 5)
    line = "• You said “too many syncs &lt;!here&gt;” → we did: “no meetings on Wednesdays” (Checkout)"
    assert list(views.in_short(told, Rest.THREAD)) == [line] * 3 + ["… and 2 more notes in the thread."]
    assert list(views.in_short(told, Rest.DETAILS))[-1] == "… and 2 more notes under *Details*."
    assert list(views.in_full(told)) == [line] * 5
    assert list(views.in_detail(told))[1:] == [line] * 2
