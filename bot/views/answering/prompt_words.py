"""What the DM that asks says, in words: what it asks, until when, and how it stands.

It stands in Slack for ever and nobody changes it when its round closes: every word in it stays true
(docs/decisions/0019-what-a-dm-says-stays-true.md).
"""

from collections.abc import Sequence

from bot.values.own_questions import own_questions
from bot.values.questions import IN_WORDS, Question, QuestionType
from bot.values.rituals import TO_TEAM
from bot.values.rounds import Asked, PromptState
from bot.views.answering.tapping import ends_in_words, listed, tappable, tapped_in_words
from bot.views.results.audience import takes_answers_until, who_reads
from bot.views.words import at_time, clip, escape, first_few, listing, on_day, plural, round_title

LATE_IS_WELCOME = " A late answer is welcome until the next round opens."

_MOST_GOALS = 3
"""Goals named in a DM; the form shows all of them."""


def told_state(item: Asked) -> PromptState:
    """Where a prompt stands as its DM tells it: an anonymous one says the same whatever came back."""
    is_silent = item.round.is_anonymous and item.prompt.state != PromptState.EXCUSED
    return PromptState.SENT if is_silent else item.prompt.state


def as_text(item: Asked) -> str:
    """The whole of it in a line: in notifications, for screen readers, and where blocks are not shown."""
    named = f"{item.round.ritual_name}, {item.team_name}, {on_day(item.round.local_date)}"
    match told_state(item):
        case PromptState.ANSWERED:
            return (
                f"{escape(named)}: {_given(item)}. You can change it until {escape(changeable_until(item))}."
            )
        case PromptState.SKIPPED:
            return escape(f"{named}: you skipped this one.")
        case PromptState.EXCUSED:
            return escape(f"{named}: you won't be asked. {item.prompt.reason or ''}")
        case PromptState.MISSED:
            return escape(f"{named}: closed.{late_is_welcome(item)}")
        case _:
            return escape(f"{named}. {_asks(item)}, open until {until(item)}.")


def _given(item: Asked) -> str:
    if item.prompt.nothing_new:
        return "nothing new today"
    given = tapped_in_words(item)
    return f"you answered {given}" if given else "you answered"


def _asks(item: Asked) -> str:
    asked = _own(item)
    anonymous = "Anonymous. " if item.round.is_anonymous else ""
    who = f"{item.set_up_by} set this up. " if item.set_up_by else ""
    is_tap = tappable(item) is not None and not item.round.is_anonymous
    how = "Tap your answer" if is_tap else "Press Answer"
    asks = " ".join(question.ask for question in asked)
    return f"{anonymous}{who}{plural(len(asked), 'short question')}: {asks} {how}"


def title(item: Asked) -> str:
    """The ritual, the team and the day; under it what a feedback round is about."""
    named = round_title(item.round.ritual_name, item.team_name, item.round.local_date)
    return f"{named}\nAbout {escape(item.round.about)}" if item.round.about else named


def introduction(item: Asked) -> str:
    """Who set this up and what for, the first time somebody is asked."""
    name, team = escape(item.set_up_by or ""), escape(item.team_name)
    keys = {question.key for question in item.round.questions}
    purpose = f" for the {team} team"
    if item.round.report == TO_TEAM and keys >= {"progress", "stuck"}:
        purpose = f" so that the {team} team sees what moved and who waits on whom, without a meeting"
    return f":wave: Hello! *{name}* set this up{purpose}. {_effort(item)}."


def _effort(item: Asked) -> str:
    if tappable(item):
        return "One tap is enough"
    match len(_own(item)):
        case 1:
            return "It takes about a minute"
        case 2 | 3 | 4:
            return "It takes about two minutes"
        case _:
            return "It takes a few minutes"


def questions(item: Asked, budget: int) -> str:
    """Everything that is asked, a line a question, in at most so many characters."""
    lines = [
        f"•  {escape(clip(question.ask, 300))}{_optional(question)}{_about_goals(item, question)}"
        for question in _own(item)
    ]
    return first_few(lines, most=10, budget=budget)


def _about_goals(item: Asked, question: Question) -> str:
    """The goals whoever is asked looked after when the round opened."""
    mine = [goal.title for goal in question.goals if goal.owner_id == item.prompt.member_id]
    left = len(mine) - _MOST_GOALS
    more = [f"{left} more"] if left > 0 else []
    return f"\n    Yours: {escape(listing([*mine[:_MOST_GOALS], *more]))}" if mine else ""


def _own(item: Asked) -> Sequence[Question]:
    """The questions as this person is asked them."""
    prompt = item.prompt
    return own_questions(item.round.questions, prompt.member_id, prompt.team_id) or item.round.questions


def one_question(question: Question) -> str:
    """The question a tap answers, in full."""
    ends = ends_in_words(question)
    return escape(clip(question.ask, 1000)) + (f" _({escape(ends)})_" if ends else "") + listed(question)


def _optional(question: Question) -> str:
    if question.only_if is not None:
        return " _(only if it applies)_"
    if question.type == QuestionType.SCALE:
        return f" _(1 to {question.of})_"
    return "" if question.required else " _(optional)_"


def small_print(item: Asked) -> str:
    """Until when it is open and who reads the answers."""
    late = "" if item.round.shows_groups_only else LATE_IS_WELCOME
    parts = [f"Open until {until(item)}.{late}", who_reads(item.round)]
    if any(question.type in IN_WORDS for question in item.round.questions):
        parts.append("You can also just type your answer here.")
    return " ".join(parts)


def still_stuck(item: Asked) -> str:
    """What somebody waited for last time, which goes on with "nothing new"; empty: they waited for nothing."""
    stuck = item.answers.get("stuck")
    if stuck is None or not stuck.text:
        return ""
    waits = escape(clip(" ".join(stuck.text.split()), 300))
    return f"\nWhat you wait for stands as it did: _{waits}_. Is that over? Edit your answer."


def late_is_welcome(item: Asked) -> str:
    """What becomes of an answer after the window."""
    return " It takes no more answers." if item.round.shows_groups_only else LATE_IS_WELCOME


def until(item: Asked) -> str:
    """Until when it is asked, in the reader's own time."""
    prompt, round_ = item.prompt, item.round
    closes_at = round_.closes_at if round_.is_anonymous else prompt.closes_at
    return f"{at_time(closes_at, prompt.zone, seen_from=round_.local_date)} your time"


def changeable_until(item: Asked) -> str:
    """Until when an answer can be changed."""
    return takes_answers_until(item.round, item.prompt.zone)
