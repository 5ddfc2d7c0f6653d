"""From what happened to what is told: who was asked when on their own clock, and what was held back, and why."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.cli.rehearsing.playing import Rehearsed
from bot.rituals.schedules import schedule
from bot.values.deliveries import DeliveryKind
from bot.values.hours import clock_hour
from bot.values.rehearsals import Happened, Written
from bot.values.rounds import PromptState

SLACKS_MINUTE = 300
"""Messages to people that Slack takes a minute; Drumbeat paces itself to that."""

MOVED = "quiet hours"
_OF_THEM = (
    ("You are away", "away"),
    ("It is not one of your", "not one of their"),
    ("reach you ", "reach them "),
    ("your ", "their "),
    ("you are", "they are"),
)
IN_CHANNELS = {
    DeliveryKind.ROUND: "opens",
    DeliveryKind.WRAP_UP: "wraps up",
    DeliveryKind.INTRODUCTION: "tells of",
    DeliveryKind.DIGEST: "posts",
}
"""What is done to channels: a round's thread opens and is wrapped up, a team is told of a ritual, a digest posted."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happens to several people at the same time of day, each on their own clock, or in channels.

    `what` is asks, reminds, writes (to a person: what else they get), or one of IN_CHANNELS; those are at the
    file's time zone.
    """

    day: date
    at: str
    what: str
    about: str
    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """People who were not asked, or later, or in one message with something else, and the rule that says so."""

    day: date
    ritual: str
    people: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Load:
    """What the weeks are like for one person: direct messages in each, and the most in one clock hour."""

    name: str
    zone: str
    weeks: tuple[int, ...]
    most_an_hour: int


@dataclass(frozen=True, slots=True)
class Totals:
    """Loads of everybody, the busiest hour (in UTC) with its messages, rituals without anybody to ask, what went over
    a limit, and rituals whose reminders are not told of, since of a sealed round nothing says who got one."""

    loads: tuple[Load, ...]
    busiest: tuple[datetime, int] | None
    nobody: tuple[str, ...]
    over: tuple[str, ...]
    untold: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """All of it."""

    days: tuple[date, ...]
    lines: tuple[Line, ...]
    held: tuple[HeldBack, ...]
    totals: Totals


def tell(rehearsed: Rehearsed) -> Told:
    """What is told of these weeks."""
    first, weeks = rehearsed.plan.first, rehearsed.plan.weeks
    days = tuple(first + timedelta(days=number) for number in range(7 * weeks))
    known = set(days)
    lines = [line for line in _grouped_lines(rehearsed) if line.day in known]
    held = [item for item in _grouped_held(rehearsed) if item.day in known]
    return Told(days, tuple(lines), tuple(held), _totals(rehearsed, days))


def _grouped_lines(rehearsed: Rehearsed) -> list[Line]:
    groups: dict[tuple[date, str, str, str], list[str]] = defaultdict(list)
    for key, to in _single_lines(rehearsed):
        groups[key] += [to] if to not in groups[key] else []
    return [Line(*key, tuple(sorted(to))) for key, to in sorted(groups.items())]


def _single_lines(rehearsed: Rehearsed) -> Iterator[tuple[tuple[date, str, str, str], str]]:
    carried = _carried(rehearsed.happened)
    letters = {letter.key: letter for letter in rehearsed.written}
    home = ZoneInfo(rehearsed.plan.file.timezone or "UTC")
    for letter in rehearsed.written:
        local = letter.sent_at.astimezone(ZoneInfo(letter.zone) if letter.zone else home)
        if letter.kind == DeliveryKind.PROMPT:
            for name in {item.ritual for item in carried[letter.key]} | _sealed_in(letter, rehearsed):
                yield _key(local, "asks", name), letter.to
        elif letter.kind == DeliveryKind.REMINDER:
            for name in _named_in(letter, carried[letter.answers]):
                yield _key(local, "reminds", name), letter.to
        elif letter.is_direct and letter.kind != DeliveryKind.REPLY and letter.answers is None:
            yield _key(local, "writes", _first_line(letter)), letter.to
        elif not letter.is_direct and letter.kind in IN_CHANNELS:
            about = _subject(letters.get(letter.answers or "", letter), rehearsed)
            channel = rehearsed.channels.get(letter.to, letter.to)
            yield _key(local, IN_CHANNELS[letter.kind], about), f"#{channel}"


def _sealed_in(letter: Written, rehearsed: Rehearsed) -> set[str]:
    """The sealed rounds a message asked for: only its words are left to tell."""
    return {name for name, _day in rehearsed.sealed if f"{name}, " in letter.text}


def _subject(letter: Written, rehearsed: Rehearsed) -> str:
    """The ritual or digest a message in a channel speaks of."""
    file = rehearsed.plan.file
    named = [entry.plan.name for entry in file.rituals if entry.plan.name in letter.text]
    if named:
        return max(named, key=len)
    home = [entry.name.text for entry in file.digests if letter.kind == DeliveryKind.DIGEST]
    return home[0] if len(home) == 1 else _first_line(letter)


def _key(local: datetime, what: str, about: str) -> tuple[date, str, str, str]:
    return local.date(), local.strftime("%H:%M"), what, about


def _named_in(letter: Written, carried: Sequence[Happened]) -> list[str]:
    return [item.ritual for item in carried if item.ritual in letter.text] or ["something"]


def _first_line(letter: Written) -> str:
    return letter.text.strip().partition("\n")[0].replace("*", "")[:60]


def _grouped_held(rehearsed: Rehearsed) -> list[HeldBack]:
    groups: dict[tuple[date, str, str], list[str]] = defaultdict(list)
    for day, ritual, why, person in _single_held(rehearsed):
        groups[day, ritual, why] += [person] if person not in groups[day, ritual, why] else []
    return [
        HeldBack(day, ritual, tuple(sorted(people)), why)
        for (day, ritual, why), people in sorted(groups.items())
    ]


def _single_held(rehearsed: Rehearsed) -> Iterator[tuple[date, str, str, str]]:
    carried = _carried(rehearsed.happened)
    sent = {letter.key: letter.sent_at for letter in rehearsed.written}
    for item in rehearsed.happened:
        zone = ZoneInfo(item.zone)
        due = item.due_at.astimezone(zone)
        if item.state == PromptState.EXCUSED and item.dm is None:
            yield due.date(), item.ritual, f"not asked: {_sentence(item.reason)}", item.person
            continue
        if why := _moved(item):
            yield due.date(), item.ritual, why, item.person
        if item.dm in sent:
            for why in _hour_rule(item, sent[item.dm].astimezone(zone), carried[item.dm]):
                yield due.date(), item.ritual, why, item.person
    yield from _silent_teams(rehearsed)


def _silent_teams(rehearsed: Rehearsed) -> Iterator[tuple[date, str, str, str]]:
    teams: dict[tuple[date, str, str], list[Happened]] = defaultdict(list)
    for item in rehearsed.happened:
        if (item.ritual, item.day) not in rehearsed.sealed:
            teams[item.day, item.ritual, item.team].append(item)
    for (day, ritual, team), items in teams.items():
        if all(item.state == PromptState.EXCUSED and item.dm is None for item in items):
            yield day, ritual, "nobody to ask, so nothing is posted", team


def _moved(item: Happened) -> str | None:
    wanted = schedule.due_at(item.schedule, item.day, item.zone)
    if item.due_at == wanted:
        return None
    before, after = (instant.astimezone(ZoneInfo(item.zone)) for instant in (wanted, item.due_at))
    day = "" if before.date() == after.date() else f"{after:%a} "
    return f"moved from {before:%H:%M} to {day}{after:%H:%M}: {MOVED}"


def _hour_rule(item: Happened, sent: datetime, carried: Sequence[Happened]) -> Iterator[str]:
    others = [
        other.ritual for other in carried if other.ritual != item.ritual and other.due_at <= item.due_at
    ]
    zone = ZoneInfo(item.zone)
    due = item.due_at.astimezone(zone)
    if clock_hour(sent, zone) > clock_hour(item.due_at, zone):
        yield f"waited from {due:%H:%M} to {sent:%H:%M}: one message an hour"
    elif others and item.due_at > min(other.due_at for other in carried):
        joined = f"joined {others[0]} at {sent:%H:%M} instead of {due:%H:%M}"
        yield f"{joined}: one message an hour"


def _sentence(reason: str | None) -> str:
    """A reason, which is written to the person it concerns, as others read it."""
    told = (reason or "excused").strip().rstrip(".")
    for to_them, of_them in _OF_THEM:
        told = told.replace(to_them, of_them)
    return told


def _carried(happened: Sequence[Happened]) -> dict[str | None, list[Happened]]:
    found: dict[str | None, list[Happened]] = defaultdict(list)
    for item in happened:
        found[item.dm].append(item)
    return found


def _totals(rehearsed: Rehearsed, days: Sequence[date]) -> Totals:
    direct = [letter for letter in rehearsed.written if _counts(letter, days)]
    colleagues = rehearsed.plan.cast.colleagues.values()
    loads = tuple(_load(person.name, person.zone, direct, days) for person in colleagues)
    hours = Counter(letter.sent_at.replace(minute=0, second=0, microsecond=0) for letter in direct)
    busiest = max(hours.items(), key=lambda entry: (entry[1], -entry[0].timestamp()), default=None)
    over = tuple(_over(loads, direct, rehearsed.broken))
    return Totals(loads, busiest, tuple(rehearsed.nobody), over, tuple(_untold(rehearsed)))


def _untold(rehearsed: Rehearsed) -> list[str]:
    sealed = {name for name, _day in rehearsed.sealed}
    plans = (entry.plan for entry in rehearsed.plan.file.rituals)
    return [plan.name for plan in plans if plan.name in sealed and plan.remind_before is not None]


def _counts(letter: Written, days: Sequence[date]) -> bool:
    if letter.zone is None or letter.kind == DeliveryKind.REPLY:
        return False
    return days[0] <= letter.sent_at.astimezone(ZoneInfo(letter.zone)).date() <= days[-1]


def _load(name: str, zone: str, direct: Sequence[Written], days: Sequence[date]) -> Load:
    local = [letter.sent_at.astimezone(ZoneInfo(zone)) for letter in direct if letter.to == name]
    weeks = Counter((moment.date() - days[0]).days // 7 for moment in local)
    hours = Counter(clock_hour(moment.astimezone(UTC), ZoneInfo(zone)) for moment in local)
    in_weeks = tuple(weeks[number] for number in range(len(days) // 7))
    return Load(name, zone, in_weeks, max(hours.values(), default=0))


def _over(loads: Sequence[Load], direct: Sequence[Written], broken: Sequence[str]) -> Iterator[str]:
    for load in loads:
        if load.most_an_hour > 1:
            yield f"{load.name} gets {load.most_an_hour} direct messages within one hour"
    minutes = Counter(letter.sent_at.replace(second=0, microsecond=0) for letter in direct)
    for minute, count in minutes.items():
        if count > SLACKS_MINUTE:
            takes = (
                f"Slack takes {SLACKS_MINUTE} a minute, so the last arrive {count // SLACKS_MINUTE} min later"
            )
            yield f"{count} people are asked at {minute:%a %d %b %H:%M} UTC; {takes}"
    yield from broken
