"""Feedback: what somebody tells a person, a team or leadership, by name or with their name withheld."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bot.values.loops import NOBODY_YET, Loop, Source, WaitsOn
from bot.values.seen_loops import LoopSeen

A_DAY, WITHHELD_A_DAY, OPEN_WITHHELD = 5, 3, 10
"""What one person can give: so much a day, so much of it with the name withheld; and of that so much open at once."""

MUTED_DAYS = 30
"""For so long somebody whose feedback was taken down cannot withhold their name from whoever it was for."""

TAKEN_DOWN, TAKEN_BACK = "Taken down", "Taken back"
"""What stands in place of words that are gone."""

LONGEST_SAID = 600
"""Characters of what was said, and of what was done about it."""


@dataclass(frozen=True, slots=True)
class NewFeedback:
    """What somebody gives: one line in `title`, more in `details`. `to` is a member, a team or leadership. Under the
    same `key` it is given once, however often it is handed in."""

    title: str
    to: WaitsOn
    details: str | None = None
    is_withheld: bool = False
    link: str | None = None
    source: Source = field(default_factory=Source)
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What became of giving. Named: the `loop`. Withheld: there is none yet; it is handed on at `hand_on_at`, in UTC.

    `is_new` False: it had been handed in before.
    """

    loop: Loop | None = None
    hand_on_at: datetime | None = None
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Offer:
    """What the form can offer: whether a name can be withheld, or the sentence why not; and when it would be handed
    on, in UTC."""

    can_withhold: bool
    why_not: str | None
    hand_on_at: datetime


@dataclass(frozen=True, slots=True)
class WaitingFeedback:
    """One's own feedback with the name withheld that has not been handed on. `id` is random; `to_name` is what
    whoever it is for is called; `hand_on_at` in UTC."""

    id: str
    title: str
    details: str | None
    to: WaitsOn
    to_name: str
    hand_on_at: datetime


@dataclass(frozen=True, slots=True)
class FeedbackSeen:
    """One piece of feedback as one person sees it; what they can do is in `seen.may`.

    `is_mine`: they gave it; where the name is withheld, `seen.raiser` stays empty for everybody, the giver included.
    `is_for_me`: they are who it is for. `has_news`: they gave it, and the last word is not theirs. `ended_by_giver`:
    it was declined because they took it back; `is_taken_down`: its words are gone. `word_by`: the day by which
    whoever it is for means to have said a first word, while nobody has.
    """

    seen: LoopSeen
    is_mine: bool = False
    is_for_me: bool = False
    has_news: bool = False
    ended_by_giver: bool = False
    is_taken_down: bool = False
    word_by: date | None = None


@dataclass(frozen=True, slots=True)
class MyFeedback:
    """What one person gave, the newest first: what waits to be handed on, what is not over or was not until lately.

    `why_partly`: the sentence that says why what they gave with their name withheld cannot be shown now.
    """

    waiting: Sequence[WaitingFeedback] = ()
    given: Sequence[FeedbackSeen] = ()
    why_partly: str | None = None


@dataclass(frozen=True, slots=True)
class HomeFeedback:
    """What Home shows: the first of what is for somebody and not over (`for_me_count` in all), and what they gave by
    name that is not over, with news first.

    What anybody gives with their name withheld is not on their Home, which Slack keeps: it is shown when they ask for
    it. `may_be_more`: somebody here gave something so; who, is not looked up.
    """

    for_me: Sequence[FeedbackSeen] = ()
    for_me_count: int = 0
    given: Sequence[FeedbackSeen] = ()
    may_be_more: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether there is none to show."""
        return not (self.for_me or self.given)


NO_FEEDBACK = HomeFeedback()


@dataclass(frozen=True, slots=True)
class NewNote:
    """You said, we did: what a team is told. It answers a piece of feedback, a round, or neither."""

    team_id: int
    said: str
    did: str
    loop_id: int | None = None
    round_id: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note that was kept, and the team whose channel it is posted in; `round` is what the round is called that it
    answers."""

    id: int
    team: str
    said: str
    did: str
    at: datetime
    author: str | None = None
    round: str | None = None


@dataclass(frozen=True, slots=True)
class NoteOffer:
    """What the form for a note can offer: the teams this person can tell, by id and name, the likeliest first, and
    what `said` begins with: empty where a name is withheld, so that nobody is quoted by accident."""

    teams: Sequence[tuple[int, str]]
    said: str = ""
    to: WaitsOn = NOBODY_YET
