"""RITUALS.yaml, written from what is in a workspace. Applying what is written changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from bot.rituals.as_code.entries import NOBODY
from bot.rituals.as_code.plans import Template
from bot.rituals.as_code.present import Present, PresentDigest, PresentRitual, PresentTeam
from bot.rituals.as_code.rituals import EVERYONE
from bot.rituals.as_code.saying import InWords, length_in_words, shown_in_words
from bot.rituals.as_code.scalars import listed_flat, quoted, remark, scalar
from bot.rituals.as_code.spelling import Spelling
from bot.rituals.as_code.templates import template, template_names
from bot.rituals.as_code.values import DAYS
from bot.rituals.as_code.writing_schedules import schedule_lines
from bot.rituals.tier_rules import usual_tier
from bot.values.digests import DigestState
from bot.values.people import Member
from bot.values.questions import Question, QuestionType
from bot.values.rituals import TO_LEAD, TO_TEAM, USUAL_PROTECTION, Grouping, RitualPlan, RitualState, Tier

HEADER = """\
# The teams, rituals and digests of {workspace}. After a change:
#   drumbeat plan {file}     shows what would become of it
#   drumbeat apply {file}    makes it so
# Every key is explained in docs/rituals-as-code.md.
"""


def write_file(
    present: Present, spelling: Spelling, *, workspace: str, file: str, today: date, in_words: InWords
) -> str:
    """The file that describes what is present, in a stable order."""
    writing = _Writing(spelling, today, in_words)
    rituals = sorted(present.rituals, key=lambda each: each.ritual.name.casefold())
    sections = [HEADER.format(workspace=" ".join(workspace.split()), file=" ".join(file.split())).rstrip()]
    parts = {
        "teams": [writing.team(each) for each in present.teams],
        "rituals": [writing.ritual(each) for each in rituals if each.asks],
        "digests": [writing.digest(each) for each in _in_order(present.digests)],
    }
    sections += [_section(key, items) for key, items in parts.items() if items]
    sections += [] if any(parts.values()) else ["teams: []    # none yet"]
    sections += [_asks_nobody(each) for each in rituals if not each.asks]
    return "\n\n".join(sections) + "\n"


def _section(key: str, items: Sequence[Iterator[str]]) -> str:
    return "\n".join([f"{key}:", *chain.from_iterable(_item(lines) for lines in items)])


def _item(lines: Iterator[str]) -> Iterator[str]:
    first, *rest = lines
    yield f"  - {first}"
    yield from (f"    {line}" for line in rest)


def _in_order(digests: Sequence[PresentDigest]) -> list[PresentDigest]:
    return sorted(digests, key=lambda each: each.digest.plan.name.casefold())


def _asks_nobody(found: PresentRitual) -> str:
    return f"# The ritual {' '.join(found.ritual.name.split())} asks no team any more; it stays as it is."


class _Writing:
    """Lines without their indentation, for one thing after the other."""

    def __init__(self, spelling: Spelling, today: date, in_words: InWords) -> None:
        self._spelling, self._today, self._in_words = spelling, today, in_words

    def team(self, found: PresentTeam) -> Iterator[str]:
        team = found.team
        yield f"name: {scalar(team.name)}"
        if team.function:
            yield f"function: {scalar(team.function)}"
        yield f"lead: {self._person(found.lead)}" if found.lead else f"lead: {NOBODY}"
        yield self._channel("channel", team.channel_id, team.channel_name)
        if team.usergroup_id and found.listed is None:
            yield f"usergroup: {quoted(self._spelling.usergroup(team.usergroup_id))}"
        if found.listed is not None:
            yield from self._people("members", found.listed)
        elif found.without:
            yield from self._people("without", found.without)
        if team.country:
            yield f"country: {scalar(team.country)}"

    def ritual(self, found: PresentRitual) -> Iterator[str]:
        plan = found.ritual.plan
        suggested = _template_of(plan)
        paused = found.ritual.state == RitualState.PAUSED
        yield f"name: {scalar(plan.name)}{remark('paused; applying does not resume it' if paused else '')}"
        yield f"template: {suggested.id}" if suggested else f"kind: {plan.kind}"
        yield from _audience(found)
        if plan.about is not None and plan.about != (suggested.plan.about if suggested else None):
            yield f"about: {quoted(plan.about)}"
        yield from schedule_lines(plan, suggested.plan if suggested else None, self._today, self._in_words)
        yield f"window: {length_in_words(plan.window)}"
        remind = plan.remind_before
        yield f"remind: {length_in_words(remind)} before close" if remind else "remind: none"
        yield from self._rules(replace(plan, report=found.report), suggested)
        if suggested is None or plan.questions != suggested.plan.questions:
            yield "questions:"
            for question in plan.questions:
                yield from _item(_question(question))

    def digest(self, found: PresentDigest) -> Iterator[str]:
        plan = found.digest.plan
        paused = found.digest.state == DigestState.PAUSED
        yield f"name: {scalar(plan.name)}{remark('paused; applying does not resume it' if paused else '')}"
        yield self._channel("channel", plan.channel_id, "")
        yield f"day: {DAYS[plan.weekday]}"
        yield f'at: "{plan.at:%H:%M}"'
        yield f"zone: {plan.zone}"
        yield f"audience: {plan.audience}"
        yield f"lead: {self._person(found.owner)}"

    def _rules(self, plan: RitualPlan, suggested: Template | None) -> Iterator[str]:
        usual = suggested.plan if suggested else None
        if plan.report not in (TO_TEAM, TO_LEAD):
            yield self._channel("report", plan.report, "")
        elif plan.report != (usual.report if usual else TO_TEAM):
            yield f"report: {plan.report}"
        if plan.grouping != (usual.grouping if usual else Grouping.PERSON):
            yield f"group: {plan.grouping}"
        if plan.on_holidays != (usual.on_holidays if usual else False):
            yield f"holidays: {'ask' if plan.on_holidays else 'skip'}"
        if plan.tier != (usual.tier if usual else usual_tier(plan.kind)):
            yield f"tier: {plan.tier}"
        if plan.tier is not Tier.NAMED and plan.protection != (
            usual.protection if usual else USUAL_PROTECTION
        ):
            yield f"show: {shown_in_words(plan)}"

    def _channel(self, key: str, slack_id: str, known_name: str) -> str:
        written = self._spelling.channel(slack_id)
        name = self._spelling.channel_name(slack_id, known_name) if written == slack_id else ""
        return f"{key}: {quoted(written)}{remark(f'#{name}' if name else '')}"

    def _person(self, member: Member) -> str:
        written = self._spelling.person(member)
        return f"{quoted(written)}{remark(member.name if written == member.slack_id else '')}"

    def _people(self, key: str, people: Sequence[Member]) -> Iterator[str]:
        yield f"{key}:" if people else f"{key}: {NOBODY}"
        for member in sorted(people, key=lambda each: (each.name.casefold(), each.slack_id)):
            yield f"  - {self._person(member)}"


def _template_of(plan: RitualPlan) -> Template | None:
    found = template(plan.template) if plan.template in template_names() and plan.template else None
    return found if found and found.plan.kind == plan.kind else None


def _audience(found: PresentRitual) -> Iterator[str]:
    names = sorted((team.name for team in found.teams), key=str.casefold)
    if found.ritual.plan.everyone:
        yield f"audience: {EVERYONE}"
    elif len(names) == 1:
        yield f"team: {scalar(names[0])}"
    else:
        yield "teams:"
        yield from (f"  - {scalar(name)}" for name in names)


def _question(question: Question) -> Iterator[str]:
    yield f"key: {question.key}"
    yield f"ask: {quoted(question.ask)}"
    if question.hint is not None:
        yield f"hint: {quoted(question.hint)}"
    if question.type != QuestionType.TEXT:
        yield f"type: {question.type}"
    if not question.required:
        yield "required: false"
    if question.type == QuestionType.SCALE:
        yield f"of: {question.of}"
    for key, end in (("low", question.low), ("high", question.high)):
        if end is not None:
            yield f"{key}: {scalar(end)}"
    if question.options:
        yield "options:"
        yield from (f"  - {scalar(option)}" for option in question.options)
    yield from _relations(question)


def _relations(question: Question) -> Iterator[str]:
    if condition := question.only_if:
        answers = f", is: {listed_flat(condition.any_of)}" if condition.any_of else ""
        yield f"only_if: {{key: {condition.key}{answers}}}"
    if question.prefill:
        yield f"prefill: {question.prefill}"
    if question.pool:
        yield f"pool: {question.pool}"
