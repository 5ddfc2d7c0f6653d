"""Who we are in Slack: asked once at the start, so that no request has to wait for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.slack.probe import Unreachable, ask


class NotWelcome(Exception):
    """Slack does not let us work like this. `problems` holds a sentence for each reason, with what to do.
    `is_refused`: it does not know our token."""

    def __init__(self, problems: list[str], *, is_refused: bool = False) -> None:
        super().__init__(" ".join(problems))
        self.problems, self.is_refused = problems, is_refused


@dataclass(frozen=True, slots=True)
class Identity:
    """The workspace a bot token belongs to, and who the bot is in it."""

    team_id: str
    team_name: str
    bot_user_id: str
    bot_id: str


async def identify(api_url: str, bot_token: str, needed: Mapping[str, str]) -> Identity:
    """Ask Slack whose token this is. `needed`: scopes, with what each is for. Raises NotWelcome."""
    try:
        reply = await ask(api_url, bot_token, "auth.test")
    except Unreachable as error:
        raise NotWelcome(
            [
                f"Slack cannot be reached ({error}). Check the network and SLACK_API_URL, then run drumbeat doctor."
            ]
        ) from error
    if reply.error is not None:
        raise NotWelcome(
            [
                f"Slack does not accept SLACK_BOT_TOKEN ({reply.error}). Run drumbeat doctor: it says what to do."
            ],
            is_refused=True,
        )
    granted = reply.scopes if reply.scopes is not None else frozenset(needed)
    missing = [f"{scope} ({why})" for scope, why in needed.items() if scope not in granted]
    if missing:
        raise NotWelcome(
            [
                f"Slack has not granted the scope {scope}. Add it under OAuth & Permissions and reinstall the app."
                for scope in missing
            ]
        )
    team = str(reply.body["team_id"])
    return Identity(
        team_id=team,
        team_name=str(reply.body.get("team") or team),
        bot_user_id=str(reply.body["user_id"]),
        bot_id=str(reply.body.get("bot_id") or ""),
    )


async def check_app_token(api_url: str, app_token: str) -> None:
    """See that Socket Mode opens. The SDK would go on knocking for ever. Raises NotWelcome."""
    try:
        reply = await ask(api_url, app_token, "apps.connections.open")
    except Unreachable as error:
        raise NotWelcome(
            [f"Slack cannot be reached ({error}). Check the network, then start again."]
        ) from error
    if reply.error is not None:
        raise NotWelcome(
            [
                f"Slack does not accept SLACK_APP_TOKEN ({reply.error}). Generate one under Basic Information,"
                " App-Level Tokens, with the scope connections:write."
            ]
        )
