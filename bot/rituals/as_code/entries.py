"""The teams and digests of RITUALS.yaml."""

from dataclasses import dataclass
from datetime import time

from ruamel.yaml.nodes import Node

from bot.rituals.as_code.nodes import Placed, Report, Section, as_section
from bot.rituals.as_code.values import (
    one_of,
    read_channel,
    read_country,
    read_day,
    read_function,
    read_member,
    read_name,
    read_time,
    read_title,
    read_usergroup,
    read_zone,
)
from bot.values.digests import Audience

TEAM_KEYS = ("name", "function", "lead", "channel", "usergroup", "members", "without", "country")
TEAM_EXAMPLE = '{name: Checkout, lead: "@ana", channel: "#checkout"}'
NOBODY = "nobody"
"""Who leads a team without a lead, and who is in a listed team that everybody has left."""
ELSEWHERE = {
    **dict.fromkeys(
        ("observers", "observer", "role", "roles", "admins", "admin"),
        "Who only reads, and who may change things, is set in Slack: /drumbeat teams.",
    ),
    **dict.fromkeys(
        ("zone", "timezone", "away", "working_days", "quiet"),
        "That is each person's own, and set in Slack: /drumbeat away, or the app's Home.",
    ),
}
"""What belongs to a team and is said somewhere else."""
DIGEST_KEYS = ("name", "channel", "day", "at", "zone", "audience", "lead")
DIGEST_EXAMPLE = '{name: Product weekly, channel: "#product", day: mon, at: "09:00"}'


@dataclass(frozen=True, slots=True)
class TeamEntry:
    """A team as written. `lead` is None when nobody leads it, `members` when they are not listed.

    Its members are then those of the user group, if one is named, else of the channel; but for those of `without`.
    """

    name: Placed
    channel: Placed
    lead: Placed | None
    members: tuple[Placed, ...] | None = None
    usergroup: Placed | None = None
    without: tuple[Placed, ...] = ()
    function: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """A digest as written. `lead` owns it; None: whoever leads the channel's team, or the file's first team."""

    name: Placed
    channel: Placed
    weekday: int
    at: time
    zone: str
    audience: Audience
    lead: Placed | None = None


def read_team(node: Node, report: Report) -> TeamEntry | None:
    """One team, or None when something is wrong with it, which is then reported."""
    section = as_section(node, "a team", TEAM_KEYS, TEAM_EXAMPLE, report, elsewhere=ELSEWHERE)
    if section is None:
        return None
    name = section.placed("name", read_name, "Checkout")
    channel = section.placed("channel", read_channel, '"#checkout"')
    lead = section.placed("lead", _read_lead, '"@ana"')
    usergroup = section.placed("usergroup", read_usergroup)
    members = _members(section)
    without = tuple(Placed(*found) for found in section.texts("without", read_member, '["@eve"]'))
    function = section.optional("function", read_function)
    country = section.optional("country", read_country)
    if section.has("members") and section.has("usergroup"):
        section.refuse("members", "both usergroup and members say who is in it", "Keep one of them.")
    if section.has("members") and section.has("without"):
        section.refuse("without", "those who are listed need no without", "Take them out of members.")
    if name is None or channel is None or lead is None:
        return None
    leader = None if lead.text == NOBODY else lead
    return TeamEntry(name, channel, leader, members, usergroup, without, function, country)


def _members(section: Section) -> tuple[Placed, ...] | None:
    if not section.has("members"):
        return None
    if section.is_word("members", NOBODY):
        return ()
    if section.is_empty_list("members"):
        section.refuse(
            "members", "nobody is listed", "List them, or leave members out: the channel's people count."
        )
    found = section.texts("members", read_member, '["@ana", "@ben"]')
    return tuple(Placed(text, place) for text, place in found)


def _read_lead(text: str) -> str:
    return text if text == NOBODY else read_member(text)


def read_digest(node: Node, timezone: str | None, report: Report) -> DigestEntry | None:
    """One digest, or None when something is wrong with it, which is then reported."""
    section = as_section(node, "a digest", DIGEST_KEYS, DIGEST_EXAMPLE, report)
    if section is None:
        return None
    name = section.placed("name", read_title, "Product weekly")
    channel = section.placed("channel", read_channel, '"#product"')
    weekday = section.required("day", read_day, "mon")
    at = section.required("at", read_time, '"09:00"')
    audience = section.optional("audience", _read_audience) if section.has("audience") else Audience.TEAM
    lead = section.placed("lead", read_member)
    zone = timezone
    if section.has("zone") or timezone is None:
        zone = section.required("zone", read_zone, "Europe/Berlin, or a timezone: for the whole file")
    if name is None or channel is None or weekday is None or at is None or zone is None or audience is None:
        return None
    return DigestEntry(name, channel, weekday, at, zone, audience, lead)


def _read_audience(text: str) -> Audience:
    return one_of("audience", {audience.value: audience for audience in Audience})(text)
