"""What Drumbeat can do."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.values.deliveries import Message
from bot.values.meant import did_you_mean
from bot.views.parts import Blocks, context, section
from bot.views.words import escape


@dataclass(frozen=True, slots=True)
class Usage:
    """One command: how it is typed, what it does, and the words that may come first after it."""

    word: str
    lines: Sequence[tuple[str, str]]
    words: Sequence[str]


USAGES = (
    Usage(
        "checkin",
        (
            ("/checkin", "answer what is open for you now"),
            ("/checkin status", "how the open rounds of your teams stand"),
            (
                "/checkin new",
                "start a check-in for a channel, or choose another start there: an anonymous pulse (how is the mood,"
                " the workload, the team?), a retro, a feedback round",
            ),
            ("/checkin skip [reason]", "skip what is open for you now"),
            ("/checkin run [name]", "ask now instead of at its time"),
            ("/checkin pause [name]", "ask nobody until `/checkin resume [name]`"),
        ),
        ("status", "new", "skip", "run", "pause", "resume", "help"),
    ),
    Usage(
        "digest",
        (
            ("/digest", "preview this week's digest; only you see it"),
            ("/digest leadership", "how it would read for leadership; `partners` and `team`, too"),
            ("/digest setup", "choose its channel, day, hour and audience, or pause it"),
            ("/digest post", "post it now"),
            ("/digest pause", "stop it until `/digest resume`"),
        ),
        ("leadership", "partners", "team", "setup", "post", "pause", "resume", "help"),
    ),
    Usage(
        "bottleneck",
        (
            (
                "/bottleneck [text]",
                "say what you are waiting for, and on whom; it is followed until it moves",
            ),
            (
                "/bottleneck list [team]",
                "what is open, the oldest first; `mine`, `waits-on TEAM` or `old` instead",
            ),
            ("/bottleneck poll", "ask your teams what holds them back most"),
            ("/bottleneck categories", "the kinds of causes people pick from"),
        ),
        ("list", "mine", "waits-on", "old", "poll", "categories", "help"),
    ),
    Usage(
        "give-feedback",
        (
            (
                "/give-feedback [text]",
                "tell a person, a team or leadership, by name or with your name withheld; you hear what comes of it",
            ),
            ("/give-feedback list", "what is for you; what you gave: `mine`"),
        ),
        ("list", "mine", "help"),
    ),
    Usage(
        "signal",
        (
            ("/signal [text]", "note what a customer, a competitor or the market said; repeats are counted"),
            (
                "/signal list",
                "what was heard, the newest first; add `customer`, `competitor`, `market` or an area",
            ),
        ),
        ("list", "help"),
    ),
    Usage(
        "trends",
        (
            ("/trends", "every team whose numbers you may see, a line each"),
            ("/trends checkout", "one team in full: twelve weeks, what is usual and what is not"),
            ("/trends export", "the answers and figures of the teams you lead, as tables in a file"),
        ),
        ("export", "help"),
    ),
    Usage(
        "drumbeat",
        (
            ("/drumbeat away 20 Dec – 3 Jan", "say when you are away, in words; `away off` takes it back"),
            ("/drumbeat settings", "your working days, quiet hours and public holidays"),
            ("/drumbeat rituals [name]", "what you look after: change it, pause it, see how it went"),
            (
                "/drumbeat teams [name]",
                "who is in a team, who leads it, where it lives; `teams new` makes one",
            ),
            ("/drumbeat goals", "what teams want to reach, and how confident whoever looks after it is"),
            ("/drumbeat people", "who is admin, lead or observer, and what that means"),
            (
                "/drumbeat privacy",
                "what I keep about you, all of it as a file, or none of it: `/drumbeat erase`",
            ),
            ("/drumbeat help", "this page"),
        ),
        ("away", "settings", "rituals", "teams", "goals", "people", "privacy", "erase", "help"),
    ),
)


def build_help() -> Message:
    """The whole page."""
    works = [_lines(usage) for usage in USAGES]
    head = (
        "*Drumbeat* asks your team a few short questions on a schedule, gathers the answers in one thread, and"
        " writes one honest digest a week."
    )
    aliases = "Each command also works as `/drumbeat <word>`, for instance `/drumbeat checkin`."
    text = "\n".join([head, *works, aliases])
    return Message(text=text, blocks=(section(head), *(section(part) for part in works), context(aliases)))


def build_usage(word: str, unknown: str) -> Message:
    """How one command is typed, after something it does not know: another word than its own, or more than one."""
    usage = _usage(word)
    text = f"{_not_understood(usage, unknown)} Here is what `/{word}` can do:\n{_lines(usage)}"
    return Message(text=text, blocks=(section(text),))


def build_usage_of(word: str) -> Message:
    """How one command is typed."""
    text = f"Here is what `/{word}` can do:\n{_lines(_usage(word))}"
    return Message(text=text, blocks=(section(text),))


def meant_instead(word: str, typed: str) -> Blocks:
    """Above a form that opened with what was typed after the command: one word may be a mistyped one of its own."""
    is_one_word = len(typed.split()) == 1
    meant = did_you_mean(typed, _usage(word).words, after=f"/{word} ") if is_one_word else ""
    return [context(f"{meant}Then close this form and type it again.")] if meant else []


def _usage(word: str) -> Usage:
    return next(item for item in USAGES if item.word == word)


def _not_understood(usage: Usage, typed: str) -> str:
    first, _, rest = typed.strip().partition(" ")
    words = _words_after(usage)
    if first.lower() in words and rest:
        return (
            f"`/{usage.word} {first.lower()}` takes nothing after it, and I don't know what to do with"
            f" “{escape(rest.strip()[:60])}”."
        )
    meant = did_you_mean(first, words, after=f"/{usage.word} ")
    return f"I don't know “{escape(typed[:60])}”. {meant}".rstrip()


def _words_after(usage: Usage) -> list[str]:
    """Whatever may be typed first after it: after `/drumbeat` also the other commands."""
    others = [each.word for each in USAGES if each.word != usage.word] if usage.word == "drumbeat" else []
    return [*usage.words, *others]


def _lines(usage: Usage) -> str:
    return "\n".join(f"`{typed}`  {does}" for typed, does in usage.lines)
