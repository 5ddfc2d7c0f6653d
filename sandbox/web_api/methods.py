"""Which method is answered by what. Anything else is `unknown_method`."""

from sandbox.web_api import apps, chat, conversations, dnd, files, people, usergroups, views
from sandbox.web_api.service import Method


def methods() -> dict[str, Method]:
    return {
        "api.test": apps.api_test,
        "auth.test": apps.auth_test,
        "apps.connections.open": apps.open_connection,
        "team.info": apps.team_info,
        "chat.postMessage": chat.post_message,
        "chat.update": chat.update,
        "chat.delete": chat.delete,
        "chat.postEphemeral": chat.post_ephemeral,
        "chat.getPermalink": chat.get_permalink,
        "conversations.info": conversations.info,
        "conversations.list": conversations.list_channels,
        "conversations.members": conversations.members,
        "conversations.join": conversations.join,
        "conversations.open": conversations.open_conversation,
        "conversations.history": conversations.history,
        "conversations.replies": conversations.replies,
        "dnd.info": dnd.info,
        "dnd.teamInfo": dnd.team_info,
        "files.getUploadURLExternal": files.upload_address,
        "files.completeUploadExternal": files.complete,
        "usergroups.list": usergroups.list_groups,
        "usergroups.users.list": usergroups.list_users,
        "users.info": people.info,
        "users.list": people.list_people,
        "users.conversations": conversations.of_user,
        "views.open": views.open_view,
        "views.push": views.push,
        "views.update": views.update,
        "views.publish": views.publish,
    }
