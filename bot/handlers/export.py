"""`/trends export`: the answers and figures of one's teams as a file, which comes as a direct message."""

import logging

from bot.handlers.house import Command, House
from bot.handlers.pictures import Later
from bot.handlers.trends import answer_trends
from bot.store import exports
from bot.trends.export.asked_for import teams_for
from bot.values.deliveries import Message
from bot.values.keeping import ExportKind
from bot.views.exporting import build_on_its_way

log = logging.getLogger(__name__)


async def answer_export(house: House, command: Command) -> Message | Later:
    """Owe whoever asks the file, once; with more words it is a team that is called so. Raises NotYours, saying who
    can, and NotThere where there is no team."""
    if command.rest:
        return await answer_trends(house, command)
    member = command.asker.member
    async with house.store.transaction() as tx:
        about = await teams_for(tx, member)
        is_new = await exports.owe(tx, member, ExportKind.TRENDS, house.now())
    log.info("Member %s asked for an export of %s teams.", member.id, len(about))
    house.wake()
    return build_on_its_way(is_new=is_new, teams=len(about))
