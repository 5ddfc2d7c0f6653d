"""Everything that is kept about one person, as one document: `docs/data-sheet.md` explains its fields.

Answers of sealed rounds are not in it, and cannot be: nothing is left that says whose they are.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from bot.privacy.ports import Withheld
from bot.store import persons
from bot.store.engine import Store
from bot.values.loops import LoopKind
from bot.values.people import Member

FORMAT = "drumbeat-person/1"
AT_ONCE = 200
"""Prompts read at a time."""

Document = dict[str, Any]
OnProgress = Callable[[str], None]

SEALED = (
    "What you answered in anonymous rounds that are closed. It was sealed: the link between you and your answers was"
    " deleted for good, so nobody can find them, not even to give them to you."
)
OPEN_ROUND = (
    "What you answer in anonymous rounds that are open. It is encrypted; open the question again in Slack to see it"
    " or to take it back."
)
SLACK = (
    "The messages themselves in Slack, and what you typed there: your workspace's admins can export those."
)
FORGOTTEN = "What is not kept any more: docs/data-sheet.md of Drumbeat says what is kept for how long."

_LOOP = (
    *("id", "title", "details", "state", "impact", "link", "permalink", "raised_at", "due_on", "answered_at"),
    *("closed_at", "told_at", "waits_on_outside", "waits_on_leadership"),
)
_SIGNAL = ("signal_id", "kind", "words", "source", "area", "team", "link", "permalink", "heard_at")
_GOAL = ("id", "title", "team", "link", "state", "created_at", "closed_at")
_CONFIDENCE = ("goal_id", "title", "local_date", "value", "why", "at")
_ANSWER = ("number", "text", "chosen")


def file_name(member: Member, now: datetime) -> str:
    """What the file is called: by Slack's id, which is no secret to whoever gets it."""
    return f"drumbeat-{member.slack_id}-{now:%Y-%m-%d}.json"


def written(document: Document) -> bytes:
    """The document as it stands in a file."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


async def everything_about(
    store: Store,
    withheld: Withheld,
    member: Member,
    now: datetime,
    *,
    on_progress: OnProgress = lambda _what: None,
) -> Document:
    """Everything that is kept about somebody. `on_progress` hears what has just been read."""
    mine = await withheld.of(member, now)
    document: Document = {
        "format": FORMAT,
        "made_at": _plain(now),
        "person": await _person(store, member),
        **await _memberships(store, member),
    }
    on_progress("profile, teams and rituals")
    document["asked"] = await _asked(store, member, on_progress)
    document["bottlenecks"] = await _bottlenecks(store, member)
    on_progress("bottlenecks")
    document["feedback"] = {
        **await _feedback(store, member),
        "given_with_name_withheld": [
            {"to": item.to, "title": item.title, "details": item.details, "stands": item.stands}
            for item in mine.items
        ],
    }
    on_progress("feedback")
    document |= await _the_rest(store, member)
    on_progress("signals, goals, absences and messages")
    partly = [mine.why_partly] if mine.why_partly else []
    return {**document, "not_in_here": [SEALED, OPEN_ROUND, SLACK, FORGOTTEN, *partly]}


async def _person(store: Store, member: Member) -> Document:
    async with store.reading() as tx:
        row = await persons.profile(tx, member)
    names = ("slack_id", "name", "zone", "role", "working_days", "quiet_since", "quiet_until", "country")
    return {
        **_picked(row, (*names, "is_active", "left_at", "undisturbed_until")),
        "wants_news": row.loop_news,
    }


async def _memberships(store: Store, member: Member) -> Document:
    async with store.reading() as tx:
        teams = await persons.teams_of(tx, member)
        rituals = await persons.rituals_of(tx, member)
    return {
        "teams": [_picked(row, ("name", "leads", "disbanded")) for row in teams],
        "rituals": [
            _picked(row, ("id", "name", "kind", "tier", "is_owner", "opted_out_at")) for row in rituals
        ],
    }


async def _asked(store: Store, member: Member, on_progress: OnProgress) -> list[Document]:
    found: list[Document] = []
    last = 0
    while True:
        async with store.reading() as tx:
            prompts = await persons.prompts_of(tx, member, after=last, limit=AT_ONCE)
            given = await persons.answers_in(tx, [row.id for row in prompts])
        if not prompts:
            return found
        last = prompts[-1].id
        found += [_prompt(row, given) for row in prompts]
        on_progress(f"{len(found)} times you were asked")


def _prompt(row: Any, given: Mapping[str, Sequence[Any]]) -> Document:
    wording = {question["key"]: question for question in row.questions}
    theirs = {name: [each for each in rows if each.prompt_id == row.id] for name, rows in given.items()}
    return {
        **_picked(row, ("ritual_id", "ritual_name", "round_id", "local_date", "tier", "team", "state")),
        **_picked(row, ("due_at", "answered_at", "late", "reason", "nothing_new")),
        "answers": [_answer(each, wording) for each in theirs["answers"]],
        "earlier_answers": [
            {**_answer(each, wording), "replaced_at": _plain(each.replaced_at)} for each in theirs["earlier"]
        ],
        "drafts": [
            {**_answer(each, wording), "saved_at": _plain(each.saved_at)} for each in theirs["drafts"]
        ],
        "votes": [
            {"bottleneck": each.loop_id, "title": each.title, "impact": each.impact}
            for each in theirs["votes"]
        ],
    }


def _answer(row: Any, wording: Mapping[str, Mapping[str, Any]]) -> Document:
    asked = wording.get(row.question_key, {})
    question = {"question": row.question_key, "asked": asked.get("ask"), "type": asked.get("type")}
    return {**question, **_picked(row, _ANSWER)}


async def _bottlenecks(store: Store, member: Member) -> Document:
    async with store.reading() as tx:
        raised = await persons.raised_by(tx, member, LoopKind.BOTTLENECK)
        hits = await persons.hits_of(tx, member)
        steps = await persons.steps_of(tx, member)
    return {
        "raised": [_picked(row, _LOOP) for row in raised],
        "in_my_way": [_picked(row, ("loop_id", "title", "impact", "at")) for row in hits],
        "steps": _steps(steps, LoopKind.BOTTLENECK),
    }


async def _feedback(store: Store, member: Member) -> Document:
    async with store.reading() as tx:
        given = await persons.raised_by(tx, member, LoopKind.FEEDBACK)
        received = await persons.received_by(tx, member)
        steps = await persons.steps_of(tx, member)
        notes = await persons.notes_of(tx, member)
    return {
        "given": [_picked(row, _LOOP) for row in given],
        "received": [{**_picked(row, _LOOP), "from": row.giver} for row in received],
        "steps": _steps(steps, LoopKind.FEEDBACK),
        "you_said_we_did": [_picked(row, ("team", "said", "did", "at")) for row in notes],
    }


def _steps(rows: Iterable[Any], kind: LoopKind) -> list[Document]:
    names = ("loop_id", "title", "step", "at", "words", "on", "impact", "waits_on_outside")
    return [_picked(row, names) for row in rows if row.kind == kind]


async def _the_rest(store: Store, member: Member) -> Document:
    async with store.reading() as tx:
        signals = await persons.signals_of(tx, member)
        goals = await persons.goals_of(tx, member)
        said = await persons.confidences_of(tx, member)
        notes = await persons.digest_notes_of(tx, member)
        marks = await persons.marks_of(tx, member)
        absences = await persons.absences_of(tx, member)
        messages = await persons.messages_to(tx, member)
    return {
        "signals": [_picked(row, _SIGNAL) for row in signals],
        "goals": {
            "looked_after": [_picked(row, _GOAL) for row in goals],
            "confidence": [_picked(row, _CONFIDENCE) for row in said],
        },
        "digest_notes": [_picked(row, ("digest", "monday", "words", "at")) for row in notes],
        "marked_weeks": [_picked(row, ("team", "monday", "kind", "words", "at")) for row in marks],
        "absences": [_picked(row, ("first", "last")) for row in absences],
        "messages": [
            {**_picked(row, ("kind", "due_at", "sent_at")), "text": row.body["text"]} for row in messages
        ],
    }


def _picked(row: Any, names: Iterable[str]) -> Document:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
