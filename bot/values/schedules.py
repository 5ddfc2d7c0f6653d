"""When a ritual asks: a recurrence and a local time."""

from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo

MEMBER_ZONE = "member"
"""A schedule in this zone is due at its local time wherever each member is."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """An RFC 5545 recurrence plus a local time. `zone` is MEMBER_ZONE or an IANA name.

    `anchor` is the first date the recurrence counts from ("every other week"); weeks start on Monday. No round
    has a date before `starts_on` or after `ends_on`.
    """

    rrule: str
    at: time
    zone: str
    anchor: date
    starts_on: date | None = None
    ends_on: date | None = None

    def zone_for(self, member_zone: str) -> ZoneInfo:
        """The zone in which this schedule's local time is read for a member living in `member_zone`."""
        return ZoneInfo(member_zone if self.zone == MEMBER_ZONE else self.zone)
