"""api.test, auth.test, apps.connections.open, team.info: who am I, and where do I listen."""

from sandbox.errors import Json, SlackError
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.service import Service


def api_test(slack: Service, args: Arguments) -> Json:
    if args.given("error"):
        raise SlackError(args.text("error"), args=args.raw)
    return {"args": args.raw}


def auth_test(slack: Service, args: Arguments) -> Json:
    workspace = slack.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.users[slack.bot].name,
        "team_id": workspace.id,
        "user_id": slack.bot,
        "bot_id": workspace.app.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(slack: Service, args: Arguments) -> Json:
    return {"url": slack.socket_url()}


def team_info(slack: Service, args: Arguments) -> Json:
    workspace = slack.workspace
    return {
        "team": {
            "id": workspace.id,
            "name": workspace.name,
            "domain": workspace.domain,
            "email_domain": "example.com",
            "url": f"https://{workspace.domain}.slack.com/",
            "icon": {"image_default": True},
        }
    }
