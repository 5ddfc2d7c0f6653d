"""Whoever has the database, its hourly copies and no keys finds the giver of withheld feedback only by guessing.

What the words to givers tell by the morning they come is another matter, which `docs/anonymity.md` does not hide:
together they name whoever gave something that moved, and where one thing moved that is one person.
"""

import asyncio
import random
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot import boxes
from bot.values.deliveries import DeliveryKind
from bot.values.loops import Step
from tests.databases import open_for_one, quick_folder, sqlite_url
from tests.loops.feedback.company import NAMES, Company, found
from tests.privacy.guessing import ONCE_IN_TEN_THOUSAND, Score
from tests.privacy.replaying import DATABASE, Deed, Files, Replay, copied

TO = "ben"
GIVERS = [name for name in NAMES if name != TO]
MORNINGS = 20


@dataclass
class Snoop:
    """Sees every transaction of the copies, and is told who gave something on each day, in which order they did."""

    people: Mapping[int, str]
    gave: dict[int, str] = field(default_factory=dict)
    near: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    told: list[set[str]] = field(default_factory=list)
    keys: dict[str, bytes] = field(default_factory=dict)

    def sees(self, copy: Files, deeds: Iterable[Deed]) -> None:
        """Another copy, and what was done since the one before."""
        self.keys |= {name.removesuffix(".key"): key for name, key in copy.items() if name.endswith(".key")}
        for deed in deeds:
            self._learn(deed)

    def giver_of(self, loop_id: int, others: list[int], in_order: list[str]) -> str:
        """Who gave this, of those who gave something on its day: `others` came with it."""
        if loop_id in self.gave:
            return self.gave[loop_id]
        if len(near := self.near[loop_id]) == 1:
            return next(iter(near))
        return in_order[sorted(others).index(loop_id)]

    def _learn(self, deed: Deed) -> None:
        people, things, told = set(), set(), set()
        for table, row in deed:
            if table == "delivery":
                if row["kind"] == DeliveryKind.GIVER_NEWS:
                    told.add(self.people[row["member_id"]])
                continue
            if table in ("loop", "loop_event", "giver"):
                things.add(row["loop_id"] if "loop_id" in row else row["id"])
            people |= {self.people[who] for who in _named_in(row) if who in self.people}
            if table == "giver" and (key := self.keys.get(row["key_name"])):
                content: Any = boxes.open_(key, row["box"], label=row["key_name"].encode())
                self.gave[row["loop_id"]] = self.people[content["giver"]]
        for thing in things:
            self.near[thing] |= people - {TO}
        if told:
            self.told.append(told)


def _named_in(row: Mapping[str, Any]) -> set[int]:
    return {
        value
        for name, value in row.items()
        if name.endswith(("member_id", "raiser_id", "actor_id")) and value
    }


def test_without_the_keys_who_gave_what_is_a_guess_among_those_who_gave_any(
    migrated_sqlite_file: Path,
) -> None:
    """Which piece of the shuffled batch is whose differs in each run: this fails less than once in ten thousand."""
    score = _attacked(migrated_sqlite_file)
    assert len(score.chances) == MORNINGS
    assert score.is_guessing(1 - ONCE_IN_TEN_THOUSAND), score


def test_with_the_keys_in_the_backup_nobody_is_withheld(migrated_sqlite_file: Path) -> None:
    assert _attacked(migrated_sqlite_file, mornings=5, keys_in_backup=True).part == 1


def _attacked(migrated: Path, *, mornings: int = MORNINGS, keys_in_backup: bool = False) -> Score:
    with quick_folder() as folder, quick_folder() as elsewhere:
        shutil.copy(migrated, folder / DATABASE)
        return asyncio.run(_live(folder, folder if keys_in_backup else elsewhere, elsewhere, mornings))


async def _live(folder: Path, keys: Path, elsewhere: Path, mornings: int) -> Score:
    chance, score = random.Random(5), Score()
    store = open_for_one(sqlite_url(folder / DATABASE))
    company = await found(store, keys / "keys")
    snoop = Snoop({member.id: name for name, member in company.people.items()})
    with Replay(elsewhere) as replay:

        def look() -> None:
            copy = copied(folder)
            snoop.sees(copy, replay.deeds(copy))

        for number in range(mornings):
            order = chance.sample(GIVERS, chance.randint(3, 5))
            known = {each.id for each in await company.all()}
            look()
            for who in order:
                await company.give(who, TO, withheld=True, title=f"{who} {number}")
                company.now += timedelta(minutes=chance.randint(1, 90))
                if chance.random() < 0.5:
                    look()
            await company.next_morning()
            look()
            new = {each.id: each.title.split()[0] for each in await company.all() if each.id not in known}
            snoop.told.clear()
            await _close(company, new, chance, look)
            assert {frozenset(each) for each in snoop.told} == {frozenset(order)}, (
                "together, and not what they gave"
            )
            asked = chance.choice(sorted(new))
            score.add(snoop.giver_of(asked, sorted(new), order) == new[asked], 1 / len(new))
    await store.close()
    return score


async def _close(
    company: Company, new: Mapping[int, str], chance: random.Random, look: Callable[[], None]
) -> None:
    """All of them are asked back and answered, told of in two mornings, and closed by those who gave them."""
    given = [each for each in await company.all() if each.id in new]
    for owner_says, giver_says in ((Step.ASKED, Step.REPLIED), (Step.ANSWERED, Step.CONFIRMED)):
        for each in given:
            await company.take(TO, each, owner_says, "Which?")
        await company.next_morning()
        look()
        await company.send()
        for each in chance.sample(given, len(given)):
            await company.take(new[each.id], each, giver_says, "Those.")
    await company.next_morning()
    look()
