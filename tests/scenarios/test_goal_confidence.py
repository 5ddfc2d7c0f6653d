"""How confident owners are in their goals: asked once a week of those who look after one, and of nobody else."""

from sqlalchemy import select

from bot.rituals import answering
from bot.store import goals, members, standings, teams
from bot.store.ritual_rows import to_questions
from bot.store.tables import goal_confidence, member, round_
from bot.values.goals import GoalState, NewGoal
from bot.views.rituals.form_words import FOR_NOBODY
from sandbox.model import View
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import (
    apply_rituals,
    asked,
    boards,
    settle,
    skip,
    start_check_in,
    texts,
    thread,
    words_of,
)

RITUALS = """
teams:
  - {name: Checkout, lead: "@ana", channel: "#checkout"}
rituals:
  - name: Goal confidence
    template: goal-confidence
    team: Checkout
    schedule: {days: [thu], at: "10:00"}
"""
ASKED = at("2026-11-26 15:05")
"""A Thursday at which it is after ten wherever somebody is."""

A_WEEK_LATER, TWO_WEEKS_LATER = at("2026-12-03 15:05"), at("2026-12-10 15:05")
ANSWERED = "How it is answered"
WHO_CAN_TELL = "Who can tell who said what"
KR2, REFUNDS = "KR2 activation", "Refunds under a minute"


async def test_only_owners_are_asked_each_about_their_own_and_what_they_say_is_told_and_kept(
    scene: Scene,
) -> None:
    slack = scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await apply_rituals(scene, RITUALS)
    kr2 = await add(scene, KR2, "ben")
    refunds = await add(scene, REFUNDS, "ben")
    await add(scene, "Somebody else's", "eve", team=None)
    await slack.wind(to=ASKED)
    (dm,) = asked(ben)
    assert f"Yours: {KR2} and {REFUNDS}" in words_of(dm)
    assert asked(ana) == [], "whoever looks after no goal is not asked"
    assert "0 of 1 answered" in texts(boards(ana))[-1]

    await ben.press("Answer")
    assert "Last said" not in words_of(ben.modal)
    empty = await ben.submit()
    assert empty.errors == {KR2: "Pick a number for one of them at least."}
    unfounded = await ben.submit({why(KR2): "tracking fixed"})
    assert unfounded.errors == {KR2: "Pick a number to go with your reason."}
    assert (await ben.submit({KR2: "3", REFUNDS: "10 · it surely will"})).closed
    await slack.delivery.redeliver(slack.deliveries[-1])
    await settle(scene)
    assert await said(scene) == [(kr2, "2026-11-26", 3, "tracking fixed"), (refunds, "2026-11-26", 10, None)]
    assert plain(thread(ana)[-1]).endswith(f"•  {KR2}: 3 — “tracking fixed”\n•  {REFUNDS}: 10")

    await ben.press("Edit my answer")
    assert "3" in chosen(ben.modal, KR2)
    await ben.submit({REFUNDS: "8"})
    await settle(scene)
    assert await said(scene) == [(kr2, "2026-11-26", 3, "tracking fixed"), (refunds, "2026-11-26", 8, None)]

    await slack.wind(to=A_WEEK_LATER)
    assert f"{REFUNDS}: 8 — *ben*" in plain(thread(ana, back=1)[-1]), "its end says how confident owners are"
    await ben.press("Answer")
    shown = words_of(ben.modal)
    assert "Last said: 3 on Thu 26 Nov" in shown
    assert "tracking fixed" not in shown, "an honest number is not filled in"
    await close(scene, refunds)
    told = await ben.submit({KR2: "7", REFUNDS: "9"})
    assert told.ok
    assert f"{REFUNDS}* is not yours any more" in words_of(ben.modal)
    await ben.close_modal()
    await settle(scene)
    assert plain(thread(ana)[-1]).endswith(f"{KR2}: 7 (3 last time)")
    assert (kr2, "2026-12-03", 7, None) in await said(scene)
    assert (refunds, "2026-12-03", 9, None) not in await said(scene)

    await slack.wind(to=TWO_WEEKS_LATER)
    assert f"*{KR2}*" in words_of(asked(ben)[-1]), "of a single goal one tap is enough"
    await ben.press("6")
    await slack.delivery.redeliver(slack.deliveries[-1])
    await ben.press("6")
    await settle(scene)
    assert (await said(scene))[3:] == [(kr2, "2026-12-10", 6, None)]
    assert "You answered *6 of 10*" in words_of(asked(ben)[-1])
    assert plain(thread(ana)[-1]).endswith(f"{KR2}: 6 (7 last time)")
    await ben.press("Say why…")
    assert (await ben.submit({"Why, in a few words?": "a bank is slow"})).closed
    await ben.press("6")
    await settle(scene)
    assert (await said(scene))[3:] == [(kr2, "2026-12-10", 6, "a bank is slow")], (
        "the same again changes nothing"
    )
    await ben.press("7")
    await ben.press("6")
    await settle(scene)
    assert (await said(scene))[3:] == [(kr2, "2026-12-10", 6, None)], "why was said of another number"
    await skip_after_all(scene, ben.id)
    assert (kr2, "2026-12-10", 6, None) not in await said(scene), "what was answered is taken back"

    await ben.command("/drumbeat", "erase")
    assert (await ben.submit({"Type ERASE to erase all of it": "ERASE"})).ok
    await settle(scene)
    assert await owners(scene) == {0}, "no round says who looked after a goal"


async def test_whoever_sets_it_up_or_changes_a_ritual_to_it_reads_that_nobody_looks_after_a_goal(
    small_scene: Scene,
) -> None:
    ana = small_scene.slack.person("ana")
    await start_check_in(small_scene)
    await ana.command("/drumbeat", "rituals Daily check-in")
    await ana.press("Edit")
    await ana.press("Change: Questions")
    await ana.press("Take those of a template")
    await ana.choose("Template", "Goal confidence")
    assert (await ana.submit()).ok
    assert f"Saved.\n{FOR_NOBODY}" in words_of(ana.modal)
    await ana.press("Add a question")
    assert (await ana.submit({"Question": "Anything else?"})).ok
    assert f"Added.\n{FOR_NOBODY}" in words_of(ana.modal)
    await ana.close_modal(everything=True)

    await ana.command("/checkin", "new")
    await ana.choose("Start from", "Goal confidence")
    assert (await ana.submit({"Channel": "product", "Weekly digest": []})).ok
    assert FOR_NOBODY in words_of(ana.modal)
    await ana.close_modal(everything=True)
    await settle(small_scene)

    await add(small_scene, KR2, "ana")
    await ana.command("/drumbeat", "rituals Daily check-in")
    await ana.press("Edit")
    await ana.press("Change: Name")
    assert (await ana.submit({"Name": "Goals on Thursday"})).ok
    assert "Saved." in words_of(ana.modal)
    assert FOR_NOBODY not in words_of(ana.modal), "ana does by now"


async def test_a_round_in_which_nobody_looks_after_a_goal_does_not_open_and_its_owner_is_told_once(
    small_scene: Scene,
) -> None:
    scene, slack = small_scene, small_scene.slack
    ana, ben = slack.person("ana"), slack.person("ben")
    await apply_rituals(scene, RITUALS)
    await slack.wind(to=ASKED)
    told = [text for text in texts(ana.direct_messages) if "did not open the round" in text]
    assert len(told) == 1
    assert "/drumbeat goals" in told[0]
    await slack.wind(to=A_WEEK_LATER)
    assert len([text for text in texts(ana.direct_messages) if "did not open the round" in text]) == 1
    run = await ana.command("/checkin", "run Goal confidence")
    assert "Nobody it asks looks after a goal" in run.text

    kr2 = await add(scene, KR2, "ben")
    await slack.wind(to=TWO_WEEKS_LATER)
    assert len(asked(ben)) == 1
    await ben.press("Say why…")
    await close(scene, kr2)
    late = await ben.submit({KR2: "5"})
    assert "nothing to answer" in words_of(ben.modal) + str(late.errors)
    await ben.close_modal(everything=True)
    await ben.press("5")
    assert "nothing to answer" in words_of(ben.modal)
    await ben.close_modal(everything=True)
    await skip(scene, "ben")
    assert await said(scene) == []


async def test_in_slack_it_is_set_up_by_name_and_asked_about_once(small_scene: Scene) -> None:
    ana = small_scene.slack.person("ana")
    await ana.command("/checkin", "new")
    await ana.choose("Start from", "Goal confidence")
    assert "0 to 10 for each goal of one's own" in words_of(ana.modal)
    await ana.close_modal()
    await start_check_in(small_scene, fields={})
    await ana.command("/drumbeat", "rituals Daily")
    await ana.press("Edit")
    await ana.press("Change: Questions")
    await ana.press("Add a question")
    await ana.choose(ANSWERED, "0 to 10 for each goal of one's own")
    added = await ana.submit({"Question": "How sure are you of your goals?"})
    assert added.ok
    await ana.press("Add a question")
    await ana.choose(ANSWERED, "0 to 10 for each goal of one's own")
    twice = await ana.submit({"Question": "And how sure are you really?"})
    assert twice.errors == {
        ANSWERED: "That does not work: it asks about goals twice. Leave it one question of the type goals."
    }
    await ana.close_modal(everything=True)
    await ana.command("/drumbeat", "rituals Daily")
    await ana.press("Edit")
    await ana.press(f"Change: {WHO_CAN_TELL}")
    await ana.choose(WHO_CAN_TELL, "Confidential")
    refused = await ana.submit({})
    assert list(refused.errors) == [WHO_CAN_TELL]
    assert (
        "a confidential round shows nobody. Make it named, or ask with a scale."
        in refused.errors[WHO_CAN_TELL]
    )


def why(title: str) -> str:
    """The label of the field for a reason, where several goals are asked about."""
    return f"Why, in a few words? ({title})"


def plain(text: str) -> str:
    """A text with plain spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def chosen(shown: View | None, title: str) -> str:
    """What is filled in beside a goal."""
    assert shown is not None
    block = next(each for each in shown.blocks if each.get("label", {}).get("text") == title)
    return str(block["element"].get("initial_option", {}).get("value"))


async def add(scene: Scene, title: str, owner: str, team: str | None = "Checkout") -> int:
    """A goal of a team, or of everybody, that somebody looks after."""
    async with scene.drumbeat.house.store.transaction() as tx:
        query = select(member).where(member.c.slack_id == scene.slack.person(owner).id)
        who = members.to_member((await tx.execute(query)).one())
        of_team = await teams.by_name(tx, who.workspace_id, team) if team else None
        new = NewGoal(title, who.id, of_team.id if of_team else None)
        return await goals.add(tx, who.workspace_id, new, key=None, at=scene.drumbeat.house.now())


async def close(scene: Scene, goal_id: int) -> None:
    """A goal is dropped."""
    async with scene.drumbeat.house.store.transaction() as tx:
        await goals.close(tx, goal_id, GoalState.DROPPED, scene.drumbeat.house.now())


async def skip_after_all(scene: Scene, slack_id: str) -> None:
    """Somebody skips what they answered, as the button in a reminder does."""
    house = scene.drumbeat.house
    async with house.store.reading() as tx:
        who = (await tx.execute(select(member).where(member.c.slack_id == slack_id))).one()
        standing = (await standings.open_for(tx, who.id, house.now()))[0]
    await answering.skip(house.store, house.ports, standing.prompt.id, who.id, reason=None, now=house.now())
    await settle(scene)


async def owners(scene: Scene) -> set[int]:
    """Who looked after the goals that rounds asked about, as those rounds say."""
    async with scene.drumbeat.house.store.transaction() as tx:
        listed = [to_questions(row.questions) for row in await tx.execute(select(round_))]
    return {goal.owner_id for questions in listed for question in questions for goal in question.goals}


async def said(scene: Scene) -> list[tuple[int, str, int, str | None]]:
    """Everything that is kept of what people said of goals."""
    query = select(goal_confidence).order_by(goal_confidence.c.local_date, goal_confidence.c.goal_id)
    async with scene.drumbeat.house.store.transaction() as tx:
        return [(row.goal_id, str(row.local_date), row.value, row.why) for row in await tx.execute(query)]
