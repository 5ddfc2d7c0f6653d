"""The form of a digest, and what is read from it."""

import json
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.values.digests import Audience, Digest, DigestPlan, DigestState
from bot.views.digests.setup import Defaults, build_setup, read_setup
from sandbox.rules.blocks import check_view

PLAN = DigestPlan("Weekly digest #product", "C1", 4, time(16, 30), "America/New_York")


def digest(state: DigestState = DigestState.ACTIVE) -> Digest:
    return Digest(7, 1, 1, PLAN, state, datetime(2026, 11, 20, 21, 30, tzinfo=UTC))


def untouched(view: dict[str, Any], current_channel: str = "C9") -> dict[str, Any]:
    """What Slack sends back when nobody changes anything."""
    values: dict[str, Any] = {}
    for block in (block for block in view["blocks"] if block["type"] == "input"):
        element = block["element"]
        values[block["block_id"]] = {
            element["action_id"]: {
                "selected_conversation": element.get("initial_conversation") or current_channel,
                "selected_option": element.get("initial_option"),
                "selected_time": element.get("initial_time"),
                "selected_options": element.get("initial_options", []),
            }
        }
    return values


def test_a_new_digest_is_offered_monday_at_nine_in_the_channel_one_is_in() -> None:
    view = build_setup(None, Defaults("Europe/Berlin"))
    form = read_setup(untouched(view), view["private_metadata"])
    assert form.digest_id is None
    assert form.plan == DigestPlan("Weekly digest", "C9", 0, time(9), "Europe/Berlin")


@pytest.mark.parametrize("audience", list(Audience))
def test_a_digest_stays_written_for_whom_it_was(audience: Audience) -> None:
    item = replace(digest(), plan=replace(PLAN, audience=audience))
    view = build_setup(item, Defaults("UTC"))
    assert read_setup(untouched(view), view["private_metadata"]).plan.audience is audience
    [field] = [block for block in view["blocks"] if block.get("block_id") == "audience"]
    assert len(field["element"]["options"]) == 3
    assert all(option["description"]["text"].endswith(".") for option in field["element"]["options"])
    assert check_view(view) == []


def test_a_channel_that_is_known_is_filled_in() -> None:
    view = build_setup(None, Defaults("UTC", "C5"))
    assert read_setup(untouched(view), view["private_metadata"]).plan.channel_id == "C5"
    assert check_view(view) == []


def test_a_new_digest_cannot_be_paused() -> None:
    assert "pause" not in {block.get("block_id") for block in build_setup(None, Defaults("UTC"))["blocks"]}


@pytest.mark.parametrize("state", [DigestState.ACTIVE, DigestState.PAUSED])
def test_what_a_digest_is_comes_back_unchanged(state: DigestState) -> None:
    view = build_setup(digest(state), Defaults("Asia/Tokyo"))
    form = read_setup(untouched(view), view["private_metadata"])
    assert form.digest_id == 7
    assert (form.plan.channel_id, form.plan.weekday, form.plan.at) == ("C1", 4, time(16, 30))
    assert form.plan.zone == "America/New_York"
    assert form.pause is (state is DigestState.PAUSED)


@pytest.mark.parametrize("item", [None, digest(), digest(DigestState.PAUSED)])
def test_slack_takes_the_form(item: Digest | None) -> None:
    assert check_view(build_setup(item, Defaults("Europe/Berlin"))) == []


@given(st.integers(0, 6), st.times(), st.sampled_from(["UTC", "Asia/Kolkata"]))
def test_every_day_and_minute_survives_the_form(weekday: int, at: time, zone: str) -> None:
    at = at.replace(second=0, microsecond=0, tzinfo=None)
    view = build_setup(None, Defaults(zone, None, weekday, at))
    plan = read_setup(untouched(view), view["private_metadata"]).plan
    assert (plan.weekday, plan.at, plan.zone) == (weekday, at, zone)
    assert json.loads(view["private_metadata"]) == {"digest": None, "zone": zone}
