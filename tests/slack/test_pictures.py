"""Charts and tables that a workspace refuses: the message is sent again without them, others from the start."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import select

from bot.store.engine import Store
from bot.store.tables import workspace
from bot.values.deliveries import DeliveryState, Letter, Message, Method, Never, NoPictures, Sent
from bot.values.pictures import TRY_AGAIN_AFTER, refused_in
from bot.views.parts import section
from tests.slack.conftest import Wire, delivery
from tests.slack.post_office import NOON, open_post_office
from tests.slack.test_sender import Desk

TABLE = {
    "type": "table",
    "rows": [[{"type": "raw_text", "text": "Blocker"}], [{"type": "raw_text", "text": "API"}]],
}
DRAWN = Message(
    "Blocker: API", [section("*Bottlenecks*"), TABLE], plain=[section("*Bottlenecks*"), section("API")]
)


@pytest_asyncio.fixture
async def desk(store: Store, wire: Wire) -> Desk:
    """A desk at which Ana can be written to, in a workspace that takes no charts and tables."""
    wire.slack.takes_pictures = False
    return Desk(await open_post_office(store, wire.slack.person("ana").id), wire)


def drawn(desk: Desk, key: str, **fields: object) -> Letter:
    """A letter to Ana with a table in it that takes nobody's hour."""
    return desk.office.letter(key, to=desk.ana, member_id=None, message=DRAWN, **fields)


def calls(desk: Desk, method: str = "chat.postMessage") -> list[str | None]:
    """How Slack answered, call by call."""
    return [call.error for call in desk.wire.slack.calls if call.method == method]


def shown(desk: Desk) -> list[list[str]]:
    """The types of the blocks of what Ana reads."""
    messages = desk.wire.slack.person("ana").direct_messages
    return [[block["type"] for block in message.blocks] for message in messages]


async def refused_at(desk: Desk) -> datetime | None:
    """When Slack last refused a chart or a table."""
    async with desk.office.store.transaction() as tx:
        query = select(workspace.c.pictures_refused_at).where(workspace.c.id == desk.office.workspace_id)
        found: datetime | None = (await tx.execute(query)).scalar_one()
        return found


async def test_a_refused_table_is_sent_in_words_at_once_and_for_thirty_days_nothing_else_is_tried(
    desk: Desk,
) -> None:
    await desk.office.owe(drawn(desk, "first"))
    async with desk.sender() as sender:
        await sender.finish()
        assert calls(desk) == ["invalid_blocks", None]
        assert shown(desk) == [["section", "section"]]
        assert desk.heard.sent == ["first"]
        assert desk.heard.never == []
        assert await refused_at(desk) == NOON

        desk.calendar.instant = NOON + TRY_AGAIN_AFTER - timedelta(seconds=1)
        await desk.office.owe(drawn(desk, "second"))
        await sender.finish()
        assert calls(desk)[2:] == [None], "what was refused is not tried again so soon"

        desk.calendar.instant = NOON + TRY_AGAIN_AFTER
        desk.wire.slack.takes_pictures = True
        await desk.office.owe(drawn(desk, "third"))
        await sender.finish()
    assert calls(desk)[3:] == [None]
    assert shown(desk)[-1] == ["section", "table"]


async def test_both_tries_carry_the_same_ids_and_the_second_travels_the_same_lanes(desk: Desk) -> None:
    await desk.office.owe(drawn(desk, "first"))
    async with desk.sender() as sender:
        await sender.finish()
    first, second = (call.args for call in desk.wire.slack.calls if call.method == "chat.postMessage")
    assert first["client_msg_id"] == second["client_msg_id"]
    assert first["metadata"] == second["metadata"]
    assert (await desk.office.row("first")).attempts == 2, "each try went through the fence"


async def test_an_update_falls_back_as_well(desk: Desk) -> None:
    await desk.office.owe(desk.office.letter("parent", to=desk.ana, member_id=None))
    async with desk.sender() as sender:
        await sender.finish()
        await desk.office.owe(desk.office.update("change", of="parent", message=DRAWN))
        await sender.finish()
    assert calls(desk, "chat.update") == ["invalid_blocks", None]
    assert shown(desk) == [["section", "section"]]


async def test_a_replica_that_dies_between_the_two_leaves_nothing_doubtful_and_nothing_double(
    desk: Desk,
) -> None:
    # The first replica posts, is refused, writes that down, and is gone: it never claims again.
    dead = desk.hire()
    on_the_wire = await desk.office.on_the_wire(drawn(desk, "first"))
    verdict = await desk.wire.gateway.deliver(on_the_wire)
    assert verdict == NoPictures("invalid_blocks")
    await dead._record(on_the_wire, verdict)
    row = await desk.office.row("first")
    assert (row.state, row.lease_owner, row.not_before) == (DeliveryState.PENDING, None, 0.0)

    async with desk.sender(name="two") as sender:
        await sender.finish()
    assert shown(desk) == [["section", "section"]]
    assert desk.heard.doubtful == []


async def test_one_that_dies_before_it_could_write_that_down_is_read_back_and_repeated_once(
    desk: Desk,
) -> None:
    on_the_wire = await desk.office.on_the_wire(drawn(desk, "first"))
    await desk.wire.gateway.deliver(on_the_wire)
    await desk.let_leases_run_out()
    async with desk.sender(name="two") as sender:
        await desk.until("first", DeliveryState.SENT)
        await sender.finish()
    assert shown(desk) == [["section", "section"]]
    assert desk.heard.doubtful == []


async def test_what_was_changed_while_it_was_refused_keeps_the_change(desk: Desk) -> None:
    on_the_wire = await desk.office.on_the_wire(drawn(desk, "first"))
    verdict = await desk.wire.gateway.deliver(on_the_wire)
    newer = replace(DRAWN, text="newer", plain=[section("newer")])
    await desk.office.owe(replace(drawn(desk, "first"), message=newer))
    await desk.hire()._record(on_the_wire, verdict)
    async with desk.sender() as sender:
        await sender.finish()
    assert desk.wire.texts() == ["newer"]
    assert shown(desk) == [["section"]]


async def test_what_is_refused_without_pictures_too_is_refused(wire: Wire) -> None:
    wire.slack.faults.add("chat.postMessage", "refused", error="invalid_blocks", times=2)
    assert await wire.gateway.deliver(wire.dm()) == Never("invalid_blocks")
    drawn_one = replace(wire.dm(), message=DRAWN)
    assert await wire.gateway.deliver(drawn_one) == NoPictures("invalid_blocks")


async def test_a_message_replaced_where_it_was_pressed_falls_back_as_well(wire: Wire) -> None:
    wire.slack.takes_pictures = False
    sent = await wire.gateway.deliver(wire.dm())
    assert isinstance(sent, Sent)
    slack = wire.slack
    channel = slack.workspace.channels[sent.channel]
    url = slack.response_urls.issue(slack.person("ana").id, channel, channel.messages[sent.ts])
    replacing = replace(
        delivery(sent.channel, method=Method.UPDATE, ts=sent.ts, response_url=url), message=DRAWN
    )
    assert await wire.gateway.deliver(replacing) == NoPictures("invalid_blocks")
    plain = replace(replacing, message=DRAWN.without_pictures())
    assert await wire.gateway.deliver(plain) == Sent(sent.channel, sent.ts)


async def test_what_only_one_person_sees_falls_back_as_well(wire: Wire) -> None:
    wire.slack.takes_pictures = False
    channel, ana = wire.slack.workspace.channel("checkout"), wire.slack.person("ana")
    wire.slack.workspace.channels[channel.id].members.append(wire.slack.workspace.app.bot_user)
    await wire.gateway.whisper(channel.id, ana.id, DRAWN)
    (message,) = [each for each in ana.sees("checkout") if each.only_for]
    assert [block["type"] for block in message.blocks] == ["section", "section"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("ok", ""),
        ("", ""),
        ("invalid_blocks", "invalid_blocks"),
        ('{"ok": false, "error": "invalid_blocks"}', "invalid_blocks"),
        ('{"ok": true}', ""),
        ("<html>busy</html>", ""),
        ("[1]", ""),
    ],
)
def test_a_response_url_says_in_its_body_what_it_refused(body: str, reason: str) -> None:
    assert refused_in(body) == reason
