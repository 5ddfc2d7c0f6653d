"""What Home shows of feedback: little is asked, no box is opened, and nothing of a withheld name stands there."""

from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.loops.feedback import seeing
from bot.store.engine import Store
from bot.store.keys import NoKeys
from bot.values.feedback import NO_FEEDBACK, HomeFeedback
from bot.values.loops import Step
from tests.loops.feedback.company import LEADERSHIP, Company, day, found


async def home(company: Company, who: str) -> tuple[HomeFeedback, int]:
    """What stands on somebody's Home, and how many statements that takes."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    engine = company.store._readers.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    shown = await seeing.at_home(company.store, company.people[who], company.now)
    event.remove(engine, "before_cursor_execute", note)
    return shown, sum("SELECT" in each for each in asked)


async def test_where_there_is_nothing_one_question_is_asked(store: Store, tmp_path: Path) -> None:
    company = await found(store, tmp_path)
    assert await home(company, "ana") == (NO_FEEDBACK, 1)


async def test_home_shows_what_is_for_me_and_what_i_gave_by_name_however_much_there_is(
    store: Store, tmp_path: Path
) -> None:
    company = await found(store, tmp_path)
    await company.named("ana", "Payments", title="First")
    before = (await home(company, "chi"))[1]
    for number in range(3):
        await company.named("ana", "chi", title=f"More {number}")
        await company.named("dev", LEADERSHIP, title=f"Not theirs {number}")
    shown, asked = await home(company, "chi")
    assert [each.seen.loop.title for each in shown.for_me] == ["First", "More 0", "More 1", "More 2"]
    assert (shown.for_me_count, shown.given, shown.may_be_more) == (4, (), False)
    assert shown.for_me[0].word_by == day(25)
    assert asked == before
    given, _ = await home(company, "ana")
    assert given.for_me_count == 0
    assert len(given.given) == 4

    first = next(each.seen.loop for each in shown.for_me)
    await company.take("chi", first, Step.ASKED, "Which?")
    newest, *others = (await home(company, "ana"))[0].given
    assert (newest.seen.loop.title, newest.has_news) == ("First", True)
    assert not any(each.has_news for each in others)
    await company.take("ana", first, Step.DECLINED)
    assert len((await home(company, "ana"))[0].given) == 3


async def test_a_withheld_name_is_on_no_home_and_no_key_is_asked_for(store: Store, tmp_path: Path) -> None:
    company = await found(store, tmp_path)
    given = await company.withheld("ana", "ben")
    await company.take("ben", given, Step.ASKED, "Which?")
    company.keys = NoKeys()
    for who in ("ana", "dev"):
        shown, asked = await home(company, who)
        assert shown == HomeFeedback(may_be_more=True), "whoever gave it, all are shown the same"
        assert asked == 1
    assert [each.is_mine for each in (await home(company, "ben"))[0].for_me] == [False]
