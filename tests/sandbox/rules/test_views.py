"""What a whole modal or Home tab must keep."""

import json

import pytest

from sandbox.rules.blocks import check_view
from sandbox.rules.limits import limit
from tests.sandbox.rules.samples import Json, actions, asking, home, modal, mrkdwn, plain, section, select


def rules(view: Json) -> set[str]:
    return {violation.rule for violation in check_view(view)}


def test_a_modal_that_asks_can_be_submitted() -> None:
    view = modal(asking(select()))
    del view["submit"]
    assert rules(view) == {"submit_needed"}


def test_a_home_tab_that_asks_needs_no_submit() -> None:
    assert rules(home(asking(select()))) == set()


def test_one_element_has_the_focus() -> None:
    focused = asking({"type": "plain_text_input", "focus_on_load": True})
    assert rules(modal(focused)) == set()
    assert rules(modal(focused, focused)) == {"one_focus_on_load"}


def test_a_view_is_at_most_250_kilobytes() -> None:
    view = modal(*(section(text=mrkdwn("é" * 2900)) for _ in range(42)), private_metadata="")
    view["blocks"].append(section(text=mrkdwn("x" * 2000)))
    size = len(json.dumps(view, ensure_ascii=False, separators=(",", ":")).encode())
    view["private_metadata"] = "x" * (limit("view.bytes") - size)
    assert rules(view) == set()
    view["private_metadata"] += "x"
    assert rules(view) == {"view_too_large"}


def test_views_speak_plain_text() -> None:
    assert rules(modal(section(), title=mrkdwn())) == {"not_a_choice"}
    assert rules(modal(asking(select(), label=mrkdwn()))) == {"not_a_choice"}


def test_a_home_tab_has_no_title_and_no_submit() -> None:
    assert rules(home(section(), title=plain())) == {"unknown_field"}
    assert rules(home(section(), submit=plain())) == {"unknown_field"}


def test_a_modal_has_a_title() -> None:
    assert rules({"type": "modal", "blocks": []}) == {"missing_field"}


def test_nobody_calls_a_whole_channel_from_a_view() -> None:
    assert rules(modal(section(text=mrkdwn("<!here>")))) == {"no_broadcast"}


def test_ids_differ_in_a_view() -> None:
    named = section(block_id="same")
    assert rules(home(named, named)) == {"duplicate_block_id"}
    assert rules(home(actions(select(action_id="a"), select(action_id="a")))) == {"duplicate_action_id"}


def test_pointers_begin_at_the_view() -> None:
    [violation] = check_view(modal(section(), title=plain("x" * 25)))
    assert violation.pointer == "/view/title/text"


@pytest.mark.parametrize("view", [{}, {"type": "sheet"}, {"type": "home", "blocks": {}}, {"type": ["modal"]}])
def test_what_is_no_view_is_refused(view: Json) -> None:
    assert check_view(view)
