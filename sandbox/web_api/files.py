"""files.getUploadURLExternal and files.completeUploadExternal: a file in two calls and an upload between them."""

from typing import Any

from sandbox.errors import Json, SlackError
from sandbox.files import LARGEST
from sandbox.model import Channel
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.service import Service


def upload_address(slack: Service, args: Arguments) -> Json:
    length = _length(args)
    file = slack.workspace.files.announce(args.text("filename"), length, slack.bot)
    return {"upload_url": f"{slack.base_url}/upload/v1/{file.ticket}", "file_id": file.id}


def complete(slack: Service, args: Arguments) -> Json:
    wanted = _wanted(args)
    channel = _where(slack, args)
    files = [slack.workspace.files.share(each["id"], str(each.get("title") or "")) for each in wanted]
    shown = [slack.workspace.files.json(file, slack.base_url) for file in files]
    if channel is not None:
        slack.workspace.messages.post(
            channel,
            slack.bot,
            args.text("initial_comment"),
            subtype="file_share",
            files=shown,
            bot_id=slack.workspace.app.bot_id,
            app_id=slack.workspace.app.id,
            thread_ts=args.text("thread_ts") or None,
        )
    return {"files": shown}


def _length(args: Arguments) -> int:
    try:
        length = int(args.text("length"))
    except ValueError:
        raise SlackError("invalid_arguments") from None
    if not 0 < length <= LARGEST:
        raise SlackError("invalid_arguments")
    return length


def _wanted(args: Arguments) -> list[dict[str, Any]]:
    wanted: list[dict[str, Any]] = args.structure("files", list, "invalid_arguments") or []
    if not wanted or not all(isinstance(each, dict) and isinstance(each.get("id"), str) for each in wanted):
        raise SlackError("invalid_arguments")
    return wanted


def _where(slack: Service, args: Arguments) -> Channel | None:
    """A conversation by its id: a person's id is none here. Without one the file stays private to the app."""
    if not args.given("channel_id"):
        return None
    if args.text("channel_id") not in slack.workspace.channels:
        raise SlackError("channel_not_found")
    channel = slack.visible(args.text("channel_id"))
    if slack.bot not in channel.members:
        raise SlackError("not_in_channel")
    return channel
