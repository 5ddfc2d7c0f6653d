"""Any workspace there may be: teams, rituals and digests with everything they can have, and the Slack around them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from bot.rituals.as_code.present import Present, PresentDigest, PresentRitual, PresentTeam
from bot.rituals.as_code.questions import WITH_OPTIONS
from bot.rituals.as_code.templates import template, template_names
from bot.rituals.schedules.spreading import reaching
from bot.rituals.tier_rules import IN_GROUPS
from bot.values.digests import Digest, DigestPlan, DigestState
from bot.values.people import Channel, Member, Profile, Team, Usergroup
from bot.values.questions import IN_WORDS, Condition, Question, QuestionType
from bot.values.rituals import (
    TO_LEAD,
    TO_TEAM,
    Breakdown,
    Grouping,
    Kind,
    Protection,
    Ritual,
    RitualPlan,
    RitualState,
    Tier,
)
from bot.values.schedules import MEMBER_ZONE, Schedule

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu")

TRICKY = (
    *(
        "null",
        "~",
        "yes",
        "NO",
        "- a",
        ": b",
        "# c",
        "[x",
        "{y}",
        "a: b",
        "a #b",
        "it's",
        'say "hi"',
        "back\\slash",
    ),
    *(
        "*star",
        "&amp",
        "!bang",
        "%",
        "@ana",
        "`code`",
        "| pipe",
        "> more",
        "09:30",
        "3",
        "-2.5",
        "ünï çödé",
        "日本語",
    ),
    *(
        "🎉",
        "a\u2028b",
        "a\u00a0b",
        "\ufeffx",
        "[" * 60,
        "nobody",
        "everyone",
        "team",
        "---",
        "...",
        "?",
        "x: {",
    ),
)
words = (
    st.sampled_from(TRICKY) | st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)
).map(lambda text: text.strip() or "x")
dates = st.dates(date(2024, 1, 1), date(2028, 12, 31))
times = st.integers(0, 24 * 60 - 1).map(lambda minutes: time(*divmod(minutes, 60)))

RULES = (
    *("FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=DAILY;BYDAY=MO,FR", "FREQ=DAILY;BYMONTH=1,2"),
    *("FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=FR,MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "FREQ=WEEKLY;INTERVAL=4"),
    *("FREQ=WEEKLY;BYDAY=MO;UNTIL=20271231", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,TH;UNTIL=20300101"),
    *("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;WKST=MO"),
    *("FREQ=MONTHLY", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    *("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    *("FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=1MO", "FREQ=MONTHLY;BYMONTHDAY=1,15;BYDAY=MO"),
)

PEOPLE = tuple(
    Member(number, 1, f"U0{number:03}", name, ZONES[number % 3], is_active=name != "gone")
    for number, name in enumerate(
        ("ana", "Ben", "chi li", "ana maria", "twin", "Twin", "gone", "odd\nname"), 1
    )
)
ACTIVE = tuple(member for member in PEOPLE if member.is_active)
CHANNELS = tuple(
    Channel(f"C0{number:03}", name, has_bot=True)
    for number, name in enumerate(("checkout", "search", "product", "größe-42", "same", "same"))
)
HIDDEN = "C0HIDDEN"
"""A channel the bot does not see any more."""
_ABOUT_GOALS = (QuestionType.GOALS, QuestionType.TOP_GOAL)
NOT_POLLED = tuple(kind for kind in QuestionType if kind not in (QuestionType.BOTTLENECKS, *_ABOUT_GOALS))
GROUPS = (Usergroup("S0MOBILE", "Mobile folks", "mobile"), Usergroup("S0WEB", "Web", "web"))


@dataclass
class Slack:
    """What Slack says of this workspace."""

    async def channels(self) -> Sequence[Channel]:
        return CHANNELS

    async def profiles(self) -> Sequence[Profile]:
        return [profile_of(member) for member in PEOPLE]

    async def usergroups(self) -> Sequence[Usergroup]:
        return GROUPS


def profile_of(member: Member) -> Profile:
    """A member as Slack's directory has them."""
    gone = not member.is_active
    return Profile(member.slack_id, member.name, member.zone, not gone, gone, is_admin=False)


@st.composite
def questions(draw: st.DrawFn) -> tuple[Question, ...]:
    """Questions of every type that refer to each other in every way they can."""
    found: list[Question] = []
    has_pool = draw(st.booleans())
    for position in range(draw(st.integers(2 if has_pool else 1, 6))):
        question = draw(_question(f"q{position}"))
        if has_pool and position < 2:
            question = replace(question, pool="last")
        condition = draw(st.none() | st.sampled_from(found).flatmap(_condition)) if found else None
        sources = [each.key for each in [*found, question] if _fits(each, question)]
        prefill = draw(st.none() | st.sampled_from(sources))
        found.append(replace(question, only_if=condition, prefill=prefill))
    return tuple(found)


@st.composite
def _question(draw: st.DrawFn, key: str, types: Sequence[QuestionType] = NOT_POLLED) -> Question:
    kind = draw(st.sampled_from(types))
    question = Question(
        key=key,
        ask=draw(words),
        type=kind,
        required=draw(st.booleans()),
        hint=draw(st.none() | words),
    )
    if kind == QuestionType.SCALE:
        ends = st.none() | words
        return replace(question, of=draw(st.integers(2, 10)), low=draw(ends), high=draw(ends))
    if kind in WITH_OPTIONS:
        options = draw(st.lists(words, min_size=2, max_size=5, unique=True))
        return replace(question, options=tuple(options))
    return question


@st.composite
def questions_for_groups(draw: st.DrawFn) -> tuple[Question, ...]:
    """Questions whose answers can be put together, as many as one page holds."""
    found = [draw(_question(f"q{at}", IN_GROUPS)) for at in range(draw(st.integers(2, 5)))]
    if draw(st.booleans()):
        found[:2] = [replace(each, pool="last") for each in found[:2]]
    return tuple(found)


def _condition(source: Question) -> st.SearchStrategy[Condition]:
    possible = {
        QuestionType.SCALE: [str(step) for step in range(1, source.of + 1)],
        QuestionType.YES_NO: ["yes", "no"],
        QuestionType.NUMBER: ["3", "2.5", "-1", "1e+10"],
    }.get(source.type, list(source.options))
    if not possible:
        return st.just(Condition(source.key))
    answers = st.lists(st.sampled_from(possible), max_size=3, unique=True)
    return answers.map(lambda any_of: Condition(source.key, tuple(any_of)))


def _fits(source: Question, target: Question) -> bool:
    return source.type == target.type or {source.type, target.type} <= set(IN_WORDS)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Any days, counted from any date; from and until any date, or neither."""
    rrule, anchor, starts = draw(st.sampled_from(RULES)), draw(dates), draw(st.none() | dates)
    begin = max(anchor, starts or anchor)
    if "UNTIL=2027" in rrule:
        begin = max(begin, date(2028, 1, 1))
    ends = draw(st.none() | st.dates(begin, date(2030, 12, 31)))
    if "UNTIL" in rrule:
        anchor, starts = date(2026, 1, 1), None
    zone = draw(st.sampled_from([MEMBER_ZONE, *ZONES]))
    return Schedule(rrule, draw(times), zone, anchor, starts, ends)


def _reports(kind: Kind, tier: Tier) -> list[str]:
    lead = [] if kind == Kind.BOTTLENECK_POLL or tier is not Tier.NAMED else [TO_LEAD]
    return [TO_TEAM, *lead, CHANNELS[2].slack_id, CHANNELS[0].slack_id, HIDDEN]


protections = st.builds(
    Protection, st.integers(5, 12), st.integers(12, 500), st.sampled_from(Breakdown)
) | st.just(Protection())


@st.composite
def plans(draw: st.DrawFn, name: str) -> RitualPlan:
    """Any plan: of a template as it ships, of one that was changed, or of one's own."""
    window = draw(st.sampled_from([timedelta(minutes=15), timedelta(hours=8), timedelta(days=7)]))
    reminders = [
        None,
        *(timedelta(minutes=minutes) for minutes in (5, 90, 600) if minutes * 60 < window.total_seconds()),
    ]
    shipped = draw(st.none() | st.sampled_from(template_names()).map(template))
    kind = shipped.plan.kind if shipped else draw(st.sampled_from(Kind))
    tier = Tier.NAMED if kind == Kind.BOTTLENECK_POLL else draw(st.sampled_from(Tier))
    own = draw(questions() if tier is Tier.NAMED else questions_for_groups())
    if kind == Kind.BOTTLENECK_POLL:
        own = (*own, Question("blocks", draw(words), QuestionType.BOTTLENECKS))
    elif tier is Tier.NAMED and kind != Kind.FEEDBACK_ROUND and draw(st.booleans()):
        goals = Question(
            "goals",
            draw(words),
            draw(st.sampled_from(_ABOUT_GOALS)),
            draw(st.booleans()),
            draw(st.none() | words),
        )
        own = (*own, goals)
    asks = [own, *([shipped.plan.questions] if shipped and shipped.plan.tier is tier else [])]
    schedule = draw(st.just(shipped.plan.schedule) | schedules()) if shipped else draw(schedules())
    return RitualPlan(
        name=name,
        kind=kind,
        template=shipped.id if shipped else draw(st.sampled_from([None, "one-that-is-gone"])),
        questions=draw(st.sampled_from(asks)),
        schedule=schedule,
        window=window,
        remind_before=draw(st.sampled_from(reminders)),
        tier=tier,
        report=draw(st.sampled_from(_reports(kind, tier))),
        grouping=draw(st.sampled_from(Grouping)),
        everyone=draw(st.booleans()),
        on_holidays=draw(st.booleans()),
        protection=draw(protections),
        about=draw(words) if kind == Kind.FEEDBACK_ROUND else None,
        spread=reaching(draw(st.sampled_from([timedelta(0), timedelta(hours=6)])), schedule.at),
    )


@st.composite
def workspaces(draw: st.DrawFn, *, everybody_is_there: bool = False) -> Present:
    """A workspace. `everybody_is_there`: nobody has left, nothing is out of sight and nothing is paused."""
    people = ACTIVE if everybody_is_there else PEOPLE
    names = draw(st.lists(words, max_size=3, unique_by=str.casefold))
    found = tuple(draw(_team(number, name, people)) for number, name in enumerate(names, 1))
    ritual_names = draw(st.lists(words, max_size=3, unique_by=str.casefold)) if found else []
    rituals = [draw(_ritual(number, name, found)) for number, name in enumerate(ritual_names, 1)]
    digest_names = draw(st.lists(words, max_size=2, unique_by=str.casefold))
    digests = [draw(_digest(number, name, people)) for number, name in enumerate(digest_names, 1)]
    if everybody_is_there:
        rituals = [_in_sight(each) for each in rituals]
        digests = [replace(each, digest=replace(each.digest, state=DigestState.ACTIVE)) for each in digests]
    in_order = sorted(found, key=lambda each: each.team.name.casefold())
    return Present(
        tuple(in_order),
        tuple(sorted(rituals, key=lambda each: each.ritual.name)),
        tuple(digests),
    )


def _in_sight(found: PresentRitual) -> PresentRitual:
    plan = found.ritual.plan
    if plan.report == HIDDEN:
        plan = replace(plan, report=_reports(plan.kind, plan.tier)[1])
    return replace(found, ritual=replace(found.ritual, plan=plan, state=RitualState.ACTIVE))


@st.composite
def _team(draw: st.DrawFn, number: int, name: str, people: Sequence[Member]) -> PresentTeam:
    channel = draw(st.sampled_from(CHANNELS))
    some = st.lists(st.sampled_from(ACTIVE), max_size=3, unique=True).map(tuple)
    listed = draw(st.none() | some)
    group = draw(st.none() | st.sampled_from(GROUPS)) if listed is None else None
    lead = draw(st.sampled_from(people))
    team = Team(
        id=number,
        workspace_id=1,
        name=name,
        channel_id=channel.slack_id,
        lead_id=lead.id,
        function=draw(st.none() | words),
        country=draw(st.sampled_from([None, "DE", "DE-BY", "NO"])),
        channel_name=channel.name,
        usergroup_id=group.slack_id if group else None,
        listed=listed is not None,
    )
    return PresentTeam(team, lead, listed, draw(some) if listed is None else ())


@st.composite
def _ritual(draw: st.DrawFn, number: int, name: str, teams: Sequence[PresentTeam]) -> PresentRitual:
    plan = draw(plans(name))
    every = [each.team for each in teams]
    asked = every if plan.everyone else draw(st.lists(st.sampled_from(every), min_size=1, unique=True))
    state = draw(st.sampled_from([RitualState.ACTIVE, RitualState.PAUSED]))
    ritual = Ritual(number, 1, PEOPLE[0].id, plan, state, NOW, NOW, None, None)
    return PresentRitual(ritual, PEOPLE[0], tuple(asked))


@st.composite
def _digest(draw: st.DrawFn, number: int, name: str, people: Sequence[Member]) -> PresentDigest:
    channel = draw(st.sampled_from(CHANNELS))
    plan = DigestPlan(
        name, channel.slack_id, draw(st.integers(0, 6)), draw(times), draw(st.sampled_from(ZONES))
    )
    owner = draw(st.sampled_from(people))
    state = draw(st.sampled_from([DigestState.ACTIVE, DigestState.PAUSED]))
    return PresentDigest(Digest(number, 1, owner.id, plan, state, None), owner)
