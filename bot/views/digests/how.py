"""How the digest's numbers are made, in a modal: behind the button under every digest."""

from bot.values.ports import View
from bot.views.parts import note

_TEXT = """
*Week.* Monday to Sunday. A digest posted Monday to Wednesday is about the week before; from Thursday on it is \
about the week so far. A check-in belongs to its date where each person lives.

*Participation.* People who answered before the check-in closed, out of the people asked. Late answers and skips \
are given beside it. Whoever was away, opted out or could not be asked because Drumbeat was down is not counted, \
and neither is a check-in that is still open. Percentages are given from 20 on.

*Changed.* The usual range is the average of earlier weeks, plus and minus 2.66 times the average difference of \
neighbouring weeks. A week outside it is named, and so are two weeks running beyond two thirds of the way on the \
same side. Inside it nothing is said: that is what ordinary weeks look like. The range starts anew after two \
weeks without numbers, when the group grew or shrank by more than a quarter, and when the wording changed.

*Nothing is said* with fewer than 6 weeks to compare with; with 6 to 11 it is an early signal. Averages of answers \
are not judged when fewer than half answered. At most three changes are shown, the others are in the thread.

*In the way.* People's own words, as long as their last check-in of the week still says so. "Since" goes back \
over their check-ins as long as the wording stays alike, for up to 12 weeks.

*Needs you.* What was said in at least two check-ins running, the longest first.

*Never.* Teams are not ranked or compared, people are not scored, no mood is read from anyone's words, and a \
change comes with numbers, not with a cause.
""".strip()


def build_how() -> View:
    """What every number means, and when it is not given."""
    return note("How we compute", _TEXT)
