"""What an export holds is what is stored, as far as whoever reads it may know of it."""

import gc
import shutil
import tracemalloc
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert, select, update

from benchmarks.millions import Size
from benchmarks.millions import fill as live_through
from bot.store.engine import Store, open_store
from bot.store.tables import answer, member, signal, signal_report
from bot.values.exporting import Extent
from bot.values.loops import LoopState
from bot.values.questions import Question, QuestionType
from bot.values.rituals import TO_LEAD, Tier
from tests.compiled_once import forget_what_was_compiled
from tests.databases import quick_folder, sqlite_url
from tests.files.reading import Archive
from tests.trends.company import CONFIDENCE, MONDAY, PROGRESS, STUCK, Company
from tests.trends.export.taking import NOW, export, reader, write

NASTY = (
    '=HYPERLINK("http://x","y")',
    "Two\nlines, “quoted” and 'so'",
    '- a\r\n- b;"c"\t@d',
    "Zoë 🙂 \u2028 ＝1",
    "null",
    " ",
)
CHOICE = Question("area", "Where?", QuestionType.CHOICES, options=("A; B", '"C"'))


async def test_every_answer_stands_in_it_as_it_is_stored(store: Store) -> None:
    company = await Company.found(store)
    ana, ben = await company.person("Ana"), await company.person("Ben")
    team = await company.team("Checkout", lead=ana)
    ritual = await company.ritual("Check-in", [team], ana)
    for at, words in enumerate(NASTY):
        given: dict[int, dict[str, str | int]] = {
            ana: {"progress": words, "confidence": at},
            ben: {"stuck": words[::-1]},
        }
        questions = (
            PROGRESS,
            STUCK,
            CONFIDENCE if at else Question("confidence", "How sure?", QuestionType.SCALE),
        )
        await company.day(ritual, team, MONDAY + timedelta(days=at), given, questions=questions)
    await company.day(ritual, team, MONDAY + timedelta(days=7), {ana: {"area": "x"}}, questions=(CHOICE,))
    async with store.transaction() as tx:
        is_choice = answer.c.question_key == "area"
        await tx.execute(update(answer).where(is_choice).values(text=None, chosen=list(CHOICE.options)))
    archive = await export(store, Extent(company.workspace_id))
    async with store.reading() as tx:
        names = {row.id: row.slack_id for row in await tx.execute(select(member))}
        stored = {
            f"{row.prompt_id}-{row.question_key}": (
                *(names[row.member_id], row.local_date.isoformat(), row.number, row.text, row.chosen),
            )
            for row in await tx.execute(select(answer))
        }
    values = ("respondent", "local_date", "value_num", "value_text", "value_choice")
    assert {
        row["answer_id"]: tuple(row[name] for name in values) for row in archive.lines("answers")
    } == stored
    in_csv = {row["answer_id"]: (row["respondent"], row["value_text"]) for row in archive.table("answers")}
    assert in_csv == {name: (row[0], row[3] or "") for name, row in stored.items()}
    wordings = {
        row["ask"]: int(row["rounds"]) for row in archive.table("questions") if row["type"] == "scale"
    }
    assert wordings == {CONFIDENCE.ask: 5, "How sure?": 1}
    assert archive.table("members")[1]["name"] == "Ben"
    since = await export(store, Extent(company.workspace_id, since=MONDAY + timedelta(days=5)))
    assert {row["local_date"] for row in since.table("answers")} == {"2026-11-21", "2026-11-23"}


async def test_whoever_takes_it_along_gets_their_teams_and_what_they_may_read(store: Store) -> None:
    company = await Company.found(store)
    ana, ben, cem = [await company.person(name) for name in ("Ana", "Ben", "Cem")]
    mine = await company.team("Mine", lead=ana)
    open_to_all = await company.team("Open", lead=cem)
    hidden = await company.team("Hidden", lead=cem, is_private=True)
    said: dict[int, int] = {}
    for team in (mine, open_to_all, hidden):
        said[team] = await company.ritual(f"Check-in {team}", [team], cem)
        await company.day(said[team], team, MONDAY, {ben: {"progress": f"Of {team}"}})
    company.reports[said[mine]] = TO_LEAD
    await company.day(said[mine], mine, MONDAY + timedelta(days=1), {ben: {"progress": "For the lead"}})
    company.reports[said[mine]] = "CELSEWHERE"
    await company.day(said[mine], mine, MONDAY + timedelta(days=2), {ben: {"progress": "Elsewhere"}})
    await company.bottleneck("Ours", mine, ben, waits_on_team_id=open_to_all)
    await company.bottleneck("Quiet", mine, ben, quiet=True, details="Hush")
    await company.bottleneck("Theirs on us", hidden, cem, waits_on_team_id=mine)
    await company.bottleneck("Theirs alone", hidden, cem, state=LoopState.RAISED)
    await company.bottleneck("Of nobody", None, cem)
    await _heard(company, {None: "By all", mine: "By us", hidden: "By them"}, cem)

    lead = reader(ana, {mine}, known={mine, open_to_all})
    archive = await export(store, Extent(company.workspace_id, lead))
    assert texts(archive) == {f"Of {mine}", "For the lead"}
    assert [row["not_shown_reason"] for row in archive.table("rounds")] == ["", "", "elsewhere"]
    assert {row["name"]: row["is_covered"] for row in archive.table("teams")} == {
        "Mine": "true",
        "Open": "false",
    }
    assert "members" not in archive.names
    loops = {row["title"] or row["not_shown_reason"]: row for row in archive.table("bottlenecks")}
    assert set(loops) == {"Ours", "quiet", "Theirs on us"}
    assert (loops["quiet"]["details"], loops["Theirs on us"]["team_id"]) == ("", "")
    assert {row["words"] for row in archive.table("signal_reports")} == {"By all", "By us"}
    assert "Hush" not in "\n".join(archive.files.values())

    of_channel = reader(ana, {mine}, led=frozenset(), channels=frozenset({"CELSEWHERE"}))
    assert texts(await export(store, Extent(company.workspace_id, of_channel))) == {f"Of {mine}", "Elsewhere"}
    admin = reader(ben, {open_to_all}, is_admin=True, led=frozenset())
    archive = await export(store, Extent(company.workspace_id, admin))
    assert texts(archive) == {f"Of {open_to_all}"}
    assert {row["title"] for row in archive.table("bottlenecks")} == {"Ours", "Of nobody"}
    whole = await export(store, Extent(company.workspace_id))
    assert len(whole.table("bottlenecks")) == 5
    assert "Hush" in whole.files["csv/bottlenecks.csv"]


async def test_figures_come_with_their_usual_range_and_nothing_is_said_of_too_few(store: Store) -> None:
    company = await Company.found(store)
    people = [await company.person(f"P{number}") for number in range(6)]
    team, other = await company.team("Checkout"), await company.team("Payments")
    named = await company.ritual("Check-in", [team], people[0])
    in_groups = await company.ritual("Closed", [team], people[0], tier=Tier.CONFIDENTIAL)
    for ago in range(14, 0, -1):
        monday = MONDAY - timedelta(weeks=ago - 1)
        mood = 1 if ago == 1 else 4 + ago % 2
        await company.day(named, team, monday, {person: {"confidence": mood} for person in people})
        some = people[:4] if ago == 1 else people
        await company.day(in_groups, team, monday, {person: {"confidence": 5} for person in some})
    blocked = await company.bottleneck("The API", team, people[0], days=7, waits_on_team_id=other)
    await company.turns(blocked, (7, other))
    archive = await export(store, Extent(company.workspace_id))
    rows = {
        (row["metric"], row["ritual_id"], row["local_date"]): row for row in archive.table("metrics_weekly")
    }
    drop = rows["scale", str(named), str(MONDAY)]
    assert (drop["value"], drop["flag"], drop["n"], drop["asked"]) == ("1", "outside", "6", "6")
    assert float(drop["lo"]) > 1
    early = rows["scale", str(named), str(MONDAY - timedelta(weeks=13))]
    assert (early["value"], early["lo"], early["not_judged_reason"]) == ("4", "", "too_few_weeks")
    usual = rows["scale", str(named), str(MONDAY - timedelta(weeks=1))]
    assert (usual["flag"], usual["hi"], int(usual["base_weeks"]) >= 6) == ("", "5", True)
    few = rows["participation", str(in_groups), str(MONDAY)]
    assert (few["value"], few["not_shown_reason"]) == ("", "below_k")
    assert rows["participation", str(in_groups), str(MONDAY - timedelta(weeks=1))]["value"] == "1"
    assert not any(row["metric"] == "scale" and row["ritual_id"] == str(in_groups) for row in rows.values())
    assert rows["bottlenecks_opened", "", str(MONDAY)]["value"] == "1"
    [edge] = archive.table("edges_weekly")
    assert (edge["team_id"], edge["waits_on_team_id"]) == (str(team), str(other))
    assert 6 < float(edge["blocked_days"]) <= 7


async def test_what_is_answered_while_it_is_written_waits_for_nothing_and_is_in_no_table(
    store: Store,
) -> None:
    company = await Company.found(store)
    ana = await company.person("Ana")
    team = await company.team("Checkout", lead=ana)
    ritual = await company.ritual("Check-in", [team], ana)
    await company.day(ritual, team, MONDAY, {ana: {"progress": "Before"}})
    days = iter(range(1, 100))

    async def live_on(_name: str, _rows: int) -> None:
        await company.day(ritual, team, MONDAY + timedelta(days=next(days)), {ana: {"progress": "Meanwhile"}})

    archive = await export(store, Extent(company.workspace_id), hear=live_on)
    assert texts(archive) == {"Before"}
    assert next(days) > 5


async def test_memory_does_not_grow_with_what_was_answered(migrated_sqlite_file: Path) -> None:
    """Kept in memory, ten times as many answers would take almost five times as much; when garbage is collected in
    between is worth half as much again."""
    peaks = [await _peak(migrated_sqlite_file, answers) for answers in (2_000, 20_000)]
    assert peaks[1] < 2 * peaks[0], peaks


async def _peak(migrated: Path, answers: int) -> int:
    with quick_folder() as folder:
        url = sqlite_url(Path(shutil.copy(migrated, folder / "drumbeat.db")))
        workspace_id = await live_through(url, Size(2, answers))
        forget_what_was_compiled()
        store = open_store(url)
        gc.collect()
        tracemalloc.start()
        try:
            await write(store, Extent(workspace_id), folder)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
            await store.close()


def texts(archive: Archive) -> set[str]:
    return {row["value_text"] for row in archive.table("answers")}


async def _heard(company: Company, words: Mapping[int | None, str], by: int) -> None:
    async with company.store.transaction() as tx:
        for team_id, said in words.items():
            new = insert(signal).values(workspace_id=company.workspace_id, kind="customer")
            made = (await tx.execute(new.returning(signal.c.id))).scalar_one()
            row = {
                "workspace_id": company.workspace_id,
                "signal_id": made,
                "member_id": by,
                "team_id": team_id,
            }
            await tx.execute(insert(signal_report).values(**row, words=said, heard_at=NOW))
