"""What a digest says was heard outside: the same in every channel, but for what a private team keeps to itself."""

from datetime import timedelta

from sqlalchemy import insert

from bot.store.engine import Store
from bot.store.tables import signal, signal_report
from bot.values.signals import SignalKind
from bot.views.digests.digest import build_details, build_digest
from tests.trends.company import NEXT_MONDAY, Company

DAY = timedelta(days=1)


async def _heard(company: Company, *reports: tuple[int, int | None, float, str]) -> int:
    """A signal, reported by these people for these teams so many days before the digest in these words."""
    async with company.store.transaction() as tx:
        row = {"workspace_id": company.workspace_id, "kind": SignalKind.CUSTOMER}
        made = await tx.execute(insert(signal).values(row).returning(signal.c.id))
        number = int(made.scalar_one())
        for who, team, ago, words in reports:
            report = {"workspace_id": company.workspace_id, "signal_id": number, "member_id": who}
            said = {"team_id": team, "words": words, "heard_at": NEXT_MONDAY - ago * DAY}
            await tx.execute(insert(signal_report).values({**report, **said}))
    return number


async def test_a_private_teams_words_are_told_and_counted_in_its_own_channel_alone(store: Store) -> None:
    company = await Company.found(store)
    ana, ben, cleo = [await company.person(name) for name in ("Ana", "Ben", "Cleo")]
    checkout = await company.team("Checkout")
    deals = await company.team("Deals", is_private=True)
    both = await _heard(
        company, (ana, checkout, 5, "SSO, please"), (cleo, deals, 4, "SSO or no deal"), (ben, None, 40, "SSO")
    )
    secret = await _heard(company, (cleo, deals, 3, "Falcon"))
    too_early = (ana, checkout, 8, "last week"), (ben, checkout, 0.2, "on Monday morning")
    await _heard(company, too_early[0])
    await _heard(company, too_early[1])
    await _heard(company, (ana, checkout, 120, "long ago"))

    for channel in ("CPRODUCT", "CCHECKOUT"):
        facts = await company.facts(channel=channel, private=["CDEALS"])
        (told,) = facts.heard.signals
        assert (told.id, told.people, told.teams, told.times) == (both, 2, 1, 2)
        assert [each.heard.words for each in told.words] == ["SSO, please"]
        pages = [build_digest(facts), *build_details(facts)]
        assert not any("deal" in each.text or "Falcon" in each.text for each in pages)
    at_home = (await company.facts(channel="CDEALS", private=["CDEALS"])).heard.signals
    assert [(each.id, each.people) for each in at_home] == [(both, 3), (secret, 1)]
    assert at_home[0].words[0].heard.words == "SSO or no deal"


async def test_where_nothing_was_noted_one_line_says_so(store: Store) -> None:
    company = await Company.found(store)
    await company.team("Checkout")
    text = build_digest(await company.facts()).text
    assert "*Heard outside*" not in text
    assert "What was heard outside: nothing was noted that can be told here (`/signal` notes it)." in text
    await _heard(company, (await company.person("Ana"), None, 3, "Prices go up"))
    text = build_digest(await company.facts()).text
    assert "• Customer: “Prices go up”, heard by 1 person, new." in text
    assert "nothing was noted" not in text
