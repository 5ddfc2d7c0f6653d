"""What has to hold for a ritual to keep what its tier promises, and for a feedback round to say what it is about.

Pure rules: a file, a template and the forms in Slack go by the same ones.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.rituals import goal_rules
from bot.rituals.poll_rules import Flaw, flaw_of
from bot.rituals.schedules.pools import asked_at_once
from bot.values.questions import ABOUT, IN_WORDS, MOST_ON_A_PAGE, Question, QuestionType
from bot.values.rituals import TO_LEAD, Kind, Protection, RitualPlan, Tier

IN_GROUPS = (*IN_WORDS, QuestionType.SCALE, QuestionType.YES_NO, QuestionType.CHOICE, QuestionType.CHOICES)
"""Types whose answers can be put together, so that none of them shows by itself."""

USUAL_TIER = {Kind.PULSE: Tier.ANONYMOUS}
"""Of the kinds that are not named unless somebody says so."""

_REFUSED_ALREADY = (QuestionType.BOTTLENECKS, QuestionType.GOALS, QuestionType.TOP_GOAL)
"""What asks for bottlenecks outside of a poll, or about goals where nobody is named, is refused with a reason of its
own."""

_CALLED = {Tier.CONFIDENTIAL: "a confidential round", Tier.ANONYMOUS: "an anonymous round"}


@dataclass(frozen=True, slots=True)
class Promise:
    """As much of a plan as decides whether it can keep what it promises."""

    kind: Kind
    tier: Tier
    questions: Sequence[Question]
    report: str
    protection: Protection
    about: str | None = None


def promise_of(plan: RitualPlan) -> Promise:
    """What a whole plan promises."""
    return Promise(plan.kind, plan.tier, plan.questions, plan.report, plan.protection, plan.about)


def flaws_of(promise: Promise) -> list[Flaw]:
    """Everything for which this cannot be."""
    polled = flaw_of(promise.kind, promise.questions, promise.report)
    of_goals = goal_rules.flaws_of(promise.kind, promise.tier, promise.questions)
    return [*([polled] if polled else ()), *of_goals, *_of_tier(promise), *_of_about(promise)]


def usual_tier(kind: Kind) -> Tier:
    """The tier of a ritual that does not say which."""
    return USUAL_TIER.get(kind, Tier.NAMED)


def types_for(kind: Kind, tier: Tier) -> set[QuestionType]:
    """How another question of such a ritual may be answered. What asks for bottlenecks makes a poll, and is there."""
    if tier is not Tier.NAMED:
        return set(IN_GROUPS)
    no_goals = {QuestionType.GOALS} if kind in goal_rules.ASK_EVERYBODY else set()
    return set(QuestionType) - {QuestionType.BOTTLENECKS} - no_goals


def may_go_to_lead(kind: Kind, tier: Tier) -> bool:
    """Whether what comes of such a ritual may go to the lead alone."""
    return kind is not Kind.BOTTLENECK_POLL and tier is Tier.NAMED


def too_few(tier: Tier, protection: Protection, people: int) -> bool:
    """Whether so few are asked that nothing could ever be shown."""
    return tier is not Tier.NAMED and people < protection.fewest


def words_unseen(promise: Promise, people: int) -> bool:
    """Whether people are asked for words that so few of them could never show."""
    asks_for_words = any(question.type in IN_WORDS for question in promise.questions)
    return promise.tier is not Tier.NAMED and asks_for_words and people < promise.protection.fewest_words


def worth_asking(plan: RitualPlan, questions: Sequence[Question], people: int) -> Sequence[Question]:
    """Those of these questions that so many people are asked: nobody writes what would be deleted unread.

    Where nothing but words is asked for, all of them.
    """
    if plan.tier is Tier.NAMED or people >= plan.protection.fewest_words:
        return questions
    return [question for question in questions if question.type not in IN_WORDS] or questions


def caution(promise: Promise, who: str, people: int) -> str | None:
    """What whoever sets it up should know before anybody is asked; None when enough are."""
    if too_few(promise.tier, promise.protection, people):
        return too_few_in_words(who, people, promise.tier, promise.protection)
    if words_unseen(promise, people):
        fewest = promise.protection.fewest_words
        is_all = all(question.type in IN_WORDS for question in promise.questions)
        what = "nobody would read it" if is_all else "the questions that ask for words are left out"
        return (
            f"{people} people would be asked in {who}; what people write is shown from {fewest} on, so {what}. Ask"
            " more teams together to hear them."
        )
    return None


def too_few_in_words(who: str, people: int, tier: Tier, protection: Protection) -> str:
    """What that comes to, and what to do."""
    number = "Nobody" if not people else "1 person" if people == 1 else f"{people} people"
    fewest = protection.fewest
    why = (
        f"an anonymous round needs {fewest}, and does not open with fewer"
        if tier is Tier.ANONYMOUS
        else f"a confidential round shows nothing of fewer than {fewest}"
    )
    return f"{number} would be asked in {who}; {why}. Ask more teams together, or make it named."


def _of_tier(promise: Promise) -> Iterator[Flaw]:
    if promise.tier is Tier.NAMED:
        return
    called = _CALLED[promise.tier]
    if promise.kind is Kind.BOTTLENECK_POLL:
        yield Flaw(
            "tier",
            "a bottleneck poll is named: whoever raises one is told what becomes of it",
            "Make it named, or ask for what is in the way in a pulse.",
        )
        return
    if promise.report == TO_LEAD:
        yield Flaw(
            "report",
            f"what comes of {called} cannot go to the lead alone",
            "It is for those who answered: choose their channel, or another one.",
        )
    if promise.protection.fewest_words < promise.protection.fewest:
        yield Flaw(
            "show",
            "words would be shown of fewer people than numbers",
            f"Show words from {promise.protection.fewest} people on, or more.",
        )
    yield from _of_questions(promise, called)


def _of_questions(promise: Promise, called: str) -> Iterator[Flaw]:
    for at, question in enumerate(promise.questions):
        if question.type not in (*IN_GROUPS, *_REFUSED_ALREADY):
            wrong = f"“{question.ask}” is a {question.type} question, and {called} shows no single answer"
            yield Flaw("questions", wrong, "Ask in words, with a scale, yes-no, choice or choices.", at)
        if promise.tier is Tier.ANONYMOUS:
            yield from _of_one_page(at, question)
    asked = asked_at_once(promise.questions)
    if promise.tier is Tier.ANONYMOUS and asked > MOST_ON_A_PAGE:
        todo = f"Ask at most {MOST_ON_A_PAGE}, or give some of them a pool."
        yield Flaw(
            "questions", f"{asked} questions are asked at once, and an anonymous form is one page", todo
        )


def _of_one_page(at: int, question: Question) -> Iterator[Flaw]:
    """Pages keep drafts, and last time's answers say whose they are: an anonymous round has neither."""
    if question.only_if is not None:
        wrong = f"“{question.ask}” depends on another answer, and an anonymous form is one page"
        yield Flaw("questions", wrong, "Ask it of everybody, or leave it out.", at)
    if question.prefill is not None:
        wrong = f"“{question.ask}” is filled in from last time, and of an anonymous round nobody knows what you said"
        yield Flaw("questions", wrong, "Leave prefill out.", at)


def _of_about(promise: Promise) -> Iterator[Flaw]:
    is_feedback = promise.kind is Kind.FEEDBACK_ROUND
    if is_feedback and promise.about is None:
        yield Flaw("about", "a feedback round says what it is about", "Add it, like about: the new pricing.")
    if not is_feedback and promise.about is not None:
        yield Flaw("about", "only a feedback round is about something", "Leave it out, or make it one.")
    for at, question in enumerate(promise.questions):
        if not is_feedback and ABOUT in f"{question.ask} {question.hint}":
            wrong = f"only a feedback round can fill in {ABOUT}"
            yield Flaw("questions", wrong, "Write what is meant.", at)
