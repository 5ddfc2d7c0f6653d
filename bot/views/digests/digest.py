"""The weekly digest as people see it: one screen in a fixed order, the details in its thread."""

from collections.abc import Iterable, Iterator, Sequence

from bot.values.deliveries import Message
from bot.values.digests import Audience
from bot.values.facts import DigestFacts, Need, TeamFacts
from bot.values.seen_loops import LoopSeen
from bot.views.digests import (
    goals,
    heard,
    leadership,
    lines,
    marks,
    notes,
    partners,
    pictures,
    pulses,
    regions,
    rows,
    told_back,
    waiting,
)
from bot.views.digests.chance import by_chance
from bot.views.digests.frame import framed, in_pages
from bot.views.digests.paragraphs import ROOM, Paragraph, fitting
from bot.views.digests.text import bold, first_bytes, plain
from bot.views.parts import context
from bot.views.words import SECTION, clip, plural

MOST_NEEDS = 3
MOST_CHANGES = 3
MOST_STUCK = 5
MOST_TEAMS = 8
MOST_MOVED = 4
MOST_READINGS = 2
MOST_TURNOUTS = 10

EPHEMERAL_BYTES = 3_900

_NOBODY_ASKED = "Nothing that was asked here has closed yet. `/checkin new` starts a check-in."
_FIRST_ASKED = "People were asked for the first time and can still answer. The first figures follow."
_NOTHING_SHOWN = "People were asked, and none of what they said can be shown. Why stands below."


def build_digest(facts: DigestFacts) -> Message:
    """The digest: at most one screen. `text` is the full equivalent of the blocks."""
    build = {Audience.LEADERSHIP: leadership.build, Audience.PARTNERS: partners.build}
    return build.get(facts.audience, _build_for_team)(facts)


def build_details(facts: DigestFacts) -> list[Message]:
    """What the digest's thread holds: everything the digest shortened, in pages."""
    if facts.audience is Audience.LEADERSHIP:
        pages = in_pages(leadership.details(facts), "in `/bottleneck list` and `/trends`")
        return [*pictures.build_course(facts), *pages]
    if facts.audience is Audience.PARTNERS:
        return in_pages(partners.details(facts), "in no digest: ask whoever you work with")
    return [*pictures.build_course(facts), *in_pages(_details(facts), "in the teams' own threads")]


def build_preview(facts: DigestFacts, note: str) -> Message:
    """The digest for one pair of eyes, with a line on when and where it will be posted."""
    digest = build_digest(facts)
    first = f"Only you see this preview. {note}"
    return Message(
        first_bytes(f"{first}\n\n{digest.text}", EPHEMERAL_BYTES),
        [context(first), *digest.blocks],
        plain=None if digest.plain is None else [context(first), *digest.plain],
    )


def _build_for_team(facts: DigestFacts) -> Message:
    unsaid = clip("*Not shown, and why:* " + (" ".join(lines.unsaid(facts)) or "nothing."), SECTION)
    head = [line for line in (lines.summary(facts), marks.of_week(facts)) if line]
    note = notes.text_of(facts.note)
    shown = fitting(_paragraphs(facts), ROOM - len(unsaid) - sum(map(len, head)) - len(note))
    return notes.with_note(framed(lines.title(facts.period), head, shown, unsaid), facts.note)


def _paragraphs(facts: DigestFacts) -> Iterator[Paragraph]:
    if lines.has_nothing(facts):
        yield Paragraph("Nothing to tell yet", [_why_nothing(facts)])
        return
    if _is_quiet(facts):
        yield Paragraph("All quiet", [_quiet_words(facts)])
    else:
        yield _needs(facts)
        yield Paragraph("Changed", _changes(facts))
        in_words = Paragraph("Bottlenecks", _bottlenecks(facts))
        yield pictures.with_table(in_words, facts.bottlenecks, _needed(facts))
    aims = goals.in_short(facts.goals, of_many=_of_many(facts))
    yield Paragraph("Goals and progress", [*aims, *_progress(facts)], in_thread=True)
    yield Paragraph("Loops", list(told_back.in_short(facts.loops)))
    yield Paragraph("Heard outside", list(heard.in_short(facts.heard)), in_thread=True)
    yield Paragraph("People", _people(facts), in_thread=True)


def _why_nothing(facts: DigestFacts) -> str:
    if lines.is_withheld(facts):
        return _NOTHING_SHOWN
    return _FIRST_ASKED if lines.is_beginning(facts) else _NOBODY_ASKED


def _is_quiet(facts: DigestFacts) -> bool:
    said = any(team.stuck for team in facts.teams)
    return facts.bottlenecks.is_quiet and not (facts.changes or said or facts.goals.worries)


def _quiet_words(facts: DigestFacts) -> str:
    if not facts.people and not facts.pulses and lines.is_withheld(facts):
        return _NOTHING_SHOWN
    if not facts.people_answered and not facts.pulses:
        return "Nobody answered this week."
    unblocked = "Nobody ended the week with something in their way"
    return f"{unblocked}, and nothing is outside its usual range." if facts.judged else f"{unblocked}."


def _needs(facts: DigestFacts) -> Paragraph:
    told = facts.bottlenecks
    every = [rows.of_loop(seen, waiting.row(seen, told), told.today) for seen in _needed(facts)]
    said = _said_above(facts)
    every += [rows.of_said(item.stuck, lines.need(item, of_many=_of_many(facts))) for item in said]
    rest = told.needs.total + len(facts.needs) - len(every)
    return Paragraph("Needs you", [f"… and {rest} more in the thread."] if rest else [], every)


def _needed(facts: DigestFacts) -> Sequence[LoopSeen]:
    """The bottlenecks that need somebody first of all."""
    return facts.bottlenecks.needs.first[:MOST_NEEDS]


def _said_above(facts: DigestFacts) -> Sequence[Need]:
    """What was only said in check-ins and needs somebody, as far as there is room after the bottlenecks."""
    return facts.needs[: MOST_NEEDS - len(_needed(facts))]


def _changes(facts: DigestFacts) -> list[str]:
    if facts.judged and not facts.changes:
        return ["Nothing outside its usual range this week."]
    shown = [lines.change(item) for item in facts.changes[:MOST_CHANGES]]
    return _with_rest(shown, len(facts.changes))


def _bottlenecks(facts: DigestFacts) -> list[str]:
    return [*waiting.in_short(facts.bottlenecks, _needed(facts)), *_said(facts)]


def _said(facts: DigestFacts) -> list[str]:
    """What was said in check-ins and not raised."""
    above = {id(item.stuck) for item in _said_above(facts)}
    every = [(team, item) for team in facts.teams for item in team.stuck]
    others = [(team, item) for team, item in every if id(item) not in above]
    if not every:
        return []
    first = plural(len(every), "thing is in somebody's way", "things are in somebody's way")
    if not facts.bottlenecks.is_quiet:
        first = f"{plural(len(every), 'more thing was', 'more things were')} said in check-ins and not raised"
    told = f", {len(above)} of them above" if others else f": {_it_stands(len(every))} above"
    shown = [
        f"• {lines.stuck(item, lines.SHORT, team=team.name if _of_many(facts) else '')}"
        for team, item in others[:MOST_STUCK]
    ]
    return [f"{first}{told if above else ''}.", *_with_rest(shown, len(others))]


def _it_stands(number: int) -> str:
    return "it stands" if number == 1 else "they stand"


def _progress(facts: DigestFacts) -> list[str]:
    if len(facts.teams) == 1:
        [team] = facts.teams
        every = lines.moved(team)
        numbers = [lines.reading(item) for item in team.readings[:MOST_READINGS]]
        return [*numbers, *_with_rest(every[:MOST_MOVED], len(every))]
    teams = [team for team in facts.teams if team.moved]
    people = 3 if len(teams) <= 3 else 2 if len(teams) <= 6 else 1
    return _with_rest([lines.moved_in(team, people) for team in teams[:MOST_TEAMS]], len(teams))


def _people(facts: DigestFacts) -> list[str]:
    every = [line for team in facts.teams for line in lines.turnouts(team, of_many=_of_many(facts))]
    shown = _with_rest(every[:MOST_TURNOUTS], len(every))
    return [*pulses.in_short(facts.pulses), *shown, *regions.in_short(facts.regions)]


def _of_many(facts: DigestFacts) -> bool:
    """Whether teams have to be named to tell them apart."""
    return len(facts.teams) > 1


def _with_rest(shown: list[str], total: int) -> list[str]:
    rest = total - len(shown)
    return [*shown, f"… and {rest} more in the thread."] if rest > 0 else shown


def _details(facts: DigestFacts) -> Iterator[str]:
    yield from _beyond("More that needs somebody", _more_needs(facts))
    yield from _beyond("More that changed", [lines.change(item) for item in facts.changes[MOST_CHANGES:]])
    if facts.changes:
        yield f"_{by_chance(facts.judged)}_"
    yield from marks.in_detail(facts)
    yield from waiting.in_detail(facts.bottlenecks)
    yield from goals.in_detail(facts.goals)
    yield from told_back.in_detail(facts.loops)
    yield from heard.in_detail(facts.heard)
    yield from pulses.in_detail(facts.pulses)
    for team in facts.teams:
        yield from _team(team)


def _more_needs(facts: DigestFacts) -> Iterator[str]:
    told = facts.bottlenecks
    yield from (waiting.row(seen, told) for seen in told.needs.first[MOST_NEEDS : waiting.MOST_IN_DETAIL])
    for item in facts.needs[len(_said_above(facts)) :]:
        yield lines.need(item, of_many=_of_many(facts))


def _team(team: TeamFacts) -> Iterator[str]:
    yield bold(team.name)
    for item in team.rituals:
        yield f"• {plain(item.ritual)}: {lines.turnout(item)}"
    yield from map(lines.reading, team.readings)
    yield from _beyond("What moved", map(lines.said, team.moved))
    yield from _beyond("In the way", (f"• {lines.stuck(item, lines.WHOLE)}" for item in team.stuck))
    yield from _beyond("Said earlier in the week and not repeated", map(lines.said, team.not_repeated))


def _beyond(heading: str, of_it: Iterable[str]) -> Iterator[str]:
    found = list(of_it)
    if found:
        yield f"_{heading}_"
        yield from found
