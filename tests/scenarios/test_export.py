"""`/trends export`: the answers and figures of one's teams, once, to whoever may read them."""

import csv
import io
import json
from typing import Any
from zipfile import ZipFile

from sqlalchemy import select, update

from bot.store.tables import member, member_export, team
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import answer, settle, start_check_in, texts

Tables = dict[str, list[dict[str, str]]]


def archives(scene: Scene, who: str) -> list[bytes]:
    """The archives in somebody's conversation with us, the oldest first."""
    files = scene.slack.workspace.files
    shared = [each for message in scene.slack.person(who).direct_messages for each in message.files]
    return [files.content(each["id"]) for each in shared if each["name"].startswith("drumbeat-export-")]


def tables_in(archive: bytes) -> Tables:
    """The CSV tables of an archive, by name."""
    with ZipFile(io.BytesIO(archive)) as opened:
        names = [name for name in opened.namelist() if name.startswith("csv/")]
        texts = {name: opened.read(name).decode() for name in names}
    return {
        name.removeprefix("csv/").removesuffix(".csv"): list(csv.DictReader(io.StringIO(text, newline="")))
        for name, text in texts.items()
    }


async def owed(scene: Scene) -> list[Any]:
    async with scene.drumbeat.house.store.reading() as tx:
        return list(await tx.execute(select(member_export)))


async def test_a_lead_is_sent_the_answers_of_their_teams_once_and_others_hear_who_can(scene: Scene) -> None:
    slack = scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await start_check_in(scene)
    await slack.wind(to=at("2026-11-23 14:10"))
    await answer(scene, "ben", '=HYPERLINK("http://x")', 'Its "tests", too', "Legal\nand more")
    refused = await ben.command("/trends", "export")
    assert "ana, who leads Checkout, or an admin can export that" in refused.text
    # Slack takes no file for the moment, so that it is asked for again before it leaves.
    slack.faults.add("files.getUploadURLExternal", "error_500")
    told = await ana.command("/trends", "export")
    assert "On its way: it comes as a direct message, with the answers and figures of 1 team." in told.text
    await settle(scene)
    again = await ana.command("/drumbeat", "trends export")
    assert "That export is on its way already." in again.text
    await slack.wind(hours=1)
    [archive] = archives(scene, "ana")
    tables = tables_in(archive)
    assert "members" not in tables
    assert [row["name"] for row in tables["teams"]] == ["Checkout"]
    said = {row["question_key"]: row for row in tables["answers"]}
    assert {row["value_text"] for row in said.values()} == {
        '=HYPERLINK("http://x")',
        'Its "tests", too',
        "Legal\nand more",
    }
    assert {row["respondent"] for row in tables["answers"]} == {ben.id}
    [row] = await owed(scene)
    assert (row.kind, row.due_at, row.sent_at is not None) == ("trends", None, True)
    with ZipFile(io.BytesIO(archive)) as opened:
        assert json.loads(opened.read("datapackage.json"))["title"].startswith("Drumbeat export of ")
    assert not archives(scene, "ben")


async def test_a_file_whose_answer_got_lost_is_not_sent_twice_and_without_the_permission_it_says_so(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await start_check_in(small_scene)
    slack.faults.add("files.completeUploadExternal", "lost_answer")
    await ana.command("/trends", "export")
    await settle(small_scene)
    await slack.wind(hours=1)
    assert len(archives(small_scene, "ana")) == 1
    slack.workspace.app.scopes -= {"files:write"}
    await ana.command("/trends", "export")
    await settle(small_scene)
    assert "the permission `files:write` came with a newer version" in texts(ana.direct_messages)[-1]
    assert len(archives(small_scene, "ana")) == 1


async def test_whoever_is_lead_no_more_when_it_leaves_is_told_so_and_gets_nothing(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await start_check_in(small_scene)
    slack.faults.add("files.getUploadURLExternal", "error_500")
    await ana.command("/trends", "export")
    await settle(small_scene)
    async with small_scene.drumbeat.house.store.transaction() as tx:
        await tx.execute(update(team).values(lead_id=None))
        await tx.execute(update(member).values(role="member"))
    await slack.wind(hours=1)
    assert archives(small_scene, "ana") == []
    assert "The export you asked for does not come." in texts(ana.direct_messages)[-1]
    assert await owed(small_scene) == []
