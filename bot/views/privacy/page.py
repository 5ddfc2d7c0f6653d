"""What is kept about me: the page behind `/drumbeat privacy`."""

from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import ButtonElement

from bot.values.deliveries import Block
from bot.values.keeping import AboutMe, Keep
from bot.values.ports import View
from bot.views.parts import button, buttons, context, modal, section
from bot.views.words import escape, listing, on_day, plural

OPEN_PRIVACY = "open_privacy"
SEND_EVERYTHING = "send_me_everything"
OPEN_ERASE = "open_erase"

TITLE = "Your data"
_MOST_TEAMS = 5

SEALED = (
    "*What nobody can find any more*\nWhat you answered in anonymous rounds that are closed. When such a"
    " round closes, the"
    " link between you and your answers is deleted for good. So I can neither send you those answers nor"
    " erase them:"
    " nothing is left that says which are yours. While a round is open, you can change or take back your"
    " answer there."
)
ELSEWHERE = (
    "*What is Slack's*\nThe messages themselves, and whatever you typed there. Your workspace's admins"
    " can export them. If you"
    " are erased, I delete the messages I sent you and the answers I posted in your name, as far as I"
    " know where they"
    " stand."
)


def build_privacy(about: AboutMe, keep: Keep, *, told: str | None = None) -> View:
    """The whole page; `told` is what was just done."""
    blocks: list[Block] = [section(f":white_check_mark: {told}")] if told else []
    blocks += [
        section(_who(about)),
        section("\n".join(["*What I keep about you*", *(f"•  {line}" for line in _lines(about, keep))])),
        section(_why(keep)),
        section(SEALED),
        section(ELSEWHERE),
        buttons("privacy", *_presses()),
        context(
            "The whole table of what is kept, why and for how long: `docs/data-sheet.md` of whoever runs me here."
        ),
    ]
    return modal(TITLE, blocks, close="Close")


def build_home_privacy() -> Block:
    """The way here from Home."""
    return buttons("privacy", button("What I keep about you", OPEN_PRIVACY, "home"))


def build_on_its_way(*, is_new: bool) -> str:
    """What follows when somebody wants their data."""
    if is_new:
        return "I am gathering it. The file comes in our direct messages, in a minute or two."
    return "That file is on its way already. It comes in our direct messages."


def _presses() -> Iterable[ButtonElement]:
    yield button("Send me everything", SEND_EVERYTHING, "all")
    yield button("Erase my data…", OPEN_ERASE, "all", style="danger")


def _who(about: AboutMe) -> str:
    teams = f", in {_teams(about.teams)}" if about.teams else ", in no team"
    zone = about.zone.replace("_", " ")
    return (
        f"I know you as *{escape(about.name)}*{teams}. From Slack I have your name, your time zone"
        f" ({zone}) and whether you"
        " are an admin, a guest or gone; no e-mail address, no picture, nothing you write elsewhere."
    )


def _teams(names: Sequence[str]) -> str:
    shown, more = [escape(name) for name in names[:_MOST_TEAMS]], len(names) - _MOST_TEAMS
    return listing([*shown, plural(more, "more team")] if more > 0 else shown)


def _lines(about: AboutMe, keep: Keep) -> Iterable[str]:
    if about.answers:
        since = f" since {on_day(about.first_at.date())} {about.first_at.year}" if about.first_at else ""
        yield (
            f"{plural(about.answers, 'answer')} you gave in {plural(about.rounds, 'round')} of"
            f" {plural(about.rituals, 'ritual')}{since}. Your team reads them where the ritual shows them; kept for"
            f" {period(keep.answers)}."
        )
    else:
        yield "No answers yet."
    if about.votes:
        yield f"{plural(about.votes, 'pick')} in bottleneck polls, kept as long."
    if about.raised or about.hits or about.steps:
        yield (
            f"{plural(about.raised, 'bottleneck')} you raised, {about.hits} in your way, and"
            f" {plural(about.steps, 'step')} you took with any of them. Those concerned see them; kept for"
            f" {period(keep.bottlenecks)} after they are closed."
        )
    yield from _feedback(about, keep)
    if about.signals:
        times = plural(about.signals, "time")
        yield (
            f"{times} you noted what was said outside. Colleagues read it with your name, of a team with a private"
            f" channel that team alone; kept for {period(keep.results)}."
        )
    yield from _goals(about, keep)
    yield from _digests(about, keep)
    if about.absences:
        times = plural(about.absences, "time")
        yield f"{times} you are or were away, so that nobody asks you then. Only the days, never why."
    if about.opted_out:
        yield f"{plural(about.opted_out, 'ritual')} you don't want to be asked in."
    if about.messages:
        yield f"{plural(about.messages, 'message')} I sent you; what they said is kept for {period(keep.messages)}."
    if about.open_ballots:
        yield (
            f"{plural(about.open_ballots, 'anonymous round')} that {_is(about.open_ballots)} open for you."
            f" What you answer"
            " is encrypted, and even I cannot tell from the database whether you did."
        )


def _goals(about: AboutMe, keep: Keep) -> Iterable[str]:
    kept = f"kept for {period(keep.results)} after a goal is closed"
    parts = [
        f"{plural(about.goals, 'goal')} you look after or did" if about.goals else "",
        f"{plural(about.confidences, 'time')} you said how confident you are" if about.confidences else "",
    ]
    if said := listing([part for part in parts if part]):
        yield f"{said}. Colleagues see them, of a team with a private channel that team alone; {kept}."


def _digests(about: AboutMe, keep: Keep) -> Iterable[str]:
    parts = [
        f"{plural(about.notes, 'note')} you wrote above digests, with your name" if about.notes else "",
        f"{plural(about.marks, 'week')} of teams you marked as out of the ordinary" if about.marks else "",
    ]
    if said := listing([part for part in parts if part]):
        yield f"{said}. Whoever reads the digest sees them; kept for {period(keep.results)}."


def _feedback(about: AboutMe, keep: Keep) -> Iterable[str]:
    kept = f"kept for {period(keep.feedback)} after it is closed"
    if about.feedback_given:
        given = f"{plural(about.feedback_given, 'piece')} of feedback you gave by name"
        yield f"{given}. Whoever it is for reads it; {kept}."
    if about.feedback_received:
        received = f"{plural(about.feedback_received, 'piece')} of feedback for you"
        yield f"{received}. You and whoever gave it read it; {kept}."
    if about.withheld:
        yield (
            f"{plural(about.withheld, 'piece')} of feedback you gave with your name withheld. That it was"
            f" you lies encrypted"
            " under a key outside the database, which is destroyed when the feedback is closed. Only you"
            " are shown this."
        )
    if about.withheld is None:
        yield "Whether you gave feedback with your name withheld I cannot look up right now. Try again later."


def _why(keep: Keep) -> str:
    return (
        "*Why, who sees it, how long*\nI keep it to ask you at a good time, to show your team what you"
        " answered, and to see"
        " what changes from week to week in groups. Nobody is scored or compared. Whoever runs the server"
        " I work on could"
        f" look into my database. When you leave the workspace nobody asks you any more, and after"
        f" {period(keep.leavers)}"
        " you are erased."
    )


def period(months: int | None) -> str:
    """How long that is."""
    if months is None:
        return "as long as I am installed"
    return plural(months // 12, "year") if months % 12 == 0 and months > 12 else plural(months, "month")


def _is(number: int) -> str:
    return "is" if number == 1 else "are"
