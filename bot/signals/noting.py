"""Noting what was heard outside: a new signal, or one that was heard before. One's own words can be changed and taken
back; what others heard stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot import likeness
from bot.signals.areas import as_before
from bot.store import seen_signals, signals, teams
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere, Unusable
from bot.values.people import Member
from bot.values.signals import (
    HEARD_LATELY,
    Heard,
    NoteChoices,
    Noted,
    NoteDraft,
    OwnReport,
    SignalKind,
    SignalSeen,
)

MOST_COMPARED = 500
"""Reports a new one is compared with, the newest first."""

AREAS_KNOWN_FOR = timedelta(days=365)
"""An area nobody named for so long is offered no more."""

GONE = "That signal is not there any more: whoever noted it took it back."
_NOT_YOURS_NOW = "These words are not there any more. `/signal list` shows what is."
_NOT_YOUR_TEAM = "You are not in that team any more. Pick another one."


async def choices(store: Store, member: Member, *, noted_for: int | None = None) -> NoteChoices:
    """What this person can choose from. Somebody may be in no team; `noted_for` stays to be picked also when they
    have left it."""
    async with store.reading() as tx:
        own = await teams.own_of(tx, member)
        if noted_for is not None and noted_for not in {team.id for team in own}:
            own.append(await teams.by_id(tx, noted_for))
    return NoteChoices(own)


async def note(store: Store, member: Member, draft: NoteDraft, now: datetime) -> Noted:
    """Somebody heard something; handed in twice it is noted once. With `again` it joins that one. Raises NotThere, or
    Unusable beside `team`."""
    async with store.transaction() as tx:
        before = await signals.reported_under(tx, member, draft.key)
        if before is not None:
            return Noted(before, is_repeat=draft.again is not None)
        await _check_team(tx, member, draft.team_id)
        heard = await _as_called_before(tx, member, draft.heard, now)
        if draft.again is None:
            signal_id = await signals.add(tx, member, draft.kind)
        else:
            signal_id = await _locked(tx, member, draft.again)
        await signals.report(tx, member, signal_id, draft.team_id, heard, key=draft.key, at=now)
    return Noted(signal_id, is_repeat=draft.again is not None)


async def heard_before(store: Store, member: Member, draft: NoteDraft, now: datetime) -> list[SignalSeen]:
    """Up to three signals of the last months that may be the same, as this person may know them; the likest first.

    None for what has been noted already: it was handed in twice.
    """
    async with store.reading() as tx:
        if await signals.is_reported_under(tx, member, draft.key) is not None:
            return []
        lately = await seen_signals.words_lately(tx, member, now - HEARD_LATELY, most=MOST_COMPARED)
        return await seen_signals.in_order(tx, member, alike(draft.heard.words, lately))


def alike(words: str, reported: Sequence[tuple[int, str]]) -> list[int]:
    """Which signals, by number, somebody reported in words like these; the likest first, each once. A pure rule."""
    places = likeness.most_alike(words, [text for _, text in reported])
    return list(dict.fromkeys(reported[place][0] for place in places))[: likeness.MOST]


async def own(store: Store, member: Member, report_id: int) -> OwnReport:
    """What this person reported. Raises NotThere."""
    async with store.reading() as tx:
        return await _own(tx, member, report_id)


async def change(
    store: Store,
    member: Member,
    report_id: int,
    team_id: int | None,
    kind: SignalKind | None,
    heard: Heard,
    now: datetime,
) -> int:
    """Other words for what this person reported; of what kind it is, is for whoever was the first. The number of the
    signal. Raises NotThere, or Unusable beside `team`."""
    async with store.transaction() as tx:
        before = await _own(tx, member, report_id)
        signal_id = await _locked(tx, member, before.report.signal_id)
        if team_id != before.report.team_id:
            await _check_team(tx, member, team_id)
        await signals.change(tx, report_id, team_id, await _as_called_before(tx, member, heard, now))
        if before.is_first and kind is not None:
            await signals.call_it(tx, signal_id, kind)
    return signal_id


async def take_back(store: Store, member: Member, report_id: int) -> int:
    """Forget what this person reported; the signal with it where nobody else did. Its number. Raises NotThere."""
    async with store.transaction() as tx:
        before = await _own(tx, member, report_id)
        signal_id = await _locked(tx, member, before.report.signal_id)
        await signals.take_back(tx, before.report)
    return signal_id


async def _own(tx: Transaction, member: Member, report_id: int) -> OwnReport:
    found = await signals.own(tx, member, report_id)
    if found is None:
        raise NotThere(_NOT_YOURS_NOW)
    return found


async def _locked(tx: Transaction, member: Member, signal_id: int) -> int:
    """This signal, held, if it is theirs to know."""
    is_there = await signals.lock(tx, member.workspace_id, signal_id)
    if not is_there or not await seen_signals.in_order(tx, member, [signal_id]):
        raise NotThere(GONE)
    return signal_id


async def _check_team(tx: Transaction, member: Member, team_id: int | None) -> None:
    if team_id is not None and team_id not in {team.id for team in await teams.own_of(tx, member)}:
        raise Unusable(_NOT_YOUR_TEAM, field="team")


async def _as_called_before(tx: Transaction, member: Member, heard: Heard, now: datetime) -> Heard:
    """With an area spelled as it was before."""
    if heard.area is None:
        return heard
    known = await seen_signals.areas(tx, member, now - AREAS_KNOWN_FOR)
    return replace(heard, area=as_before(heard.area, known))
