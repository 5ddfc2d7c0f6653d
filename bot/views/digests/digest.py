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
from bot.views.digests.frame import Item, framed, in_pages
from bot.views.digests.paragraphs import ROOM, Paragraph, fitting
from bot.views.digests.rest import Rest, more
from bot.views.digests.rows import Row
from bot.views.digests.text import bold, plain
from bot.views.words import SECTION, clip, plural

MOST_NEEDS = 3
MOST_CHANGES = 3
MOST_STUCK = 5
MOST_TEAMS = 8
MOST_MOVED = 4
MOST_READINGS = 2
MOST_TURNOUTS = 10

MOST_SAID = 20
"""Of what was only said and needs somebody, in its thread; the others stand with their teams."""

_NOBODY_ASKED = "Nothing that was asked here has closed yet. `/checkin new` starts a check-in."
_FIRST_ASKED = "People were asked for the first time and can still answer. The first figures follow."
_NOTHING_SHOWN = "People were asked, and none of what they said can be shown. Why stands below."


def build_digest(facts: DigestFacts, rest: Rest = Rest.THREAD) -> Message:
    """The digest: at most one screen. `text` is the full equivalent of the blocks; what it shortens stands there."""
    build = {Audience.LEADERSHIP: leadership.build, Audience.PARTNERS: partners.build}
    return build.get(facts.audience, _build_for_team)(facts, rest)


def build_details(facts: DigestFacts) -> list[Message]:
    """What the digest's thread holds: everything the digest shortened, in pages."""
    if facts.audience is Audience.LEADERSHIP:
        pages = in_pages(leadership.details(facts), "in `/bottleneck list` and `/trends`")
        return [*pictures.build_course(facts), *pages]
    if facts.audience is Audience.PARTNERS:
        return in_pages(partners.details(facts), "in no digest: ask whoever you work with")
    return [*pictures.build_course(facts), *in_pages(_details(facts), "in the teams' own threads")]


def _build_for_team(facts: DigestFacts, rest: Rest) -> Message:
    unsaid = clip("*Not shown, and why:* " + (" ".join(lines.unsaid(facts)) or "nothing."), SECTION)
    head = [line for line in (lines.summary(facts), marks.of_week(facts)) if line]
    note = notes.text_of(facts.note)
    shown = fitting(_paragraphs(facts, rest), ROOM - len(unsaid) - sum(map(len, head)) - len(note))
    return notes.with_note(framed(lines.title(facts.period), head, shown, unsaid), facts.note)


def _paragraphs(facts: DigestFacts, rest: Rest) -> Iterator[Paragraph]:
    if lines.has_nothing(facts):
        yield Paragraph("Nothing to tell yet", [_why_nothing(facts)])
        return
    if _is_quiet(facts):
        yield Paragraph("All quiet", [_quiet_words(facts)])
    else:
        yield _needs(facts, rest)
        yield Paragraph("Changed", _changes(facts, rest))
        in_words = Paragraph("Bottlenecks", _bottlenecks(facts, rest))
        yield pictures.with_table(in_words, facts.bottlenecks, _needed(facts))
    aims = goals.in_short(facts.goals, rest, of_many=_of_many(facts))
    yield Paragraph("Goals and progress", [*aims, *_progress(facts, rest)], rest=rest)
    yield Paragraph("Loops", list(told_back.in_short(facts.loops, rest)))
    yield Paragraph("Heard outside", list(heard.in_short(facts.heard, rest)), rest=rest)
    yield Paragraph("People", _people(facts, rest), rest=rest)


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


def _needs(facts: DigestFacts, rest: Rest) -> Paragraph:
    every = [
        *(_loop_row(seen, facts) for seen in _needed(facts)),
        *(_said_row(item, facts) for item in _said_above(facts)),
    ]
    return Paragraph(
        "Needs you", more(facts.bottlenecks.needs.total + len(facts.needs) - len(every), rest), every
    )


def _loop_row(seen: LoopSeen, facts: DigestFacts) -> Row:
    told = facts.bottlenecks
    return rows.of_loop(seen, waiting.row(seen, told), told.today)


def _said_row(item: Need, facts: DigestFacts) -> Row:
    return rows.of_said(item.stuck, lines.need(item, of_many=_of_many(facts)))


def _needed(facts: DigestFacts) -> Sequence[LoopSeen]:
    """The bottlenecks that need somebody first of all."""
    return facts.bottlenecks.needs.first[:MOST_NEEDS]


def _said_above(facts: DigestFacts) -> Sequence[Need]:
    """What was only said in check-ins and needs somebody, as far as there is room after the bottlenecks."""
    return facts.needs[: MOST_NEEDS - len(_needed(facts))]


def _changes(facts: DigestFacts, rest: Rest) -> list[str]:
    if facts.judged and not facts.changes:
        return ["Nothing outside its usual range this week."]
    shown = [lines.change(item) for item in facts.changes[:MOST_CHANGES]]
    return _with_rest(shown, len(facts.changes), rest)


def _bottlenecks(facts: DigestFacts, rest: Rest) -> list[str]:
    return [*waiting.in_short(facts.bottlenecks, _needed(facts), rest), *_said(facts, rest)]


def _said(facts: DigestFacts, rest: Rest) -> list[str]:
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
    end = ":" if shown else "."
    return [f"{first}{told if above else ''}{end}", *_with_rest(shown, len(others), rest)]


def _it_stands(number: int) -> str:
    return "it stands" if number == 1 else "they stand"


def _progress(facts: DigestFacts, rest: Rest) -> list[str]:
    if len(facts.teams) == 1:
        [team] = facts.teams
        every = lines.moved(team)
        numbers = [lines.reading(item) for item in team.readings[:MOST_READINGS]]
        return [*numbers, *_with_rest(every[:MOST_MOVED], len(every), rest)]
    teams = [team for team in facts.teams if team.moved]
    people = 3 if len(teams) <= 3 else 2 if len(teams) <= 6 else 1
    shown = [lines.moved_in(team, people, rest) for team in teams[:MOST_TEAMS]]
    return _with_rest(shown, len(teams), rest)


def _people(facts: DigestFacts, rest: Rest) -> list[str]:
    every = [line for team in facts.teams for line in lines.turnouts(team, of_many=_of_many(facts))]
    shown = _with_rest(every[:MOST_TURNOUTS], len(every), rest)
    return [*pulses.in_short(facts.pulses, rest), *shown, *regions.in_short(facts.regions)]


def _of_many(facts: DigestFacts) -> bool:
    """Whether teams have to be named to tell them apart."""
    return len(facts.teams) > 1


def _with_rest(shown: list[str], total: int, rest: Rest) -> list[str]:
    return [*shown, *more(total - len(shown), rest)]


def _details(facts: DigestFacts) -> Iterator[Item]:
    yield from _beyond("More that needs somebody", _more_needs(facts))
    yield from _beyond("More that changed", [lines.change(item) for item in facts.changes[MOST_CHANGES:]])
    if facts.changes:
        yield f"_{by_chance(facts.judged)}_"
    yield from marks.in_detail(facts)
    yield from waiting.in_detail(facts.bottlenecks, facts.bottlenecks.needs.first[: waiting.MOST_IN_DETAIL])
    yield from goals.in_detail(facts.goals)
    yield from told_back.in_detail(facts.loops)
    yield from heard.in_detail(facts.heard)
    yield from pulses.in_detail(facts.pulses)
    for team in facts.teams:
        yield from _team(team)


def _more_needs(facts: DigestFacts) -> Iterator[Item]:
    needs = facts.bottlenecks.needs
    told = needs.first[: waiting.MOST_IN_DETAIL]
    yield from (_loop_row(seen, facts) for seen in told[MOST_NEEDS:])
    yield from waiting.beyond(needs.total - max(len(told), MOST_NEEDS))
    said = facts.needs[len(_said_above(facts)) :]
    yield from (_said_row(item, facts) for item in said[:MOST_SAID])
    if (rest := len(said) - MOST_SAID) > 0:
        yield f"… and {rest} more that were said in check-ins: they stand below, with their teams."


def _team(team: TeamFacts) -> Iterator[Item]:
    yield bold(team.name)
    for item in team.rituals:
        yield f"• {plain(item.ritual)}: {lines.turnout(item)}"
    yield from map(lines.reading, team.readings)
    yield from _beyond("What moved", map(lines.said, team.moved))
    yield from _beyond("In the way", (f"• {lines.stuck(item, lines.WHOLE)}" for item in team.stuck))
    yield from _beyond("Said earlier in the week and not repeated", map(lines.said, team.not_repeated))


def _beyond(heading: str, of_it: Iterable[Item]) -> Iterator[Item]:
    found = list(of_it)
    if found:
        yield f"_{heading}_"
        yield from found
