"""What is typed after a slash: everything is answered."""

from sandbox.person import Person
from tests.scenarios.conftest import Scene, at, play
from tests.scenarios.living import answer, asked, start_check_in, thread, words_of

NO_TEAM = (
    ("/trends", "the payload is slow"),
    ("/trends", ""),
    ("/trends", "x" * 3000),
    ("/drumbeat", "trends checkout"),
)
HOW_TO_BEGIN = "There is no team yet. `/checkin new` starts a check-in, and with it a team."


async def _said(person: Person, command: str, text: str) -> str:
    result = await person.command(command, text, channel="product")
    assert result.ok, result
    (message,) = result.messages
    return message.text


async def test_commands_on_both_transports(sqlite_database_url: str, transport: str) -> None:
    async with play(sqlite_database_url, transport=transport) as scene:
        ana = scene.slack.person("ana")
        for command, text in NO_TEAM:
            assert HOW_TO_BEGIN in await _said(ana, command, text), (command, text)
        assert "There is no check-in you could change" in await _said(ana, "/checkin", "run")
        assert (await ana.command("/drumbeat", "PRIVACY please")).ok
        assert "What I keep about you" in words_of(ana.modal)
        await ana.close_modal()
        for text in ("", "help", "  HELP "):
            said = await _said(ana, "/drumbeat", text)
            assert "`/checkin new`  start a check-in for a channel" in said
            assert "an anonymous pulse (how is the mood" in said, "and how to start one"
            assert "`/trends checkout`  one team in full" in said
        for strange in ("frobnicate <!channel> & payload", "🎉", "سلام", "y" * 3000):
            said = await _said(ana, "/checkin", strange)
            assert said.startswith("I don't know “")
            assert "<!channel>" not in said
            assert "`/checkin status`" in said
        assert (await _said(ana, "/drumbeat", "frobnicate")).startswith("I don't know “frobnicate”.")


async def test_checkin_tells_a_newcomer_a_member_and_a_lead_what_they_need(small_scene: Scene) -> None:
    slack = small_scene.slack
    ana, eve = slack.person("ana"), slack.person("eve")
    nothing = await eve.command("/checkin")
    assert nothing.text == (
        "Nothing is open for you, and no check-in asks you yet. Start one for a channel: it takes one field."
    )
    await eve.press("Start a check-in")
    assert eve.modal is not None
    await eve.close_modal()
    assert await _said(ana, "/checkin", "status") == (
        "There has been no round in your teams yet. Start a check-in with `/checkin new`."
    )

    await start_check_in(small_scene)
    assert (await _said(ana, "/checkin", "")).startswith(
        "Nothing is open for you right now. Next up:\n•  *Daily"
    )
    await slack.wind(to=at("2026-11-23 08:10"))
    open_now = await _said(ana, "/drumbeat", "checkin status")
    assert open_now.startswith(
        "•  *Daily check-in* · Checkout · Mon 23 Nov: 0 of 2 answered, open until <!date^"
    )
    await answer(small_scene, "ana")
    assert "1 of 2 answered, open" in await _said(ana, "/checkin", "STATUS")
    assert await _said(eve, "/checkin", "status") == (
        "There has been no round in your teams yet. Start a check-in with `/checkin new`."
    ), "who is not in the team does not see its rounds"

    await slack.wind(to=at("2026-11-24 08:10"))
    reason = "Sick & <!here>" + "!" * 2900
    said = await _said(ana, "/checkin", f"skip {reason}")
    assert said == (
        "Skipped *Daily check-in*. Changed your mind? `/checkin` still takes your answer until it closes."
    )
    await slack.wind(hours=0)
    assert thread(ana)[0].startswith("*ana* skips this one: Sick &amp; &lt;!here&gt;")
    assert "you skipped this one" in asked(ana)[-1].text


async def test_what_is_not_understood_is_named_with_what_works_and_what_may_be_meant(
    small_scene: Scene,
) -> None:
    await start_check_in(small_scene)
    ana = small_scene.slack.person("ana")
    too_much = "takes nothing after it, and I don't know what to do with"
    for command, text, told in (
        (
            "/checkin",
            "statsu",
            "I don't know “statsu”. Did you mean `/checkin status`? Here is what `/checkin` can do:",
        ),
        ("/checkin", "status now", f"`/checkin status` {too_much} “now”. Here is what `/checkin` can do:"),
        (
            "/checkin",
            "pause daly check-in",
            "I don't know a check-in called “daly check-in”. Did you mean `Daily check-in`? Type its name",
        ),
        ("/checkin", "help", "Here is what `/checkin` can do:"),
        ("/digest", "set-up", "I don't know “set-up”. Did you mean `/digest setup`? Here is what"),
        ("/digest", "post partners", f"`/digest post` {too_much} “partners”. Here is what"),
        ("/digest", "foo", "I don't know “foo”. Here is what `/digest` can do:"),
        (
            "/bottleneck",
            "list Chekout",
            "I know no team called “Chekout”. Did you mean `Checkout`? The teams here",
        ),
        ("/bottleneck", "HELP", "Here is what `/bottleneck` can do:"),
        (
            "/trends",
            "Chekout",
            "I know no team called “Chekout” whose numbers you may see. Did you mean `/trends Checkout`? You can",
        ),
        (
            "/trends",
            "export nobody",
            "I know no team called “export nobody” whose numbers you may see. You can ask for",
        ),
        ("/trends", "help", "Here is what `/trends` can do:"),
        (
            "/signal",
            "list nobody",
            "I don't know “nobody”: no signal you may see is about it. Type `customer`, `competitor` or"
            " `market` after `/signal list`.",
        ),
        ("/signal", "help", "Here is what `/signal` can do:"),
        ("/give-feedback", "help", "Here is what `/give-feedback` can do:"),
        ("/drumbeat", "dijest", "I don't know “dijest”. Did you mean `/drumbeat digest`? Here is what"),
        ("/drumbeat", "goals please", f"`/drumbeat goals` {too_much} “please”. Here is what"),
        (
            "/drumbeat",
            "teams Chekout",
            "I don't know a team called “Chekout”. Did you mean `Checkout`? The teams",
        ),
    ):
        assert (await _said(ana, command, text)).startswith(told), (command, text)
    for command in ("/bottleneck", "/give-feedback", "/signal"):
        assert (await ana.command(command, "lsit")).ok
        above = f"Did you mean `{command} list`? Then close this form and type it again."
        assert above in words_of(ana.modal), "the form keeps what was typed, which may be meant"
        await ana.close_modal()
    for command, text in (("/give-feedback", "help with planning"), ("/signal", "help is slow")):
        assert (await ana.command(command, text)).ok
        assert text in str(ana.modal), "what begins like a word of the command is what somebody wants to say"
        await ana.close_modal()
