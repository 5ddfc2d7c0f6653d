"""Facts about Slack's methods, from docs.slack.dev/reference/methods (`data/methods.json`)."""

import json
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class MethodFacts:
    """`tier` 0 means "special rate limits apply"; any one of `scopes` may suffice."""

    tier: int
    scopes: tuple[str, ...]
    required: tuple[str, ...]
    args: tuple[str, ...]


def catalogue() -> dict[str, MethodFacts]:
    raw = json.loads(files("sandbox").joinpath("data/methods.json").read_text("utf-8"))
    return {
        name: MethodFacts(
            entry["tier"], tuple(entry["scopes"]), tuple(entry["required"]), tuple(entry["args"])
        )
        for name, entry in raw.items()
    }
