"""A small language for the shape of JSON: each word makes a rule, a rule yields what is wrong with a value.

Rules name their limits and look them up when they run, so that declaring shapes reads no file.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sandbox.rules.limits import limit
from sandbox.rules.violation import Violation

Findings = Iterator[Violation]
Rule = Callable[[Any, str], Findings]


def at(pointer: str, step: str | int) -> str:
    """The JSON pointer (RFC 6901) one step below `pointer`."""
    return f"{pointer}/{str(step).replace('~', '~0').replace('/', '~1')}"


def typed(
    kind: str, required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *also: Rule
) -> Rule:
    """An object whose `type` is `kind`; the rest as in `record`."""
    return record({"type": one_of(kind), **required}, optional, *also)


def record(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *also: Rule) -> Rule:
    """An object with these keys and no other. Rules in `also` see it only once its shape is right."""
    fields = {**required, **(optional or {})}

    def check(value: Any, pointer: str) -> Findings:
        if not isinstance(value, dict):
            yield _wrong_type(pointer, "an object")
            return
        found = [*_keys(value, pointer, required, fields), *_fields(value, pointer, fields)]
        yield from found
        if not found:
            for rule in also:
                yield from rule(value, pointer)

    return check


def tagged(kinds: Mapping[str, Rule]) -> Rule:
    """An object whose `type` chooses the rule."""

    def check(value: Any, pointer: str) -> Findings:
        if not isinstance(value, dict):
            yield _wrong_type(pointer, "an object")
        elif "type" not in value:
            yield _missing(pointer, "type")
        elif not isinstance(value["type"], str) or value["type"] not in kinds:
            yield Violation(at(pointer, "type"), "unsupported_type", f"unsupported type: {value['type']}")
        else:
            yield from kinds[value["type"]](value, pointer)

    return check


def items(each: Rule, fewest: str | int = 0, most: str | int | None = None) -> Rule:
    """An array of `each`; the bounds are numbers or names of limits."""

    def check(value: Any, pointer: str) -> Findings:
        if not isinstance(value, list):
            yield _wrong_type(pointer, "an array")
            return
        if len(value) < _number(fewest):
            yield Violation(pointer, "too_few", f"no fewer than {_number(fewest)} items allowed")
        if most is not None and len(value) > _number(most):
            yield Violation(pointer, "too_many", f"no more than {_number(most)} items allowed")
        for index, item in enumerate(value):
            yield from each(item, at(pointer, index))

    return check


def string(longest: str | int | None = None, shortest: str | int = 1) -> Rule:
    """Text; the bounds are numbers of characters or names of limits."""

    def check(value: Any, pointer: str) -> Findings:
        if not isinstance(value, str):
            yield _wrong_type(pointer, "a string")
        elif len(value) < _number(shortest):
            yield Violation(pointer, "too_short", f"must be more than {_number(shortest) - 1} characters")
        elif longest is not None and len(value) > _number(longest):
            yield Violation(pointer, "too_long", f"must be less than {_number(longest) + 1} characters")

    return check


def whole(least: str | int, most: str | int | None = None) -> Rule:
    """A whole number; the bounds are numbers or names of limits."""

    def check(value: Any, pointer: str) -> Findings:
        if not isinstance(value, int) or isinstance(value, bool):
            yield _wrong_type(pointer, "an integer")
        elif value < _number(least) or (most is not None and value > _number(most)):
            upper = "more" if most is None else _number(most)
            yield Violation(pointer, "out_of_range", f"must be from {_number(least)} to {upper}")

    return check


def number(value: Any, pointer: str) -> Findings:
    """Any number."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield _wrong_type(pointer, "a number")


def flag(value: Any, pointer: str) -> Findings:
    """True or false."""
    if not isinstance(value, bool):
        yield _wrong_type(pointer, "a boolean")


def one_of(*values: str) -> Rule:
    """One of these words."""

    def check(value: Any, pointer: str) -> Findings:
        if value not in values:
            yield Violation(pointer, "not_a_choice", f"must be one of: {', '.join(values)}")

    return check


def matching(pattern: str, what: str) -> Rule:
    """Text that matches the whole `pattern`, described to people as `what`."""

    def check(value: Any, pointer: str) -> Findings:
        if not isinstance(value, str):
            yield _wrong_type(pointer, "a string")
        elif not re.fullmatch(pattern, value):
            yield Violation(pointer, "bad_format", f"must be {what}")

    return check


def every(*rules: Rule) -> Rule:
    """A value that keeps all of these rules, told about the first that it breaks."""

    def check(value: Any, pointer: str) -> Findings:
        for rule in rules:
            if found := list(rule(value, pointer)):
                yield from found
                return

    return check


def exactly_one(*keys: str) -> Rule:
    """An object that has exactly one of these keys."""

    def check(value: Any, pointer: str) -> Findings:
        present = [key for key in keys if key in value]
        if len(present) != 1:
            yield Violation(pointer, "exactly_one", f"must have exactly one of: {', '.join(keys)}")

    return check


def at_least_one(*keys: str) -> Rule:
    """An object that has at least one of these keys."""

    def check(value: Any, pointer: str) -> Findings:
        if not any(key in value for key in keys):
            yield Violation(pointer, "at_least_one", f"must have at least one of: {', '.join(keys)}")

    return check


def not_both(one: str, other: str) -> Rule:
    """An object that has at most one of these two keys."""

    def check(value: Any, pointer: str) -> Findings:
        if one in value and other in value:
            yield Violation(pointer, "not_both", f"must not have both {one} and {other}")

    return check


def distinct(values: Iterable[tuple[str, str]], rule: str) -> Findings:
    """A finding for every value, given with its pointer, that has occurred before."""
    seen: set[str] = set()
    for pointer, value in values:
        if value in seen:
            yield Violation(pointer, rule, f"`{value}` must be unique")
        seen.add(value)


def located(values: Iterable[str], pointer: str) -> Iterator[tuple[str, str]]:
    """Each value of an array with its own pointer."""
    return ((at(pointer, index), value) for index, value in enumerate(values))


def walk(value: Any, pointer: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object in `value`, outermost first, with its pointer."""
    waiting = [(pointer, value)]
    while waiting:
        where, node = waiting.pop()
        if isinstance(node, dict):
            yield where, node
        inner = [(at(where, step), below) for step, below in _steps(node) if isinstance(below, dict | list)]
        waiting.extend(reversed(inner))


def _steps(node: Any) -> Iterable[tuple[str | int, Any]]:
    if isinstance(node, dict):
        return node.items()
    return enumerate(node) if isinstance(node, list) else ()


def _keys(
    value: dict[Any, Any], pointer: str, required: Mapping[str, Rule], known: Mapping[str, Rule]
) -> Findings:
    yield from (_missing(pointer, key) for key in required if key not in value)
    for key in value:
        if key not in known:
            yield Violation(at(pointer, key), "unknown_field", f"invalid additional property: {key}")


def _fields(value: dict[Any, Any], pointer: str, rules: Mapping[str, Rule]) -> Findings:
    for key, rule in rules.items():
        if key in value:
            yield from rule(value[key], at(pointer, key))


def _missing(pointer: str, key: str) -> Violation:
    return Violation(pointer, "missing_field", f"missing required field: {key}")


def _wrong_type(pointer: str, what: str) -> Violation:
    return Violation(pointer, "wrong_type", f"must provide {what}")


def _number(bound: str | int) -> int:
    return bound if isinstance(bound, int) else limit(bound)
