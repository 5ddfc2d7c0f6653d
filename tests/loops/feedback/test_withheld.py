"""A withheld name stays withheld: whoever has the database, all of it and at any time, and no keys, cannot tell."""

import asyncio
import shutil
from collections import Counter
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import LargeBinary, select
from sqlalchemy.engine import Row

from bot.store.engine import Store, open_store
from bot.store.tables import metadata
from bot.values.deliveries import DeliveryKind
from bot.values.errors import DrumbeatError
from bot.values.loops import Step, WaitsOn
from tests.databases import quick_folder, sqlite_url
from tests.loops.feedback.company import BATCH, LEADERSHIP, Company, day, found

FORM = "form-3f2a"
TITLE = "Too many syncs"

_RANDOM = {("delivery", "id"), ("delivery", "key"), ("loop", "key"), ("loop_news", "delivery_key")}
_BY_GIVER = [Step.REPLIED, Step.CONFIRMED, Step.REOPENED, Step.DECLINED]
_BY_OWNER = [
    Step.ACKNOWLEDGED,
    Step.ASKED,
    Step.PROMISED,
    Step.ANSWERED,
    Step.DECLINED,
    Step.HANDED_OVER,
    Step.TAKEN_DOWN,
]

DEEDS = st.one_of(
    st.tuples(st.just("giver"), st.sampled_from(_BY_GIVER)),
    st.tuples(st.just("owner"), st.sampled_from(_BY_OWNER)),
    st.tuples(st.sampled_from(["morning", "send", "fortnight", "look"]), st.none()),
)
LIVES = settings(
    max_examples=6,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@LIVES
@given(to=st.sampled_from(["ben", "Payments", LEADERSHIP]), deeds=st.lists(DEEDS, max_size=12))
def test_the_database_is_the_same_whoever_gave_it(
    migrated_sqlite_file: Path, to: str, deeds: list[tuple[str, Step | None]]
) -> None:
    """Whatever happens, and at every moment of it: that Ana gave it leaves the same rows as that Dev did."""
    lives = [
        _in_a_company(migrated_sqlite_file, partial(_live, giver=giver, to=to, deeds=deeds))
        for giver in ("ana", "dev")
    ]
    for moment, (ana, dev) in enumerate(zip(*lives, strict=True)):
        assert ana == dev, deeds[: moment + 1]


async def test_nothing_but_boxes_refers_to_the_giver_and_at_the_end_not_even_these(
    store: Store, tmp_path: Path
) -> None:
    company = await found(store, tmp_path)
    unconcerned = await _references(company, "ana")
    await company.give("ana", "ben", withheld=True, title=TITLE, key=FORM)
    assert await _references(company, "ana") == unconcerned
    await company.next_morning()
    [loop] = await company.all()
    for owner, step in (("ben", Step.ASKED), ("ben", Step.ANSWERED)):
        await company.take(owner, loop, step, "Which?")
        await company.take("ana", loop, Step.REPLIED, "Those.")
        assert await _references(company, "ana") == unconcerned
    await company.next_morning()
    word = await company.letters("ana", DeliveryKind.GIVER_NEWS)
    assert len(word) == 1, "for a day, the outbox says that somebody gave something, and never what"
    assert "syncs" not in str(word[0])
    await company.send()
    await company.take("ana", loop, Step.CONFIRMED)
    await company.next_morning()
    assert await _references(company, "ana") == unconcerned
    assert await company.keys.names("") == [f"forms-{loop.workspace_id}"]
    assert FORM not in await _text(company)


async def test_until_it_is_handed_on_not_a_word_of_it_stands_in_the_file(
    migrated_sqlite_file: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(migrated_sqlite_file, tmp_path / "drumbeat.db"))
    store = open_store(sqlite_url(path))
    company = await found(store, tmp_path / "keys")
    await company.give("ana", "ben", withheld=True, title=TITLE, details="Four a week", key=FORM)
    kept = _bytes_in(tmp_path)
    for word in (TITLE, "Four a week", FORM):
        assert word.encode() not in kept
    await store.close()


async def test_the_batch_is_shuffled_and_all_of_it_came_at_once(store: Store, tmp_path: Path) -> None:
    company = await found(store, tmp_path)
    given = [f"{who} {number}" for number in range(3) for who in ("ana", "ben", "dev", "eve", "fay", "gus")]
    for title in given:
        await company.give(title.split()[0], "chi", withheld=True, title=title)
    await company.next_morning()
    handed_on = await company.all()
    titles = [each.title for each in handed_on]
    assert sorted(titles) == sorted(given)
    assert titles not in (given, given[::-1]), "which by chance is less likely than once in 10^15 runs"
    assert {each.raised_at for each in handed_on} == {company.now}


@pytest.mark.parametrize("zone_of_now", [datetime(2026, 11, 23, 6, 59, tzinfo=UTC), BATCH])
async def test_a_withheld_piece_says_the_batch_and_not_when_it_was_given(
    store: Store, tmp_path: Path, zone_of_now: datetime
) -> None:
    company = await found(store, tmp_path)
    company.now = zone_of_now
    loop = await company.withheld("ana", "ben")
    [raised] = await company.events(loop)
    assert loop.raised_at == loop.since == raised.at == company.now
    assert company.now.hour == 8, "nine in Berlin"


def _bytes_in(folder: Path) -> bytes:
    return b"".join(each.read_bytes() for each in folder.glob("drumbeat.db*"))


def _in_a_company(migrated: Path, work: Callable[[Company], Coroutine[Any, Any, Any]]) -> Any:
    async def run() -> Any:
        with quick_folder() as folder:
            store = open_store(sqlite_url(Path(shutil.copy(migrated, folder / "drumbeat.db"))))
            try:
                return await work(await found(store, folder / "keys"))
            finally:
                await store.close()

    return asyncio.run(run())


async def _live(
    company: Company, giver: str, to: str, deeds: list[tuple[str, Step | None]]
) -> list[dict[str, list[Any]]]:
    loop = await company.withheld(giver, to, title=TITLE, key=FORM)
    owner = {"ben": "ben", "Payments": "chi", LEADERSHIP: "gus"}[to]
    moments = [await _rows(company)]
    for number, (who, step) in enumerate(deeds):
        try:
            if step is not None:
                party = company.to("fay") if step == Step.HANDED_OVER else WaitsOn()
                words = None if who == "giver" and step == Step.DECLINED else f"Word {number}"
                await company.take(
                    giver if who == "giver" else owner, loop, step, words, waits_on=party, on=day(30)
                )
            elif who == "morning":
                await company.next_morning()
            elif who == "send":
                await company.send()
            elif who == "fortnight":
                await company.wait(days=15)
            else:
                await company.page(giver, loop)
        except DrumbeatError:
            pass
        moments.append(await _rows(company))
    return moments


async def _rows(company: Company) -> dict[str, list[Any]]:
    """Every row there is, without what is random, and without the words to givers, which are kept for a day."""
    found: dict[str, list[Any]] = {}
    async with company.store.transaction() as tx:
        for table in metadata.sorted_tables:
            rows = await tx.execute(select(table))
            kept = [row for row in rows if getattr(row, "kind", None) != DeliveryKind.GIVER_NEWS]
            found[table.name] = sorted(str(_plain(table.name, row)) for row in kept)
    return found


def _plain(table: str, row: Row[Any]) -> dict[str, Any]:
    told = dict(row._mapping)
    for name, value in told.items():
        if isinstance(value, bytes):
            told[name] = len(value)
        elif (table, name) in _RANDOM or name == "key_name":
            told[name] = "random"
    return told


async def _references(company: Company, who: str) -> dict[str, int]:
    """How many rows of each table refer to somebody, or name them."""
    member = company.people[who]
    counts: Counter[str] = Counter()
    async with company.store.transaction() as tx:
        for table in metadata.sorted_tables:
            ids = [
                each
                for each in table.columns
                if any(key.column.table.name == "member" for key in each.foreign_keys)
            ]
            for row in await tx.execute(select(table)):
                values = row._mapping
                refers = any(values[each.name] == member.id for each in ids)
                counts[table.name] += refers or member.slack_id in str(_open_text(table, values))
    return {name: count for name, count in counts.items() if count}


def _open_text(table: Any, values: Any) -> list[Any]:
    return [values[each.name] for each in table.columns if not isinstance(each.type, LargeBinary)]


async def _text(company: Company) -> str:
    async with company.store.transaction() as tx:
        return "".join(
            [str(row) for table in metadata.sorted_tables for row in await tx.execute(select(table))]
        )
