"""Was everybody asked who should be, when they should be, and nobody else? And is nobody missing who was excused?"""

import re
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

from benchmarks.quarter.company import lead_of
from benchmarks.quarter.comparison import Check, Comparison, asks, local
from benchmarks.quarter.expected import Expected, hour_of, rests
from benchmarks.quarter.life import Outcome
from bot.values.deliveries import Method

_ANSWERED = re.compile(r"(\d+) of (\d+)")


def asked_once(here: Comparison) -> Check:
    """Everybody who is expected to be, in one message that speaks of it."""
    check = Check("everybody who should be asked was asked, once")
    posted = Counter(post.delivery.key for post in here.played.posts if asks(post))
    for item in here.expected.values():
        if item.excused is None:
            check.look(_wrongly_asked(here, item, posted))
    return check


def _wrongly_asked(here: Comparison, item: Expected, posted: Counter[str]) -> str | None:
    found = here.outcomes.get(item.key)
    if found is None:
        return f"{item}: not planned at all"
    if found.dm is None or not posted[found.dm]:
        return f"{item}: never asked ({found.state}, {found.reason})"
    if posted[found.dm] > 1:
        return f"{item}: asked {posted[found.dm]} times"
    spoken_of = any(item.ritual.name in text for text in here.texts[found.dm])
    return None if spoken_of else f"{item}: the message does not speak of it"


def in_time(here: Comparison) -> Check:
    """In the clock hour in which it is due, or the first one after that was free."""
    check = Check("… at their local time, or in the next hour that was free")
    for item in here.expected.values():
        found = here.outcomes.get(item.key)
        if item.excused is None and found and found.dm in here.dms:
            check.look(_badly_timed(here, item, here.dms[found.dm].at))
    return check


def _badly_timed(here: Comparison, item: Expected, sent: datetime) -> str | None:
    person = item.person
    when = f"{item}: asked {local(person, sent)}"
    if hour_of(person, sent) == hour_of(person, item.due):
        return None
    if sent < item.due:
        return f"{when}, too early"
    if sent >= item.closes:
        return f"{when}, after it closed"
    taken = {hour_of(person, post.at) for post in here.writes[person.id] if post.at < sent}
    between = item.due
    while hour_of(person, between) != hour_of(person, sent):
        if hour_of(person, between) not in taken and not rests(person, between):
            return f"{when}, although {local(person, between)} was free"
        between += timedelta(minutes=30)
    return None


def nobody_else(here: Comparison) -> Check:
    """Whoever was asked was expected to be."""
    check = Check("nobody else was asked: not the absent, the observing, those who said no")
    for item in here.played.outcomes:
        if item.day <= here.last and item.dm in here.dms:
            check.look(_wrongly_expected(here, item))
    return check


def _wrongly_expected(here: Comparison, item: Outcome) -> str | None:
    expected = here.expected.get((item.ritual, item.day, item.person))
    reason = "not expected" if expected is None else expected.excused
    if reason is None:
        return None
    person = here.people[item.person]
    asked = f"asked {local(person, here.dms[str(item.dm)].at)} ({item.state})"
    return f"{person.name}, {item.ritual} of {item.day:%a %d %b}: {reason}, but {asked}"


def excused_not_missing(here: Comparison) -> Check:
    """An excuse has a reason, and whoever missed something was asked."""
    check = Check("the excused are excused, with a reason, and never counted as missing")
    for item in here.expected.values():
        found = here.outcomes.get(item.key)
        if item.excused and found:
            well = found.state == "answered" or (found.state == "excused" and found.reason)
            check.look(None if well else f"{item}: {item.excused}, but {found.state} ({found.reason})")
    for found in here.played.outcomes:
        if found.state == "missed":
            check.look(None if found.dm in here.dms else f"{found}: missed without being asked")
    return check


def boards(here: Comparison) -> Check:
    """A team's channel reads the truth, and nothing where there is nothing to read."""
    check = Check("one parent message per round and team, with the right count; none without people")
    asked: dict[tuple[str, date, str], list[Expected]] = defaultdict(list)
    for item in here.expected.values():
        if not item.ritual.for_the_lead:
            asked[item.ritual.name, item.day, item.team] += [] if item.excused else [item]
    for (ritual, day, team), items in asked.items():
        check.look(_bad_board(here, ritual, day, team, items))
    return check


def _bad_board(here: Comparison, ritual: str, day: date, team: str, items: list[Expected]) -> str | None:
    told = f"{team}, {ritual} of {day:%a %d %b}"
    shown = here.boards_of(ritual, day, team)
    posts = [post for post in shown if post.delivery.method == Method.POST]
    if not items:
        return f"{told}: nobody to ask, and yet a message" if posts else None
    if len(posts) != 1:
        return f"{told}: {len(posts)} parent messages"
    states = [found.state for item in items if (found := here.outcomes.get(item.key))]
    counted = [state for state in states if state != "excused"]
    truth = (str(counted.count("answered")), str(len(counted)))
    said = _ANSWERED.search(shown[-1].delivery.message.text)
    if counted and (said is None or said.groups() != truth):
        return f"{told}: says {said[0] if said else 'nothing'}, is {' of '.join(truth)}"
    return None


def for_the_lead(here: Comparison) -> Check:
    """What is for a lead alone stands in no channel, and reaches them once, after it closed."""
    check = Check("what is for the lead alone reached the lead alone, once")
    rounds: dict[tuple[str, date, str], list[Expected]] = defaultdict(list)
    for item in here.expected.values():
        if item.ritual.for_the_lead and item.excused is None:
            rounds[item.ritual.name, item.day, item.team].append(item)
    for (ritual, day, team), items in rounds.items():
        told = f"{team}, {ritual} of {day:%a %d %b}"
        reports = here.reports_of(ritual, day, lead_of(team))
        late = [post for post in reports if post.at >= min(item.closes for item in items)]
        counted = any(found.state != "excused" for item in items if (found := here.outcomes.get(item.key)))
        if here.boards_of(ritual, day, team):
            check.look(f"{told}: stands in the channel")
        else:
            well = len(reports) == len(late) == int(counted)
            check.look(None if well else f"{told}: {len(reports)} reports, {len(late)} after it closed")
    return check


def all_left(here: Comparison) -> Check:
    """Nothing that was owed to Slack failed or stayed in doubt."""
    return Check("everything that was owed left", len(here.played.posts), list(here.played.unsent))
