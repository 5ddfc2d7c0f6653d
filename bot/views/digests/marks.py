"""Weeks that were out of the ordinary: how a digest tells of them, and the form they are marked in."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from bot.values.deliveries import Block
from bot.values.digest_notes import MarkOffer
from bot.values.digests import LONGEST_MARK, MarkKind, Week
from bot.values.errors import Unusable
from bot.values.facts import DigestFacts, Marked
from bot.values.ports import View
from bot.views.digests.text import clipped, days, names, words
from bot.views.fields import choice_field, menu_field, read_choice, read_words, words_field
from bot.views.parts import LABEL, context, modal, note
from bot.views.words import clip, plural

MARK_WEEK = "digest_mark_week"
PICK_WEEK = "digest_pick_week"
MARK_FORM = "digest_mark_form"
WEEK, KIND, WORDS = "week", "kind", "words"

MOST_EARLIER = 10
"""Marked weeks named in a digest's thread."""

_ORDINARY = "ordinary"
_MOST_NAMES = 3
_MOST_TOLD = 3
_ROOM = 2 * LONGEST_MARK
_FEW = 20
"""Words of a line where words are few."""

_SOME = "Teams marked this week as out of the ordinary: their numbers are not compared."
_AS = {
    MarkKind.HOLIDAY: "as a holiday",
    MarkKind.LAUNCH: "as a launch",
    MarkKind.OTHER: "as out of the ordinary",
}
_OFFERED = {
    MarkKind.HOLIDAY: "Holiday",
    MarkKind.LAUNCH: "Launch",
    MarkKind.OTHER: "Something else",
}
_WHY = (
    "Holidays and launches make numbers unusual for a reason everybody knows. A marked week is shown, but not judged,"
    " and other weeks are not compared with it."
)


def of_week(facts: DigestFacts) -> str:
    """How the week a digest is about is marked; empty where it is not."""
    told = [item for item in facts.marks if item.mark.monday == facts.period.first]
    if not told:
        return ""
    of_all = {team.name for team in facts.teams} <= {item.team for item in told}
    groups = list(_alike(told))
    marked = [_told(alike, with_names=not of_all or len(groups) > 1) for alike in groups[:_MOST_TOLD]]
    more = [f"And {len(groups) - _MOST_TOLD} more."] if len(groups) > _MOST_TOLD else []
    whose = "Numbers" if of_all else "Their numbers"
    return " ".join([*marked, *more, f"{whose} of this week are not compared."])


def in_short(facts: DigestFacts) -> str:
    """The same where words are few; where there is more to say, the thread says it."""
    whole = of_week(facts)
    return whole if words(whole) <= _FEW else _SOME


def in_detail(facts: DigestFacts) -> Iterator[str]:
    """The marked weeks, which nothing is compared with: for the thread."""
    groups = list(_alike(facts.marks))
    if not groups:
        return
    of_many = len({team.name for team in facts.teams} | {item.team for item in facts.marks}) > 1
    yield "_Marked weeks, which nothing is compared with_"
    for alike in groups[:MOST_EARLIER]:
        marked = _told(alike, with_names=of_many).removeprefix("Marked")
        yield f"• {_week(Week(alike[0].mark.monday))}, marked{marked}"
    if len(groups) > MOST_EARLIER:
        yield f"… and {len(groups) - MOST_EARLIER} more."


def build_mark_form(offer: MarkOffer) -> View:
    """Which week, why, and for whom."""
    own, stands = offer.of(offer.chosen.monday), offer.stands
    return modal(
        "Mark a week",
        [
            context(_WHY),
            _weeks(offer),
            *([context(_so_far(own))] if own and stands is None else []),
            *_what_it_was(offer),
            context(f"It is marked for {_whom(offer.teams)}. Digests that are out stay as they are."),
        ],
        callback_id=MARK_FORM,
        submit="Save",
        metadata=json.dumps({"digest": offer.digest_id}),
    )


def read_digest(private_metadata: str) -> int:
    """Which digest a form was opened from."""
    return int(json.loads(private_metadata)["digest"])


def read_week(values: Mapping[str, Any]) -> Week:
    """The week that was picked. Raises Unusable beside the field."""
    monday = read_choice(values, WEEK)
    if monday is None:
        raise Unusable("Pick the week you mean.", field=WEEK)
    return Week(date.fromisoformat(monday))


def read_mark(values: Mapping[str, Any], week: Week) -> tuple[MarkKind | None, str | None]:
    """What the week was, None: an ordinary one; and in whose words. Raises Unusable beside the field."""
    chosen = read_choice(values, f"{KIND}:{week.monday}")
    if chosen is None:
        raise Unusable("Say what it was.", field=KIND)
    return (None if chosen == _ORDINARY else MarkKind(chosen)), read_words(values, f"{WORDS}:{week.monday}")


def build_marked(offer: MarkOffer) -> View:
    """What follows; the marks of the offer are those that stand now."""
    week, whom = _week(offer.chosen), _whom(offer.teams)
    stands = offer.stands
    if stands is None:
        return note(
            "Not marked", f"{week} is an ordinary week again for {whom}: it is judged and compared with."
        )
    why = f": {clipped(stands.words, _ROOM)}" if stands.words else ""
    return note(
        "Marked",
        f"{week} is marked {_AS[stands.kind]} for {whom}{why}.\n\nIts numbers are shown and not judged, and other"
        " weeks are not compared with it. `/digest` shows it; digests that are out stay as they are.",
    )


def _alike(marks: Iterable[Marked]) -> Iterator[list[Marked]]:
    """Those of one week, kind and words together, in the order in which they come."""
    groups: dict[tuple[date, MarkKind, str | None], list[Marked]] = {}
    for item in marks:
        groups.setdefault((item.mark.monday, item.mark.kind, item.mark.words), []).append(item)
    yield from groups.values()


def _told(alike: Sequence[Marked], *, with_names: bool) -> str:
    mark = alike[0].mark
    whom = f" for {names([item.team for item in alike], _MOST_NAMES)}" if with_names else ""
    why = f": {clipped(mark.words, _ROOM).rstrip('.')}" if mark.words else ""
    return f"Marked {_AS[mark.kind]}{whom}{why}."


def _so_far(own: Sequence[Marked]) -> str:
    told = [_told(alike, with_names=True) for alike in _alike(own)]
    more = f" And {len(told) - _MOST_TOLD} more." if len(told) > _MOST_TOLD else ""
    return f"So far: {' '.join(told[:_MOST_TOLD])}{more} What you save replaces that."


def _whom(teams: Sequence[str]) -> str:
    listed = names(teams, _MOST_NAMES)
    return listed if len(teams) == 1 else f"the {plural(len(teams), 'team')} this digest is about ({listed})"


def _week(week: Week) -> str:
    return f"Week {week.number} ({days(week.monday, week.monday + timedelta(days=6))})"


def _weeks(offer: MarkOffer) -> Block:
    offered = {f"{week.monday}": _choice(week, offer) for week in offer.weeks}
    return menu_field(WEEK, "Which week?", offered, f"{offer.chosen.monday}", tells=PICK_WEEK)


def _what_it_was(offer: MarkOffer) -> list[Block]:
    """Its kind and the words for it, in blocks of their own for each week: what stands there is shown, not what was
    picked for another one."""
    monday, stands = offer.chosen.monday, offer.stands
    offered = {kind.value: label for kind, label in _OFFERED.items()}
    if offer.of(monday):
        offered[_ORDINARY] = "Nothing unusual: take the mark away"
    why = words_field(
        f"{WORDS}:{monday}",
        "In a few words",
        most=LONGEST_MARK,
        initial=stands.words if stands else None,
        placeholder="Checkout 2.0",
        hint="Everybody who reads a digest about that week sees it. Nobody is tagged.",
        optional=True,
        one_line=True,
    )
    return [choice_field(f"{KIND}:{monday}", "What was it?", offered, stands.kind if stands else None), why]


def _choice(week: Week, offer: MarkOffer) -> str:
    """`week 45, 2–8 Nov · launch`."""
    kinds = sorted({item.mark.kind for item in offer.of(week.monday)})
    marked = (
        f" · {', '.join('marked' if kind is MarkKind.OTHER else kind for kind in kinds)}" if kinds else ""
    )
    return clip(f"Week {week.number}, {days(week.monday, week.monday + timedelta(days=6))}{marked}", LABEL)
