"""The bell's minute for partners' pages: what is due is read, visited with no transaction open, kept one by one."""

import asyncio
from datetime import datetime

import structlog

from db import Database
from db.database import StoreUnreachable
from db.page_looks import looks_due
from notifier.fetch import Fetcher
from rede.desk import Office, open_desk
from rede.evidence import WITHDRAWN
from rede.keep_page_look import keep_page_look, put_off_look
from rede.page_look import look_at
from scheduler.clock import local_day

log = structlog.get_logger(__name__)
#: Pages visited each time the bell rings: a slow one takes 20 seconds.
MOST = 12


async def look_at_pages(database: Database, office: Office, fetcher: Fetcher, now: datetime) -> int:
    """How many were looked at. Stopped anywhere, a page is visited again; its result is kept once."""
    async with database.read() as session:
        due = await looks_due(session, today=local_day(now), limit=MOST, withdrawn=WITHDRAWN)
    return sum([await _look(database, office, fetcher, now, due=one) for one in due])


async def _look(
    database: Database, office: Office, fetcher: Fetcher, now: datetime, *, due: tuple[int, str]
) -> bool:
    number, url = due
    try:
        answer = await fetcher.get(url)
        # A large page takes half a second to read.
        seen = await asyncio.to_thread(look_at, url, answer)
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            return await keep_page_look(desk, number, seen)
    except StoreUnreachable:
        raise
    except Exception as error:  # a door: one page must not stop all the others, nor be tried each minute
        log.error("page.not_looked_at", look=number, exc_info=error)
        async with database.write() as session:
            await put_off_look(await open_desk(session, now=now, office=office), number)
        return False
