"""What a file says and what a workspace is, compared: nothing is changed here."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.rituals.as_code.cautions import notes_on
from bot.rituals.as_code.differences import Difference, Effect, FieldChange, listed
from bot.rituals.as_code.meaning import meaning_of
from bot.rituals.as_code.present import Present, PresentDigest, PresentRitual, PresentTeam
from bot.rituals.as_code.resolving import Resolved, ResolvedDigest, ResolvedRitual, ResolvedTeam
from bot.rituals.as_code.saying import (
    InWords,
    as_written,
    date_in_words,
    days_in_words,
    handle,
    ids,
    length_in_words,
    names,
    questions_changed,
    shown_in_words,
    who_is_in,
    who_is_wanted,
    zone_in_words,
)
from bot.rituals.as_code.templates import template_names
from bot.rituals.as_code.values import DAYS
from bot.rituals.rest.rules import Asked
from bot.rituals.schedules.outlook import ahead, neutral
from bot.values.rest import Rest
from bot.values.rituals import TO_LEAD, TO_TEAM, RitualPlan, RitualState, Tier
from bot.values.schedules import Schedule


class Comparison:
    """A file beside a workspace. Names that differ in capitals alone mean the same."""

    def __init__(
        self, present: Present, resolved: Resolved, *, now: datetime, in_words: InWords = as_written
    ) -> None:
        self._now, self._today, self._in_words = now, now.date(), in_words
        self._resolved = resolved
        self._wanted_teams = {team.name: team for team in resolved.teams}
        self._teams = {each.team.name.casefold(): each for each in present.teams}
        self._rituals = {each.ritual.name.casefold(): each for each in present.rituals}
        self._digests = {each.digest.plan.name.casefold(): each for each in present.digests}
        named = [*present.channels.values(), *resolved.channels]
        self._channel_names = {channel.slack_id: f"#{channel.name}" for channel in named}

    def team(self, wanted: ResolvedTeam) -> PresentTeam | None:
        """The team a file means."""
        return self._teams.get(wanted.name.casefold())

    def ritual(self, wanted: ResolvedRitual) -> PresentRitual | None:
        """The ritual a file means."""
        return self._rituals.get(wanted.plan.name.casefold())

    def digest(self, wanted: ResolvedDigest) -> PresentDigest | None:
        """The digest a file means."""
        return self._digests.get(wanted.plan.name.casefold())

    def differences(self) -> list[Difference]:
        """What becomes of everything in the file, in its order, and what it does not name."""
        return [
            *(self.of_team(team) for team in self._resolved.teams),
            *(self.of_ritual(ritual) for ritual in self._resolved.rituals),
            *(self.of_digest(digest) for digest in self._resolved.digests),
            *self._not_in_file(),
        ]

    def of_team(self, wanted: ResolvedTeam) -> Difference:
        """What becomes of a team."""
        found = self.team(wanted)
        if found is None:
            return Difference(Effect.CREATED, "team", wanted.name, tail=f": {who_is_wanted(wanted)}")
        team, before = found.team, self._channel_names.get(found.team.channel_id, found.team.channel_id)
        pairs = {
            "name": (team.name, wanted.name),
            "channel": (before, f"#{wanted.channel.name}"),
            "lead": (handle(found.lead), handle(wanted.lead)),
            "members": (who_is_in(found), who_is_wanted(wanted, by_name=True)),
            "without": (names(found.without), names(wanted.without)),
            "function": (team.function or "none", wanted.function or "none"),
            "country": (team.country or "none", wanted.country or "none"),
        }
        same = {
            "channel": team.channel_id == wanted.channel.slack_id,
            "lead": ids([found.lead]) == ids([wanted.lead]),
            "members": _are_members(found, wanted),
            "without": ids(found.without) == ids(wanted.without),
        }
        changed = [key for key, (was, will) in pairs.items() if not same.get(key, was == will)]
        return _difference("team", wanted.name, [FieldChange(key, key, *pairs[key]) for key in changed])

    def of_ritual(self, wanted: ResolvedRitual) -> Difference:
        """What becomes of a ritual."""
        found = self.ritual(wanted)
        if found is None:
            whom = "everyone" if wanted.plan.everyone else listed(wanted.teams)
            upcoming = self._upcoming(wanted.plan, self._people(wanted), None, self._now)
            return Difference(
                Effect.CREATED,
                "ritual",
                wanted.plan.name,
                tail=f" for {whom}",
                upcoming=upcoming,
                notes=self._notes(wanted),
            )
        changes = [*self._plan_changes(found, wanted), *self._audience_changes(found, wanted)]
        upcoming = self._next_of(found, wanted) if changes else ()
        told = _difference("ritual", wanted.plan.name, changes, _pause(found), upcoming)
        return replace(told, notes=self._notes(wanted))

    def keeps_its_schedule(self, found: PresentRitual, wanted: ResolvedRitual) -> bool:
        """Whether a ritual goes on asking when it did, however that is written."""
        before, after = found.ritual.plan.schedule, wanted.plan.schedule
        return meaning_of(before, self._today) == meaning_of(after, self._today)

    def of_digest(self, wanted: ResolvedDigest) -> Difference:
        """What becomes of a digest."""
        found, plan, where = self.digest(wanted), wanted.plan, f" in #{wanted.channel.name}"
        if found is None:
            return Difference(Effect.CREATED, "digest", plan.name, tail=where)
        was = found.digest.plan
        channel = self._channel_names.get(was.channel_id, was.channel_id)
        pairs = {
            "name": (was.name, plan.name),
            "channel": (channel, f"#{wanted.channel.name}"),
            "day": (DAYS[was.weekday], DAYS[plan.weekday]),
            "at": (f"{was.at:%H:%M}", f"{plan.at:%H:%M}"),
            "zone": (was.zone, plan.zone),
            "audience": (str(was.audience), str(plan.audience)),
            "lead": (handle(found.owner), handle(wanted.owner)),
        }
        same = {
            "channel": was.channel_id == plan.channel_id,
            "lead": found.owner.slack_id == wanted.owner.slack_id,
        }
        changed = [key for key, (was_, will) in pairs.items() if not same.get(key, was_ == will)]
        return _difference("digest", plan.name, [FieldChange(key, key, *pairs[key]) for key in changed])

    def _plan_changes(self, found: PresentRitual, wanted: ResolvedRitual) -> Iterator[FieldChange]:
        was, will = found.ritual.plan, wanted.plan
        template = was.template if was.template in template_names() else None
        pairs = {
            "name": (was.name, will.name),
            "kind": (str(was.kind), str(will.kind)),
            "template": (template or "none", will.template or "none"),
            "window": (length_in_words(was.window), length_in_words(will.window)),
            "remind": (_reminder(was), _reminder(will)),
            "report": (self._report(self._report_of(found, wanted)), self._report(will.report)),
            "group": (f"by {was.grouping}", f"by {will.grouping}"),
            "holidays": (_holidays(was), _holidays(will)),
            "tier": (str(was.tier), str(will.tier)),
        }
        if will.tier is not Tier.NAMED:
            pairs["show"] = (shown_in_words(was), shown_in_words(will))
        if was.about != will.about:
            yield FieldChange("about", "about", _quoted(was.about), _quoted(will.about))
        yield from (FieldChange(key, key, *pair) for key, pair in pairs.items() if pair[0] != pair[1])
        if was.spread != will.spread:
            yield FieldChange("schedule", "within", *(length_in_words(plan.spread) for plan in (was, will)))
        if not self.keeps_its_schedule(found, wanted):
            yield from self._schedule_changes(was.schedule, will.schedule)
        yield from questions_changed(was.questions, will.questions)

    def _schedule_changes(self, was: Schedule, will: Schedule) -> Iterator[FieldChange]:
        before, after = (meaning_of(schedule, self._today) for schedule in (was, will))
        days = [days_in_words(schedule, self._in_words) for schedule in (was, will)]
        if (before.days, before.phase) != (after.days, after.phase):
            yield FieldChange("schedule", "days", *days)
        pairs = {
            "at": (f"{was.at:%H:%M}", f"{will.at:%H:%M}"),
            "zone": (zone_in_words(was.zone), zone_in_words(will.zone)),
            "starts": (date_in_words(before.starts), date_in_words(after.starts)),
            "ends": (date_in_words(before.ends), date_in_words(after.ends)),
        }
        yield from (
            FieldChange("schedule", what, *pair) for what, pair in pairs.items() if pair[0] != pair[1]
        )

    def _audience_changes(self, found: PresentRitual, wanted: ResolvedRitual) -> Iterator[FieldChange]:
        was, will = found.ritual.plan.everyone, wanted.plan.everyone
        asked = sorted((team.name for team in found.teams), key=str.casefold)
        if was != will:
            before, after = (
                ("everyone" if was else listed(asked)),
                ("everyone" if will else listed(wanted.teams)),
            )
            yield FieldChange("audience" if will else "teams", "asks", before, after)
            return
        every = [each.team.name for each in self._teams.values()] if will else list(wanted.teams)
        if {name.casefold() for name in asked} != {name.casefold() for name in every}:
            yield FieldChange("teams", "teams", listed(asked), listed(every))

    def _report_of(self, found: PresentRitual, wanted: ResolvedRitual) -> str:
        """Where a ritual reports; a team's own channel by its id is the team's channel while it stays that."""
        report = found.ritual.plan.report
        homes = {self._wanted_teams[name].channel.slack_id for name in wanted.teams}
        return found.report if homes == {report} else report

    def _report(self, report: str) -> str:
        known = {TO_TEAM: "each team's channel", TO_LEAD: "each team's lead"}
        return known.get(report) or self._channel_names.get(report, report)

    def _people(self, wanted: ResolvedRitual) -> set[Asked]:
        """Those a new ritual would ask, as far as the file names them."""
        teams = [self._wanted_teams[name] for name in wanted.teams] or self._resolved.teams
        return {
            Asked(person.zone, Rest(), team.country)
            for team in teams
            for person in (team.lead, *(team.members or ()))
            if person and person.zone
        }

    def _notes(self, wanted: ResolvedRitual) -> tuple[str, ...]:
        asked = [self._wanted_teams[name] for name in wanted.teams] or self._resolved.teams
        return notes_on(wanted, [self._who_is_in(team) for team in asked])

    def _who_is_in(self, wanted: ResolvedTeam) -> frozenset[str] | None:
        if wanted.members is not None:
            return frozenset(ids(wanted.members))
        found = self.team(wanted)
        return found.who if found and _are_members(found, wanted) else None

    def _next_of(self, found: PresentRitual, wanted: ResolvedRitual) -> tuple[date, ...]:
        ritual = found.ritual
        if ritual.state != RitualState.ACTIVE:
            return ()
        stays = self.keeps_its_schedule(found, wanted)
        last = max(filter(None, (found.last, ritual.skips if stays else None)), default=None)
        not_before = ritual.starts_at if stays else self._now
        return self._upcoming(wanted.plan, found.people or self._people(wanted), last, not_before)

    def _upcoming(
        self, plan: RitualPlan, people: Collection[Asked], after: date | None, not_before: datetime
    ) -> tuple[date, ...]:
        anybody = people or [neutral(plan.schedule)]
        return tuple(ahead(plan, anybody, after=after, not_before=not_before, now=self._now))

    def _not_in_file(self) -> Iterator[Difference]:
        wanted = self._resolved
        named = {
            "team": {team.name.casefold() for team in wanted.teams},
            "ritual": {ritual.plan.name.casefold() for ritual in wanted.rituals},
            "digest": {digest.plan.name.casefold() for digest in wanted.digests},
        }
        there = {
            "team": [each.team.name for each in self._teams.values()],
            "ritual": [each.ritual.name for each in self._rituals.values()],
            "digest": [each.digest.plan.name for each in self._digests.values()],
        }
        for what, every in there.items():
            for name in sorted(every, key=str.casefold):
                if name.casefold() not in named[what]:
                    yield Difference(Effect.NOT_IN_FILE, what, name)


def _difference(
    what: str,
    name: str,
    changes: Sequence[FieldChange],
    tail: str = "",
    upcoming: tuple[date, ...] = (),
) -> Difference:
    effect = Effect.CHANGED if changes else Effect.KEPT
    return Difference(effect, what, name, tuple(changes), tail, upcoming)


def _pause(found: PresentRitual) -> str:
    state = found.ritual.state
    return "" if state == RitualState.ACTIVE else f" and is {state}; no file changes that"


def _quoted(text: str | None) -> str:
    return f"“{text}”" if text else "none"


def _reminder(plan: RitualPlan) -> str:
    return f"{length_in_words(plan.remind_before)} before close" if plan.remind_before else "none"


def _holidays(plan: RitualPlan) -> str:
    return "ask" if plan.on_holidays else "skip"


def _are_members(found: PresentTeam, wanted: ResolvedTeam) -> bool:
    if found.listed is not None or wanted.members is not None:
        return (
            found.listed is not None
            and wanted.members is not None
            and ids(found.listed) == ids(wanted.members)
        )
    return found.team.usergroup_id == (wanted.usergroup.slack_id if wanted.usergroup else None)
