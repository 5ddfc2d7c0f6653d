"""What is heard outside, in Slack: noted by command and from a message, heard before by another team, told in the
digest; and what a team with a private channel heard stays with it."""

from typing import Any

from sqlalchemy import select

from bot.store.tables import signal_report
from sandbox.model import Message
from sandbox.person import Person
from tests.scenarios.conftest import Scene, at
from tests.scenarios.living import start_check_in, words_of
from tests.scenarios.test_bottlenecks_raised import field, last_submission, picked
from tests.scenarios.waiting import make_team

WHAT, WHO, SOURCE = "What was said?", "Who said it?", "Name or source"
AREA, LINK = "Part of the product", "Link"
TEAM = "Heard for which of your teams?"


async def test_what_one_team_notes_another_one_hears_and_the_digest_says_so(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, ben, eve = (slack.person(name) for name in ("ana", "ben", "eve"))
    await start_check_in(small_scene, fields={"Weekly digest": ["yes"]})
    await start_check_in(small_scene, "product", by="eve")

    await ana.command("/signal", "guests need <SSO> to sign in, https://acme.example/ask", channel="checkout")
    assert field(ana, WHAT) == "guests need <SSO> to sign in, https://acme.example/ask"
    assert (picked(ana, WHO), field(ana, LINK)) == ("A customer", "https://acme.example/ask")
    assert (await ana.submit({WHAT: " "})).errors == {WHAT: "Say in a few words what was said."}
    await ana.choose(AREA, "Sign-in")
    result = await ana.submit(
        {WHAT: "Guests need <SSO> to sign in", LINK: "https://acme.example/ask", SOURCE: "Acme"}
    )
    assert result.ok, result
    assert "*Noted, thank you.* The next weekly digest counts it" in words_of(ana.modal)
    assert "“Guests need &lt;SSO&gt; to sign in”\nAcme · ana for Checkout, Mon 23 Nov" in words_of(ana.modal)
    await slack.delivery.redeliver(last_submission(slack))
    await ana.close_modal()

    # From a message, in the words that stand there; nothing is posted about it.
    await eve.say("Customer call: they cannot roll out, their guests need SSO to sign in.", channel="product")
    message = eve.sees("product")[-1]
    await eve.shortcut("note_as_signal", message=message)
    assert field(eve, WHAT) == message.text
    await eve.submit({SOURCE: "Globex"})
    assert eve.modal is not None
    assert eve.modal.title == "Heard before?"
    asked = words_of(eve.modal)
    assert "*“Guests need &lt;SSO&gt; to sign in”*\nCustomer, Sign-in · heard by 1 person" in asked
    assert field(eve, SOURCE) == "Globex"
    await eve.press("It is this one")
    assert "*Counted, thank you.* Heard by 2 people in 2 teams by now" in words_of(eve.modal)
    assert "Globex · eve for Product, Mon 23 Nov · <" in words_of(eve.modal)
    assert eve.sees("product")[-1] == message
    await eve.close_modal()

    # Something else, said so although it sounds alike, and a competitor typed in one line.
    await ben.command("/signal", "guests need SSO to sign out", channel="checkout")
    await ben.submit()
    await ben.submit({WHAT: "Guests want to sign out everywhere"})
    assert "*Noted, thank you.*" in words_of(ben.modal)
    await ben.close_modal()
    await ben.command("/drumbeat", "signal competitor: Trainlane shows CO2 per trip")
    assert (field(ben, WHAT), picked(ben, WHO)) == ("Trainlane shows CO2 per trip", "A competitor")
    await ben.submit()
    await ben.close_modal()
    assert len(await reports(small_scene)) == 4

    listed = await ana.command("/signal", "list", channel="checkout")
    assert "Competitor · heard by 1 person" in listed.text
    assert listed.text.index("Trainlane") < listed.text.index("sign out") < listed.text.index("SSO")
    about = await ana.command("/signal", "list sign-in", channel="checkout")
    assert "*Signals about Sign-in*\n*“Guests need &lt;SSO&gt;" in about.text
    assert "Trainlane" not in about.text
    unknown = await ana.command("/signal", "list singin")
    assert unknown.text == (
        "I don't know “singin”: no signal you may see is about it. Did you mean `/signal list Sign-in`?"
        " Type `customer`, `competitor` or `market` after `/signal list`, or an area: `Sign-in`."
    )
    assert "Did you mean `/signal list customer`?" in (await ana.command("/signal", "list custmer")).text

    await slack.wind(to=at("2026-11-30 08:05"))
    digest = [each for each in ana.sees("checkout") if each.text.startswith("Weekly digest")][-1]
    assert part(digest, "Heard outside") == (
        "Customer 2 · Competitor 1 · Market none\n"
        "• Customer, Sign-in: “Customer call: they cannot roll out, their guests need SSO to sign in.”,"
        " heard by 2 people in 2 teams, new.\n"
        "• Competitor: “Trainlane shows CO2 per trip”, heard by 1 person, new.\n"
        "• Customer: “Guests want to sign out everywhere”, heard by 1 person, new."
    )
    details = "\n".join(reply.text for reply in ana.sees_thread(digest))
    assert "“Guests need &lt;SSO&gt; to sign in” Acme, 23 Nov" in details

    # A week later it is heard again: since when, and what was said this time.
    await ben.command("/signal", "list customers", channel="checkout")
    await ben.press("Open: Guests need <SSO> to sign in")
    await ben.press("I heard it, too…")
    await ben.submit({WHAT: "SSO again", SOURCE: "Initech"})
    await ben.close_modal()
    await slack.wind(to=at("2026-12-07 08:05"))
    digest = [each for each in ana.sees("checkout") if each.text.startswith("Weekly digest")][-1]
    assert "“SSO again”, heard by 3 people in 2 teams, since 23 Nov." in part(digest, "Heard outside")


async def test_own_words_are_changed_and_taken_back_and_a_private_teams_stay_with_it(
    small_scene: Scene,
) -> None:
    slack = small_scene.slack
    ana, ben, chi, dev = (slack.person(name) for name in ("ana", "ben", "chi", "dev"))
    await make_team(small_scene, "Checkout", "ana", ["ana"])
    await make_team(small_scene, "Deals", None, ["chi", "ana"], channel="leads")
    await note(chi, "Globex wants to buy the whole train company", {SOURCE: "Their CEO"})
    assert "It stays with Deals, whose channel is private" in words_of(chi.modal)

    await note(ben, "Globex buys a train company, the whole of it")
    assert "*Noted, thank you.* The next weekly digest" in words_of(ben.modal), "and is asked nothing"
    (ours,) = (await ben.command("/signal", "list")).messages
    assert ours.text.count("heard by 1 person") == 1
    await ben.close_modal()
    theirs = await ana.command("/signal", "list")
    assert theirs.text.count("heard by 1 person") == 2, "whoever is in the team knows of both"
    assert (await dev.command("/signal", "list competitors")).text.endswith("shows everything.")

    # Ana hears what Ben did; he does not learn what Deals knows.
    await ana.command("/signal", "Globex buys the train company")
    assert picked(ana, TEAM) == "Checkout"
    await ana.submit()
    assert words_of(ana.modal).count("heard by 1 person") == 2
    await ana.press("It is this one: Globex buys a train company, the whole of it")
    await ana.close_modal()

    # Ben's words are his to change and to take back; what Ana heard stays.
    await ben.press("Open: Globex buys a train company, the whole of it", message=ours)
    assert "Heard by 2 people in 1 team" in words_of(ben.modal)
    assert "Their CEO" not in words_of(ben.modal)
    assert words_of(ben.modal).count("Change…") == 1
    await ben.press("Change…")
    assert field(ben, WHAT) == "Globex buys a train company, the whole of it"
    await ben.submit({WHAT: "Globex buys trains", WHO: "The market"})
    assert words_of(ben.modal).startswith("Changed.\n*Market*")
    await ben.press("Change…")
    await ben.press("Take it back…")
    assert "Globex buys trains" not in words_of(ben.modal)
    assert "“Globex buys the train company”" in words_of(ben.modal)
    await ben.close_modal()
    await ben.press("Open: Globex buys a train company, the whole of it", message=ours)
    assert "Heard by 1 person" in words_of(ben.modal), "an old list leads to what is there"

    # The last words gone, so is the signal; and whoever is in no conversation we are in has their words kept.
    await chi.press("Change…")
    await chi.press("Take it back…")
    assert "nothing is left of it" in words_of(chi.modal)
    await ana.say("Prices went up everywhere", channel="leads")
    await ana.shortcut("note_as_signal", message=ana.sees("leads")[-1])
    assert "a conversation not everybody can read" in words_of(ana.modal)
    assert (await ana.submit({WHO: "The market", TEAM: "Deals"})).ok
    kept = (await reports(small_scene))[-1]
    assert (kept.words, kept.permalink) == ("Prices went up everywhere", None)


async def note(person: Person, text: str, more: dict[str, Any] | None = None) -> None:
    """Somebody notes something new."""
    await person.command("/signal", text, channel="general")
    result = await person.submit(more or {})
    assert result.ok, result


async def reports(scene: Scene) -> list[Any]:
    """Everything that was noted."""
    async with scene.drumbeat.house.store.reading() as tx:
        return list(await tx.execute(select(signal_report).order_by(signal_report.c.id)))


def part(message: Message, heading: str) -> str:
    """One part of a digest."""
    return message.text.split(f"*{heading}*\n")[1].split("\n\n")[0]
