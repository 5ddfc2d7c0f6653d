"""A small company whose weeks a test can write down in a line or two."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import and_, insert, literal, select
from sqlalchemy import update as change

from bot.store.engine import Store, Transaction
from bot.store.ritual_rows import from_questions
from bot.store.tables import (
    answer,
    loop,
    loop_event,
    loop_hit,
    member,
    prompt,
    ritual,
    ritual_team,
    round_,
    round_team,
    team,
    workspace,
)
from bot.trends.facts import gather
from bot.trends.scope import Scope
from bot.trends.week import covered
from bot.values.digests import Audience
from bot.values.facts import DigestFacts
from bot.values.loops import LoopKind, LoopState, Step
from bot.values.people import Role
from bot.values.questions import Question, QuestionType
from bot.values.rituals import TO_TEAM, Kind, RitualState, Tier
from bot.values.rounds import PromptState, RoundState

MONDAY = date(2026, 11, 16)
"""The Monday of ISO week 47, the week most tests are about."""

UTC_ZONE = ZoneInfo("UTC")

NEXT_MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
"""When its digest is posted."""

PROGRESS = Question("progress", "What moved since last time?")
STUCK = Question("stuck", "What is in your way?", required=False)
CONFIDENCE = Question("confidence", "How confident are you in this sprint's goal?", QuestionType.SCALE)

Given = str | int | tuple[str, ...]
"""What somebody says to a question: words, a number, or what they pick."""

_Got = tuple[PromptState, Mapping[str, Given]]
"""Where somebody's prompt ended, and what they gave."""


class Company:
    """Writes rows the way the use cases would."""

    def __init__(self, store: Store, workspace_id: int) -> None:
        self.store = store
        self.workspace_id = workspace_id
        self.reports: dict[int, str] = {}
        """Where the rounds of a ritual go from now on, by ritual; the teams' channels unless said otherwise."""

    @classmethod
    async def found(cls, store: Store) -> "Company":
        """A workspace with nobody in it."""
        values = {
            "slack_id": "T1",
            "name": "Acme",
            "bot_user_id": "UBOT",
            "bot_id": "BBOT",
            "created_at": NEXT_MONDAY,
            "directory_at": NEXT_MONDAY,
        }
        async with store.transaction() as tx:
            made = await tx.execute(insert(workspace).values(values).returning(workspace.c.id))
        return cls(store, made.scalar_one())

    async def person(self, name: str, *, role: Role = Role.MEMBER, is_active: bool = True) -> int:
        """Somebody; their id."""
        values = {
            "workspace_id": self.workspace_id,
            "slack_id": f"U{name.upper()}",
            "name": name,
            "zone": "Europe/Berlin",
            "role": role,
            "is_person": True,
            "is_active": is_active,
        }
        async with self.store.transaction() as tx:
            return int((await tx.execute(insert(member).values(values).returning(member.c.id))).scalar_one())

    async def leaves(self, member_id: int) -> None:
        """Somebody's account is deactivated."""
        async with self.store.transaction() as tx:
            await tx.execute(change(member).where(member.c.id == member_id).values(is_active=False))

    async def team(
        self, name: str, *, lead: int | None = None, channel: str | None = None, is_private: bool = False
    ) -> int:
        """A team; its id. Its channel is C and its name unless said otherwise."""
        values = {
            "workspace_id": self.workspace_id,
            "name": name,
            "channel_id": channel or f"C{name.upper()}",
            "channel_name": name.lower(),
            "lead_id": lead,
            "listed": True,
            "is_private": is_private,
        }
        async with self.store.transaction() as tx:
            return int((await tx.execute(insert(team).values(values).returning(team.c.id))).scalar_one())

    async def goes_private(self, team_id: int) -> None:
        """The channel of a team becomes private."""
        async with self.store.transaction() as tx:
            await tx.execute(change(team).where(team.c.id == team_id).values(is_private=True))

    async def ritual(
        self,
        name: str,
        teams: Sequence[int],
        owner: int,
        *,
        questions: Sequence[Question] = (PROGRESS, STUCK, CONFIDENCE),
        tier: Tier = Tier.NAMED,
    ) -> int:
        """A check-in of these teams; its id."""
        values = {
            "workspace_id": self.workspace_id,
            "owner_id": owner,
            "name": name,
            "kind": Kind.CHECK_IN,
            "tier": tier,
            "questions": from_questions(questions),
            "rrule": "FREQ=DAILY",
            "at": "09:00",
            "zone": "member",
            "anchor": MONDAY,
            "window_minutes": 480,
            "state": RitualState.ACTIVE,
            "created_at": NEXT_MONDAY,
            "starts_at": NEXT_MONDAY,
        }
        async with self.store.transaction() as tx:
            ritual_id = int(
                (await tx.execute(insert(ritual).values(values).returning(ritual.c.id))).scalar_one()
            )
            rows = [{"ritual_id": ritual_id, "team_id": team_id, "introduced": True} for team_id in teams]
            await tx.execute(insert(ritual_team), rows)
        return ritual_id

    async def asks_for(self, ritual_id: int, fewest: int) -> None:
        """A ritual shows nothing of fewer people than this."""
        async with self.store.transaction() as tx:
            await tx.execute(change(ritual).where(ritual.c.id == ritual_id).values(fewest=fewest))

    async def round(
        self,
        ritual_id: int,
        day: date,
        *,
        questions: Sequence[Question] = (PROGRESS, STUCK, CONFIDENCE),
    ) -> int:
        """A round on this date; its id."""
        async with self.store.transaction() as tx:
            return await self._round(tx, ritual_id, day, questions)

    async def prompt(
        self,
        round_id: int,
        ritual_id: int,
        team_id: int,
        member_id: int,
        day: date,
        state: PromptState | None = None,
        *,
        late: bool = False,
        closes_at: datetime | None = None,
        **given: Given,
    ) -> int:
        """What a member got and gave in a round: `progress="…"`, `stuck="…"`, `confidence=4`. The prompt's id."""
        got = {member_id: (state or (PromptState.ANSWERED if given else PromptState.MISSED), given)}
        where = {"round_id": round_id, "ritual_id": ritual_id, "team_id": team_id}
        async with self.store.transaction() as tx:
            [prompt_id] = await self._prompts(tx, where, day, got, late=late, closes_at=closes_at)
        return prompt_id

    async def day(
        self,
        ritual_id: int,
        team_id: int,
        day: date,
        given: Mapping[int, Mapping[str, Given] | PromptState],
        *,
        questions: Sequence[Question] = (PROGRESS, STUCK, CONFIDENCE),
    ) -> None:
        """A whole round: what each member gave, or where their prompt ended."""
        got: dict[int, _Got] = {
            member_id: (what, {}) if isinstance(what, PromptState) else (PromptState.ANSWERED, what)
            for member_id, what in given.items()
        }
        async with self.store.transaction(is_brief=True) as tx:
            round_id = await self._round(tx, ritual_id, day, questions)
            where = {"round_id": round_id, "ritual_id": ritual_id, "team_id": team_id}
            await self._prompts(tx, where, day, got)

    async def _round(self, tx: Transaction, ritual_id: int, day: date, questions: Sequence[Question]) -> int:
        opens = datetime.combine(day, time(8), tzinfo=UTC)
        values = {
            "workspace_id": self.workspace_id,
            "ritual_id": ritual_id,
            "ritual_name": "Daily check-in",
            "local_date": day,
            "state": RoundState.CLOSED,
            "opens_at": opens,
            "closes_at": opens + timedelta(hours=8),
            "questions": from_questions(questions),
            "report": self.reports.get(ritual_id, TO_TEAM),
            "tier": select(ritual.c.tier).where(ritual.c.id == ritual_id).scalar_subquery(),
            "fewest": select(ritual.c.fewest).where(ritual.c.id == ritual_id).scalar_subquery(),
        }
        round_id = int((await tx.execute(insert(round_).values(values).returning(round_.c.id))).scalar_one())
        shown = select(literal(round_id), team.c.id, team.c.channel_id).join(
            ritual_team, and_(ritual_team.c.team_id == team.c.id, ritual_team.c.ritual_id == ritual_id)
        )
        await tx.execute(insert(round_team).from_select(["round_id", "team_id", "channel_id"], shown))
        return round_id

    async def _prompts(
        self,
        tx: Transaction,
        where: Mapping[str, int],
        day: date,
        got: Mapping[int, _Got],
        *,
        late: bool = False,
        closes_at: datetime | None = None,
    ) -> list[int]:
        due = datetime.combine(day, time(8), tzinfo=UTC)
        of_all = {
            "workspace_id": self.workspace_id,
            "round_id": where["round_id"],
            "team_id": where["team_id"],
            "zone": "Europe/Berlin",
            "due_at": due,
            "closes_at": closes_at or due + timedelta(hours=8),
            "late": late,
            "revision": 0,
            "shown_revision": 0,
        }
        rows = [{**of_all, "member_id": member_id, "state": state} for member_id, (state, _) in got.items()]
        if not rows:
            return []
        new = insert(prompt).returning(prompt.c.id, sort_by_parameter_order=True)
        prompt_ids = [int(each) for each in (await tx.execute(new, rows)).scalars()]
        said = [
            {
                "prompt_id": prompt_id,
                "question_key": key,
                "workspace_id": self.workspace_id,
                "ritual_id": where["ritual_id"],
                "team_id": where["team_id"],
                "member_id": member_id,
                "local_date": day,
                "number": value if isinstance(value, int) else None,
                "text": value if isinstance(value, str) else None,
                "chosen": list(value) if isinstance(value, tuple) else None,
            }
            for prompt_id, (member_id, (_, given)) in zip(prompt_ids, got.items(), strict=True)
            for key, value in given.items()
        ]
        if said:
            await tx.execute(insert(answer), said)
        return prompt_ids

    async def bottleneck(
        self,
        title: str,
        team_id: int | None,
        raiser: int,
        *,
        days: float = 10,
        at: datetime = NEXT_MONDAY,
        **stands: Any,
    ) -> int:
        """What somebody of a team raised so many days before `at`, as it stands in its row; its number."""
        raised = at - timedelta(days=days)
        values = {
            "workspace_id": self.workspace_id,
            "kind": LoopKind.BOTTLENECK,
            "title": title,
            "state": LoopState.RAISED,
            "version": 1,
            "raiser_id": raiser,
            "team_id": team_id,
            "raised_at": raised,
            "since": raised,
            **stands,
        }
        async with self.store.transaction() as tx:
            loop_id = int((await tx.execute(insert(loop).values(values).returning(loop.c.id))).scalar_one())
            hit = {"loop_id": loop_id, "member_id": raiser, "team_id": team_id, "at": raised}
            await tx.execute(insert(loop_hit).values(hit))
        return loop_id

    async def hits(self, loop_id: int, member_id: int, team_id: int, *, days: float) -> None:
        """So many days ago somebody of a team said that it hits them, too."""
        values = {"loop_id": loop_id, "member_id": member_id, "team_id": team_id}
        async with self.store.transaction() as tx:
            await tx.execute(insert(loop_hit).values(**values, at=NEXT_MONDAY - timedelta(days=days)))

    async def turns(self, loop_id: int, *turns: tuple[float, int]) -> None:
        """So many days ago it came to wait for this team, the first time when it was raised."""
        steps = [Step.RAISED] + [Step.HANDED_OVER] * (len(turns) - 1)
        rows = [
            {
                "loop_id": loop_id,
                "seq": seq,
                "step": step,
                "at": NEXT_MONDAY - timedelta(days=days),
                "waits_on_team_id": on_team,
            }
            for seq, (step, (days, on_team)) in enumerate(zip(steps, turns, strict=True), start=1)
        ]
        async with self.store.transaction() as tx:
            await tx.execute(insert(loop_event), rows)

    async def facts(
        self,
        *,
        channel: str = "CPRODUCT",
        at: datetime = NEXT_MONDAY,
        private: Sequence[str] = (),
        audience: Audience = Audience.TEAM,
    ) -> DigestFacts:
        """The facts of the digest in this channel at this time."""
        scope = self.scope(channel, at, private=private, audience=audience)
        return await self.store.aside(lambda tx: gather(tx, scope))

    def scope(
        self,
        channel: str = "CPRODUCT",
        at: datetime = NEXT_MONDAY,
        *,
        private: Sequence[str] = (),
        audience: Audience = Audience.TEAM,
    ) -> Scope:
        """What the digest in this channel covers at this time."""

        def may_show(team_channel: str, digest_channel: str) -> bool:
            return team_channel == digest_channel or team_channel not in private

        period = covered(at, UTC_ZONE)
        return Scope(self.workspace_id, channel, period, at, UTC_ZONE, may_show, audience=audience)
