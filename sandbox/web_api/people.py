"""users.*: who is here."""

from sandbox.errors import Json, SlackError
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.service import Service

LARGE_TEAM = 500  # the docs say only "large teams"; asking for everybody at once is refused beyond this


def info(slack: Service, args: Arguments) -> Json:
    user = slack.workspace.users.get(args.text("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": slack.workspace.user_json(user, with_locale=args.flag("include_locale"))}


def list_people(slack: Service, args: Arguments) -> Json:
    people = list(slack.workspace.users.values())
    if not args.given("limit") and len(people) > LARGE_TEAM:
        raise SlackError("limit_required")
    found, following = slack.page(people, args, default=len(people), most=1000)
    with_locale = args.flag("include_locale")
    return {
        "members": [slack.workspace.user_json(user, with_locale=with_locale) for user in found],
        "cache_ts": int(slack.workspace.clock.now().timestamp()),
        "response_metadata": following,
    }
