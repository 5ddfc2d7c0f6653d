"""What stands in a file and in a workspace, in words short enough for one line: before → after."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from datetime import date, timedelta

from bot.rituals.as_code.differences import FieldChange, listed
from bot.rituals.as_code.meaning import days_of
from bot.rituals.as_code.present import PresentTeam
from bot.rituals.as_code.resolving import ResolvedTeam
from bot.values.people import Member, Profile
from bot.values.questions import Condition, Question
from bot.values.rituals import RitualPlan
from bot.values.schedules import MEMBER_ZONE, Schedule
from config.durations import write_duration

InWords = Callable[[str, date], str]
"""A recurrence and the date it counts from, as people say them."""

IN_QUOTES = ("ask", "hint", "low", "high")
QUESTION_WORDS = {"only_if": "shown only if", "prefill": "filled in from", "of": "highest"}


def as_written(rrule: str, anchor: date) -> str:
    """A recurrence as RFC 5545 has it, for whoever brings no words."""
    return rrule


def handle(person: Member | Profile | None) -> str:
    """A person as files name them."""
    return f"@{person.name}" if person else "nobody"


def names(people: Iterable[Member | Profile]) -> str:
    """People as files name them, in the order of the alphabet."""
    return listed(sorted((handle(person) for person in people), key=str.casefold))


def ids(people: Iterable[Member | Profile | None]) -> set[str]:
    """Slack's ids of these people."""
    return {person.slack_id for person in people if person}


def who_is_in(found: PresentTeam) -> str:
    """Who is in a team now."""
    if found.listed is not None:
        return names(found.listed)
    group = found.team.usergroup_id
    return f"the user group {group}" if group else f"everybody in #{found.team.channel_name}"


def who_is_wanted(wanted: ResolvedTeam, *, by_name: bool = False) -> str:
    """Who is to be in a team."""
    if wanted.members is None:
        group = wanted.usergroup
        return f"the user group @{group.handle}" if group else f"everybody in #{wanted.channel.name}"
    if by_name:
        return names(wanted.members)
    return "1 person, listed" if len(wanted.members) == 1 else f"{len(wanted.members)} people, listed"


def days_in_words(schedule: Schedule, in_words: InWords) -> str:
    """On which days, without from when until when."""
    days, _ = days_of(schedule)
    return days if isinstance(days, str) else in_words(days.rrule, schedule.anchor)


def zone_in_words(zone: str) -> str:
    """Whose clock a schedule goes by."""
    return "each person's own" if zone == MEMBER_ZONE else zone


def length_in_words(length: timedelta | None) -> str:
    """A length of time as it is written; none where there is none."""
    return write_duration(length) if length else "none"


def shown_in_words(plan: RitualPlan) -> str:
    """From how many people on something is shown, as it is written."""
    protection = plan.protection
    return f"{{from: {protection.fewest}, words_from: {protection.fewest_words}, by: {protection.breakdown}}}"


def date_in_words(day: date | None) -> str:
    """A date as it is written; none where there is none."""
    return day.isoformat() if day else "none"


def questions_changed(before: Sequence[Question], after: Sequence[Question]) -> list[FieldChange]:
    """What becomes of each question."""
    old = {question.key: question for question in before}
    new = {question.key: question for question in after}
    found = [_taken_out(question) for key, question in old.items() if key not in new]
    for key, question in new.items():
        found += _question_changed(old[key], question) if key in old else [_added(question)]
    staying = [key for key in old if key in new]
    if staying != [key for key in new if key in old]:
        found.append(FieldChange("questions", "order", listed(list(old)), listed(list(new))))
    return found


def _added(question: Question) -> FieldChange:
    return FieldChange("questions", f"question {question.key}", None, f"“{question.ask}”")


def _taken_out(question: Question) -> FieldChange:
    return FieldChange("questions", f"question {question.key}", f"“{question.ask}”", None)


def _question_changed(before: Question, after: Question) -> list[FieldChange]:
    names = [field.name for field in fields(before)]
    return [
        FieldChange(
            "questions",
            f"question {after.key}, {QUESTION_WORDS.get(name, name)}",
            _said(name, getattr(before, name)),
            _said(name, getattr(after, name)),
        )
        for name in names
        if getattr(before, name) != getattr(after, name)
    ]


def _said(name: str, value: object) -> str:
    match value:
        case None | ():
            return "none"
        case True:
            return "yes"
        case False:
            return "no"
        case Condition(key, any_of):
            return f"{key} is {' or '.join(any_of)}" if any_of else f"{key} is answered"
        case tuple():
            return listed([str(item) for item in value])
        case str() if name in IN_QUOTES:
            return f"“{value}”"
        case _:
            return str(value)
