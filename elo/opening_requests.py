"""The bell's minute for requests: what they ask for becomes owed, those concerned are told, and closed ones are put
together. Stopped anywhere, it goes on where it was; two bells share the work."""

import asyncio
from collections.abc import Collection, Sequence
from datetime import datetime

import structlog

from db import Database
from db.ids import RequestId
from db.requests import Request, asked_to_begin, requests_to_begin, requests_to_compile
from elo.one_by_one import Done, in_parts
from rede.begin_request import announce_request, begin_asked, tie_asked
from rede.close_request import keep_compilation
from rede.compiling import compile_answers
from rede.desk import Office, open_desk
from rede.open_obligations import open_obligations
from rede.request_sheets import workbook

log = structlog.get_logger(__name__)

#: Institutions in one transaction: whoever waits to write goes first.
ASKED = 10


async def follow_requests(
    database: Database, office: Office, now: datetime, *, beside: Collection[int] = ()
) -> Done[int]:
    """How many institutions owe an answer from now on, and whose could not be opened. `beside`: those that could
    not be opened before. With nothing due it asks twice."""
    async with database.read() as session:
        begun, closed = await requests_to_begin(session), await requests_to_compile(session)

    async def announce(ids: Sequence[RequestId]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            return sum([await announce_request(desk, one) for one in ids])

    async def compile_(ids: Sequence[RequestId]) -> int:
        return sum([await compile_request(database, office, now, one) for one in ids])

    count, failed = 0, list[int]()
    for request_id in begun:
        done = await _begin(database, office, now, request_id, beside)
        count, failed = count + done.count, [*failed, *done.failed]
    await in_parts(begun, announce, size=1, act="announce request")
    await in_parts(closed, compile_, size=1, act="compile request")
    return Done(count, failed)


async def _begin(
    database: Database, office: Office, now: datetime, request_id: RequestId, beside: Collection[int]
) -> Done[int]:
    async with database.read() as session:
        waiting = [one for one in await asked_to_begin(session, request_id) if one not in beside]

    async def begin(ids: Sequence[int]) -> int:
        async with database.write() as session:
            desk = await open_desk(session, now=now, office=office)
            for instrument in await begin_asked(desk, request_id, ids):
                await open_obligations(desk, instrument)
            return await tie_asked(desk, ids)

    done = await in_parts(waiting, begin, size=ASKED, act="begin request")
    if done.count:
        log.info("request.begun", request=request_id, institutions=done.count)
    return done


async def compile_request(database: Database, office: Office, now: datetime, request_id: RequestId) -> bool:
    """Read, written in a thread, kept: no transaction is open meanwhile. False where another was quicker."""
    async with database.read() as session:
        desk = await open_desk(session, now=now, office=office)
        compiled = await compile_answers(desk, await session.get_one(Request, request_id))
    content = await asyncio.to_thread(workbook, office.texts, compiled)
    async with database.write() as session:
        return await keep_compilation(await open_desk(session, now=now, office=office), compiled, content)
