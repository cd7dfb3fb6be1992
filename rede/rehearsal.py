"""Parts of the transaction that is open: tried out and taken back, or kept only as a whole. Tools of acts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rede.desk import Desk


@asynccontextmanager
async def rehearsal(desk: Desk) -> AsyncIterator[None]:
    """Nothing of what is done inside stays. A row that it changed has to be refreshed before it is used again."""
    savepoint = await desk.session.begin_nested()
    try:
        yield
    finally:
        await savepoint.rollback()


@asynccontextmanager
async def whole(desk: Desk) -> AsyncIterator[None]:
    """What is done inside stays unless it raises; then nothing of it does. Rows are refreshed as above."""
    async with desk.session.begin_nested():
        yield
