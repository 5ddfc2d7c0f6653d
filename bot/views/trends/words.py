"""The sentences of trends: numbers and their usual range, never a cause, a colour or an arrow."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from bot.values.counts import Counted
from bot.values.facts import Measure, Period, Silence, Unsaid
from bot.values.rituals import FEWEST
from bot.values.trends import Asked, Range, Responding, Series, Tally
from bot.views.digests.counts import as_usual, counted
from bot.views.digests.lines import early_signal
from bot.views.digests.text import bold, days, names, plain, quote, share
from bot.views.results.answer_words import number_in_words
from bot.views.results.figures import part
from bot.views.words import listing, plural

_ASK = 100
_NAMES = 5
_HOUR = timedelta(hours=1)

_NOT_JUDGED = {
    Silence.TOO_FEW_WEEKS: "too few earlier weeks to tell what is usual",
    Silence.BASE_RESTARTED: "the group, the words or the weeks changed, so comparing starts anew",
    Silence.SO_FAR: "the week is not over, and most people are asked later in it or can still answer",
    Silence.LOW_TURNOUT: "fewer than half answered, and they may differ from the others",
    Silence.MARKED: "the week is marked as out of the ordinary",
}
_WHY = {
    Silence.CONFIDENTIAL: "What was answered in {names}: it is confidential, so only figures of groups are shown.",
    Silence.ELSEWHERE: "{names}: the answers go to the team's lead, or to a channel you are not in, alone.",
    Silence.TOO_FEW_PEOPLE: "Answers to {names}: too few people gave one.",
    Silence.KEY_LOST: "Answers to {names}: the key of the round was lost, so nobody can open them.",
    Silence.NOBODY_ASKED: "{names}: nobody was due an answer in the newest week.",
    Silence.FEW_NAMED: f"Which goal matters most: fewer than {FEWEST} people answered in time in the newest week.",
    Silence.QUIET: "What was raised and kept out of channels: counted, not named.",
}


def week(period: Period) -> str:
    """`week 47 (16–22 Nov)`, `week 48 so far (23–26 Nov)`."""
    so_far = " so far" if period.so_far else ""
    return f"week {period.week.number}{so_far} ({days(period.first, period.last)})"


def series(item: Series) -> str:
    """One number of the newest week, and whether that is usual."""
    return f"• {name(item)}: {newest(item)}{usual(item)}"


def name(item: Series) -> str:
    """What the number is about."""
    return quote(item.ask, _ASK) if item.ask else bold(item.about)


def newest(item: Series) -> str:
    """The value of the newest week, and how many people are behind it."""
    value = item.newest
    if value is None:
        return "no number in the newest week."
    if item.measure is Measure.TURNOUT:
        return f"{share(item.answered, item.asked)} answered in time."
    shown = (
        f"{_number(item, value)} of {item.of}" if item.measure is Measure.SCALE else f"{part(value)} say yes"
    )
    return f"{shown}, {item.people_answered} of {item.people} answered."


def usual(item: Series) -> str:
    """Whether the newest value is usual, or why that is not said; a leading blank and a whole sentence."""
    if item.newest is None:
        return ""
    if item.usual is None:
        why = _NOT_JUDGED.get(item.silence) if item.silence else None
        return f" Not compared: {why}." if why else ""
    within = _range(item, item.usual)
    early = early_signal(item.usual.base) if item.usual.is_early else ""
    if not item.usual.weeks:
        return f" Inside its usual range ({within})."
    weeks = plural(item.usual.weeks, "week")
    if item.usual.near:
        return f" For {weeks} near the edge of its usual range ({within}).{early}"
    since = f" for {weeks}" if item.usual.weeks > 1 else ""
    return f" *Outside its usual range* ({within}){since}.{early}"


def unusual(every: Sequence[Tally]) -> Iterator[str]:
    """What was counted unusually often or seldom, as a digest says it: `• Opened 9 bottlenecks: usual is 0 to 8.`"""
    for item in every:
        if item.is_outside:
            early = early_signal(item.usual.base) if item.usual.is_early else ""
            band = item.usual.low, item.usual.high
            yield f"• {counted(item.about, item.number, band, item.usual.weeks)}{early}"


def beside(about: Counted, every: Sequence[Tally]) -> str:
    """How often is usual, beside how often it was: ` (usual is 0 to 8)`; empty where that is not known."""
    usual = next((item.usual for item in every if item.about is about), None)
    return f" ({as_usual((usual.low, usual.high))})" if usual else ""


def soon(item: Responding, weeks: int) -> Iterator[str]:
    """How soon people answer."""
    if not item.asked:
        return
    half = (
        "too few answers to tell how soon"
        if item.is_too_few
        else f"half answered within {_time(item.half)}"
        if item.half is not None
        else "more than half had not answered when it closed"
    )
    yield f"Answered within 24 hours: {share(item.in_a_day, item.asked)} · {half} (last {weeks} weeks)"


def asked(every: Sequence[Asked], whose: str = "") -> Iterator[str]:
    """At what hour people are asked, and how many of them while they work."""
    if len(every) == 1:
        yield f"Asked{f'{whose}:' if whose else ''} at about {_asked(every[0])}"
    elif every:
        yield f"Asked{whose}: {' · '.join(f'{plain(each.region)} at about {_asked(each)}' for each in every)}"


def unsaid(every: Sequence[Unsaid]) -> list[str]:
    """What is not shown, and why."""
    return [
        why.format(names=names([each.about for each in every if each.silence is silence], _NAMES))
        for silence, why in _WHY.items()
        if any(each.silence is silence for each in every)
    ]


def outside(every: Sequence[Series]) -> str:
    """`Daily check-in and “How confident …” outside their usual range`; empty where nothing is."""
    if not every:
        return ""
    shown = [plain(item.about) if not item.ask else quote(item.ask, 40) for item in every[:2]]
    more = [f"{len(every) - 2} more"] if len(every) > 2 else []
    their = "its" if len(every) == 1 else "their"
    edge = "near the edge of" if all(item.usual and item.usual.near for item in every) else "outside"
    return f"{edge} {their} usual range: {listing([*shown, *more])}"


def _asked(item: Asked) -> str:
    return f"{item.at:%H:%M} their time, {share(item.at_work, item.people)} people within working hours"


def _range(item: Series, band: Range) -> str:
    if item.measure is Measure.SCALE:
        return f"{band.low:.1f} to {band.high:.1f}"
    if item.measure is Measure.SHARE:
        return f"{10 * band.low:.0f} to {10 * band.high:.0f} in 10"
    low, high = round(band.low * item.asked), round(band.high * item.asked)
    return f"{low} to {high} of {item.asked}" if low != high else f"{low} of {item.asked}"


def _number(item: Series, value: float) -> str:
    return f"about {number_in_words(value)}" if item.is_rounded else f"{value:.1f}"


def _time(time: timedelta) -> str:
    """A time, rounded up: `20 minutes`, `3 hours`."""
    minutes = max(-(-time // timedelta(minutes=1)), 1)
    return plural(minutes, "minute") if time < _HOUR else plural(-(-time // _HOUR), "hour")
