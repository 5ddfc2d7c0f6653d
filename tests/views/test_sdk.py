"""The SDK's objects are checked by the rules they have, found sooner."""

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models import blocks
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, Option

from bot.views.sdk import _checks_of

EVERY = [kind for kind in vars(blocks).values() if isinstance(kind, type) and issubclass(kind, JsonObject)]


def test_no_rule_of_any_block_is_passed_over() -> None:
    for kind in EVERY:
        # As the SDK looks for them, without the properties of an object that is not there.
        found = [name for name in dir(kind) if hasattr(getattr(kind, name), "validator")]
        assert list(_checks_of(kind)) == found, kind
    assert sum(len(_checks_of(kind)) for kind in EVERY) > 100


@pytest.mark.parametrize(
    "wrong",
    [
        ButtonElement(text="x" * 76, action_id="a"),
        ButtonElement(text="x", action_id="a", style="loud"),
        Option(text="x", value="x" * 151),
        ActionsBlock(
            elements=[ButtonElement(text=str(number), action_id=str(number)) for number in range(26)]
        ),
    ],
)
def test_what_breaks_one_is_refused(wrong: JsonObject) -> None:
    with pytest.raises(SlackObjectFormationError):
        wrong.to_dict()
