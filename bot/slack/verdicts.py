"""What an error of Slack's means for a message: it was not taken, never will be, or nobody knows."""

from collections.abc import Mapping

from slack_sdk.errors import SlackApiError

from bot.values.deliveries import Doubtful, Later, Never, Verdict

# "It's possible some aspect of the operation succeeded" (docs: chat.postMessage errors); and a duplicate that
# Slack cannot find was seen before, so it may stand there.
_DOUBTFUL = {
    "fatal_error",
    "internal_error",
    "request_timeout",
    "duplicate_message_not_found",
    "duplicate_channel_not_found",
}
PASSING = {
    "service_unavailable",
    "team_added_to_org",
    "accesslimited",
    "external_channel_migrating",
    # A token that is refused is mended by the operator (`drumbeat doctor`); what we owe people waits for that.
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "missing_scope",
}
ILLEGIBLE = "illegible_answer"
"""Something between us and Slack answered in its place, with 200 and no word of Slack's."""


def verdict_of(error: SlackApiError) -> Verdict:
    """Whether Slack took what it answered so."""
    reason, status = reason_of(error), _status(error)
    if status == 429 or reason in {"ratelimited", "rate_limited"}:
        return Later(retry_after(error.response.headers), reason, throttled=True)
    if reason in PASSING or reason.startswith("http_4"):
        # A refusal without Slack's own word for it is some proxy's: Slack never saw the message.
        return Later(30.0, reason)
    if status >= 500 or reason in _DOUBTFUL or reason == ILLEGIBLE:
        return Doubtful(reason)
    return Never(reason)


def retry_after(headers: Mapping[str, str]) -> float:
    """Seconds Slack asks us to wait; a second where it, or something in between, does not say so in seconds."""
    told = str(headers.get("Retry-After", "")).strip()
    return float(told) if told.isdecimal() else 1.0


def reason_of(error: SlackApiError) -> str:
    """Slack's own name for what is wrong, or ours where something else answered in its place."""
    data = getattr(error.response, "data", None)
    named = data.get("error") if isinstance(data, dict) else None
    status = _status(error)
    return str(named or (ILLEGIBLE if status == 200 else f"http_{status}"))


def _status(error: SlackApiError) -> int:
    # Where a body cannot be read the SDK hands over aiohttp's response, which spells it differently.
    response = error.response
    code: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    return code
