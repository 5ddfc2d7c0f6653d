"""Were people left in peace?"""

from collections import Counter
from datetime import datetime, timedelta

from benchmarks.quarter.company import Person
from benchmarks.quarter.comparison import Check, Comparison, local
from benchmarks.quarter.expected import Expected, day_off, hour_of, is_quiet, rests, undisturbed_until
from benchmarks.quarter.life import Outcome
from benchmarks.quarter.slack import Post
from bot.values.deliveries import DeliveryKind

_HOUR = timedelta(hours=1)


def one_an_hour(here: Comparison) -> Check:
    """Their own clock counts."""
    check = Check("never two direct messages in a person's clock hour")
    for person_id, posts in here.writes.items():
        person = here.people[person_id]
        hours = Counter(hour_of(person, post.at) for post in posts)
        for hour, count in hours.items():
            check.look(f"{person.name}: {count} in the hour {hour}" if count > 1 else None)
    return check


def never_quiet(here: Comparison) -> Check:
    """Their own hours count."""
    check = Check("no direct message in quiet hours")
    for person, post in here.direct_messages():
        quiet = f"quiet {person.quiet[0]:%H:%M}–{person.quiet[1]:%H:%M}"
        check.look(f"{_told(person, post)}, {quiet}" if is_quiet(person, post.at) else None)
    return check


def never_disturbing(here: Comparison) -> Check:
    """No window in the quarter is so short that it could not wait."""
    check = Check("no direct message while Slack says not to disturb")
    for person, post in here.direct_messages():
        check.look(_told(person, post) if undisturbed_until(person, post.at) else None)
    return check


def never_on_days_off(here: Comparison) -> Check:
    """Neither questions nor reminders. A lead's report waits for them as a message in a channel would."""
    check = Check("no direct message when away, on holidays or days off")
    team_of_dm = {item.dm: item.team for item in here.played.outcomes}
    for person, post in here.direct_messages():
        if post.delivery.kind == DeliveryKind.REPORT:
            continue
        team = team_of_dm.get(here.dm_of(post), person.teams[0])
        why = day_off(person, team, post.at)
        check.look(f"{_told(person, post)}, {why}" if why else None)
    return check


def one_reminder(here: Comparison) -> Check:
    """Each reminder is the only one, where it belongs, while it makes sense."""
    check = Check("one reminder at most, in the same thread, before it closes, to the silent")
    reminders = Counter(post.delivery.key for post in here.reminders)
    for post in here.reminders:
        wrong = _wrong_with(here.named_in(post), post.at)
        if reminders[post.delivery.key] > 1:
            wrong = f"{reminders[post.delivery.key]} times"
        check.look(f"{_told(here.reader_of(post), post)}, {wrong}" if wrong else None)
    return check


def _wrong_with(about: list[Outcome], at: datetime) -> str | None:
    if not about:
        return "not in the thread of what it is about"
    if all(item.closes <= at for item in about):
        return f"when {about[0].ritual} had closed"
    if all(item.answered and item.answered < at for item in about):
        return f"when {about[0].ritual} was answered"
    return None


def reminded_if_silent(here: Comparison) -> Check:
    """The rules of rest are no excuse for forgetting somebody."""
    check = Check("… and the silent were reminded, where rest and the hour allowed it")
    reminded = {(here.dm_of(post), item.ritual) for post in here.reminders for item in here.named_in(post)}
    for item in here.expected.values():
        found = here.outcomes.get(item.key)
        if item.excused or found is None or found.dm not in here.dms or item.ritual.remind is None:
            continue
        instant = found.closes - item.ritual.remind
        if (found.dm, item.ritual.name) in reminded:
            check.look(None)
        elif _wants_reminding(here, item, found, instant):
            check.look(f"{item}: not reminded {local(item.person, instant)}")
    return check


def _wants_reminding(here: Comparison, item: Expected, found: Outcome, instant: datetime) -> bool:
    person = item.person
    if found.state == "excused" or (found.answered and found.answered <= instant + _HOUR):
        return False
    if rests(person, instant) or day_off(person, item.team, instant):
        return False
    taken = any(hour_of(person, post.at) == hour_of(person, instant) for post in here.writes[person.id])
    return here.dms[str(found.dm)].at < instant and not taken


def _told(person: Person, post: Post) -> str:
    return f"{person.name}: {post.delivery.kind} {local(person, post.at)}"
