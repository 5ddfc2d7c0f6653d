"""Who works here: the people and channels a workspace starts with."""

from dataclasses import dataclass
from typing import Literal

Guest = Literal["", "single", "multi"]


@dataclass(frozen=True)
class PersonSeed:
    """A person, by the short name tests and the page use. `timezone` is an IANA name.

    `display_name` is what colleagues see them called; left out, it is the short name. `dnd` is their notification
    schedule turned round: do not disturb from the first time of day to the second, as ("22:00", "08:00"). `id` is
    Slack's; left out, it follows from the name.
    """

    name: str
    real_name: str
    timezone: str | None = "Europe/Berlin"
    title: str = ""
    admin: bool = False
    owner: bool = False
    guest: Guest = ""
    bot: bool = False
    deactivated: bool = False
    locale: str = "en-US"
    display_name: str = ""
    dnd: tuple[str, str] | None = None
    id: str = ""


@dataclass(frozen=True)
class ChannelSeed:
    """A channel, named without `#`; `with_app` says that the app under test is already a member."""

    name: str
    members: tuple[str, ...] = ()
    private: bool = False
    archived: bool = False
    with_app: bool = False
    topic: str = ""
    purpose: str = ""
    id: str = ""


@dataclass(frozen=True)
class UsergroupSeed:
    """A user group, by its handle without `@`."""

    handle: str
    name: str
    members: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True)
class Company:
    """`paid`: on a plan that has user groups."""

    name: str
    people: tuple[PersonSeed, ...]
    channels: tuple[ChannelSeed, ...]
    domain: str = "sandbox"
    usergroups: tuple[UsergroupSeed, ...] = ()
    paid: bool = True


def small_company() -> Company:
    """Five people on three continents, and one of each kind that surprises apps."""
    return Company(
        name="Small Company",
        people=(
            PersonSeed("ana", "Ana Alves", "Europe/Berlin", title="Head of Product"),
            PersonSeed("ben", "Ben Brooks", "America/New_York", title="Engineer"),
            PersonSeed("chi", "Chi Chiba", "Asia/Tokyo", title="Designer"),
            PersonSeed("dev", "Dev Das", "Asia/Kolkata", title="Engineer"),
            PersonSeed("eve", "Eve Evans", "Europe/Berlin", title="Chief executive", admin=True, owner=True),
            PersonSeed("fay", "Fay Former", deactivated=True),
            PersonSeed("gus", "Gus Guest", "Europe/London", guest="single"),
            PersonSeed("otherbot", "Other Bot", None, bot=True),
        ),
        channels=(
            ChannelSeed("general", ("ana", "ben", "chi", "dev", "eve", "fay", "gus", "otherbot")),
            ChannelSeed("checkout", ("ana", "ben", "chi", "dev")),
            ChannelSeed("product", ("ana", "eve")),
            ChannelSeed("leads", ("ana", "eve"), private=True),
        ),
        usergroups=(UsergroupSeed("engineers", "Engineers", ("ben", "dev", "gus")),),
    )
