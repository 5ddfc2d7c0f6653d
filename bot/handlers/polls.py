"""`/bottleneck poll`: ask now what holds people back most."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.handlers import set_up
from bot.handlers.asking import asker
from bot.handlers.home import refresh_home
from bot.handlers.house import Command, House
from bot.handlers.reading import state_of
from bot.rituals.tending import leading, polling, running
from bot.values.deliveries import Message
from bot.views.parts import note
from bot.views.rituals import poll_form, status


async def answer_poll(house: House, command: Command) -> Message | None:
    """Run the poll somebody means; where there is none yet, ask which teams it is for."""
    member, now = command.asker.member, house.now()
    polls = await polling.polls_of(house.store, member)
    if polls:
        poll = polling.meant(polls, command.rest)
        run = await running.run_now(house.store, house.wording, house.ports, member, poll.id, now)
        house.wake()
        return status.saying(status.runs_now(run))
    teams = await leading.teams_to_choose(house.store, member, [])
    if teams:
        here = [team.id for team in teams if team.channel_id == command.channel_id]
        await house.slack.open_modal(command.trigger_id, poll_form.build_poll_form(teams, here))
    else:
        await set_up.open_set_up(house, command.asker, command.trigger_id, polling.TEMPLATE)
    return None


def register(app: AsyncApp, house: House) -> None:
    """Open the door of the form for a new poll."""

    @app.view(poll_form.POLL_FORM)
    async def start(ack: AsyncAck, body: dict[str, Any]) -> None:
        who = await asker(house, body)
        team_ids, again = poll_form.read_poll_form(state_of(body["view"]))
        run = await polling.start(
            house.store, house.wording, house.ports, who.member, team_ids, again=again, now=house.now()
        )
        house.wake()
        later = "It comes back every other Wednesday" if again else "It does not come back by itself"
        words = f"{status.runs_now(run)}\n{later}; `/bottleneck poll` runs it again at any time."
        await ack(response_action="update", view=note("Bottleneck poll", words))
        await refresh_home(house, who.member)
