"""What a ritual is, in the words its lead reads."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.values.people import Team
from bot.values.questions import Condition, Question, QuestionType
from bot.values.rituals import TO_LEAD, TO_TEAM, Grouping, Kind, RitualPlan, Tier
from bot.values.rounds import Count
from bot.values.schedules import MEMBER_ZONE, Schedule
from bot.views.schedule_words import NOT_SPREAD, hours_in_words
from bot.views.words import escape, first_few, listing, on_day, plural

TYPES = {
    QuestionType.TEXT: "One line",
    QuestionType.LONG_TEXT: "Several lines",
    QuestionType.NUMBER: "A number",
    QuestionType.SCALE: "A scale",
    QuestionType.YES_NO: "Yes or no",
    QuestionType.CHOICE: "One of several options",
    QuestionType.CHOICES: "Any of several options",
    QuestionType.PERSON: "A person",
    QuestionType.DATE: "A date",
    QuestionType.LINK: "A link",
    QuestionType.BOTTLENECKS: "Open bottlenecks to pick from",
    QuestionType.GOALS: "0 to 10 for each goal of one's own",
    QuestionType.TOP_GOAL: "One goal out of the team's",
}
"""The types of question, as somebody chooses between them."""

FOR_NOBODY = (
    ":warning: It asks about goals, and those it asks have none yet: `/drumbeat goals` adds one, with who looks after"
    " it. Until then nobody is asked about goals."
)
"""About a ritual that asks about goals."""

_MOST_TEAMS = 8
_MOST_AFTER = 60
"""Characters of the answers that bring a question up; of more it is only said that there are some."""

NEXT_ROUND_ON = "This holds from the next round on: a round that is open keeps its wording and its rules."


def asks(questions: Sequence[Question], *, most: int = 12) -> str:
    """What people are asked, a line each."""
    pools: set[str] = set()
    lines = []
    for question in questions:
        is_first = question.pool is None or question.pool not in pools
        lines.append(f"•  {question_line(question)}" if is_first else f"•  _or_ {escape(question.ask)}")
        pools |= {question.pool} if question.pool else set()
    return first_few(lines, most=most, budget=2500)


def question_line(question: Question) -> str:
    """`How confident are you? _(1 to 5)_`."""
    return f"{escape(question.ask)}  _{kind_of(question)}_"


def kind_of(question: Question) -> str:
    """How a question is answered, and when it is asked."""
    said = [_type(question)]
    if not question.required:
        said.append("may stay empty")
    if question.only_if is not None:
        said.append(_only_after(question.only_if))
    if question.pool is not None:
        said.append("in turn with others")
    return ", ".join(said)


def _only_after(condition: Condition) -> str:
    said = listing([escape(word) for word in condition.any_of], "or")
    if not said:
        return "only after an answer"
    return f"only after {said}" if len(said) <= _MOST_AFTER else "only after some answers"


def _type(question: Question) -> str:
    match question.type:
        case QuestionType.SCALE:
            return f"1 to {question.of}"
        case QuestionType.CHOICE | QuestionType.CHOICES:
            return f"{plural(len(question.options), 'option')}"
        case _:
            return TYPES[question.type].lower()


def dates_in_words(dates: Sequence[date], schedule: Schedule, spread: timedelta = NOT_SPREAD) -> str:
    """`Mon 23 Nov, Tue 24 Nov and Wed 25 Nov, at 09:00 wherever each person is`."""
    zone = schedule.zone.replace("_", " ")
    where = "wherever each person is" if schedule.zone == MEMBER_ZONE else f"{zone} time"
    return f"{listing([on_day(day) for day in dates])}, {hours_in_words(schedule.at, spread)} {where}"


def span_in_words(length: timedelta) -> str:
    """`8 hours`, `30 minutes`, `2 days`."""
    minutes = int(length.total_seconds() // 60)
    for size, word in ((24 * 60, "day"), (60, "hour")):
        if minutes >= size and minutes % size == 0:
            return plural(minutes // size, word)
    if minutes > 60:
        return f"{plural(minutes // 60, 'hour')} and {plural(minutes % 60, 'minute')}"
    return plural(minutes, "minute")


def rules_in_words(plan: RitualPlan) -> str:
    """How long people have, the reminder, holidays."""
    remind = (
        f"one reminder {span_in_words(plan.remind_before)} before it closes"
        if plan.remind_before is not None
        else "no reminder"
    )
    holidays = "asks on public holidays too" if plan.on_holidays else "not on public holidays"
    return f"{span_in_words(plan.window)} to answer, {remind}, {holidays}"


def people_in_words(plan: RitualPlan, teams: Sequence[Team], people: int) -> str:
    """Which teams are asked, and how many people that is."""
    if plan.everyone:
        return f"Everyone: all teams, also those that come later ({plural(people, 'person', 'people')})"
    names = [escape(team.name) for team in teams[:_MOST_TEAMS]]
    left = len(teams) - len(names)
    said = listing([*names, f"{left} more"] if left > 0 else names) or "No team"
    return f"{said} ({plural(people, 'person', 'people')})"


def results_in_words(plan: RitualPlan, teams: Sequence[Team]) -> str:
    """Who reads what came back, and in which order."""
    order = "a reply for each person" if plan.grouping == Grouping.PERSON else "a reply for each question"
    if plan.tier is not Tier.NAMED:
        order = "as one report when the round closes"
    elif plan.kind is Kind.FEEDBACK_ROUND:
        order = "question by question when the round closes"
    if plan.report == TO_LEAD:
        return f"Only for the lead of each team, in a direct message when the round closes, {order}"
    if plan.report != TO_TEAM:
        return f"In <#{plan.report}>, a thread for each team, {order}"
    if len(teams) == 1:
        return f"In <#{teams[0].channel_id}>, in a thread, {order}"
    return f"In each team's own channel, in a thread, {order}"


def last_rounds(number: int) -> str:
    """`the last round`, `the last 3 rounds`."""
    return "the last round" if number == 1 else f"the last {number} rounds"


def participation(count: Count) -> str:
    """`3 of 4 people answered`; nobody asked is nobody missing."""
    if not count.asked:
        return "nobody was asked"
    return f"{count.answered} of {count.asked} people answered"
