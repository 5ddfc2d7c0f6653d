"""How a round ended: for the team in its thread, or for whoever leads it in one direct message."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.values.confidences import in_one_line as confidence_in_words
from bot.values.confidences import read_line
from bot.values.deliveries import Message
from bot.values.questions import STUCK, QuestionType
from bot.values.results import Report, Said, WrapUp
from bot.values.rituals import Grouping
from bot.views.digests.alignment import in_words
from bot.views.results.answer_words import in_one_line, spread_in_words
from bot.views.results.board import standing_in_words
from bot.views.results.figures import starting_large
from bot.views.results.reply_pages import paged
from bot.views.results.said import answered, answers_to, headline, raised_as
from bot.views.words import clip, escape, listing, plural, round_title

_ALONE = "This comes to you alone: nobody else in the team is shown these answers."
_LATE_AS_WELL = "This comes to you alone, and so does what is answered late: it will stand here."

_REPEATED = 300
"""Characters of what is repeated; the whole of it stands above."""


def build_wrap_up(wrap_up: WrapUp) -> Sequence[Message]:
    """How a round ended in its team, and what people wait for."""
    head = f"That was this round: {standing_in_words(wrap_up.board.count)}."
    waiting = _waiting(wrap_up.said)
    if not waiting and _asks_what_is_stuck(wrap_up) and wrap_up.board.count.answered:
        head += " Nobody said they are waiting on someone."
    if waiting:
        waiting = [f"*{plural(len(waiting), 'person is', 'people are')} waiting on someone else:*", *waiting]
    return paged(head, [*waiting, *_aligned(wrap_up), *_goals(wrap_up.said), *_scales(wrap_up)], apart="\n")


def build_report(report: Report) -> Sequence[Message]:
    """Everything a round brought, for the one person it goes to."""
    first = report.teams[0].board
    names = listing([team.board.team_name for team in report.teams])
    title = round_title(first.round.ritual_name, names, first.round.local_date)
    if first.round.about:
        title += f"\nAbout {escape(first.round.about)}"
    alone = _ALONE if any(team.said for team in report.teams) else _LATE_AS_WELL
    if len(report.teams) == 1:
        return paged(title, [f"{standing_in_words(first.count)}. {alone}", *_of_team(report.teams[0])])
    parts = [
        part
        for team in report.teams
        for part in (
            f"*{escape(team.board.team_name)}* · {standing_in_words(team.board.count)}",
            *_of_team(team),
        )
    ]
    return paged(title, [alone, *parts])


def _of_team(team: WrapUp) -> list[str]:
    if not team.said:
        return ["Nobody answered this time."]
    if team.board.round.grouping == Grouping.PERSON and not team.board.round.shows_when_closed:
        by_person = ["\n".join([headline(said), *answered(said)]) for said in team.said]
        return [*_aligned(team), *by_person]
    brief = [headline(said) for said in team.said if said.is_brief]
    by_question = [
        "\n".join([f"*{escape(question.ask)}*", *lines])
        for question in team.board.round.questions
        if (lines := answers_to(question, team.said))
    ]
    return [*_aligned(team), *by_question, *(["\n".join(brief)] if brief else [])]


def _asks_what_is_stuck(wrap_up: WrapUp) -> bool:
    return any(question.key == STUCK for question in wrap_up.board.round.questions)


def _waiting(said: Iterable[Said]) -> list[str]:
    lines = []
    for item in said:
        for question in item.round.questions:
            given = item.answers.get(STUCK) if question.key == STUCK else None
            # Asked with yes or no, a no says that nothing is in the way.
            if given and not (question.type == QuestionType.YES_NO and not given.number):
                what = in_one_line(question, given, item.names, seen_from=item.round.local_date)
                short = what if question.type == QuestionType.LINK else clip(what, _REPEATED)
                lines.append(f"•  *{escape(item.name)}*: {short}{raised_as(question, item)}")
    return lines


def _aligned(wrap_up: WrapUp) -> list[str]:
    """How many named the same top goal, in the words of the digest."""
    return [f"{starting_large(in_words(wrap_up.aligned))}."] if wrap_up.aligned else []


def _goals(said: Iterable[Said]) -> list[str]:
    """How confident owners are, without their reasons: those stand above."""
    lines = [
        f"•  {escape(confidence_in_words(replace(saying, why=None)))} — *{escape(item.name)}*"
        for item in said
        for question in item.round.questions
        if question.type == QuestionType.GOALS and question.key in item.answers
        for saying in map(read_line, item.answers[question.key].chosen)
        if saying is not None
    ]
    return ["*How confident owners are, from 0 to 10:*", *lines] if lines else []


def _scales(wrap_up: WrapUp) -> list[str]:
    lines = []
    for question in wrap_up.board.round.questions:
        if question.type == QuestionType.SCALE:
            given = [item.answers[question.key] for item in wrap_up.said if question.key in item.answers]
            if given and wrap_up.board.count.answered:
                lines.append(f"_{escape(clip(question.ask, _REPEATED))}_ {spread_in_words(question, given)}.")
    return lines
