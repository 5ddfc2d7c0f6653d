"""The state of one workspace and the rules by which it changes."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import asdict

from sandbox.clock import Clock
from sandbox.company import Company, PersonSeed
from sandbox.do_not_disturb import status_of
from sandbox.errors import Json, SlackError
from sandbox.files import Files
from sandbox.ids import fresh_id, stable_id
from sandbox.manifest import Manifest
from sandbox.messages import Messages
from sandbox.modals import Views
from sandbox.model import App, Change, Channel, ChannelKind, Message, User
from sandbox.objects import channel_object, user_object
from sandbox.usergroups import Usergroups

SLACKBOT = "USLACKBOT"
OnChange = Callable[[Change], None]
OnEvent = Callable[[str, Json, Channel | None], None]


class Workspace:
    """People, channels, messages and views, and the app installed among them.

    `on_change` tells watchers (the page, teammates) what to look at again; `on_event` tells the delivery side
    what may concern the app, by the name under which a manifest subscribes to it.
    """

    def __init__(
        self, company: Company, manifest: Manifest, clock: Clock, scopes: Iterable[str] | None = None
    ) -> None:
        self.clock = clock
        self.name, self.domain = company.name, company.domain
        self.id = stable_id("T", company.name)
        self.users: dict[str, User] = {}
        self.channels: dict[str, Channel] = {}
        self.ephemerals: dict[str, list[Message]] = {}
        self.warnings: dict[str, list[str]] = {}
        self._watchers: list[OnChange] = []
        self._event_sinks: list[OnEvent] = []
        self.app = _installed(manifest, manifest.scopes if scopes is None else frozenset(scopes))
        self.messages = Messages(self)
        self.views = Views(self)
        self.usergroups = Usergroups(self)
        self.files = Files(self)
        self.paid = company.paid
        self.takes_pictures = True
        self._move_in(company)

    def _move_in(self, company: Company) -> None:
        self._add_user(User(SLACKBOT, "slackbot", "Slackbot", "America/Los_Angeles"))
        bot_name = self.app.manifest.bot_name
        self._add_user(
            User(self.app.bot_user, bot_name.lower(), bot_name, None, bot=True, bot_id=self.app.bot_id)
        )
        for person in company.people:
            self._add_user(_seeded(person))
        for seed in company.channels:
            members = [self.user(name).id for name in seed.members]
            kind: ChannelKind = "private" if seed.private else "public"
            channel = self.new_channel(seed.name, kind, members, seed.id)
            channel.topic, channel.purpose, channel.archived = seed.topic, seed.purpose, seed.archived
            if seed.with_app:
                channel.members.append(self.app.bot_user)
        for group in company.usergroups:
            self.usergroups.found(group, creator=SLACKBOT)

    def _add_user(self, user: User) -> User:
        user.updated = int(self.clock.now().timestamp())
        self.users[user.id] = user
        return user

    # Looking

    def user(self, name_or_id: str) -> User:
        """A person by short name or id; `user_not_found` otherwise."""
        found = self.users.get(name_or_id) or next(
            (user for user in self.users.values() if user.name == name_or_id), None
        )
        if found is None:
            raise SlackError("user_not_found")
        return found

    def channel(self, name_or_id: str) -> Channel:
        """A channel by id, or by name with or without `#`; `channel_not_found` otherwise."""
        name = name_or_id.removeprefix("#")
        found = self.channels.get(name_or_id) or next(
            (channel for channel in self.channels.values() if channel.name == name), None
        )
        if found is None:
            raise SlackError("channel_not_found")
        return found

    def direct(self, *people: str) -> Channel:
        """The direct conversation between exactly these people, opened if need be."""
        wanted = sorted(set(people))
        kind: ChannelKind = "im" if len(wanted) <= 2 else "mpim"
        known = self.channels.get(_channel_id(kind, "", wanted))
        names = "--".join(sorted(self.users[person].name for person in wanted))
        return known or self.new_channel(f"mpdm-{names}-1" if kind == "mpim" else "", kind, wanted)

    def is_app(self, user: str) -> bool:
        return user == self.app.bot_user

    def user_json(self, user: User, *, with_locale: bool = False) -> Json:
        with_email = "users:read.email" in self.app.scopes
        now = self.clock.now()
        return user_object(user, self.id, now, with_email=with_email, with_locale=with_locale)

    # Watching

    def on_change(self, callback: OnChange) -> Callable[[], None]:
        """Have `callback` told of every change; the returned function ends that."""
        self._watchers.append(callback)
        return lambda: self._watchers.remove(callback)

    def on_event(self, callback: OnEvent) -> None:
        self._event_sinks.append(callback)

    def changed(
        self, kind: str, channel: str | None = None, user: str | None = None, ts: str | None = None
    ) -> None:
        for callback in list(self._watchers):
            callback(Change(kind, channel, user, ts))

    def happened(self, subscription: str, event: Json, channel: Channel | None = None) -> None:
        """Something an app can subscribe to; `channel` limits it to apps that are members there."""
        for callback in self._event_sinks:
            callback(subscription, event, channel)

    # Changing

    def warn(self, user: str, text: str) -> None:
        """Show somebody that what they did came to nothing."""
        self.warnings.setdefault(user, []).append(text)
        self.changed("warning", user=user)

    def new_channel(self, name: str, kind: ChannelKind, members: list[str], wanted_id: str = "") -> Channel:
        channel = Channel(
            id=wanted_id or _channel_id(kind, name, members),
            name=name,
            kind=kind,
            creator=members[0] if members else SLACKBOT,
            created=int(self.clock.now().timestamp()),
            members=list(members),
        )
        self.channels[channel.id] = channel
        self.changed("channel", channel.id)
        return channel

    def add_member(self, channel: Channel, user: str, *, inviter: str | None = None) -> None:
        if user in channel.members:
            return
        channel.members.append(user)
        event = {"type": "member_joined_channel", "user": user, **self._place(channel)}
        self.changed("channel", channel.id)
        self.happened("member_joined_channel", event | ({"inviter": inviter} if inviter else {}), channel)

    def remove_member(self, channel: Channel, user: str) -> None:
        if user not in channel.members:
            return
        if self.is_app(user):
            self.happened(*_renamed("left", channel, {"channel": channel.id, "actor_id": channel.creator}))
        else:
            event = {"type": "member_left_channel", "user": user, **self._place(channel)}
            self.happened("member_left_channel", event, channel)
        channel.members.remove(user)
        self.changed("channel", channel.id)

    def _place(self, channel: Channel) -> Json:
        letter = "C" if channel.kind == "public" else "G"
        return {"channel": channel.id, "channel_type": letter, "team": self.id}

    def archive(self, channel: Channel, by: str = SLACKBOT) -> None:
        channel.archived = True
        self.changed("channel", channel.id)
        self.happened(*_renamed("archive", channel, {"channel": channel.id, "user": by}))

    def delete_channel(self, channel: Channel) -> None:
        self.happened(*_renamed("deleted", channel, {"channel": channel.id}))
        del self.channels[channel.id]
        self.changed("channel", channel.id)

    def rename(self, channel: Channel, name: str) -> None:
        channel.name = name.removeprefix("#")
        self.changed("channel", channel.id)
        about = {"id": channel.id, "name": channel.name, "created": channel.created}
        self.happened(*_renamed("rename", channel, {"channel": about}))

    def add_person(self, seed: PersonSeed) -> User:
        user = self._add_user(_seeded(seed))
        self.changed("user", user=user.id)
        self.happened("team_join", {"type": "team_join", "user": self.user_json(user)})
        return user

    def user_changed(self, user: User) -> None:
        """Announce what somebody changed about a person's record."""
        user.updated = int(self.clock.now().timestamp())
        self.changed("user")
        event = {"type": "user_change", "user": self.user_json(user), "cache_ts": user.updated}
        self.happened("user_change", event)

    def dnd_changed(self, user: User) -> None:
        """Announce that somebody's notifications fell silent, or are heard again."""
        status = status_of(user, self.clock.now())
        self.changed("user")
        self.happened("dnd_updated_user", {"type": "dnd_updated_user", "user": user.id, "dnd_status": status})

    def uninstall(self) -> None:
        """Remove the app: its tokens are dead before it hears of it."""
        self.app.installed = False
        for channel in self.channels.values():
            if self.app.bot_user in channel.members and not channel.is_direct:
                channel.members.remove(self.app.bot_user)
        revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.app.bot_user]}}
        self.happened("tokens_revoked", revoked)
        self.happened("app_uninstalled", {"type": "app_uninstalled"})
        self.changed("app")

    def reinstall(self) -> None:
        """Install the app again, with the same token. It is in no channel any more."""
        self.app.installed = True
        self.changed("app")

    def channel_json(self, channel: Channel) -> Json:
        return channel_object(channel, self.app.bot_user, self.id)


def _channel_id(kind: ChannelKind, name: str, members: list[str]) -> str:
    if kind in ("im", "mpim"):
        return stable_id("D" if kind == "im" else "G", "/".join(sorted(members)))
    return stable_id("C", name)


def _renamed(what: str, channel: Channel, body: Json) -> tuple[str, Json, Channel]:
    name = f"{'channel' if channel.kind == 'public' else 'group'}_{what}"
    return name, {"type": name, **body}, channel


def _seeded(seed: PersonSeed) -> User:
    bot_id = stable_id("B", seed.name) if seed.bot else ""
    given = {**asdict(seed), "id": seed.id or stable_id("U", seed.name)}
    return User(bot_id=bot_id, **given)


def _installed(manifest: Manifest, scopes: frozenset[str]) -> App:
    return App(
        id=stable_id("A", manifest.name),
        bot_user=stable_id("U", f"bot/{manifest.name}"),
        bot_id=stable_id("B", manifest.name),
        bot_token=f"xoxb-{secrets.token_hex(16)}",
        app_token=f"xapp-1-{fresh_id('A')}-{secrets.token_hex(16)}",
        signing_secret=secrets.token_hex(16),
        verification_token=secrets.token_hex(12),
        manifest=manifest,
        scopes=scopes,
    )
