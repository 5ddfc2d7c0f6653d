"""How a round ended, with the way to tell the team what comes of it, where a round asks people what they think."""

from collections.abc import Sequence
from dataclasses import replace

from bot.values.deliveries import Message
from bot.values.results import Findings, Report, WrapUp
from bot.values.rituals import Kind
from bot.values.rounds import Round
from bot.views.feedback.we_did_form import TELL_OF_ROUND
from bot.views.parts import button, buttons
from bot.views.results.findings import build_findings
from bot.views.results.wrap_up import build_report, build_wrap_up

_ASKS_WHAT_THEY_THINK = (Kind.PULSE, Kind.FEEDBACK_ROUND)


def build_findings_and_way_on(found: Findings) -> Sequence[Message]:
    """What groups said."""
    return _with_way_on(build_findings(found), found.round, is_anything=found.outcome.answered is not None)


def build_wrap_up_and_way_on(wrap_up: WrapUp) -> Sequence[Message]:
    """How a round ended in its team."""
    return _with_way_on(build_wrap_up(wrap_up), wrap_up.board.round, is_anything=bool(wrap_up.said))


def build_report_and_way_on(report: Report) -> Sequence[Message]:
    """Everything a round brought, for the one person it goes to."""
    is_anything = any(team.said for team in report.teams)
    return _with_way_on(build_report(report), report.teams[0].board.round, is_anything=is_anything)


def _with_way_on(pages: Sequence[Message], round_: Round, *, is_anything: bool) -> Sequence[Message]:
    """Whoever may not tell the team is told who can, when they press."""
    if round_.kind not in _ASKS_WHAT_THEY_THINK or not is_anything:
        return pages
    tell = buttons("round_we_did", button("Tell the team what comes of it", TELL_OF_ROUND, str(round_.id)))
    return (*pages[:-1], replace(pages[-1], blocks=(*pages[-1].blocks, tell)))
