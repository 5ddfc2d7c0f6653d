"""My settings: working days, quiet hours and the country whose holidays I keep. Built here, read here."""

from collections.abc import Mapping
from datetime import time, timedelta
from typing import Any

from bot.values.deliveries import Block
from bot.values.errors import Unusable
from bot.values.ports import View
from bot.values.rest import Quiet, Rest
from bot.values.settings import Peace
from bot.views.fields import block_under, boxes_field, is_ticked, read_choices, read_time, time_field
from bot.views.parts import context, modal, section
from bot.views.people.country_field import Places, country_fields, read_country
from bot.views.words import listing

MY_SETTINGS = "my_settings"
OPEN_SETTINGS = "open_my_settings"
CHOOSE_COUNTRY = "my_country"
DAYS, SINCE, UNTIL, NO_QUIET, NEWS = "days", "quiet_since", "quiet_until", "no_quiet", "news"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NO_QUIET = Quiet(time(0), time(0))
_SHORTEST_DAY = timedelta(hours=2)
"""Between two quiet times: one message goes out in a clock hour, so there has to be one."""


def build_my_settings(peace: Peace, places: Places, *, kept: str = "") -> View:
    """The form, filled in with what holds today; `kept` comes back with it."""
    usual = places.countries.get((peace.usual_country or "").partition("-")[0])
    return modal(
        "My settings",
        [
            section(f"When may I ask you something? Times are yours: {place(peace.zone)}, as in Slack."),
            _days(peace),
            *_quiet(peace.own.quiet),
            *country_fields(
                peace.own.country,
                places,
                none=f"As in my team ({usual})" if usual else "As in my team (none is set)",
                hint="Nobody asks you anything on its public holidays.",
                action_id=CHOOSE_COUNTRY,
            ),
            _news(peace.hears_of_loops),
            context("Going away? `/drumbeat away 20 Dec – 3 Jan` does it in words."),
        ],
        callback_id=MY_SETTINGS,
        submit="Save",
        metadata=kept,
    )


def read_my_settings(values: Mapping[str, Any], usual_days: frozenset[int]) -> Rest:
    """What was filled in; days that are the usual ones stay usual. Raises Unusable beside the field."""
    days = frozenset(int(day) for day in read_choices(values, block_under(values, DAYS)))
    if not days:
        raise Unusable(
            "Tick at least one day. To be asked less, use “Not for me” under a question.", field=DAYS
        )
    return Rest(
        working_days=None if days == usual_days else days,
        quiet=_read_quiet(values),
        country=read_country(values),
    )


def read_wants_news(values: Mapping[str, Any]) -> bool:
    """Whether they want messages about bottlenecks and feedback."""
    return is_ticked(values, NEWS)


def build_settings_saved(peace: Peace, country: str | None) -> View:
    """What holds from now on."""
    return modal("My settings", [section(f"Saved. {peace_in_words(peace, country)}")], close="Done")


def peace_in_words(peace: Peace, country: str | None) -> str:
    """What holds, in a sentence: the same on Home and after saving."""
    own = "" if peace.own.country or not country else " (from your team)"
    holidays = f"holidays of {country}{own}" if country else "no country set, so no public holidays"
    news = (
        ""
        if peace.hears_of_loops
        else " You get no messages about bottlenecks and feedback; Home shows them."
    )
    return (
        f"You are asked {days_in_words(peace.days)}, {quiet_in_words(peace.own.quiet)}, {place(peace.zone)};"
        f" {holidays}.{news}"
    )


def days_in_words(days: frozenset[int]) -> str:
    """`Monday to Friday`, `Sunday to Thursday`, `Monday and Wednesday`."""
    if len(days) == len(_DAYS):
        return "every day"
    starts = [day for day in days if (day - 1) % 7 not in days]
    if len(starts) == 1 and len(days) > 2:
        return f"{_DAYS[starts[0]]} to {_DAYS[(starts[0] + len(days) - 1) % 7]}"
    return listing([_DAYS[day] for day in sorted(days)])


def quiet_in_words(quiet: Quiet) -> str:
    """`never between 20:00 and 07:00`."""
    if quiet.since == quiet.until:
        return "at any hour"
    return f"never between {quiet.since:%H:%M} and {quiet.until:%H:%M}"


def place(zone: str) -> str:
    """`Europe/Berlin time`."""
    return f"{zone.replace('_', ' ')} time"


def _days(peace: Peace) -> Block:
    offered = {str(number): name for number, name in enumerate(_DAYS)}
    # A block of its own for each country's week: ticks that only showed another one's do not stay.
    block_id = f"{DAYS}:{''.join(map(str, sorted(peace.usual_days)))}"
    return boxes_field(block_id, "Days I work", offered, [str(day) for day in peace.days], optional=False)


def _quiet(quiet: Quiet) -> list[Block]:
    is_none = quiet.since == quiet.until
    usual = Quiet()
    anytime = {"none": "No quiet hours: ask me at any hour"}
    return [
        time_field(SINCE, "Quiet from", usual.since if is_none else quiet.since, optional=True),
        time_field(UNTIL, "Quiet until", usual.until if is_none else quiet.until, optional=True),
        boxes_field(NO_QUIET, "Or", anytime, ["none"] if is_none else []),
    ]


def _news(wanted: bool) -> Block:
    return boxes_field(
        NEWS,
        "Messages about bottlenecks and feedback",
        {"news": "Tell me what waits on me, and what becomes of what I raised"},
        ["news"] if wanted else [],
        hint="At most one an hour, on days I work. Home shows all of it either way.",
    )


def _read_quiet(values: Mapping[str, Any]) -> Quiet:
    if is_ticked(values, NO_QUIET):
        return _NO_QUIET
    since, until = read_time(values, SINCE), read_time(values, UNTIL)
    if since is None and until is None:
        return _NO_QUIET
    if since is None or until is None:
        missing = SINCE if since is None else UNTIL
        raise Unusable(
            "Quiet hours have a beginning and an end. Set both, or tick the box below.", field=missing
        )
    quiet = Quiet(since, until)
    if _awake(quiet) < _SHORTEST_DAY:
        raise Unusable(
            "That leaves less than two hours in which I could ask you anything. For no quiet hours, tick the box.",
            field=UNTIL,
        )
    return quiet


def _awake(quiet: Quiet) -> timedelta:
    return (_since_midnight(quiet.since) - _since_midnight(quiet.until)) % timedelta(days=1)


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute)
