"""The fields forms are made of, each beside the way to read what was filled in. Nothing else makes input blocks.

What every field may have beside its label (a hint, being optional, telling at once) is said in the same words for all
of them: `field.Asked`.
"""

from bot.views.fields.choices import (
    boxes_field,
    choice_field,
    is_ticked,
    lookup_field,
    menu_field,
    option,
    read_choice,
    read_choice_called,
    read_choices,
    several_field,
)
from bot.views.fields.days import day_field, read_day, read_day_to_come, read_time, time_field
from bot.views.fields.field import VALUE, Asked, any_field, block_under, filled_in
from bot.views.fields.places import (
    channel_field,
    read_channel,
    read_user,
    read_users,
    user_field,
    users_field,
)
from bot.views.fields.typed import (
    MOST_LINK,
    address_in,
    is_address,
    link_field,
    number_field,
    read_line,
    read_link,
    read_needed_words,
    read_words,
    words_field,
)

__all__ = [
    "MOST_LINK",
    "VALUE",
    "Asked",
    "address_in",
    "any_field",
    "block_under",
    "boxes_field",
    "channel_field",
    "choice_field",
    "day_field",
    "filled_in",
    "is_address",
    "is_ticked",
    "link_field",
    "lookup_field",
    "menu_field",
    "number_field",
    "option",
    "read_channel",
    "read_choice",
    "read_choice_called",
    "read_choices",
    "read_day",
    "read_day_to_come",
    "read_line",
    "read_link",
    "read_needed_words",
    "read_time",
    "read_user",
    "read_users",
    "read_words",
    "several_field",
    "time_field",
    "user_field",
    "users_field",
    "words_field",
]
