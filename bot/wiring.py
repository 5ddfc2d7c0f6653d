"""What connects rooms that do not know each other: the words things are put into, and where asking meets waiting."""

from functools import partial

from bot.loops import from_answers, polls
from bot.loops.wording import Wording as LoopWording
from bot.privacy.ballots import SealedBallots
from bot.rituals.ports import Ports
from bot.rituals.wording import Wording
from bot.values.ports import Keyring
from bot.views.answering.prompt import build_prompt, build_reminder
from bot.views.feedback.letters import build_giver_news, build_we_did
from bot.views.loops.card import build_card
from bot.views.loops.news import build_news
from bot.views.loops.ranking import build_ranking
from bot.views.results.board import build_board, build_introduction
from bot.views.results.findings import build_findings
from bot.views.results.reply_pages import build_blank
from bot.views.results.said import build_gathered, build_said
from bot.views.results.wrap_up import build_report, build_wrap_up
from bot.views.troubles.sealing import build_key_lost, build_not_opened

WORDING = Wording(
    prompt=build_prompt,
    reminder=build_reminder,
    board=build_board,
    said=build_said,
    gathered=build_gathered,
    wrap_up=build_wrap_up,
    report=build_report,
    findings=build_findings,
    blank=build_blank,
    introduction=build_introduction,
    not_opened=build_not_opened,
    key_lost=build_key_lost,
)

LOOP_WORDING = LoopWording(
    card=build_card,
    news=build_news,
    ranking=build_ranking,
    giver_news=build_giver_news,
    we_did=build_we_did,
)


def ports(keys: Keyring) -> Ports:
    """Where asking meets waiting and sealing, which do not know each other."""
    return Ports(
        options_from=polls.options_from,
        on_answer=partial(from_answers.on_answer, LOOP_WORDING),
        on_close=partial(polls.on_close, LOOP_WORDING),
        ballots=SealedBallots(keys),
    )
