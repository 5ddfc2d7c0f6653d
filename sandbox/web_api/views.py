"""views.*: modals and the Home tab."""

from sandbox.errors import Json, SlackError
from sandbox.model import View
from sandbox.pictures import refuse_pictures
from sandbox.rules.blocks import check_view
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.service import Service


def open_view(slack: Service, args: Arguments) -> Json:
    definition = _definition(slack, "views.open", args, "modal")
    user = _triggered(slack, args)
    return _shown(slack, slack.workspace.views.open(user, definition))


def push(slack: Service, args: Arguments) -> Json:
    definition = _definition(slack, "views.push", args, "modal")
    user = _triggered(slack, args)
    return _shown(slack, slack.workspace.views.push(user, definition))


def update(slack: Service, args: Arguments) -> Json:
    if not args.given("view_id") and not args.given("external_id"):
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: view_id"])
    view = slack.workspace.views.find(view_id=args.text("view_id"), external_id=args.text("external_id"))
    definition = _definition(slack, "views.update", args, view.definition["type"])
    return _shown(slack, slack.workspace.views.update(view, definition, args.text("hash") or None))


def publish(slack: Service, args: Arguments) -> Json:
    if not slack.workspace.app.manifest.has_home:
        raise SlackError("not_enabled")
    user = slack.workspace.users.get(args.text("user_id"))
    if user is None:
        raise SlackError("invalid_arguments", messages=["[ERROR] user_id is not a user of this workspace"])
    definition = _definition(slack, "views.publish", args, "home")
    return _shown(slack, slack.workspace.views.publish(user.id, definition, args.text("hash") or None))


def _triggered(slack: Service, args: Arguments) -> str:
    if not args.given("trigger_id"):
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: trigger_id"])
    return slack.triggers.exchange(args.text("trigger_id"))


def _definition(slack: Service, method: str, args: Arguments, kind: str) -> Json:
    definition: Json = args.structure("view", dict, "invalid_arguments")
    if definition.get("type") != kind:
        raise SlackError("invalid_arguments", messages=[f"[ERROR] expected a {kind} view"])
    refuse_pictures(slack.workspace, definition.get("blocks"))
    slack.refuse(method, "invalid_arguments", check_view(definition))
    return definition


def _shown(slack: Service, view: View) -> Json:
    return {"view": slack.workspace.views.json(view)}
