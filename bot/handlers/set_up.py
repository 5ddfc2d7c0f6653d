"""Starting a check-in: from `/checkin new`, from Home, or from "Start a check-in" anywhere."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers.asking import asker
from bot.handlers.house import Asker, Command, House
from bot.handlers.reading import state_of
from bot.rituals import setting_up
from bot.rituals.templates import DAILY_CHECK_IN, plan_from_template
from bot.values.deliveries import Message
from bot.values.digests import DigestPlan
from bot.values.errors import DrumbeatError, Unusable
from bot.values.people import Channel, Member
from bot.values.ports import View
from bot.values.rituals import RitualPlan
from bot.views import set_up
from bot.views.set_up import Defaults, Wanted

_DIGEST_AT = time(9, 0)
_MONDAY = 0


async def answer_new(house: House, command: Command) -> Message | None:
    """`/checkin new`: open the form."""
    await _open(house, command.trigger_id)
    return None


def register(app: AsyncApp, house: House) -> None:
    """Open the doors for starting a check-in."""

    @app.action(set_up.START)
    async def start(ack: AsyncAck, body: dict[str, Any]) -> None:
        await _open(house, body["trigger_id"])
        await ack()

    @app.view(set_up.NEW_CHECK_IN)
    async def submit(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        wanted = set_up.read_set_up(state_of(body["view"]), _defaults(house.now()))
        view = await _set_up(house, who, wanted)
        house.wake()
        await ack(response_action="update", view=view)


async def _open(house: House, trigger_id: str) -> None:
    await house.slack.open_modal(trigger_id, set_up.build_set_up(_defaults(house.now())))


async def _set_up(house: House, who: Asker, wanted: Wanted) -> View:
    channel = await _enter(house, who.member, wanted.channel_id)
    now = house.now()
    plan = _plan(wanted, now)
    started = await setting_up.start_check_in(
        house.store,
        who.member,
        channel,
        plan,
        own_name=wanted.name != _defaults(now).name,
        digest=_digest(who.member, channel) if wanted.with_digest else None,
        now=now,
    )
    return set_up.build_started(
        started.name,
        channel,
        plan.schedule,
        started.first_at,
        new_digest=started.new_digest,
        has_digest=started.has_digest,
        zone=who.member.zone,
    )


async def _enter(house: House, owner: Member, channel_id: str) -> Channel:
    try:
        channel = await house.slack.channel(channel_id)
        if channel.is_archived:
            raise Unusable("That channel is archived. Pick another one, or unarchive it first.")
        if channel.is_private:
            await _check_is_in(house, owner, channel)
        elif not channel.has_bot:
            await house.slack.join(channel_id)
    except DrumbeatError as refusal:
        raise Unusable(refusal.user_message, field=set_up.CHANNEL) from refusal
    return channel


async def _check_is_in(house: House, owner: Member, channel: Channel) -> None:
    # Slack offers only the private channels somebody is in; a request need not come from what it offers.
    if owner.slack_id not in await house.slack.channel_members(channel.slack_id):
        raise Unusable(
            "You are not in that channel. Pick one you are in, or ask somebody there to set it up."
        )


def _digest(owner: Member, channel: Channel) -> DigestPlan:
    return DigestPlan(
        name=f"Weekly digest · #{channel.name}",
        channel_id=channel.slack_id,
        weekday=_MONDAY,
        at=_DIGEST_AT,
        zone=owner.zone,
    )


def _plan(wanted: Wanted, now: datetime) -> RitualPlan:
    plan = plan_from_template(DAILY_CHECK_IN, now=now)
    rrule = f"FREQ=WEEKLY;BYDAY={','.join(wanted.days)}"
    return replace(plan, name=wanted.name, schedule=replace(plan.schedule, rrule=rrule, at=wanted.at))


def _defaults(now: datetime) -> Defaults:
    plan = plan_from_template(DAILY_CHECK_IN, now=now)
    days = plan.schedule.rrule.rpartition("=")[2].split(",")
    return Defaults(plan.name, days, plan.schedule.at, plan.questions)
