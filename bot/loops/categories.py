"""Kinds of causes: people pick one when they raise something, admins and leads say which there are."""

from collections.abc import Sequence

from bot.store import categories, members
from bot.store.engine import Store, Transaction
from bot.values.errors import NotThere, NotYours, Unusable
from bot.values.loops import MOST_CATEGORIES, Category
from bot.values.people import Member, Role

DEFAULTS = (
    "Waiting for a decision",
    "Waiting for another team's work",
    "Review or approval",
    "Access or permissions",
    "Environment or tooling",
    "Unclear what is wanted",
    "Somebody outside",
    "Too much at once",
)
"""Causes, not topics: a topic changes every week, a cause can be mended."""

NAME = "name"
GONE = "That category is not there any more. `/bottleneck categories` shows the ones there are."
_FULL = (
    f"There are {MOST_CATEGORIES} already, and nobody picks with care from more. Retire one first; what was filed"
    " under it stays there."
)


async def every(store: Store, workspace_id: int) -> list[Category]:
    """Every category of a workspace, retired ones too; where there has never been one, those that ship."""
    async with store.reading() as tx:
        found = await categories.of_workspace(tx, workspace_id)
    if found:
        return found
    async with store.transaction() as tx:
        await categories.add(tx, workspace_id, DEFAULTS)
        return await categories.of_workspace(tx, workspace_id)


def offered(found: Sequence[Category]) -> list[Category]:
    """Those that can be picked."""
    return [each for each in found if not each.retired]


def may_edit(member: Member) -> bool:
    """Whether a member says which categories there are."""
    return member.role in (Role.ADMIN, Role.LEAD)


async def add(store: Store, member: Member, name: str) -> None:
    """Offer one more, or one again that was retired. Raises NotYours, or Unusable beside the name."""
    async with store.transaction() as tx:
        found = await _for_change(tx, member)
        known = _called(name, found)
        if known is not None and not known.retired:
            raise Unusable(f"“{known.name}” is there already.", field=NAME)
        _check_room(found)
        if known is not None:
            await categories.retire(tx, known.id, retired=False)
        else:
            await categories.add(tx, member.workspace_id, [name])


async def rename(store: Store, member: Member, category_id: int, name: str) -> None:
    """Give one another name. Raises NotYours, NotThere, or Unusable beside the name."""
    async with store.transaction() as tx:
        found = await _for_change(tx, member)
        _find(category_id, found)
        known = _called(name, found)
        if known is not None and known.id != category_id:
            what = "is retired: bring it back instead" if known.retired else "is there already"
            raise Unusable(f"“{known.name}” {what}.", field=NAME)
        await categories.rename(tx, category_id, name)


async def retire(store: Store, member: Member, category_id: int) -> None:
    """Offer one no more; where it was picked it stays. Raises NotYours or NotThere."""
    async with store.transaction() as tx:
        _find(category_id, await _for_change(tx, member))
        await categories.retire(tx, category_id, retired=True)


async def bring_back(store: Store, member: Member, category_id: int) -> None:
    """Offer a retired one again. Raises NotYours, NotThere, or Unusable when there are enough."""
    async with store.transaction() as tx:
        found = await _for_change(tx, member)
        if _find(category_id, found).retired:
            _check_room(found)
            await categories.retire(tx, category_id, retired=False)


async def move(store: Store, member: Member, category_id: int, by: int) -> None:
    """Offer one earlier (-1) or later (1) than now. Raises NotYours or NotThere."""
    async with store.transaction() as tx:
        found = await _for_change(tx, member)
        moved = _find(category_id, found)
        order = offered(found)
        if moved in order:
            place = order.index(moved)
            order.insert(max(place + by, 0), order.pop(place))
        retired = [each for each in found if each.retired]
        await categories.put_in_order(tx, [each.id for each in (*order, *retired)])


async def _for_change(tx: Transaction, member: Member) -> list[Category]:
    if may_edit(member):
        return await categories.for_change(tx, member.workspace_id)
    names = [admin.name for admin in await members.admins(tx, member.workspace_id)][:3]
    who = f"Admins ({', '.join(names)})" if names else "Admins"
    raise NotYours(f"{who} and leads say which categories there are. Tell one of them what is missing.")


def _find(category_id: int, found: Sequence[Category]) -> Category:
    for each in found:
        if each.id == category_id:
            return each
    raise NotThere(GONE)


def _called(name: str, found: Sequence[Category]) -> Category | None:
    return next((each for each in found if each.name.casefold() == name.casefold()), None)


def _check_room(found: Sequence[Category]) -> None:
    if len(offered(found)) >= MOST_CATEGORIES:
        raise Unusable(_FULL, field=NAME)
