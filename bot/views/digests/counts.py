"""What is said of something that was counted unusually often, or unusually seldom: in a digest and in trends."""

from bot.values.counts import Counted
from bot.values.facts import Change
from bot.views.words import plural

_SAYS = {
    Counted.OPENED: ("Opened {number}", "bottleneck"),
    Counted.CLEARED: ("Cleared {number}", "bottleneck"),
    Counted.CUSTOMER: ("Heard {number} from customers", "thing"),
    Counted.COMPETITOR: ("Heard {number} about competitors", "thing"),
    Counted.MARKET: ("Heard {number} about the market", "thing"),
}


def change(item: Change) -> str:
    """`Opened 9 bottlenecks: usual is 0 to 8.`"""
    return counted(Counted(item.about), item.value, (item.low, item.high), item.weeks)


def counted(about: Counted, number: float, usual: tuple[float, float], weeks: int) -> str:
    """The same of anything that was counted, for so many weeks outside of what is usual."""
    says, noun = _SAYS[about]
    lasts = f" Outside of that for {weeks} weeks." if weeks > 1 else ""
    return f"{says.format(number=plural(round(number), noun))}: {as_usual(usual)}.{lasts}"


def as_usual(usual: tuple[float, float]) -> str:
    """`usual is 0 to 8`."""
    low, high = usual
    return f"usual is {round(low)} to {round(high)}"
