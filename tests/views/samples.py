"""Anything a view may be given: prompts in every state, questions of every kind, whatever people write."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from bot.values.confidences import AskedGoal, Saying, in_one_line, tidy
from bot.values.goals import LONGEST_TITLE, LONGEST_WHY
from bot.values.people import Channel
from bot.values.questions import NOTHING, Answer, Question, QuestionType
from bot.values.results import Gathered, Report, Said, WrapUp
from bot.values.rituals import Coming, Grouping, Introduction, Kind, Ritual, RitualPlan, RitualState, Tier
from bot.values.rounds import Asked, Board, Count, Form, Prompt, PromptState, Round, RoundState
from bot.values.schedules import MEMBER_ZONE, Schedule

T = TypeVar("T")

MONDAY = date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAILY = Schedule("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(9), MEMBER_ZONE, MONDAY)

some_words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(
    str.strip
)
markup = st.text("&<>*_`~|:@!# \n", min_size=1, max_size=60).filter(str.strip)
short = some_words | markup
long = st.builds(lambda text, times: (text * times)[:3000].strip() or "x", short, st.integers(1, 1500))
at_times = st.integers(0, 3000).map(lambda minutes: NINE + timedelta(minutes=minutes))


@st.composite
def many(
    draw: st.DrawFn, each: st.SearchStrategy[T], again: Callable[[T, int], T], least: int, most: int
) -> list[T]:
    """Few that differ, and of these many, told apart by their number: what is long is what may break."""
    few = draw(st.lists(each, min_size=1, max_size=3))
    return [again(few[at % len(few)], at) for at in range(draw(st.integers(least, most)))]


titles = short.map(lambda text: tidy(text)[:LONGEST_TITLE].strip()).filter(bool)
goals = st.lists(
    st.builds(
        AskedGoal,
        id=st.integers(1, 10**9),
        title=titles,
        owner_id=st.just(1),
        was=st.just(3),
        was_on=st.none() | st.just(MONDAY),
    ),
    min_size=1,
    max_size=60,
    unique_by=(lambda goal: goal.id, lambda goal: goal.title),
).map(tuple)
reasons = st.none() | long.map(lambda text: tidy(text)[:LONGEST_WHY].strip() or None)


def sayings(title: str) -> st.SearchStrategy[Saying]:
    """What somebody may say of the goal called so."""
    return st.builds(Saying, st.just(title), st.integers(0, 10), reasons)


questions = st.lists(
    st.builds(
        Question,
        key=st.sampled_from(["progress", "plan", "stuck", "mood", "goal", "scope", "risk", "joy"]),
        ask=short | long.map(lambda text: text[:2000]),
        type=st.sampled_from(QuestionType),
        required=st.booleans(),
        hint=st.none() | short,
        of=st.integers(2, 10),
        options=many(short, lambda text, at: f"{text[:72]} {at}", 2, 10).map(tuple),
    ),
    min_size=1,
    max_size=10,
    unique_by=lambda question: question.key,
).map(tuple)

rounds = st.builds(
    Round,
    id=st.integers(1, 10**9),
    workspace_id=st.just(1),
    ritual_id=st.integers(1, 10**9),
    ritual_name=short,
    local_date=st.just(MONDAY),
    state=st.sampled_from(RoundState),
    opens_at=st.just(NINE),
    closes_at=st.just(NINE + timedelta(hours=8)),
    questions=questions,
    grouping=st.sampled_from(Grouping),
    tier=st.sampled_from([Tier.NAMED, Tier.CONFIDENTIAL]),
    about=st.none() | short,
)

prompts = st.builds(
    Prompt,
    id=st.integers(1, 10**9),
    workspace_id=st.just(1),
    round_id=st.just(1),
    member_id=st.just(1),
    team_id=st.just(1),
    state=st.sampled_from(PromptState),
    due_at=st.just(NINE),
    closes_at=at_times,
    zone=st.sampled_from(["Europe/Berlin", "Pacific/Kiritimati", "America/St_Johns"]),
    late=st.booleans(),
    reason=st.none() | long,
    answered_at=st.none() | at_times,
)

anonymous = rounds.map(lambda each: replace(each, tier=Tier.ANONYMOUS))
asked = st.builds(
    Asked, prompt=prompts, round=rounds | anonymous, team_name=short, set_up_by=st.none() | short
)


def another(item: Asked, at: int) -> Asked:
    """The same asked in another round."""
    return replace(item, prompt=replace(item.prompt, id=at + 1), round=replace(item.round, id=at + 1))


asked_together = many(asked, another, 1, 10)


@st.composite
def answers_to(draw: st.DrawFn, asked_for: tuple[Question, ...]) -> dict[str, Answer]:
    """Answers a person could have given to these questions; what need not be answered may be missing."""
    found = {}
    for question in asked_for:
        if not question.required and draw(st.booleans()):
            continue
        found[question.key] = draw(answer_to(question))
    return found


def answer_to(question: Question) -> st.SearchStrategy[Answer]:
    """An answer a person could have given to this question."""
    key = question.key
    match question.type:
        case QuestionType.SCALE:
            return st.integers(1, question.of).map(lambda number: Answer(key, number=number))
        case QuestionType.NUMBER:
            numbers = st.integers(-(10**6), 10**6) | st.floats(-(10**6), 10**6)
            return numbers.map(lambda number: Answer(key, number=number))
        case QuestionType.YES_NO:
            return st.sampled_from([0.0, 1.0]).map(lambda number: Answer(key, number=number))
        case QuestionType.CHOICE | QuestionType.TOP_GOAL:
            return st.sampled_from(question.options).map(lambda option: Answer(key, chosen=(option,)))
        case QuestionType.BOTTLENECKS if not question.options:
            return st.just(Answer(key, text=NOTHING))
        case QuestionType.CHOICES | QuestionType.BOTTLENECKS:
            some = st.lists(st.sampled_from(question.options), min_size=1, unique=True)
            return some.map(lambda options: Answer(key, chosen=tuple(options)))
        case QuestionType.GOALS:
            told = st.lists(titles.flatmap(sayings), min_size=1, max_size=20)
            return told.map(lambda said: Answer(key, chosen=tuple(map(in_one_line, said))))
        case QuestionType.PERSON:
            return st.sampled_from(["U0ANA", "U0GONE"]).map(lambda who: Answer(key, text=who))
        case QuestionType.DATE:
            return st.dates(date(2026, 1, 1), date(2028, 1, 1)).map(lambda day: Answer(key, text=str(day)))
        case QuestionType.LINK:
            return long.map(lambda text: Answer(key, text=f"https://acme.example/{text}"[:3000]))
        case _:
            return long.map(lambda text: Answer(key, text=text))


perhaps_typed = st.none() | long


@st.composite
def forms(
    draw: st.DrawFn, states: Sequence[PromptState] = tuple(PromptState), typed: Any = perhaps_typed
) -> Form:
    """A form with answers of this time, of last time, and perhaps something typed."""
    round_, prompt = draw(rounds), replace(draw(prompts), state=draw(st.sampled_from(states)))
    given = draw(answers_to(round_.questions)) if prompt.state == PromptState.ANSWERED else {}
    last_time = draw(answers_to(round_.questions) | st.just({}))
    url = draw(st.none() | st.just("https://hooks.slack.com/actions/T0/1/x"))
    return Form(prompt, round_, draw(short), given, last_time, draw(typed), url)


@st.composite
def said(draw: st.DrawFn) -> Said:
    """What one person answered."""
    round_ = draw(rounds)
    return Said(draw(short), round_, draw(prompts), draw(answers_to(round_.questions)), {"U0ANA": "ana"})


@st.composite
def said_in_one_round(draw: st.DrawFn) -> tuple[Said, ...]:
    """What a team answered: few answers that differ, and many people, since what is long is what may break."""
    round_ = draw(rounds)
    given = draw(st.lists(answers_to(round_.questions), min_size=1, max_size=4))
    states = st.sampled_from([PromptState.ANSWERED, PromptState.ANSWERED, PromptState.SKIPPED])
    prompt = draw(prompts)
    people = draw(st.lists(states, min_size=1, max_size=70))
    return tuple(
        Said(
            f"person {number}",
            round_,
            replace(prompt, id=number, state=state, nothing_new=number % 7 == 0),
            given[number % len(given)] if state == PromptState.ANSWERED else {},
            {"U0ANA": "ana"},
        )
        for number, state in enumerate(people)
    )


counts = st.builds(Count, *(st.integers(0, 500) for _ in range(4)))
boards = st.builds(Board, rounds, short, counts)


@st.composite
def wrap_ups(draw: st.DrawFn) -> WrapUp:
    """How a round ended in a team."""
    said = draw(said_in_one_round())
    return WrapUp(Board(said[0].round, draw(short), draw(counts)), said)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """What a lead of one or two teams is told."""
    first = draw(wrap_ups())
    second = WrapUp(Board(first.board.round, draw(short), draw(counts)), first.said[:20])
    return Report([first, second] if draw(st.booleans()) else [first])


@st.composite
def gathered(draw: st.DrawFn) -> Gathered:
    """What a team answered to one question; perhaps nobody does any more."""
    said = draw(said_in_one_round())
    question = draw(st.sampled_from(said[0].round.questions))
    return Gathered(question, [item for item in said if question.key in item.answers])


coming = st.lists(
    st.builds(Coming, st.integers(1, 10**9), short, st.none() | at_times, st.booleans()),
    max_size=40,
    unique_by=lambda item: item.ritual_id,
)
channels = st.builds(Channel, st.just("C0CHECKOUT"), short)
plans = st.builds(
    RitualPlan,
    name=short,
    kind=st.just(Kind.CHECK_IN),
    template=st.none(),
    questions=questions,
    schedule=st.just(DAILY),
    window=st.just(timedelta(hours=8)),
    remind_before=st.none(),
)
rituals = st.builds(
    Ritual,
    id=st.just(1),
    workspace_id=st.just(1),
    owner_id=st.just(1),
    plan=plans,
    state=st.sampled_from(RitualState),
    created_at=st.just(NINE),
    starts_at=st.just(NINE),
    next_date=st.none(),
    next_opens_at=st.none(),
)
introductions = st.builds(Introduction, rituals, short, short, st.integers(0, 5000))
