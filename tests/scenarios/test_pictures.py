"""Charts and tables, in workspaces that take them and in those that do not."""

from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import settle, start_check_in

PICTURES = {"table", "data_visualization"}


async def _raise(scene: Scene, title: str) -> None:
    chi = scene.slack.person("chi")
    await chi.command("/bottleneck", title, channel="checkout")
    await chi.choose("Who are you waiting for?", "The bank")
    await chi.submit({})
    if chi.modal is not None and chi.modal.title == "Is it one of these?":
        await chi.submit({})
    await chi.close_modal()
    await settle(scene)


def _digests(person: Person) -> list[Message]:
    return [each for each in person.sees("checkout") if each.text.startswith("Weekly digest")]


def _pictures(message: Message) -> list[str]:
    return [block["type"] for block in message.blocks if block["type"] in PICTURES]


def _refusals(scene: Scene) -> list[str]:
    return [call.method for call in scene.slack.calls if call.error == "invalid_blocks"]


async def test_a_workspace_without_pictures_reads_the_same_and_is_asked_to_take_none(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana = slack.person("ana")
    await start_check_in(small_scene, fields={"Weekly digest": ["yes"]})
    await slack.wind(to=at("2026-11-30 07:30"))
    for title in ("Refund API", "Keys for staging", "A contract & <its> annex"):
        await _raise(small_scene, title)

    (preview,) = (await ana.command("/digest", channel="checkout")).messages
    assert _pictures(preview) == ["table"]

    slack.takes_pictures = False
    (preview,) = (await ana.command("/digest", channel="checkout")).messages
    assert _pictures(preview) == [], "what only Ana sees is shown to her as text"
    assert "#2 Keys for staging" in str(preview.blocks)

    await slack.wind(to=at("2026-11-30 08:05"))
    (digest,) = _digests(ana)
    assert _pictures(digest) == []
    assert "How we compute" in str(digest.blocks[-1]), "what can be pressed stays where it was"
    assert "A contract &amp; &lt;its&gt; annex" in str(digest.blocks)
    assert _refusals(small_scene) == [], "the preview told already that there is no use in trying"
