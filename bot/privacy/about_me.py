"""What is kept about me, counted: what `/drumbeat privacy` shows."""

from dataclasses import replace
from datetime import datetime

from bot.privacy.ports import Withheld
from bot.store import exports, persons
from bot.store.engine import Store
from bot.values.keeping import AboutMe, ExportKind
from bot.values.people import Member


async def about_me(store: Store, withheld: Withheld, member: Member, now: datetime) -> AboutMe:
    """What is kept about somebody, for them alone. `withheld` is None where their boxes cannot be opened now."""
    async with store.reading() as tx:
        counted = await persons.about(tx, member)
    mine = await withheld.of(member, now)
    return replace(counted, withheld=None if mine.why_partly else len(mine.items))


async def send_me_everything(store: Store, member: Member, now: datetime) -> bool:
    """Owe somebody a file with all of it; False when one is on its way already."""
    async with store.transaction() as tx:
        return await exports.owe(tx, member, ExportKind.PERSON, now)
