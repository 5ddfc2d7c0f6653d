"""How the digest's numbers are made, in a modal: behind the button under every digest."""

from bot.values.ports import View
from bot.views.parts import note

_TEXT = """
*Week.* Monday to Sunday. A digest posted Monday to Wednesday is about the week before; from Thursday on it is \
about the week so far. A check-in belongs to its date where each person lives.

*Participation.* People who answered before the check-in closed, out of the people asked. Late answers and skips \
are given beside it. Whoever was away, opted out or could not be asked because Drumbeat was down is not counted, \
and neither is a check-in that is still open. Percentages are given from 20 on.

*Where people are.* The people asked and those who answered in time, each once, by region: read off their time zone. \
Regions of fewer than 5 stand together. It is told of all teams without a private channel, never of one of them.

*How soon* (in `/trends`). Answered within 24 hours of coming, out of all that were asked; half answered within …, \
with those who did not counted as having taken at least until it closed, and not with fewer than 5 answers.

*When asked* (in `/trends`). The middle of the local times at which people were asked; working hours are 8:00 to \
18:00 on days they work.

*Changed.* The usual range is the average of earlier weeks, plus and minus 2.66 times the average difference of \
neighbouring weeks. A week outside it is named, and so are two weeks running beyond two thirds of the way on the \
same side. Inside it nothing is said: that is what ordinary weeks look like. What one person alone can do is never a \
change. Where twelve others are left, the last four weeks are not compared with; marked weeks never are. The \
range starts anew after two weeks without numbers, when the group grew or shrank by more than a quarter, and when \
the wording or the scale changed.

*Counted things* (bottlenecks opened and cleared, signals of each kind) are unusual beyond their average plus or \
minus three times its square root: with 3 a week from 9 on. With fewer than 2 a week only the count is said.

*Nothing is said* of change with fewer than 6 weeks to compare with; with 6 to 11 it is an early signal. Averages of \
answers are not judged when fewer than half answered, and marked weeks are not judged at all. At most three changes \
are shown, the others are in the thread. By chance alone 2 or 3 in 100 numbers look like a change in any week.

*Week by week* is what a number was in each week that can be compared with the last, and its usual range as it is \
now. *Answered in time* is out of every 10 prompts of a team, whatever asked. What is drawn begins after the last \
week without a number, and nothing is drawn of fewer than 6.

*Bottlenecks.* Opened: raised in that week. Cleared: confirmed by whoever raised it in that week, or presumed after \
two weeks without an objection. Open: still waiting when this was posted.

*Half are cleared within …* counts those raised in the last 8 weeks, from raised to answered; what is still open \
counts as having waited at least until now, so that slow ones are not left out (Kaplan–Meier). An answer that was \
taken back does not count, and its clock goes on. With fewer than 8 raised or fewer than 5 cleared nothing is said.

*How soon half were cleared* (in `/trends`) is the same at the end of each week: what was answered later still \
waited then.

*85 in 100* is the same for all but the slowest 15. *Opened again* is out of those that had been answered or declined.

*Blocked days* are the days each bottleneck waited in the last 28, added up; what was handed over counts for each as \
long as it was theirs, and less than 3 days between two are not named.

*Again* is what was opened again, or what two teams or more said hits them within 28 days.

*Feedback.* Told: givers who were sent the outcome, or read it, in that week. *Within 14 days* is out of what was \
received 14 to 42 days ago, since what came later has not had its two weeks; what was taken back or taken down is \
left out, and with fewer than 5 nothing is said. *Half within …* is reckoned as for \
bottlenecks, from received to told.

*Goals.* Each is its owner's forecast from 0 to 10, never averaged. Told are those at 4 or below, those 2 below the \
last word of the week before, and those 3 below that of four weeks before. Not updated: no word for 14 days. \
The same top goal: how many named the one most people named, of those who answered in time; of fewer than 5 it is \
not told.

*You said, we did* are notes teams were told that week, in the words of whoever wrote them.

*Heard outside.* What was noted in that week of customers, competitors and the market. People and teams are those \
who noted the same within 90 days, each once; only what somebody said is the same counts together.

*Said in check-ins.* People's own words, as long as their last check-in of the week still says so. "Since" goes back \
over their check-ins as long as the wording stays alike, for up to 12 weeks.

*What groups say.* Confidential and anonymous rounds are told from results that were rounded and frozen when they \
closed: means to halves (from 12 answers on to quarters), parts to quarters, and a word where 8 in 10 or \
more say the same. Nothing of fewer than 5 people, and groups that small stand together. A change has to be larger \
than the rounding.

*Needs you.* Bottlenecks whose lead was told and that still have no word, or whose day has passed, and those a poll \
put first; then what was said in at least two check-ins running. The longest first. What is pressed there \
changes the row for everybody.

*For whom.* The team reads all of it. Leadership reads the same figures without words from check-ins; partners read \
what waits on somebody outside, and goals by title.

*Never.* Teams are not ranked or compared, people are not scored, no mood is read from anyone's words, and a \
change comes with numbers, not with a cause.
""".strip()


def build_how() -> View:
    """What every number means, and when it is not given."""
    return note("How we compute", _TEXT)
