"""The doctor's questions to Slack: the tokens, the scopes and the time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from bot.cli.findings import Finding, fine, wrong
from bot.slack.probe import Reply, Unreachable, ask
from config.settings import Settings
from config.slack_app import LATER_SCOPES, OPTIONAL_SCOPES, SCOPES

TOLERANCE = timedelta(seconds=60)
"""Slack's signatures are refused when they are five minutes off; a clock this far off is drifting there."""

REINSTALL = "Reinstall the app at api.slack.com/apps and copy its Bot User OAuth Token to SLACK_BOT_TOKEN."
MAKE_ANOTHER = "Make an App-Level Token with connections:write and write it to SLACK_APP_TOKEN."
WHAT_TO_DO = {
    "invalid_auth": f"The token is not known. {REINSTALL}",
    "not_authed": f"The token did not arrive. {REINSTALL}",
    "token_revoked": f"The token was revoked. {REINSTALL}",
    "token_expired": f"The token has expired. Switch token rotation off. {REINSTALL}",
    "account_inactive": f"The bot was switched off or removed. {REINSTALL}",
    "ratelimited": "Wait a minute and run drumbeat doctor again.",
}


async def check_slack(settings: Settings) -> list[Finding]:
    """Whether Slack answers, knows our tokens, lets us do what we need, and agrees what time it is."""
    try:
        reply = await ask(settings.slack_api_url, settings.bot_token.reveal(), "auth.test")
    except Unreachable as error:
        todo = "Check the network, a proxy in between, and SLACK_API_URL."
        return [wrong(f"Slack at {settings.slack_api_url} cannot be reached ({error})", todo)]
    return [_bot(reply), *_scopes(reply), *_time(reply), *await _socket_mode(settings)]


def _bot(reply: Reply) -> Finding:
    if reply.error is None:
        return fine(f"Slack knows the bot as {reply.body.get('user')} in {reply.body.get('team')}")
    return wrong(f"Slack refuses the bot token ({reply.error})", WHAT_TO_DO.get(reply.error, REINSTALL))


def _scopes(reply: Reply) -> Iterator[Finding]:
    if reply.error is not None or reply.scopes is None:
        return
    missing = [scope for scope in SCOPES if scope not in reply.scopes]
    for scope in missing:
        todo = f"It is needed to {SCOPES[scope]}. Add it under OAuth & Permissions and reinstall the app."
        yield wrong(f"The scope {scope} is missing", todo)
    if not missing:
        yield fine("Every scope Drumbeat needs is granted")
    for scope, use in LATER_SCOPES.items():
        if scope not in reply.scopes:
            todo = f"With it Drumbeat could {use}. Import the new manifest and reinstall the app."
            yield fine(f"The scope {scope}, which came with a newer version, is not granted", todo)
    for scope, use in OPTIONAL_SCOPES.items():
        if scope not in reply.scopes:
            yield fine(f"The optional scope {scope} is not granted", f"With it Drumbeat could {use}.")


def _time(reply: Reply) -> Iterator[Finding]:
    if reply.date is None:
        return
    off = abs(datetime.now(UTC) - reply.date)
    if off <= TOLERANCE:
        yield fine("This machine's clock agrees with Slack's")
    else:
        todo = "Switch time synchronisation on (timedatectl set-ntp true); Slack's signatures depend on it."
        yield wrong(f"This machine's clock is {off.total_seconds():.0f} seconds off", todo)


async def _socket_mode(settings: Settings) -> list[Finding]:
    if settings.app_token is None:
        return []
    try:
        reply = await ask(settings.slack_api_url, settings.app_token.reveal(), "apps.connections.open")
    except Unreachable as error:
        return [wrong(f"Slack gives no Socket Mode connection ({error})", "Try again in a minute.")]
    if reply.error is None:
        return [fine("Slack gives a Socket Mode connection")]
    return [wrong(f"Slack refuses the app token ({reply.error})", MAKE_ANOTHER)]
