"""Anything a view may be given: prompts in every state, questions of every kind, whatever people write."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from bot.values.people import Channel
from bot.values.questions import Answer, Question, QuestionType
from bot.values.rituals import (
    Asked,
    Board,
    Coming,
    Count,
    Form,
    Introduction,
    Kind,
    Prompt,
    PromptState,
    Ritual,
    RitualPlan,
    RitualState,
    Round,
    RoundState,
    Said,
    WrapUp,
)
from bot.values.schedules import MEMBER_ZONE, Schedule

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

questions = st.lists(
    st.builds(
        Question,
        key=st.sampled_from(["progress", "plan", "stuck", "mood", "goal", "scope", "risk", "joy"]),
        ask=short | long.map(lambda text: text[:2000]),
        type=st.sampled_from(QuestionType),
        required=st.booleans(),
        hint=st.none() | short,
        of=st.integers(2, 10),
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

asked = st.builds(Asked, prompt=prompts, round=rounds, team_name=short, set_up_by=st.none() | short)
asked_together = st.lists(asked, min_size=1, max_size=10, unique_by=lambda item: item.prompt.id)


@st.composite
def answers_to(draw: st.DrawFn, asked_for: tuple[Question, ...]) -> dict[str, Answer]:
    """Answers a person could have given to these questions; what need not be answered may be missing."""
    found = {}
    for question in asked_for:
        if not question.required and draw(st.booleans()):
            continue
        if question.type == QuestionType.SCALE:
            found[question.key] = Answer(question.key, number=draw(st.integers(1, question.of)))
        else:
            found[question.key] = Answer(question.key, text=draw(long))
    return found


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
    return Said(draw(short), round_, draw(prompts), draw(answers_to(round_.questions)))


counts = st.builds(Count, *(st.integers(0, 500) for _ in range(4)))
boards = st.builds(Board, rounds, short, counts)
wrap_ups = st.builds(WrapUp, boards, st.lists(st.tuples(short, long), max_size=60))
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
