"""What a digest has no room for: in its thread, where it can be pressed as well, and behind a preview."""

from dataclasses import replace

import pytest

from bot.trends.audiences import for_readers
from bot.values.digests import Audience
from bot.values.facts import DigestFacts
from bot.values.loops import LoopEvent, LoopState, NewStep, Step
from bot.values.seen_loops import LoopSeen, Told
from bot.views.digests import waiting
from bot.views.digests.digest import build_details, build_digest
from bot.views.digests.preview import build_preview, build_preview_details, read_turn
from bot.views.digests.rows import rows_in, with_row
from tests.trends.company import UTC_ZONE
from tests.views.test_digest import seen, violations
from tests.views.test_digest_bottlenecks import NOW, PROMISED, bottleneck, some, told


def many_needs(number: int) -> list[LoopSeen]:
    """So many that need somebody."""
    return [bottleneck(100 + each, f"Thing {each}", 60 - each) for each in range(number)]


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.LEADERSHIP])
def test_what_needs_somebody_and_had_no_room_above_can_be_pressed_in_the_thread(audience: Audience) -> None:
    needs = many_needs(45)
    facts = for_readers(told(needs=some(*needs), oldest=some(*needs, PROMISED), open=46), audience)
    post, pages = build_digest(facts), build_details(facts)
    rows = [about for message in (post, *pages) for about in rows_in(message)]
    assert rows == [f"loop:{100 + each}" for each in range(waiting.MOST_IN_DETAIL)], "each once, in order"
    assert all(violations(page) == [] and len(page.blocks) <= 50 for page in pages)
    text = "\n".join(page.text for page in pages)
    assert "… and 5 more: `/bottleneck list` has all of them." in text
    also = text.partition("_Also open, the oldest first_")[2]
    assert "#17 Refund API" in also
    assert "Thing 3" not in also, "what stands in a row that changes stands nowhere else"
    number = rows[-1].partition(":")[2]
    last = next(page for page in pages if rows[-1] in rows_in(page))
    event = LoopEvent(2, NOW, NewStep(Step.ANSWERED, words="There it is"), 2)
    answered = replace(needs[39], events=[Told(event, "Ben")])
    answered = replace(answered, loop=replace(answered.loop, state=LoopState.ANSWERED))
    changed = with_row(last, rows[-1], answered, UTC_ZONE)
    assert changed is not None
    assert f"#{number} Thing 39: answered by Ben on Mon 23 Nov; Ana says whether that helped." in seen(
        changed
    )
    assert violations(changed) == []


def test_a_preview_says_where_its_details_are_and_leads_there_and_back() -> None:
    needs = many_needs(45)
    facts = told(needs=some(*needs), oldest=some(*needs))
    preview = build_preview(facts, "Next Monday.")
    assert "… and 42 more under *Details*." in preview.text
    assert "in the thread" not in preview.text
    row = preview.blocks[-1]["elements"]
    assert [each["text"]["text"] for each in row] == ["Details", "How we compute"]
    pages = len(build_details(facts))
    shown = [build_preview_details(facts, "Next Monday.", page) for page in range(pages)]
    turns = [[each["text"]["text"] for each in page.blocks[-1]["elements"]] for page in shown]
    assert turns[0] == ["Back to the digest", "Next page"]
    assert turns[1] == ["Back to the digest", "Previous page", "Next page"]
    assert turns[-1] == ["Back to the digest", "Previous page"]
    assert all(violations(page, "ephemeral") == [] for page in shown)
    assert read_turn(shown[0].blocks[-1]["elements"][1]["value"]) == (Audience.TEAM, 1)
    assert f"page 1 of {pages}" in shown[0].text
    assert build_preview_details(facts, "Next Monday.", 99) == shown[0], "what has fewer pages by now"
    nothing = DigestFacts(facts.period, 0, 0)
    assert build_preview_details(nothing, "Next Monday.", 1) == build_preview(nothing, "Next Monday.")


@pytest.mark.parametrize("audience", Audience)
def test_no_preview_sends_anybody_to_a_thread(audience: Audience) -> None:
    preview = build_preview(
        for_readers(told(needs=some(*many_needs(45), total=60)), audience), "Next Monday."
    )
    assert "thread" not in preview.text
    assert "thread" not in seen(preview)


def test_only_the_row_changes_and_what_else_names_it_stays_as_it_was_that_morning() -> None:
    needs = many_needs(2)
    back = replace(needs[0], loop=replace(needs[0].loop, reopened=1))
    post = build_digest(told(needs=some(back, needs[1]), oldest=some(*needs), again=some(back), open=2))
    event = LoopEvent(2, NOW, NewStep(Step.ANSWERED, words="There it is"), 2)
    changed = with_row(post, "loop:100", replace(back, events=[Told(event, "Ben")]), UTC_ZONE)
    assert changed is not None
    before, after = post.text.split("\n"), changed.text.split("\n")
    assert [line for line in before if line not in after] == [line for line in before if "60 days" in line]
    assert any(line.startswith("Again: #100") for line in after)
