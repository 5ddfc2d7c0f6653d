"""`/checkin` answered in words: what is open for me, how my teams' rounds stand, what just happened."""

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import ButtonElement

from bot.values.deliveries import Block, Message
from bot.values.editing import Paused, RunNow, Skipped
from bot.values.rituals import Coming, Ritual
from bot.values.rounds import Asked, Board, PromptState, Round, RoundState
from bot.views.answering.ballots import answer_button
from bot.views.answering.promise import where_shown
from bot.views.answering.prompt import ANSWER
from bot.views.parts import button, buttons, context, section
from bot.views.results.audience import takes_answers_until
from bot.views.rituals.set_up import START
from bot.views.schedule_words import coming_in_words
from bot.views.words import at_time, escape, first_few, in_readers_time, listing, on_day, plural, round_title

_MOST = 10


def build_open(asked: Sequence[Asked], coming: Sequence[Coming], now: datetime) -> Message:
    """What is open for one person now, each with its button; or when they will be asked next."""
    if not asked:
        return _nothing_open(coming)
    head = "Here is what is open for you. Which one?"
    blocks: list[Block] = [section(head)]
    for item in asked[:_MOST]:
        blocks.append(section(open_line(item, now)))
        blocks.append(buttons(f"open:{item.prompt.id}", open_button(item)))
    if len(asked) > _MOST:
        blocks.append(
            context(f"…and {len(asked) - _MOST} more. Answer these first, then type `/checkin` again.")
        )
    return Message(
        text="\n".join([head, *(open_line(item, now) for item in asked[:_MOST])]), blocks=tuple(blocks)
    )


def build_boards(boards: Sequence[Board]) -> Message:
    """How the newest rounds of somebody's teams stand: counts, never names of who is missing."""
    if not boards:
        text = "There has been no round in your teams yet. Start a check-in with `/checkin new`."
        return Message(text=text, blocks=(section(text),))
    text = first_few((_board_line(board) for board in boards), most=20)
    return Message(text=text, blocks=(section(text),))


def build_skipped(round_: Round) -> Message:
    """Skipping worked."""
    name = escape(round_.ritual_name)
    text = f"Skipped *{name}*. Changed your mind? `/checkin` still takes your answer until it closes."
    if round_.is_anonymous:
        text += " It is anonymous: nobody is told, and no reason is kept."
    return Message(text=text, blocks=(section(text),))


def build_asked_again(ritual_name: str, *, reopened: bool) -> Message:
    """Asking again is switched on."""
    when = "and this round is open for you again" if reopened else "from its next round on"
    text = f"Good to have you back. *{escape(ritual_name)}* asks you again, {when}."
    return Message(text=text, blocks=(section(text),))


def _nothing_open(coming: Sequence[Coming]) -> Message:
    asked_by = [item for item in coming if not item.opted_out]
    if not asked_by:
        text = "Nothing is open for you, and no check-in asks you yet. Start one for a channel: it takes one field."
        start = buttons("start", button("Start a check-in", START, "checkin", style="primary"))
        return Message(text=text, blocks=(section(text), start))
    lines = [
        f"•  *{escape(item.name)}*: {coming_in_words(item.next_at, item.next_until)}" for item in asked_by
    ]
    text = f"Nothing is open for you right now. Next up:\n{first_few(lines, most=10)}"
    return Message(text=text, blocks=(section(text),))


def open_line(item: Asked, now: datetime) -> str:
    """One open prompt in a line."""
    round_, prompt = item.round, item.prompt
    title = round_title(round_.ritual_name, item.team_name, round_.local_date)
    until = f"{at_time(prompt.closes_at, prompt.zone, seen_from=round_.local_date)} your time"
    if round_.is_anonymous:
        return f"{title}: anonymous, {_anonymous(item, now, until)}"
    if prompt.closes_at <= now:
        return f"{title}: {_afterwards(prompt.state, takes_answers_until(round_, prompt.zone))}"
    match prompt.state:
        case PromptState.ANSWERED:
            changeable = takes_answers_until(round_, prompt.zone)
            return f"{title}: answered, you can change it until {changeable}"
        case PromptState.SKIPPED:
            return f"{title}: skipped, you can still answer until {until}"
        case _:
            return f"{title}: open until {until}"


def _afterwards(state: PromptState, until: str) -> str:
    if state is PromptState.ANSWERED:
        return f"answered, you can still change it until {until}"
    closed = "skipped" if state is PromptState.SKIPPED else "closed"
    return f"{closed}, a late answer is welcome until {until}"


def open_button(item: Asked, *, style: str | None = None) -> ButtonElement:
    """The way to the form of an open prompt; `style` where nothing came back yet."""
    is_answered = item.prompt.state == PromptState.ANSWERED
    label, style = ("Edit my answer", None) if is_answered else ("Answer", style)
    if item.round.is_anonymous:
        return answer_button(item.round, label, style=style)
    return button(label, ANSWER, str(item.prompt.id), style=style)


def _anonymous(item: Asked, now: datetime, until: str) -> str:
    if item.prompt.closes_at <= now:
        return "it is just closing"
    if item.is_hidden:
        return f"open until {until}. I cannot look up whether you have answered: its key cannot be reached right now"
    match item.prompt.state:
        case PromptState.ANSWERED:
            return f"you have answered (you can change it until {until})"
        case PromptState.SKIPPED:
            return f"not this time (you can answer after all until {until})"
        case _:
            return f"open until {until}"


def _board_line(board: Board) -> str:
    count, round_ = board.count, board.round
    title = round_title(round_.ritual_name, board.team_name, round_.local_date)
    is_open = round_.state == RoundState.OPEN
    state = f"open until {in_readers_time(round_.closes_at)}" if is_open else "closed"
    if round_.shows_groups_only:
        known = "nothing is counted before" if is_open else f"what it brought stands {where_shown(round_)}"
        return f"•  {title}: {round_.tier}, {state}, {known}"
    skipped = f", {count.skipped} skipped" if count.skipped else ""
    return f"•  {title}: {count.answered} of {count.asked} answered{skipped}, {state}"


def paused(stopped: Paused) -> str:
    """A ritual opens no more rounds for the time being, and what becomes of the open one."""
    name = escape(stopped.name)
    return f"*{name}* is paused: nobody is asked until you type `/checkin resume {name}`.{_goes_on(stopped)}"


def ended(stopped: Paused) -> str:
    """A ritual has ended, and what is kept."""
    return (
        f"*{escape(stopped.name)}* has ended: nobody is asked any more. Its rounds and answers stay where they are,"
        f" and its name is free for another one.{_goes_on(stopped)}"
    )


def resumed(ritual: Ritual) -> str:
    """A ritual asks again, and when next."""
    name, next_date = escape(ritual.name), ritual.next_date
    when = f" The next round opens on {on_day(next_date)}." if next_date else " It has no date to come yet."
    return f"*{name}* asks again.{when}"


def runs_now(run: RunNow) -> str:
    """A round was opened at once: who is asked, and what it replaces."""
    where = escape(listing(list(run.team_names))) or "its teams"
    if run.brought_forward:
        later = plural(run.brought_forward, "person", "people")
        verb = "is" if run.brought_forward == 1 else "are"
        return (
            f"Today's round of *{escape(run.round.ritual_name)}* was open already where the day is further on."
            f" {later} who would have been asked later {verb} asked now, and can answer until"
            f" {in_readers_time(run.round.closes_at)}."
        )
    excused = f" {run.count.excused} more are away or off today." if run.count.excused > 1 else ""
    excused = " 1 more is away or off today." if run.count.excused == 1 else excused
    instead = " It takes the place of the one that was to come today." if run.instead else ""
    people = plural(run.count.asked, "person", "people")
    verb = "is" if run.count.asked == 1 else "are"
    return (
        f"*{escape(run.round.ritual_name)}* runs now: {people} in {where} {verb} asked, and can answer until"
        f" {in_readers_time(run.round.closes_at)}. Whoever has quiet hours is asked when they end.{excused}{instead}"
    )


def skips(skipped: Skipped) -> str:
    """A round is left out, and which one comes after it."""
    after = (
        f"the next one is on {on_day(skipped.next_date)}" if skipped.next_date else "there is none after it"
    )
    return (
        f"*{escape(skipped.ritual.name)}* leaves out {on_day(skipped.left_out)}: nobody is asked then, and {after}."
        " Undo it here until then."
    )


def skips_no_more(ritual: Ritual) -> str:
    """Nothing is left out any more."""
    when = f" The next round opens on {on_day(ritual.next_date)}." if ritual.next_date else ""
    return f"*{escape(ritual.name)}* leaves nothing out.{when}"


def saying(text: str) -> Message:
    """One sentence as a message."""
    return Message(text=text, blocks=(section(text),))


def _goes_on(stopped: Paused) -> str:
    round_ = stopped.open_round
    if round_ is None:
        return " No round is open right now."
    day, until = on_day(round_.local_date), in_readers_time(round_.closes_at)
    return f" The round of {day} goes on: it stays open until {until}, and takes answers as usual."
