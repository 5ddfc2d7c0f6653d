"""The sentences of a digest: short, concrete, with numbers and never with a cause, a colour or an arrow."""

from collections.abc import Iterator, Sequence

from bot.values.digests import Audience
from bot.values.facts import (
    Change,
    DigestFacts,
    Measure,
    Need,
    Period,
    Reading,
    RitualTurnout,
    Said,
    Silence,
    Stuck,
    TeamFacts,
    Turnout,
)
from bot.values.rituals import FEWEST, Kind
from bot.views.digests import first_weeks
from bot.views.digests.counts import change as _count_change
from bot.views.digests.rest import Rest
from bot.views.digests.text import bold, day, days, names, plain, quote, share
from bot.views.results.answer_words import number_in_words
from bot.views.results.figures import part
from bot.views.words import plural

SHORT = 140
"""Characters of a quote in the digest itself."""

WHOLE = 500
"""Characters of a quote in its thread."""

_ASK = 100
_NAMES = 3
_ROUNDS = {
    Kind.CHECK_IN: "check-in",
    Kind.PULSE: "pulse",
    Kind.BOTTLENECK_POLL: "bottleneck poll",
    Kind.FEEDBACK_ROUND: "feedback round",
    Kind.RETRO: "retro",
}
_WHY = {
    Silence.BASE_RESTARTED: (
        "Change for {names}: the group or the wording changed, or weeks are missing, so comparing starts anew."
    ),
    Silence.LOW_TURNOUT: "Change in answers of {names}: fewer than half answered, and they may differ.",
    Silence.TOO_FEW_PEOPLE: "Answers to {names}: too few people gave one.",
    Silence.KEY_LOST: "Answers to {names}: the key of the round was lost, so nobody can open them.",
    Silence.SO_FAR: (
        "Change for {names}: the week is not over, and most people are asked later in it or can still answer."
    ),
    Silence.FEW_NAMED: f"Which goal matters most to {{names}}: fewer than {FEWEST} people answered that in time.",
    Silence.STILL_OPEN: "Answers to {names}: asked for the first time, and told once they are all in.",
    Silence.NOBODY_ASKED: "Participation of {names}: nobody was due an answer.",
    Silence.EXCUSED: "{asked} not counted: the person was away, or Drumbeat could not ask.",
    Silence.CONFIDENTIAL: "What was written in {names}: it is confidential, so only figures of groups are shown.",
    Silence.ELSEWHERE: "What was answered in {names}: it went to the team's lead or to another channel alone.",
    Silence.PRIVATE_CHANNEL: "{teams} in channels that are private or that I cannot see: their words stay there.",
    Silence.QUIET: "{loops} kept out of channels by whoever raised them: counted, not named.",
}
_NOTHING_HEARD = "What was heard outside: nothing was noted that can be told here (`/signal` notes it)."


def title(period: Period, audience: Audience = Audience.TEAM) -> str:
    """`Weekly digest for leadership · week 47 (16–22 Nov)`; a team's own needs no such word."""
    week = f"week {period.week.number}{' so far' if period.so_far else ''}"
    whom = "" if audience is Audience.TEAM else f" for {audience}"
    return f"Weekly digest{whom} · {week} ({days(period.first, period.last)})"


def summary(facts: DigestFacts) -> str:
    """`3 teams · 41 of 48 people answered (85 %)`; one team is named."""
    if not facts.teams and facts.pulses:
        return f"{plural(len(facts.pulses), 'round')} shown for groups only"
    if not facts.teams:
        if is_beginning(facts):
            return "The first answers are coming in"
        return "Too little to show" if is_withheld(facts) else "Nobody was asked"
    teams = plain(facts.teams[0].name) if len(facts.teams) == 1 else plural(len(facts.teams), "team")
    if not facts.people:
        return f"{teams} · {'too little to show' if is_withheld(facts) else 'nobody was asked'}"
    return f"{teams} · {share(facts.people_answered, facts.people)} people answered"


def has_nothing(facts: DigestFacts) -> bool:
    """Whether nobody was asked anything yet, and nothing else is known."""
    was_asked = bool(facts.teams or facts.pulses)
    is_told = was_asked or not facts.goals.is_nothing
    return not is_told and all(each.is_quiet for each in (facts.bottlenecks, facts.loops, facts.heard))


def is_withheld(facts: DigestFacts) -> bool:
    """Whether people were asked, and nothing of what they said may be shown."""
    return any(item.silence in (Silence.TOO_FEW_PEOPLE, Silence.KEY_LOST) for item in facts.unsaid)


def is_beginning(facts: DigestFacts) -> bool:
    """Whether somebody was asked for the first time, and can still answer."""
    return _applies(Silence.STILL_OPEN, facts)


def need(item: Need, *, of_many: bool) -> str:
    """Who is stuck with what, since when, and who needs to look."""
    return f"• {stuck(item.stuck, SHORT, team=item.team if of_many else '')} {_who_looks(item)}"


def stuck(item: Stuck, room: int, *, team: str = "") -> str:
    """Who is stuck with what, and since when."""
    where = f" ({plain(team)})" if team else ""
    words = quote(item.text.rstrip().removesuffix("."), room)
    return f"{bold(item.person)}{where}: {words}, {lasting(item)}."


def lasting(item: Stuck) -> str:
    """Since when, as far as the wording tells that it is the same thing."""
    earlier = " or earlier" if item.at_least else ""
    since_start = f"since {day(item.running_since)}{earlier}"
    if item.running == 1:
        return f"said on {day(item.on)}"
    if item.times == item.running:
        return f"said in {item.running} check-ins running, {since_start}"
    if item.times == 1:
        return f"said on {day(item.on)}; something has been in the way {since_start}"
    same = f"said in {item.times} check-ins running, since {day(item.since)}"
    return f"{same}; something has been in the way {since_start}"


def change(item: Change) -> str:
    """What the value is, what it usually is, and for how long it has been different."""
    says = {
        Measure.TURNOUT: _turnout_change,
        Measure.SCALE: _scale_change,
        Measure.SHARE: _share_change,
        Measure.COUNT: _count_change,
    }
    return f"• {says[item.measure](item)}{early_signal(item.base) if item.early else ''}"


def early_signal(base: int) -> str:
    """What is added where there are few weeks to compare with; with a leading blank."""
    return f" Early signal: only {base} weeks to compare with."


def moved_in(team: TeamFacts, people: int, where: Rest) -> str:
    """A team's newest words on what moved, from as many people."""
    words = " · ".join(f"{bold(item.person)}: {quote(item.text, SHORT)}" for item in team.moved[:people])
    rest = len(team.moved) - people
    return f"• {plain(team.name)} — {words}{f' · and {rest} more {where}' if rest > 0 else ''}"


def moved(team: TeamFacts) -> list[str]:
    """The newest words of everybody in a team on what moved, a line each."""
    return [f"• {bold(item.person)}: {quote(item.text, SHORT)}" for item in team.moved]


def said(item: Said) -> str:
    """One person's words with their day, nearly whole."""
    cut = len(item.text) - WHOLE
    rest = f" (about {cut} more characters in the team's own thread)" if cut > 0 else ""
    return f"• {bold(item.person)}, {day(item.on)}: {quote(item.text, WHOLE)}{rest}"


def turnouts(team: TeamFacts, *, of_many: bool) -> Iterator[str]:
    """A team's turnout, ritual by ritual."""
    for item in team.rituals:
        about = [bold(team.name)] if of_many else []
        about += [plain(item.ritual)] if len(team.rituals) > 1 else []
        yield f"• {', '.join(about)}: {turnout(item)}" if about else f"• {turnout(item)}"


def turnout(item: RitualTurnout) -> str:
    """`8 of 9 people answered · 36 of 43 (84 %) check-ins in time, 3 late, 2 skipped`; of people who were asked once
    each, `8 of 9 people answered in time, 1 late`."""
    counts = item.turnout
    besides = "".join(f", {number} {word}" for number, word in _besides(counts) if number)
    if counts.asked == counts.people:
        return f"{share(counts.people_answered, counts.people)} people answered in time{besides}"
    in_time = f"{share(counts.answered, counts.asked)} {_ROUNDS[item.kind]}s in time"
    return f"{counts.people_answered} of {counts.people} people answered · {in_time}{besides}"


def reading(item: Reading) -> str:
    """A scale question's value, with how many people it comes from."""
    doubt = ": those who answered may differ" if item.low_turnout else ""
    people = f"{item.people_answered} of {item.people} answered{doubt}"
    return f"• {quote(item.ask, _ASK)}: {item.value:.1f} of {item.of}. {people}."


def unsaid(facts: DigestFacts) -> list[str]:
    """Everything that is not said, and why."""
    too_early = first_weeks.too_early(facts)
    every = [
        *([too_early] if too_early else []),
        *(_why(silence, facts) for silence in _WHY if _applies(silence, facts)),
    ]
    return [*every, _NOTHING_HEARD] if facts.heard.is_quiet else every


def _who_looks(item: Need) -> str:
    if item.lead is None:
        return f"{plain(item.team)} has no lead: somebody has to pick it up."
    if item.lead == item.stuck.person:
        return f"{bold(item.lead)} leads the team: who can help?"
    return f"{bold(item.lead)} leads the team: please take a look."


def _turnout_change(item: Change) -> str:
    now = f"{share(round(item.value * item.asked), item.asked)} answered in time"
    low, high = round(item.low * item.asked), round(item.high * item.asked)
    usual = f"{low} to {high}" if low != high else f"{low}"
    return f"{bold(item.team)}, {plain(item.about)}: {now}. {_outside(item, f'{usual} of {item.asked}')}"


def _scale_change(item: Change) -> str:
    now = f"about {number_in_words(item.value)}" if item.is_rounded else f"{item.value:.1f}"
    now = f"{now} of {item.of}"
    usual = f"{item.low:.1f} to {item.high:.1f}"
    answered = f"{item.people_answered} of {item.people} answered."
    return f"{bold(item.team)}, {quote(item.about, _ASK)}: {now}. {_outside(item, usual)} {answered}"


def _share_change(item: Change) -> str:
    usual = f"{10 * item.low:.0f} to {10 * item.high:.0f} in 10"
    answered = f"{item.people_answered} of {item.people} answered."
    about = f"{bold(item.team)}, {quote(item.about, _ASK)}"
    return f"{about}: {part(item.value)} say yes. {_outside(item, usual)} {answered}"


def _outside(item: Change, usual: str) -> str:
    if item.near:
        return f"For {item.weeks} weeks near the edge of its usual range ({usual})."
    since = f" for {item.weeks} weeks" if item.weeks > 1 else ""
    return f"Outside its usual range ({usual}){since}."


def _besides(counts: Turnout) -> Sequence[tuple[int, str]]:
    return ((counts.late, "late"), (counts.skipped, "skipped"))


def _applies(silence: Silence, facts: DigestFacts) -> bool:
    return any(item.silence is silence for item in facts.unsaid)


def _why(silence: Silence, facts: DigestFacts) -> str:
    about = [item for item in facts.unsaid if item.silence is silence]
    number = sum(item.count for item in about)
    return _WHY[silence].format(
        names=names([item.about for item in about], _NAMES),
        asked=plural(number, "check-in is", "check-ins are"),
        teams=plural(number, "team"),
        loops=plural(number, "open bottleneck"),
    )
