"""Signals, counted by the reports that are in the export, and these reports word for word."""

from typing import Any

from bot.store.engine import Transaction
from bot.store.exporting import hearing as store
from bot.trends.export.asking import TO_TEAM
from bot.trends.export.making import Making, paged
from bot.values.exporting import Span
from bot.values.files import Link, Page, Part, Row, Sheet, day, instant, integer, text
from bot.values.signals import SignalKind

SIGNALS = Sheet(
    "signals",
    "One thing that was heard outside, however often",
    (
        integer("signal_id", "its number", required=True),
        text("kind", "who said it", required=True, one_of=tuple(SignalKind)),
        integer("times", "how often it was heard", unit="reports", required=True),
        integer("people", "how many people heard it", unit="people", required=True),
        integer("teams", "for how many teams", unit="teams", required=True),
        instant("first_at", "when it was heard first", required=True),
        instant("last_at", "when it was heard last", required=True),
        day("local_date", "the day it was heard first, where most people live", required=True),
    ),
    ("signal_id",),
)

REPORTS = Sheet(
    "signal_reports",
    "One time it was heard",
    (
        integer("report_id", "its number", required=True),
        integer("signal_id", "the signal", required=True),
        text("words", "what was heard", required=True),
        text("source", "who said it"),
        text("area", "the part of the product it is about"),
        integer("team_id", "the team it was noted for"),
        text("heard_by", "Slack's id of whoever heard it", required=True),
        text("link", "a link somebody added"),
        instant("heard_at", "when it was noted", required=True),
        day("local_date", "the day that was for whoever heard it", required=True),
    ),
    ("report_id",),
    (Link("signal_id", "signals", "signal_id"), TO_TEAM, Link("heard_by", "members", "member")),
)


def parts(making: Making) -> list[Part]:
    """Both of them."""

    async def signals(tx: Transaction, span: Span) -> Page:
        return [_signal(row, making) for row in await store.signals(tx, making.extent, span)]

    async def reports(tx: Transaction, span: Span) -> Page:
        return [_report(row, making) for row in await store.reports(tx, making.extent, span)]

    return [
        Part(SIGNALS, paged(making, store.last_signal, signals)),
        Part(REPORTS, paged(making, store.last_signal, reports)),
    ]


def _signal(row: Any, making: Making) -> Row:
    names = ("kind", "times", "people", "teams", "first_at", "last_at")
    return {
        "signal_id": row.id,
        **{name: getattr(row, name) for name in names},
        "local_date": making.day_of(row.first_at),
    }


def _report(row: Any, making: Making) -> Row:
    names = ("signal_id", "words", "source", "area", "heard_by", "link", "heard_at")
    return {
        "report_id": row.id,
        **{name: getattr(row, name) for name in names},
        "team_id": row.team_id if making.extent.may_name(row.team_id) else None,
        "local_date": making.day_of(row.heard_at, row.zone),
    }
