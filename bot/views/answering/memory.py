"""What a form remembers while it is open: which prompt it is for, and what fits into Slack's `private_metadata`."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from bot.values.questions import Answer, Answers

MOST = 3000
"""Characters Slack keeps with a view (docs: reference/views)."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """Which prompt a form is for, and where its DM can be changed.

    `aside` are answers to questions that are not shown at the moment: they are back when the questions are.
    `insists` is what somebody adds to a poll although it sounds like something that is there.
    """

    prompt_id: int
    response_url: str | None = None
    from_home: bool = False
    aside: Answers = field(default_factory=dict)
    insists: str | None = None


def to_metadata(kept: Remembered) -> str:
    """As the view carries it. What is set aside is carried as far as there is room."""
    document: dict[str, Any] = {"prompt": kept.prompt_id, "url": kept.response_url, "home": kept.from_home}
    if kept.insists is not None:
        document["insists"] = kept.insists
    aside: dict[str, Any] = {}
    for key, item in kept.aside.items():
        # What is raised with an answer is too long to be carried: without it nothing may be left.
        if replace(item, raises=None).is_empty:
            continue
        more = {**aside, key: [item.text, item.number, list(item.chosen)]}
        if len(_written({**document, "aside": more})) <= MOST:
            aside = more
    return _written({**document, "aside": aside} if aside else document)


def read_submitted(private_metadata: str) -> Remembered:
    """What a form that was pressed or handed in remembers."""
    kept = json.loads(private_metadata)
    aside = {
        key: Answer(key, text, number, tuple(chosen))
        for key, (text, number, chosen) in kept.get("aside", {}).items()
    }
    return Remembered(
        int(kept["prompt"]), kept.get("url"), bool(kept.get("home")), aside, kept.get("insists")
    )


def _written(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))
