"""Feedback leaves no trace wherever bottlenecks are seen, counted, compared or told, whatever somebody's role."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.jobs.hand_on_feedback import hand_on_feedback
from bot.loops import portfolio, raising, seeing
from bot.store import feedback, loop_figures, recent_loops, votes
from bot.store.engine import Store
from bot.store.loop_figures import Lately
from bot.store.tables import loop_hit, loop_news
from bot.trends.facts import gather as gather_facts
from bot.trends.scope import Scope
from bot.trends.week import covered
from bot.values.loops import Loop, NewLoop, Step, WaitsOn
from bot.values.portfolio import Wanted, Which
from bot.wiring import LOOP_WORDING
from tests.loops.feedback.company import LEADERSHIP, NAMES, Company, day, found
from tests.loops.founding import MONDAY

LATER = MONDAY + timedelta(days=20)
LONG_AGO = MONDAY - timedelta(days=300)


async def test_no_list_page_figure_poll_or_comparison_shows_a_trace_to_anybody(
    store: Store, tmp_path: Path
) -> None:
    company = await found(store, tmp_path)
    bottlenecks = [
        await company.bottleneck("ana", "Too many calls to the refund API"),
        await company.bottleneck("eve", "Demo data is too old"),
    ]
    before = {who: await _everything_seen_by(company, who, bottlenecks) for who in NAMES}
    before_all = await _everything_told(company)
    given = await _much_feedback(company)
    assert len(given) == 8
    assert {each.state for each in given} == {"raised", "acknowledged", "answered", "declined"}
    for who in NAMES:
        assert await _everything_seen_by(company, who, bottlenecks) == before[who], who
    assert await _everything_told(company) == before_all
    async with store.transaction() as tx:
        hits = set((await tx.execute(select(loop_hit.c.loop_id))).scalars())
        told = (await tx.execute(select(loop_news.c.loop_id, loop_news.c.member_id))).all()
    assert hits == {each.id for each in bottlenecks}
    for row in told:
        assert row.loop_id in hits or row.member_id in await _may_know(company, row.loop_id)
    assert not await company.posted()


async def _much_feedback(company: Company) -> list[Loop]:
    for withheld in (False, True):
        for who, to in (("ana", "ben"), ("dev", "Payments"), ("chi", LEADERSHIP), ("ben", "eve")):
            await company.give(
                who, to, withheld=withheld, title="Too many syncs", details="Four calls a week"
            )
    company.now += timedelta(days=1)
    await hand_on_feedback(company.store, company.keys, LOOP_WORDING, company.now)
    every = await company.all()
    for loop in every:
        who = await _reader(company, loop)
        if loop.waits_on.leadership:
            await company.take(who, loop, Step.ANSWERED, "Fewer calls.")
        elif loop.waits_on.team_id:
            await company.take(who, loop, Step.DECLINED, "We need them.")
        elif loop.waits_on == company.to("ben"):
            await company.take(who, loop, Step.HANDED_OVER, waits_on=company.to("Checkout"))
        else:
            await company.take(who, loop, Step.ACKNOWLEDGED, on=day(25))
    return await company.all()


async def _reader(company: Company, loop: Loop) -> str:
    async with company.store.transaction() as tx:
        first = (await feedback.whom_for(tx, loop.workspace_id, loop.waits_on))[0]
    return next(who for who in NAMES if company.people[who].id == first.id)


async def _may_know(company: Company, loop_id: int) -> set[int]:
    loop = next(each for each in await company.all() if each.id == loop_id)
    events = await company.events(loop)
    parties = [loop.waits_on, *(event.what.waits_on for event in events if event.what.waits_on != WaitsOn())]
    async with company.store.transaction() as tx:
        readers = [await feedback.whom_for(tx, loop.workspace_id, party) for party in parties]
    return {member.id for each in readers for member in each} | {loop.raiser_id or 0}


async def _everything_seen_by(company: Company, who: str, bottlenecks: list[Loop]) -> list[Any]:
    store, member = company.store, company.people[who]
    new = NewLoop("Too many syncs, four calls a week", company.to("Payments"))
    async with store.reading() as tx:
        together = [
            *[await portfolio.listing_of(tx, member, Wanted(which), LATER) for which in Which],
            await portfolio.matrix_of(tx, member, LATER),
        ]
    return [
        *together,
        await portfolio.at_home(store, member, LATER),
        *[
            await seeing.others_like(store, member, typed, loop_id=bottlenecks[0].id)
            for typed in ("", "too", "#5")
        ],
        await raising.find_similar(store, member, new, LATER),
        *[await seeing.page_of(store, member, each.id) for each in bottlenecks],
    ]


async def _everything_told(company: Company) -> list[Any]:
    ana = company.people["ana"]
    zone = ZoneInfo("Europe/Berlin")
    period = covered(LATER, zone)
    told: list[Any] = []
    async with company.store.transaction() as tx:
        told.append(await votes.to_pick(tx, ana.workspace_id, private_team=None, limit=100))
        lately = Lately(ana.workspace_id, opened_since=LONG_AGO, closed_since=LONG_AGO)
        told.append(await loop_figures.bottlenecks(tx, lately))
        told.append(await loop_figures.turns(tx, lately))
        told.append(await loop_figures.teams_hit(tx, ana.workspace_id, LONG_AGO))
        told.append(await loop_figures.raised_in_answers(tx, ana.workspace_id, LONG_AGO))
        told.extend(
            [
                await recent_loops.titles(tx, each, over_since=LONG_AGO, most=100)
                for each in company.people.values()
            ]
        )
        for channel in ("CPRODUCT", "CCHECKOUT", "CPAYMENTS"):
            scope = Scope(ana.workspace_id, channel, period, LATER, zone, lambda *_: True)
            facts = await gather_facts(tx, scope)
            assert "syncs" not in repr(facts)
            told.append((facts.bottlenecks, facts.needs, facts.teams, facts.changes, facts.unsaid))
    return told
