"""Changing a ritual part by part: its name, its rules, who is asked and who reads the answers."""

import asyncio
import re
from collections.abc import Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers import ritual_promise, ritual_questions, ritual_schedule
from bot.handlers.asking import asker
from bot.handlers.channels import enter, is_in, look_at
from bot.handlers.house import Asker, House
from bot.handlers.reading import pressed, state_of
from bot.handlers.ritual_parts import ritual_page_of, save_part, shown_now
from bot.rituals.tending import editing, leading
from bot.rituals.tier_rules import may_go_to_lead
from bot.values.editing import Opened, Part, People, Results, RitualInFull
from bot.values.errors import Unusable
from bot.values.people import Member, Team
from bot.values.ports import View
from bot.values.rituals import TO_LEAD, TO_TEAM
from bot.views.rituals import form, form_promise
from bot.views.rituals import form_questions as questions
from bot.views.rituals import page as ritual_page
from bot.views.rituals.changed import promised_by
from bot.views.words import escape


def register(app: AsyncApp, house: House) -> None:
    """Open the doors of the forms."""
    _register_opening(app, house)
    _register_name_and_rules(app, house)
    _register_people_and_results(app, house)
    ritual_promise.register(app, house)
    ritual_schedule.register(app, house)
    ritual_questions.register(app, house)


def _register_opening(app: AsyncApp, house: House) -> None:
    @app.action(ritual_page.EDIT)
    async def edit(ack: AsyncAck, body: dict[str, Any]) -> None:
        page = await ritual_page_of(house, await asker(house, body), int(pressed(body)))
        await house.slack.update_modal(body["view"]["id"], form.build_parts(page))
        await ack()

    @app.action(re.compile(f"^{form.PART}:"))
    async def change(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, ritual_id = await asker(house, body), int(pressed(body))
        part = Part(body["actions"][0]["action_id"].partition(":")[2])
        page = await ritual_page_of(house, who, ritual_id)
        if part == Part.QUESTIONS:
            await house.slack.update_modal(body["view"]["id"], questions.build_questions(page))
        else:
            await house.slack.push_modal(body["trigger_id"], await _form_for(house, who, page, part))
        await ack()


def _register_name_and_rules(app: AsyncApp, house: House) -> None:
    @app.view(form.SAVE_NAME)
    async def save_name(ack: AsyncAck, body: dict[str, Any]) -> None:
        name = form.read_name(state_of(body["view"]))

        async def save(who: Asker, opened: Opened) -> None:
            await editing.rename(house.store, who.member, opened, name, house.now())

        await save_part(
            house,
            ack,
            body,
            Part.NAME,
            save,
            lambda opened, why: shown_now(form.build_name(opened, name, meanwhile=why)),
        )

    @app.view(form.SAVE_RULES)
    async def save_rules(ack: AsyncAck, body: dict[str, Any]) -> None:
        rules = form.read_rules(state_of(body["view"]))

        async def save(who: Asker, opened: Opened) -> None:
            await editing.set_rules(house.store, who.member, opened, rules, house.now())

        await save_part(
            house,
            ack,
            body,
            Part.RULES,
            save,
            lambda opened, why: shown_now(form.build_rules(opened, rules, meanwhile=why)),
        )


def _register_people_and_results(app: AsyncApp, house: House) -> None:
    @app.view(form.SAVE_PEOPLE)
    async def save_people(ack: AsyncAck, body: dict[str, Any]) -> None:
        people = form.read_people(state_of(body["view"]))
        await save_part(
            house,
            ack,
            body,
            Part.PEOPLE,
            lambda who, opened: _save_people(house, who, opened, people),
            lambda opened, why: _people_again(house, body, opened, people, why),
        )

    @app.view(form.SAVE_RESULTS)
    async def save_results(ack: AsyncAck, body: dict[str, Any]) -> None:
        results = form.read_results(state_of(body["view"]))
        await save_part(
            house,
            ack,
            body,
            Part.RESULTS,
            lambda who, opened: _save_results(house, who, opened, results),
            lambda opened, why: _results_again(house, body, opened, results, why),
        )


async def _form_for(house: House, who: Asker, page: RitualInFull, part: Part) -> View:
    plan = page.ritual.plan
    opened = Opened(page.ritual.id, page.seen[part])
    match part:
        case Part.NAME:
            return form.build_name(opened, plan.name)
        case Part.RULES:
            return form.build_rules(opened, form.rules_of(plan))
        case Part.RESULTS:
            return _results_form(page, opened, Results(plan.report, plan.grouping))
        case Part.PEOPLE:
            choices = await leading.teams_to_choose(house.store, who.member, page.teams)
            people = People(plan.everyone, [] if plan.everyone else [team.id for team in page.teams])
            return form.build_people(opened, people, choices)
        case Part.TIER:
            return await ritual_promise.tier_form(house, opened, promised_by(plan), page.people)
        case Part.ABOUT:
            return form_promise.build_about(opened, plan.about or "")
        case _:
            return await ritual_schedule.form_for(house, who, page)


async def _save_people(house: House, who: Asker, opened: Opened, people: People) -> None:
    page = await ritual_page_of(house, who, opened.ritual_id)
    asked = await leading.teams_among(house.store, who.member, people.team_ids, everyone=people.everyone)
    await _check_may_show(house, who.member, page.ritual.plan.report, asked, field=form.TEAMS)
    await editing.set_people(house.store, house.wording, who.member, opened, people, house.now())


async def _people_again(
    house: House, body: dict[str, Any], opened: Opened, people: People, why: str | None
) -> View:
    who = await asker(house, body)
    page = await ritual_page_of(house, who, opened.ritual_id)
    choices = await leading.teams_to_choose(house.store, who.member, page.teams)
    return form.build_people(opened, people, choices, meanwhile=why)


def _results_form(
    page: RitualInFull, opened: Opened, results: Results, *, meanwhile: str | None = None
) -> View:
    plan = page.ritual.plan
    to_lead = may_go_to_lead(plan.kind, plan.tier)
    return form.build_results(opened, results, to_lead=to_lead, meanwhile=meanwhile)


async def _results_again(
    house: House, body: dict[str, Any], opened: Opened, results: Results, why: str | None
) -> View:
    page = await ritual_page_of(house, await asker(house, body), opened.ritual_id)
    return _results_form(page, opened, results, meanwhile=why)


async def _save_results(house: House, who: Asker, opened: Opened, results: Results) -> None:
    page = await ritual_page_of(house, who, opened.ritual_id)
    if results.report not in (TO_TEAM, TO_LEAD) and results.report != page.ritual.plan.report:
        await _check_is_in(house, who.member, results.report)
        await _check_may_show(house, who.member, results.report, page.teams, field=form.OTHER)
    await editing.set_results(house.store, who.member, opened, results, house.now())


async def _check_is_in(house: House, member: Member, channel_id: str) -> None:
    channel = await look_at(house, member, channel_id, field=form.OTHER)
    await enter(house, channel, field=form.OTHER)
    if not await is_in(house, member, channel.slack_id):
        raise Unusable(
            "You are not in that channel. Join it first, or pick one you are in.", field=form.OTHER
        )


async def _check_may_show(
    house: House, member: Member, report: str, asked: Sequence[Team], *, field: str
) -> None:
    """What is said in a private channel leaves it only through somebody who is in both."""
    if report in (TO_TEAM, TO_LEAD):
        return
    elsewhere = [team for team in asked if team.channel_id != report]
    channels = await asyncio.gather(*(house.slack.channel(team.channel_id) for team in elsewhere))
    for team, channel in zip(elsewhere, channels, strict=True):
        if channel.is_private and not await is_in(house, member, team.channel_id):
            raise Unusable(
                f"{escape(team.name)} answers in a private channel you are not in, so you cannot have its answers"
                " shown in another one. Ask somebody who is in both.",
                field=field,
            )
