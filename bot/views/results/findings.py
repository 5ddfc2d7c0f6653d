"""What a round brought in which only groups are shown: a tidy report, which says as well what it does not show."""

from collections.abc import Iterator, Sequence

from bot.values.deliveries import Message
from bot.values.privacy import REST, Outcome, Result
from bot.values.questions import IN_WORDS, Question, QuestionType
from bot.values.results import Findings
from bot.values.rituals import Breakdown, Protection
from bot.values.rounds import Round
from bot.views.results.answer_words import is_counted
from bot.views.results.figures import ends, figure, option, starting_large
from bot.views.results.reply_pages import paged
from bot.views.words import clip, escape, listing

_ASK = 300
"""Characters of a question; its whole stands where it was asked."""

_NAMED = 3


def build_findings(found: Findings) -> Sequence[Message]:
    """How a round ended, once and for all."""
    return paged(*_report(found))


def _report(found: Findings) -> tuple[str, list[str]]:
    round_, outcome = found.round, found.outcome
    if outcome.is_lost:
        return _LOST, []
    if outcome.answered is None:
        return _too_few(round_), []
    title = f"*{_about(round_)}* {outcome.answered} of {outcome.invited} people{_where(found)} answered."
    each = [_question(question, round_, outcome) for question in round_.questions]
    return title, [*(part for parts in each for part in parts), "\n".join(_small_print(found))]


_LOST = (
    "The key of this round was lost before it closed, so nobody can open what people answered, and nothing is shown."
    " Whoever set it up can run it again."
)


def _too_few(round_: Round) -> str:
    kept = ", and nothing of it was kept" if round_.is_anonymous else ""
    return f"Fewer than {round_.protection.fewest} people answered, so nothing is shown{kept}."


def _about(round_: Round) -> str:
    if round_.about is None:
        return "That was this round:"
    return f"What people say about {escape(round_.about)}:"


def _where(found: Findings) -> str:
    names = [escape(name) for name in found.team_names]
    teams = len(names) + found.unnamed
    if teams < 2:
        return ""
    return f" in {teams} teams" if found.unnamed or teams > _NAMED else f" in {listing(names)}"


def _question(question: Question, round_: Round, outcome: Outcome) -> list[str]:
    results = [result for result in outcome.results if result.question_key == question.key]
    everybody = next((result for result in results if result.group is None), None)
    head = f"*{escape(clip(question.ask, _ASK))}*"
    if everybody is None:
        return [f"{head}\n_{_silence(question, round_.protection)}_"]
    if question.type in IN_WORDS:
        texts = [text for key, text in outcome.texts if key == question.key]
        return [f"{head}\n{everybody.n} wrote something, shuffled:", *map(_quoted, texts)]
    groups = [result for result in results if result.group is not None]
    return ["\n".join([head, *_figures(question, everybody), *_groups(question, groups)])]


def _silence(question: Question, protection: Protection) -> str:
    """Why a question has no result. How many answered it is nobody's to know."""
    if question.type in IN_WORDS:
        return f"Not shown: fewer than {protection.fewest_words} wrote something."
    if not is_counted(question):
        return "Not shown: of such answers each would stand by itself."
    return f"Not shown: fewer than {protection.fewest} answered it."


def _figures(question: Question, everybody: Result) -> Iterator[str]:
    answered = f"{everybody.n} answered"
    if question.type == QuestionType.SCALE:
        yield f"{starting_large(figure(question, everybody))} {ends(question)} · {answered}"
    elif question.type == QuestionType.YES_NO:
        yield f"{starting_large(figure(question, everybody))} · {answered}"
    else:
        yield f"{answered}:"
        yield from (f"•  {option(share)}" for share in everybody.shares)


def _groups(question: Question, groups: Sequence[Result]) -> Iterator[str]:
    """In the order of the alphabet, never of their figures; whoever is in none of them stands last."""
    for result in sorted(groups, key=lambda result: (result.group == REST, (result.group or "").casefold())):
        name = "Everybody else" if result.group == REST else escape(result.group or "")
        yield f"•  {name}: {figure(question, result)} · {result.n} answered"


def _quoted(text: str) -> str:
    return f"•  “{escape(text)}”"


def _small_print(found: Findings) -> Iterator[str]:
    round_ = found.round
    yield from _apart(found)
    yield (
        "_Figures are rounded, and where nearly all say the same, only that is said: so nobody stands out._"
    )
    if round_.is_anonymous:
        yield "_Who said what is gone for good. This is all that is kept, and it will not change._"
    else:
        yield "_This will not change: late answers are not taken._"


def _apart(found: Findings) -> Iterator[str]:
    """What became of the one way in which its results are told apart."""
    by, fewest = found.round.protection.breakdown, found.round.protection.fewest
    if by is Breakdown.NONE:
        return
    if by is Breakdown.TEAM and found.unnamed:
        yield "_What a team with a private channel says by itself stands in that channel alone._"
    elif any(result.group is not None for result in found.outcome.results):
        yield f"_Smaller groups stand together, so that none has fewer than {fewest}._"
    else:
        yield f"_Nothing is told apart by {by}, so that no group has fewer than {fewest}._"
