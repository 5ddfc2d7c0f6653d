"""The digest for partners: what waits on somebody outside, and what is worked towards. It names teams and no people,
and nothing of how a team works, feels or decides."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.values.deliveries import Message
from bot.values.facts import DigestFacts
from bot.values.goals import GoalSeen
from bot.values.loops import LoopState
from bot.values.seen_loops import LoopSeen
from bot.values.unblocking import Bottlenecks
from bot.views.digests import lines, notes
from bot.views.digests.frame import framed
from bot.views.digests.paragraphs import Paragraph
from bot.views.digests.rest import Rest, more
from bot.views.digests.text import NAME, day, plain, shortened
from bot.views.words import escape, on_day, plural

MOST_WAITING = 10
MOST_GOALS = 10

_TITLE = 100
_SUMMARY = "What we wait for from others, and what we work towards."
_UNSAID = (
    "*Not shown, and why:* people, and how teams work among themselves. This is about what concerns partners."
)
_NOTHING_WAITS = "Nothing of ours waits on anybody outside."


def build(facts: DigestFacts, rest: Rest) -> Message:
    """The message itself."""
    shown = [each for each in _paragraphs(facts, rest) if each.lines]
    message = framed(lines.title(facts.period, facts.audience), [_SUMMARY], shown, _UNSAID)
    return notes.with_note(message, notes.for_readers(facts.note, facts.audience))


def details(facts: DigestFacts) -> Iterator[str]:
    """Its thread: what there was no room for."""
    told = facts.bottlenecks
    yield from _more("More that waits on others", _waiting(told, told.outside.first[MOST_WAITING:]))
    yield from _more("More that was reached", map(_goal, facts.goals.reached[MOST_GOALS:]))
    yield from _more("More that we work towards", map(_goal, facts.goals.open[MOST_GOALS:]))


def _paragraphs(facts: DigestFacts, rest: Rest) -> Iterator[Paragraph]:
    told, goals = facts.bottlenecks, facts.goals
    waits = list(_waiting(told, told.outside.first[:MOST_WAITING]))
    yield Paragraph(
        "Waiting on others", [*waits, *more(told.outside.total - len(waits), rest)] or [_NOTHING_WAITS]
    )
    yield Paragraph("Reached this week", _goals(goals.reached, rest))
    yield Paragraph("What we work towards", _goals(goals.open, rest))


def _waiting(told: Bottlenecks, some: Sequence[LoopSeen]) -> Iterator[str]:
    for seen in some:
        since = seen.loop.raised_at.astimezone(told.now.tzinfo)
        days = (told.now - since).days
        age = f" ({plural(days, 'day')})" if days > 0 else ""
        title = escape(shortened(seen.loop.title, _TITLE))
        who, whom = plain(seen.team) if seen.team else "We", plain(seen.loop.waits_on.outside or "")
        verb = "waits" if seen.team else "wait"
        yield f"• {who} {verb} on {whom}: {title}, since {day(since.date())}{age}{_expected(seen, told.today)}."


def _expected(seen: LoopSeen, today: date) -> str:
    due = seen.loop.due_on
    if due is None:
        return ", no date yet"
    if due < today:
        return f", was due on {on_day(due)}"
    return f", {'expected for' if seen.loop.state is LoopState.PROMISED else 'next word on'} {on_day(due)}"


def _goals(goals: Sequence[GoalSeen], rest: Rest) -> list[str]:
    shown = [_goal(each) for each in goals[:MOST_GOALS]]
    return [*shown, *more(len(goals) - len(shown), rest)]


def _goal(seen: GoalSeen) -> str:
    team = f" ({escape(shortened(seen.team, NAME))})" if seen.team else ""
    return f"• {escape(shortened(seen.goal.title, _TITLE))}{team}"


def _more(heading: str, of_it: Iterable[str]) -> Iterator[str]:
    found = list(of_it)
    if found:
        yield f"_{heading}_"
        yield from found
