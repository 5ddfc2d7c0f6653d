"""Being away: the form with two dates, what is said back, and the lines on Home. Built here, read here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.values.deliveries import Block, Message
from bot.values.errors import Unusable
from bot.values.ports import View
from bot.values.rest import Away, Days
from bot.views.fields import day_field, read_day
from bot.views.parts import button, context, modal, section
from bot.views.people.away_words import check_days, days_in_words
from bot.views.words import listing, plural

AWAY_FORM = "away_form"
TAKE_BACK = "take_back_away"
GO_AWAY = "go_away"
FIRST, LAST = "first", "last"
FROM_HOME = "home"
_MOST = 10
_MEANS = "Nobody asks you anything then, and you are not counted as missing."


def build_away_form(mine: Sequence[Away], today: date, *, zone: str, kept: str = "") -> View:
    """Two dates, and what is known already; `kept` comes back with the form."""
    blocks = [
        section(f"Which days are you away? {_MEANS}"),
        day_field(FIRST, "First day away", today, placeholder="Pick a day"),
        day_field(
            LAST,
            "Last day away",
            None,
            placeholder="Pick a day",
            hint="Leave it empty for a single day.",
            optional=True,
        ),
        context(
            f"Days are counted where you live: {_place(zone)}. `/drumbeat away 20 Dec – 3 Jan` works, too."
        ),
        *known_absences(mine, today),
    ]
    return modal("Away", blocks, callback_id=AWAY_FORM, submit="I'm away then", metadata=kept)


def read_away_form(values: Mapping[str, Any], today: date) -> Days:
    """The days of a submitted form. Raises Unusable beside the field."""
    first, last = read_day(values, FIRST), read_day(values, LAST)
    if first is None:
        raise Unusable("Pick the first day you are away.", field=FIRST)
    days = Days(first, last or first)
    check_days(days, today, field=LAST if last else FIRST)
    return days


def build_away(away: Away, today: date, *, joined: bool, known: bool) -> Message:
    """What was understood, in full, with a way to take it back."""
    text = f"{_opening(away, today, joined=joined, known=known)} {_MEANS}"
    return Message(text=text, blocks=(_with_take_back(text, away),))


def build_away_view(away: Away, today: date, *, joined: bool, known: bool) -> View:
    """The same, where the form was."""
    return modal(
        "Away",
        [section(f"{_opening(away, today, joined=joined, known=known)} {_MEANS}"), context(_HOW_BACK)],
        close="Done",
    )


def build_taken_back(gone: Sequence[Away], today: date) -> Message:
    """What was forgotten."""
    if not gone:
        text = "I know of no day you are away, so there is nothing to take back."
    else:
        days = listing([days_in_words(_days(each), today) for each in gone[:_MOST]])
        more = f" and {len(gone) - _MOST} more" if len(gone) > _MOST else ""
        text = f"Welcome back: {days}{more} {'is' if len(gone) == 1 else 'are'} taken back. You are asked as usual."
    return Message(text=text, blocks=(section(text),))


def known_absences(mine: Sequence[Away], today: date) -> list[Block]:
    """Each absence with its button, as many as one can oversee."""
    blocks: list[Block] = [_with_take_back(days_in_words(_days(away), today), away) for away in mine[:_MOST]]
    if blocks:
        blocks.insert(0, section("*You told me about*"))
    if len(mine) > _MOST:
        blocks.append(context(f"…and {plural(len(mine) - _MOST, 'more absence')} after those."))
    return blocks


def away_line(mine: Sequence[Away], today: date) -> str | None:
    """`You are away until Fri 27 Nov.`; None when nothing is near."""
    if not mine:
        return None
    if mine[0].covers(today):
        return f"You are away: {days_in_words(_days(mine[0]), today)}."
    more = f", and {plural(len(mine) - 1, 'more absence')} after that" if len(mine) > 1 else ""
    return f"Away next: {days_in_words(_days(mine[0]), today)}{more}."


_HOW_BACK = "Plans changed? Open this form again, or type `/drumbeat away off`."


def _opening(away: Away, today: date, *, joined: bool, known: bool) -> str:
    words = days_in_words(_days(away), today)
    is_one_day = away.first == away.last
    span = f"on {words}" if is_one_day else f"from {words}, both included"
    if known:
        return f"I knew that already: away {span}."
    if joined:
        return f"Together with what you told me before: away {span}."
    return f"Away {span}."


def _with_take_back(text: str, away: Away) -> Block:
    block = section(text)
    block["block_id"] = f"away:{away.id}"
    block["accessory"] = button("Take back", TAKE_BACK, str(away.id)).to_dict()
    return block


def _place(zone: str) -> str:
    return f"{zone.replace('_', ' ')} time"


def _days(away: Away) -> Days:
    return Days(away.first, away.last)
