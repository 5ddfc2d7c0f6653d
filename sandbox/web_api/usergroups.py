"""usergroups.*: groups of people with a handle of their own, on plans that have them."""

from sandbox.errors import Json, SlackError
from sandbox.objects import usergroup_object
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.service import Service


def list_groups(slack: Service, args: Arguments) -> Json:
    _needs_a_paid_plan(slack)
    with_disabled = args.flag("include_disabled")
    return {
        "usergroups": [
            usergroup_object(
                group,
                slack.workspace.id,
                with_users=args.flag("include_users"),
                with_count=args.flag("include_count"),
            )
            for group in slack.workspace.usergroups.groups.values()
            if with_disabled or not group.deleted
        ]
    }


def list_users(slack: Service, args: Arguments) -> Json:
    _needs_a_paid_plan(slack)
    group = slack.workspace.usergroups.groups.get(args.text("usergroup"))
    if group is None or (group.deleted and not args.flag("include_disabled")):
        raise SlackError("no_such_subteam")
    return {"users": list(group.members)}


def _needs_a_paid_plan(slack: Service) -> None:
    if not slack.workspace.paid:
        raise SlackError("plan_upgrade_required")
