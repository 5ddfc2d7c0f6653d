"""Rounds, the teams they asked, their questions in every wording, and whom named ones asked."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

from bot.store.engine import Transaction
from bot.store.exporting import asking as store
from bot.trends.export.making import Making, by_name, paged
from bot.trends.export.wording import question_id
from bot.values.exporting import Span, Unshown
from bot.values.files import Link, Page, Part, Row, Sheet, day, flag, instant, integer, several, text
from bot.values.questions import Question, QuestionType
from bot.values.rituals import Kind, Tier
from bot.values.rounds import Count, PromptState, RoundState

TO_TEAM, TO_RITUAL = Link("team_id", "teams", "team_id"), Link("ritual_id", "rituals", "ritual_id")
TO_ROUND = Link("round_id", "rounds", "round_id")
TO_QUESTION = Link("question_id", "questions", "question_id")
BY_WHOM = Link("respondent", "members", "member")

ROUNDS = Sheet(
    "rounds",
    "One round: a ritual on one day",
    (
        integer("round_id", "its number", required=True),
        integer("ritual_id", "the ritual", required=True),
        text("ritual", "what the ritual was called then", required=True),
        text("kind", "what it was", required=True, one_of=tuple(Kind)),
        text("tier", "who learns who said what, as it was when it opened", required=True, one_of=tuple(Tier)),
        day("local_date", "its day, in each person's own zone", required=True),
        text("state", "whether it is open", required=True, one_of=tuple(RoundState)),
        instant("opens_at", "when the first person was asked", required=True),
        instant("closes_at", "when the last window ended", required=True),
        text("report", "where answers went: team, lead, or a channel's id", required=True),
        integer("asked", "people who were asked and not excused, in the teams covered", unit="people"),
        integer("answered", "people among them who answered, also late", unit="people"),
        text("not_shown_reason", "why its answers, or how many there are, are not in the export"),
    ),
    ("round_id",),
    (TO_RITUAL,),
)

ROUND_TEAMS = Sheet(
    "round_teams",
    "One team a round asked",
    (
        integer("round_id", "the round", required=True),
        integer("team_id", "the team", required=True),
        day("local_date", "the day of the round", required=True),
    ),
    ("round_id", "team_id"),
    (TO_ROUND, TO_TEAM),
)

QUESTIONS = Sheet(
    "questions",
    "One wording of a question: another wording, scale or choice is another one, with an id of its own",
    (
        text("question_id", "ritual, key, and a fingerprint of the wording", required=True),
        integer("ritual_id", "the ritual", required=True),
        text("question_key", "the key of its series; it stays when the wording changes", required=True),
        text("ask", "the words", required=True),
        text("type", "how it is answered", required=True, one_of=tuple(QuestionType)),
        integer("of", "the top of a scale that begins at 1"),
        text("low", "what the lowest means"),
        text("high", "what the highest means"),
        several("options", "what could be chosen"),
        day("first_asked_on", "the first day it was asked like this", required=True),
        day("last_asked_on", "the last day", required=True),
        integer("rounds", "how often", unit="rounds", required=True),
    ),
    ("question_id",),
    (TO_RITUAL,),
)

INVITATIONS = Sheet(
    "invitations",
    "One person asked in one named round",
    (
        integer("invitation_id", "its number", required=True),
        integer("round_id", "the round", required=True),
        integer("ritual_id", "the ritual", required=True),
        integer("team_id", "for which team", required=True),
        text("respondent", "Slack's id of the person", required=True),
        day("local_date", "the day of the round", required=True),
        text("state", "what became of it", required=True, one_of=tuple(PromptState)),
        instant("due_at", "when they were to be asked", required=True),
        instant("closes_at", "when their window ended", required=True),
        instant("answered_at", "when they answered"),
        flag("is_late", "they answered after that"),
        text("reason", "why they skipped it or were excused"),
    ),
    ("invitation_id",),
    (TO_ROUND, TO_RITUAL, TO_TEAM, BY_WHOM),
)


def parts(making: Making) -> list[Part]:
    """All of them."""
    extent = making.extent

    async def rounds(tx: Transaction, span: Span) -> Page:
        rows = await store.rounds(tx, extent, span)
        ids = [row.id for row in rows if row.tier != Tier.NAMED]
        counts, lost = await store.published(tx, ids), await store.lost(tx, ids)
        return [_round(row, counts.get(row.id), is_lost=row.id in lost) for row in rows]

    async def round_teams(tx: Transaction, span: Span) -> Page:
        return by_name(await store.round_teams(tx, extent, span))

    async def invitations(tx: Transaction, span: Span) -> Page:
        return by_name(await store.invitations(tx, extent, span))

    return [
        Part(ROUNDS, paged(making, store.last_round, rounds)),
        Part(ROUND_TEAMS, paged(making, store.last_round, round_teams)),
        Part(QUESTIONS, _questions(making)),
        Part(INVITATIONS, paged(making, store.last_prompt, invitations)),
    ]


def _round(row: Any, count: Count | None, *, is_lost: bool) -> Row:
    is_named = row.tier == Tier.NAMED
    shown = Count(row.asked, row.answered) if is_named else count
    names = ("ritual_id", "kind", "tier", "local_date", "state", "opens_at", "closes_at", "report")
    return {
        "round_id": row.id,
        "ritual": row.ritual_name,
        **{name: getattr(row, name) for name in names},
        "asked": shown.asked if shown else None,
        "answered": shown.answered if shown else None,
        "not_shown_reason": _why_named(row) if is_named else _why_groups(row, count, is_lost=is_lost),
    }


def _why_named(row: Any) -> Unshown | None:
    if not row.is_read:
        return Unshown.ELSEWHERE
    waits = row.kind == Kind.FEEDBACK_ROUND and row.state == RoundState.OPEN
    return Unshown.OPEN if waits else None


def _why_groups(row: Any, count: Count | None, *, is_lost: bool) -> Unshown:
    if row.state == RoundState.OPEN:
        return Unshown.OPEN
    if is_lost:
        return Unshown.KEY_LOST
    return Unshown.GROUPS_ONLY if count else Unshown.BELOW_K


async def _questions(making: Making) -> AsyncIterator[Page]:
    """Every wording once: there are few of them, however many rounds there were."""
    found: dict[str, dict[str, Any]] = {}

    async def asked(tx: Transaction, span: Span) -> Page:
        rounds = await store.wordings(tx, making.extent, span)
        return [{"ritual_id": ritual, "on": on, "asked": questions} for ritual, on, questions in rounds]

    async for page in paged(making, store.last_round, asked):
        for row in page:
            _count_in(found, row)
    yield list(found.values())


def _count_in(found: dict[str, dict[str, Any]], row: Any) -> None:
    for question in row["asked"]:
        name = question_id(row["ritual_id"], question)
        known = found.setdefault(name, _question(name, row["ritual_id"], question, row["on"]))
        known["first_asked_on"] = min(known["first_asked_on"], row["on"])
        known["last_asked_on"] = max(known["last_asked_on"], row["on"])
        known["rounds"] += 1


def _question(name: str, ritual_id: int, question: Question, on: date) -> dict[str, Any]:
    is_chosen = question.type in (QuestionType.CHOICE, QuestionType.CHOICES)
    return {
        "question_id": name,
        "ritual_id": ritual_id,
        "question_key": question.key,
        "ask": question.ask,
        "type": question.type,
        "of": question.of if question.type == QuestionType.SCALE else None,
        "low": question.low,
        "high": question.high,
        "options": list(question.options) if is_chosen else None,
        "first_asked_on": on,
        "last_asked_on": on,
        "rounds": 0,
    }
