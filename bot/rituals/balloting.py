"""What a person can do with an anonymous prompt: open its form, answer, change that, or say "not this time".

All of it stands in their ballot and nowhere else. Nothing is kept of a form that is not sent, nor of what an answer
replaced; the prompt's row is neither changed nor held, and the DM that asked never says what came back.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.rituals.ports import Ballots
from bot.store import rounds, showing, standings, teams
from bot.store.engine import Store, Transaction
from bot.store.standings import Standing
from bot.values.errors import NoPlaceForKeys, NotThere, TooLate
from bot.values.people import Member
from bot.values.questions import Answer, Answers
from bot.values.rounds import Asked, Form, Prompt, PromptState, Round, RoundState

GONE = "I can't find that round any more. Type `/checkin` to see what is open for you."
EXCUSED = (
    "You are excused from that round, so there is nothing to answer. Type `/checkin` to see what is open."
)
CLOSED = "This round has closed, so it takes no more answers."


class RoundIsOver(TooLate):
    """An anonymous round has closed. `channels` are those in which this person finds what it brought."""

    def __init__(self, round_: Round, channels: Sequence[str]) -> None:
        super().__init__(CLOSED)
        self.round = round_
        self.channels = channels


async def form_of(store: Store, ballots: Ballots, round_id: int, member: Member) -> Form:
    """The form of a round with what is in this person's ballot. Raises NotThere, RoundIsOver or NoPlaceForKeys."""
    async with store.reading() as tx:
        standing = await _open(tx, round_id, member)
        return _form(standing, await ballots.own(tx, standing.round, member.id))


async def hand_in(
    store: Store, ballots: Ballots, round_id: int, member: Member, read: Callable[[Round], Sequence[Answer]]
) -> Round:
    """Put what `read` finds into this person's ballot. Raises what `form_of` does, and what `read` raises."""
    async with store.transaction() as tx:
        standing = await _open(tx, round_id, member)
        await ballots.cast(tx, standing.round, member.id, read(standing.round))
        return standing.round


async def withdraw(store: Store, ballots: Ballots, round_id: int, member: Member) -> Round:
    """This person will not answer this time; what was in their ballot is taken out. Raises what `form_of` does."""
    async with store.transaction() as tx:
        standing = await _open(tx, round_id, member)
        await ballots.withdraw(tx, standing.round, member.id)
        return standing.round


async def round_of(store: Store, round_id: int, member: Member) -> Round:
    """The round, open or over, for whoever it asks or one of whose teams it asked. Raises NotThere."""
    async with store.reading() as tx:
        round_ = await _round(tx, round_id, member)
        if await standings.for_member_in(tx, round_id, member.id) is None:
            await _channels(tx, round_, member)
        return round_


async def as_its_owner_sees(tx: Transaction, ballots: Ballots, standing: Standing) -> Asked:
    """A prompt as only the person it goes to sees it: whether it was answered, an anonymous one as well."""
    asked = Asked(standing.prompt, standing.round, standing.team_name, kind=standing.kind)
    if not standing.round.is_anonymous:
        return asked
    try:
        own = await ballots.own(tx, standing.round, standing.member.id)
    except (NoPlaceForKeys, TooLate):
        return replace(asked, prompt=_with_ballot(standing, None), is_hidden=True)
    return replace(asked, prompt=_with_ballot(standing, own))


async def _open(tx: Transaction, round_id: int, member: Member) -> Standing:
    # Whether it is open comes first: once it is over there is neither prompt nor key.
    round_ = await _round(tx, round_id, member)
    if round_.state == RoundState.CLOSED:
        raise RoundIsOver(round_, await _channels(tx, round_, member))
    standing = await standings.for_member_in(tx, round_id, member.id)
    if standing is None:
        raise NotThere(GONE)
    if standing.prompt.state == PromptState.EXCUSED:
        raise NotThere(EXCUSED)
    return standing


async def _round(tx: Transaction, round_id: int, member: Member) -> Round:
    round_ = await rounds.find(tx, member.workspace_id, round_id)
    if round_ is None or not round_.is_anonymous:
        raise NotThere(GONE)
    return round_


async def _channels(tx: Transaction, round_: Round, member: Member) -> list[str]:
    """Where their teams see it. Raises NotThere for whoever is in none of them: not even its name is theirs."""
    mine = await teams.ids_of_member(tx, member.id)
    places = await showing.places(tx, round_.id)
    found = dict.fromkeys(place.channel_id for place in places if place.team_id in mine)
    if not found:
        raise NotThere(GONE)
    return list(found)


def _form(standing: Standing, own: Answers | None) -> Form:
    return Form(_with_ballot(standing, own), standing.round, standing.team_name, own or {})


def _with_ballot(standing: Standing, own: Answers | None) -> Prompt:
    """The prompt, saying what its row never does. Everybody has time until the round closes."""
    prompt = replace(standing.prompt, closes_at=standing.round.closes_at)
    if own is None:
        return prompt
    return replace(prompt, state=PromptState.ANSWERED if own else PromptState.SKIPPED)
