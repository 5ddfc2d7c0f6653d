"""What whoever is to mend a digest is told, and what they can do about it."""

from datetime import UTC, date, datetime, time

import pytest

from bot.values.deliveries import Letter
from bot.values.digests import Digest, DigestPlan, DigestState, Week
from bot.values.facts import DigestFacts, Period, Said, TeamFacts
from bot.views.digests.digest import build_details, build_digest
from bot.views.digests.letters import key_of, letters_of, read_key
from bot.views.digests.mend import Problem, Trouble, build_mend, build_post_again, trouble_of
from sandbox.rules.blocks import check_message

MONDAY = date(2026, 11, 16)
DIGEST = Digest(
    7, 1, 1, DigestPlan("Weekly", "C1", 0, time(9), "Pacific/Auckland"), DigestState.ACTIVE,
    datetime(2026, 11, 29, 20, tzinfo=UTC),
)  # fmt: skip


def letters(facts: DigestFacts) -> list[Letter]:
    pages = build_details(facts)
    return list(
        letters_of(DIGEST, build_digest(facts), pages, key_of(7, MONDAY), datetime(2026, 11, 23, tzinfo=UTC))
    )


def mend(trouble: Trouble, **more: str) -> str:
    message = build_mend(Problem(DIGEST, trouble, Week(MONDAY), **more))
    blocks = [dict(block) for block in message.blocks]
    assert check_message({"text": message.text, "blocks": blocks}) == []
    return f"{message.text} {[button['text']['text'] for button in blocks[-1]['elements']]}"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("channel_not_found", "no longer exists"),
        ("is_archived", "is archived"),
        ("not_in_channel", "Invite me again"),
        ("restricted_action", "does not let me post"),
        ("something_new", "Slack says `something_new`"),
    ],
)
def test_each_refusal_says_what_happened_and_how_to_mend_it(reason: str, words: str) -> None:
    text = mend(trouble_of(reason), reason=reason)
    assert words in text
    assert "week 47" in text
    assert all(button in text for button in ("Choose another channel", "Try again now", "Pause the digest"))


def test_the_next_date_is_told_in_the_digests_zone() -> None:
    assert "due on Mon 30 Nov." in mend(Trouble.CHANNEL_ARCHIVED)


def test_when_its_owner_left_somebody_can_look_after_it() -> None:
    text = mend(Trouble.OWNER_LEFT, owner="Ana <3")
    assert "Ana &lt;3" in text
    assert "Look after it" in text


def test_a_digest_that_is_there_is_posted_again_only_when_asked_to() -> None:
    assert "Post it once more?" in build_post_again(DIGEST, Week(MONDAY)).text


def test_a_posts_key_can_be_read_back_and_a_page_of_its_thread_is_not_a_post() -> None:
    facts = DigestFacts(Period(Week(MONDAY), MONDAY, so_far=False), 0, 0)
    (post,) = letters(facts)
    assert read_key(post.key) == (7, MONDAY)
    assert read_key(f"{post.key}:again:20261123-0900") == (7, MONDAY)
    assert read_key(f"{post.key}:page:01") is None


def test_the_pages_of_its_thread_leave_one_after_the_other() -> None:
    said = tuple(Said(f"P{number}", "What moved. " * 30, MONDAY) for number in range(40))
    facts = DigestFacts(
        Period(Week(MONDAY), MONDAY, so_far=False), 40, 40, teams=(TeamFacts("Checkout", moved=said),)
    )
    post, *pages = letters(facts)
    assert len(pages) > 2
    assert [each.after for each in (post, *pages)] == [None, post.key, *(page.key for page in pages[:-1])]
