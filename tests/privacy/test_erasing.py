"""Erasing somebody: in no table anything names them, and what refers to them is work that others do."""

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Text, cast, func, select

from bot.privacy.erasing import erase, finish_erasing
from bot.store import members, outbox
from bot.store.engine import Store, Transaction
from bot.store.keys import keyring
from bot.store.tables import answer, delivery, loop, loop_event, loop_hit, member, metadata
from bot.store.unsaying import UNSAID
from bot.values.deliveries import DeliveryKind, Letter, Message
from bot.values.keeping import ERASED
from bot.values.loops import LoopKind
from bot.wiring import GivenWithheld
from tests.privacy.filling import NOON, fill

WORK = {
    # A tombstone stands in these: somebody else's work goes on from them.
    "ritual.owner_id",
    "digest.owner_id",
    "loop.raiser_id",
    "loop.waits_on_member_id",
    "loop.owner_id",
    "loop_event.actor_id",
    "loop_event.waits_on_member_id",
    "loop_hit.member_id",
    "signal_report.member_id",
    "goal_confidence.member_id",
    "we_did.author_id",
    "digest_note.member_id",
    "week_mark.member_id",
}


def _references() -> dict[str, Column[Any]]:
    return {
        f"{table.name}.{column.name}": column
        for table in metadata.sorted_tables
        for column in table.columns
        if any(key.column.table is member for key in column.foreign_keys)
    }


async def _who_refers(tx: Transaction, member_id: int) -> set[str]:
    found = set()
    for name, column in _references().items():
        query = select(func.count()).select_from(column.table).where(column == member_id)
        if (await tx.execute(query)).scalar_one():
            found.add(name)
    return found


async def _all_words(tx: Transaction) -> str:
    """Every text of every table."""
    found = []
    for table in metadata.sorted_tables:
        texts = [cast(column, Text) for column in table.columns if "BLOB" not in str(column.type)]
        for row in await tx.execute(select(*texts)):
            found += [str(value) for value in row]
    return "\n".join(found)


async def test_what_refers_to_whoever_was_erased_is_work_without_a_name(store: Store, tmp_path: Path) -> None:
    keys = keyring(str(tmp_path))
    withheld = GivenWithheld(store, keys)
    async with store.transaction() as tx:
        rows = await fill(tx)
        who = await members.by_id(tx, rows["member"]["id"])
        other = await fill(tx)
        assert await _who_refers(tx, who.id) == set(_references()), "in every table"
        said = {"text": f"{who.name} said", "blocks": []}
        await tx.execute(delivery.update().where(delivery.c.member_id == who.id).values(body=said))
    assert await erase(store, keys, withheld, who, NOON)
    assert not await erase(store, keys, withheld, who, NOON), "once is enough"
    assert await finish_erasing(store, NOON) == 1
    assert await finish_erasing(store, NOON) == 0
    async with store.transaction() as tx:
        assert await _who_refers(tx, who.id) == WORK
        words = await _all_words(tx)
        assert who.slack_id not in words
        assert who.name not in words
        assert await _who_refers(tx, other["member"]["id"]) == set(_references())


async def test_what_waits_for_others_tells_of_nobody_who_was_erased_and_still_goes(
    store: Store, tmp_path: Path
) -> None:
    words = "Payroll & Co\nis late"
    quoted = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "<@UBEN>:\n> Payroll &amp; Co\n> is late"},
    }
    cell = {"type": "section", "text": {"type": "plain_text", "text": "Ben O'Hara, Benedict: all well"}}
    of_all = Message("Ben O'Hara: Payroll & Co", [quoted, cell])
    keys = keyring(str(tmp_path))
    async with store.transaction() as tx:
        rows = await fill(tx)
        here = rows["workspace"]["id"]
        await tx.execute(member.update().values(name="Ben O'Hara", slack_id="UBEN"))
        await tx.execute(answer.update().values(text=words))
        who = await members.by_id(tx, rows["member"]["id"])
        for key, kind, message in (
            ("waits", DeliveryKind.DIGEST, of_all),
            ("in hand", DeliveryKind.DIGEST, of_all),
            ("on the wire", DeliveryKind.DIGEST, of_all),
            ("unnamed", DeliveryKind.WRAP_UP, Message("Payroll & Co")),
            (f"said:{rows['prompt']['id']}/2", DeliveryKind.ANSWER, Message("Three")),
            (f"said:{rows['prompt']['id']}1", DeliveryKind.ANSWER, Message("Somebody else's")),
        ):
            await outbox.put(tx, here, Letter(key, kind, message, "C1", NOON))
        for key, state in (("in hand", "claimed"), ("on the wire", "sending")):
            await tx.execute(delivery.update().where(delivery.c.key == key).values(state=state))
    await erase(store, keys, GivenWithheld(store, keys), who, NOON)
    async with store.transaction() as tx:
        found = {row.key: row for row in await tx.execute(select(delivery))}
        for key, state in (("waits", "pending"), ("in hand", "claimed"), ("on the wire", "sending")):
            assert (found[key].state, found[key].revision) == (state, 2), "newer words follow what has left"
            body = str(found[key].body)
            assert not any(word in body for word in ("UBEN", "O'Hara", "Payroll", "late"))
            assert f"{ERASED}, Benedict: all well" in body
        assert found["unnamed"].body["text"] == UNSAID
        own, other = (found[f"said:{rows['prompt']['id']}{which}"] for which in ("/2", "1"))
        assert (own.state, own.body["text"]) == ("cancelled", "")
        assert (other.state, other.body["text"]) == ("pending", "Somebody else's")


async def test_feedback_to_whoever_is_erased_goes_with_them(store: Store, tmp_path: Path) -> None:
    keys = keyring(str(tmp_path))
    async with store.transaction() as tx:
        rows = await fill(tx)
        other = await fill(tx)
        who = await members.by_id(tx, rows["member"]["id"])
        told = {"kind": LoopKind.FEEDBACK, "impact": None, "waits_on_member_id": loop.c.raiser_id}
        await tx.execute(loop.update().values(told))
        await tx.execute(loop_event.update().values(impact=None))
    await erase(store, keys, GivenWithheld(store, keys), who, NOON)
    async with store.transaction() as tx:
        assert list((await tx.execute(select(loop.c.id))).scalars()) == [other["loop"]["id"]]


async def test_a_hit_stays_only_where_it_is_the_work_itself(store: Store, tmp_path: Path) -> None:
    keys = keyring(str(tmp_path))
    async with store.transaction() as tx:
        rows = await fill(tx)
        await tx.execute(loop.update().values(raiser_id=None))
        who = await members.by_id(tx, rows["member"]["id"])
    await erase(store, keys, GivenWithheld(store, keys), who, NOON)
    async with store.transaction() as tx:
        assert (await tx.execute(select(loop_hit))).all() == []
