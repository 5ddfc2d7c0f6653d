"""What whoever takes an export along is not to know is not in it: of other teams, of other channels, of open rounds,
and of rounds whose answers were never to be read one by one."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import insert, update

from bot.store.engine import Store
from bot.store.ritual_rows import from_questions
from bot.store.tables import result, ritual, round_, round_team
from bot.values.exporting import Extent
from bot.values.rituals import TO_TEAM, Breakdown, Kind, Tier
from bot.values.rounds import RoundState
from tests.trends.company import CONFIDENCE, MONDAY, PROGRESS, Company, Given
from tests.trends.export.taking import export, reader

PEOPLE = ("ana", "ben", "cem", "dia", "eva", "fay", "gus", "hal", "ida", "jon")


async def _round(
    company: Company, ritual_id: int, day: date, shown: Sequence[tuple[int, str]], **more: object
) -> int:
    """A closed confidential round, told apart by team, that was shown to these teams in these channels."""
    opens = datetime.combine(day, time(8), tzinfo=UTC)
    values: dict[str, object] = {
        "workspace_id": company.workspace_id,
        "ritual_id": ritual_id,
        "ritual_name": "Workload",
        "local_date": day,
        "state": RoundState.CLOSED,
        "opens_at": opens,
        "closes_at": opens + timedelta(hours=8),
        "questions": from_questions((CONFIDENCE,)),
        "report": TO_TEAM,
        "tier": Tier.CONFIDENTIAL,
        "breakdown": Breakdown.TEAM,
    }
    async with company.store.transaction() as tx:
        made = await tx.execute(insert(round_).values({**values, **more}).returning(round_.c.id))
        id_ = int(made.scalar_one())
        for team_id, channel in shown:
            row = {"round_id": id_, "team_id": team_id, "channel_id": channel}
            await tx.execute(insert(round_team).values(row))
    return id_


async def _freeze(company: Company, round_id: int, *groups: str) -> None:
    body = {"measure": "rating", "mean": 3.5, "of": 5}
    row = {"round_id": round_id, "workspace_id": company.workspace_id, "question_key": "confidence", "n": 5}
    async with company.store.transaction() as tx:
        for group in groups:
            await tx.execute(insert(result).values({**row, "grp": group, "body": body}))


async def test_of_another_team_no_group_is_in_it_nor_what_was_shown_where_they_do_not_read(
    store: Store,
) -> None:
    company = await Company.found(store)
    people = [await company.person(name) for name in PEOPLE]
    mine = await company.team("Checkout", lead=people[0])
    hidden = await company.team("Hidden", lead=people[5], is_private=True)
    both = await company.ritual("Workload", [mine, hidden], people[0], tier=Tier.CONFIDENTIAL)
    elsewhere = await company.ritual("Aside", [mine], people[0], tier=Tier.CONFIDENTIAL)
    ours = await _round(company, both, MONDAY, [(mine, "CCHECKOUT"), (hidden, "CHIDDEN")])
    theirs = await _round(company, elsewhere, MONDAY, [(mine, "CSECRET")], report="CSECRET")
    for at, who in enumerate(people):
        team = mine if at < 5 else hidden
        await company.prompt(ours, both, team, who, MONDAY, confidence=3)
        await company.prompt(theirs, elsewhere, mine, who, MONDAY, confidence=3)
    await _freeze(company, ours, "", "Checkout", "Hidden")
    await _freeze(company, theirs, "")

    lead = reader(people[0], {mine}, channels=frozenset({"CCHECKOUT"}))
    archive = await export(store, Extent(company.workspace_id, lead))
    told = {(row["round_id"], row["group"]) for row in archive.table("results")}
    assert told == {(str(ours), "everybody"), (str(ours), "Checkout")}
    pulses = {row["group"] for row in archive.table("metrics_weekly") if row["metric"] == "pulse"}
    assert pulses == {"", "Checkout"}
    assert "Hidden" not in "\n".join(archive.files.values())
    whole = await export(store, Extent(company.workspace_id))
    assert {row["group"] for row in whole.table("results")} == {"everybody", "Checkout", "Hidden"}
    assert len(whole.table("results")) == 4


async def test_what_was_confidential_once_is_in_no_figure_after_its_ritual_was_made_named(
    store: Store,
) -> None:
    company = await Company.found(store)
    people = [await company.person(name) for name in PEOPLE]
    team = await company.team("Checkout", lead=people[0])
    ritual_id = await company.ritual("Workload", [team], people[0], tier=Tier.CONFIDENTIAL)
    last_week = MONDAY - timedelta(weeks=1)
    each: dict[str, Given] = {"confidence": 1, "progress": "In confidence"}
    await company.day(ritual_id, team, last_week, dict.fromkeys(people[:3], each))
    async with store.transaction() as tx:
        await tx.execute(update(ritual).values(tier=Tier.NAMED))
    each = {"confidence": 4, "progress": "By name"}
    await company.day(ritual_id, team, MONDAY, dict.fromkeys(people[:3], each))
    for extent in (Extent(company.workspace_id), Extent(company.workspace_id, reader(people[0], {team}))):
        archive = await export(store, extent)
        scales = [row for row in archive.table("metrics_weekly") if row["metric"] == "scale"]
        assert [row["value"] for row in scales] == ["4"]
        assert {row["value_text"] for row in archive.table("answers")} - {""} == {"By name"}
        assert "In confidence" not in "\n".join(archive.files.values())


async def test_what_is_said_in_a_feedback_round_is_in_it_once_the_round_is_closed(store: Store) -> None:
    company = await Company.found(store)
    ana = await company.person("ana")
    team = await company.team("Checkout", lead=ana)
    ritual_id = await company.ritual("After the launch", [team], ana)
    shown = [(team, "CCHECKOUT")]
    named = {"tier": Tier.NAMED, "breakdown": Breakdown.NONE, "kind": Kind.FEEDBACK_ROUND}
    questions = from_questions((PROGRESS,))
    for day, state in ((MONDAY, RoundState.CLOSED), (MONDAY + timedelta(days=1), RoundState.OPEN)):
        round_id = await _round(
            company, ritual_id, day, shown, questions=questions, state=state, about="it", **named
        )
        await company.prompt(round_id, ritual_id, team, ana, day, progress=f"Said while {state}")
    archive = await export(store, Extent(company.workspace_id))
    assert [row["value_text"] for row in archive.table("answers")] == ["Said while closed"]
