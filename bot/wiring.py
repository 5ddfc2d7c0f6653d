"""What connects rooms that do not know each other: the words things are put into, and where asking meets waiting."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from bot.goals import asked
from bot.loops import from_answers, parties, polls
from bot.loops.feedback import giving, opening, seeing, taking
from bot.loops.wording import Wording as LoopWording
from bot.privacy.ballots import SealedBallots
from bot.privacy.ports import WithheldItem, WithheldSeen
from bot.rituals.ports import Ports
from bot.rituals.wording import Wording
from bot.store import givers
from bot.store.engine import Store, Transaction
from bot.store.standings import Standing
from bot.values.errors import NoPlaceForKeys
from bot.values.loops import NewStep, Step
from bot.values.people import Member
from bot.values.ports import Keyring
from bot.values.questions import Answer
from bot.views.answering.prompt import build_prompt, build_reminder
from bot.views.digests.rows import with_row
from bot.views.feedback.after_rounds import (
    build_findings_and_way_on,
    build_report_and_way_on,
    build_wrap_up_and_way_on,
)
from bot.views.feedback.letters import build_giver_news, build_we_did
from bot.views.loops.card import build_card
from bot.views.loops.news import build_news
from bot.views.loops.ranking import build_ranking
from bot.views.results.board import build_board, build_introduction
from bot.views.results.reply_pages import build_blank
from bot.views.results.said import build_gathered, build_said
from bot.views.troubles.sealing import build_key_lost, build_not_opened

WORDING = Wording(
    prompt=build_prompt,
    reminder=build_reminder,
    board=build_board,
    said=build_said,
    gathered=build_gathered,
    wrap_up=build_wrap_up_and_way_on,
    report=build_report_and_way_on,
    findings=build_findings_and_way_on,
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
    digest_row=with_row,
)


def ports(keys: Keyring) -> Ports:
    """Where asking meets waiting, goals and sealing, which do not know each other."""
    return Ports(
        options_from=polls.options_from,
        goals_from=asked.goals_from,
        top_goals_from=asked.top_goals_from,
        on_answer=_on_answer,
        on_close=partial(polls.on_close, LOOP_WORDING),
        ballots=SealedBallots(keys),
    )


async def _on_answer(
    tx: Transaction, standing: Standing, given: Sequence[Answer], now: datetime
) -> Sequence[Answer]:
    """What is in the way is raised, a pick is a vote, and what is said of goals is recorded."""
    kept = await from_answers.on_answer(LOOP_WORDING, tx, standing, given, now)
    return await asked.on_answer(tx, standing, kept, now)


class GivenWithheld:
    """Where the rights of people meet feedback, which does not know of them: see `privacy.ports.Withheld`."""

    def __init__(self, store: Store, keys: Keyring) -> None:
        self._store, self._keys = store, keys

    async def of(self, member: Member, now: datetime) -> WithheldSeen:
        """See `privacy.ports.Withheld`."""
        mine = await seeing.mine(self._store, self._keys, member, now)
        waiting = [WithheldItem(each.title, each.details, each.to_name, "waits") for each in mine.waiting]
        handed_on = []
        async with self._store.reading() as tx:
            for each in mine.given:
                loop = each.seen.loop
                if loop.is_withheld:
                    to = await parties.in_words(tx, loop.waits_on)
                    handed_on.append(WithheldItem(loop.title, loop.details, to, str(loop.state)))
        return WithheldSeen([*waiting, *handed_on], mine.why_partly)

    async def take_back(self, member: Member, now: datetime) -> None:
        """See `privacy.ports.Withheld`."""
        mine = await seeing.mine(self._store, self._keys, member, now)
        if mine.why_partly:
            raise NoPlaceForKeys(mine.why_partly)
        for waits in mine.waiting:
            await taking.take_back_waiting(self._store, self._keys, member, waits.id)
        back = NewStep(Step.DECLINED)
        for each in mine.given:
            if each.seen.loop.is_withheld and Step.DECLINED in each.seen.may:
                await taking.take(self._store, self._keys, member, each.seen.loop.id, back, now)
        async with self._store.transaction() as tx:
            await givers.hold(tx, member.workspace_id)
            for loop_id in await opening.given_by(tx, self._keys, member):
                box = await givers.giver_of(tx, loop_id)
                if box is not None:
                    await opening.forget(tx, self._keys, box)

    async def destroy_keys(self, workspace_id: int) -> None:
        """See `privacy.ports.Withheld`."""
        prefixes = (opening.waiting_prefix, opening.giver_prefix, opening.mute_prefix)
        found = [name for prefix in prefixes for name in await self._keys.names(prefix(workspace_id))]
        for name in [*found, giving.forms_key(workspace_id)]:
            await self._keys.destroy(name)
