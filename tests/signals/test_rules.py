"""Pure rules of signals: areas spelled one way, who said it, and what a digest tells first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.signals.areas import as_before, offered, tidied
from bot.signals.noting import alike
from bot.signals.spoken import said_by
from bot.trends.heard import in_the_week
from bot.values.signals import LONGEST_AREA, MOST_AREAS, Heard, HeardOutside, Report, SignalKind
from bot.views.digests import heard as views
from bot.views.digests.rest import Rest

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
DAY = timedelta(days=1)

areas = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=60)


@given(areas, st.lists(areas.map(tidied).filter(bool), max_size=20, unique_by=str.casefold))
def test_what_was_typed_can_always_be_picked_and_is_spelled_as_before(typed: str, known: list[str]) -> None:
    found = offered(typed, known)
    wanted = tidied(typed)
    assert len(found) <= MOST_AREAS + 1
    assert len(wanted) <= LONGEST_AREA
    if wanted and wanted.casefold() not in {each.casefold() for each in known}:
        assert found[-1] == wanted
    assert as_before(wanted.upper(), [wanted]).casefold() == wanted.upper().casefold()


@pytest.mark.parametrize(
    ("typed", "kind", "said"),
    [
        ("competitor: X cut its price", SignalKind.COMPETITOR, "X cut its price"),
        ("The market: all of it", SignalKind.MARKET, "all of it"),
        ("Customers:they like it", SignalKind.CUSTOMER, "they like it"),
        ("Acme: they like it", None, "Acme: they like it"),
        ("customer says no", None, "customer says no"),
        ("", None, ""),
    ],
)
def test_who_said_it_stands_before_a_colon(typed: str, kind: SignalKind | None, said: str) -> None:
    assert said_by(typed) == (kind, said)


def test_each_signal_is_offered_once_by_its_likest_words() -> None:
    reported = [
        (4, "Guests want single sign-on"),
        (7, "Prices go up in Brazil"),
        (4, "SSO for guests, please"),
        (9, "No SSO for guests, so no rollout"),
    ]
    assert alike("guests need SSO", reported) == [4, 9]
    assert alike("guests need SSO", []) == []


def report(number: int, signal: int, who: int, days: float, team: int | None = 1, **heard: str) -> Report:
    words = heard.pop("words", f"words {number}")
    return Report(number, signal, who, team, Heard(words, **heard), MONDAY + days * DAY, person=f"P{who}")


def test_people_and_teams_are_counted_once_and_most_people_come_first() -> None:
    customer, market = SignalKind.CUSTOMER, SignalKind.MARKET
    newest_first = [
        (customer, report(7, 1, 3, 4, team=2)),
        (market, report(6, 2, 1, 3, area="Fares")),
        (customer, report(5, 1, 1, 2)),
        (customer, report(4, 3, 9, 1, team=None)),
        (customer, report(3, 1, 1, 1, area="Sign-in")),
        (customer, report(2, 4, 5, -1)),
        (customer, report(1, 1, 2, -30, team=None)),
    ]
    told = in_the_week(newest_first, MONDAY)
    assert [each.id for each in told] == [1, 2, 3], "4 was heard before the week alone"
    first, second, third = told
    assert (first.people, first.teams, first.times, first.is_new) == (3, 2, 4, False)
    assert (first.area, first.since) == ("Sign-in", MONDAY - 30 * DAY)
    assert [each.id for each in first.words] == [7, 5, 3]
    assert (second.people, second.teams, second.is_new, third.teams) == (1, 1, True, 0)

    lines = list(views.in_short(HeardOutside(told), Rest.THREAD))
    assert lines == [
        "Customer 2 · Competitor none · Market 1",
        "• Customer, Sign-in: “words 7”, heard by 3 people in 2 teams, 4 times, since 17 Oct.",
        "• Market, Fares: “words 6”, heard by 1 person, new.",
        "• Customer: “words 4”, heard by 1 person, new.",
    ]


def test_a_long_sentence_is_cut_visibly_and_what_is_left_out_is_said() -> None:
    many = [(SignalKind.CUSTOMER, report(n, n, n, 1, words="<!channel> " * 90)) for n in range(1, 40)]
    told = HeardOutside(in_the_week(many, MONDAY))
    short, long = list(views.in_short(told, Rest.THREAD)), list(views.in_detail(told))
    assert short[-1] == "… and 36 more in the thread."
    assert "…”, heard by 1 person" in short[1]
    assert long[-1] == "… and 19 more: `/signal list` has them."
    assert all("<!channel>" not in line for line in [*short, *long])
    assert list(views.in_short(HeardOutside(), Rest.THREAD)) == list(views.in_detail(HeardOutside())) == []
