"""Read from the code of the views: the actions of every button and menu, and the callbacks of every form."""

import ast
import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import ModuleType

import bot.views

_BUTTONS = {"button", "ButtonElement", "OverflowMenuElement"}
_ROOT = Path(bot.views.__path__[0]).parents[1]
_PARTS = "parts"
"""The module whose `button` and `modal` the others call: what they are given is looked at where they are called."""

Function = ast.FunctionDef | ast.AsyncFunctionDef | None


def pressable() -> set[str]:
    """The actions of all buttons and menus."""
    return {
        name
        for room in _rooms()
        for function, call in room.calls
        if _name(call) in _BUTTONS
        for name in room.values(function, _argument(call, "action_id", 1))
    }


def forms() -> set[str]:
    """The callbacks of all forms that can be handed in."""
    return {
        name
        for room in _rooms()
        for function, call in room.calls
        if _name(call) == "modal" and _argument(call, "submit", 99) is not None
        for name in room.values(function, _argument(call, "callback_id", 99))
    }


@dataclass
class _Room:
    """One module of views."""

    module: ModuleType
    tree: ast.Module

    @cached_property
    def calls(self) -> list[tuple[Function, ast.Call]]:
        """Every call, with the function it stands in."""
        return list(_calls(self.tree, None))

    def values(self, function: Function, node: ast.expr | None) -> set[str]:
        """Every value an expression may have. What is put after a colon while running is taken to be 1."""
        match node:
            case ast.Constant():
                return {str(node.value)}
            case ast.IfExp():
                return self.values(function, node.body) | self.values(function, node.orelse)
            case ast.JoinedStr(values=[ast.FormattedValue(value=first), ast.Constant(value=":"), *_]):
                return {f"{value}:1" for value in self.values(function, first)}
            case ast.Name() if hasattr(self.module, node.id):
                return {str(getattr(self.module, node.id))}
            case ast.Name() if function is not None:
                return self._of_variable(function, node.id)
            case ast.Attribute(value=ast.Name(id=name)) if hasattr(self.module, name):
                return {str(getattr(getattr(self.module, name), node.attr))}
        raise AssertionError(
            f"{self.module.__name__}: cannot tell what {ast.dump(node) if node else node} is"
        )

    def _of_variable(self, function: ast.FunctionDef | ast.AsyncFunctionDef, name: str) -> set[str]:
        assigned = [self.values(function, value) for value in _assigned(function, name)]
        handed_over = [
            room.values(caller, value) for room, caller, value in self._handed_over(function, name)
        ]
        found = set[str]().union(*assigned, *handed_over)
        assert found, f"{self.module.__name__}: cannot tell what {name} is in {function.name}"
        return found

    def _handed_over(
        self, function: ast.FunctionDef | ast.AsyncFunctionDef, name: str
    ) -> "Iterator[tuple[_Room, Function, ast.expr]]":
        positional = [argument.arg for argument in function.args.args]
        own = getattr(self.module, function.name, function)
        for room in _rooms():
            if room is not self and getattr(room.module, function.name, None) is not own:
                continue
            for caller, call in room.calls:
                if _name(call) == function.name:
                    value = _argument(call, name, positional.index(name) if name in positional else 99)
                    if value is not None:
                        yield room, caller, value


@cache
def _rooms() -> list[_Room]:
    paths = sorted(Path(bot.views.__path__[0]).rglob("*.py"))
    return [_room(path) for path in paths if path.stem not in ("__init__", _PARTS)]


def _room(path: Path) -> _Room:
    module = importlib.import_module(".".join(path.relative_to(_ROOT).with_suffix("").parts))
    return _Room(module, ast.parse(path.read_text("utf-8")))


def _calls(node: ast.AST, function: Function) -> Iterator[tuple[Function, ast.Call]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield function, child
        inner = child if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef) else function
        yield from _calls(child, inner)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _argument(call: ast.Call, keyword: str, position: int) -> ast.expr | None:
    named = next((each.value for each in call.keywords if each.arg == keyword), None)
    return named if named is not None or len(call.args) <= position else call.args[position]


def _assigned(function: ast.AST, name: str) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from _parts(target, node.value, name)


def _parts(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    if isinstance(target, ast.Name) and target.id == name:
        yield value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.IfExp):
        yield from _parts(target, value.body, name)
        yield from _parts(target, value.orelse, name)
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for each, part in zip(target.elts, value.elts, strict=True):
            yield from _parts(each, part, name)
