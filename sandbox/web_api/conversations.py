"""conversations.*: looking at channels, joining, opening direct conversations, reading history."""

from collections.abc import Callable

from sandbox.errors import Json, SlackError
from sandbox.model import Channel, ChannelKind, Message
from sandbox.objects import message_object
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.service import Service
from sandbox.workspace import SLACKBOT

MOST_PEOPLE_IN_A_GROUP = 8  # docs.slack.dev/reference/methods/conversations.open

_PREFIX: dict[ChannelKind, str] = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
_KIND_OF_TYPE: dict[str, ChannelKind] = {
    "public_channel": "public",
    "private_channel": "private",
    "im": "im",
    "mpim": "mpim",
}


def info(slack: Service, args: Arguments) -> Json:
    channel = _readable(slack, args)
    shown = slack.workspace.channel_json(channel)
    if args.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def list_channels(slack: Service, args: Arguments) -> Json:
    kinds = _kinds(slack, args)
    return _channel_page(slack, args, lambda channel: channel.kind in kinds, most=1000)


def of_user(slack: Service, args: Arguments) -> Json:
    kinds = _kinds(slack, args)
    user = slack.workspace.user(args.text("user", slack.bot)).id
    return _channel_page(
        slack, args, lambda channel: channel.kind in kinds and user in channel.members, most=999
    )


def members(slack: Service, args: Arguments) -> Json:
    channel = _readable(slack, args)
    found, following = slack.page(channel.members, args, default=100, most=1000)
    return {"members": found, "response_metadata": following}


def join(slack: Service, args: Arguments) -> Json:
    channel = slack.visible(args.text("channel"))
    if channel.kind != "public":
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    known = slack.bot in channel.members
    slack.workspace.add_member(channel, slack.bot)
    answer: Json = {"channel": slack.workspace.channel_json(channel)}
    if known:
        answer |= {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return answer


def open_conversation(slack: Service, args: Arguments) -> Json:
    if args.given("channel"):
        channel, was_open = slack.visible(args.text("channel")), True
        slack.require(f"{_PREFIX[channel.kind]}:write")
    else:
        channel, was_open = _with_people(slack, args)
    shown = {"id": channel.id}
    if args.flag("return_im"):
        shown = slack.workspace.channel_json(channel)
    already = {"no_op": True, "already_open": True} if was_open else {}
    return {"channel": shown, **already}


def history(slack: Service, args: Arguments) -> Json:
    channel = _historic(slack, args)
    newest_first = [message for message in reversed(channel.in_order) if not message.is_reply]
    return _message_page(slack, args, newest_first)


def replies(slack: Service, args: Arguments) -> Json:
    channel = _historic(slack, args)
    asked = channel.messages.get(args.text("ts"))
    if asked is None:
        raise SlackError("thread_not_found")
    return _message_page(slack, args, slack.workspace.messages.thread(channel, asked.thread_ts or asked.ts))


def _readable(slack: Service, args: Arguments) -> Channel:
    channel = slack.visible(args.text("channel"))
    slack.require(f"{_PREFIX[channel.kind]}:read")
    return channel


def _historic(slack: Service, args: Arguments) -> Channel:
    channel = slack.visible(args.text("channel"))
    slack.require(f"{_PREFIX[channel.kind]}:history")
    if slack.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _kinds(slack: Service, args: Arguments) -> set[ChannelKind]:
    """The conversation kinds asked for; each needs its own scope."""
    types = [part.strip() for part in args.text("types", "public_channel").split(",")]
    if unknown := [name for name in types if name not in _KIND_OF_TYPE]:
        raise SlackError("invalid_types", messages=[f"[ERROR] unknown type: {name}" for name in unknown])
    kinds = {_KIND_OF_TYPE[name] for name in types}
    for kind in sorted(kinds):
        slack.require(f"{_PREFIX[kind]}:read")
    return kinds


def _channel_page(slack: Service, args: Arguments, wanted: Callable[[Channel], bool], *, most: int) -> Json:
    channels = [
        channel
        for channel in slack.workspace.channels.values()
        if wanted(channel) and (channel.kind == "public" or slack.bot in channel.members)
    ]
    if args.flag("exclude_archived"):
        channels = [channel for channel in channels if not channel.archived]
    found, following = slack.page(channels, args, default=100, most=most)
    shown = [slack.workspace.channel_json(channel) for channel in found]
    return {"channels": shown, "response_metadata": following}


def _with_people(slack: Service, args: Arguments) -> tuple[Channel, bool]:
    names = [name.strip() for name in args.text("users").split(",") if name.strip()]
    if not names:
        raise SlackError("users_list_not_supplied")
    if len(names) > MOST_PEOPLE_IN_A_GROUP:
        raise SlackError("too_many_users")
    slack.require("im:write" if len(names) == 1 else "mpim:write")
    for name in names:
        _can_be_met(slack, name)
    before = len(slack.workspace.channels)
    channel = slack.workspace.direct(slack.bot, *names)
    return channel, len(slack.workspace.channels) == before


def _can_be_met(slack: Service, user_id: str) -> None:
    user = slack.workspace.users.get(user_id)
    if user is None:
        raise SlackError("user_not_found")
    if user.deactivated:
        raise SlackError("user_disabled")
    if user.bot or user.id == SLACKBOT:
        raise SlackError("cannot_dm_bot")


def _message_page(slack: Service, args: Arguments, messages: list[Message]) -> Json:
    within = [message for message in messages if _in_range(message.ts, args)]
    found, following = slack.page(within, args, default=100, most=999)
    with_metadata = args.flag("include_all_metadata")
    more = bool(following["next_cursor"])
    answer: Json = {
        "messages": [
            message_object(message, slack.workspace.id, with_metadata=with_metadata) for message in found
        ],
        "has_more": more,
    }
    return answer | ({"response_metadata": following} if more else {})


def _in_range(ts: str, args: Arguments) -> bool:
    """`oldest` and `latest` are exclusive unless `inclusive` (docs, conversations.history)."""
    moment = float(ts)
    oldest, latest = _bound(args, "oldest", 0.0), _bound(args, "latest", float("inf"))
    inclusive = args.flag("inclusive") or not (args.given("oldest") or args.given("latest"))
    return oldest <= moment <= latest if inclusive else oldest < moment < latest


def _bound(args: Arguments, name: str, default: float) -> float:
    try:
        return float(args.raw.get(name) or default)
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None
