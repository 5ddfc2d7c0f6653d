"""What an anonymous round promises, and what it does not: read before the first answer, true to the letter."""

from bot.values.questions import IN_WORDS
from bot.values.rituals import TO_TEAM, Breakdown
from bot.values.rounds import Round
from bot.views.parts import Blocks, section

_APART = {Breakdown.TEAM: "by team", Breakdown.REGION: "by region"}


def build_promise(round_: Round) -> Blocks:
    """The whole promise, with this round's own numbers."""
    return [section(f":lock: *Anonymous.* {_shown(round_)}\n{_KEPT}"), section(_not_promised(round_))]


def shown_in_short(round_: Round) -> str:
    """What will be shown, in half a sentence."""
    fewest, where = round_.protection.fewest, where_shown(round_)
    words = f" ({round_.protection.fewest_words} for words)" if _asks_for_words(round_) else ""
    return f"results for groups of {fewest} or more people{words} stand {where}"


def where_shown(round_: Round) -> str:
    """Where the results will be."""
    return "in your team's channel" if round_.report == TO_TEAM else f"in <#{round_.report}>"


def _shown(round_: Round) -> str:
    shown = [
        f"Once this round has closed, results for groups of {round_.protection.fewest} or more people are shown once,"
        f" {where_shown(round_)}."
    ]
    if round_.protection.breakdown in _APART:
        shown.append(
            f"They are told apart {_APART[round_.protection.breakdown]} where each group is that large."
        )
    if _asks_for_words(round_):
        shown.append(
            f"What you write is shown only if {round_.protection.fewest_words} or more people write."
        )
    shown.append(f"If fewer than {round_.protection.fewest} answer, nothing is kept or shown.")
    return " ".join(shown)


_KEPT = (
    "Then every answer is cut off from whoever gave it, for good: neither your lead nor any admin can tell who"
    " answered, or what, not even from the database or its backups."
)


def _not_promised(round_: Round) -> str:
    parts = [
        "*What this does not protect from.* Until it has closed, whoever runs the server of this Drumbeat could"
        " technically read your answers; Slack carries them there."
    ]
    if round_.rules is not None and round_.rules.remind_before is not None:
        parts.append(
            "Whoever has not answered shortly before the end is reminded once, and that message stays in Slack."
        )
    if _asks_for_words(round_):
        parts.append("What you write is shown word for word: leave out what only you would know or say.")
    return " ".join(parts)


def _asks_for_words(round_: Round) -> bool:
    return any(question.type in IN_WORDS for question in round_.questions)
