"""Any form, and somebody who fills it in the way Slack's client lets them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any, cast

from hypothesis import strategies as st

from bot.values.confidences import MOST_ASKED, in_one_line, said
from bot.values.ports import View
from bot.values.questions import (
    MOST_PICKS,
    NO,
    NOTHING,
    YES,
    Answer,
    Answers,
    Condition,
    Question,
    QuestionType,
)
from bot.values.rituals import TO_LEAD, TO_TEAM
from bot.values.rounds import Form, Prompt, PromptState, Round, RoundState
from bot.views.answering import form as answer_form
from bot.views.answering.confiding import key_of_goal
from bot.views.answering.inputs import MOST, key_of
from sandbox import model
from sandbox.elements import Element, carried_over, elements, initial_state
from sandbox.form import entered, mistakes
from sandbox.rules.blocks import check_view
from sandbox.workspace import Workspace
from tests.views import samples
from tests.views.samples import NINE, short

# Whoever is picked has the id they are picked by.
_EVERYBODY = cast(Workspace, SimpleNamespace(user=lambda who: SimpleNamespace(id=who)))

_lines = short.map(lambda text: " ".join(text.split())).filter(bool)
_boxes = samples.long.map(lambda text: text.strip()).filter(bool)
_few_options = st.lists(_lines.map(lambda text: text[:75].strip()), min_size=2, max_size=7, unique=True)
_many_options = [f"{number} {'🥁 drums ' * 8}" for number in range(100)]
_options = _few_options.map(tuple) | st.integers(8, 100).map(lambda count: tuple(_many_options[:count]))


@st.composite
def some_questions(draw: st.DrawFn) -> tuple[Question, ...]:
    """Questions of every type, some of them asked only if an earlier answer says so."""
    asked: list[Question] = []
    for number in range(draw(st.integers(1, 10))):
        # Goals are asked about once.
        once = [each.type for each in asked if each.type == QuestionType.GOALS]
        type_ = draw(st.sampled_from([each for each in QuestionType if each not in once]))
        question = Question(
            key=f"q{number}",
            ask=draw(short | _boxes.map(lambda text: text[:2500])),
            type=type_,
            required=draw(st.booleans()),
            hint=draw(st.none() | short),
            of=draw(st.integers(2, 12)),
            low=draw(st.none() | short),
            high=draw(st.none() | short),
            options=draw(_options),
            prefill=draw(st.none() | st.integers(0, 10).map(lambda other: f"q{other}")),
            goals=draw(samples.goals) if type_ == QuestionType.GOALS else (),
        )
        condition = draw(st.none() | _conditions(asked)) if asked else None
        asked.append(replace(question, only_if=condition))
    return tuple(asked)


def _conditions(asked: list[Question]) -> st.SearchStrategy[Condition]:
    def about(question: Question) -> st.SearchStrategy[Condition]:
        steps = [str(step) for step in range(1, question.of + 1)]
        words = {
            QuestionType.SCALE: steps,
            QuestionType.NUMBER: steps,
            QuestionType.YES_NO: [YES, NO],
            QuestionType.CHOICE: question.options,
            QuestionType.CHOICES: question.options,
        }.get(question.type, ())
        some = st.lists(st.sampled_from(words), unique=True, max_size=5) if words else st.just([])
        return some.map(lambda any_of: Condition(question.key, tuple(any_of)))

    return st.sampled_from(asked).flatmap(about)


def answers_to(question: Question) -> st.SearchStrategy[Answer]:
    """What somebody may answer to this question; nothing, where that is enough."""
    given = _answers_to(question).map(lambda values: Answer(question.key, **values))
    if question.type == QuestionType.BOTTLENECKS:
        return given | st.just(Answer(question.key, text=NOTHING))
    return given if question.required else given | st.just(Answer(question.key))


def _answers_to(question: Question) -> st.SearchStrategy[dict[str, Any]]:
    match question.type:
        case QuestionType.SCALE:
            return st.integers(1, question.of).map(lambda number: {"number": float(number)})
        case QuestionType.YES_NO:
            return st.sampled_from([0.0, 1.0]).map(lambda number: {"number": number})
        case QuestionType.NUMBER:
            numbers = st.floats(-1e15, 1e15) | st.integers(-50, 50).map(float)
            return numbers.map(lambda number: {"number": number + 0.0})
        case QuestionType.CHOICE | QuestionType.TOP_GOAL:
            return st.sampled_from(question.options).map(lambda option: {"chosen": (option,)})
        case QuestionType.CHOICES | QuestionType.BOTTLENECKS:
            most = MOST_PICKS if question.type == QuestionType.BOTTLENECKS else None
            some = st.sets(st.sampled_from(question.options), min_size=1, max_size=most)
            return some.map(lambda picked: {"chosen": tuple(o for o in question.options if o in picked)})
        case QuestionType.GOALS:
            titles = [goal.title for goal in question.goals[:MOST_ASKED]]
            told = st.sets(st.sampled_from(titles), min_size=1).flatmap(
                lambda told: st.tuples(*(samples.sayings(title) for title in titles if title in told))
            )
            return told.map(lambda sayings: {"chosen": tuple(map(in_one_line, sayings))})
        case QuestionType.PERSON:
            return st.sampled_from(["U0ANA", "W0BEN42"]).map(lambda who: {"text": who})
        case QuestionType.DATE:
            return st.dates(date(1990, 1, 1)).map(lambda day: {"text": day.isoformat()})
        case QuestionType.LINK:
            links = ["https://example.com", "http://a.b/c?d=e&f=%20#g", "https://münchen.example/ü"]
            return st.sampled_from(links).map(lambda link: {"text": link})
        case _:
            words = _lines if question.type == QuestionType.TEXT else _boxes
            return words.map(lambda text: {"text": text[: MOST[question.type]].strip() or "x"})


@st.composite
def everything_answered(draw: st.DrawFn, asked: tuple[Question, ...]) -> Answers:
    """What somebody would answer to each question, if it were asked."""
    return {question.key: draw(answers_to(question)) for question in asked}


@st.composite
def some_forms(draw: st.DrawFn, state: PromptState = PromptState.SENT) -> tuple[Form, Answers]:
    """A form nobody has opened yet, with what was said last time, and what will be answered."""
    asked = draw(some_questions())
    report = draw(st.sampled_from([TO_TEAM, TO_LEAD, "C0EVERYONE"]))
    round_ = replace(draw(samples.rounds), questions=asked, report=report)
    prompt = replace(draw(samples.prompts), state=state, nothing_new=False)
    last_time = draw(everything_answered(asked) | st.just({}))
    url = draw(st.none() | st.just("https://hooks.slack.com/actions/T0/1/x"))
    form = Form(prompt, round_, draw(short), {}, last_time, draw(st.none() | _boxes), url)
    return form, draw(everything_answered(asked))


def form_of(*asked: Question, state: PromptState = PromptState.SENT, **known: Any) -> Form:
    """A form with just these questions, open until 17:00 in Berlin."""
    closes_at = NINE + timedelta(hours=8)
    round_ = Round(
        5, 1, 2, "Cross-team dependencies", samples.MONDAY, RoundState.OPEN, NINE, closes_at, asked
    )
    prompt = Prompt(7, 1, 5, 3, 4, state, NINE, closes_at, "Europe/Berlin")
    return Form(prompt, round_, "Checkout", **known)


@dataclass
class Filler:
    """Somebody who fills a form in. `kept` is what the house keeps of it between two pages."""

    form: Form
    wanted: Answers
    kept: dict[str, Answer] = field(default_factory=dict)
    sent: Answers | None = None
    view: model.View = field(init=False)

    def __post_init__(self) -> None:
        self.open()

    def open(self) -> None:
        """Open the form, for the first time or again."""
        self._show(answer_form.build_answer_form(self._now, NINE))

    def fill_in(self) -> None:
        """Put the wanted answers into every field of the page, also those that appear meanwhile; raise nothing."""
        for box in [each for each in elements(self.view.blocks) if each.block_id.startswith("raise:")]:
            self._put(box, Answer(""))
        done: set[str] = set()
        while todo := [each for each in self._fields if each.block_id not in done]:
            self._put(todo[0], self.wanted[_key(todo[0]) or ""])
            done.add(todo[0].block_id)

    def hand_in(self) -> None:
        """Press the button, and get to the next page or to the end."""
        assert mistakes(self.view) == {}
        turned = answer_form.read_page(self._now, self._json)
        if turned.finished is not None:
            self.sent = {item.key: item for item in turned.finished}
            return
        assert answer_form.promised_more(self._json)
        self.kept |= {item.key: item for item in turned.given}
        self._show(answer_form.build_next(self._now, self._json, NINE))

    def turn_back(self) -> None:
        """Press Back, if it is there."""
        if any(each.action_id == answer_form.BACK for each in elements(self.view.blocks)):
            self.kept |= {item.key: item for item in answer_form.read_so_far(self._now, self._json)}
            self._show(answer_form.build_previous(self._now, self._json, NINE))

    @property
    def _now(self) -> Form:
        return replace(self.form, draft=dict(self.kept))

    @property
    def _fields(self) -> list[Element]:
        return [each for each in elements(self.view.blocks) if each.is_input and _key(each)]

    @property
    def _json(self) -> Mapping[str, Any]:
        return {**self.view.definition, "state": {"values": self.view.state}}

    def _show(self, view: View) -> None:
        assert check_view(view) == []
        self.view = model.View("V1", "U0ANA", view, "h", initial_state(view["blocks"]), "V1")

    def _put(self, element: Element, answer: Answer) -> None:
        value = _as_entered(element, answer, self.form)
        self.view.state[element.block_id][element.action_id] = entered(_EVERYBODY, element, value)
        if not element.sends_actions:
            return
        changed = answer_form.build_changed(self._now, self._json, NINE)
        if changed is not None:
            assert check_view(changed) == []
            self.view.state = carried_over(changed["blocks"], self.view.state)
            self.view.definition = changed


def _key(element: Element) -> str | None:
    return key_of(element.block_id) or key_of_goal(element.block_id)


def _of_a_goal(element: Element, answer: Answer, question: Question) -> Any:
    goal_id = int(element.block_id.rpartition(":")[2])
    saying = said(question.goals, answer.chosen).get(goal_id)
    if saying is None:
        return None
    return saying.why if element.type == "plain_text_input" else str(saying.value)


def _as_entered(element: Element, answer: Answer, form: Form) -> Any:
    if answer.is_empty or (answer.text == NOTHING and element.type == "multi_static_select"):
        return None
    question = next(item for item in form.round.questions if item.key == answer.key)
    if question.type == QuestionType.GOALS:
        return _of_a_goal(element, answer, question)
    if answer.chosen:
        picked = [element.options[question.options.index(option)] for option in answer.chosen]
        return picked if question.type in (QuestionType.CHOICES, QuestionType.BOTTLENECKS) else picked[0]
    if question.type == QuestionType.YES_NO:
        return YES if answer.number else NO
    if question.type == QuestionType.NUMBER:
        return f"{answer.number:f}" if answer.number == int(answer.number or 0) else repr(answer.number)
    return str(int(answer.number)) if answer.number is not None else answer.text
