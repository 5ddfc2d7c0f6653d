"""The weekly digests somebody looks after, on their Home tab."""

from collections.abc import Sequence

from slack_sdk.models.blocks import ButtonElement

from bot.values.deliveries import Block
from bot.values.digests import Audience, Digest, DigestState
from bot.views.digests.mend import MOVE_ACTION
from bot.views.digests.setup import weekday_name
from bot.views.parts import button, buttons, context, section
from bot.views.words import escape

SET_UP_DIGEST = "home_set_up_digest"
_MOST = 5


def build_home_digests(digests: Sequence[Digest]) -> list[Block]:
    """Each digest with its day and channel, and a way to set up another one."""
    none = (
        "*Weekly digests*\nNone yet. One screen a week says what moved, what is in the way and who took part."
    )
    blocks: list[Block] = [section("*Weekly digests*" if digests else none)]
    for digest in digests[:_MOST]:
        change = button("Change", MOVE_ACTION, str(digest.id))
        change.accessibility_label = f"Change {digest.plan.name}"[:75]
        line = section(_line(digest))
        blocks.append({**line, "block_id": f"digest:{digest.id}", "accessory": change.to_dict()})
    if len(digests) > _MOST:
        blocks.append(
            context(f"…and {len(digests) - _MOST} more: `/digest setup` in their channels changes them.")
        )
    return [*blocks, buttons("digest:new", set_up_digest())]


def set_up_digest() -> ButtonElement:
    """The button that opens the form of a digest."""
    return button("Set up the digest", SET_UP_DIGEST, "home")


def _line(digest: Digest) -> str:
    plan = digest.plan
    when = f"{weekday_name(plan.weekday)}s at {plan.at:%H:%M}, {plan.zone.replace('_', ' ')} time"
    paused = " · paused" if digest.state == DigestState.PAUSED else ""
    whom = "" if plan.audience is Audience.TEAM else f"for {plan.audience} · "
    return f"*{escape(plan.name)}*\n{whom}<#{plan.channel_id}> · {when}{paused}"
