"""The tables. Two kinds of time: UtcDateTime columns are calendar time, Float columns are machine seconds.

Calendar time may be wound in the sandbox; machine seconds (since 1970, by the database's clock) never are.
"""

from bot.store.tables.columns import UtcDateTime, metadata
from bot.store.tables.deliveries import delivery, dm_hour, pace
from bot.store.tables.digests import digest, digest_issue, digest_note, digest_row, week_mark
from bot.store.tables.goals import goal, goal_confidence
from bot.store.tables.loops import category, loop, loop_event, loop_hit, loop_news, vote
from bot.store.tables.people import away, left_out, member, team, team_member, workspace
from bot.store.tables.persons import member_export
from bot.store.tables.privacy import (
    anonymous_round,
    ballot,
    giver,
    muted,
    replica,
    result,
    sealed_text,
    waiting_feedback,
    we_did,
)
from bot.store.tables.rituals import (
    answer,
    answer_draft,
    answer_history,
    former_team,
    opt_out,
    prompt,
    ritual,
    ritual_team,
    round_,
    round_team,
)
from bot.store.tables.signals import signal, signal_report
from bot.store.tables.sums import week_scale, week_sum, week_turnout

__all__ = [
    "UtcDateTime",
    "anonymous_round",
    "answer",
    "answer_draft",
    "answer_history",
    "away",
    "ballot",
    "category",
    "delivery",
    "digest",
    "digest_issue",
    "digest_note",
    "digest_row",
    "dm_hour",
    "former_team",
    "giver",
    "goal",
    "goal_confidence",
    "left_out",
    "loop",
    "loop_event",
    "loop_hit",
    "loop_news",
    "member",
    "member_export",
    "metadata",
    "muted",
    "opt_out",
    "pace",
    "prompt",
    "replica",
    "result",
    "ritual",
    "ritual_team",
    "round_",
    "round_team",
    "sealed_text",
    "signal",
    "signal_report",
    "team",
    "team_member",
    "vote",
    "waiting_feedback",
    "we_did",
    "week_mark",
    "week_scale",
    "week_sum",
    "week_turnout",
    "workspace",
]
