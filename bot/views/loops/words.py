"""What loops are in words: whom they wait for, since when, where they stand, and what happened."""

from datetime import date, datetime

from bot.values.loops import Impact, LoopState, Step
from bot.values.seen_loops import LoopSeen, Told
from bot.views.words import clip, escape, on_day, plural

IMPACTS = {
    Impact.STOPS: "It stops us",
    Impact.SLOWS: "It slows us down",
    Impact.BOTHERS: "It bothers us",
}
"""What people pick, the worst first."""

TODAY, YESTERDAY = "today", "since yesterday"
"""The ages that are no days yet."""

_NOBODY = "nobody in particular yet"
_NO_LONGER_WAITS = (LoopState.CONFIRMED, LoopState.PRESUMED, LoopState.DECLINED)


def named(seen: LoopSeen, most: int = 150) -> str:
    """`#17 Refund API`, safe for a message; bold is up to the caller."""
    return f"#{seen.loop.id} {escape(clip(seen.loop.title, most))}"


def who_waits(seen: LoopSeen) -> str:
    """`Checkout waits on Payments`; without a team, whoever raised it waits, and nobody may be waited on yet."""
    verb = "waited" if seen.loop.state in _NO_LONGER_WAITS else "waits"
    return f"{_who(seen)} {verb}{_on(seen)}"


def has_waited(seen: LoopSeen, raised: date) -> str:
    """`Checkout has waited on Payments since Mon 23 Nov`."""
    return f"{_who(seen)} has waited{_on(seen)} since {on_day(raised)}"


def age(seen: LoopSeen, now: datetime) -> str:
    """How long it has been waiting: `today`, `since yesterday`, `1 day`, `23 days`. What is answered or over stopped
    counting."""
    raised, stopped = seen.loop.raised_at, seen.loop.answered_at or seen.loop.closed_at
    days = ((stopped or now) - raised).days
    if stopped:
        return plural(days, "day") if days > 0 else "less than a day"
    by_date = (now.date() - raised.astimezone(now.tzinfo).date()).days
    if by_date < 2:
        return TODAY if by_date < 1 else YESTERDAY
    return plural(max(days, 1), "day")


def standing(seen: LoopSeen, today: date) -> str:
    """Where it stands, as the end of a sentence: `Ben is on it, next word Fri 27 Nov`."""
    loop, owner = seen.loop, escape(seen.owner or "Somebody")
    match loop.state:
        case LoopState.RAISED:
            again = "reopened, " if loop.reopened else ""
            return f"{again}{'nobody is on it yet' if seen.waits_on else 'nobody is asked for it yet'}"
        case LoopState.ACKNOWLEDGED:
            return f"{owner} is on it{next_word(loop.due_on, today)}"
        case LoopState.PROMISED:
            return f"{owner} promised it{promised_for(loop.due_on, today)}"
        case LoopState.ANSWERED:
            return (
                f"answered by {owner}; {escape(seen.raiser or 'whoever raised it')} says whether that helped"
            )
        case LoopState.CONFIRMED:
            return "unblocked"
        case LoopState.PRESUMED:
            return "answered, and presumed to be unblocked"
        case LoopState.DECLINED:
            return "declined"
        case LoopState.MERGED:
            return f"part of #{loop.merged_into_id}"


def hits(seen: LoopSeen) -> str:
    """`hits 3 people in 2 teams`; empty while it hits nobody but whoever raised it."""
    if seen.people <= 1:
        return ""
    teams = f" in {plural(seen.teams, 'team')}" if seen.teams > 1 else ""
    return f"hits {plural(seen.people, 'person', 'people')}{teams}"


def next_word(day: date | None, today: date) -> str:
    """`, next word Fri 27 Nov`; of a day that has passed `, word was due Fri 20 Nov, 3 days ago`."""
    if day is None:
        return ""
    return f", word was due {on_day(day)}, {ago(day, today)}" if day < today else f", next word {on_day(day)}"


def promised_for(day: date | None, today: date) -> str:
    """` for Fri 27 Nov`; of a day that has passed ` for Fri 20 Nov, which was 3 days ago`."""
    if day is None:
        return ""
    late = f", which was {ago(day, today)}" if day < today else ""
    return f" for {on_day(day)}{late}"


def ago(day: date, today: date) -> str:
    """How long a day has passed: `yesterday`, `3 days ago`."""
    days = (today - day).days
    return "yesterday" if days == 1 else f"{days} days ago"


def happened(told: Told) -> str:
    """One step of its story: `Ben: on it, next word Fri 27 Nov`."""
    what, who = told.event.what, escape(told.actor or "")
    words = f" “{escape(what.words)}”" if what.words else ""
    day = on_day(what.on) if what.on else ""
    match what.step:
        case Step.RAISED:
            return f"{who or 'Somebody'} raised it, waiting on {escape(told.waits_on or _NOBODY)}."
        case Step.JOINED:
            of_team = f" ({escape(told.team)})" if told.team else ""
            return f"It hits {who}, too{of_team}{f', from #{what.other_id}' if what.other_id else ''}.{words}"
        case Step.CHANGED:
            return f"{who} changed {escape(what.words or 'it')}."
        case Step.ACKNOWLEDGED:
            return f"{who} is on it; next word {day}.{words}"
        case Step.PROMISED:
            return f"{who} promised it for {day}.{words}"
        case Step.ANSWERED:
            return f"{who} answered.{words}"
        case Step.CONFIRMED:
            return f"{who}: that did it.{words}"
        case Step.PRESUMED:
            return "Two weeks without an objection: presumed to be unblocked."
        case Step.REOPENED:
            return f"{who} reopened it.{words}"
        case Step.DECLINED:
            return f"{who} declined it.{words}"
        case Step.HANDED_OVER:
            return f"{who} handed it to {escape(told.waits_on or _NOBODY)}.{words}"
        case Step.MERGED:
            return f"{who} made it part of #{what.other_id}{f' {escape(told.other)}' if told.other else ''}."
        case Step.NUDGED:
            return "The day that was given has passed; whoever is on it was reminded."
        case Step.ESCALATED:
            return "It has waited long; the lead was told."
        case Step.ASKED:
            return f"{who} asked for a day.{words}"
        case Step.REPLIED:
            return f"{who or 'Whoever gave it'} replied.{words}"
        case Step.NOTED:
            return f"{who} told everybody what came of it.{words}"
        case Step.TAKEN_DOWN:
            return f"{who} took its words down.{words}"


def _who(seen: LoopSeen) -> str:
    return escape(seen.team or seen.raiser or "Somebody")


def _on(seen: LoopSeen) -> str:
    return f" on {escape(seen.waits_on)}" if seen.waits_on else ""
