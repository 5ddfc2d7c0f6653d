"""The digest for leadership: what it is asked for, with dates, before anything else, and in few words.

It has the same facts as a team's and none of the words of check-ins, neither here nor in its thread.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.values.deliveries import Message
from bot.values.facts import Change, DigestFacts, Figure, Pulse, TeamFacts
from bot.values.goals import HIGHEST, GoalSeen, GoalTold
from bot.values.loops import LoopState
from bot.values.seen_loops import LoopSeen
from bot.values.unblocking import Bottlenecks
from bot.views.digests import alignment, heard, lines, marks, notes, pulses, regions, rows, told_back, waiting
from bot.views.digests.frame import Item, framed, words_shown
from bot.views.digests.paragraphs import Paragraph
from bot.views.digests.rest import Rest, more
from bot.views.digests.rows import Row
from bot.views.digests.text import bold, day, few_words, shortened, words
from bot.views.words import escape, on_day, plural

MOST_WORDS = 192
"""Words of the whole message, as somebody would count them, with what can be pressed: it stays under 200 also when
its rows are changed in place."""

_TITLE, _NAME, _ASK = 8, 3, 8
"""Words of a title, of a name, and of a question."""

_UNSAID = "*Not shown, and why:* words from check-ins stay with their teams; the rest stands {rest}."
_NOT_YET = (
    "No team had been asked anything when this week ended. The first figures follow in the next digest."
)
_NOTHING = "Nothing waits for you this week."
_ALL_USUAL = "Nothing outside its usual range this week."


@dataclass(frozen=True, slots=True)
class _Size:
    """How many of each are shown."""

    asks: int
    dates: int
    goals: int
    changes: int
    pulses: int


_SIZES = (
    _Size(3, 2, 3, 3, 1),
    _Size(3, 1, 3, 2, 1),
    _Size(3, 1, 2, 2, 1),
    _Size(3, 0, 2, 1, 1),
    _Size(3, 0, 1, 1, 1),
    _Size(3, 0, 1, 1, 0),
    _Size(3, 0, 1, 0, 0),
    _Size(2, 0, 1, 1, 0),
    _Size(2, 0, 1, 0, 0),
    _Size(1, 0, 0, 0, 0),
)
"""What gives way first where names are long: dates that are kept anyway, then changes, then goals; asks last."""


def build(facts: DigestFacts, rest: Rest) -> Message:
    """The message itself."""
    note = notes.for_readers(facts.note, facts.audience)
    for size in _SIZES:
        message = notes.with_note(_sized(facts, size, rest), note)
        if words_shown(message) <= MOST_WORDS:
            break
    return message


def details(facts: DigestFacts) -> Iterator[Item]:
    """Its thread: everything that was shortened, and the figures behind it."""
    told = facts.bottlenecks
    if facts.note and words(facts.note.words) > notes.MOST_WORDS:
        yield notes.text_of(facts.note)
    needs = told.needs.first[: waiting.MOST_IN_DETAIL]
    yield from _headed("More that needs somebody", _more_needs(facts, needs))
    yield from waiting.beyond(told.needs.total - len(needs))
    yield from _headed("What changed", map(lines.change, facts.changes))
    yield from waiting.in_detail(told, needs)
    yield from _headed("Goals", _every_goal(facts))
    yield from _headed("Loops", told_back.in_full(facts.loops))
    yield from heard.in_detail(facts.heard)
    yield from pulses.in_detail(facts.pulses)
    yield from _headed("Who answered", _figures(facts))
    yield from marks.in_detail(facts)
    yield from _headed("Not shown, and why", (f"• {why}" for why in lines.unsaid(facts)))


def _more_needs(facts: DigestFacts, needs: Sequence[LoopSeen]) -> Iterator[Row]:
    """What there was no room for above, to be pressed as well."""
    told, above = facts.bottlenecks, set(rows.rows_in(build(facts, Rest.THREAD)))
    every = (rows.of_loop(seen, _ask(seen, told), told.today) for seen in needs)
    return (row for row in every if row.about not in above)


def _sized(facts: DigestFacts, size: _Size, rest: Rest) -> Message:
    shown = [each for each in _paragraphs(facts, size, rest) if each.lines or each.rows]
    unsaid = _UNSAID.format(rest=rest)
    return framed(lines.title(facts.period, facts.audience), list(_head(facts)), shown, unsaid)


def _head(facts: DigestFacts) -> Iterator[str]:
    summary = lines.summary(facts)
    yield few_words(summary, 12)
    if marked := marks.in_short(facts):
        yield marked


def _paragraphs(facts: DigestFacts, size: _Size, rest: Rest) -> Iterator[Paragraph]:
    if lines.has_nothing(facts) and not lines.is_withheld(facts):
        yield Paragraph("Nothing to tell yet", [_NOT_YET])
        return
    told = facts.bottlenecks
    asked = told.needs.first[: size.asks]
    if asked:
        every = [rows.of_loop(seen, _ask(seen, told), told.today) for seen in asked]
        yield Paragraph("Needs you", more(told.needs.total - len(asked), rest), every)
    else:
        yield Paragraph("Needs you", [_NOTHING])
    yield Paragraph("Next dates", list(_dates(told, asked, size.dates)))
    yield Paragraph("Goals", list(_goals(facts, size.goals, rest)))
    yield Paragraph("Changed", list(_changes(facts, size.changes, rest)))
    if not told.is_quiet:
        yield Paragraph("Bottlenecks", [waiting.flow(told, in_short=True)])
    yield Paragraph("People", [_pulse(each, rest) for each in facts.pulses[: size.pulses]])


def _ask(seen: LoopSeen, told: Bottlenecks) -> str:
    """`#17 Refund API: Checkout waits on Payments since 31 Oct, 23 days. Owner: Ben, promised for Fri 27 Nov.`"""
    raised = seen.loop.raised_at.astimezone(told.now.tzinfo)
    days = (told.now - raised).days
    since = (
        f" since {day(raised.date())}, {plural(days, 'day')}" if days > 0 else f" since {day(raised.date())}"
    )
    on = f" on {_name(seen.waits_on)}" if seen.waits_on else ""
    who = _name(seen.team or seen.raiser or "Somebody")
    return f"• *{_called(seen)}*: {who} waits{on}{since}. {_owned(seen, told.today)}"


def _owned(seen: LoopSeen, today: date) -> str:
    loop = seen.loop
    if loop.owner_id is None:
        return "No owner, no day."
    owner = f"Owner: {_name(seen.owner or 'somebody')}"
    if loop.due_on is None:
        return f"{owner}, no day given."
    if loop.due_on < today:
        return f"{owner}; the day given, {on_day(loop.due_on)}, has passed."
    return f"{owner}, {'promised for' if loop.state is LoopState.PROMISED else 'next word'} {on_day(loop.due_on)}."


def _dates(told: Bottlenecks, above: Sequence[LoopSeen], most: int) -> Iterator[str]:
    """What comes next of what is not told above."""
    ids = {seen.loop.id for seen in above}
    coming = [
        (seen.loop.due_on, seen)
        for seen in told.oldest.first
        if seen.loop.due_on is not None and seen.loop.due_on >= told.today and seen.loop.id not in ids
    ]
    for due, seen in sorted(coming, key=lambda each: (each[0], each[1].loop.id))[:most]:
        word = "promised by" if seen.loop.state is LoopState.PROMISED else "next word from"
        yield f"• {on_day(due)}: {_called(seen)}, {word} {_name(seen.owner or 'somebody')}."


def _goals(facts: DigestFacts, most: int, where: Rest) -> Iterator[str]:
    goals = facts.goals
    yield from (_worry(each) for each in goals.worries[:most])
    reached = [f"• Reached: *{_goal(each)}*." for each in goals.reached[: max(0, most - len(goals.worries))]]
    yield from reached
    counts = []
    if rest := len(goals.worries) - len(goals.worries[:most]):
        counts.append(f"{rest}{' more' if most else ''} low or falling {where}")
    if rest := len(goals.reached) - len(reached):
        counts.append(f"{rest}{' more' if reached else ''} reached")
    if goals.stale:
        counts.append(f"{len(goals.stale)} without a word for 14 days")
    if goals.others:
        counts.append(f"{goals.others} neither low nor falling")
    if counts:
        yield f"{' · '.join(counts)}."
    yield from alignment.in_short(goals.aligned, where, of_many=True, most=most, called=_short)


def _worry(told: GoalTold) -> str:
    owner = f"Owner: {_name(told.seen.owner)}." if told.seen.owner else "No owner."
    was = f", was {told.was}" if told.was is not None else ""
    return f"• *{_goal(told.seen)}*: confidence {told.value} of {HIGHEST}{was}. {owner}"


def _every_goal(facts: DigestFacts) -> Iterator[str]:
    goals = facts.goals
    yield from map(_worry, goals.worries)
    yield from (f"• *{_goal(each)}*: no word for 14 days." for each in goals.stale)
    yield from (f"• Reached: *{_goal(each)}*." for each in goals.reached)
    yield from alignment.in_short(
        goals.aligned, Rest.THREAD, of_many=True, most=alignment.MOST_TEAMS_IN_DETAIL
    )


def _changes(facts: DigestFacts, most: int, where: Rest) -> Iterator[str]:
    if not facts.changes:
        yield from [_ALL_USUAL] if facts.judged else []
        return
    yield from (lines.change(_short_change(each)) for each in facts.changes[:most])
    if most:
        yield from more(len(facts.changes) - most, where)
    else:
        yield f"{plural(len(facts.changes), 'number')} changed: more {where}."


def _pulse(pulse: Pulse, where: Rest) -> str:
    return next(iter(pulses.in_short([_short_pulse(pulse)], where)))


def _figures(facts: DigestFacts) -> Iterator[str]:
    yield from regions.in_short(facts.regions, "By region")
    for team in facts.teams:
        yield from lines.turnouts(team, of_many=True)
        yield from _readings(team)


def _readings(team: TeamFacts) -> Iterator[str]:
    for item in team.readings:
        yield f"• {bold(team.name)}, {lines.reading(item).removeprefix('• ')}"


def _headed(heading: str, of_it: Iterable[Item]) -> Iterator[Item]:
    found = list(of_it)
    if found:
        yield f"_{heading}_"
        yield from found


def _called(seen: LoopSeen) -> str:
    return f"#{seen.loop.id} {escape(few_words(shortened(seen.loop.title.replace('*', ''), 60), _TITLE))}"


def _goal(seen: GoalSeen) -> str:
    return _short(seen.goal.title.replace("*", ""))


def _short(title: str) -> str:
    return escape(few_words(shortened(title, 60), _TITLE))


def _name(name: str) -> str:
    return escape(few_words(shortened(name, 40), _NAME))


def _short_change(change: Change) -> Change:
    return replace(change, team=few_words(change.team, _NAME), about=few_words(change.about, _ASK))


def _short_pulse(pulse: Pulse) -> Pulse:
    return replace(
        pulse, name=few_words(pulse.name, _NAME), figures=tuple(map(_short_figure, pulse.figures[:1]))
    )


def _short_figure(figure: Figure) -> Figure:
    shares = tuple(replace(each, option=few_words(each.option, _NAME)) for each in figure.result.shares)
    group = few_words(figure.result.group, _NAME) if figure.result.group else figure.result.group
    return replace(
        figure,
        question=replace(figure.question, ask=few_words(figure.question.ask, _ASK)),
        result=replace(figure.result, shares=shares, group=group),
    )
