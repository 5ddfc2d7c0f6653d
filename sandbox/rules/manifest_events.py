"""Which scope a bot needs before Slack lets it subscribe to an event.

Source: docs.slack.dev/reference/events (each event's page). Of several scopes any one will do.
"""

from collections.abc import Mapping

NO_SCOPE: tuple[str, ...] = ()
_CONVERSATIONS = ("channels", "groups", "im", "mpim")


def scopes_for(event: str) -> tuple[str, ...] | None:
    """The scopes of which a bot needs one to hear `event`; empty when it needs none, None when unknown."""
    return _by_event().get(event)


def _by_event() -> Mapping[str, tuple[str, ...]]:
    return {
        **dict.fromkeys(_WITHOUT_SCOPE, NO_SCOPE),
        **{event: scopes for scopes, events in _BY_SCOPES.items() for event in events},
        **{f"message.{kind}": (f"{kind}:history",) for kind in _CONVERSATIONS},
    }


_WITHOUT_SCOPE = (
    "agent_session_stopped",
    "agent_session_title_changed",
    "app_context_changed",
    "app_home_opened",
    "app_rate_limited",
    "app_uninstalled",
    "function_executed",
    "team_access_granted",
    "team_access_revoked",
    "tokens_revoked",
)

_BY_SCOPES: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("app_mentions:read",): ("app_mention",),
    ("assistant:write",): ("assistant_thread_started", "assistant_thread_context_changed"),
    ("channels:history",): ("channel_history_changed",),
    ("groups:history",): ("group_history_changed",),
    ("im:history",): ("im_history_changed",),
    ("channels:read",): (
        "channel_archive",
        "channel_created",
        "channel_deleted",
        "channel_id_changed",
        "channel_left",
        "channel_rename",
        "channel_unarchive",
    ),
    ("groups:read",): (
        "group_archive",
        "group_deleted",
        "group_left",
        "group_rename",
        "group_unarchive",
    ),
    ("im:read",): ("im_close", "im_created", "im_open"),
    ("channels:read", "groups:read"): ("member_joined_channel", "member_left_channel"),
    ("channels:read", "groups:read", "im:read", "mpim:read"): ("channel_shared", "channel_unshared"),
    ("dnd:read",): ("dnd_updated", "dnd_updated_user"),
    ("emoji:read",): ("emoji_changed",),
    ("files:read",): (
        "file_change",
        "file_created",
        "file_deleted",
        "file_public",
        "file_shared",
        "file_unshared",
    ),
    ("links:read",): ("link_shared",),
    ("pins:read",): ("pin_added", "pin_removed"),
    ("reactions:read",): ("reaction_added", "reaction_removed"),
    ("team:read",): ("team_domain_change", "team_rename"),
    ("usergroups:read",): (
        "subteam_created",
        "subteam_members_changed",
        "subteam_self_added",
        "subteam_self_removed",
        "subteam_updated",
    ),
    ("users:read",): (
        "team_join",
        "user_change",
        "user_huddle_changed",
        "user_profile_changed",
        "user_status_changed",
    ),
}
