"""The page of one ritual, for whoever looks after it: how it stands, what can be done, how it went."""

from collections.abc import Sequence
from datetime import date, datetime

from slack_sdk.models.blocks.basic_components import ConfirmObject

from bot.values.deliveries import Block
from bot.values.editing import RitualInFull
from bot.values.leading import History, PastRound
from bot.values.ports import View
from bot.values.rituals import RitualState, Tier
from bot.values.rounds import RoundState
from bot.views.parts import button, buttons, context, modal, section, sections
from bot.views.rituals.form_words import (
    dates_in_words,
    last_rounds,
    participation,
    people_in_words,
    results_in_words,
    rules_in_words,
)
from bot.views.rituals.promised import promised_in_words
from bot.views.schedule_words import schedule_in_words
from bot.views.words import clip, escape, in_readers_time, listing, on_day, plural

EDIT, PAUSE, RESUME, RUN = "ritual_edit", "ritual_pause", "ritual_resume", "ritual_run"
SKIP, UNSKIP, HISTORY, END = "ritual_skip", "ritual_unskip", "ritual_history", "ritual_end"
OLDER = "ritual_history_older"
PAGE, BACK = "ritual_page", "ritual_back"

_CONFIRM_TEXT = 300


def build_page(page: RitualInFull, now: datetime, *, done: str | None = None) -> View:
    """One ritual. `done` says what just happened to it."""
    ritual = page.ritual
    blocks: list[Block] = [*(sections(done) if done else ())]
    blocks += [section(line) for line in _about(page)]
    blocks.append(section("\n".join(_rounds(page, now))))
    blocks += _actions(page, now)
    blocks.append(
        context(f"Set up by {escape(page.owner_name)}. They, the lead of a team and admins see this page.")
    )
    return modal(ritual.name, [dict(block) for block in blocks], callback_id=PAGE, close="Close")


def build_ended(sentence: str) -> View:
    """What is left of the page of a ritual that has ended."""
    return modal("Ended", sections(sentence), close="Close")


def build_history(past: History) -> View:
    """How a ritual's rounds went, the newest first."""
    ritual = past.ritual
    blocks = [section(_in_all(past))] if past.over else []
    blocks += sections("\n".join(_past_line(item) for item in past.rounds) or "There has been no round yet.")
    if past.older is not None:
        value = f"{ritual.id}:{past.older.isoformat()}"
        blocks.append(buttons("older", button("Show older ones", OLDER, value)))
    blocks.append(
        context("People who were away or had the day off are excused, and never counted as missing.")
    )
    return modal(clip(f"{ritual.name}", 24), blocks, close="Back")


def read_older(value: str) -> tuple[int, date]:
    """Which ritual's rounds before which date the button asks for."""
    ritual_id, _, day = value.partition(":")
    return int(ritual_id), date.fromisoformat(day)


def _about(page: RitualInFull) -> list[str]:
    ritual, plan = page.ritual, page.ritual.plan
    state = "  ·  :double_vertical_bar: paused" if ritual.state == RitualState.PAUSED else ""
    return [
        f"*{escape(ritual.name)}*{state}\nAsks {schedule_in_words(plan.schedule, plan.spread)}.\n"
        f"{_sentence(rules_in_words(plan))}",
        f"*Who is asked*\n{people_in_words(plan, page.teams, page.people)}\n"
        f"*Results*\n{results_in_words(plan, page.teams)}",
        *([_promised(page)] if plan.tier is not Tier.NAMED or plan.about else []),
    ]


def _promised(page: RitualInFull) -> str:
    plan = page.ritual.plan
    about = [f"*About*\n{escape(plan.about)}"] if plan.about else []
    lines = [*about, f"*Who can tell who said what*\n{promised_in_words(plan)}"]
    return "\n".join([*lines, *([f":warning: {escape(page.caution)}"] if page.caution else ())])


def _rounds(page: RitualInFull, now: datetime) -> list[str]:
    ritual = page.ritual
    lines = ["*Rounds*", _coming(page)]
    if _is_skipping(page, now) and ritual.skips is not None:
        lines.append(f"{on_day(ritual.skips)} is left out.")
    newest, count = page.led.newest, page.led.count
    if newest is None:
        lines.append("There has been no round yet.")
    else:
        is_open = newest.state == RoundState.OPEN
        state = f"open until {in_readers_time(newest.closes_at)}" if is_open else "closed"
        said = [participation(count)] if count is not None else []
        lines.append(f"Newest: {', '.join([on_day(newest.local_date), *said, state])}.")
    if page.over:
        asked, answered = page.participation.asked, page.participation.answered
        lines.append(f"Participation: {answered} of {asked} answers in {last_rounds(page.over)}.")
    return lines


def _coming(page: RitualInFull) -> str:
    ritual = page.ritual
    if ritual.state == RitualState.PAUSED:
        return "Paused: no round opens until it is resumed."
    if not page.people:
        return "Nobody is in its teams yet; whoever joins is asked the next time."
    if not page.upcoming:
        return "There is no date to come."
    return f"Next: {dates_in_words(page.upcoming, ritual.plan.schedule, ritual.plan.spread)}."


def _actions(page: RitualInFull, now: datetime) -> list[Block]:
    ritual = page.ritual
    value, is_paused = str(ritual.id), ritual.state == RitualState.PAUSED
    first = [
        button("Edit", EDIT, value, style="primary"),
        button("Resume", RESUME, value) if is_paused else button("Pause", PAUSE, value),
        button("Run now", RUN, value, confirm=_confirm_run(page)),
    ]
    second = [
        button("History", HISTORY, value),
        button("End", END, value, style="danger", confirm=_confirm_end()),
    ]
    if _is_skipping(page, now):
        second.insert(0, button("Undo: ask on that day", UNSKIP, value))
    elif page.upcoming:
        second.insert(0, button("Skip the next one", SKIP, value))
    return [buttons("ritual:first", *first), buttons("ritual:second", *second)]


def _is_skipping(page: RitualInFull, now: datetime) -> bool:
    """Whether a round that is still ahead is left out."""
    skips, newest = page.ritual.skips, page.led.newest
    if skips is None or page.ritual.state != RitualState.ACTIVE:
        return False
    return skips >= now.date() and (newest is None or skips > newest.local_date)


def _confirm_run(page: RitualInFull) -> ConfirmObject:
    who = f"{plural(page.people, 'person', 'people')} in {listing([team.name for team in page.teams[:4]])}"
    return ConfirmObject(
        title="Run it now?",
        text=clip(
            f"{who} get a direct message now; not in their quiet hours, and not who is away or off today."
            " It counts as today's round.",
            _CONFIRM_TEXT,
        ),
        confirm="Run now",
        deny="Not now",
    )


def _confirm_end() -> ConfirmObject:
    return ConfirmObject(
        title="End it for good?",
        text=clip(
            "Nobody is asked any more, and it cannot be resumed. Its rounds, answers and threads stay, and the"
            " digest still knows them. A round that is open stays open until its end.",
            _CONFIRM_TEXT,
        ),
        confirm="End it",
        deny="Keep it",
        style="danger",
    )


def _in_all(past: History) -> str:
    count = past.participation
    share = f" ({round(100 * count.answered / count.asked)} %)" if count.asked else ""
    over = f"in {last_rounds(past.over)} that closed"
    return f"*{count.answered} of {count.asked} answered{share}* {over}."


def _past_line(item: PastRound) -> str:
    count = item.count
    if count is None:
        open_ = item.state == RoundState.OPEN
        known = "still open, nothing is counted before it closes" if open_ else "nothing could be shown"
        return f"•  *{on_day(item.local_date)}*: {known}"
    said = [participation(count)]
    said += [f"{count.late} late"] if count.late else []
    said += [f"{count.skipped} skipped"] if count.skipped else []
    said += [f"{count.excused} excused"] if count.excused else []
    said += ["still open"] if item.state == RoundState.OPEN else []
    line = f"•  *{on_day(item.local_date)}*: {', '.join(said)}"
    return line if len(item.teams) < 2 else "\n".join([line, *_by_team(item)])


def _by_team(item: PastRound) -> Sequence[str]:
    return [f"      {escape(team.team_name)}: {participation(team.count)}" for team in item.teams]


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."
