"""What a channel sees of a round before anybody has answered: who set it up, and how it stands."""

from collections.abc import Sequence

from bot.values.deliveries import Message
from bot.values.questions import Question
from bot.values.rituals import TO_LEAD, TO_TEAM, Introduction, Kind, RitualState, Tier
from bot.values.rounds import Board, Count, Round, RoundState
from bot.views.parts import context, section, sections
from bot.views.schedule_words import schedule_in_words
from bot.views.words import escape, in_readers_time, plural, round_title


def build_introduction(new: Introduction) -> Message:
    """What a team is told when somebody sets a ritual up for it, and who will read what it answers."""
    plan = new.ritual.plan
    text = (
        f":wave: Hello! *{escape(new.set_up_by)}* {_what_is_set_up(new)}. {_who_is_asked(new.people)} a DM with"
        f" {plural(_in_one_round(plan.questions), 'short question')}, and {_who_reads(new)}."
        " Nobody is named for not answering. Not for you? The first DM has a button for that."
    )
    return Message(text=text, blocks=tuple(sections(text)))


def build_board(board: Board) -> Message:
    """The parent message of a round: how it stands, without a word about who."""
    title = _title(board)
    if board.round.shows_groups_only:
        when = _groups_only(board.round)
        return Message(text=f"{title}\n{when}", blocks=(section(title), context(when)))
    standing = standing_in_words(board.count)
    if board.round.state == RoundState.OPEN and board.round.kind == Kind.FEEDBACK_ROUND:
        when = f"Open until {in_readers_time(board.round.closes_at)}. The answers appear here once it closes."
    elif board.round.state == RoundState.OPEN:
        when = f"Answers come into this thread until {in_readers_time(board.round.closes_at)}."
    else:
        when = _closed(board.count)
    if board.count.excused:
        who = plural(board.count.excused, "person who is", "people who are")
        when += f" Not counted: {who} away or could not be asked."
    text = f"{title}\n{standing}. {when}"
    return Message(text=text, blocks=(section(f"{title}\n{standing}."), context(when)))


def _title(board: Board) -> str:
    title = round_title(board.round.ritual_name, board.team_name, board.round.local_date)
    return f"{title}\nAbout {escape(board.round.about)}" if board.round.about else title


def _groups_only(round_: Round) -> str:
    """Not a word of how many came back, neither before it closes nor where they were too few."""
    if round_.state == RoundState.CLOSED:
        return "This round is closed. What it brought is in the thread."
    when = in_readers_time(round_.closes_at)
    return f"Open until {when}. Results appear once it closes, for groups of {round_.protection.fewest} and more."


def standing_in_words(count: Count) -> str:
    """`3 of 4 answered · 1 of them late · 1 skipped`."""
    if not count.asked:
        return "Nobody is asked this time"
    parts = [f"{count.answered} of {count.asked} answered"]
    if count.late:
        parts.append(f"{count.late} of them late")
    if count.skipped:
        parts.append(f"{count.skipped} skipped")
    return " · ".join(parts)


def _what_is_set_up(new: Introduction) -> str:
    name = escape(new.ritual.plan.name)
    if new.ritual.state == RitualState.PAUSED:
        return f"runs *{name}* for this channel, once for now"
    return f"set up *{name}* for this channel: {schedule_in_words(new.ritual.plan.schedule, new.ritual.plan.spread)}"


def _in_one_round(questions: Sequence[Question]) -> int:
    # Of questions that take turns, one is asked.
    return len(
        {("pool", question.pool) if question.pool else ("key", question.key) for question in questions}
    )


def _who_reads(new: Introduction) -> str:
    if new.ritual.plan.tier is not Tier.NAMED:
        return _which_groups(new)
    match new.ritual.plan.report:
        case report if report == TO_TEAM:
            return f"the answers come together here, {_in_a_thread(new)}"
        case report if report == TO_LEAD:
            return f"the answers go to *{_reader(new)}* alone, in one direct message when the round closes"
        case channel_id:
            return f"the answers come together in <#{channel_id}>, {_in_a_thread(new)}"


def _in_a_thread(new: Introduction) -> str:
    at_close = new.ritual.plan.kind is Kind.FEEDBACK_ROUND
    return "in one thread, once it closes" if at_close else "in one thread each time"


def _which_groups(new: Introduction) -> str:
    plan = new.ritual.plan
    where = {TO_TEAM: "appear here", TO_LEAD: f"go to *{_reader(new)}* in one direct message"}.get(
        plan.report, f"appear in <#{plan.report}>"
    )
    results = f"the results {where} once each round closes, for groups of {plan.protection.fewest} and more"
    if plan.tier is Tier.ANONYMOUS:
        return f"{results}. It is anonymous: the DM says exactly what that means"
    return f"{results}. Nobody in Slack is shown who said what"


def _reader(new: Introduction) -> str:
    return escape(new.reader or "whoever leads this team")


def _who_is_asked(people: int) -> str:
    if not people:
        return "Nobody but me is in it yet; whoever joins gets"
    return plural(people, "person gets", "people get")


def _closed(count: Count) -> str:
    if count.answered:
        return (
            "This round is closed. The answers are in the thread; late ones too, until the next round opens."
        )
    return "This round is closed. A late answer is welcome until the next round opens: type `/checkin`."
