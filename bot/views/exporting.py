"""What is said of an archive of answers and figures: on its first page, in Slack, and where it cannot come."""

from datetime import datetime

from bot.values.deliveries import Message
from bot.values.exporting import Extent
from bot.values.files import Facing
from bot.views.parts import section
from bot.views.words import escape, plural

FILE_TITLE = "Drumbeat export"

_NO_SCOPE = (
    "I may not send files in this workspace yet: the permission `files:write` came with a newer version of me."
    " Whoever installed me can add it (`drumbeat doctor` says how); then type `/trends export` once more. They can"
    " also write the whole workspace's export right now: `drumbeat export`."
)
_TOO_LARGE = (
    "The export is larger than Slack takes in one file (1 GB). Whoever runs me can write it, whole or in parts:"
    " `drumbeat export --since 2026-01-01`."
)
_REFUSED = (
    "I could not send you the export: Slack says “{reason}”, and that does not pass by waiting. Whoever runs me can"
    " write it: `drumbeat export`."
)


def archive_name(now: datetime) -> str:
    """What the file is called."""
    return f"drumbeat-export-{now:%Y-%m-%d}.zip"


def facing(workspace: str, extent: Extent, now: datetime) -> Facing:
    """Its first page."""
    reader = extent.reader
    covers = "Everything of this workspace."
    notes = [
        "Made by whoever runs Drumbeat. It holds what people said under their names: hand it on with care."
    ]
    if reader is not None:
        covers = f"What {plural(len(reader.teams), 'team')} of this workspace answered and waited for."
        notes = [
            "Made for one person, from what they may read in Slack. `teams` says which teams it covers. People stand"
            " in it with Slack's id, which their profile shows, and not by name."
        ]
    return Facing(
        title=f"Drumbeat export of {workspace}",
        workspace=workspace,
        covers=covers,
        since=extent.since,
        made_at=now,
        notes=notes,
    )


def file_words(teams: int) -> str:
    """What stands beside the file."""
    return (
        f"Here are the answers and figures of {plural(teams, 'team')}, as you asked: tables for spreadsheets and for"
        " programs, and a README.md that explains every column. Anonymous and confidential rounds are in it as"
        " published results alone. It holds what people said under their names, so hand it on with care; Slack"
        " keeps it here until you delete it."
    )


def build_on_its_way(*, is_new: bool, teams: int) -> Message:
    """What whoever asked is told at once."""
    if not is_new:
        return _say("That export is on its way already. It comes as a direct message.")
    return _say(
        f"On its way: it comes as a direct message, with the answers and figures of {plural(teams, 'team')}."
    )


def build_no_file(reason: str) -> Message:
    """Why no file comes, and how to get it all the same."""
    words = {"missing_scope": _NO_SCOPE, "too_large": _TOO_LARGE}.get(reason, _REFUSED)
    return _say(words.format(reason=escape(reason)))


def build_not_yours(why: str) -> Message:
    """Why somebody who asked while they could gets none now."""
    return _say(f"The export you asked for does not come. {why}")


def _say(text: str) -> Message:
    return Message(text, [section(text)])
