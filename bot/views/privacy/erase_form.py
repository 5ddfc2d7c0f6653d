"""Erasing my data: what goes, what stays, and a word typed by hand. Built here, read here."""

from collections.abc import Mapping
from typing import Any

from bot.values.errors import Unusable
from bot.values.keeping import ERASED
from bot.values.ports import View
from bot.views.fields import read_words, words_field
from bot.views.parts import modal, section

ERASE_FORM = "erase_form"
CONFIRM = "confirm_erase"
WORD = "ERASE"

TITLE = "Erase my data"

GOES = (
    "*This goes for good*\n"
    "•  your name, time zone, roles and settings here\n"
    "•  everything you answered, began to answer or changed, and your picks in polls\n"
    "•  that bottlenecks are in your way, when you are away, what you don't want to be asked in\n"
    "•  feedback for you, and feedback you gave with your name withheld: what waits is deleted, what is"
    " open is taken"
    " back\n"
    "•  what you answered in anonymous rounds that are still open\n"
    "•  messages I sent you and answers I posted in your name: I delete them in Slack, too, as far as I"
    " know where they"
    " stand. A file you asked for stays in our conversation until you delete it"
)
STAYS = (
    f"*This stays, without your name*\nBottlenecks you raised, feedback you gave by name and steps you"
    f" took: others work with"
    f" them. They are by “{ERASED}” from then on. If you lead a team, it has no lead until somebody is"
    f" named. What was"
    " posted in channels together with others' answers, and digests that are out, stand there as they do;"
    " later figures"
    " are counted from what remains."
)
NOT_FOUND = (
    "*This cannot be found*\nYour answers in anonymous rounds that are closed: nothing is left that says which are"
    " yours."
)
AGAIN = (
    "*You may be asked again*\nAs long as you are in a channel or user group a team is taken from, I will"
    " meet you there as"
    " somebody new, usually within a day. If you don't want that, leave it, or press [Not for me] when I ask."
)


def build_erase_form() -> View:
    """What goes, what stays, and the word that confirms it."""
    typed = words_field(
        CONFIRM,
        f"Type {WORD} to erase all of it",
        most=20,
        hint="There is no way back, not even for admins.",
        one_line=True,
    )
    blocks = [section(GOES), section(STAYS), section(NOT_FOUND), section(AGAIN), typed]
    return modal(TITLE, blocks, callback_id=ERASE_FORM, submit="Erase")


def read_erase_form(values: Mapping[str, Any]) -> None:
    """Raises Unusable beside the field unless the word stands there."""
    if (read_words(values, CONFIRM) or "").upper() != WORD:
        raise Unusable(
            f"Nothing was erased. Type {WORD} to go through with it, or press Cancel.", field=CONFIRM
        )


def build_erased() -> View:
    """The last thing somebody hears."""
    text = (
        "Your name is gone from here now, and everything else follows within minutes. I don't know you"
        " any more. Thank you"
        " for having answered."
    )
    return modal(TITLE, [section(text)], close="Close")
