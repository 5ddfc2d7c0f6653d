"""How a form is cut into pages, and which of its questions stand on the one that is open."""

from collections.abc import Collection, Sequence

from bot.values.questions import MOST_ON_A_PAGE, Answers, Question, QuestionType, called_for
from bot.values.rounds import Form, PromptState

Page = tuple[Question, ...]

_TYPED = (
    *(QuestionType.TEXT, QuestionType.LONG_TEXT, QuestionType.NUMBER, QuestionType.LINK),
    *(QuestionType.BOTTLENECKS, QuestionType.GOALS),
)
"""Types whose answer is complete only when the page is handed in: words, of a poll, that nothing was picked, and of
goals all of them. What depends on one stands on a later page: a form that changes while somebody types would get in
their way."""


def pages_of(questions: Sequence[Question]) -> list[Page]:
    """The questions, at least one, in pages of about the same length, whatever is answered."""
    return [page for stretch in _stretches(questions) for page in _evenly(stretch)]


def deciding(questions: Sequence[Question]) -> frozenset[str]:
    """The keys of questions that decide, the moment something is picked, what else is asked."""
    asked_about = {question.only_if.key for question in questions if question.only_if}
    picked = {question.key for question in questions if question.type not in _TYPED}
    return frozenset(asked_about & picked)


def on_page(questions: Sequence[Question], page: Page, answers: Answers) -> Page:
    """The questions of a page that are shown to somebody who has given these answers."""
    shown = called_for(questions, answers)
    return tuple(question for question in page if question in shown)


def is_edit(form: Form) -> bool:
    """Whether the form changes an answer; one that said "nothing new" becomes an answer only now."""
    return form.prompt.state == PromptState.ANSWERED and not form.prompt.nothing_new


def so_far(form: Form) -> Answers:
    """What has been sent, and what was handed in on pages since."""
    sent = form.answers if is_edit(form) else {}
    return {key: item for key, item in {**sent, **form.draft}.items() if not item.is_empty}


def first_page(form: Form) -> int:
    """Where a form opens: where somebody left it, or at its beginning."""
    pages, answers = pages_of(form.round.questions), so_far(form)
    shown = [at for at, page in enumerate(pages) if on_page(form.round.questions, page, answers)] or [0]
    if not form.draft:
        return shown[0]
    left = (at for at in shown if not _is_done(form, on_page(form.round.questions, pages[at], answers)))
    return next(left, shown[-1])


def page_before(form: Form, at: int, answers: Answers) -> int | None:
    """The page one goes back to; None on the first one."""
    questions = form.round.questions
    pages = pages_of(questions)
    return next((back for back in range(at - 1, -1, -1) if on_page(questions, pages[back], answers)), None)


def page_after(form: Form, at: int, answers: Answers) -> int | None:
    """The next page with something to ask; None when there is none."""
    questions = form.round.questions
    pages = pages_of(questions)
    return next((on for on in range(at + 1, len(pages)) if on_page(questions, pages[on], answers)), None)


def may_go_on(form: Form, at: int, answers: Answers) -> bool:
    """Whether another page may follow, also when that depends on what is typed on this one."""
    if page_after(form, at, answers) is not None:
        return True
    pages = pages_of(form.round.questions)
    here = on_page(form.round.questions, pages[at], answers)
    undecided = {question.key for question in here if question.type in _TYPED}
    return any(_waits_for(question, undecided) for page in pages[at + 1 :] for question in page)


def goes_on_at(form: Form, at: int) -> int | None:
    """The page to show after this one was handed in; None when nothing is left to ask.

    That is this one again where an answer called for a question that was not shown, or an earlier one where an
    answer is missing that is needed.
    """
    questions, answers = form.round.questions, so_far(form)
    pages = pages_of(questions)
    if any(question.key not in form.draft for question in on_page(questions, pages[at], answers)):
        return at
    after = page_after(form, at, answers)
    if after is not None:
        return after
    return next(
        (on for on, page in enumerate(pages) if _lacks(on_page(questions, page, answers), answers)), None
    )


def place_of(form: Form, keys: Collection[str]) -> int:
    """The page on which questions with these keys stand."""
    pages = pages_of(form.round.questions)
    return next((at for at, page in enumerate(pages) if any(item.key in keys for item in page)), 0)


def number_of(form: Form, at: int, answers: Answers) -> str:
    """`page 2 of 3`; without the last number where it depends on answers to come; empty for a single page."""
    questions = form.round.questions
    pages = pages_of(questions)
    shown = [place for place, page in enumerate(pages) if place == at or on_page(questions, page, answers)]
    if len(shown) == 1 and not may_go_on(form, at, answers):
        return ""
    is_certain = all(any(question.only_if is None for question in page) for page in pages[at + 1 :])
    number = f"page {shown.index(at) + 1}"
    return f"{number} of {len(shown)}" if is_certain else number


def _stretches(questions: Sequence[Question]) -> list[list[Question]]:
    stretches: list[list[Question]] = [[]]
    for question in questions:
        typed_here = {item.key for item in stretches[-1] if item.type in _TYPED}
        if question.only_if is not None and question.only_if.key in typed_here:
            stretches.append([])
        stretches[-1].append(question)
    return stretches


def _evenly(stretch: Sequence[Question]) -> list[Page]:
    count = -(-len(stretch) // MOST_ON_A_PAGE)
    size = -(-len(stretch) // count)
    return [tuple(stretch[start : start + size]) for start in range(0, len(stretch), size)]


def _is_done(form: Form, page: Page) -> bool:
    return all(question.key in form.draft for question in page) and not _lacks(page, so_far(form))


def _lacks(page: Page, answers: Answers) -> bool:
    return any(question.required and question.key not in answers for question in page)


def _waits_for(question: Question, keys: Collection[str]) -> bool:
    return question.only_if is not None and question.only_if.key in keys
