"""Elements: the buttons, and which element may stand in which block.

Limits: docs.slack.dev/reference/block-kit/block-elements.
"""

from collections.abc import Mapping

from sandbox.rules import inputs, selects
from sandbox.rules.composition import COLOUR, CONFIRM, picture
from sandbox.rules.shape import Rule, items, one_of, record, string, tagged, typed
from sandbox.rules.text import link, plain, web_address

_ACTION_ID: Mapping[str, Rule] = {"action_id": string("action_id.max_length")}

BUTTON = typed(
    "button",
    {"text": plain("button.text.max_length")},
    {
        **selects.ACTION,
        "value": string("button.value.max_length"),
        "url": link("button.url.max_length"),
        "style": COLOUR,
        "accessibility_label": string("button.accessibility_label.max_length"),
        "agent_prompt": string("button.agent_prompt.max_length"),
    },
)
WORKFLOW_BUTTON = typed(
    "workflow_button",
    {
        "text": plain("workflow_button.text.max_length"),
        "workflow": record(
            {
                "trigger": record(
                    {"url": web_address("button.url.max_length")},
                    {"customizable_input_parameters": items(record({"name": string(), "value": string()}))},
                )
            }
        ),
    },
    {
        **_ACTION_ID,
        "style": COLOUR,
        "accessibility_label": string("workflow_button.accessibility_label.max_length"),
    },
)
ICON_BUTTON = typed(
    "icon_button",
    {"icon": one_of("trash"), "text": plain()},
    {
        **_ACTION_ID,
        "confirm": CONFIRM,
        "value": string("icon_button.value.max_length"),
        "accessibility_label": string("icon_button.accessibility_label.max_length"),
        "visible_to_user_ids": items(string(), 1, "icon_button.visible_to_user_ids.max_items"),
    },
)
_FEEDBACK_BUTTON = record(
    {
        "text": plain("feedback_button.text.max_length"),
        "value": string("feedback_button.value.max_length"),
    },
    {"accessibility_label": string("feedback_button.accessibility_label.max_length")},
)
FEEDBACK_BUTTONS = typed(
    "feedback_buttons",
    {"positive_button": _FEEDBACK_BUTTON, "negative_button": _FEEDBACK_BUTTON},
    _ACTION_ID,
)

_REQUIRED, _OPTIONAL, _ONE_SOURCE = picture("image_element")
IMAGE = typed("image", _REQUIRED, _OPTIONAL, _ONE_SOURCE)

_MENUS: Mapping[str, Rule] = {
    "static_select": selects.STATIC_SELECT,
    "multi_static_select": selects.MULTI_STATIC_SELECT,
    "external_select": selects.EXTERNAL_SELECT,
    "multi_external_select": selects.MULTI_EXTERNAL_SELECT,
    "users_select": selects.USERS_SELECT,
    "multi_users_select": selects.MULTI_USERS_SELECT,
    "channels_select": selects.CHANNELS_SELECT,
    "multi_channels_select": selects.MULTI_CHANNELS_SELECT,
    "conversations_select": selects.CONVERSATIONS_SELECT,
    "multi_conversations_select": selects.MULTI_CONVERSATIONS_SELECT,
}
_PICKED: Mapping[str, Rule] = {
    **_MENUS,
    "checkboxes": selects.CHECKBOXES,
    "radio_buttons": selects.RADIO_BUTTONS,
    "datepicker": inputs.DATEPICKER,
    "timepicker": inputs.TIMEPICKER,
}
_PRESSED: Mapping[str, Rule] = {
    "button": BUTTON,
    "workflow_button": WORKFLOW_BUTTON,
    "overflow": selects.OVERFLOW,
}
_TYPED: Mapping[str, Rule] = {
    "plain_text_input": inputs.PLAIN_TEXT_INPUT,
    "email_text_input": inputs.EMAIL_INPUT,
    "url_text_input": inputs.URL_INPUT,
    "number_input": inputs.NUMBER_INPUT,
    "rich_text_input": inputs.RICH_TEXT_INPUT,
    "file_input": inputs.FILE_INPUT,
}
_DATE_AND_TIME: Mapping[str, Rule] = {"datetimepicker": inputs.DATETIMEPICKER}

IN_SECTION = tagged({**_PRESSED, **_PICKED, "image": IMAGE})
IN_ACTIONS = tagged({**_PRESSED, **_PICKED, **_DATE_AND_TIME})
IN_INPUT = tagged({**_PICKED, **_TYPED, **_DATE_AND_TIME})
IN_CONTEXT_ACTIONS = tagged({"feedback_buttons": FEEDBACK_BUTTONS, "icon_button": ICON_BUTTON})
