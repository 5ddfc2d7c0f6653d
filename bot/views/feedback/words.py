"""What feedback is in words: who gave it to whom, where it stands, and what happened."""

from datetime import date

from bot.values.loops import LoopState, Step
from bot.values.seen_loops import LoopSeen, Told
from bot.views.loops.words import next_word, promised_for
from bot.views.words import clip, escape, on_day

NAMELESS = "Somebody who withheld their name"
"""What a giver nobody is to know is called."""

YOU = "You"


def called(seen: LoopSeen, most: int = 150) -> str:
    """Its title, safe for a message; bold is up to the caller."""
    return escape(clip(seen.loop.title, most))


def from_whom(seen: LoopSeen, *, is_mine: bool) -> str:
    """`from ana`, `from somebody who withheld their name`, `from you, with your name withheld`."""
    if is_mine:
        return "from you, with your name withheld" if seen.loop.is_withheld else "from you"
    return f"from {_low(NAMELESS) if seen.loop.is_withheld else escape(seen.raiser or 'somebody who left')}"


def for_whom(seen: LoopSeen) -> str:
    """`for you`, `for Checkout`, `for leadership`."""
    if seen.loop.waits_on.member_id is not None and seen.loop.waits_on.member_id == seen.for_member:
        return "for you"
    return f"for {reader(seen)}"


def reader(seen: LoopSeen) -> str:
    """Whom it is for, by name."""
    return escape(seen.waits_on or "somebody who left")


def standing(seen: LoopSeen, today: date, *, is_mine: bool) -> str:
    """Where it stands, as the end of a sentence: `ana has it, next word Fri 27 Nov`."""
    loop, owner = seen.loop, _owner(seen)
    has = "have" if owner == YOU else "has"
    match loop.state:
        case LoopState.RAISED:
            return _waiting(seen, is_mine=is_mine)
        case LoopState.ACKNOWLEDGED:
            return f"{_mid(owner)} {has} it{next_word(loop.due_on, today)}"
        case LoopState.PROMISED:
            return f"{_mid(owner)} promised something{promised_for(loop.due_on, today)}"
        case LoopState.ANSWERED:
            says = "you say" if is_mine else f"{_mid(_giver(seen))} says"
            return f"answered by {_mid(owner)}; {says} whether that settles it"
        case LoopState.CONFIRMED:
            return "settled"
        case LoopState.PRESUMED:
            return "answered, and taken to be settled"
        case _:
            return _ended(seen)


def happened(seen: LoopSeen, told: Told, *, is_mine: bool) -> str:
    """One step of its story: `ana took it on; next word Fri 27 Nov.`"""
    what, who = told.event.what, _actor(seen, told, is_mine=is_mine)
    words = f" “{escape(what.words)}”" if what.words else ""
    day = on_day(what.on) if what.on else ""
    match what.step:
        case Step.RAISED:
            return f"{who} gave it, for {escape(told.waits_on or 'somebody who left')}."
        case Step.CHANGED:
            return f"{who} put it in other words."
        case Step.ACKNOWLEDGED:
            return f"{who} took it on; next word {day}.{words}"
        case Step.PROMISED:
            return f"{who} promised something for {day}.{words}"
        case Step.ANSWERED:
            return f"{who} answered.{words}"
        case Step.CONFIRMED:
            return f"{who}: that settles it.{words}"
        case Step.PRESUMED:
            return "Two weeks without an objection: taken to be settled."
        case Step.REOPENED:
            return f"{who}: not yet.{words}"
        case Step.DECLINED:
            return f"{who} {'took it back' if _is_by_giver(seen, told) else 'declined it'}.{words}"
        case Step.HANDED_OVER:
            return f"{who} handed it to {escape(told.waits_on or 'somebody who left')}.{words}"
        case Step.NUDGED:
            return "It still waited for a word, and whoever it is for was reminded."
        case Step.ASKED:
            return f"{who} asked back.{words}"
        case Step.REPLIED:
            return f"{who} replied.{words}"
        case Step.NOTED:
            team = escape(told.team) if told.team else "the team"
            return f"{who} told {team} what came of it.{words}"
        case Step.TAKEN_DOWN:
            return f"{who} took its words down.{words}"
        case _:
            return f"{who}: {what.step}.{words}"


def is_asked(seen: LoopSeen) -> bool:
    """Whether whoever it is for asked back, and no reply came yet."""
    talk = [told.event.step for told in seen.events if told.event.step in (Step.ASKED, Step.REPLIED)]
    return bool(talk) and talk[-1] is Step.ASKED


def is_on_it(seen: LoopSeen) -> bool:
    """Whether whoever reads this took it on."""
    return seen.loop.owner_id is not None and seen.loop.owner_id == seen.for_member


def _waiting(seen: LoopSeen, *, is_mine: bool) -> str:
    talk = (Step.ASKED, Step.REPLIED, Step.REOPENED)
    match next((told.event.step for told in reversed(seen.events) if told.event.step in talk), None):
        case Step.ASKED:
            return f"asked back, and waiting for {'your' if is_mine else 'their'} reply"
        case Step.REPLIED:
            return "replied to, and waiting for a word"
    return "open again, and waiting for a word" if seen.loop.reopened else "waiting for a first word"


def _ended(seen: LoopSeen) -> str:
    last = seen.events[-1] if seen.events else None
    if last is not None and last.event.step == Step.TAKEN_DOWN:
        return "taken down"
    return "taken back" if last is not None and _is_by_giver(seen, last) else "declined"


def _actor(seen: LoopSeen, told: Told, *, is_mine: bool) -> str:
    event = told.event
    if event.by_giver:
        return YOU if is_mine else NAMELESS
    if event.actor_id is not None and event.actor_id == seen.for_member:
        return YOU
    return escape(told.actor or "Somebody who left")


def _is_by_giver(seen: LoopSeen, told: Told) -> bool:
    event, raiser_id = told.event, seen.loop.raiser_id
    return event.by_giver or (raiser_id is not None and event.actor_id == raiser_id)


def _giver(seen: LoopSeen) -> str:
    return "Whoever gave it" if seen.loop.is_withheld else escape(seen.raiser or "Whoever gave it")


def _owner(seen: LoopSeen) -> str:
    return YOU if is_on_it(seen) else escape(seen.owner or "Somebody")


def _mid(name: str) -> str:
    """What stands for a name, inside a sentence; a name itself stays as it is."""
    return _low(name) if name in (YOU, NAMELESS, "Somebody", "Whoever gave it") else name


def _low(text: str) -> str:
    return text[:1].lower() + text[1:]
