"""A rehearsal as people read it, at most 100 columns wide, and as machines do."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from textwrap import wrap

from bot.cli.rehearsing.goals import asks_about_goals
from bot.cli.rehearsing.plan import Plan
from bot.cli.rehearsing.telling import Load, Told

WIDTH = 100
_WHAT = 8
_ABOUT = 28


def as_text(plan: Plan, told: Told) -> str:
    """Day by day, then the totals."""
    return "\n".join([*_head(plan), *_days(told), *_totals(told)])


def as_json(plan: Plan, told: Told) -> str:
    """The same for a program; dates and times are ISO 8601."""
    days = [
        {
            "date": day.isoformat(),
            "messages": [_without_day(asdict(line)) for line in told.lines if line.day == day],
            "held_back": [_without_day(asdict(held)) for held in told.held if held.day == day],
        }
        for day in told.days
    ]
    totals = asdict(told.totals)
    if told.totals.busiest:
        hour, messages = told.totals.busiest
        totals["busiest"] = {"hour": hour.isoformat(), "messages": messages}
    return json.dumps({"weeks": plan.weeks, "days": days, "totals": totals}, indent=2, ensure_ascii=False)


def _without_day(fields: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if name != "day"}


def _head(plan: Plan) -> Iterator[str]:
    people = plan.cast.colleagues.values()
    zones = {person.zone for person in people}
    weeks = "1 week" if plan.weeks == 1 else f"{plan.weeks} weeks"
    yield f"{plan.file.source}, {weeks} from {_day(plan.first)}: {len(people)} people in {_zones(len(zones))}"
    invented = [person.name for person in people if not person.named]
    if invented:
        yield from _filled("Invented: ", [f"{', '.join(invented)}."])
    if asks_about_goals(plan.file):
        has_one = "here each team that is asked has one, which its lead looks after."
        yield from _filled("", [f"Goals are kept in Slack, not in a file: {has_one}"])
    yield "Times are those on each person's own clock. Nothing has reached your Slack."


def _zones(count: int) -> str:
    return "one time zone." if count == 1 else f"{count} time zones."


def _days(told: Told) -> Iterator[str]:
    for day in told.days:
        lines = [line for line in told.lines if line.day == day]
        held = [item for item in told.held if item.day == day]
        if not lines and not held:
            continue
        yield ""
        yield _day(day)
        for line in lines:
            yield from _filled(f"  {line.at}  {line.what:<{_WHAT}} {line.about:<{_ABOUT}} ", line.to)
        for item in held:
            yield from _filled(f"         {'holds':<{_WHAT}} {item.ritual:<{_ABOUT}} ", item.people, item.why)


def _filled(start: str, people: Sequence[str], why: str = "") -> list[str]:
    text = ", ".join(people) + (f" ({why})" if why else "")
    indent = " " * min(len(start), 48)
    return wrap(
        start + text,
        WIDTH,
        subsequent_indent=indent,
        drop_whitespace=True,
        break_on_hyphens=False,
    )


def _totals(told: Told) -> Iterator[str]:
    totals = told.totals
    yield ""
    weeks = "".join(f"{number:>4}" for number in range(1, len(told.days) // 7 + 1))
    yield f"  {'Direct messages in week':<56}{weeks}  in one hour, at most"
    for load in totals.loads:
        yield _row(load)
    if totals.busiest:
        hour, messages = totals.busiest
        yield f"Busiest hour: {hour:%a} {hour.day} {hour:%b %H:%M} UTC, {messages} direct messages."
    for ritual in totals.nobody:
        yield from _filled("Nobody to ask: ", [f"{ritual}. Its teams have no members."])
    if totals.untold:
        what = f"the reminders of {', '.join(totals.untold)}. Of a sealed round nothing says who got one."
        yield from _filled("Not listed: ", [what])
    if not totals.over:
        yield "Over a limit: nothing."
    for over in totals.over:
        yield from _filled("Over a limit: ", [f"{over}."])


def _row(load: Load) -> str:
    weeks = "".join(f"{count:>4}" for count in load.weeks)
    return f"  {load.name[:24]:<24}{load.zone:<32}{weeks}{load.most_an_hour:>5}"


def _day(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B} {day.year}"
