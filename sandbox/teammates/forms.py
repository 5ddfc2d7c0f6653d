"""Filling in a modal nobody has seen before, from its labels, hints and options alone.

Pure: a view and what a person has to say go in, values for `Person.submit` come out, by block_id.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sandbox.elements import VALUE_KEYS, Element, elements, text_of
from sandbox.errors import Json
from sandbox.teammates.answers import Day, Storyline
from sandbox.teammates.choices import chosen, several
from sandbox.teammates.forecasts import belongs, told
from sandbox.teammates.topics import SCALES, mentions, topic_of

_ALWAYS = {"moved", "next", "reason", "cause", *SCALES}
_WRITTEN = {"plain_text_input", "rich_text_input"}
_PICKED = {"static_select", "radio_buttons"}
_SAY_SO = 0.6
"""The share of what people wait for that they ask somebody to see to, as soon as they wait for it."""

_FRIDAY = 4
_TAKES_DAYS = (1, 2, 3, 5, 7, 9)

_TICKED = {"checkboxes", "multi_static_select"}


@dataclass(frozen=True)
class Respondent:
    """Who fills in the form: their story, the day they tell, and dice for what the story leaves open.

    `again`: they have answered before and come back to add something.
    """

    story: Storyline
    day: Day
    dice: Random
    again: bool = False

    def text(self, topic: str) -> str:
        """What they would write about a topic; empty when there is nothing to say."""
        added = f"\n{self.story.afterthought(self.day.turn)}" if self.again else ""
        told = {"moved": self.day.moved + added, "next": self.day.next, "stuck": self.day.stuck}
        kinds = {
            "thanks": "thanks",
            "better": "better",
            "heard": "heard",
            "reason": "reasons",
            "mood": "feeling",
            "answer": "resolved",
            "missing": "missing",
        }
        if topic == "raise":
            # Whoever waits for something knows what would help.
            return self.day.stuck or self.story.common("better", self.day.turn)
        if topic in told:
            return told[topic]
        return self.story.common(kinds.get(topic, "anything"), self.day.turn)

    @property
    def wants_an_owner(self) -> bool:
        """Whether they ask that somebody sees to what they have begun to wait for."""
        waiting = self.day.waiting
        return waiting is not None and waiting.days == 1 and self.dice.random() < _SAY_SO

    def level(self, topic: str) -> int:
        """From 1 (low) to 5 (high)."""
        return int(getattr(self.day, topic)) if topic in SCALES else self.day.confidence


def fill(view: Json, respondent: Respondent, *, eager: bool = False) -> dict[str, Any]:
    """Values for everything this person would fill in, by block_id; when `eager`, for the optional too."""
    fields = list(_asked(view))
    forecasts = belongs(fields)
    others = (each for each in fields if each.block_id not in forecasts)
    answers = {each.block_id: _answer(each, respondent, eager) for each in others}
    sure = told(fields, respondent.dice, eager=eager)
    return {block_id: value for block_id, value in (answers | sure).items() if value is not None}


def opening(view: Json, respondent: Respondent) -> list[tuple[str, str]]:
    """The boxes this person ticks before anything else, by name: what is behind them is asked only then."""
    return [
        (element.name, str(element.options[0]["value"]))
        for element in _asked(view)
        if element.type == "checkboxes" and element.sends_actions and len(element.options) == 1
        if topic_of(*question(element)) == "owner" and respondent.wants_an_owner
    ]


def looked_up(view: Json, respondent: Respondent) -> list[tuple[str, str]]:
    """The fields that find whom one means as one types, by name, and whom this person types there."""
    waiting = respondent.day.waiting
    return [(name, waiting.who.first_name) for name in party_fields(view)] if waiting else []


def party_fields(view: Json) -> list[str]:
    """The fields that ask whom somebody waits for and find people as one types, by name."""
    asked = (element for element in _asked(view) if element.type == "external_select")
    return [element.name for element in asked if topic_of(*question(element)) == "stuck"]


def fill_required(view: Json, channel: str, today: date) -> dict[str, Any]:
    """Values for what must not stay empty and has no default, as somebody gives who sets up for `channel`."""
    bare = (element for element in _asked(view) if not _optional(element) and not _prefilled(element))
    return {element.block_id: _least(element, channel, today) for element in bare}


def question(element: Element) -> tuple[str, str]:
    """The label of an input, and everything else that is written about it."""
    hint = text_of(element.block.get("hint"))
    return text_of(element.block.get("label")), f"{hint} {text_of(element.body.get('placeholder'))}"


def _asked(view: Json) -> Iterator[Element]:
    return (each for each in elements(view["blocks"]) if each.is_input and each.type in VALUE_KEYS)


def _optional(element: Element) -> bool:
    return bool(element.block.get("optional"))


def _prefilled(element: Element) -> bool:
    return bool(element.body.get(VALUE_KEYS[element.type][1]))


def _answer(element: Element, who: Respondent, eager: bool) -> Any:
    topic = topic_of(*question(element))
    if not eager and _leaves_out(element, topic, who):
        # What no longer holds is cleared, or yesterday's trouble would be sent again.
        return "" if topic == "stuck" and _prefilled(element) else None
    if element.type == "external_select" or topic == "owner":
        # Both were seen to before: see `looked_up` and `opening`.
        return None
    if element.type in _WRITTEN:
        return _fitting(element, who.text(topic) or who.story.common("nothing_stuck", who.day.turn))
    if element.type in _PICKED:
        return chosen(element, topic, who.level(topic), who.day.waiting, who.dice)
    if element.type in _TICKED:
        return several(element, topic, who.day.waiting, who.dice)
    if element.type == "number_input":
        return _number(element, who.level(topic))
    return _named_or_dated(element, topic, who)


def _leaves_out(element: Element, topic: str, who: Respondent) -> bool:
    if not _optional(element):
        return False
    if topic == "stuck":
        return who.day.waiting is None
    return topic not in _ALWAYS and who.dice.random() < 0.65


def _named_or_dated(element: Element, topic: str, who: Respondent) -> Any:
    waiting = who.day.waiting
    if element.type in ("users_select", "multi_users_select") and waiting is not None:
        return waiting.who.name
    if element.type == "datepicker" and waiting is not None and mentions(question(element)[0], "since"):
        return waiting.since
    if element.type == "datepicker" and topic == "by when":
        return _working_day(who.day.date + timedelta(days=who.dice.choice(_TAKES_DAYS)))
    if _optional(element) or _prefilled(element):
        return None
    return _least(element, "", who.day.date)


def _working_day(day: date) -> date:
    """This day, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > _FRIDAY else 0)


def _fitting(element: Element, text: str) -> str:
    shortest, longest = element.body.get("min_length", 0), element.body.get("max_length", 3000)
    return text[:longest].ljust(shortest, ".")


def _number(element: Element, level: int) -> int:
    """The level, stretched over the range the field allows."""
    low, high = float(element.body.get("min_value", 1)), float(element.body.get("max_value", 5))
    return round(low + (high - low) * (level - 1) / 4)


def _least(element: Element, channel: str, today: date) -> Any:
    """Something acceptable for a field that must be filled."""
    tomorrow = today + timedelta(days=1)
    plain: dict[str, Any] = {
        "plain_text_input": _fitting(element, f"{channel.title()} team"),
        "rich_text_input": f"{channel.title()} team",
        "number_input": _number(element, 3),
        "email_text_input": "team@wayfare.example",
        "url_text_input": "https://wayfare.example",
        "datepicker": tomorrow,
        "timepicker": time(9, 0),
        "datetimepicker": datetime.combine(tomorrow, time(9, 0), UTC),
    }
    if element.type in plain:
        return plain[element.type]
    if element.type.endswith(("channels_select", "conversations_select")):
        return channel or None
    return element.options[0]["value"] if element.options else None
