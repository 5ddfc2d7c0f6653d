"""What a digest says of something that was counted unusually often, or unusually seldom."""

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
    says, noun = _SAYS[Counted(item.about)]
    low, high = round(item.low), round(item.high)
    now = says.format(number=plural(round(item.value), noun))
    lasts = f" Outside of that for {item.weeks} weeks." if item.weeks > 1 else ""
    return f"{now}: usual is {low} to {high}.{lasts}"
