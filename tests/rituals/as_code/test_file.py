"""RITUALS.yaml: what a good file says, and where a bad one is wrong."""

from datetime import date, time, timedelta

import pytest

from bot.rituals.as_code.file import FileProblems, Place, read_file
from bot.values.digests import Audience
from bot.values.questions import QuestionType
from bot.values.rituals import Kind, Tier
from bot.values.schedules import Schedule

DESIGN = """\
timezone: Europe/Berlin            # workspace default
teams:
  - name: Checkout
    function: engineering
    lead: U0ALICE
    channel: "#checkout"           # name or id; members come from it unless listed
    members: [U0ALICE, U0BOB]
    country: DE                    # public holidays
rituals:
  - name: Daily check-in
    kind: check-in                 # check-in | pulse | bottleneck-poll | feedback-round | retro
    template: daily-check-in       # questions come from config/templates, or are listed under questions:
    team: Checkout                 # or teams: [...], or audience: everyone
    schedule: {days: [mon, tue, wed, thu, fri], at: "09:30", zone: member}
    window: 8h
    remind: 1h before close
    report: "#checkout"            # name or id
    tier: named                    # named | confidential | anonymous
    questions:
      - {key: progress, ask: "What moved since last time?", type: text}
      - {key: stuck, ask: "What is in your way?", type: text, required: false}
      - {key: confidence, ask: "How confident are you in this sprint's goal?", type: scale, of: 5}
digests:
  - {name: Product weekly, channel: "#product", day: mon, at: "09:00", zone: Europe/Berlin, audience: team}
"""

SMALL = """\
teams:
  - {name: Checkout, lead: "@ana", channel: "#checkout"}
rituals:
  - name: Daily
    template: daily-check-in
    team: Checkout
    schedule: {days: [mon], at: "09:30"}
"""


def problems_of(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(FileProblems) as caught:
        read_file(text, source="RITUALS.yaml")
    return [
        (found.place.line, found.place.column, f"{found.wrong}. {found.todo}")
        for found in caught.value.problems
    ]


def the_problem_of(text: str) -> tuple[int, int, str]:
    (problem,) = problems_of(text)
    return problem


def test_the_file_of_the_design_is_read_in_full() -> None:
    file = read_file(DESIGN, source="RITUALS.yaml")
    (team,), (ritual,), (digest,) = file.teams, file.rituals, file.digests
    assert file.timezone == "Europe/Berlin"
    assert (team.name.text, team.function, team.country) == ("Checkout", "engineering", "DE")
    assert team.members is not None
    assert [member.text for member in team.members] == ["U0ALICE", "U0BOB"]
    assert ritual.plan.schedule == Schedule(
        "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(9, 30), "member", date(2024, 1, 1)
    )
    assert (ritual.plan.kind, ritual.plan.tier) == (Kind.CHECK_IN, Tier.NAMED)
    assert (ritual.plan.window, ritual.plan.remind_before) == (timedelta(hours=8), timedelta(hours=1))
    assert [question.key for question in ritual.plan.questions] == ["progress", "stuck", "confidence"]
    assert [question.required for question in ritual.plan.questions] == [True, False, True]
    assert ritual.plan.questions[2].type is QuestionType.SCALE
    assert (digest.weekday, digest.at, digest.zone, digest.audience) == (
        0,
        time(9, 0),
        "Europe/Berlin",
        Audience.TEAM,
    )


def test_a_template_says_all_that_the_file_does_not() -> None:
    (ritual,) = read_file(SMALL.replace('    schedule: {days: [mon], at: "09:30"}\n', ""), source="x").rituals
    assert ritual.plan.schedule.rrule == "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
    assert (ritual.plan.schedule.at, ritual.plan.window) == (time(9, 0), timedelta(hours=8))
    assert ritual.plan.remind_before == timedelta(hours=1)
    assert ritual.plan.questions[2].hint


def test_people_and_channels_keep_their_place_for_later() -> None:
    (team,) = read_file(SMALL, source="x").teams
    assert team.lead is not None
    assert (team.lead.text, team.lead.place) == ("@ana", Place(2, 28))
    assert team.members is None


@pytest.mark.parametrize(
    ("written", "rule"),
    [
        ("{days: [fri, mon], at: 9:30}", "FREQ=WEEKLY;BYDAY=MO,FR"),
        ("{days: [Monday, sunday], at: 09:30}", "FREQ=WEEKLY;BYDAY=MO,SU"),
        ('{rrule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", at: "16:00"}', "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
        ('{rrule: "rrule:freq=monthly;byday=-1fr", at: "16:00"}', "FREQ=MONTHLY;BYDAY=-1FR"),
        ('{rrule: "FREQ=DAILY;UNTIL=20271231;", at: "16:00"}', "FREQ=DAILY;UNTIL=20271231"),
    ],
)
def test_schedules_become_recurrences(written: str, rule: str) -> None:
    (ritual,) = read_file(SMALL.replace('{days: [mon], at: "09:30"}', written), source="x").rituals
    assert ritual.plan.schedule.rrule == rule


def test_norway_is_a_country() -> None:
    (team,) = read_file(DESIGN.replace("country: DE", "country: NO"), source="x").teams
    assert team.country == "NO"


def test_no_reminder_can_be_wished_for() -> None:
    (ritual,) = read_file(DESIGN.replace("remind: 1h before close", "remind: none"), source="x").rituals
    assert ritual.plan.remind_before is None


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    text = (
        DESIGN.replace("country: DE", "country: Germany")
        .replace("days: [mon,", "days: [moon,")
        .replace("window: 8h", "windw: 8h")
        .replace("team: Checkout ", "team: Chekout ")
        .replace("day: mon", "day: [mon]")
    )
    assert [(line, told.partition(".")[0]) for line, _, told in problems_of(text)] == [
        (8, "“Germany” is no country"),
        (13, "there is no team Chekout in this file"),
        (14, "“moon” is no day"),
        (15, "“windw” is no key of a ritual"),
        (24, "day has a list where one value belongs"),
    ]


def test_the_message_names_file_line_and_column() -> None:
    with pytest.raises(FileProblems) as caught:
        read_file(SMALL.replace("[mon]", "[mno]"), source="team/RITUALS.yaml")
    assert str(caught.value) == ("team/RITUALS.yaml, line 7, column 23: “mno” is no day. Did you mean mon?")


MISTAKES = [
    # what is replaced, by what, the place, and words that must be told
    ("teams:", "team:", (1, 1), "Did you mean teams?"),
    ("rituals:", "ritual:", (3, 1), "Did you mean rituals?"),
    ("name: Daily", "nam: Daily", (4, 5), "Did you mean name?"),
    ("    template", "\ttemplate", (5, 1), "tab"),
    ('"#checkout"', "#checkout", None, "layout"),
    ('"@ana"', "@ana", (2, 28), "cannot start with @"),
    ('"@ana"', '"ana', None, "quote"),
    ('"@ana"', "ana", (2, 28), 'Write "@name"'),
    ('"@ana"', "*ana", (2, 28), "cannot start with *"),
    ('"#checkout"', "checkout", (2, 45), 'Did you mean "#checkout"?'),
    ('"#checkout"', '"# checkout"', (2, 45), "is no channel"),
    ('"#checkout"', "[checkout]", (2, 45), "a list where one value belongs"),
    ('"#checkout"', "{a: b}", (2, 45), "keys and values where one value belongs"),
    ('"#checkout"', '""', (2, 45), "has no value"),
    ('"#checkout"', "~", (2, 45), "has no value"),
    (', channel: "#checkout"', "", (2, 5), "a team needs channel"),
    (', lead: "@ana"', "", (2, 5), "a team needs lead"),
    ("{name: Checkout,", "{name: Checkout, name: Search,", (2, 22), "name is written twice"),
    ('{name: Checkout, lead: "@ana", channel: "#checkout"}', "[Checkout]", None, "must have keys and values"),
    ('"#checkout"}', '"#checkout", members: "@ana"}', (2, 67), "members must be a list"),
    ('"#checkout"}', '"#checkout", members: []}', (2, 67), "nobody is listed"),
    ('"#checkout"}', '"#checkout", members: [[U0A]]}', (2, 68), "a list where one value belongs"),
    ('"#checkout"}', '"#checkout", country: UK}', (2, 67), "Did you mean GB (Britain (UK))?"),
    ('"#checkout"}', '"#checkout", country: Norway}', (2, 67), "Did you mean NO?"),
    ('"#checkout"}', '"#checkout", country: [DE]}', (2, 67), "a list"),
    ("template: daily-check-in", "template: daily-checkin", (5, 15), "Did you mean daily-check-in?"),
    ("template: daily-check-in", "template: 1", (5, 15), "there is no template “1”"),
    ("template: daily-check-in", "kind: check-in", (4, 5), "a ritual needs questions"),
    ("template: daily-check-in", "questions: []\n    kind: check-in", (5, 16), "0 questions are listed"),
    ("template: daily-check-in", "questions: [{key: a, ask: b}]", (4, 5), "a ritual needs kind"),
    ("team: Checkout", "team: Search", (6, 11), "there is no team Search"),
    ("team: Checkout", "teams: [Checkout, Checkout]", (6, 23), "listed twice"),
    ("team: Checkout", "teams: Checkout", (6, 12), "teams must be a list"),
    ("team: Checkout", "teams: []", (6, 12), "no team is listed"),
    ("    team: Checkout\n", "", (4, 5), "a ritual needs team"),
    ("team: Checkout", "team: Checkout\n    teams: [Checkout]", (7, 12), "both team and teams"),
    ("team: Checkout", "audience: everybody", (6, 15), "Did you mean everyone?"),
    ("{days: [mon], ", "{days: mon, ", (7, 22), "days must be a list"),
    ("{days: [mon], ", "{days: [], ", (7, 22), "no day is listed"),
    ("{days: [mon], ", "{days: [mon, monday], ", (7, 28), "mon is written twice"),
    ("{days: [mon], ", "{days: [wensday], ", (7, 23), "Did you mean wednesday?"),
    ('"09:30"', '"25:00"', (7, 33), "is no time"),
    ('"09:30"', '"9.30"', (7, 33), "Write hours and minutes"),
    ('"09:30"', "930", (7, 33), "is no time"),
    (', at: "09:30"', "", (7, 15), "schedule needs at"),
    ('"09:30"}', '"09:30", zone: Berlin}', (7, 48), "Did you mean Europe/Berlin?"),
    ('"09:30"}', '"09:30", zone: Europe/Berln}', (7, 48), "Did you mean Europe/Berlin?"),
    ('"09:30"}', '"09:30", zone: ../etc/passwd}', (7, 48), "is no time zone"),
    ("days: [mon]", "every: first monday of the mont", (7, 23), "Here I expect “month”"),
    ("days: [mon]", "days: [mon], rrule: FREQ=DAILY", (7, 36), "both days and rrule"),
    ("days: [mon]", "rrule: FREQ=HOURLY", (7, 23), "Write DAILY, WEEKLY or MONTHLY"),
    ("days: [mon]", "rrule: BYDAY=MO", (7, 23), "has no FREQ"),
    ("days: [mon]", "rrule: FREQ=DAILY;BYHOUR=9", (7, 23), "The time is written under at"),
    ("days: [mon]", "rrule: FREQ=DAILY;COUNT=3", (7, 23), "UNTIL=20271231"),
    ("days: [mon]", "rrule: FREQ=WEEKLY;BYDAY=1MO", (7, 23), "needs months"),
    ("days: [mon]", "rrule: FREQ=DAILY;FREQ=DAILY", (7, 23), "FREQ is written twice"),
    ("days: [mon]", "rrule: FREQ=DAILY;INTERVL=2", (7, 23), "Did you mean INTERVAL?"),
    ("days: [mon]", "rrule: FREQ=DAILY;INTERVAL=0", (7, 23), "from 1 to 52"),
    ("days: [mon]", "rrule: FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", (7, 23), "never comes round"),
    ("days: [mon]", "rrule: FREQ=DAILY;UNTIL=20271399", (7, 23), "is no date"),
    ("days: [mon]", "rrule: FREQ=DAILY;UNTIL=20200101", (7, 23), "never comes round"),
    ('schedule: {days: [mon], at: "09:30"}', "schedule: weekly", (7, 15), "must have keys and values"),
    ('schedule: {days: [mon], at: "09:30"}', "window: 8 hours", (7, 13), "Write it like 90m"),
    ('schedule: {days: [mon], at: "09:30"}', "window: 30d", (7, 13), "from 15m to 7d"),
    ('schedule: {days: [mon], at: "09:30"}', "remind: 1h", (7, 13), '"1h before close"'),
    ('schedule: {days: [mon], at: "09:30"}', "remind: 9h before close", (7, 13), "before the question"),
    (
        'schedule: {days: [mon], at: "09:30"}',
        "tier: anonymous",
        (7, 11),
        "nobody knows what you said. Leave prefill out",
    ),
    ('schedule: {days: [mon], at: "09:30"}', "tier: secret", (7, 11), "is no tier"),
    (
        'schedule: {days: [mon], at: "09:30"}',
        "kind: pulse",
        (7, 11),
        "the template daily-check-in is a check-in. Leave kind out.",
    ),
    ('schedule: {days: [mon], at: "09:30"}', "kind: chek-in", (7, 11), "Did you mean check-in?"),
    ('schedule: {days: [mon], at: "09:30"}', "questions: [{key: A, ask: b}]", (7, 23), "cannot be a key"),
    ('schedule: {days: [mon], at: "09:30"}', "questions: [{key: a}]", (7, 17), "a question needs ask"),
    ('schedule: {days: [mon], at: "09:30"}', "questions: [what]", (7, 17), "must have keys and values"),
    ('schedule: {days: [mon], at: "09:30"}', "questions: [{key: a, ask: b, of: 5}]", (7, 38), "only a scale"),
    (
        'schedule: {days: [mon], at: "09:30"}',
        "questions: [{key: a, ask: b, type: poll}]",
        (7, 40),
        "not built yet",
    ),
    (
        'schedule: {days: [mon], at: "09:30"}',
        "questions: [{key: a, ask: b, type: nuber}]",
        (7, 40),
        "is no type",
    ),
    (
        'schedule: {days: [mon], at: "09:30"}',
        "questions: [{key: a, ask: b, required: 'yes'}]",
        (7, 44),
        "neither true nor false",
    ),
    (
        'schedule: {days: [mon], at: "09:30"}',
        "questions: [{key: a, ask: b}, {key: a, ask: c}]",
        (7, 41),
        "used twice",
    ),
    ("name: Daily", f"name: {'x' * 76}", (4, 11), "At most 75 fit"),
    ("name: Daily", "name: Daily: short", (4, 16), "second colon"),
    ("name: Daily", "name: |\n      Two\n      lines", (4, 11), "more than one line"),
    ("name: Daily", "name: Dai\x07ly", (4, 14), "cannot be seen"),
    ("name: Daily", "? [a]\n    : b\n    name: Daily", (4, 7), "a key must be a word"),
    ("rituals:", "---\nrituals:", (3, 1), "two documents"),
]


@pytest.mark.parametrize(("before", "after", "place", "told"), MISTAKES)
def test_each_mistake_is_named_where_it_is_with_what_to_do(
    before: str, after: str, place: tuple[int, int] | None, told: str
) -> None:
    assert before in SMALL
    line, column, sentence = problems_of(SMALL.replace(before, after, 1))[0]
    assert told in sentence
    assert place is None or (line, column) == place


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("# only a comment\n", "the file is empty"),
        ("just words", "must have keys and values"),
        ("- a\n- b\n", "must have keys and values"),
        ("timezone: UTC\n", "describes nothing"),
        ("{}", "describes nothing"),
        ("[" * 20_000, "nested too deeply"),
        ("a: " + "x" * 1_100_000, "larger than 1 MB"),
        ("teams: &again [*again]", "must have keys and values"),
        ("\x00", "cannot be seen"),
        ("%YAML 3.0\n---\n{}", "cannot be read"),
    ],
)
def test_a_file_that_is_none_says_so(text: str, told: str) -> None:
    assert told in the_problem_of(text)[2]


def test_two_of_a_name_are_told_apart_by_their_lines() -> None:
    text = SMALL.replace("rituals:", '  - {name: checkout, lead: U0B, channel: "#x"}\nrituals:')
    line, column, told = the_problem_of(text)
    assert (line, column) == (3, 12)
    assert told.startswith("there are two teams called checkout. The first one is in line 2")


def test_a_team_with_a_mistake_is_still_known_to_its_rituals() -> None:
    assert len(problems_of(SMALL.replace('"@ana"', "ana"))) == 1


def test_a_digest_needs_a_zone_from_somewhere() -> None:
    digest = 'digests: [{name: W, channel: "#p", day: mon, at: "09:00"}]\n'
    assert "a digest needs zone" in the_problem_of(SMALL + digest)[2]
    (read,) = read_file("timezone: Asia/Tokyo\n" + SMALL + digest, source="x").digests
    assert read.zone == "Asia/Tokyo"


def test_a_zone_for_all_that_cannot_be_read_is_one_mistake() -> None:
    digest = 'digests: [{name: W, channel: "#p", day: mon, at: "09:00"}]\n'
    assert the_problem_of("timezone: Tokio\n" + SMALL + digest)[0] == 1


def test_a_digest_alone_needs_somebody_who_owns_it() -> None:
    digest = '{name: W, channel: "#p", day: mon, at: "09:00", zone: UTC%s}'
    assert "nobody owns W" in the_problem_of(f"digests: [{digest % ''}]")[2]
    assert read_file(f"digests: [{digest % ', lead: U0ANA'}]", source="x").digests


@pytest.mark.parametrize("audience", list(Audience))
def test_a_digest_is_written_for_an_audience(audience: Audience) -> None:
    text = DESIGN.replace("audience: team}", f"audience: {audience}}}")
    assert read_file(text, source="x").digests[0].audience is audience
    wrong = DESIGN.replace("audience: team}", "audience: partner}")
    assert "“partner” is no audience" in the_problem_of(wrong)[2]
