"""dnd.*: whose notifications are silent, and until when."""

from sandbox.do_not_disturb import status_of
from sandbox.errors import Json, SlackError
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.service import Service

MOST_USERS = 50  # docs.slack.dev/reference/methods/dnd.teamInfo; the name of the refusal is not documented


def info(slack: Service, args: Arguments) -> Json:
    user = slack.workspace.users.get(args.text("user", slack.bot))
    if user is None:
        raise SlackError("user_not_found")
    status = status_of(user, slack.workspace.clock.now())
    return status | ({"snooze_enabled": False} if user.id == slack.bot else {})


def team_info(slack: Service, args: Arguments) -> Json:
    wanted = [name.strip() for name in args.text("users").split(",") if name.strip()]
    if not wanted:
        raise SlackError("no_users_provided")
    if len(wanted) > MOST_USERS:
        raise SlackError("too_many_users")
    now, known = slack.workspace.clock.now(), slack.workspace.users
    return {"users": {user: status_of(known[user], now) for user in wanted if user in known}}
