"""What a question is about, as somebody understands it who knows only the words on the screen."""

import re
from functools import cache

# Earlier topics win a tie. Each sign is the beginning of a word, or of several in a row.
_SIGNS: dict[str, tuple[str, ...]] = {
    "owner": ("should somebody", "see to it"),
    "answer": ("the answer",),
    "missing": ("still missing",),
    "cause": ("cause", "category"),
    "by when": ("this day", "by when", "until when", "which day"),
    "stuck": (
        "stuck",
        "block",
        "wait",
        "in your way",
        "in the way",
        "obstacle",
        "imped",
        "hold",
        "slow",
        "bottleneck",
        "help",
    ),
    "confidence": ("confiden", "how sure", "likely", "odds", "on track"),
    "raise": ("raise", "make it higher", "make you more"),
    "mood": ("mood", "how are you", "how do you feel", "feel", "morale", "energy", "how was"),
    "pace": ("pace", "workload", "busy", "tempo", "sustainable"),
    "clarity": ("how clear", "clear", "clarity", "understand"),
    "reason": ("why", "reason", "because"),
    "thanks": ("thank", "kudos", "shout", "appreciat", "proud", "went well", "worked well", "keep"),
    "better": ("better", "improv", "differently", "suggest", "feedback", "idea", "stop", "wish"),
    "heard": ("customer", "competitor", "market", "heard", "signal"),
    "next": ("next", "plan", "will you", "today", "tomorrow", "focus", "upcoming", "going to", "try"),
    "moved": (
        "moved",
        "done",
        "did you",
        "progress",
        "yesterday",
        "since last",
        "finish",
        "accomplish",
        "ship",
        "news",
    ),
}
_LABEL_COUNTS = 3

SCALES = ("confidence", "mood", "pace", "clarity")

YES = re.compile(r"\b(yes|yeah|yep|i am|i was|true)\b", re.IGNORECASE)
NO = re.compile(r"\b(no|nope|not|nothing|none|false)\b", re.IGNORECASE)


@cache
def topic_of(label: str, hint: str = "") -> str:
    """The topic of a question, or `anything` when its words give nothing away. The label says more than the hint."""
    scores = {
        topic: _LABEL_COUNTS * _count(signs, label) + _count(signs, hint) for topic, signs in _SIGNS.items()
    }
    best = max(scores, key=lambda topic: scores[topic])
    return best if scores[best] else "anything"


def mentions(text: str, *signs: str) -> bool:
    """Whether a word in `text`, or several in a row, begins like one of the signs."""
    return _count(signs, text) > 0


def _count(signs: tuple[str, ...], text: str) -> int:
    return sum(_beginning(sign).search(text) is not None for sign in signs)


@cache
def _beginning(sign: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(sign)}", re.IGNORECASE)
