"""One ritual for two teams, as RITUALS.yaml describes it: one round, each team its own thread, each person once."""

from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import answer, apply_rituals, asked, boards, texts, thread

RITUALS = """
teams:
  - {name: Checkout, function: engineering, lead: "@ana", channel: "#checkout"}
  - {name: Product, function: product, lead: "@eve", channel: "#product"}
rituals:
  - name: Daily check-in
    kind: check-in
    template: daily-check-in
    teams: [Checkout, Product]
"""


async def test_two_teams_share_a_round_and_keep_their_own_threads(scene: Scene) -> None:
    slack = scene.slack
    ana, ben, eve = slack.person("ana"), slack.person("ben"), slack.person("eve")
    said = await apply_rituals(scene, RITUALS)
    assert "Created the ritual Daily check-in for Checkout and Product." in said
    await slack.wind(to=at("2026-11-23 15:00"))
    assert [len(asked(person)) for person in (ana, ben, eve)] == [1, 1, 1], "who is in both is asked once"
    assert "*You* set this up" not in eve.direct_messages[0].text
    await answer(scene, "ben", "The refund API")
    await answer(scene, "eve", "The roadmap")
    assert "1 of 2 answered" in boards(ana)[-1].text
    assert "1 of 1 answered" in boards(ana, "product")[-1].text
    assert [reply.split(" ·")[0] for reply in thread(ana)] == ["*ben*"]
    assert [reply.split(" ·")[0] for reply in thread(ana, "product")] == ["*eve*"]
    status = await ana.command("/checkin", "status", channel="product")
    assert "*Daily check-in* · Checkout · Mon 23 Nov: 1 of 2 answered" in status.text

    again = await apply_rituals(scene, RITUALS)
    assert all("stays as it is" in sentence for sentence in again), again
    assert len([text for text in texts(ana.sees("checkout")) if "Hello!" in text]) == 1
