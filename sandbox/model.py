"""What a workspace consists of. Plain records: the rules that change them live in `workspace.py`."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sandbox.errors import Json
from sandbox.manifest import Manifest

ChannelKind = Literal["public", "private", "im", "mpim"]
StateValues = dict[str, dict[str, Json]]


@dataclass
class User:
    id: str
    name: str
    real_name: str
    timezone: str | None
    title: str = ""
    admin: bool = False
    owner: bool = False
    guest: str = ""
    bot: bool = False
    deactivated: bool = False
    locale: str = "en-US"
    display_name: str = ""
    dnd: tuple[str, str] | None = None
    bot_id: str = ""
    updated: int = 0
    snoozed: tuple[datetime, datetime] | None = None


@dataclass(eq=False)
class Message:
    """A message or, with `only_for`, an ephemeral one. `text` is kept escaped, as Slack keeps it."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    parent_user: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    subtype: str | None = None
    metadata: Json | None = None
    edited: Json | None = None
    only_for: str | None = None
    reply_users: list[str] = field(default_factory=list)
    reply_count: int = 0
    latest_reply: str | None = None
    client_msg_id: str | None = None
    order: int = 0
    attachments: list[Json] = field(default_factory=list)
    files: list[Json] = field(default_factory=list)
    entered: dict[str, StateValues] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(eq=False)
class Channel:
    id: str
    name: str
    kind: ChannelKind
    creator: str
    created: int
    members: list[str] = field(default_factory=list)
    archived: bool = False
    topic: str = ""
    purpose: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    last_us: int = 0
    last_read: dict[str, str] = field(default_factory=dict)

    @property
    def in_order(self) -> list[Message]:
        return sorted(self.messages.values(), key=lambda message: message.ts)

    @property
    def is_direct(self) -> bool:
        return self.kind in ("im", "mpim")


@dataclass(eq=False)
class Usergroup:
    """A user group; `deleted` is when it was switched off, or 0."""

    id: str
    handle: str
    name: str
    creator: str
    created: int
    updated: int
    deleted: int = 0
    members: list[str] = field(default_factory=list)


@dataclass(eq=False)
class View:
    """A modal or a Home tab, as one person sees it, with what they have entered so far."""

    id: str
    user: str
    definition: Json
    hash: str
    state: StateValues
    root_id: str
    previous_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        blocks: list[Json] = self.definition["blocks"]
        return blocks

    @property
    def title(self) -> str:
        """The words in its head; Home tabs have none."""
        return str((self.definition.get("title") or {}).get("text", ""))

    @property
    def callback_id(self) -> str:
        return str(self.definition.get("callback_id") or "")

    @property
    def external_id(self) -> str:
        return str(self.definition.get("external_id") or "")


@dataclass
class App:
    """The app under test, as installed in this workspace."""

    id: str
    bot_user: str
    bot_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str
    manifest: Manifest
    scopes: frozenset[str]
    installed: bool = True


@dataclass(frozen=True)
class Change:
    """Something somebody may want to look at again; `user` when only that person can see it."""

    kind: str
    channel: str | None = None
    user: str | None = None
    ts: str | None = None
