"""What the digest says of an anonymous pulse: rounded, of everybody, and nothing where too few answered."""

from tests.scenarios.conftest import at, play
from tests.scenarios.living import apply_rituals
from tests.scenarios.pulsing import OPENS, PULSE, TEAM, company, everybody_answers, until


async def test_a_weeks_pulse_stands_in_the_digest_and_a_week_of_too_few_is_only_named(
    sqlite_database_url: str,
) -> None:
    async with play(sqlite_database_url, one_by_one=True, company=company()) as scene:
        ana = scene.slack.person("ana")
        await apply_rituals(scene, PULSE)
        await until(scene, OPENS)
        await everybody_answers(scene, but=("max",), words="Secret")
        open_ = await ana.command("/digest", channel="payments")
        assert "Team pulse" not in open_.text, "nothing before it closes"

        await until(scene, at("2026-11-26 09:00"))
        digest = (await ana.command("/digest", channel="payments")).text
        assert (
            "• *Team pulse* (anonymous): 9 of 10 people answered · “How was your week?” about 4 of 5"
            in digest
        )
        assert "I compare a week with 6 earlier ones, and this is the first" in digest
        assert "Secret" not in digest

        await until(scene, at("2026-12-01 09:00"))
        await everybody_answers(scene, but=TEAM[4:])
        await until(scene, at("2026-12-03 09:00"))
        digest = (await ana.command("/digest", channel="payments")).text
        assert "Answers to Team pulse: too few people gave one." in digest
        assert "of 10" not in digest
