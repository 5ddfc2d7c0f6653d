"""Teams, members and rituals: what the other tables point to."""

from typing import Any

from bot.store.engine import Transaction
from bot.store.exporting import asking as store
from bot.trends.export.making import Making, at_once, paged
from bot.values.exporting import Span
from bot.values.files import Page, Part, Row, Sheet, day, flag, instant, integer, text
from bot.values.rituals import Kind, RitualState, Tier

TEAMS = Sheet(
    "teams",
    "One team, those that were disbanded included",
    (
        integer("team_id", "its number", required=True),
        text("name", "what it is called", required=True),
        text("function", "engineering, design, product, …"),
        text("lead", "Slack's id of whoever leads it"),
        text("country", "whose public holidays it keeps, as DE or DE-BY"),
        flag("is_private", "its channel is private"),
        flag("is_disbanded", "only its history is kept"),
        flag("is_covered", "the other tables hold what it answered; else it is only named in them"),
    ),
    ("team_id",),
)

MEMBERS = Sheet(
    "members",
    "One person, those who are gone included",
    (
        text(
            "member",
            "Slack's id of them; one that was erased has another, which leads nowhere",
            required=True,
        ),
        text("name", "what they are called", required=True),
        text("zone", "their time zone", required=True),
        text("role", "what they may do", required=True),
        flag("is_active", "they are in the workspace"),
    ),
    ("member",),
)

RITUALS = Sheet(
    "rituals",
    "One ritual, as it is now",
    (
        integer("ritual_id", "its number", required=True),
        text("name", "what it is called", required=True),
        text("kind", "what it is", required=True, one_of=tuple(Kind)),
        text("tier", "who learns who said what", required=True, one_of=tuple(Tier)),
        text("state", "whether it asks", required=True, one_of=tuple(RitualState)),
        text("rrule", "when it asks (RFC 5545)", required=True),
        text("at", "the local time it asks at", required=True),
        text("zone", "the zone of that time; member: each person's own", required=True),
        day("starts_on", "it asks from this day on"),
        day("ends_on", "it asks up to this day"),
        text("report", "where answers go: team, lead, or a channel's id", required=True),
        instant("created_at", "when it was set up", required=True),
    ),
    ("ritual_id",),
)


def parts(making: Making) -> list[Part]:
    """All of them; the people only for whoever runs Drumbeat."""

    async def teams(tx: Transaction) -> Page:
        return [_team(row, making) for row in await store.every_team(tx, making.extent)]

    async def members(tx: Transaction, span: Span) -> Page:
        return [_member(row) for row in await store.members(tx, making.extent, span)]

    async def rituals(tx: Transaction) -> Page:
        return [_ritual(row) for row in await store.rituals(tx, making.extent)]

    people = [Part(MEMBERS, paged(making, store.last_member, members))]
    return [
        Part(TEAMS, at_once(making, teams)),
        *(people if making.extent.reader is None else ()),
        Part(RITUALS, at_once(making, rituals)),
    ]


def _team(row: Any, making: Making) -> Row:
    return {
        "team_id": row.id,
        "name": row.name,
        "function": row.function,
        "lead": row.lead,
        "country": row.country,
        "is_private": row.is_private,
        "is_disbanded": row.disbanded,
        "is_covered": making.extent.covers(row.id),
    }


def _member(row: Any) -> Row:
    return {
        "member": row.slack_id,
        "name": row.name,
        "zone": row.zone,
        "role": row.role,
        "is_active": row.is_active,
    }


def _ritual(row: Any) -> Row:
    names = ("name", "kind", "tier", "state", "rrule", "at", "zone", "starts_on", "ends_on", "report")
    return {"ritual_id": row.id, **{name: getattr(row, name) for name in names}, "created_at": row.created_at}
