"""Leaving people in peace: when somebody is asked for the round of a day, or why not. Pure rules."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.rest.days_off import holiday
from bot.rest.working_hours import away_on, works_on
from bot.rituals.schedules import schedule
from bot.values.hours import after_quiet, is_quiet, quiet_begins
from bot.values.people import Member, Role
from bot.values.rest import Away, Rest
from bot.values.rituals import Rules

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

OBSERVES = "Observers read along and are not asked."
NOT_A_WORKING_DAY = "It is not one of your working days."
NO_SUCH_DAY = "That day does not exist where you live."
OVER_WHERE_YOU_ARE = "It was over before your day began where you are now."
_MINUTE = timedelta(minutes=1)
_AWAY = "You are away until "
_HOLIDAY = "Public holiday: "


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody a ritual may ask, as far as it decides when: where they live, and how they rest.

    `country` is the team's; the person's own, in `rest`, comes first.
    """

    zone: str
    rest: Rest
    country: str | None = None
    observes: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """When somebody is asked and how long they may answer; with `excuse`, why they are not asked."""

    due_at: datetime
    closes_at: datetime
    remind_at: datetime | None = None
    excuse: str | None = None


def asked(member: Member, away: tuple[Away, ...], team_country: str | None) -> Asked:
    """A member as a ritual sees them."""
    rest = Rest(member.working_days, member.quiet, member.country, away)
    return Asked(member.zone, rest, team_country, member.role == Role.OBSERVER)


@dataclass(frozen=True, slots=True)
class Slot:
    """From when until when somebody may be asked for the round of a day; both the same where there is no choice."""

    begins: datetime
    ends: datetime

    def at(self, drawn: float) -> datetime:
        """The minute in it that a number between 0 (its beginning) and 1 (never reached) stands for."""
        minutes = (self.ends - self.begins) // _MINUTE
        return self.begins + int(drawn * minutes) * _MINUTE

    def holds(self, instant: datetime) -> bool:
        """Whether somebody may be asked then."""
        return instant == self.begins or self.begins < instant < self.ends


def slot_of(rules: Rules, day: date, who: Asked) -> Slot:
    """When somebody may be asked for the round of `day`: from its time on, or from the end of their quiet hours.

    A random time lies before their next quiet hours and on the same day of theirs: whether that is a working day
    does not depend on what is drawn.
    """
    zone, clock = ZoneInfo(who.zone), rules.zone_for(who.zone)
    begins = after_quiet(schedule.instant(day, rules.at, clock), zone, who.rest.quiet)
    if not rules.spread:
        return Slot(begins, begins)
    last = datetime.combine(day, rules.at) + rules.spread
    midnight = datetime.combine(local_day(begins, zone) + timedelta(days=1), time(), tzinfo=zone).astimezone(
        UTC
    )
    quiet = quiet_begins(begins, zone, who.rest.quiet) or midnight
    ends = min(schedule.instant(last.date(), last.time(), clock), midnight, quiet)
    return Slot(begins, max(begins, ends))


def planned(
    rules: Rules, day: date, who: Asked, *, not_before: datetime | None = None, drawn: float = 0.0
) -> Planned:
    """When somebody is asked for the round of `day`. Quiet hours put it off to their end, with the full window.

    `drawn`, between 0 and 1, picks the time where that is random. Somebody who moves after their time has passed is
    asked `not_before` they got there, within the same window.
    """
    zone, clock = ZoneInfo(who.zone), rules.zone_for(who.zone)
    due_at = slot_of(rules, day, who).at(drawn)
    closes_at = due_at + rules.window
    if not_before is not None and due_at < not_before:
        due_at = after_quiet(not_before, zone, who.rest.quiet)
    excuse = excuse_on(local_day(due_at, zone), rules, who)
    if not schedule.exists(day, clock):
        excuse = NO_SUCH_DAY
    elif due_at >= closes_at:
        excuse = OVER_WHERE_YOU_ARE
    if excuse is not None:
        return Planned(due_at, max(due_at, closes_at), None, excuse)
    return Planned(due_at, closes_at, remind_at(rules, who, due_at, closes_at))


def excuse_on(day: date, rules: Rules, who: Asked) -> str | None:
    """Why somebody is not asked on this day of theirs; None when they are."""
    if who.observes:
        return OBSERVES
    country = who.rest.country or who.country
    away = away_on(day, who.rest)
    if away is not None:
        return f"{_AWAY}{away.last.day} {_MONTHS[away.last.month - 1]}."
    celebrated = None if rules.on_holidays else holiday(country, day)
    if celebrated is not None:
        return f"{_HOLIDAY}{celebrated}."
    return None if works_on(day, who.rest, country) else NOT_A_WORKING_DAY


def remind_at(rules: Rules, who: Asked, due_at: datetime, closes_at: datetime) -> datetime | None:
    """When to remind; None when it would come at night, on a day off, or no later than the question itself."""
    if rules.remind_before is None or closes_at - rules.remind_before <= due_at:
        return None
    instant, zone = closes_at - rules.remind_before, ZoneInfo(who.zone)
    at_rest = is_quiet(instant, zone, who.rest.quiet) or excuse_on(local_day(instant, zone), rules, who)
    return None if at_rest else instant


def is_about_rest(reason: str | None) -> bool:
    """Whether an excuse is one of those given here, and falls with its reason."""
    known = (OBSERVES, NOT_A_WORKING_DAY, NO_SUCH_DAY, OVER_WHERE_YOU_ARE, _AWAY, _HOLIDAY)
    return reason is not None and reason.startswith(known)


def next_round(
    dates: Iterable[date], rules: Rules, people: Iterable[Asked], *, not_before: datetime, now: datetime
) -> tuple[date, datetime] | None:
    """The first of these dates on which somebody is asked and can still answer, and when the first of them is.

    Nobody is asked for a time before `not_before`.
    """
    alike = set(people)
    for day in dates:
        plans = [planned(rules, day, who) for who in alike]
        those = [each for each in plans if each.excuse is None and each.due_at >= not_before]
        if any(each.closes_at > now for each in those):
            return day, min(each.due_at for each in those)
    return None


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The day it is there."""
    return instant.astimezone(zone).date()
