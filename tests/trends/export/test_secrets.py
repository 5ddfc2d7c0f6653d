"""Whatever stands in any table: what an export holds of it is written down here, column by column."""

import re
from typing import Any

import pytest
from sqlalchemy import String, delete, insert, update

from bot.store.engine import Store
from bot.store.tables import loop, metadata, result
from bot.values.exporting import Extent
from bot.values.loops import LoopKind
from bot.values.rituals import Tier
from tests.privacy.filling import _READ_BY_CODE, Rows, fill
from tests.trends.company import MONDAY, Company
from tests.trends.export.taking import export

ALWAYS = {
    "team": {"name", "function", "country"},
    "member": {"slack_id", "name"},
    "ritual": {"name"},
    "round": {"ritual_name"},
    "category": {"name"},
    "loop": {"title", "details", "link"},
    "loop_event": {"words"},
    "goal": {"title", "link"},
    "goal_confidence": {"why"},
    "signal_report": {"words", "source", "area", "link"},
}
BY_NAME = {"prompt": {"reason"}, "answer": {"text", "question_key"}}
OF_GROUPS = {"result": {"grp"}}


@pytest.mark.parametrize("tier", list(Tier))
async def test_nothing_else_of_what_is_kept_is_in_an_export(store: Store, tier: Tier) -> None:
    rows = await _workspace_full_of_secrets(store, tier)
    archive = await export(store, Extent(rows["workspace"]["id"]))
    everything = "\n".join(archive.files.values())
    found = {
        (table, column)
        for table, columns in _secrets(rows).items()
        for column, secret in columns.items()
        if secret in everything
    }
    of_tier = BY_NAME if tier is Tier.NAMED else OF_GROUPS
    expected = {**ALWAYS, **of_tier}
    assert found == {(table, column) for table, columns in expected.items() for column in columns}
    counted = {name: len(archive.table(name)) for name in ("answers", "invitations", "results")}
    named = tier is Tier.NAMED
    assert counted == {"answers": named, "invitations": named, "results": 0 if named else 2}


async def test_every_key_that_is_named_joins_with_a_row_it_points_to(store: Store) -> None:
    rows = [await _workspace_full_of_secrets(store, tier) for tier in Tier]
    company = await Company.found(store)
    ana = await company.person("Ana")
    team, other = await company.team("Checkout"), await company.team("Payments")
    ritual = await company.ritual("Check-in", [team], ana)
    await company.day(ritual, team, MONDAY, {ana: {"confidence": 4}})
    await company.turns(await company.bottleneck("The API", team, ana, waits_on_team_id=other), (7, other))
    given = await company.bottleneck("Well done", None, ana, waits_on_team_id=other, kind=LoopKind.FEEDBACK)
    await company.turns(given, (7, other))
    workspaces = [*(each["workspace"]["id"] for each in rows), company.workspace_id]
    archives = [await export(store, Extent(workspace_id)) for workspace_id in workspaces]
    joined = {link for archive in archives for link in archive.joined}
    assert joined == archives[0].links(), "one of them is never filled here, so nothing is known of it"


@pytest.mark.parametrize("tier", [Tier.CONFIDENTIAL, Tier.ANONYMOUS])
async def test_of_a_round_that_is_open_nothing_is_said_not_even_how_many_answered(
    store: Store, tier: Tier
) -> None:
    rows = await _workspace_full_of_secrets(store, tier, state="open")
    archive = await export(store, Extent(rows["workspace"]["id"]))
    assert not archive.table("results")
    [row] = archive.table("rounds")
    assert (row["asked"], row["answered"], row["not_shown_reason"]) == ("", "", "open")


async def test_feedback_is_counted_and_never_told(store: Store) -> None:
    rows = await _workspace_full_of_secrets(store, Tier.NAMED)
    async with store.transaction() as tx:
        await tx.execute(update(loop).values(kind="feedback", merged_into_id=None))
    archive = await export(store, Extent(rows["workspace"]["id"]))
    everything = "\n".join(archive.files.values())
    secrets = _secrets(rows)
    assert not any(secret in everything for secret in {**secrets["loop"], **secrets["loop_event"]}.values())
    assert not archive.table("bottlenecks")
    assert not archive.table("bottleneck_events")


async def _workspace_full_of_secrets(store: Store, tier: Tier, state: str = "closed") -> Rows:
    # Whatever a round promised is frozen in the tables themselves, so it is made so.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(_READ_BY_CODE, ("round", "tier"), tier)
        patch.setitem(_READ_BY_CODE, ("round", "state"), state)
        patch.setitem(_READ_BY_CODE, ("anonymous_round", "state"), "sealed" if state == "closed" else "open")
        patch.setitem(_READ_BY_CODE, ("loop", "impact"), "slows")
        patch.setitem(_READ_BY_CODE, ("answer", "chosen"), ["One", "Two"])
        async with store.transaction() as tx:
            rows = await fill(tx)
    async with store.transaction() as tx:
        # What is frozen can be forgotten, never changed.
        frozen = {**rows["result"], "question_key": "moved", "n": 7}
        await tx.execute(delete(result))
        for group in (rows["result"]["grp"], ""):
            body = {"measure": "rating", "mean": 3.5, "of": 5}
            await tx.execute(insert(result).values(**{**frozen, "grp": group, "body": body}))
    return rows


def _secrets(rows: Rows) -> dict[str, dict[str, str]]:
    """Whatever random words stand in the rows, by table and column; not what points to another row."""

    def is_secret(column: Any, value: object) -> bool:
        is_text = isinstance(column.type, String) and not column.foreign_keys
        return is_text and isinstance(value, str) and re.fullmatch("[0-9a-f]{6,}", value) is not None

    return {
        name: {
            column: value
            for column, value in row.items()
            if is_secret(metadata.tables[name].columns[column], value)
        }
        for name, row in rows.items()
    }
