"""The form that raises something: within Slack's limits whatever people write, and read back as it was filled in."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.errors import Unusable
from bot.values.loops import (
    LONGEST_OUTSIDE,
    LONGEST_TITLE,
    Category,
    Impact,
    Loop,
    LoopKind,
    LoopState,
    Source,
    Step,
    WaitsOn,
)
from bot.values.people import Team
from bot.values.ports import View
from bot.values.raising import Choices, Joined, RaiseDraft
from bot.values.seen_loops import LoopSeen
from bot.views.loops import categories
from bot.views.loops.raise_form import (
    LINK,
    TITLE,
    build_raise_form,
    read_draft,
    read_raise_form,
    split_title,
)
from bot.views.loops.raise_similar import joined_in_words, raised_in_words
from bot.views.readable import first_link, mentioned, readable
from sandbox.elements import initial_state, text_of
from tests.views.samples import NINE, long, short
from tests.views.taken import is_shown, is_taken, unhurried

NOBODY = RaiseDraft("k")

titles = (short | long).map(lambda text: " ".join(text.split())[:LONGEST_TITLE].strip() or "x")
names = short.map(lambda text: text[:75].strip() or "x")
teams = st.lists(names, max_size=120, unique=True).map(
    lambda found: [Team(at, 1, name, f"C{at}", None) for at, name in enumerate(found, start=1)]
)
kinds = st.lists(names, max_size=12, unique=True).map(
    lambda found: [Category(at, name) for at, name in enumerate(found, start=1)]
)
parties = st.one_of(
    st.just(WaitsOn()),
    st.integers(1, 9).map(lambda number: WaitsOn(team_id=number)),
    st.integers(1, 9).map(lambda number: WaitsOn(member_id=number)),
    short.map(lambda name: WaitsOn(outside=name[:LONGEST_OUTSIDE].strip() or "x")),
)


@st.composite
def loops_seen(draw: st.DrawFn) -> LoopSeen:
    """A loop in any state, as somebody sees it."""
    state = draw(st.sampled_from(LoopState))
    loop = Loop(
        id=draw(st.integers(1, 10**9)),
        workspace_id=1,
        kind=LoopKind.BOTTLENECK,
        title=draw(titles),
        state=state,
        raiser_id=1,
        team_id=None,
        waits_on=draw(parties),
        raised_at=NINE,
        since=NINE,
        version=1,
        closed_at=draw(st.none() | st.just(NINE)),
        merged_into_id=1 if state == LoopState.MERGED else None,
    )
    may = frozenset(draw(st.sets(st.sampled_from(Step))))
    people = draw(st.integers(1, 500))
    return LoopSeen(
        loop, draw(names), draw(st.none() | names), draw(st.none() | long), people=people, may=may
    )


@st.composite
def drafts(draw: st.DrawFn, choices: Choices) -> RaiseDraft:
    """A form somebody has filled in."""
    waits_on = draw(parties)
    return RaiseDraft(
        key="0" * 32,
        title=draw(titles),
        details=draw(st.just("") | long | long.map(lambda text: text * 5)).strip(),
        waits_on=waits_on,
        party=draw(names) if waits_on.is_known else None,
        team_id=draw(st.sampled_from([team.id for team in choices.own[:100]])) if choices.own else None,
        category_id=draw(st.sampled_from([None, *(each.id for each in choices.categories)])),
        impact=draw(st.none() | st.sampled_from(Impact)),
        link=draw(st.sampled_from(["", "https://linear.app/x/PAY-3?a=b&c#d"])),
        is_quiet=bool(choices.own) and draw(st.booleans()),
        source=draw(st.sampled_from([Source(), Source("https://x.slack.com/archives/C1/p1", "C1", "1.0")])),
        from_private=draw(st.booleans()),
        from_home=draw(st.booleans()),
    )


@unhurried
@given(st.data(), teams, kinds, st.lists(loops_seen(), max_size=3, unique_by=lambda seen: seen.loop.id))
def test_a_form_is_shown_and_read_back_with_similar_ones_and_without(
    data: st.DataObject, own: Sequence[Team], offered: Sequence[Category], similar: Sequence[LoopSeen]
) -> None:
    choices = Choices(own, offered)
    draft = data.draw(drafts(choices))
    view = build_raise_form(draft, choices, similar, now=NINE)
    is_shown(view)
    read = read_raise_form(filled(view), view["private_metadata"], choices)
    asked_about = tuple(seen.loop.id for seen in similar)
    # A text too long for one field comes back in pieces, word for word.
    assert "".join(read.details.split()) == "".join(draft.details.split())
    assert replace(read, details="", party=None) == replace(
        draft, details="", party=None, similar=asked_about
    )
    assert (read.party is None) == (draft.party is None)
    again = build_raise_form(read, choices, similar, now=NINE)
    assert filled(again) == filled(view), "what was typed stays in its field"


@unhurried
@given(loops_seen(), st.booleans(), st.booleans())
def test_what_became_of_it_is_said(seen: LoopSeen, was_in: bool, is_back: bool) -> None:
    assert raised_in_words(seen).startswith(f"*Raised as #{seen.loop.id}.*")
    assert joined_in_words(Joined(seen.loop, was_in, is_back), seen)


@unhurried
@given(st.lists(names, max_size=150, unique=True), st.data())
def test_categories_are_shown(found: Sequence[str], data: st.DataObject) -> None:
    offered = data.draw(st.integers(0, min(12, len(found))))
    every = [Category(at, name, retired=at > offered) for at, name in enumerate(found, start=1)]
    is_shown(categories.build_categories(every, may_edit=True))
    is_shown(categories.build_categories(every, may_edit=False))
    is_shown(categories.build_category_form(every[0] if every else None))
    is_taken(categories.build_help(may_edit=True))


def test_one_field_is_needed_and_somebody_in_one_team_is_not_asked_which() -> None:
    alone, both = Team(1, 1, "Checkout", "C1", None), Team(2, 1, "Payments", "C2", None)
    view = build_raise_form(NOBODY, Choices([alone]), now=NINE)
    assert needed(view) == ["What are you waiting for?"]
    assert read_draft(filled(view), view["private_metadata"], Choices([alone])).team_id == 1
    view = build_raise_form(replace(NOBODY, team_id=2), Choices([alone, both]), now=NINE)
    assert needed(view) == ["What are you waiting for?", "Which of your teams waits?"]
    assert read_draft(filled(view), view["private_metadata"], Choices([alone, both])).team_id == 2
    view = build_raise_form(NOBODY, Choices(), now=NINE)
    assert read_draft(filled(view), view["private_metadata"], Choices()).team_id is None


@pytest.mark.parametrize(
    ("field", "draft"),
    [
        (TITLE, replace(NOBODY, title=" ")),
        (LINK, replace(NOBODY, title="x", link="javascript:alert(1)")),
        (LINK, replace(NOBODY, title="x", link="https://")),
        (LINK, replace(NOBODY, title="x", link="https://a b")),
    ],
)
def test_a_mistake_is_told_beside_its_field(field: str, draft: RaiseDraft) -> None:
    view = build_raise_form(draft, Choices(), now=NINE)
    with pytest.raises(Unusable) as mistake:
        read_raise_form(filled(view), view["private_metadata"], Choices())
    assert mistake.value.field == field


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=400) | long | st.just("a\n\n b "))
def test_a_long_text_becomes_a_title_and_details_and_nothing_is_lost(text: str) -> None:
    title, details = split_title(text)
    assert len(title) <= LONGEST_TITLE
    assert "\n" not in title
    if title.endswith("…") and not text.strip().partition("\n")[0].rstrip().endswith("…"):
        assert details == text.strip()
    else:
        assert "".join(text.split()) in ("".join((title + details).split()), "".join(details.split()))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("the API from <@U0BEN|ben> &amp; <@W0EVE>", "the API from @Ben & @somebody"),
        (
            "see <https://a.example/b?c=d&amp;e|PAY-3> or <https://a.example>",
            "see PAY-3 or https://a.example",
        ),
        ("<!here> <!subteam^S1|@payments> <#C1|checkout> <#C2>", "@here @payments #checkout a channel"),
        ("<!date^1^{date}|Monday> mail <mailto:a@b.c|a@b.c>", "Monday mail a@b.c"),
        ("a <refund> of 3 < 4, &lt;b&gt;", "a <refund> of 3 < 4, <b>"),
    ],
)
def test_what_slack_brackets_is_read_as_people_do(written: str, read: str) -> None:
    assert readable(written, {"U0BEN": "Ben"}) == read


def test_whom_and_what_a_text_points_to() -> None:
    text = "<@U0BEN|ben> and <@U0EVE> and <@U0BEN>, see <https://a.example/b?c&amp;d|PAY-3>"
    assert mentioned(text) == ["U0BEN", "U0EVE"]
    assert first_link(text) == "https://a.example/b?c&d"
    assert first_link("see https://a.example/b.") == "https://a.example/b"
    assert (mentioned("nobody@home"), first_link("no link: <b>")) == ([], None)


def filled(view: View) -> dict[str, Any]:
    """What Slack sends of a form nobody has touched."""
    return initial_state(view["blocks"])


def needed(view: View) -> list[str]:
    """The fields that cannot be left out."""
    return [
        text_of(block["label"])
        for block in view["blocks"]
        if block["type"] == "input" and not block.get("optional")
    ]
