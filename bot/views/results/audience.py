"""Who will read an answer: said before it is given."""

from bot.values.questions import IN_WORDS
from bot.values.rituals import TO_LEAD, TO_TEAM, Tier
from bot.values.rounds import Round
from bot.views.words import at_time


def who_reads(round_: Round) -> str:
    """A sentence for whoever is asked, true to the round's tier."""
    match round_.tier:
        case Tier.ANONYMOUS:
            fewest = round_.protection.fewest
            return (
                f"Anonymous: {_sees(round_)} group results only, from {fewest} people on, once it has closed."
            )
        case Tier.CONFIDENTIAL:
            return (
                f"Confidential: {_sees(round_)} group results only, {_from_how_many(round_)}. An admin of this"
                " Drumbeat's database could look up single answers."
            )
    later = ", once the round closes" if round_.shows_when_closed else ""
    if round_.report == TO_TEAM:
        return f"Your team reads it in its channel, under your name{later}."
    if round_.report == TO_LEAD:
        return "Only your team's lead, or who stands in for them, reads it under your name once the round closes."
    return f"Everybody in <#{round_.report}> can read it, under your name{later}."


def takes_answers_until(round_: Round, zone: str) -> str:
    """Until when an answer can be given or changed, also after somebody's own window."""
    if not round_.shows_groups_only:
        return "the next round opens"
    return f"{at_time(round_.closes_at, zone, seen_from=round_.local_date)} your time"


def _from_how_many(round_: Round) -> str:
    protection = round_.protection
    words = any(question.type in IN_WORDS for question in round_.questions)
    return f"from {protection.fewest} people on{f' ({protection.fewest_words} for words)' if words else ''}"


def _sees(round_: Round) -> str:
    return "your team sees" if round_.report == TO_TEAM else f"everybody in <#{round_.report}> sees"
