"""What groups said in confidential and anonymous rounds: the frozen results, and nothing else of those rounds."""

from collections.abc import Iterator

from bot.store.engine import Transaction
from bot.store.exporting import asking as store
from bot.store.exporting.asking import GroupRound
from bot.trends.export.asking import TO_QUESTION, TO_RITUAL, TO_ROUND
from bot.trends.export.making import Making, paged
from bot.trends.export.wording import question_id
from bot.values.exporting import Span, Unshown
from bot.values.files import Page, Part, Row, Sheet, day, integer, number, text
from bot.values.privacy import FEW, MOST, REST, Measure, Result, Share
from bot.values.questions import Question
from bot.values.rituals import Breakdown

EVERYBODY, THE_REST = "everybody", "the rest"

RESULTS = Sheet(
    "results",
    "One figure of one group, as it was published: rounded, and frozen when the round closed",
    (
        text("result_id", "the round, the question, the group and the option", required=True),
        integer("round_id", "the round", required=True),
        integer("ritual_id", "the ritual", required=True),
        text("question_id", "the wording", required=True),
        text("question_key", "the key of its series", required=True),
        day("local_date", "the day of the round", required=True),
        text("group", "a team, a region, everybody who answered, or the rest", required=True),
        text("measure", "a mean, a part of those who answered, or words", one_of=tuple(Measure)),
        text("option", "what this part chose; empty where it is a mean"),
        integer("n", "people in the group who answered the question", unit="people"),
        number("value", "the rounded mean, from 1 to the top of the scale, or the rounded part of 1"),
        text("value_in_words", "what is said instead of a mean, or what a part of 0.9 or 0.1 stands for"),
        text("not_shown_reason", "why there is no value"),
    ),
    ("result_id",),
    (TO_ROUND, TO_RITUAL, TO_QUESTION),
)

_IN_WORDS = {MOST: "eight in ten or more", FEW: "two in ten or fewer"}


def part(making: Making) -> Part:
    """All of them."""
    reader = making.extent.reader

    async def read(tx: Transaction, span: Span) -> Page:
        found = await store.group_rounds(tx, making.extent, span)
        names = None
        if reader is not None:
            teams = await store.every_team(tx, making.extent)
            names = {row.name for row in teams if row.id in reader.teams}
        return [row for each in found for row in _of_round(each, names)]

    return Part(RESULTS, paged(making, store.last_round, read))


def _of_round(found: GroupRound, team_names: set[str] | None) -> Iterator[Row]:
    for question in found.round.questions:
        about = _about(found, question)
        results = [each for each in found.results if each.question_key == question.key]
        for result in results:
            if _may_name(result, found, team_names):
                yield from _rows(about, result)
        if not any(result.group is None for result in results):
            why = Unshown.KEY_LOST if found.is_lost else Unshown.BELOW_K
            yield {**about, **_nothing(), **_named(about, None), "not_shown_reason": why}


def _may_name(result: Result, found: GroupRound, team_names: set[str] | None) -> bool:
    # The rule of the digest: of teams that are not theirs, readers learn what all of them said together.
    by_team = found.round.protection.breakdown is Breakdown.TEAM
    return team_names is None or result.group is None or not by_team or result.group in team_names


def _about(found: GroupRound, question: Question) -> dict[str, object]:
    return {
        "round_id": found.round.id,
        "ritual_id": found.round.ritual_id,
        "question_id": question_id(found.round.ritual_id, question),
        "question_key": question.key,
        "local_date": found.round.local_date,
    }


def _nothing() -> dict[str, object]:
    return dict.fromkeys(("measure", "option", "n", "value", "value_in_words", "not_shown_reason"))


def _rows(about: dict[str, object], result: Result) -> Iterator[Row]:
    named = _named(about, result.group)
    base = {**about, **_nothing(), **named, "measure": result.measure, "n": result.n}
    if result.measure is Measure.SHARES:
        yield from (
            {**base, **_share(share), "result_id": f"{named['result_id']}-{share.option}"}
            for share in result.shares
        )
    elif result.measure is Measure.WORDS:
        yield {**base, "not_shown_reason": Unshown.IN_WORDS}
    else:
        why = Unshown.NEARLY_ALL if result.mean is None else None
        yield {**base, "value": result.mean, "value_in_words": result.word, "not_shown_reason": why}


def _named(about: dict[str, object], group: str | None) -> dict[str, object]:
    return {
        "result_id": f"{about['round_id']}-{about['question_key']}-{group or ''}",
        "group": {None: EVERYBODY, REST: THE_REST}.get(group, group),
    }


def _share(share: Share) -> dict[str, object]:
    return {"option": share.option, "value": share.part, "value_in_words": _IN_WORDS.get(share.part)}
