"""What somebody reads right after they took a step with feedback: what happens next, in one sentence."""

from bot.values.feedback import FeedbackSeen
from bot.values.loops import Loop, NewStep, Step
from bot.views.feedback.words import reader
from bot.views.words import escape, on_day

SETTLED = "Good to hear. It is settled."

_FORGOTTEN = "What led from it to you is deleted for good, so it is not listed any more."


def done_words(what: NewStep, item: FeedbackSeen) -> str:
    """What came of a step, on the page of what it was taken with."""
    day = on_day(what.on) if what.on else ""
    told = _told(item)
    match what.step:
        case Step.ACKNOWLEDGED:
            return f"You have it, and say more by {day}. {told}"
        case Step.PROMISED:
            return f"You promised something for {day}. {told}"
        case Step.ASKED:
            return f"Asked. {told}"
        case Step.ANSWERED:
            return f"Answered. {told} They say whether that settles it."
        case Step.DECLINED if item.ended_by_giver:
            return "Taken back. What you wrote is gone."
        case Step.DECLINED:
            return f"Declined. {told}"
        case Step.HANDED_OVER:
            return f"Handed over, to {escape(item.seen.waits_on or 'somebody else')}. {told}"
        case Step.TAKEN_DOWN:
            return f"Taken down: what was written is gone. {told}"
        case Step.REPLIED:
            without = ", without your name" if item.seen.loop.is_withheld else ""
            return f"Sent. {reader(item.seen)} hears of it from me{without}."
        case Step.REOPENED:
            return "It is open again."
        case Step.CONFIRMED:
            return SETTLED
        case _:
            return "Saved."


def gone_words(what: NewStep, loop: Loop) -> str:
    """The same where it is not theirs to see any more."""
    if what.step == Step.HANDED_OVER:
        return "Handed over. From now on it is theirs to read and to answer; whoever gave it is told."
    if what.step == Step.CONFIRMED:
        return f"{SETTLED} {_FORGOTTEN}"
    if what.step == Step.DECLINED and loop.is_withheld:
        return f"Taken back. What you wrote is gone. {_FORGOTTEN}"
    return "Done. It is not yours to see any more."


def _told(item: FeedbackSeen) -> str:
    if item.seen.loop.is_withheld:
        return "Whoever gave it hears that there is news on the next working morning."
    return f"{escape(item.seen.raiser or 'Whoever gave it')} is told."
