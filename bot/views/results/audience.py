"""Who will read an answer: said before it is given."""

from bot.values.rituals import TO_LEAD, TO_TEAM


def who_reads(report: str) -> str:
    """A sentence for whoever is asked, given where their round is shown."""
    if report == TO_TEAM:
        return "Your team reads it in its channel, under your name."
    if report == TO_LEAD:
        return "Only your team's lead, or who stands in for them, reads it under your name once the round closes."
    return f"Everybody in <#{report}> can read it, under your name."
