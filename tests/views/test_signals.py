"""Signals: whatever people write, Slack takes form, list and page, and what was filled in is read back."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.errors import Unusable
from bot.values.people import Team
from bot.values.signals import (
    EVERYTHING,
    LONGEST_AREA,
    LONGEST_SOURCE,
    LONGEST_WORDS,
    MOST_AREAS,
    PAGE,
    Heard,
    HeardOutside,
    Leaf,
    NoteChoices,
    Noted,
    NoteDraft,
    OwnReport,
    Report,
    SignalInFull,
    SignalKind,
    SignalList,
    SignalSeen,
    Told,
    Wanted,
)
from bot.views.digests import heard as in_digest
from bot.views.digests.rest import Rest
from bot.views.signals import fields, form, listing, page
from bot.views.turning import read_turn
from sandbox.elements import elements, initial_state
from tests.views.samples import NINE, long, short
from tests.views.taken import is_shown, is_taken, unhurried

ZONE = ZoneInfo("Europe/Berlin")

nasty = st.sampled_from(["&" * LONGEST_WORDS, "<!channel>" * 300, "🎉" * 1400, "```", "*_~`"])
words = (short | long | nasty).map(lambda text: text.strip()[:LONGEST_WORDS].strip() or "x")
lines = (short | nasty).map(lambda text: " ".join(text.split()) or "x")
areas = lines.map(lambda text: text[:LONGEST_AREA].strip() or "x")
kinds = st.sampled_from(SignalKind)
links = st.sampled_from([None, "https://linear.app/x/PAY-3?a=b&c#d"])
heards = st.builds(
    Heard,
    words,
    st.none() | lines.map(lambda text: text[:LONGEST_SOURCE].strip() or "x"),
    st.none() | areas,
    links,
    st.sampled_from([None, "https://x.slack.com/archives/C1/p1?thread_ts=1.0&cid=C1"]),
)
teams = st.lists(areas, max_size=120, unique=True).map(
    lambda found: [Team(at, 1, name, f"C{at}", None) for at, name in enumerate(found, start=1)]
)


@st.composite
def seen_ones(draw: st.DrawFn) -> SignalSeen:
    """A signal as somebody may know it."""
    number = draw(st.integers(1, 10**9))
    return SignalSeen(
        number,
        draw(kinds),
        draw(words),
        draw(st.none() | areas),
        *(draw(st.integers(1, 5000)), draw(st.integers(1, 900)), draw(st.integers(0, 90))),
        *(NINE, NINE, number),
    )


def pages(most: int) -> st.SearchStrategy[list[SignalSeen]]:
    """Several of them."""
    return st.lists(seen_ones(), max_size=most, unique_by=lambda seen: seen.id)


@unhurried
@given(st.data(), heards, kinds, teams, pages(3), st.none() | st.integers(1, 99), st.booleans())
def test_a_form_is_shown_and_read_back(
    data: st.DataObject,
    heard: Heard,
    kind: SignalKind,
    own: list[Team],
    before: list[SignalSeen],
    again: int | None,
    private: bool,
) -> None:
    choices = NoteChoices(own)
    team_id = data.draw(st.sampled_from([each.id for each in own[:100]])) if own else None
    asked_kind = SignalKind.CUSTOMER if again else kind
    draft = NoteDraft("0" * 32, heard, asked_kind, team_id, again=again, from_private=private)
    view = form.build_note_form(draft, choices, before, zone=ZONE)
    is_shown(view)
    read = form.read_note_form(filled(view), view["private_metadata"], choices)
    assert read == replace(draft, asked=tuple(each.id for each in before))

    report = Report(7, 1, 1, team_id, heard, NINE, "Ana", None)
    for is_first in (True, False):
        view = form.build_change_form(OwnReport(report, kind, is_first), choices)
        is_shown(view)
        state = filled(view)
        assert form.read_report(view["private_metadata"]) == 7
        assert fields.read_heard(state, heard.permalink) == heard
        assert fields.read_kind(state) == (kind if is_first else None)
        assert fields.read_team(state, team_id) == team_id


@unhurried
@given(pages(PAGE), st.none() | kinds, st.none() | areas, st.lists(areas, max_size=MOST_AREAS, unique=True))
def test_a_list_is_taken_and_its_buttons_lead_back(
    items: list[SignalSeen], kind: SignalKind | None, area: str | None, known: list[str]
) -> None:
    wanted = Wanted(area=area) if area else Wanted(kind=kind)
    message = listing.build_list(SignalList(wanted, items, True, True, known), ZONE)
    is_taken(message)
    pressed = {each.action_id: each.body for each in elements([dict(block) for block in message.blocks])}
    if items:
        older, newer = (pressed[name]["value"] for name in (listing.OLDER, listing.NEWER))
        assert listing.read_turn(older, newer=False) == (wanted, Leaf(after=items[-1].place))
        assert listing.read_turn(newer, newer=True) == (wanted, Leaf(before=items[0].place))
    assert listing.read_wanted(listing.write_wanted(wanted)) == wanted
    assert listing.read_wanted("frob|") == EVERYTHING


@unhurried
@given(seen_ones(), st.lists(heards, min_size=1, max_size=PAGE), areas, st.booleans(), st.booleans())
def test_a_page_is_shown_with_every_word(
    seen: SignalSeen, every: list[Heard], name: str, is_private: bool, is_repeat: bool
) -> None:
    reports = [Report(at, seen.id, at, 1, heard, NINE, name, name) for at, heard in enumerate(every, start=1)]
    team = Team(1, 1, name, "C1", None, is_private=is_private)
    done = page.done_words(Noted(seen.id, is_repeat), seen, team)
    view = page.build_page(SignalInFull(seen, reports, PAGE, frozenset({1, 2})), ZONE, done)
    is_shown(view)
    turns = [each.body["value"] for each in elements(view["blocks"]) if each.action_id == page.LATER]
    assert [read_turn(value) for value in turns] == [(seen.id, 0)]
    is_shown(page.build_nothing_left())


@unhurried
@given(st.lists(heards, min_size=1, max_size=30), areas)
def test_a_digest_never_calls_anybody_with_what_was_heard(every: list[Heard], name: str) -> None:
    told = [
        Told(
            at, SignalKind.MARKET, heard.area, 3, 2, 9, NINE, False, [Report(at, at, 1, 1, heard, NINE, name)]
        )
        for at, heard in enumerate(every, start=1)
    ]
    said = [*in_digest.in_short(HeardOutside(told), Rest.THREAD), *in_digest.in_detail(HeardOutside(told))]
    assert all("<" not in line and "\n" not in line and len(line) < 1000 for line in said)


@pytest.mark.parametrize(("field", "value"), [(fields.WORDS, "  "), (fields.LINK, "javascript:alert(1)")])
def test_a_mistake_is_told_beside_its_field(field: str, value: str) -> None:
    view = form.build_note_form(NoteDraft("k", Heard("It is said")), NoteChoices(), zone=ZONE)
    state = filled(view)
    state[field]["value"]["value"] = value
    with pytest.raises(Unusable) as mistake:
        form.read_note_form(state, view["private_metadata"], NoteChoices())
    assert mistake.value.field == field


def test_areas_are_offered_as_slack_asks_for_them() -> None:
    offered = fields.build_areas(["Sign-in", "Fares"])["options"]
    assert [each["value"] for each in offered] == ["Sign-in", "Fares"]
    assert fields.build_areas([]) == {"options": []}


def filled(view: Any) -> dict[str, Any]:
    """What Slack sends of a form nobody has touched."""
    return initial_state(view["blocks"])
