"""Noting a signal in three seconds, and changing one's own words. Built and read here.

Where it may have been heard before, the same form asks first. Whatever was typed stays in its field.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import tzinfo
from typing import Any

from slack_sdk.models.blocks.basic_components import ConfirmObject

from bot.values.deliveries import Block
from bot.values.ports import View
from bot.values.signals import NoteChoices, NoteDraft, OwnReport, SignalKind, SignalSeen
from bot.views.help import meant_instead
from bot.views.parts import button, buttons, context, modal, section
from bot.views.signals.fields import build_fields, read_heard, read_kind, read_team
from bot.views.signals.listing import spoken, told

NOTE_FORM, CHANGE_FORM = "signal_form", "signal_change_form"
JOIN = "signal_join"
"""It is this one."""

TAKE_BACK = "signal_take_back"

_FROM_PRIVATE = (
    "This comes from a conversation not everybody can read. What you leave in these fields is read by your colleagues"
    " and may be quoted in a digest."
)


def build_note_form(
    draft: NoteDraft, choices: NoteChoices, before: Sequence[SignalSeen] = (), *, zone: tzinfo
) -> View:
    """The form; with those that may be the same on top of it."""
    kind = draft.kind if draft.again is None else None
    warning = [context(_FROM_PRIVATE)] if draft.from_private else []
    meant = [] if draft.heard.permalink else meant_instead("signal", draft.heard.words)
    return modal(
        "Heard before?" if before else "Note a signal" if draft.again is None else "Heard again",
        [*_before(before, zone), *warning, *meant, *build_fields(draft.heard, kind, draft.team_id, choices)],
        callback_id=NOTE_FORM,
        submit="No, note mine" if before else "Note it",
        metadata=_kept(draft, before),
    )


def read_note_form(values: Mapping[str, Any], private_metadata: str, choices: NoteChoices) -> NoteDraft:
    """A finished form. Raises Unusable beside the field."""
    kept = json.loads(private_metadata)
    return NoteDraft(
        key=kept["key"],
        heard=read_heard(values, kept["permalink"]),
        kind=read_kind(values) or SignalKind.CUSTOMER,
        team_id=read_team(values, choices.own[0].id if choices.own else None),
        asked=tuple(kept["asked"]),
        again=kept["again"],
        from_private=kept["private"],
    )


def build_change_form(own: OwnReport, choices: NoteChoices) -> View:
    """The same for one's own words."""
    report = own.report
    kind = own.kind if own.is_first else None
    fields = build_fields(report.heard, kind, report.team_id, choices)
    return modal(
        "Change your words",
        [*fields, buttons("signal:back", _take_back(report.id))],
        callback_id=CHANGE_FORM,
        submit="Save",
        metadata=json.dumps({"report": report.id}),
    )


def read_report(private_metadata: str) -> int:
    """Whose words are changed, by the number of the report."""
    return int(json.loads(private_metadata)["report"])


def _before(before: Sequence[SignalSeen], zone: tzinfo) -> list[Block]:
    if not before:
        return []
    head = "This may have been heard before. If it is the same, say so: what several people hear counts."
    tail = "*Something else?* Note yours; everything is as you left it."
    return [section(head), *(_one(seen, zone) for seen in before), {"type": "divider"}, section(tail)]


def _one(seen: SignalSeen, zone: tzinfo) -> Block:
    press = button("It is this one", JOIN, str(seen.id))
    press.accessibility_label = spoken("It is this one", seen)
    return {**section(told(seen, zone)), "block_id": f"signal:{seen.id}", "accessory": press.to_dict()}


def _take_back(report_id: int) -> Any:
    sure = ConfirmObject(
        title="Take it back?",
        text="Your words are deleted. What others heard stays.",
        confirm="Take it back",
        deny="Keep it",
    )
    return button("Take it back…", TAKE_BACK, str(report_id), style="danger", confirm=sure)


def _kept(draft: NoteDraft, before: Sequence[SignalSeen]) -> str:
    return json.dumps(
        {
            "key": draft.key,
            "permalink": draft.heard.permalink,
            "asked": [seen.id for seen in before],
            "again": draft.again,
            "private": draft.from_private,
        }
    )
