"""What is shown of a round in which only groups are: tidy, rounded, whole, and silent where too few answered."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.privacy.results import summarize
from bot.values.deliveries import Message
from bot.values.privacy import Ballot, Outcome
from bot.values.questions import Answer, Question, QuestionType
from bot.values.results import Findings
from bot.values.rituals import Breakdown, Kind, Protection, Tier
from bot.values.rounds import Board, Count, Round, RoundState
from bot.views.results.board import build_board
from bot.views.results.findings import build_findings
from tests.views import samples
from tests.views.samples import MONDAY, NINE
from tests.views.taken import is_taken, unhurried
from tests.views.test_results import all_words, fit

MOOD = Question("mood", "How was your week?", QuestionType.SCALE, low="drained", high="full of energy")
PACE = Question("pace", "Could you keep this pace?", QuestionType.YES_NO)
HOURS = Question(
    "hours", "Hours on top of your contract?", QuestionType.CHOICE, options=("none", "1–4", "5+")
)
WORDS = Question("words", "What should we change?", QuestionType.LONG_TEXT)


def a_round(*questions: Question, **changes: object) -> Round:
    """A closed anonymous round."""
    round_ = Round(
        id=7,
        workspace_id=1,
        ritual_id=3,
        ritual_name="Team pulse",
        local_date=MONDAY,
        state=RoundState.CLOSED,
        opens_at=NINE,
        closes_at=NINE,
        questions=questions,
        kind=Kind.PULSE,
        tier=Tier.ANONYMOUS,
    )
    return replace(round_, **changes)  # type: ignore[arg-type]


def ballots(people: int, groups: Sequence[str] = ()) -> list[Ballot]:
    """What so many people say: a mood of 3 or 4, every third could not keep the pace, and words of their own."""
    return [
        Ballot(
            {
                "mood": Answer("mood", number=3.0 + n % 2),
                "pace": Answer("pace", number=float(n % 3 > 0)),
                "hours": Answer("hours", chosen=(HOURS.options[n % 2],)),
                "words": Answer("words", text=f"Idea <{n}>\nand why"),
            },
            groups[n % len(groups)] if groups else None,
        )
        for n in range(people)
    ]


def found(
    round_: Round, said: Sequence[Ballot], invited: int = 15, names: Sequence[str] = ("Checkout",)
) -> Findings:
    """What a round with these ballots brought."""
    return Findings(round_, names, summarize(round_.questions, said, round_.protection, invited=invited))


def text_of(pages: Sequence[Message]) -> str:
    """Everything on all pages."""
    return "\n".join(block["text"]["text"] for page in pages for block in page.blocks)


@unhurried
@given(st.data())
def test_whatever_people_answer_slack_takes_it_and_every_text_is_there_whole(data: st.DataObject) -> None:
    round_ = replace(
        data.draw(samples.rounds), tier=data.draw(st.sampled_from([Tier.ANONYMOUS, Tier.CONFIDENTIAL]))
    )
    some = data.draw(st.lists(samples.answers_to(round_.questions), min_size=1, max_size=3))
    people = data.draw(st.integers(0, 60))
    said = [Ballot(some[n % len(some)], f"team {n % 4}") for n in range(people)]
    pages = build_findings(
        found(round_, said, names=data.draw(st.lists(samples.short, min_size=1, max_size=5)))
    )
    fit(pages)
    everything = all_words(pages)
    for _, text in summarize(round_.questions, said, round_.protection, invited=60).texts:
        assert "".join(text.split()) in everything


def test_a_report_says_each_figure_in_words_and_what_becomes_of_it() -> None:
    (page,) = build_findings(found(a_round(MOOD, PACE, HOURS), ballots(8)))
    assert text_of([page]).split("\n") == [
        "*That was this round:* 8 of 15 people answered.",
        "*How was your week?*",
        "About 3.5 on a scale from 1 (drained) to 5 (full of energy) · 8 answered",
        "*Could you keep this pace?*",
        "About three quarters say yes · 8 answered",
        "*Hours on top of your contract?*",
        "8 answered:",
        "•  none: about half",
        "•  1–4: about half",
        "•  5+: 2 in 10 or fewer",
        "_Figures are rounded, and where nearly all say the same, only that is said: so nobody stands out._",
        "_Who said what is gone for good. This is all that is kept, and it will not change._",
    ]


def test_words_are_given_word_for_word_by_nobody() -> None:
    text = text_of(build_findings(found(a_round(WORDS), ballots(10))))
    assert "10 wrote something, shuffled:" in text
    assert all(f"•  “Idea &lt;{n}&gt;\nand why”" in text for n in range(10))


def test_what_too_few_answered_is_named_and_how_many_is_not() -> None:
    text = text_of(build_findings(found(a_round(MOOD, WORDS), ballots(9))))
    assert "*What should we change?*\n_Not shown: fewer than 10 wrote something._" in text
    without = [Ballot({"pace": Answer("pace", number=1.0)}) for _ in range(6)]
    assert "_Not shown: fewer than 5 answered it._" in text_of(
        build_findings(found(a_round(MOOD, PACE), without))
    )


@pytest.mark.parametrize("people", range(5))
def test_below_the_threshold_one_sentence_names_no_count_i16(people: int) -> None:
    pages = build_findings(found(a_round(MOOD, WORDS), ballots(people), invited=11))
    assert text_of(pages) == "Fewer than 5 people answered, so nothing is shown, and nothing of it was kept."
    confidential = a_round(MOOD, tier=Tier.CONFIDENTIAL, protection=Protection(fewest=8))
    pages = build_findings(found(confidential, ballots(people)))
    assert text_of(pages) == "Fewer than 8 people answered, so nothing is shown."


def test_a_lost_key_is_said_and_what_to_do() -> None:
    (page,) = build_findings(Findings(a_round(MOOD), ["Checkout"], Outcome(9, None, is_lost=True)))
    is_taken(page)
    assert "The key of this round was lost" in page.text
    assert "run it again" in page.text


def test_groups_stand_in_the_order_of_the_alphabet_and_the_others_last() -> None:
    groups = ["Growth", "Checkout", "Checkout", "Growth", "Identity"]
    protection = Protection(breakdown=Breakdown.TEAM)
    text = text_of(
        build_findings(
            found(
                a_round(MOOD, protection=protection),
                ballots(25, groups),
                30,
                ("Checkout", "Growth", "Identity"),
            )
        )
    )
    assert "25 of 30 people in Checkout, Growth and Identity answered." in text
    lines = [line.split(":")[0] for line in text.split("\n") if line.startswith("•")]
    assert lines == ["•  Checkout", "•  Growth", "•  Identity"]
    text = text_of(build_findings(found(a_round(MOOD, protection=protection), ballots(20, groups), 20)))
    lines = [line.split(":")[0] for line in text.split("\n") if line.startswith("•")]
    assert lines == ["•  Checkout", "•  Everybody else"]
    assert "_Smaller groups stand together, so that none has fewer than 5._" in text
    text = text_of(build_findings(found(a_round(MOOD, protection=protection), ballots(9, groups), 20)))
    assert "•" not in text
    assert "_Nothing is told apart by team, so that no group has fewer than 5._" in text


def test_a_feedback_round_is_titled_with_what_it_is_about() -> None:
    round_ = a_round(WORDS, kind=Kind.FEEDBACK_ROUND, about="the <new> pricing")
    (page,) = build_findings(found(round_, ballots(10)))
    assert page.text.startswith("*What people say about the &lt;new&gt; pricing:* 10 of 15 people answered.")


@pytest.mark.parametrize("tier", [Tier.ANONYMOUS, Tier.CONFIDENTIAL])
def test_the_parent_message_says_when_results_appear_and_never_how_many_there_are(tier: Tier) -> None:
    texts = set()
    for count in (Count(9, 0), Count(9, 4, skipped=2), Count(9, 9, excused=3)):
        board = build_board(Board(a_round(MOOD, tier=tier, state=RoundState.OPEN), "Checkout", count))
        is_taken(board)
        texts.add(board.text)
        texts.add(build_board(Board(a_round(MOOD, tier=tier), "Checkout", count)).text)
    assert len(texts) == 2
    assert any("Results appear once it closes, for groups of 5 and more." in text for text in texts)
    assert any("This round is closed. What it brought is in the thread." in text for text in texts)
