"""Whoever has the database, its backups and the logs, knows the program, and wants to know who said what.

The attacks are those of `trends-and-privacy.md` §4.2: what was written together, what changed between two backups,
what lies in which order, who had to be reminded, keys and names of slots that can be guessed, answers that lie about
in files and logs, rows that stay. Where none of them says anything, the attacker guesses.
"""

import hashlib
import hmac
import json
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot import boxes
from tests.privacy.replaying import Deed, Files, Seen

Place = tuple[str, Any]
"""Where an answer lies: a table, and what tells its rows apart."""

_IN_THE_CLEAR = re.compile(rb'"key": ?"mood", ?"text": ?null, ?"number": ?([1-5])')


@dataclass
class Clues:
    """What the attacker found out about one round."""

    answers: dict[Place, Mapping[str, Any]] = field(default_factory=dict)
    owners: dict[int, Place] = field(default_factory=dict)
    together: list[tuple[frozenset[int], frozenset[Place]]] = field(default_factory=list)
    invited: set[int] = field(default_factory=set)
    reminded: set[int] = field(default_factory=set)
    before_reminders: set[Place] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    stayed: set[int] = field(default_factory=set)

    def values(self, places: Iterable[Place], key: str) -> list[Any]:
        """What can be read at these places."""
        return [said for place in places if (said := self.answers[place].get(key)) is not None]


class Attacker:
    """Sees copies of a database one after the other, and answers questions about its rounds."""

    def __init__(self, people: Mapping[int, str]) -> None:
        self._people = people
        self._keys: list[bytes] = [bytes(boxes.KEY_BYTES)]
        self._prompts: dict[int, tuple[int, int]] = {}
        self._clues: dict[int, Clues] = defaultdict(Clues)
        self._lying_about: list[int] = []
        self._in_logs: set[int] = set()
        self._read: dict[str, bytes] = {}

    def sees(self, copy: Files, deeds: Iterable[Deed]) -> None:
        """Another copy, and what was done since the one before."""
        keys = {content for content in copy.values() if len(content) == boxes.KEY_BYTES}
        self._keys += sorted(keys - {*self._keys})
        for name, content in copy.items():
            # Of a log that went on, what is new.
            before = self._read.get(name, b"")
            start = len(before) if content.startswith(before) else 0
            self._lying_about += [int(found) for found in _IN_THE_CLEAR.findall(content, start)]
            self._read[name] = content
        for deed in deeds:
            self._learn(deed)

    def reads_logs(self, lines: Iterable[str]) -> None:
        """Whom they name."""
        for line in lines:
            self._lying_about += [int(found) for found in _IN_THE_CLEAR.findall(line.encode())]
            self._in_logs |= {who for who, slack_id in self._people.items() if slack_id in line}

    def ends_with(self, rows: Iterable[Seen]) -> None:
        """What is left when everything is over."""
        left: dict[int, set[int]] = defaultdict(set)
        for _, row in rows:
            if row.get("round_id") is not None and (who := row.get("member_id")) is not None:
                left[row["round_id"]].add(who)
        for round_id, clues in self._clues.items():
            clues.stayed = left[round_id]

    def mood_of(self, round_id: int, who: int, likeliest: int) -> int:
        """How somebody rated; `likeliest` is what anybody would guess who knows the results."""
        clues = self._clues[round_id]
        moods = clues.values(self._places_of(clues, who), "mood") or self._lying_about
        counted = Counter(moods)
        return max(counted, key=lambda mood: (counted[mood], mood == likeliest)) if counted else likeliest

    def words_of(self, round_id: int, who: int, people: "Order", texts: "Order") -> str | None:
        """What somebody wrote, from the order in which people and texts stand."""
        clues = self._clues[round_id]
        found = clues.values(self._places_of(clues, who), "words")
        if len(set(found)) == 1:
            return str(found[0])
        shown = [
            said["words"] for (table, _), said in sorted(clues.answers.items()) if table == "sealed_text"
        ]
        line = sorted(clues.invited, key=lambda each: (people.by_reminder and each in clues.reminded, each))
        if not shown or who not in line:
            return None
        place = round(line.index(who) * (len(shown) - 1) / max(1, len(line) - 1))
        return str(shown[::-1][place] if texts.is_reversed else shown[place])

    def took_part(self, round_id: int, who: int, most_did: bool) -> bool:
        """Whether somebody answered; `most_did` is what anybody would guess who knows how many did."""
        clues = self._clues[round_id]
        for traces in (set(clues.owners), clues.touched, clues.stayed, self._in_logs & clues.invited):
            if traces and traces != clues.invited:
                return who in traces
        return most_did

    def found_anything_in(self, round_id: int) -> bool:
        """Whether more is known of a round than that it was."""
        clues = self._clues[round_id]
        readable = any(table != "sealed_text" and said for (table, _), said in clues.answers.items())
        in_files = self._lying_about or self._in_logs
        stayed = clues.stayed and clues.stayed != clues.invited
        return bool(readable or clues.owners or clues.touched or stayed or in_files)

    def _places_of(self, clues: Clues, who: int) -> Collection[Place]:
        """Where somebody's answer may lie: as few places as anything says."""
        if who in clues.owners:
            return [clues.owners[who]]
        near = [(len(people) * len(places), places) for people, places in clues.together if who in people]
        if near and (fewest := min(near, key=lambda each: each[0])[1]) < clues.answers.keys():
            return fewest
        if clues.reminded:
            return {
                place
                for place in clues.answers
                if place[0] == "sealed_text" or (place in clues.before_reminders) != (who in clues.reminded)
            }
        return clues.answers

    def _learn(self, deed: Deed) -> None:
        for table, row in deed:
            if table == "prompt":
                self._prompts[row["id"]] = row["round_id"], row["member_id"]
                self._clues[row["round_id"]].invited.add(row["member_id"])
        people = frozenset(who for _, row in deed if (who := self._person(row)) is not None)
        answered: dict[int, set[Place]] = defaultdict(set)
        for seen in deed:
            if (round_id := self._round(seen.row)) is None:
                continue
            if (place := _place(seen)) is not None:
                answered[round_id].add(place)
                self._note(self._clues[round_id], place, seen.row)
        for round_id, places in answered.items():
            self._notice(self._clues[round_id], people, frozenset(places))
        self._notice_reminders(deed)

    def _notice(self, clues: Clues, people: frozenset[int], places: frozenset[Place]) -> None:
        if people:
            clues.together.append((people, places))
        # What concerns all who were asked is said of all of them.
        if not people >= clues.invited:
            clues.touched |= people & clues.invited

    def _notice_reminders(self, deed: Deed) -> None:
        for table, row in deed:
            if table == "delivery" and row["key"].startswith("reminder:"):
                round_id, who = self._prompts[int(row["key"].removeprefix("reminder:"))]
                clues = self._clues[round_id]
                clues.reminded.add(who)
                clues.before_reminders = clues.before_reminders or set(clues.answers)

    def _note(self, clues: Clues, place: Place, row: Mapping[str, Any]) -> None:
        if place not in clues.answers:
            owner = row.get("member_id") or self._owner_of(row.get("slot"), clues.invited)
            if owner is not None:
                clues.owners[owner] = place
        said = dict(self._said(row))
        if said or place not in clues.answers:
            clues.answers[place] = said

    def _said(self, row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        if row.get("question_key") is not None:
            yield row["question_key"], row.get("number") or row.get("text")
        yield from ((key, row[key]) for key in ("mood", "words") if row.get(key))
        for item in self._opened(row.get("slot"), row.get("box")):
            yield item["key"], int(item["number"]) if item["number"] is not None else item["text"]

    def _opened(self, slot: bytes | None, box: bytes | None) -> Sequence[Mapping[str, Any]]:
        if slot is None or box is None:
            return []
        try:
            plain: Sequence[Mapping[str, Any]] = json.loads(box)
        except ValueError:
            pass
        else:
            return plain
        for key in self._keys:
            try:
                opened: Sequence[Mapping[str, Any]] = boxes.open_(key, box, label=slot)
            except boxes.CannotOpen:
                continue
            return opened
        return []

    def _owner_of(self, slot: bytes | None, invited: Iterable[int]) -> int | None:
        if slot is None:
            return None
        return next((who for who in invited if any(slot == name for name in self._names(who))), None)

    def _names(self, who: int) -> Iterator[bytes]:
        """What somebody's slot might be called, as far as that can be guessed."""
        for key in self._keys:
            yield boxes.slot(key, who)
        for said in (str(who), f"slot|{who}", self._people.get(who, "")):
            yield hashlib.sha256(said.encode()).digest()[: boxes.SLOT_BYTES]
            yield hmac.digest(b"", said.encode(), "sha256")[: boxes.SLOT_BYTES]
        yield who.to_bytes(boxes.SLOT_BYTES, "big")

    def _person(self, row: Mapping[str, Any]) -> int | None:
        who = row.get("member_id")
        return self._prompts.get(row.get("prompt_id") or 0, (None, None))[1] if who is None else who

    def _round(self, row: Mapping[str, Any]) -> int | None:
        round_id = row.get("round_id")
        return self._prompts.get(row.get("prompt_id") or 0, (None, None))[0] if round_id is None else round_id


@dataclass(frozen=True)
class Order:
    """One way to put people or texts into an order."""

    by_reminder: bool = False
    is_reversed: bool = False


def _place(seen: Seen) -> Place | None:
    """Where an answer lies, if this row can hold one."""
    if not {"box", "mood", "number", "text"} & seen.row.keys():
        return None
    own = ("slot", "id", "prompt_id")
    return seen.table, next(seen.row[name] for name in own if seen.row.get(name) is not None)
