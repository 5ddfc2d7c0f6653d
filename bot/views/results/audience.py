"""Who will read an answer: said before it is given."""

from bot.values.rituals import TO_LEAD, TO_TEAM, Round, Tier


def who_reads(round_: Round) -> str:
    """A sentence for whoever is asked, true to the round's tier."""
    match round_.tier:
        case Tier.ANONYMOUS:
            fewest = round_.protection.fewest
            return (
                f"Anonymous: {_sees(round_)} group results only, from {fewest} people on, once it has closed."
            )
        case Tier.CONFIDENTIAL:
            fewest = round_.protection.fewest
            return (
                f"Confidential: {_sees(round_)} group results only, from {fewest} people on. An admin of this"
                " Drumbeat's database could look up single answers."
            )
    if round_.report == TO_TEAM:
        return "Your team reads it in its channel, under your name."
    if round_.report == TO_LEAD:
        return "Only your team's lead, or who stands in for them, reads it under your name once the round closes."
    return f"Everybody in <#{round_.report}> can read it, under your name."


def takes_late_until(round_: Round) -> str:
    """Until when an answer is taken that comes after somebody's own window."""
    return "everybody's time is over" if round_.shows_groups_only else "the next round opens"


def _sees(round_: Round) -> str:
    return "your team sees" if round_.report == TO_TEAM else f"everybody in <#{round_.report}> sees"
