"""A check-in, from the first command to the wrap-up, as a lead and her team live it."""

from sandbox.model import Message
from tests.scenarios.conftest import Scene, at


def texts(messages: list[Message]) -> list[str]:
    """What messages say to a screen reader."""
    return [message.text for message in messages]


async def start(scene: Scene, **fields: object) -> None:
    """Ana starts a check-in for #checkout, at seven in the morning on a Monday in Berlin."""
    ana = scene.slack.person("ana")
    await ana.command("/checkin", "new", channel="checkout")
    result = await ana.submit({"Channel": "checkout", **fields})
    assert result.errors == {}
    await ana.close_modal()
    await scene.slack.wind(hours=0)


async def test_a_lead_starts_a_check_in_with_one_field_and_the_team_is_asked_in_its_own_time(
    scene: Scene,
) -> None:
    slack = scene.slack
    await start(scene)
    await slack.wind(to=at("2026-11-23 08:00"))
    ana, ben, chi = slack.person("ana"), slack.person("ben"), slack.person("chi")
    print(texts(ana.sees("checkout")))
    print(texts(ana.direct_messages), texts(ben.direct_messages), texts(chi.direct_messages))
    await ana.press("Answer")
    print(ana.modal)
    await ana.submit({"What moved since last time?": "The refund API", "What will you move next?": "Tests & <docs>",
       "What are you waiting for, if anything?": "<!channel> Payments"})
    await slack.wind(hours=1)
    print(texts(ana.direct_messages))
    print([texts(ana.sees_thread(m)) for m in ana.sees("checkout")])
    await slack.wind(to=at("2026-11-23 14:00"))
    await ben.press("Skip today")
    await ben.submit({"Want to say why?": "Travelling"})
    await slack.wind(to=at("2026-11-24 02:00"))
    print([texts(ana.sees_thread(m)) for m in ana.sees("checkout")])
    print(texts(ana.direct_messages), texts(ben.direct_messages), texts(chi.direct_messages))
    print([texts(chi.sees_thread(m)) for m in chi.direct_messages])
    await chi.press("Answer")
    print(chi.modal)
    assert False
