"""What Slack asks us to wait."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.slack.verdicts import verdict_of
from bot.values.deliveries import Later


@pytest.mark.parametrize(
    ("told", "seconds"),
    [({"Retry-After": "30"}, 30.0), ({}, 1.0), ({"Retry-After": "Mon, 23 Nov 2026 12:00:00 GMT"}, 1.0)],
)
def test_a_limit_is_kept_to_also_where_what_answers_does_not_say_for_how_long_in_seconds(
    told: dict[str, str], seconds: float
) -> None:
    answer = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="",
        req_args={},
        data={"ok": False, "error": "ratelimited"},
        headers=told,
        status_code=429,
    )
    error = SlackApiError("", answer)  # type: ignore[no-untyped-call]
    assert verdict_of(error) == Later(seconds, "ratelimited", throttled=True)
