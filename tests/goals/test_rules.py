"""Who may do what with a goal, when its owner is due to say a word, and what the doors refuse."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.goals import keeping, seeing
from bot.goals.rights import rights_of
from bot.store import members
from bot.store.engine import Store
from bot.values.deliveries import Message
from bot.values.errors import NotThere, NotYours, Unusable
from bot.values.goal_pages import PAGE, GoalDraft, Place, Rights, Whose, Word
from bot.values.goals import LONGEST_TITLE, LONGEST_WHY, Confidence, Goal, GoalSeen, GoalState
from bot.values.people import Member, Role
from tests.loops.founding import MONDAY, found_company, slack_id

LEE = Member(1, 1, "ULEE", "Lee", "Pacific/Auckland")
ANA = Member(2, 1, "UANA", "Ana", "Europe/Berlin")
OPEN = Goal(1, 1, 7, LEE.id, "Activation", None, GoalState.OPEN, MONDAY)
DROPPED = replace(OPEN, state=GoalState.DROPPED, closed_at=MONDAY)
NOBODYS = replace(OPEN, owner_id=None)

NOTHING = Rights()
CHANGES = Rights(change=True)


@pytest.mark.parametrize(
    ("who", "goal", "leads", "may"),
    [
        (LEE, OPEN, False, Rights(say=True, change=True)),
        (LEE, DROPPED, False, CHANGES),
        (ANA, OPEN, False, NOTHING),
        (ANA, OPEN, True, CHANGES),
        (ANA, NOBODYS, True, Rights(change=True, take=True)),
        (ANA, NOBODYS, False, NOTHING),
        (replace(ANA, role=Role.ADMIN), NOBODYS, False, Rights(change=True, take=True)),
        (replace(ANA, role=Role.ADMIN), replace(DROPPED, owner_id=None), False, CHANGES),
        (replace(LEE, role=Role.OBSERVER), OPEN, True, NOTHING),
    ],
)
def test_who_may_do_what(who: Member, goal: Goal, leads: bool, may: Rights) -> None:
    assert rights_of(who, goal, who.id if leads else None) == may


def test_a_week_begins_on_monday_where_the_owner_is() -> None:
    seen = GoalSeen(OPEN, None, "Lee", Confidence(1, date(2026, 11, 22), 7, None, 1))
    sunday_noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert seeing.is_due(seen, LEE, sunday_noon), "it is Monday in Auckland"
    assert not seeing.is_due(seen, ANA, sunday_noon)
    assert seeing.is_due(replace(seen, latest=None), ANA, sunday_noon)


def _tell(seen: GoalSeen, by: Member) -> Message:
    return Message(f"{by.name}: {seen.goal.title}")


def _by(member: Member) -> keeping.By:
    return keeping.By(member, MONDAY, _tell)


async def test_what_does_not_fit_is_refused_beside_its_field_and_what_is_not_theirs_is_not_done(
    store: Store,
) -> None:
    people, teams = await found_company(
        store, ("Ana", "Ben", "Cleo"), {"Checkout": ("Ana", "Ben"), "Deals": ("Cleo",)},
        {"Checkout": "Ben", "Deals": "Cleo"}, admin="Cleo",
    )  # fmt: skip
    ana, ben, cleo = people["Ana"], people["Ben"], people["Cleo"]
    good = GoalDraft("Activation", slack_id("Ana"), teams["Checkout"])
    async with store.transaction() as tx:
        await members.give_role(tx, ben.id, Role.OBSERVER)
        ben = await members.by_id(tx, ben.id)

    for draft, field in (
        (replace(good, title="   "), "title"),
        (replace(good, title="x" * (LONGEST_TITLE + 1)), "title"),
        (replace(good, owner="UNOBODY"), "owner"),
        (replace(good, owner=ben.slack_id), "owner"),
        (replace(good, team_id=teams["Deals"]), "team"),
    ):
        with pytest.raises(Unusable) as refused:
            await keeping.add(store, _by(ana), draft, "key")
        assert refused.value.field == field
    with pytest.raises(NotYours):
        await keeping.add(store, _by(ben), good, "key")

    number = await keeping.add(store, _by(ana), good, "key")
    for value, why, field in ((11, None, "value"), (-1, None, "value"), (5, "x" * (LONGEST_WHY + 1), "why")):
        with pytest.raises(Unusable) as refused:
            await keeping.say(store, ana, number, Word(value, why), MONDAY)
        assert refused.value.field == field
    with pytest.raises(NotYours):
        await keeping.say(store, cleo, number, Word(5), MONDAY)
    with pytest.raises(NotYours):
        await keeping.close(store, ben, number, GoalState.DROPPED, MONDAY)
    with pytest.raises(NotYours):
        await keeping.look_after(store, cleo, number)
    with pytest.raises(NotThere):
        await keeping.say(store, ana, number + 1, Word(5), MONDAY)
    await keeping.close(store, cleo, number, GoalState.REACHED, MONDAY)
    await keeping.close(store, cleo, number, GoalState.REACHED, MONDAY + timedelta(days=3))
    with pytest.raises(Unusable):
        await keeping.say(store, ana, number, Word(5), MONDAY)
    page = await seeing.page_of(store, ana, number)
    assert page.seen.goal.closed_at == MONDAY, "once is enough"
    # An admin changes what is of a team they are not in; it stays with that team.
    await keeping.change(store, _by(cleo), number, replace(good, title="Guests"))
    assert (await seeing.page_of(store, ana, number)).seen.team == "Checkout"


async def test_the_list_is_paged_and_falls_back_to_its_first_page(store: Store) -> None:
    people, _ = await found_company(store, ("Ana",), {}, {}, admin="Ana")
    ana = people["Ana"]
    for number in range(PAGE + 1):
        draft = GoalDraft(f"Goal {number:02}", ana.slack_id)
        await keeping.add(store, _by(ana), draft, f"key {number}")
    first = await seeing.listing_of(store, ana)
    assert (len(first.items), first.has_more, first.items[0].whose) == (PAGE, True, Whose.MINE)
    second = await seeing.listing_of(store, ana, Place(PAGE))
    assert [each.seen.goal.title for each in second.items] == [f"Goal {PAGE:02}"]
    await keeping.close(store, ana, second.items[0].seen.goal.id, GoalState.DROPPED, MONDAY)
    assert (await seeing.listing_of(store, ana, Place(PAGE))).place == Place()
    assert len((await seeing.listing_of(store, ana, Place(closed=True))).items) == 1
    assert len(await seeing.at_home(store, ana, MONDAY)) == PAGE
