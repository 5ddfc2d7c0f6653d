"""chat.*: posting, editing, deleting, whispering."""

from typing import Any

from sandbox.errors import Json, SlackError
from sandbox.model import Channel, Message
from sandbox.objects import message_object
from sandbox.pictures import refuse_pictures
from sandbox.rules.blocks import check_message
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.service import Service
from sandbox.workspace import SLACKBOT

LONGEST_TEXT = 40_000  # docs.slack.dev/reference/methods/chat.postMessage: cut beyond this
LONGEST_WHISPER = 4_000  # docs.slack.dev/reference/methods/chat.postEphemeral, in bytes


def post_message(slack: Service, args: Arguments) -> Json:
    channel = _addressed(slack, args.text("channel"))
    _may_post(slack, channel)
    text, blocks = _content(slack, "chat.postMessage", args)
    message = _earlier(slack, channel, args) or slack.workspace.messages.post(
        channel,
        slack.bot,
        text[:LONGEST_TEXT],
        blocks=blocks,
        attachments=args.structure("attachments", list, "invalid_attachments") or [],
        metadata=_metadata(args),
        thread_ts=_thread(channel, args),
        bot_id=slack.workspace.app.bot_id,
        app_id=slack.workspace.app.id,
        client_msg_id=args.text("client_msg_id") or None,
    )
    shown = message_object(message, slack.workspace.id)
    shown.pop("client_msg_id", None)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def update(slack: Service, args: Arguments) -> Json:
    channel = slack.visible(args.text("channel"))
    message = slack.workspace.messages.find(channel, args.text("ts"))
    if message.user != slack.bot:
        raise SlackError("cant_update_message")
    text, blocks = _new_content(slack, message, args)
    if (metadata := args.structure("metadata", dict, "invalid_metadata_format")) is not None:
        message.metadata = metadata or None
    slack.workspace.messages.update(message, text=text, blocks=blocks, by=slack.bot)
    shown = message_object(message, slack.workspace.id)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def delete(slack: Service, args: Arguments) -> Json:
    channel = slack.visible(args.text("channel"))
    message = slack.workspace.messages.find(channel, args.text("ts"))
    if message.user != slack.bot:
        raise SlackError("cant_delete_message")
    slack.workspace.messages.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def post_ephemeral(slack: Service, args: Arguments) -> Json:
    channel = slack.visible(args.text("channel"))
    _may_post(slack, channel)
    user = args.text("user")
    if user not in channel.members or slack.workspace.user(user).deactivated:
        raise SlackError("user_not_in_channel")
    text, blocks = _content(slack, "chat.postEphemeral", args)
    if len(text.encode()) > LONGEST_WHISPER:
        raise SlackError("msg_too_long")
    message = slack.workspace.messages.whisper(
        channel,
        user,
        slack.bot,
        text,
        blocks=blocks,
        thread_ts=args.text("thread_ts") or None,
        bot_id=slack.workspace.app.bot_id,
        app_id=slack.workspace.app.id,
    )
    return {"message_ts": message.ts}


def get_permalink(slack: Service, args: Arguments) -> Json:
    channel = slack.visible(args.text("channel"))
    message = slack.workspace.messages.find(channel, args.text("message_ts"))
    link = f"{slack.base_url}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _addressed(slack: Service, name_or_id: str) -> Channel:
    """A user id means the direct conversation with that person."""
    if name_or_id not in slack.workspace.users:
        return slack.visible(name_or_id)
    user = slack.workspace.users[name_or_id]
    if user.deactivated:
        raise SlackError("user_disabled")
    if user.bot or user.id == SLACKBOT:
        raise SlackError("cannot_dm_bot")
    return slack.workspace.direct(slack.bot, user.id)


def _may_post(slack: Service, channel: Channel) -> None:
    if channel.archived:
        raise SlackError("is_archived")
    if channel.kind == "im" and not slack.workspace.app.manifest.has_messages_tab:
        raise SlackError("messages_tab_disabled")
    if slack.bot not in channel.members and "chat:write.public" not in slack.workspace.app.scopes:
        raise SlackError("not_in_channel")


def _earlier(slack: Service, channel: Channel, args: Arguments) -> Message | None:
    """The message already posted with this `client_msg_id`, where the sandbox was told to look for it."""
    wanted = args.text("client_msg_id")
    if not (slack.honour_client_msg_id and wanted):
        return None
    return next((each for each in channel.messages.values() if each.client_msg_id == wanted), None)


def _thread(channel: Channel, args: Arguments) -> str | None:
    """The parent to reply to; a reply's own ts, or one that never existed, is not a parent."""
    if not args.given("thread_ts"):
        return None
    parent = channel.messages.get(args.text("thread_ts"))
    if parent is None:
        raise SlackError("thread_not_found")
    if parent.is_reply:
        raise SlackError("cannot_reply_to_message")
    return parent.ts


def _metadata(args: Arguments) -> Json | None:
    metadata = args.structure("metadata", dict, "invalid_metadata_format")
    if metadata and not (
        isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)
    ):
        raise SlackError("invalid_metadata_schema")
    return metadata or None


def _content(slack: Service, method: str, args: Arguments) -> tuple[str, list[Json] | None]:
    content = {
        "text": args.text("text"),
        "markdown_text": args.text("markdown_text"),
        "blocks": args.structure("blocks", list, "invalid_blocks_format"),
        "attachments": args.structure("attachments", list, "invalid_attachments"),
    }
    check(slack, method, content)
    return content["text"] or content["markdown_text"], content["blocks"]


def check(slack: Service, method: str, content: Json) -> None:
    """Hold what is there of a message against Slack's rules."""
    refuse_pictures(slack.workspace, content.get("blocks"))
    present = {key: value for key, value in content.items() if value not in (None, "")}
    surface = {"chat.update": "update", "chat.postEphemeral": "ephemeral"}.get(method, "message")
    slack.refuse(method, "invalid_blocks", check_message(present, surface=surface))


def _new_content(slack: Service, message: Message, args: Arguments) -> tuple[str | None, list[Json] | None]:
    """docs.slack.dev/reference/methods/chat.update: text alone deletes blocks, blocks alone keep the text."""
    blocks: list[Json] | None = args.structure("blocks", list, "invalid_blocks_format")
    text: Any = args.raw.get("text")
    if text is None and blocks is None:
        raise SlackError("no_text")
    if blocks is None:
        blocks = []
    check(slack, "chat.update", {"text": message.text if text is None else text, "blocks": blocks})
    return text, blocks
