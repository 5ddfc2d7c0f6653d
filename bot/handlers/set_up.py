"""Starting a ritual: from `/checkin new`, from Home, or from "Start a check-in" anywhere."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.channels import enter, look_at
from bot.handlers.home import refresh_home
from bot.handlers.house import Asker, Command, House
from bot.handlers.reading import state_of
from bot.handlers.ritual_promise import check_keys, trouble_with_keys
from bot.rituals import owning
from bot.rituals.schedules import outlook
from bot.rituals.schedules.spreading import reaching
from bot.rituals.tending import rescheduling, setting_up
from bot.rituals.tending.templates import DAILY_CHECK_IN, every_template, plan_from_template
from bot.values.deliveries import Message
from bot.values.digests import DigestPlan
from bot.values.errors import Unusable
from bot.values.people import Channel, Member
from bot.values.ports import View
from bot.values.rituals import Kind, RitualPlan, Tier
from bot.values.schedules import Schedule
from bot.views.rituals import form_confirm as confirming
from bot.views.rituals import set_up
from bot.views.rituals.changed import Changed, promised_by
from bot.views.rituals.form_confirm import Confirmed
from bot.views.rituals.offer import CHOOSE_TIER, ON, Offer, block_of
from bot.views.rituals.set_up import Wanted

_DIGEST_AT = time(9, 0)
_MONDAY = 0


async def answer_new(house: House, command: Command) -> Message | None:
    """`/checkin new`: open the form."""
    await open_set_up(house, command.asker, command.trigger_id)
    return None


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for starting a ritual."""

    @app.action(set_up.START)
    async def start(ack: AsyncAck, body: dict[str, Any]) -> None:
        await open_set_up(house, await asker(house, body), body["trigger_id"])
        await ack()

    @app.action(set_up.CHOOSE_TEMPLATE)
    async def choose(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _show_chosen(house, body)
        await ack()

    @app.action(CHOOSE_TIER)
    async def choose_tier(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _show_chosen(house, body)
        await ack()

    @app.view(set_up.NEW_CHECK_IN)
    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        who, view = await asker(house, body), body["view"]
        offers = _offers(who.member, house.now())
        wanted = set_up.read_set_up(state_of(view), view["private_metadata"], offers)
        try:
            await _submit(house, who, wanted, ack)
        except Unusable as error:
            field = block_of(error.field, wanted.template) if error.field else None
            raise Unusable(error.user_message, field=field) from error

    @app.view(confirming.START_CONFIRMED)
    async def confirmed(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        choice = confirming.read_start(body["view"]["private_metadata"])
        channel = await look_at(house, who.member, choice.channel_id, field=set_up.CHANNEL)
        view = await _start(house, who, choice, channel)
        await ack(response_action="update", view=view)


async def open_set_up(house: House, who: Asker, trigger_id: str, template: str = DAILY_CHECK_IN) -> None:
    """Show the form, with one of the templates chosen."""
    form = await _form(house, _offers(who.member, house.now()), template, Changed())
    await house.slack.open_modal(trigger_id, form)


async def _show_chosen(house: House, body: dict[str, Any]) -> None:
    """The form again, after another template or tier was chosen; what was filled in is still there."""
    who, view = await asker(house, body), body["view"]
    offers, values = _offers(who.member, house.now()), state_of(view)
    template = set_up.read_template(values)
    changed = set_up.read_changed(values, view["private_metadata"], offers, then=template)
    await house.slack.update_modal(view["id"], await _form(house, offers, template, changed))


async def _form(house: House, offers: Sequence[Offer], template: str, changed: Changed) -> View:
    offer = next((each for each in offers if each.id == template), offers[0])
    tier = changed.promised.tier if changed.promised else offer.plan.tier
    notice = await trouble_with_keys(house, tier)
    return set_up.build_set_up(offers, template, changed, notice=notice)


async def _submit(house: House, who: Asker, wanted: Wanted, ack: AsyncAck) -> None:
    """Start at once what the form showed the dates of; anything else is shown and confirmed first."""
    now = house.now()
    channel = await look_at(house, who.member, wanted.channel_id, field=set_up.CHANNEL)
    offered = _plan(wanted.template, who.member, now)
    schedule = _schedule(wanted, offered.schedule, outlook.today_of(who.member, now))
    choice = _choice(wanted, offered, schedule)
    plan = _chosen(choice, offered)
    await check_keys(house, plan.tier)
    caution, people = None, list[str]()
    if plan.tier is not Tier.NAMED or schedule != offered.schedule:
        people = list(await house.slack.channel_members(channel.slack_id))
        caution = await setting_up.caution_before(house.store, who.workspace.id, channel, people, plan)
    if schedule == offered.schedule and caution is None:
        await ack(response_action="update", view=await _start(house, who, choice, channel))
        return
    own_name = choice.name is not None
    name = await setting_up.check_start(house.store, who.member, channel, plan, own_name=own_name)
    async with house.store.transaction() as tx:
        ahead = await outlook.outlook_for(tx, plan, who.workspace.id, people, now)
    ahead = replace(ahead, warnings=(*ahead.warnings, *([caution] if caution else ())))
    await ack(response_action="push", view=confirming.build_start(choice, name, channel, ahead))


def _choice(wanted: Wanted, offered: RitualPlan, schedule: Schedule) -> Confirmed:
    changed = wanted.changed
    return Confirmed(
        wanted.channel_id,
        wanted.template,
        changed.name,
        schedule,
        wanted.with_digest,
        promised=changed.promised,
        about=changed.about,
        spread=reaching(offered.spread if changed.spread is None else changed.spread, schedule.at),
    )


async def _start(house: House, who: Asker, choice: Confirmed, channel: Channel) -> View:
    await enter(house, channel, field=set_up.CHANNEL)
    now = house.now()
    plan = _chosen(choice, _plan(choice.template, who.member, now))
    started = await setting_up.start_check_in(
        house.store,
        who.member,
        channel,
        plan,
        own_name=choice.name is not None,
        digest=_digest(who.member, channel) if choice.with_digest else None,
        now=now,
    )
    house.wake()
    await refresh_home(house, who.member)
    return set_up.build_started(
        started,
        channel,
        plan,
        zone=who.member.zone,
        for_nobody=await owning.is_for_nobody(house.store, house.ports, started.ritual_id, now),
    )


def _chosen(choice: Confirmed, offered: RitualPlan) -> RitualPlan:
    promised = choice.promised or promised_by(offered)
    return replace(
        offered,
        name=choice.name or offered.name,
        schedule=choice.schedule,
        tier=promised.tier,
        protection=promised.protection,
        about=choice.about or offered.about,
        spread=choice.spread,
    )


def _schedule(wanted: Wanted, offered: Schedule, today: date) -> Schedule:
    at = wanted.changed.at or offered.at
    if wanted.words:
        again_and_again = replace(offered, starts_on=None, ends_on=None)
        return rescheduling.in_words(wanted.words, again_and_again, at, today, field=set_up.WORDS)
    if wanted.changed.on is not None:
        if wanted.changed.on < today:
            raise Unusable("That day is over. Choose today or a later one.", field=ON)
        return rescheduling.once(replace(offered, at=at), wanted.changed.on)
    days = wanted.changed.days
    return replace(rescheduling.on_days(offered, days, today) if days else offered, at=at)


def _offers(member: Member, now: datetime) -> list[Offer]:
    return [_offer(each.id, each.description, member, now) for each in every_template()]


def _offer(template: str, description: str, member: Member, now: datetime) -> Offer:
    plan = _plan(template, member, now)
    somebody = outlook.neutral(plan.schedule, member.zone)
    upcoming = outlook.ahead(plan, [somebody], after=None, not_before=now, now=now)
    return Offer(template, description, plan, upcoming)


def _plan(template: str, member: Member, now: datetime) -> RitualPlan:
    """A template counted from today, wherever whoever starts it is; a feedback round once, on the next weekday."""
    plan, today = plan_from_template(template or DAILY_CHECK_IN, now=now), outlook.today_of(member, now)
    if plan.kind is Kind.FEEDBACK_ROUND:
        schedule = rescheduling.once(plan.schedule, rescheduling.next_weekday(today))
    else:
        schedule = rescheduling.begun(plan.schedule, today)
    return replace(plan, schedule=schedule)


def _digest(owner: Member, channel: Channel) -> DigestPlan:
    return DigestPlan(
        name=f"Weekly digest · #{channel.name}",
        channel_id=channel.slack_id,
        weekday=_MONDAY,
        at=_DIGEST_AT,
        zone=owner.zone,
    )
