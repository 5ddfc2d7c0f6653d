"""Whoever has everything an administrator has after the close finds out no more than whoever guesses.

Everything: the database, copies of it from while rounds were open (with the write-ahead log, without the keys), and
the logs at DEBUG.
"""

import asyncio
import io
import logging
import math
import random
import shutil
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import combinations_with_replacement
from pathlib import Path

import pytest

from bot.logs import set_up_logging
from bot.privacy.results import summarize
from bot.store.engine import open_store
from bot.values.privacy import Ballot, Result
from bot.values.questions import Answer
from bot.values.rituals import USUAL_PROTECTION
from tests.databases import open_for_one, quick_folder, sqlite_url
from tests.privacy.attacked import DAYS, MOODS, REMINDED, SIZES, Company, Truth, Unsealed, company_in
from tests.privacy.attacker import Attacker, Order
from tests.privacy.guessing import ONCE_IN_TEN_THOUSAND, Score
from tests.privacy.office import MOOD
from tests.privacy.replaying import DATABASE, Replay, Rows, Seen, copied

ROUNDS = 500
DAYS_EACH = 10
"""After so many days a new company begins, so that files stay small."""

ORDERS = [
    (Order(by_reminder=first), Order(is_reversed=second))
    for first in (False, True)
    for second in (False, True)
]


@dataclass
class Scores:
    """How the attacker did."""

    moods: Score = field(default_factory=Score)
    took_part: Score = field(default_factory=Score)
    words: dict[tuple[Order, Order], Score] = field(
        default_factory=lambda: {orders: Score() for orders in ORDERS}
    )
    found: int = 0

    def judge(self, attacker: Attacker, truth: Truth, chance: random.Random) -> None:
        """One question of each kind a round, so that each is a new throw of the dice."""
        self.found += attacker.found_anything_in(truth.round_id)
        likely = _likely(truth.shown)
        likeliest = 1 + likely.index(max(likely))
        if truth.said:
            who = chance.choice(sorted(truth.said))
            guess = attacker.mood_of(truth.round_id, who, likeliest)
            self.moods.add(guess == truth.said[who]["mood"], max(likely))
            self._judge_words(attacker, truth, who)
        if truth.answered is not None and truth.team not in REMINDED:
            who = chance.choice(sorted(truth.invited))
            part = truth.answered / len(truth.invited)
            did = attacker.took_part(truth.round_id, who, most_did=part >= 0.5)
            self.took_part.add(did == (who in truth.said), max(part, 1 - part))

    def _judge_words(self, attacker: Attacker, truth: Truth, who: int) -> None:
        for orders, score in self.words.items():
            guess = attacker.words_of(truth.round_id, who, *orders)
            if guess is not None:
                score.add(guess == truth.said[who]["words"], 1 / len(truth.said))


def _likely(shown: Result | None) -> tuple[float, ...]:
    return MOODS if shown is None else _after_results_of(shown.n)[shown.mean, shown.word]


@cache
def _after_results_of(n: int) -> dict[tuple[float | None, str | None], tuple[float, ...]]:
    """How likely anybody's rating is one, two and so on to five, given what is shown of n people: exactly."""
    weights: dict[tuple[float | None, str | None], list[float]] = {}
    for moods in combinations_with_replacement(range(1, 6), n):
        counted = Counter(moods)
        likely = math.factorial(n) * math.prod(MOODS[mood - 1] for mood in moods)
        likely /= math.prod(math.factorial(times) for times in counted.values())
        ballots = [Ballot({"mood": Answer("mood", number=float(mood))}) for mood in moods]
        (shown,) = summarize([MOOD], ballots, USUAL_PROTECTION, invited=n).results
        found = weights.setdefault((shown.mean, shown.word), [0.0] * 5)
        for mood, times in counted.items():
            found[mood - 1] += likely * times / n
    return {key: tuple(each / math.fsum(found) for each in found) for key, found in weights.items()}


@contextmanager
def _logged() -> Iterator[io.StringIO]:
    """What `LOG_LEVEL=DEBUG` writes."""
    root, ours = logging.getLogger(), [logging.getLogger(name) for name in ("bot", "config")]
    before = root.handlers[:], root.level
    said = io.StringIO()
    set_up_logging(level="DEBUG", as_json=False)
    for handler in root.handlers:
        assert isinstance(handler, logging.StreamHandler)
        handler.setStream(said)
    yield said
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    for each in ours:
        each.setLevel(logging.NOTSET)


def _attacked(migrated: Path, days: int, *, sealed: bool = True, keys_in_backup: bool = False) -> Scores:
    """Live through so many days on SQLite, have them attacked, and see how that went."""
    scores = Scores()
    for seed in range(0, days, DAYS_EACH):
        with quick_folder() as folder, quick_folder() as elsewhere:
            shutil.copy(migrated, folder / DATABASE)
            keys = folder / "keys" if keys_in_backup else elsewhere / "keys"
            asyncio.run(
                _on_sqlite(folder, keys, elsewhere, seed, min(DAYS_EACH, days - seed), sealed, scores)
            )
    return scores


async def _on_sqlite(
    folder: Path, keys: Path, elsewhere: Path, seed: int, days: int, sealed: bool, scores: Scores
) -> None:
    store = open_for_one(sqlite_url(folder / DATABASE))
    with Replay(elsewhere) as replay:

        async def look(attacker: Attacker) -> None:
            files = copied(folder)
            attacker.sees(files, replay.deeds(files))

        company = company_in(store, keys, None if sealed else Unsealed())
        await _some_days(company, look, lambda: replay.rows, seed, days, scores)
    await store.close()


async def _on_postgresql(url: str, keys: Path, days: int, sealed: bool) -> Scores:
    scores, store = Scores(), open_store(url)
    rows = Rows(store)

    async def look(attacker: Attacker) -> None:
        attacker.sees({}, await rows.deeds())

    company = company_in(store, keys, None if sealed else Unsealed())
    await _some_days(company, look, lambda: rows.rows, 0, days, scores)
    await store.close()
    return scores


async def _some_days(
    company: Company,
    look: Callable[[Attacker], Awaitable[None]],
    left: Callable[[], list[Seen]],
    seed: int,
    days: int,
    scores: Scores,
) -> None:
    chance = random.Random(seed)
    await company.gather(chance)
    attacker = Attacker({member.id: member.slack_id for member in company.people})
    with _logged() as said:
        for day in DAYS[:days]:
            truths = await company.day(day, chance, partial(look, attacker))
            await look(attacker)
            attacker.ends_with(left())
            attacker.reads_logs(said.getvalue().splitlines())
            for truth in truths:
                scores.judge(attacker, truth, chance)


@pytest.mark.timeout(360)
def test_over_500_rounds_the_attacker_is_right_as_often_as_whoever_guesses(
    migrated_sqlite_file: Path,
) -> None:
    """Ratings are guessed from the published results, and whether somebody answered from how many did: there the
    attacker found nothing else to go by, so that the hits are the same in each run. Who wrote which words is guessed
    from the order they lie in, which is another one in each run: this fails less than once in ten thousand.
    """
    scores = _attacked(migrated_sqlite_file, ROUNDS // len(SIZES))
    assert scores.found == 0
    assert len(scores.moods.chances) == ROUNDS
    assert scores.moods.is_guessing(), scores.moods
    assert len(scores.took_part.chances) > 150
    assert scores.took_part.is_guessing(), scores.took_part
    for orders, words in scores.words.items():
        assert len(words.chances) > 40
        assert words.is_guessing(1 - ONCE_IN_TEN_THOUSAND / len(ORDERS)), (orders, words)


def test_the_same_attacker_knows_nearly_everybody_where_answers_only_lack_a_name(
    migrated_sqlite_file: Path,
) -> None:
    scores = _attacked(migrated_sqlite_file, 10, sealed=False)
    assert scores.moods.part > 0.9
    assert not scores.moods.is_guessing(1 - ONCE_IN_TEN_THOUSAND)
    assert all(words.part > 0.7 for words in scores.words.values())


def test_the_same_attacker_opens_every_ballot_where_the_backup_has_the_keys(
    migrated_sqlite_file: Path,
) -> None:
    scores = _attacked(migrated_sqlite_file, 4, keys_in_backup=True)
    assert scores.moods.part > 0.9
    assert scores.took_part.part > 0.9


async def test_on_postgresql_no_transaction_says_more(postgresql_database_url: str, tmp_path: Path) -> None:
    scores = await _on_postgresql(postgresql_database_url, tmp_path / "keys", 3, sealed=True)
    assert scores.found == 0
    assert scores.moods.is_guessing()
    assert scores.took_part.is_guessing()


async def test_on_postgresql_transactions_give_away_answers_that_only_lack_a_name(
    postgresql_database_url: str, tmp_path: Path
) -> None:
    scores = await _on_postgresql(postgresql_database_url, tmp_path / "keys", 3, sealed=False)
    assert scores.moods.part > 0.9
