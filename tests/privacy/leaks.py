"""Whether figures of several groups, taken together, tell of a group that is too small: exactly, not by example.

A figure of a group is a sum over its people. Sums can be added and subtracted with any weights, so what follows from
the published ones is what lies in the row space of the matrix that says who is in which group.
"""

from collections.abc import Collection, Hashable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TypeVar

Person = TypeVar("Person", bound=Hashable)


def leaks(published: Sequence[Collection[Person]], fewest: int) -> list[frozenset[Person]]:
    """Every set of fewer than `fewest` people about whom the published groups say something by themselves.

    People who are in exactly the same groups cannot be told apart, so only whole atoms of them are looked at.
    """
    groups = [frozenset(group) for group in published]
    atoms = _atoms(groups)
    rows = _reduced([[Fraction(atom <= group) for atom in atoms] for group in groups])
    return [
        frozenset().union(*(atoms[index] for index in few))
        for few in _unions(atoms, fewest)
        if _follows(rows, [Fraction(index in few) for index in range(len(atoms))])
    ]


def _atoms(groups: Sequence[frozenset[Person]]) -> list[frozenset[Person]]:
    everybody = frozenset[Person]().union(*groups)
    by_membership: dict[tuple[bool, ...], set[Person]] = {}
    for person in everybody:
        by_membership.setdefault(tuple(person in group for group in groups), set()).add(person)
    return [frozenset(people) for people in by_membership.values()]


def _unions(atoms: Sequence[frozenset[Person]], fewest: int) -> Iterator[frozenset[int]]:
    small = [index for index, atom in enumerate(atoms) if len(atom) < fewest]
    for many in range(1, fewest):
        for chosen in combinations(small, many):
            if sum(len(atoms[index]) for index in chosen) < fewest:
                yield frozenset(chosen)


def _reduced(matrix: list[list[Fraction]]) -> list[list[Fraction]]:
    """The rows in echelon form, each with a leading one that no other row has."""
    rows: list[list[Fraction]] = []
    for row in matrix:
        left = _without(rows, row)
        lead = next((index for index, value in enumerate(left) if value), None)
        if lead is None:
            continue
        new = [value / left[lead] for value in left]
        rows = [_minus(other, new, other[lead]) for other in rows]
        rows.append(new)
    return rows


def _follows(rows: Sequence[Sequence[Fraction]], wanted: list[Fraction]) -> bool:
    return not any(_without(rows, wanted))


def _without(rows: Sequence[Sequence[Fraction]], row: list[Fraction]) -> list[Fraction]:
    for reduced in rows:
        lead = next(index for index, value in enumerate(reduced) if value)
        row = _minus(row, reduced, row[lead])
    return row


def _minus(row: Sequence[Fraction], other: Sequence[Fraction], times: Fraction) -> list[Fraction]:
    return [value - times * its for value, its in zip(row, other, strict=True)]
