"""The gateway: one call each time, and a verdict that is never kinder than what is known."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.slack.gateway import Gateway
from bot.values.deliveries import Doubtful, Later, Method, Never, Sent
from bot.values.errors import SlackRefused
from sandbox.faults import Kind
from tests.slack.conftest import Wire, delivery, open_gateway
from tests.slack.post_office import NOON


async def test_what_slack_took_is_sent_and_says_where_it_stands(wire: Wire) -> None:
    verdict = await wire.gateway.deliver(wire.dm())
    (message,) = wire.slack.person("ana").direct_messages
    assert verdict == Sent(message.channel, message.ts)
    assert message.channel.startswith("D")


@pytest.mark.parametrize(
    ("fault", "there"),
    [
        ("error_500", 0),
        ("timeout_before", 0),
        ("lost_answer", 1),
        ("stored_then_500", 1),
        ("stored_then_hang", 1),
    ],
)
async def test_without_a_clear_answer_it_is_in_doubt_and_not_repeated(
    wire: Wire, fault: Kind, there: int
) -> None:
    wire.slack.faults.add("chat.postMessage", fault)
    assert isinstance(await wire.gateway.deliver(wire.dm()), Doubtful)
    assert len(wire.texts()) == there
    assert [call.method for call in wire.slack.calls].count("chat.postMessage") <= 1


async def test_a_429_is_for_later_and_for_as_long_as_slack_said(wire: Wire) -> None:
    wire.slack.faults.add("chat.postMessage", "rate_limited", seconds=7)
    assert await wire.gateway.deliver(wire.dm()) == Later(7.0, "ratelimited", throttled=True)
    assert wire.texts() == []


async def test_a_slow_answer_is_an_answer(wire: Wire) -> None:
    wire.slack.faults.add("chat.postMessage", "delay", seconds=0.3)
    assert isinstance(await wire.gateway.deliver(wire.dm()), Sent)


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        ("channel_not_found", Never),
        ("is_archived", Never),
        ("not_in_channel", Never),
        ("user_disabled", Never),
        ("invalid_blocks", Never),
        ("internal_error", Doubtful),
        ("fatal_error", Doubtful),
        ("request_timeout", Doubtful),
        ("duplicate_message_not_found", Doubtful),
        ("service_unavailable", Later),
        ("token_revoked", Later),
        ("account_inactive", Later),
        ("ratelimited", Later),
    ],
)
async def test_slacks_error_names_are_taken_at_their_word(wire: Wire, error: str, verdict: type) -> None:
    wire.slack.faults.add("chat.postMessage", "refused", error=error)
    assert isinstance(await wire.gateway.deliver(wire.dm()), verdict)


async def test_an_unreachable_slack_is_for_later() -> None:
    async with open_gateway("http://127.0.0.1:9/api/", "xoxb-1") as gateway:
        assert isinstance(await gateway.deliver(delivery("U1")), Later)


Answer = Callable[[web.Request], Awaitable[web.Response]]


async def _ask_a_proxy(status: int, kind: str, body: str) -> tuple[object, str]:
    """What the gateway makes of somebody who answers in Slack's place: its verdict, and why it cannot read."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, content_type=kind, text=body)

    proxy = web.Application()
    proxy.router.add_route("*", "/api/{method}", answer)
    async with TestServer(proxy) as server, open_gateway(str(server.make_url("/api/")), "xoxb-1") as gateway:
        verdict = await gateway.deliver(delivery("C1"))
        with pytest.raises(SlackRefused) as refused:
            await gateway.find_own("C1", "1", NOON)
        return verdict, refused.value.reason


@pytest.mark.parametrize(
    ("status", "kind", "body", "verdict"),
    [
        (503, "text/plain", "upstream connect error", Doubtful),
        (502, "text/html", "<h1>Bad Gateway</h1>", Doubtful),
        (504, "application/json", "{not json", Doubtful),
        (200, "text/html", "<h1>Please sign in</h1>", Doubtful),
        (200, "application/json", "{not json", Doubtful),
        (403, "text/html", "<h1>Forbidden</h1>", Later),
        (407, "text/plain", "proxy authentication required", Later),
        (429, "text/plain", "slow down", Later),
    ],
)
async def test_what_a_proxy_says_in_slacks_place_is_never_taken_for_slacks_word(
    status: int, kind: str, body: str, verdict: type
) -> None:
    said, reason = await _ask_a_proxy(status, kind, body)
    assert isinstance(said, verdict)
    assert reason == ("illegible_answer" if status == 200 else f"http_{status}")


async def test_a_message_is_found_again_by_its_delivery_and_nothing_else_is(wire: Wire) -> None:
    await wire.gateway.deliver(wire.dm(text="mine", ident="a" * 32))
    await wire.gateway.deliver(wire.dm(text="another", ident="b" * 32))
    ana = wire.slack.person("ana").id
    (found,) = await wire.gateway.find_own(ana, "a" * 32, NOON)
    assert (found.channel[0], found.delivery_id) == ("D", "a" * 32)
    assert await wire.gateway.find_own(ana, "c" * 32, NOON) == []


async def test_every_copy_is_found_the_oldest_first(wire: Wire) -> None:
    for _ in range(3):
        await wire.gateway.deliver(wire.dm())
    copies = await wire.gateway.find_own(wire.slack.person("ana").id, "1" * 32, NOON)
    assert [copy.ts for copy in copies] == sorted(copy.ts for copy in copies)
    assert len(copies) == 3


async def test_a_message_is_found_even_where_our_clock_runs_ahead_of_slacks(wire: Wire) -> None:
    await wire.gateway.deliver(wire.dm())
    ahead = NOON + timedelta(minutes=30)
    assert len(await wire.gateway.find_own(wire.slack.person("ana").id, "1" * 32, ahead)) == 1


async def test_a_message_is_found_behind_several_pages_of_talk(wire: Wire) -> None:
    wire.slack.service.longest_page = 2
    await wire.gateway.deliver(wire.dm(text="first"))
    for number in range(7):
        await wire.slack.person("ana").say(f"and another thing {number}")
    assert len(await wire.gateway.find_own(wire.slack.person("ana").id, "1" * 32, NOON)) == 1


async def test_a_reply_is_found_in_its_thread(wire: Wire) -> None:
    await wire.slack.invite("app", "checkout")
    channel = wire.slack.channel("checkout").id
    parent = await wire.gateway.deliver(delivery(channel, ident="a" * 32))
    assert isinstance(parent, Sent)
    await wire.gateway.deliver(delivery(channel, "reply", ident="b" * 32, thread_ts=parent.ts))
    (found,) = await wire.gateway.find_reply(channel, parent.ts, "b" * 32)
    assert found.ts != parent.ts


async def test_an_update_changes_the_message_that_is_there(wire: Wire) -> None:
    where = await wire.gateway.deliver(wire.dm(text="before"))
    assert isinstance(where, Sent)
    change = delivery(where.channel, "after", method=Method.UPDATE, ts=where.ts)
    assert await wire.gateway.deliver(change) == where
    assert wire.texts() == ["after"]


async def test_a_response_url_that_is_used_up_is_no_reason_for_doubt(wire: Wire) -> None:
    change = delivery(
        "D1", method=Method.UPDATE, ts="1.1", response_url=f"{wire.slack.base_url}/response/gone"
    )
    assert isinstance(await wire.gateway.deliver(change), Later)


async def test_a_second_copy_can_be_taken_away(wire: Wire) -> None:
    first, second = await wire.gateway.deliver(wire.dm()), await wire.gateway.deliver(wire.dm())
    assert isinstance(first, Sent)
    assert isinstance(second, Sent)
    await wire.gateway.remove(second.channel, second.ts)
    assert len(wire.texts()) == 1


async def test_a_scope_that_was_not_granted_is_named(wire: Wire) -> None:
    wire.slack.workspace.app.scopes -= {"channels:history"}
    await wire.slack.invite("app", "checkout")
    with pytest.raises(SlackRefused) as refused:
        await wire.gateway.find_own(wire.slack.channel("checkout").id, "1" * 32, NOON)
    assert refused.value.reason == "missing_scope"


async def test_user_groups_and_who_is_in_them(wire: Wire) -> None:
    (group,) = await wire.gateway.usergroups()
    assert (group.name, group.handle) == ("Engineers", "engineers")
    people = [wire.slack.workspace.user(name).id for name in ("ben", "dev", "gus")]
    assert await wire.gateway.usergroup_members(group.slack_id) == people
    await wire.slack.disable_usergroup("engineers")
    assert await wire.gateway.usergroups() == []
    with pytest.raises(SlackRefused, match="can't find that user group any more"):
        await wire.gateway.usergroup_members(group.slack_id)


async def test_who_is_not_to_be_disturbed_and_until_when_asked_about_fifty_at_a_time(wire: Wire) -> None:
    ana, chi = wire.slack.person("ana"), wire.slack.person("chi")
    chi.user.dnd = ("22:00", "08:00")
    await ana.snooze(minutes=45)
    many = [wire.slack.workspace.user(name).id for name in ("ana", "ben", "chi")] + ["U0"] * 100
    assert await wire.gateway.undisturbed(many, NOON) == {ana.id: NOON + timedelta(minutes=45)}
    assert [call.method for call in wire.slack.calls] == ["dnd.teamInfo"] * 3
    await wire.slack.wind(hours=2)
    tomorrow = NOON.replace(hour=23)
    assert await wire.gateway.undisturbed(many[:3], NOON + timedelta(hours=2)) == {chi.id: tomorrow}


async def test_after_a_refusal_slack_is_not_asked_again_at_once_whose_notifications_are_paused(
    wire: Wire,
) -> None:
    wire.slack.faults.add("dnd.teamInfo", "rate_limited", seconds=30)
    for _ in range(3):
        with pytest.raises(SlackRefused, match="slow down"):
            await wire.gateway.undisturbed([wire.slack.person("ana").id], NOON)
    assert [call.method for call in wire.slack.calls] == ["dnd.teamInfo"]


async def test_nothing_is_repeated_behind_our_back(wire: Wire) -> None:
    gateway: Gateway = wire.gateway
    wire.slack.faults.add("chat.postMessage", "lost_answer", times=5)
    await gateway.deliver(wire.dm())
    assert len(wire.texts()) == 1
