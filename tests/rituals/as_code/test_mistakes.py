"""Mistakes in everything a ritual can say: each is told once, where it is, with what to do."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rituals.as_code.file import read_file
from bot.values.questions import Condition, QuestionType
from bot.values.rituals import TO_LEAD, Breakdown, Grouping, Kind, Protection, Tier
from tests.rituals.as_code.test_file import problems_of, the_problem_of
from tests.rituals.as_code.test_file_fuzz import SCRAPS, read

FULL = """\
teams:
  - name: Mobile
    lead: "@ana"
    channel: "#mobile"
    usergroup: "@mobile"
    without: ["@eve"]
    country: DE-BY
rituals:
  - name: Retro
    kind: retro
    audience: everyone
    schedule:
      every: every other Friday
      at: "11:00"
      zone: Europe/Berlin
      starts: 2026-12-01
      ends: 2027-06-30
    window: 5h
    remind: none
    report: lead
    group: question
    holidays: ask
    questions:
      - {key: ok, ask: "Did it go well?", type: yes-no}
      - key: mood
        ask: How was it?
        type: scale
        of: 5
        low: awful
        high: great
      - {key: why, ask: "Why?", type: long-text, only_if: {key: mood, is: [1, 2]}, prefill: why}
      - {key: count, ask: "How many?", type: number, required: false}
      - {key: team, ask: "Which?", type: choice, options: [Design, Build, Ship], only_if: {key: ok, is: yes}}
      - {key: teams, ask: "Which others?", type: choices, options: ["1", "2"], only_if: {key: team}}
      - {key: who, ask: "Who?", type: person, only_if: {key: count, is: 3.0}, prefill: who}
      - {key: since, ask: "Since when?", type: date, pool: last}
      - {key: link, ask: "Where?", type: link, pool: last}
"""


def test_everything_a_ritual_can_say_is_read() -> None:
    file = read_file(FULL, source="x")
    (team,), (ritual,) = file.teams, file.rituals
    assert (team.usergroup and team.usergroup.text, team.without[0].text, team.country) == (
        "@mobile",
        "@eve",
        "DE-BY",
    )
    plan, questions = ritual.plan, {question.key: question for question in ritual.plan.questions}
    assert (plan.kind, plan.everyone, ritual.teams) == (Kind.RETRO, True, ())
    assert (plan.report, plan.grouping, plan.on_holidays) == (TO_LEAD, Grouping.QUESTION, True)
    assert (plan.window, plan.remind_before) == (timedelta(hours=5), None)
    schedule = plan.schedule
    assert (schedule.rrule, schedule.at, schedule.zone) == (
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        time(11),
        "Europe/Berlin",
    )
    assert (schedule.anchor, schedule.starts_on, schedule.ends_on) == (
        date(2026, 12, 4),
        date(2026, 12, 1),
        date(2027, 6, 30),
    )
    elsewhere = {QuestionType.TEXT, QuestionType.BOTTLENECKS, QuestionType.GOALS, QuestionType.TOP_GOAL}
    assert {question.type for question in questions.values()} == set(QuestionType) - elsewhere
    assert (questions["mood"].low, questions["mood"].high) == ("awful", "great")
    assert questions["why"].only_if == Condition("mood", ("1", "2"))
    assert questions["team"].only_if == Condition("ok", ("yes",))
    assert questions["teams"].only_if == Condition("team")
    assert questions["who"].only_if == Condition("count", ("3",))
    assert questions["team"].options == ("Design", "Build", "Ship")
    assert (questions["why"].prefill, questions["link"].pool) == ("why", "last")


@pytest.mark.parametrize(
    ("written", "rrule", "at", "anchor"),
    [
        ('every: "first Monday of the month", at: "9:00"', "FREQ=MONTHLY;BYDAY=1MO", time(9), None),
        ("every: daily except Friday at 14:00", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,SA,SU", time(14), None),
        (
            'every: "every 3 weeks on Mon, counted from 7 Dec 2026", at: "9:00"',
            "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO",
            time(9),
            date(2026, 12, 7),
        ),
        (
            'rrule: "FREQ=DAILY;INTERVAL=3", at: "9:00", starts: 2026-12-01',
            "FREQ=DAILY;INTERVAL=3",
            time(9),
            date(2026, 12, 1),
        ),
        ('rrule: "FREQ=DAILY;INTERVAL=3", at: "9:00"', "FREQ=DAILY;INTERVAL=3", time(9), date(2024, 1, 1)),
    ],
)
def test_days_in_plain_words_mean_the_same_next_year(
    written: str, rrule: str, at: time, anchor: date | None
) -> None:
    text = f"rituals: [{{name: R, template: daily-check-in, audience: everyone, schedule: {{{written}}}}}]"
    schedule = read_file(text, source="x").rituals[0].plan.schedule
    assert (schedule.rrule, schedule.at) == (rrule, at)
    assert anchor is None or schedule.anchor == anchor


MISTAKES = [
    # what is replaced, by what, line, column, and words that must be told
    ('usergroup: "@mobile"', "usergroup: mobile", 5, 16, "“mobile” is no user group. Write its"),
    ('usergroup: "@mobile"', "usergroup: [a]", 5, 16, "usergroup has a list where one value belongs"),
    ('usergroup: "@mobile"', 'members: ["@ben"]', 6, 14, "those who are listed need no without"),
    ('without: ["@eve"]', 'members: ["@ben"]', 6, 14, "both usergroup and members say who is in it"),
    ('without: ["@eve"]', 'without: "@eve"', 6, 14, "without must be a list"),
    ('without: ["@eve"]', "without: [eve]", 6, 15, "“eve” is no person"),
    ('without: ["@eve"]', 'observers: ["@eve"]', 6, 5, "observers is not set in a file. Who only reads"),
    ('without: ["@eve"]', "timezone: Europe/Berlin", 6, 5, "timezone is not set in a file. That is each"),
    ("country: DE-BY", "country: DE-BX", 7, 14, "“DE-BX” is no region of Germany. Its regions are"),
    ("country: DE-BY", "country: DE-Bayern", 7, 14, "Did you mean DE-BY?"),
    ("country: DE-BY", "country: SE-AB", 7, 14, "Holidays are the same all over it: write SE."),
    ("country: DE-BY", "country: XX-BY", 7, 14, "“XX-BY” is no country"),
    ("kind: retro", "kind: retros", 10, 11, "is no kind. Did you mean retro?"),
    ("kind: retro", "kind: puls", 10, 11, "“puls” is no kind. Did you mean pulse?"),
    ("kind: retro", "tier: anonimous\n    kind: retro", 10, 11, "Did you mean anonymous?"),
    ("kind: retro", "kind: retro\n    about: the launch", 11, 12, "only a feedback round is about something"),
    ("kind: retro", "kind: retro\n    show: {from: 7}", 11, 11, "in a named round everything is shown by name"),
    ("every: every other Friday", "on: 2026-12-04", 16, 15, "on says the one day, and starts another"),
    ('at: "11:00"', 'at: "11:00"\n      within: 14h', 15, 15, "within 14h is not possible. Write 15m to 12h"),
    ('at: "11:00"', 'at: "20:00"\n      within: 5h', 15, 15, "that reaches into the next day. Ask earlier"),
    ('at: "11:00"', 'at: "11:00"\n      withn: 5h', 15, 7, "Did you mean within?"),
    ("kind: retro", "kind: check-in\n    template: sprint-retro", 10, 11, "the template sprint-retro is a retro"),
    ("audience: everyone", "audience: all", 11, 15, "“all” is no audience. Write everyone, or name teams"),
    ("audience: everyone", "audience: everyone\n    team: Mobile", 12, 11, "both audience and team say who"),
    ("audience: everyone", "teams: [Mobil]", 11, 13, "there is no team Mobil in this file. Did you mean Mobile?"),
    ("every: every other Friday", "every: every other Fryday", 13, 14, "I can't read “fryday” there"),
    ("every: every other Friday", "every: often", 13, 14, "Write things like every weekday at 9:30"),
    ("every: every other Friday", "every: [mon]", 13, 14, "every has a list where one value belongs"),
    ("every: every other Friday", "every: every Friday until 3 May", 13, 14, "Write it apart, like ends: 2027-03-31"),
    ("every: every other Friday", "every: Fridays starting 3 May", 13, 14, "Write it apart, like starts:"),
    ("every: every other Friday", "every: every Friday at 9:00", 14, 11, "every says the time already: 09:00"),
    ("every: every other Friday", "every: every other Friday counted from 4 Dec", 13, 14, "needs its year"),
    ("every: every other Friday", "every: every Fri\n      days: [fri]", 13, 14, "both days and every say when"),
    ("every: every other Friday", "evry: every other Friday", 13, 7, "Did you mean every?"),
    ("every: every other Friday", "rrule: FREQ=YEARLY", 13, 14, "FREQ cannot be “YEARLY”"),
    ("starts: 2026-12-01", "starts: tomorrow", 16, 15, "“tomorrow” is no date. Write year, month and day"),
    ("starts: 2026-12-01", "starts: 2026-13-01", 16, 15, "there is no 2026-13-01"),
    ("starts: 2026-12-01", "starts: 01.12.2026", 16, 15, "like 2026-12-31"),
    ("starts: 2026-12-01", "starts: 2027-12-01", 17, 13, "it begins on 2027-12-03 and is over on 2027-06-30"),
    ("ends: 2027-06-30", "ends: 2027-02-29", 17, 13, "there is no 2027-02-29"),
    ("ends: 2027-06-30", "ends: 2026-11-30", 17, 13, "it begins on 2026-12-04 and is over on 2026-11-30"),
    ("window: 5h", "window: 5 minutes", 18, 13, "is no length of time"),
    ("window: 5h", "window: 5m", 18, 13, "It lasts from 15m to 7d"),
    ("remind: none", "remind: 5h before close", 19, 13, "the reminder comes before the question"),
    ("report: lead", "report: leads", 20, 13, "“leads” is no channel. Did you mean"),
    ("report: lead", "report: '@ana'", 20, 13, 'Write team, lead or "#channel".'),
    ("report: lead", "report: #mobile", 20, 12, "report has no value. Write one"),
    ("group: question", "group: questions", 21, 12, "is no group. Did you mean question?"),
    ("group: question", "group: team", 21, 12, "What works today: person or question."),
    ("holidays: ask", "holidays: true", 22, 15, "What works today: skip or ask."),
    ("holidays: ask", "holiday: ask", 22, 5, "Did you mean holidays?"),
    ("key: ok,", "key: Ok,", 24, 15, "“Ok” cannot be a key"),
    ("key: since,", "key: who,", 36, 15, "the key who is used twice. It was used in line 35"),
    ("type: yes-no", "type: yesno", 24, 49, "“yesno” is no type. Did you mean yes-no?"),
    ("type: yes-no", "type: poll", 24, 49, "the type “poll” is not built yet"),
    ("type: yes-no}", "type: yes-no, of: 5}", 24, 61, "only a scale has of"),
    ("type: yes-no}", "type: yes-no, low: bad}", 24, 62, "only a scale has low"),
    ("type: yes-no}", "type: yes-no, options: [a, b]}", 24, 66, "only a choice has options"),
    ("type: yes-no}", "type: yes-no, required: maybe}", 24, 67, "neither true nor false"),
    ("type: yes-no}", "type: yes-no, only_if: ok}", 24, 66, "only_if must have keys and values"),
    ("type: yes-no}", "type: yes-no, only_if: {key: ok}}", 24, 72, "cannot depend on its own answer"),
    ("type: yes-no}", "type: yes-no, only_if: {key: mood}}", 24, 72, "the question mood comes later. Move it up"),
    ("type: yes-no}", "type: yes-no, only_if: {is: [1]}}", 24, 66, "only_if needs key"),
    ("of: 5", "of: 11", 28, 13, "a scale cannot end at “11”"),
    ("of: 5", "of: five", 28, 13, "Write a whole number from 2 to 10"),
    ("low: awful", f"low: {'x' * 61}", 29, 14, "the text has 61 characters. At most 60 fit"),
    ("low: awful", "low: [a]", 29, 14, "low has a list where one value belongs"),
    ("{key: mood, is: [1, 2]}", "{key: mod, is: [1, 2]}", 31, 65, "no earlier question mod. Did you mean mood?"),
    ("{key: mood, is: [1, 2]}", "{key: mood, is: [1, 6]}", 31, 79, "mood with “6”. It can be 1, 2, 3, 4, 5."),
    ("{key: mood, is: [1, 2]}", "{key: mood, is: [1, 1]}", 31, 79, "1 is listed twice"),
    ("{key: mood, is: [1, 2]}", "{key: mood, is: []}", 31, 75, "no answer is listed"),
    ("{key: mood, is: [1, 2]}", "{key: mood, if: [1, 2]}", 31, 71, "“if” is no key of only_if"),
    ("{key: ok, is: yes}", "{key: ok, is: true}", 33, 105, "nobody can answer ok with “true”. It can be yes, no."),
    ("{key: team}", "{key: team, is: Biuld}", 34, 105, "Did you mean Build?"),
    ("{key: count, is: 3.0}", "{key: count, is: three}", 35, 73, "Write a number, like 3 or 2.5"),
    ("{key: count, is: 3.0}", "{key: why, is: late}", 35, 71, "only a choice, a scale, a number or a yes-no"),
    ("[Design, Build, Ship]", "[Design]", 33, 59, "1 option is listed. List 2 to 100"),
    ("[Design, Build, Ship]", "[]", 33, 59, "0 options are listed"),
    ("[Design, Build, Ship]", "Design", 33, 59, "options must be a list"),
    ("[Design, Build, Ship]", "[Design, Build, Design]", 33, 75, "the option Design is listed twice"),
    ("[Design, Build, Ship]", f"[Design, {'y' * 76}]", 33, 68, "the text has 76 characters. At most 75 fit"),
    ("options: [Design, Build, Ship], ", "", 33, 9, "a question needs options"),
    ("prefill: why}", "prefill: wy}", 31, 93, "there is no question wy to fill it in from. Did you mean why?"),
    ("prefill: who}", "prefill: mood}", 35, 88, "an answer to mood (scale) does not fit into a person"),
    ("type: link, pool: last", "type: link", 36, 60, "there is only one question in the pool last"),
    ("type: link, pool: last", "type: link, pool: The Last", 37, 54, "cannot be a key"),
    ("key: since, ", "", 36, 9, "a question needs key"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "line", "column", "told"), MISTAKES)
def test_each_mistake_is_told_once_where_it_is(
    before: str, after: str, line: int, column: int, told: str
) -> None:
    assert before in FULL
    found = the_problem_of(FULL.replace(before, after, 1))
    assert told in found[2], found
    assert found[:2] == (line, column), found


def test_more_questions_than_people_answer_are_refused_unless_they_take_turns() -> None:
    def ritual(extra: str, number: int) -> str:
        listed = ", ".join(f"{{key: q{at}, ask: b{extra}}}" for at in range(number))
        when = "schedule: {days: [mon], at: 9:00}"
        return f"rituals: [{{name: R, kind: retro, audience: everyone, {when}, questions: [{listed}]}}]"

    assert "11 questions are asked at once. Ask at most 10" in the_problem_of(ritual("", 11))[2]
    assert len(read_file(ritual(", pool: p", 11), source="x").rituals[0].plan.questions) == 11
    assert "51 questions are listed. List 1 to 50." in the_problem_of(ritual(", pool: p", 51))[2]


@given(st.integers(0, len(FULL)), st.integers(0, 30), st.text(max_size=6) | SCRAPS)
@settings(max_examples=150, deadline=None)
def test_a_full_file_with_a_piece_exchanged_is_a_file_or_a_list_of_mistakes(
    start: int, length: int, piece: str
) -> None:
    assert read(FULL[:start] + piece + FULL[start + length :])


POLL = """\
teams: [{name: Mobile, lead: "@ana", channel: "#mobile"}]
rituals:
  - name: Poll
    kind: bottleneck-poll
    team: Mobile
    schedule: {days: [wed], at: "10:00"}
    report: team
    questions:
      - {key: blocks, ask: "What holds you back most?", type: bottlenecks}
"""


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("type: bottlenecks", "type: text", "asks for bottlenecks once, and this never does"),
        ("}\n", "}\n      - {key: b, ask: Again?, type: bottlenecks}\n", "and this does so twice"),
        ("kind: bottleneck-poll", "kind: retro", "only a bottleneck poll asks for bottlenecks"),
        ("report: team", "report: lead", "a bottleneck poll cannot go to the lead alone"),
        ("type: bottlenecks", "type: bottlenecks, options: [a, b]", "bottlenecks cannot be listed here"),
        ("type: bottlenecks", "type: bottlenecks, pool: x", "asked for every time, without pool"),
    ],
)
def test_a_poll_asks_for_bottlenecks_once_and_is_for_those_who_answered(
    before: str, after: str, told: str
) -> None:
    (ritual,) = read_file(POLL, source="x").rituals
    assert (ritual.plan.kind, ritual.plan.questions[0].type) == (
        Kind.BOTTLENECK_POLL,
        QuestionType.BOTTLENECKS,
    )
    head, _, tail = POLL.rpartition(before)
    assert told in the_problem_of(head + after + tail)[2]


GOALS = POLL.replace("bottleneck-poll", "check-in").replace("bottlenecks", "goals")


@pytest.mark.parametrize(
    ("before", "after", "line", "column", "told"),
    [
        (
            "kind: check-in",
            "kind: check-in\n    tier: confidential",
            10,
            9,
            "a confidential round shows nobody",
        ),
        ("kind: check-in", "kind: check-in\n    tier: anonymous", 10, 9, "an anonymous round shows nobody"),
        ("kind: check-in", "kind: feedback-round\n    about: x", 10, 9, "a feedback round asks everybody"),
        ("}\n", "}\n      - {key: b, ask: Again?, type: goals}\n", 10, 9, "it asks about goals twice"),
        ("goals}", "goals, options: [a, b]}", 9, 79, "goals cannot be listed here"),
        ("goals}", "goals, pool: x}", 9, 76, "goals are asked for every time, without pool"),
        ("goals}", "goals, prefill: blocks}", 9, 79, "said anew each time"),
    ],
)
def test_goals_are_asked_about_once_every_time_and_by_name(
    before: str, after: str, line: int, column: int, told: str
) -> None:
    (ritual,) = read_file(GOALS, source="x").rituals
    assert ritual.plan.questions[0].type == QuestionType.GOALS
    head, _, tail = GOALS.rpartition(before)
    found = the_problem_of(head + after + tail)
    assert told in found[2], found
    assert found[:2] == (line, column), found


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            "kind: check-in",
            "kind: check-in\n    tier: confidential",
            "a confidential round shows only rounded shares",
        ),
        ("kind: check-in", "kind: pulse", "an anonymous round shows only rounded shares"),
        ("}\n", "}\n      - {key: b, ask: Again?, type: top-goal}\n", "it asks for the top goal twice"),
        ("}\n", "}\n      - {key: b, ask: How sure?, type: goals}\n", "owners alone are asked how confident"),
        ("top-goal}", "top-goal, options: [a, b]}", "goals cannot be listed here"),
        ("top-goal}", "top-goal, pool: x}", "the top goal is asked for every time, without pool"),
        ("top-goal}", "top-goal, prefill: blocks}", "said anew each time"),
    ],
)
def test_the_top_goal_is_asked_for_once_every_time_and_by_name(before: str, after: str, told: str) -> None:
    top = GOALS.replace("type: goals", "type: top-goal")
    (ritual,) = read_file(top, source="x").rituals
    assert ritual.plan.questions[0].type == QuestionType.TOP_GOAL
    head, _, tail = top.rpartition(before)
    assert told in the_problem_of(head + after + tail)[2]


PULSE = """\
teams: [{name: Mobile, lead: "@ana", channel: "#mobile"}]
rituals:
  - name: Pulse
    kind: pulse
    team: Mobile
    schedule: {days: [wed], at: "10:00", within: 6h}
    show: {from: 7, words_from: 12, by: region}
    report: team
    questions:
      - {key: mood, ask: "How was your week?", type: scale}
      - {key: pace, ask: "Could you keep this pace?", type: yes-no}
      - {key: words, ask: "What would help?", type: long-text, required: false}
"""
FEEDBACK = PULSE.replace("kind: pulse", "kind: feedback-round\n    about: the launch\n    tier: confidential")


def test_a_pulse_is_anonymous_and_a_feedback_round_is_about_something() -> None:
    (pulse,) = read_file(PULSE, source="x").rituals
    assert (pulse.plan.kind, pulse.plan.tier, pulse.plan.about) == (Kind.PULSE, Tier.ANONYMOUS, None)
    assert pulse.plan.protection == Protection(7, 12, Breakdown.REGION)
    assert (pulse.plan.spread, pulse.plan.rules.spread) == (timedelta(hours=6), timedelta(hours=6))
    (feedback,) = read_file(FEEDBACK, source="x").rituals
    assert (feedback.plan.tier, feedback.plan.about) == (Tier.CONFIDENTIAL, "the launch")
    once = PULSE.replace("days: [wed]", "on: 2026-12-04").replace(", words_from: 12", "")
    plan = read_file(once, source="x").rituals[0].plan
    day = date(2026, 12, 4)
    assert (plan.schedule.starts_on, plan.schedule.ends_on, plan.schedule.anchor) == (day, day, day)
    assert plan.protection == Protection(7, 10, Breakdown.REGION)
    many = PULSE.replace("from: 7, words_from: 12", "from: 20")
    assert read_file(many, source="x").rituals[0].plan.protection.fewest_words == 20, "never of fewer"
    named = PULSE.replace("kind: pulse", "kind: feedback-round\n    about: x").replace(
        "    show: {from: 7, words_from: 12, by: region}\n", ""
    )
    assert read_file(named, source="x").rituals[0].plan.tier is Tier.NAMED


@pytest.mark.parametrize(
    ("text", "before", "after", "line", "column", "told"),
    [
        (PULSE, "from: 7", "from: 4", 7, 18, "of fewer than 5 people single answers could be recognised"),
        (PULSE, "from: 7", "from: few", 7, 18, "“few” is no number of people. Write 5, or more."),
        (PULSE, "from: 7", "frm: 7", 7, 12, "Did you mean from?"),
        (PULSE, "from: 7", "from: 501", 7, 18, "501 people are hardly ever asked"),
        (PULSE, "words_from: 12", "words_from: 9", 7, 33, "of fewer than 10 people"),
        (PULSE, "from: 7", "from: 13", 7, 11, "words would be shown of fewer people than numbers"),
        (PULSE, "by: region", "by: function", 7, 41, "What works today: none, team or region."),
        (PULSE, "report: team", "report: lead", 8, 13, "an anonymous round cannot go to the lead alone"),
        (PULSE, "type: scale", "type: number", 10, 9, "“How was your week?” is a number question"),
        (PULSE, "type: yes-no", "type: person", 11, 9, "and an anonymous round shows no single answer"),
        (PULSE, "type: yes-no", "type: yes-no, only_if: {key: mood}", 11, 9, "an anonymous form is one page"),
        (PULSE, "type: scale", "type: scale, prefill: mood", 10, 9, "is filled in from last time"),
        (PULSE, "your week?", "{about}?", 10, 9, "only a feedback round can fill in {about}"),
        (
            PULSE,
            "kind: pulse",
            "kind: pulse\n    about: us",
            5,
            12,
            "only a feedback round is about something",
        ),
        (
            FEEDBACK,
            "    about: the launch\n",
            "",
            3,
            5,
            "a feedback round says what it is about. Add it, like",
        ),
        (FEEDBACK, "about: the launch", f"about: {'x' * 151}", 5, 12, "At most 150 fit"),
        (FEEDBACK, "type: scale", "type: link", 12, 9, "and a confidential round shows no single answer"),
        (POLL, "report: team", "tier: anonymous", 7, 11, "a bottleneck poll is named"),
    ],
)
def test_what_a_tier_cannot_keep_is_refused_where_it_is_written(
    text: str, before: str, after: str, line: int, column: int, told: str
) -> None:
    assert before in text
    found = the_problem_of(text.replace(before, after, 1))
    assert told in found[2], found
    assert found[:2] == (line, column), found


def test_what_does_not_fit_on_one_page_is_told_with_everything_else() -> None:
    more = "".join(f'      - {{key: k{at}, ask: "And {at}?"}}\n' for at in range(4))
    found = [told for *_, told in problems_of(PULSE.replace("wed", "wen") + more)]
    assert len(found) == 2
    assert "“wen” is no day" in found[0]
    assert "7 questions are asked at once, and an anonymous form is one page. Ask at most 6" in found[1]
    confidential = (PULSE + more).replace("kind: pulse", "kind: pulse\n    tier: confidential")
    assert len(read_file(confidential, source="x").rituals[0].plan.questions) == 7
