"""Frozen results: written once, when a round closes in which only groups are shown, and read ever after.

Nothing in a row says who answered, when, or in which order: the keys of results are those of questions and groups,
and what people wrote lies in the order of random ids (`trends-and-privacy.md` §4.4, invariants 3 to 5).
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, insert, select

from bot.store.engine import Transaction
from bot.store.tables import result, sealed_text
from bot.values.privacy import Measure, Outcome, Result, Share
from bot.values.rounds import Round

_EVERYBODY = ""
_ID_BYTES = 16


async def keep(tx: Transaction, round_: Round, outcome: Outcome) -> None:
    """Freeze how a round ended."""
    of_round = {"round_id": round_.id, "workspace_id": round_.workspace_id}
    results = [{**of_round, **_row(item)} for item in outcome.results]
    if results:
        results.sort(key=lambda row: (row["question_key"], row["grp"]))
        await tx.execute(insert(result), results)
    texts: list[dict[str, Any]] = [
        {**of_round, "id": secrets.token_bytes(_ID_BYTES), "question_key": key, "text": text}
        for key, text in outcome.texts
    ]
    # By ids that are new and say nothing: what came first is nowhere, whatever order they were given in.
    texts.sort(key=lambda row: row["id"])
    if texts:
        await tx.execute(insert(sealed_text), texts)


async def results_of(tx: Transaction, round_ids: Collection[int]) -> Mapping[int, Sequence[Result]]:
    """What these rounds brought, by round; those without a result are left out."""
    query = (
        select(result)
        .where(result.c.round_id.in_(list(round_ids)))
        .order_by(result.c.round_id, result.c.question_key, result.c.grp)
    )
    found: dict[int, list[Result]] = {}
    for row in await tx.execute(query):
        found.setdefault(row.round_id, []).append(_result(row))
    return found


async def texts_of(tx: Transaction, round_id: int) -> Sequence[tuple[str, str]]:
    """What people wrote in a round, each with the key of its question, in the order of random ids."""
    query = (
        select(sealed_text.c.question_key, sealed_text.c.text)
        .where(sealed_text.c.round_id == round_id)
        .order_by(sealed_text.c.id)
    )
    return [(row.question_key, row.text) for row in await tx.execute(query)]


def _row(item: Result) -> dict[str, Any]:
    body: dict[str, Any] = {"measure": item.measure}
    if item.mean is not None:
        body["mean"] = item.mean
    if item.of is not None:
        body["of"] = item.of
    if item.word is not None:
        body["word"] = item.word
    if item.shares:
        body["shares"] = [[share.option, share.part] for share in item.shares]
    group = _EVERYBODY if item.group is None else item.group
    return {"question_key": item.question_key, "grp": group, "n": item.n, "body": body}


def _result(row: Row[Any]) -> Result:
    body = row.body
    return Result(
        question_key=row.question_key,
        group=None if row.grp == _EVERYBODY else row.grp,
        n=row.n,
        measure=Measure(body["measure"]),
        mean=body.get("mean"),
        of=body.get("of"),
        word=body.get("word"),
        shares=tuple(Share(option, part) for option, part in body.get("shares", ())),
    )
