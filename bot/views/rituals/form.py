"""Changing a ritual: what there is to change, and the short forms for its name, its rules, its people and results."""

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.values.editing import Opened, Part, People, Results, RitualInFull, TimeToAnswer
from bot.values.errors import Unusable
from bot.values.people import Team
from bot.values.ports import View
from bot.values.rituals import TO_LEAD, TO_TEAM, Grouping, Kind, RitualPlan
from bot.views.fields import (
    boxes_field,
    channel_field,
    choice_field,
    is_ticked,
    menu_field,
    read_channel,
    read_choice,
    read_choices,
    read_line,
    several_field,
    words_field,
)
from bot.views.parts import Blocks, button, buttons, context, modal, section, sections
from bot.views.rituals.form_words import (
    NEXT_ROUND_ON,
    asks,
    people_in_words,
    results_in_words,
    rules_in_words,
    span_in_words,
)
from bot.views.rituals.page import BACK
from bot.views.rituals.promised import promised_in_words
from bot.views.schedule_words import schedule_in_words
from bot.views.words import clip, escape

PART = "ritual_part"
SAVE_NAME, SAVE_RULES, SAVE_PEOPLE, SAVE_RESULTS = (
    *("ritual_save_name", "ritual_save_rules", "ritual_save_people", "ritual_save_results"),
)
NAME, WINDOW, REMIND, HOLIDAYS = "name", "window", "remind", "holidays"
TEAMS, EVERYONE, REPORT, OTHER, GROUPING = "teams", "everyone", "report", "other", "grouping"
MOST_NAME = 75
MOST_TEAMS = 100
_ANOTHER = "another"

_PARTS = {
    Part.NAME: "Name",
    Part.QUESTIONS: "Questions",
    Part.WHEN: "When it asks",
    Part.RULES: "Time to answer",
    Part.PEOPLE: "Who is asked",
    Part.RESULTS: "Results",
    Part.TIER: "Who can tell who said what",
    Part.ABOUT: "What it is about",
}
_READ = "Whoever is asked reads, before answering, who will read the answer."
_FOR_ALL = "What comes of this round is for all who answered, so it cannot go to the lead alone."
_WINDOWS = (60, 120, 180, 240, 360, 480, 600, 720, 1440, 2880, 4320, 10080)
_REMINDERS = (30, 60, 120)


def build_parts(page: RitualInFull, *, done: str | None = None) -> View:
    """What can be changed, and what it is now."""
    blocks: Blocks = sections(done) if done else []
    for part, title in _PARTS.items():
        if part != Part.ABOUT or page.ritual.plan.kind is Kind.FEEDBACK_ROUND:
            blocks.append(_part(page, part, title))
    blocks.append(context(NEXT_ROUND_ON))
    blocks.append(buttons("back", button("Back to the ritual", BACK, str(page.ritual.id))))
    return modal(f"Edit {page.ritual.name}", blocks, close="Close")


def _part(page: RitualInFull, part: Part, title: str) -> dict[str, Any]:
    told = part_in_words(page, part)
    text = f"*{title}*\n{told if part in (Part.NAME, Part.ABOUT) else told[:1].upper() + told[1:]}"
    line = {**section(text), "block_id": f"part:{part}"}
    if part == Part.TIER and page.ritual.plan.kind is Kind.BOTTLENECK_POLL:
        return line
    change = button("Change", f"{PART}:{part}", str(page.ritual.id))
    change.accessibility_label = f"Change: {title}"
    return {**line, "accessory": change.to_dict()}


def part_in_words(page: RitualInFull, part: Part) -> str:
    """What a part is now."""
    plan = page.ritual.plan
    match part:
        case Part.NAME:
            return escape(plan.name)
        case Part.QUESTIONS:
            return asks(plan.questions, most=6)
        case Part.WHEN:
            return schedule_in_words(plan.schedule, plan.spread)
        case Part.RULES:
            return rules_in_words(plan)
        case Part.PEOPLE:
            return people_in_words(plan, page.teams, page.people)
        case Part.RESULTS:
            return results_in_words(plan, page.teams)
        case Part.TIER:
            return promised_in_words(plan) + (f"\n:warning: {escape(page.caution)}" if page.caution else "")
        case Part.ABOUT:
            return escape(plan.about or "Nothing in particular")


def changed_meanwhile(page: RitualInFull, part: Part) -> str:
    """What the second of two people is told who change the same thing."""
    return (
        f"Somebody else changed this while you had it open. It is now: {clip(part_in_words(page, part), 1500)}\n"
        "What you put in is still here: save once more to put it in its place."
    )


def read_opened(private_metadata: str) -> Opened:
    """Which ritual a form is for."""
    kept = json.loads(private_metadata)
    return Opened(int(kept["ritual"]), str(kept["seen"]))


def build_name(opened: Opened, name: str, *, meanwhile: str | None = None) -> View:
    """The form for a ritual's name."""
    field = words_field(NAME, "Name", name, most=MOST_NAME, one_line=True)
    return _form("Name", [field], SAVE_NAME, opened, meanwhile)


def read_name(values: Mapping[str, Any]) -> str:
    """The name that was written."""
    name = read_line(values, NAME)
    if not name:
        raise Unusable("It needs a name.", field=NAME)
    return name


def build_rules(opened: Opened, rules: TimeToAnswer, *, meanwhile: str | None = None) -> View:
    """The form for how long people have, the reminder and holidays."""
    window, remind = _minutes(rules.window), _minutes(rules.remind_before)
    blocks = [
        menu_field(WINDOW, "How long people can answer", _spans({*_WINDOWS, window}), str(window)),
        menu_field(
            REMIND, "One reminder, in the same thread", _reminders({*_REMINDERS, remind}), str(remind)
        ),
        boxes_field(
            HOLIDAYS,
            "Public holidays",
            {"ask": "Ask on public holidays too"},
            ["ask"] if rules.on_holidays else [],
            hint="Otherwise whoever has a public holiday is left in peace, and is not counted as missing.",
        ),
    ]
    return _form("Time to answer", blocks, SAVE_RULES, opened, meanwhile)


def read_rules(values: Mapping[str, Any]) -> TimeToAnswer:
    """What the form says."""
    remind = int(read_choice(values, REMIND) or 0)
    return TimeToAnswer(
        window=timedelta(minutes=int(read_choice(values, WINDOW) or 480)),
        remind_before=timedelta(minutes=remind) if remind else None,
        on_holidays=is_ticked(values, HOLIDAYS),
    )


def build_people(
    opened: Opened, people: People, choices: Sequence[Team], *, meanwhile: str | None = None
) -> View:
    """The form for who is asked: `choices` are the teams this person may choose."""
    offered = {str(team.id): team.name for team in choices[:MOST_TEAMS]}
    teams = several_field(
        TEAMS,
        "Teams",
        offered,
        [str(team_id) for team_id in people.team_ids],
        hint="You can add teams that you lead or are in; an admin can add any team.",
        optional=True,
    )
    blocks = [
        *(
            [teams]
            if offered
            else [section("There is no team you could choose: `/drumbeat teams` makes one.")]
        ),
        boxes_field(
            EVERYONE,
            "Everyone",
            {"everyone": "Ask all teams, also those that come later"},
            ["everyone"] if people.everyone else [],
        ),
        context("A team that is new to it reads in its channel who set it up and what it asks."),
    ]
    return _form("Who is asked", blocks, SAVE_PEOPLE, opened, meanwhile)


def read_people(values: Mapping[str, Any]) -> People:
    """What the form says. Raises Unusable when nobody would be asked."""
    team_ids = [int(value) for value in read_choices(values, TEAMS)]
    everyone = is_ticked(values, EVERYONE)
    if not everyone and not team_ids:
        raise Unusable("Choose at least one team.", field=TEAMS)
    return People(everyone, team_ids)


def build_results(opened: Opened, results: Results, *, to_lead: bool, meanwhile: str | None = None) -> View:
    """The form for who reads what came back, and in which order. `to_lead`: it may be for the lead alone."""
    is_channel = results.report not in (TO_TEAM, TO_LEAD)
    places = {
        TO_TEAM: "In each team's own channel, in a thread",
        _ANOTHER: "In another channel, a thread for each team",
        **({TO_LEAD: "Only for the team's lead, when the round closes"} if to_lead else {}),
    }
    orders = {
        str(Grouping.PERSON): "A reply for each person",
        str(Grouping.QUESTION): "A reply for each question",
    }
    blocks = [
        choice_field(
            REPORT, "Where the answers are read", places, _ANOTHER if is_channel else results.report
        ),
        channel_field(
            OTHER,
            "The other channel",
            results.report if is_channel else None,
            hint="Counts only if you chose another channel above. You must be in it.",
            optional=True,
        ),
        choice_field(GROUPING, "How the thread is ordered", orders, str(results.grouping)),
        context(_READ if to_lead else f"{_FOR_ALL} {_READ}"),
    ]
    return _form("Results", blocks, SAVE_RESULTS, opened, meanwhile)


def read_results(values: Mapping[str, Any]) -> Results:
    """What the form says. Raises Unusable beside the channel that is missing."""
    report = read_choice(values, REPORT) or TO_TEAM
    if report == _ANOTHER:
        channel_id = read_channel(values, OTHER)
        if channel_id is None:
            raise Unusable("Pick the channel, or choose another place above.", field=OTHER)
        report = channel_id
    return Results(report, Grouping(read_choice(values, GROUPING) or Grouping.PERSON))


def rules_of(plan: RitualPlan) -> TimeToAnswer:
    """The rules of a ritual, as the form shows them."""
    return TimeToAnswer(plan.window, plan.remind_before, plan.on_holidays)


def _form(
    title: str, blocks: Sequence[dict[str, Any]], callback_id: str, opened: Opened, meanwhile: str | None
) -> View:
    warning = [section(f":warning: {meanwhile}")] if meanwhile else []
    return modal(
        title,
        [*warning, *blocks, context(NEXT_ROUND_ON)],
        callback_id=callback_id,
        submit="Save",
        close="Back",
        metadata=json.dumps({"ritual": opened.ritual_id, "seen": opened.seen}),
    )


def _minutes(length: timedelta | None) -> int:
    return int(length.total_seconds() // 60) if length is not None else 0


def _spans(minutes: set[int]) -> dict[str, str]:
    return {str(each): span_in_words(timedelta(minutes=each)) for each in sorted(minutes)}


def _reminders(minutes: set[int]) -> dict[str, str]:
    spans = {
        str(each): f"{span_in_words(timedelta(minutes=each)).capitalize()} before it closes"
        for each in sorted(minutes - {0})
    }
    return {"0": "No reminder", **spans}
