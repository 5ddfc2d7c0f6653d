"""What somebody reads right after they took a step: what happens next, in one sentence."""

from bot.values.loops import NewStep, Step
from bot.values.ports import View
from bot.values.seen_loops import LoopSeen
from bot.views.loops.words import hits
from bot.views.parts import note
from bot.views.words import escape, on_day


def done_words(what: NewStep, seen: LoopSeen, *, is_new: bool = True) -> str:
    """What came of a step; with `is_new` False it had been taken before."""
    if not is_new:
        return _again(what.step, seen)
    day = on_day(what.on) if what.on else ""
    match what.step:
        case Step.ACKNOWLEDGED:
            return f"You are on it, and say more by {day}.{_told(seen)}"
        case Step.PROMISED:
            return f"You promised it for {day}.{_told(seen)}"
        case Step.ANSWERED:
            more = "" if _is_own(seen) else f" {_raiser(seen)} is told, and says whether that did it."
            return f"Answered.{more}"
        case Step.HANDED_OVER:
            return f"Handed over: it waits on {escape(seen.waits_on or 'somebody else')} now."
        case Step.DECLINED:
            return "Taken back." if _is_own(seen) else f"Declined. {_raiser(seen)} reads why."
        case Step.REOPENED:
            return f"Reopened. {escape(seen.waits_on or seen.owner or 'Whoever is on it')} is told."
        case Step.MERGED:
            return f"It is part of #{what.other_id} now, and everybody it hits is counted there."
        case Step.CONFIRMED:
            return f"Good to hear: #{seen.loop.id} is unblocked."
        case Step.JOINED:
            return f"Counted: #{seen.loop.id} hits you, too.{_hits(seen)} You hear of the answer."
        case _:
            return "Saved."


def asked_words(seen: LoopSeen, *, is_new: bool) -> str:
    """What becomes of asking for a day; with `is_new` False somebody had asked before."""
    who, number = escape(seen.owner or "Whoever is on it"), seen.loop.id
    if not is_new:
        return f"{who} was asked already by which day #{number} moves, and is not asked twice; its page shows it."
    return (
        f"Asked. {who} hears of it within their working hours, and says by which day #{number} moves; the digest"
        " shows that day in its row."
    )


def build_out_of_sight(what: NewStep, loop_id: int) -> View:
    """What is left of the page of a loop that is not theirs to see any more after what they did with it."""
    words = "Handed over" if what.step == Step.HANDED_OVER else "Done"
    return note(
        f"Bottleneck #{loop_id}",
        f"{words}. #{loop_id} is a private team's, and from now on between that team and whoever it waits on.",
    )


def _again(step: Step, seen: LoopSeen) -> str:
    if step == Step.JOINED:
        return f"#{seen.loop.id} counts you in already.{_hits(seen)}"
    return f"#{seen.loop.id} is done already; nothing changed."


def _told(seen: LoopSeen) -> str:
    return "" if _is_own(seen) else f" {_raiser(seen)} is told."


def _hits(seen: LoopSeen) -> str:
    return f" It {hits(seen)}." if hits(seen) else ""


def _is_own(seen: LoopSeen) -> bool:
    return seen.for_member is not None and seen.for_member == seen.loop.raiser_id


def _raiser(seen: LoopSeen) -> str:
    return escape(seen.raiser or "Whoever raised it")
