"""Whoever sits before a terminal sees an announcement being made ready; a script leaves that to the service, which
does the same."""

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.ids import AnnouncementId
    from elo.cli.house import House


async def fill_seen(house: "House", number: "AnnouncementId") -> None:
    """Stopped anywhere, the service goes on with the rest. What begins later is left to it."""
    if not sys.stderr.isatty():
        return
    from rich.console import Console
    from rich.progress import Progress

    from db.announcements import Announcement
    from elo.announcing import AHEAD, PEOPLE
    from rede.fill_announcement import fill_announcement

    async with house.database.read() as session:
        announcement = await session.get_one(Announcement, number)
    if announcement.not_before > house.clock.now() + AHEAD:
        return
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("outbox", total=announcement.people)
        put: int | None = 0
        while put is not None:
            async with house.desk() as desk:
                put = await fill_announcement(desk, number, limit=PEOPLE)
            progress.advance(task, put or 0)
