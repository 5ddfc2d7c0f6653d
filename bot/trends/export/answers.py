"""What was answered by name, one row for each question somebody answered."""

from collections.abc import Mapping, Sequence

from bot.store.engine import Transaction
from bot.store.exporting import asking as store
from bot.trends.export.asking import BY_WHOM, TO_QUESTION, TO_RITUAL, TO_ROUND, TO_TEAM
from bot.trends.export.making import Making, Named, by_name, paged
from bot.trends.export.wording import question_id
from bot.values.exporting import Span
from bot.values.files import Link, Page, Part, Row, Sheet, day, flag, instant, integer, number, several, text
from bot.values.questions import Question

Asked = Mapping[int, Sequence[Question]]

ANSWERS = Sheet(
    "answers",
    "One answer of one person to one question of a named round",
    (
        text("answer_id", "the invitation and the question's key", required=True),
        integer("invitation_id", "the invitation", required=True),
        integer("round_id", "the round", required=True),
        integer("ritual_id", "the ritual", required=True),
        text("question_id", "the wording that was answered"),
        text("question_key", "the key of its series", required=True),
        integer("team_id", "for which team", required=True),
        text("respondent", "Slack's id of whoever answered", required=True),
        day("local_date", "the day of the round: when it was asked", required=True),
        instant("answered_at", "when it was answered"),
        flag("is_late", "after the window"),
        number("value_num", "a number, a point of a scale, or yes (1) and no (0)"),
        text("value_text", "words, a day, a link, or a person's Slack id"),
        several("value_choice", "what was chosen"),
    ),
    ("answer_id",),
    (
        Link("invitation_id", "invitations", "invitation_id"),
        TO_ROUND,
        TO_RITUAL,
        TO_QUESTION,
        TO_TEAM,
        BY_WHOM,
    ),
)


def part(making: Making) -> Part:
    """All of them."""

    async def read(tx: Transaction, span: Span) -> Page:
        rows = by_name(await store.answers(tx, making.extent, span))
        asked = await store.questions_of(tx, {row["round_id"] for row in rows})
        return _with_wordings(rows, asked)

    return Part(ANSWERS, paged(making, store.last_prompt, read))


def _with_wordings(rows: Sequence[Named], asked: Asked) -> Page:
    rituals = {row["round_id"]: row["ritual_id"] for row in rows}
    wordings = {
        (round_id, each.key): question_id(ritual_id, each)
        for round_id, ritual_id in rituals.items()
        for each in asked[round_id]
    }
    return [{**row, **_ids(row, wordings)} for row in rows]


def _ids(row: Named, wordings: Mapping[tuple[int, str], str]) -> Row:
    key = row["question_key"]
    return {
        "answer_id": f"{row['invitation_id']}-{key}",
        "question_id": wordings.get((row["round_id"], key)),
    }
