"""What a digest was composed from that people change up to the last moment. It is compared when the digest is owed to
Slack, so that it says what people were told it would."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from bot.store import digest_notes, trends
from bot.store.engine import Transaction
from bot.store.erasure import GONE
from bot.store.tables import loop, member, prompt
from bot.store.trends import Weeks
from bot.values.digests import Digest, DigestNote, WeekMark
from bot.values.people import Team


@dataclass(frozen=True, slots=True)
class Stamp:
    """The note above it; the weeks that are marked; the teams, which may have become private; how many people were
    erased, whom it is not to name; and how many steps each bottleneck took that it has a row about, by number."""

    note: DigestNote | None
    marks: Sequence[WeekMark]
    teams: Sequence[tuple[Team, str | None]]
    erased: int
    steps: Mapping[int, int]


async def stamp_of(
    tx: Transaction, digest: Digest, weeks: Weeks, about: Collection[str], *, hold: bool = False
) -> Stamp:
    """How all of it stands; `about`: what rows are about, as they are remembered. Held, it stays like this until the
    end of the transaction, as far as it would be shown in the posted digest later."""
    if hold:
        await digest_notes.hold(tx, digest.id)
    return Stamp(
        note=await digest_notes.note_of(tx, digest.id, weeks.monday(weeks.count - 1)),
        marks=await digest_notes.marks_of(tx, digest.workspace_id, weeks),
        teams=await trends.teams(tx, digest.workspace_id),
        erased=await _erased(tx, digest.workspace_id),
        steps=await _steps(tx, about, hold=hold),
    )


async def _erased(tx: Transaction, workspace_id: int) -> int:
    gone = member.c.slack_id.startswith(GONE, autoescape=True)
    query = select(func.count()).where(member.c.workspace_id == workspace_id, gone)
    return int((await tx.execute(query)).scalar_one())


async def _steps(tx: Transaction, about: Collection[str], *, hold: bool) -> dict[int, int]:
    """Of the bottlenecks in these rows, and of those that were raised from what was said in them."""
    loops, prompts = _numbers(about, "loop:"), _numbers(about, "said:")
    if hold:
        # Whoever raises or moves one now waits, and changes the row that is remembered by then.
        said = select(prompt.c.id).where(prompt.c.id.in_(prompts)).order_by(prompt.c.id)
        await tx.execute(said.with_for_update(read=True))
    these = or_(loop.c.id.in_(loops), loop.c.prompt_id.in_(prompts))
    query = select(loop.c.id, loop.c.version).where(these).order_by(loop.c.id)
    rows = await tx.execute(query.with_for_update(read=True) if hold else query)
    return {row.id: row.version for row in rows}


def _numbers(about: Collection[str], kind: str) -> list[int]:
    return [int(each.removeprefix(kind)) for each in about if each.startswith(kind)]
