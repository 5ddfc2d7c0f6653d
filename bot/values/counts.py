"""What a digest counts week by week."""

from enum import StrEnum

from bot.values.signals import SignalKind


class Counted(StrEnum):
    """What is counted: bottlenecks that came and went, and signals of each kind."""

    OPENED = "opened"
    CLEARED = "cleared"
    CUSTOMER = SignalKind.CUSTOMER.value
    COMPETITOR = SignalKind.COMPETITOR.value
    MARKET = SignalKind.MARKET.value
