"""What a digest reads beside check-ins is found by indexes: its cost is that of its weeks, not that of all years."""

import re

from sqlalchemy import event

from bot.store.engine import Store, open_store
from bot.trends.facts import gather
from tests.trends.company import Company

OF_YEARS = ("goal", "goal_confidence", "loop", "loop_event", "loop_hit", "signal", "signal_report")
_READS = re.compile(rf"\b(FROM|JOIN) ({'|'.join(OF_YEARS)})\b")
_ALL_OF_IT = re.compile(rf"^SCAN ({'|'.join(OF_YEARS)})\b")
_OF_A_WORKSPACE = re.compile(
    rf"^SEARCH ({'|'.join(OF_YEARS)})\b.*\((workspace_id|waits_on_team_id|team_id)=\?\)$"
)
_PARTIAL = "ix_loop_unsettled"
"""Only of what is not over."""


async def test_nothing_of_years_that_are_over_is_read_for_a_digest(sqlite_database_url: str) -> None:
    store = open_store(sqlite_database_url)
    company = await Company.found(store)
    ana = await company.person("Ana")
    team = await company.team("Checkout", lead=ana)
    await company.bottleneck("A thing", team, ana)
    asked = await _asked_for_digests(store, company)
    plans = [line for statement, given in asked for line in await _plan(store, statement, given)]
    await store.close()
    assert len(plans) > 10
    whole = [line for line in plans if _ALL_OF_IT.match(line) or _OF_A_WORKSPACE.match(line)]
    assert [line for line in whole if _PARTIAL not in line] == []


async def _asked_for_digests(store: Store, company: Company) -> list[tuple[str, tuple[object, ...]]]:
    asked: list[tuple[str, tuple[object, ...]]] = []

    def listen(
        _connection: object, _cursor: object, statement: str, given: tuple[object, ...], *_: object
    ) -> None:
        if _READS.search(statement):
            asked.append((statement, given))

    event.listen(store.engine.sync_engine, "before_cursor_execute", listen)
    for channel in ("CCHECKOUT", "CPRODUCT"):
        async with store.transaction() as tx:
            await gather(tx, company.scope(channel))
    event.remove(store.engine.sync_engine, "before_cursor_execute", listen)
    return asked


async def _plan(store: Store, statement: str, given: tuple[object, ...]) -> list[str]:
    async with store.transaction() as tx:
        rows = await tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        return [str(row[-1]) for row in rows]
