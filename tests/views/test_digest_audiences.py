"""What leadership and partners read: in how few words, and about whom and what never a word."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.trends.audiences import for_readers
from bot.values.deliveries import Message
from bot.values.digests import Audience, DigestNote, MarkKind, WeekMark
from bot.values.facts import Change, DigestFacts, Figure, Marked, Need, Pulse, RegionTurnout, Said, TeamFacts
from bot.values.feedback import Note
from bot.values.goals import Confidence, Goal, GoalSeen, GoalState, GoalsTold, GoalTold, Worry
from bot.values.loops import LoopEvent, LoopState, NewStep, Step, WaitsOn
from bot.values.privacy import Measure as Kept
from bot.values.privacy import Result
from bot.values.questions import Question, QuestionType
from bot.values.rituals import Tier
from bot.values.seen_loops import LoopSeen, Told
from bot.values.signals import HeardOutside
from bot.values.told_back import ToldBack
from bot.values.unblocking import Bottlenecks, Flow, Some
from bot.views.digests import rows
from bot.views.digests.digest import build_details, build_digest
from bot.views.digests.preview import build_preview
from bot.views.digests.rows import rows_in, with_row
from bot.views.digests.text import few_words, words
from bot.views.loops import buttons
from tests.trends.company import UTC_ZONE
from tests.views.test_digest import (
    FELL,
    MONDAY,
    MOOD,
    REFUND,
    TURNOUT,
    WHOLE_WEEK,
    seen,
    team,
    violations,
    week,
)
from tests.views.test_digest_bottlenecks import NOW, TODAY, UNHEARD, WEEKS, bottleneck, some

CREATED = datetime(2026, 9, 1, tzinfo=UTC)
PROMISED = bottleneck(state=LoopState.PROMISED, due_on=date(2026, 11, 27), owner_id=2)
LATE = bottleneck(18, "EU DPIA", 17, state=LoopState.ACKNOWLEDGED, due_on=date(2026, 11, 20), owner_id=2)
OUTSIDE = bottleneck(20, "Sandbox keys", 10, {"waits_on": "Acme Bank"}, waits_on=WaitsOn(outside="Acme Bank"))


def goal(
    title: str = "Half of new teams invite somebody", owner: str | None = "Lee", number: int = 1
) -> GoalSeen:
    said = Confidence(number, TODAY, 4, "tracking is broken", 1)
    return GoalSeen(Goal(number, 1, 1, 1, title, None, GoalState.OPEN, CREATED), "Growth", owner, said)


def everything(**more: Any) -> DigestFacts:
    """A week in which there is something to tell in every part."""
    waits = Bottlenecks(
        NOW, TODAY, open=9, flow=Flow(7, 5), time=WEEKS, needs=some(PROMISED, LATE, UNHEARD, total=5),
        oldest=some(PROMISED, LATE, UNHEARD, OUTSIDE), outside=some(OUTSIDE),
    )  # fmt: skip
    aims = GoalsTold(
        worries=[GoalTold(goal(), Worry.LOW, 4, was=7)],
        stale=[goal("Refunds without a call", number=2)],
        reached=[goal("Two banks are live", number=3)],
        others=11,
        open=[goal(), goal("Refunds without a call", number=2)],
    )
    facts = week(
        team(stuck=(REFUND,), moved=(Said("Ben", "Shipped the refund flow", MONDAY),)),
        team("Growth"),
        needs=(Need("Checkout", REFUND, "Lee"),), changes=(MOOD, FELL), bottlenecks=waits, goals=aims,
        loops=ToldBack(told=4, waiting=3, notes=[Note(1, "Checkout", "syncs", "no meetings on Wednesdays", NOW)]),
        regions=(RegionTurnout("Europe and Africa", 5, 4),),
    )  # fmt: skip
    return replace(facts, **more)


def read_by(audience: Audience, facts: DigestFacts) -> DigestFacts:
    return for_readers(facts, audience)


def all_of(facts: DigestFacts) -> str:
    return "\n".join(each.text + seen(each) for each in (build_digest(facts), *build_details(facts)))


def counted(message: Message) -> int:
    """Words of everything Slack shows of a message, however they are told apart."""
    shown = unescape(seen(message))
    return max(len(shown.split()), len(re.findall(r"\w+", shown)))


def test_leadership_reads_what_it_is_asked_for_with_dates_before_anything_else() -> None:
    text = build_digest(read_by(Audience.LEADERSHIP, everything())).text
    assert text.startswith(
        "Weekly digest for leadership · week 47 (16–22 Nov)\n2 teams · 8 of 9 people answered"
    )
    order = ["Needs you", "Goals", "Changed", "Bottlenecks", "Not shown, and why"]
    places = [text.index(f"*{heading}") for heading in order]
    assert places == sorted(places)
    assert (
        "• *#17 Refund API*: Checkout waits on Payments since 31 Oct, 23 days. Owner: Ben, promised for Fri 27 Nov."
        in text
    )
    assert "Owner: Ben; the day given, Fri 20 Nov, has passed." in text
    assert "• *#19 Staging*: Checkout waits on Payments since 17 Nov, 6 days. No owner, no day." in text
    assert "… and 2 more in the thread." in text
    assert "• *Half of new teams invite somebody*: confidence 4 of 10, was 7. Owner: Lee." in text
    assert "1 reached · 1 without a word for 14 days · 11 neither low nor falling." in text
    assert "Opened 7 · cleared 5 · open 9" in text


def test_a_quiet_week_of_leadership_is_a_few_lines() -> None:
    message = build_digest(read_by(Audience.LEADERSHIP, week(team())))
    assert "Nothing waits for you this week." in message.text
    assert "Nothing outside its usual range this week." in message.text
    assert counted(message) < 80


def test_no_word_of_a_check_in_is_in_leaderships_digest_or_its_thread() -> None:
    text = all_of(read_by(Audience.LEADERSHIP, everything()))
    for said in ("The refund API", "Shipped the refund flow", "tracking is broken"):
        assert said not in text
    assert "no meetings on Wednesdays" in text
    assert "Raise it" not in text


def test_partners_read_what_waits_on_others_and_what_is_worked_towards() -> None:
    facts = read_by(Audience.PARTNERS, everything())
    text = build_digest(facts).text
    assert text.startswith("Weekly digest for partners · week 47 (16–22 Nov)\nWhat we wait for from others,")
    assert "• Checkout waits on Acme Bank: Sandbox keys, since 13 Nov (10 days), no date yet." in text
    assert "*Reached this week*\n• Two banks are live (Growth)" in text
    assert "*What we work towards*\n• Half of new teams invite somebody (Growth)\n• Refunds" in text
    assert build_details(facts) == []
    empty = build_digest(read_by(Audience.PARTNERS, week(team()))).text
    assert "Nothing of ours waits on anybody outside." in empty


def test_what_is_expected_of_somebody_outside_is_told_with_its_day() -> None:
    days = {date(2026, 11, 27): "expected for Fri 27 Nov.", date(2026, 11, 20): "was due on Fri 20 Nov."}
    for due, expected in days.items():
        loop = replace(OUTSIDE.loop, state=LoopState.PROMISED, due_on=due)
        waits = Bottlenecks(NOW, TODAY, open=1, outside=some(replace(OUTSIDE, loop=loop)))
        assert expected in build_digest(read_by(Audience.PARTNERS, week(team(), bottlenecks=waits))).text


def test_a_note_is_told_whole_in_short_or_without_its_name() -> None:
    note = DigestNote("We froze releases. " * 30, by="Ana Alves")
    of_team, of_leadership, of_partners = (
        build_digest(read_by(audience, everything(note=note))).text for audience in Audience
    )
    assert f"From *Ana Alves*: {note.words}".strip() in of_team
    assert "From *Ana Alves*: We froze releases." in of_leadership
    assert words(of_leadership.split("\n")[1]) <= 40
    assert "Ana" not in of_partners
    assert "We froze releases." in of_partners
    assert note.words.strip() in all_of(read_by(Audience.LEADERSHIP, everything(note=note)))


def test_buttons_follow_from_where_a_bottleneck_stands() -> None:
    def offered(loop: LoopSeen) -> list[str]:
        return [each.text.text for each in buttons.on_digest(loop, TODAY) if each.text]

    owned = bottleneck(owner_id=2)
    assert offered(UNHEARD) == ["Assign…", "Unblocked…"]
    assert offered(owned) == ["Ask for a day", "Unblocked…"]
    assert offered(replace(owned, loop=replace(owned.loop, due_on=date(2026, 11, 20)))) == offered(owned)
    assert offered(replace(owned, loop=replace(owned.loop, due_on=TODAY))) == ["Unblocked…"]
    assert offered(bottleneck(state=LoopState.ANSWERED, owner_id=2)) == []


def test_partners_have_nothing_to_press_but_how_it_is_computed() -> None:
    message = build_digest(read_by(Audience.PARTNERS, everything()))
    assert rows_in(message) == []
    assert [block["type"] for block in message.blocks].count("actions") == 1


@pytest.mark.parametrize("audience", [Audience.TEAM, Audience.LEADERSHIP])
def test_a_row_is_changed_in_place_and_nothing_else_is(audience: Audience) -> None:
    posted = build_digest(read_by(audience, everything()))
    event = LoopEvent(2, NOW, NewStep(Step.ANSWERED, words="There it is"), 2)
    answered = replace(
        PROMISED, loop=replace(PROMISED.loop, state=LoopState.ANSWERED), events=[Told(event, "Ben")]
    )
    changed = with_row(posted, "loop:17", answered, UTC_ZONE)
    assert changed is not None
    line = "• #17 Refund API: answered by Ben on Mon 23 Nov; Ana says whether that helped."
    assert line in changed.text
    assert line in seen(changed)
    assert "*Needs you*\n" in seen(changed)
    assert violations(changed) == []
    assert rows_in(changed) == rows_in(posted)
    others = [block for block in posted.blocks if "17" not in str(block.get("block_id", ""))]
    assert [block for block in changed.blocks if "17" not in str(block.get("block_id", ""))] == others
    assert with_row(changed, "loop:17", answered, UTC_ZONE) == changed
    assert with_row(posted, "loop:99", answered, UTC_ZONE) is None


@pytest.mark.parametrize(
    "text", ["one two three four five", "a.b.c.d.e", "&" * 40, "", "Ünïcode Wörter sind auch welche"]
)
def test_few_words_are_few_however_somebody_counts(text: str) -> None:
    assert words(few_words(text, 3)) <= 3
    assert few_words(text, 40) == " ".join(text.split())


def test_what_is_cut_ends_in_no_stop_of_its_own() -> None:
    assert few_words("Blocked by the numbers. Who has them?", 4) == "Blocked by the numbers…"


WORDS = (
    "Ana", "Refund API", "a b c d e f g h i j k l m n o p q r s t u v w x y z", "a.b-c/d,e!f?g;h" * 9, "&" * 90,
    "*_`~<@U1>", "Ünïcode Wörter sind auch welche, viele davon", "x" * 300, "返金 API を待つ", "one\ntwo " * 12,
    "-", "",
)  # fmt: skip


class Anywhere:
    """Some workspace, as it may be: names of many words and of none, sixty teams, and two thousand of everything."""

    def __init__(self, seed: int) -> None:
        self._any = Random(seed)
        self._least = "x" if seed % 2 else ""

    def facts(self) -> DigestFacts:
        """Everything its digest could be told of."""
        waits, aims = self._waits(), [self._goal(number) for number in range(self._upto(12))]
        return DigestFacts(
            WHOLE_WEEK, 4999, 4999, 999,
            teams=tuple(TeamFacts(f"{self._words()} {number}", (TURNOUT,) * 3) for number in range(self._upto(60))),
            changes=tuple(self._change() for _ in range(self._upto(6))),
            bottlenecks=Bottlenecks(
                NOW, TODAY, open=waits.total, flow=Flow(9999, 9999), time=WEEKS,
                needs=waits, oldest=waits, outside=waits,
            ),
            goals=GoalsTold([GoalTold(each, Worry.LOW, 4, 10) for each in aims], aims, aims, others=999, open=aims),
            pulses=tuple(self._pulse() for _ in range(self._upto(3))),
            note=DigestNote(self._words() * 5, by=self._words()) if self._upto(1) else None,
            marks=(Marked(self._words(), WeekMark(1, MONDAY, MarkKind.OTHER, self._words())),) * self._upto(3),
            regions=(RegionTurnout("Europe and Africa", 20, 18),) * self._upto(6),
            loops=ToldBack(told=999, waiting=999),
        )  # fmt: skip

    def _upto(self, most: int) -> int:
        return self._any.randint(0, most)

    def _words(self) -> str:
        return self._any.choice(WORDS) or self._least

    def _waits(self) -> Some:
        found = [self._waiting(100_000 + number) for number in range(self._upto(15))]
        return Some(found, len(found) + self._upto(2000))

    def _waiting(self, number: int) -> LoopSeen:
        state = self._any.choice([LoopState.RAISED, LoopState.ACKNOWLEDGED, LoopState.PROMISED])
        due = date(2026, 10, 1) + timedelta(days=self._upto(120)) if self._upto(1) else None
        seen_as = {each: self._words() for each in ("team", "waits_on", "owner", "raiser")}
        return bottleneck(
            number, self._words(), self._upto(900), seen_as,
            state=state, due_on=due, owner_id=2 if self._upto(1) else None, waits_on=WaitsOn(outside="x"),
        )  # fmt: skip

    def _goal(self, number: int) -> GoalSeen:
        return goal(self._words(), self._words() or None, number)

    def _change(self) -> Change:
        return replace(self._any.choice([MOOD, FELL]), team=self._words(), about=self._words())

    def _pulse(self) -> Pulse:
        question = Question("key", self._words() or "?", QuestionType.SCALE)
        figure = Figure(question, Result("key", None, 22, Kept.RATING, mean=3.25, of=5))
        return Pulse(self._words(), Tier.ANONYMOUS, MONDAY, 30, 22, (figure,) * self._upto(4), 12)


seeds = st.integers(0, 10**9)


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_leadership_reads_under_two_hundred_words_whatever_the_workspace(seed: int) -> None:
    facts = Anywhere(seed).facts()
    told = read_by(Audience.LEADERSHIP, facts)
    message = build_digest(told)
    assert counted(message) < 200
    for about in rows_in(message):
        number = int(about.partition(":")[2])
        loop = next(each for each in facts.bottlenecks.needs.first if each.loop.id == number)
        event = LoopEvent(2, NOW, NewStep(Step.ANSWERED), 2)
        loop = replace(
            loop, loop=replace(loop.loop, state=LoopState.ANSWERED), events=[Told(event, loop.owner)]
        )
        message = with_row(message, about, loop, UTC_ZONE) or message
    assert counted(message) < 200
    assert violations(message) == []


@settings(max_examples=40, deadline=None)
@given(seeds, st.sampled_from(Audience))
def test_slack_takes_every_audiences_digest_its_thread_and_its_preview(seed: int, audience: Audience) -> None:
    told = read_by(audience, Anywhere(seed).facts())
    message = build_digest(told)
    assert violations(message) == []
    assert len(message.blocks) <= 50
    for blocks in filter(None, (message.blocks, message.plain)):
        assert sum(map(len, _shown(list(blocks)))) <= 12_000
    for page in build_details(told):
        assert violations(page) == []
        assert len(page.text) <= 4000
    assert violations(build_preview(told, "Note."), "ephemeral") == []


def _shown(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _shown(item)
    elif isinstance(node, dict):
        yield from [node["text"]] if isinstance(node.get("text"), str) else []
        for item in node.values():
            yield from _shown(item)


SECRET = "Zqx"
"""Stands in every name and every word that partners are not to read."""


def _secret(number: int) -> str:
    return f"{SECRET}{number}"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_partners_read_no_name_no_word_and_no_figure_of_anybody_here(data: st.DataObject) -> None:
    numbers = iter(range(10_000))
    named = {key: _secret(next(numbers)) for key in ("raiser", "owner", "category")}
    waiting = [
        replace(
            bottleneck(
                30 + number,
                "Sandbox keys",
                9,
                {**named, "waits_on": "Acme"},
                waits_on=WaitsOn(outside="Acme"),
            ),
        )
        for number in range(data.draw(st.integers(0, 15)))
    ]
    inside = bottleneck(60, _secret(1), 9, named)
    said = Said(_secret(2), _secret(3), MONDAY)
    stuck = replace(REFUND, person=_secret(4), text=_secret(5))
    aims = [
        GoalSeen(
            replace(goal(f"Goal {number}", number=number).goal, link=f"https://{SECRET}"), "Growth", _secret(6),
            Confidence(number, TODAY, 3, _secret(7), 1),
        )
        for number in range(data.draw(st.integers(0, 15)))
    ]  # fmt: skip
    facts = everything(
        teams=(team(stuck=(stuck,), moved=(said,), not_repeated=(said,)),),
        needs=(Need("Checkout", stuck, _secret(8)),),
        changes=(replace(MOOD, team="Checkout", about=_secret(9)),),
        bottlenecks=Bottlenecks(
            NOW, TODAY, home=[_secret(10)], open=777, unnamed=555, flow=Flow(777, 777), needs=some(inside),
            oldest=some(inside), from_others=some(inside), again=some(inside), outside=some(*waiting),
        ),
        goals=GoalsTold(
            [GoalTold(each, Worry.LOW, 3, 9) for each in aims], aims, aims, others=444, open=aims
        ),
        heard=HeardOutside(),
        loops=ToldBack(told=333, waiting=222, notes=[Note(1, _secret(11), _secret(12), _secret(13), NOW)]),
        regions=(RegionTurnout(_secret(14), 666, 666),),
        marks=(Marked(_secret(15), WeekMark(1, MONDAY, MarkKind.OTHER, _secret(16))),),
        note=DigestNote("We froze releases.", by=_secret(17)),
        people=888,
        people_answered=888,
    )  # fmt: skip
    text = all_of(read_by(Audience.PARTNERS, facts))
    assert SECRET not in text
    assert not [figure for figure in ("777", "555", "444", "333", "222", "666", "888") if figure in text]
    assert TURNOUT.ritual not in text
    assert "confidence" not in text.lower()


def test_no_partner_is_named_to_whom_a_row_could_be_traced() -> None:
    """The pages of partners are made of what they are told alone: everything else is left out before the words."""
    told = read_by(Audience.PARTNERS, everything())
    assert told.people == told.people_answered == 0
    assert not any((told.needs, told.changes, told.pulses, told.regions, told.marks, told.unsaid))
    assert all(each.owner is None and each.latest is None for each in told.goals.open)
    assert all(each.raiser is None and each.owner is None for each in told.bottlenecks.outside.first)


def test_the_rows_of_a_digest_are_found_again_by_what_they_are_about() -> None:
    stuck = replace(REFUND, prompt_id=45)
    facts = week(team(stuck=(stuck,)), needs=(Need("Checkout", stuck, "Lee"),))
    message = build_digest(facts)
    assert rows_in(message) == ["said:45"]
    pressed = next(block for block in message.blocks if block["type"] == "actions")["elements"][0]
    assert (pressed["action_id"], pressed["value"]) == (rows.RAISE_SAID, "45")
