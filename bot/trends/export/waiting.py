"""Bottlenecks and every step of them. Who is waited on is named as far as the reader may know of them."""

from typing import Any

from bot.store.engine import Transaction
from bot.store.exporting import waiting as store
from bot.trends.export.asking import TO_TEAM
from bot.trends.export.making import Making, paged
from bot.values.exporting import Extent, Span, Unshown
from bot.values.files import Link, Page, Part, Row, Sheet, day, flag, instant, integer, text
from bot.values.loops import Impact, LoopState, Step

A_TEAM, A_MEMBER, OUTSIDE, LEADERSHIP, NOBODY = "team", "member", "outside", "leadership", "nobody"
WHOM = (A_TEAM, A_MEMBER, OUTSIDE, LEADERSHIP, NOBODY)

_WAITED_ON = (
    text("waits_on", "what it waits on; nobody: nobody knows yet", one_of=WHOM),
    integer("waits_on_team_id", "the team it waits on"),
    text("waits_on_member", "Slack's id of the person it waits on"),
    text("waits_on_outside", "whom outside it waits on"),
)
_TO_WAITED_ON = (
    Link("waits_on_team_id", "teams", "team_id"),
    Link("waits_on_member", "members", "member"),
)

BOTTLENECKS = Sheet(
    "bottlenecks",
    "One bottleneck, as it stands now",
    (
        integer("bottleneck_id", "its number", required=True),
        integer("team_id", "the team that waits"),
        text("title", "what is waited for"),
        text("details", "more about it"),
        text("category", "the kind of cause somebody picked"),
        text("impact", "what waiting does, in the words of whoever waits", one_of=tuple(Impact)),
        text("state", "where it stands", required=True, one_of=tuple(LoopState)),
        *_WAITED_ON,
        text("raised_by", "Slack's id of whoever raised it"),
        text("owner", "Slack's id of whoever took it on"),
        integer("people_hit", "people who said that it is in their way", unit="people"),
        instant("raised_at", "when it was raised", required=True),
        day("local_date", "the day that was for whoever raised it", required=True),
        instant("answered_at", "when it was answered last; it counts as unblocked then, once that held"),
        instant("closed_at", "when it was confirmed, presumed, declined or merged"),
        day("due_on", "the day that was promised"),
        integer("times_reopened", "how often it was opened again", unit="times", required=True),
        integer("merged_into", "the bottleneck it was the same as"),
        text("link", "a link somebody added"),
        flag("is_quiet", "nothing of it was to be posted in a channel"),
        text("not_shown_reason", "why its words are not here"),
    ),
    ("bottleneck_id",),
    (TO_TEAM, *_TO_WAITED_ON, Link("raised_by", "members", "member"), Link("owner", "members", "member")),
)

EVENTS = Sheet(
    "bottleneck_events",
    "One step in the life of a bottleneck",
    (
        integer("bottleneck_id", "the bottleneck", required=True),
        integer("seq", "the number of the step", required=True),
        text("step", "what happened", required=True, one_of=tuple(Step)),
        instant("at", "when", required=True),
        day("local_date", "the day that was for whoever did it", required=True),
        text("actor", "Slack's id of whoever did it; empty: time did"),
        text("words", "what they said"),
        day("promised_for", "the day that was given"),
        *_WAITED_ON,
        text("not_shown_reason", "why its words are not here"),
    ),
    ("bottleneck_id", "seq"),
    (
        Link("bottleneck_id", "bottlenecks", "bottleneck_id"),
        *_TO_WAITED_ON,
        Link("actor", "members", "member"),
    ),
)


def parts(making: Making) -> list[Part]:
    """Both of them."""
    extent = making.extent

    async def bottlenecks(tx: Transaction, span: Span) -> Page:
        return [_bottleneck(row, making) for row in await store.bottlenecks(tx, extent, span)]

    async def events(tx: Transaction, span: Span) -> Page:
        return [_event(row, making) for row in await store.events(tx, extent, span)]

    return [
        Part(BOTTLENECKS, paged(making, store.last_loop, bottlenecks)),
        Part(EVENTS, paged(making, store.last_loop, events)),
    ]


def _bottleneck(row: Any, making: Making) -> Row:
    names = (
        "category",
        "impact",
        "state",
        "raised_by",
        "people_hit",
        "raised_at",
        "answered_at",
        "closed_at",
    )
    return {
        "bottleneck_id": row.id,
        "team_id": row.team_id if making.extent.may_name(row.team_id) else None,
        **{name: None if row.is_kept_back else getattr(row, name) for name in ("title", "details", "link")},
        **{name: getattr(row, name) for name in names},
        **_waited_on(row, making.extent),
        "owner": row.owned_by,
        "local_date": making.day_of(row.raised_at, row.raised_in),
        "due_on": row.due_on,
        "times_reopened": row.reopened,
        "merged_into": row.merged_into_id,
        "is_quiet": row.quiet,
        "not_shown_reason": Unshown.QUIET if row.is_kept_back else None,
    }


def _event(row: Any, making: Making) -> Row:
    return {
        "bottleneck_id": row.loop_id,
        "seq": row.seq,
        "step": row.step,
        "at": row.at,
        "local_date": making.day_of(row.at, row.actor_zone),
        "actor": row.actor,
        "words": None if row.is_kept_back else row.words,
        "promised_for": row.on,
        **_waited_on(row, making.extent),
        "not_shown_reason": Unshown.QUIET if row.is_kept_back else None,
    }


def _waited_on(row: Any, extent: Extent) -> Row:
    return {
        "waits_on": _whom(row),
        "waits_on_team_id": row.waits_on_team_id if extent.may_name(row.waits_on_team_id) else None,
        "waits_on_member": row.waits_on_member,
        "waits_on_outside": None if row.is_kept_back else row.waits_on_outside,
    }


def _whom(row: Any) -> str:
    if row.waits_on_team_id is not None:
        return A_TEAM
    if row.waits_on_member_id is not None:
        return A_MEMBER
    if row.waits_on_outside is not None:
        return OUTSIDE
    return LEADERSHIP if row.waits_on_leadership else NOBODY
